"""Gathers every app's API router."""

from ninja import NinjaAPI

from search.catalogue.api import router as catalogue_router

api = NinjaAPI(title="NQI Portal", version="1", urls_namespace="api")
api.add_router("", catalogue_router)
