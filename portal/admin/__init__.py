"""What every viewset in Wagtail's admin stands on."""

from portal.admin.guards import VisibleRecordsPolicy
from portal.admin.viewsets import GuardedModelViewSet, RecordViewSet

__all__ = ["GuardedModelViewSet", "RecordViewSet", "VisibleRecordsPolicy"]
