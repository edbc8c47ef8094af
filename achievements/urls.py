"""Gathers the app's addresses, public ones and the workbench's."""

from django.urls import include, path

urlpatterns = [
    path("achievements/", include("achievements.registry.urls")),
    path("listings/", include("achievements.transfer.urls")),
    path("workbench/achievements/", include("achievements.registry.desk_urls")),
    path("workbench/listings/", include("achievements.transfer.desk_urls")),
    path("workbench/enquiries/", include("achievements.enquiries.urls")),
]
