from django.urls import path

from portal.deadlines import views

app_name = "deadlines"
urlpatterns = [
    path("", views.Deadlines.as_view(), name="list"),
    path("address/", views.NewAddress.as_view(), name="address"),
]
