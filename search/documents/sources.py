"""All that the catalogue holds, by kind."""

from search.documents.achievements import Achievements
from search.documents.listings import Listings
from search.documents.pages import Pages

SOURCES = {source.kind: source for source in (Listings(), Achievements(), Pages())}
