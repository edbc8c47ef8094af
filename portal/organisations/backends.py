from django.contrib.auth.backends import BaseBackend
from django.db.models import Model, Q
from guardian.backends import ObjectPermissionBackend
from guardian.shortcuts import get_user_perms

from portal.organisations.models import Membership


class GrantsOfMembers(ObjectPermissionBackend):
    """A grant on an organisation's record counts while one is its member.

    A record on which people of several organisations have rights says by
    `organisations_for(user, permission)` on whose behalf this person holds one.
    """

    def has_perm(self, user_obj, perm, obj=None):
        if not has_grant(user_obj, perm, obj):
            return False
        organisations = organisations_for(user_obj, perm, obj)
        return (
            organisations is None
            or Membership.objects.active()
            .filter(user=user_obj, organisation__in=organisations)
            .exists()
        )


class OfficesActForTheirOrganisation(BaseBackend):
    """Research office and administrator act on their organisation's records.

    A model says which rights that gives them in `office_permissions`, which only
    the administrator has in `administrator_permissions`, and whose record it is
    in `office_organisation_id`; the rights of a regional bureau are in
    `bureau_permissions`, and `bureau_id` says which bureau's record it is.
    """

    def has_perm(self, user_obj, perm, obj=None):
        acting = Q()
        for organisation, roles in who_may(perm, obj):
            acting |= Q(organisation=organisation, role__in=roles)
        if not acting or not user_obj.is_active or user_obj.is_anonymous:
            return False
        return Membership.objects.active().filter(acting, user=user_obj).exists()


def has_grant(user, permission, record):
    """Given to this person; nothing is ever given to a group."""
    if not isinstance(record, Model) or not user.is_active or user.is_anonymous:
        return False
    app, _dot, codename = permission.rpartition(".")
    if app not in ("", record._meta.app_label):
        return False
    return codename in get_user_perms(user, record)


def organisations_for(user, permission, record):
    """Of which one must be a member for it; None where a record belongs to none."""
    if hasattr(record, "organisations_for"):
        return record.organisations_for(user, permission)
    one = getattr(record, "office_organisation_id", None)
    return None if one is None else [one]


def who_may(permission, record):
    """Pairs of an organisation and the roles in it that have this right."""
    if permission in getattr(record, "office_permissions", ()):
        yield record.office_organisation_id, Membership.OFFICES
    if permission in getattr(record, "administrator_permissions", ()):
        yield record.office_organisation_id, (Membership.Role.ADMINISTRATOR,)
    if permission in getattr(record, "bureau_permissions", ()) and record.bureau_id:
        yield record.bureau_id, Membership.OFFICES
