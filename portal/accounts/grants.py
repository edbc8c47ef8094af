"""A person's rights on one record, given where the event happens.

Nobody takes them back: a grant counts while the person is an active member of
the record's organisation, see `GrantsOfMembers`.
"""

from guardian.shortcuts import assign_perm, get_objects_for_user


def give(user, record, *permissions):
    """Give this person rights on this record, by codename (`change_listing`)."""
    for permission in permissions:
        assign_perm(permission, user, record)


def granted(user, permission, queryset):
    """The records of `queryset` on which this person was given `permission`."""
    return get_objects_for_user(
        user,
        permission,
        klass=queryset,
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
