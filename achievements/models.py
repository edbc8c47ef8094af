from achievements.enquiries.models import (
    Enquiry,
    EnquiryMessage,
    EnquiryUserObjectPermission,
)
from achievements.registry.contents import Contributor, IPRight, Output, Participation
from achievements.registry.models import Achievement, AchievementUserObjectPermission
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
