from django.urls import path

from projects.applications import endorsing_views as views

app_name = "endorsing"
urlpatterns = [
    path("", views.OfficeList.as_view(), name="list"),
    path("<slug:action>/", views.OfficeStep.as_view(), name="step"),
]
