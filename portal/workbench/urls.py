from django.urls import path

from portal.workbench import views

app_name = "workbench"
urlpatterns = [path("", views.Home.as_view(), name="home")]
