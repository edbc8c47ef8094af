from django.urls import path

from achievements.transfer import views

app_name = "listings"
urlpatterns = [
    path("", views.ListingList.as_view(), name="list"),
    path("<slug:number>/", views.ListingPage.as_view(), name="detail"),
]
