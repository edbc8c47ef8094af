from django.contrib.auth.backends import BaseBackend

from portal.organisations.models import Membership


class OfficesActForTheirOrganisation(BaseBackend):
    """Research office and administrator act on their organisation's records.

    A model says which rights that gives them in `office_permissions`, and whose
    record it is in `office_organisation_id`.
    """

    def has_perm(self, user_obj, perm, obj=None):
        if perm not in getattr(obj, "office_permissions", ()):
            return False
        return (
            user_obj.is_active
            and Membership.objects.offices_of(user_obj)
            .filter(organisation_id=obj.office_organisation_id)
            .exists()
        )
