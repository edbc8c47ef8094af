from portal.accounts.models import User
from portal.admin.models import SavedView
from portal.attachments.models import Attachment
from portal.deadlines.models import CalendarAddress, Holiday
from portal.notifications.models import Digest, Notification, NotificationPreference
from portal.numbering import NumberSeries
from portal.organisations.models import Membership, Organisation
from portal.pages.models import GuidePage, HomePage
from portal.vocabularies.models import Term

__all__ = [
    "Attachment",
    "CalendarAddress",
    "Digest",
    "GuidePage",
    "Holiday",
    "HomePage",
    "Membership",
    "Notification",
    "NotificationPreference",
    "NumberSeries",
    "Organisation",
    "SavedView",
    "Term",
    "User",
]
