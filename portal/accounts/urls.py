from django.urls import path

from portal.accounts import views

app_name = "profile"
urlpatterns = [path("", views.Profile.as_view(), name="edit")]
