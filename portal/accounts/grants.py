"""A person's rights on one record: given and withdrawn where the event happens."""

from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm


def give(user, record, *permissions):
    """Give this person rights on this record, by codename (`change_listing`)."""
    for permission in permissions:
        assign_perm(permission, user, record)


def withdraw(user, record, *permissions):
    for permission in permissions:
        remove_perm(permission, user, record)


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
