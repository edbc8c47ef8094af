"""Addresses of the application as a document; part of the namespace `applications`."""

from django.urls import path

from projects.applications import budget_views, paper_views

RECORD = "<str:number>/"
VERSION = f"{RECORD}versions/<int:version>/"

urlpatterns = [
    path(f"{RECORD}preview/", paper_views.Preview.as_view(), name="preview"),
    path(f"{RECORD}receipt/", paper_views.Receipt.as_view(), name="receipt"),
    path(f"{RECORD}versions/", paper_views.Versions.as_view(), name="versions"),
    path(VERSION, paper_views.Version.as_view(), name="version"),
    path(f"{VERSION}pdf/<str:language>/", paper_views.Pdf.as_view(), name="pdf"),
    path(f"{RECORD}differences/", paper_views.Difference.as_view(), name="diff"),
    path(f"{RECORD}all.zip", paper_views.Package.as_view(), name="zip"),
    path(f"{RECORD}budget.xlsx", budget_views.Export.as_view(), name="budget-export"),
    path(f"{RECORD}budget/sums/", budget_views.Check.as_view(), name="budget-check"),
    path(
        f"{RECORD}budget/import/", budget_views.Import.as_view(), name="budget-import"
    ),
]
