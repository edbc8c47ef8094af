from search.outbox.models import IndexState, IndexTask

__all__ = ["IndexState", "IndexTask"]
