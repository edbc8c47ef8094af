from portal.accounts.models import User
from portal.attachments.models import Attachment
from portal.notifications.models import Notification
from portal.numbering import NumberSeries
from portal.organisations.models import Membership, Organisation
from portal.pages.models import GuidePage, HomePage
from portal.vocabularies.models import Term

__all__ = [
    "Attachment",
    "GuidePage",
    "HomePage",
    "Membership",
    "Notification",
    "NumberSeries",
    "Organisation",
    "Term",
    "User",
]
