from achievements.enquiries.models import (
    Enquiry,
    EnquiryMessage,
    EnquiryUserObjectPermission,
)
from achievements.registry.models import (
    Achievement,
    AchievementUserObjectPermission,
    Contributor,
    IPRight,
    Output,
    Participation,
)
from achievements.transfer.models import Listing, ListingUserObjectPermission

__all__ = [
    "Achievement",
    "AchievementUserObjectPermission",
    "Contributor",
    "Enquiry",
    "EnquiryMessage",
    "EnquiryUserObjectPermission",
    "IPRight",
    "Listing",
    "ListingUserObjectPermission",
    "Output",
    "Participation",
]
