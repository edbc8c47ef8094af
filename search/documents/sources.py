"""All that the catalogue holds, by kind."""

from search.documents.achievements import Achievements
from search.documents.calls import Calls
from search.documents.listings import Listings
from search.documents.pages import Pages
from search.documents.projects import Projects

ALL = (Listings(), Achievements(), Calls(), Projects(), Pages())
SOURCES = {source.kind: source for source in ALL}
