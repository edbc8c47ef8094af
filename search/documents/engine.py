"""The connection to Elasticsearch, and what it means when it does not answer."""

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.dsl import connections

# Whatever a page must survive: no answer, no index, a node that is starting.
AWAY = (TransportError, ApiError)


def connect():
    connections.create_connection(
        hosts=[settings.ELASTICSEARCH_URL],
        request_timeout=settings.ELASTICSEARCH_TIMEOUT,
        max_retries=0,
    )


def client():
    return connections.get_connection()


def patient():
    """For bulk work, which may take its time and try again."""
    return client().options(request_timeout=60, max_retries=3, retry_on_timeout=True)


def quick():
    """For work that holds a lock: better to fail and come again."""
    return client().options(request_timeout=10, max_retries=0)
