from django.urls import path

from achievements.transfer import desk_views as views

RECORD = "<str:number>/"

app_name = "my-listings"
urlpatterns = [
    path("", views.ListingList.as_view(), name="list"),
    path("new/", views.StartView.as_view(), name="new"),
    path(RECORD, views.ListingRecord.as_view(), name="record"),
    path(f"{RECORD}check/", views.ListingCheck.as_view(), name="check"),
    path(f"{RECORD}steps/<str:step>/", views.ListingStep.as_view(), name="step"),
    path(f"{RECORD}<str:section>/", views.ListingSection.as_view(), name="section"),
]
