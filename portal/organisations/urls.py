from django.urls import path

from portal.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.OrganisationList.as_view(), name="list"),
    path("register/", views.Register.as_view(), name="register"),
    path("join/", views.JoinByCode.as_view(), name="join-by-code"),
    path("<int:pk>/", views.OrganisationPage.as_view(), name="detail"),
    path("<int:pk>/join/", views.Join.as_view(), name="join"),
]
