"""Gathers the addresses of the app's folders."""

from django.urls import include, path

from projects.applications.paper_views import PublicReceipt

urlpatterns = [
    path("calls/", include("projects.calls.urls")),
    path("workbench/applications/", include("projects.applications.desk_urls")),
    path("workbench/endorsement/", include("projects.applications.endorsing_urls")),
    path("receipts/<str:sha256>/", PublicReceipt.as_view(), name="public-receipt"),
    path("projects/", include("projects.portfolio.urls")),
]
