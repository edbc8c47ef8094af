"""Gathers every app's API router."""

from ninja import NinjaAPI

from projects.applications.api import router as applications_router
from projects.calls.api import router as calls_router
from search.catalogue.api import router as catalogue_router

api = NinjaAPI(title="NQI Portal", version="1", urls_namespace="api")
api.add_router("", catalogue_router)
api.add_router("", calls_router)
api.add_router("", applications_router)
