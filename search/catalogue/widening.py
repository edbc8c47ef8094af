"""When too few records have enough of the words, any of them will do."""

from django.conf import settings
from elasticsearch.dsl import Search

from search.catalogue.query import asked_words, in_view, matching_words
from search.documents.identifiers import sought

FEW = 100
ONE_IN = 20


def is_scarce(text: str) -> bool:
    """Whether fewer than a hundred records match, and fewer than one in twenty.

    Asked without filters, so that a choice in a facet never widens the search. One or
    two words are meant as they stand, and so is a number.
    """
    asked = asked_words(text)
    if len(asked) <= 2 or sought(text)[0]:
        return False
    search = Search(index=settings.SEARCH_INDEX).filter(in_view())
    search = search.extra(size=0, track_total_hits=True)
    search.aggs.bucket("enough", "filter", filter=matching_words(asked))
    response = search.execute()
    return response.aggregations.enough.doc_count < min(
        FEW, response.hits.total.value / ONE_IN
    )
