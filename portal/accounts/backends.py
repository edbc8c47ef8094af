from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q


class ModelPermissionsCoverObjects(ModelBackend):
    """A permission on a model counts for each of its records.

    Django's own backend answers no as soon as a record is named. A record that only
    some of the officers answer for says by `is_in_scope_of(user)` who they are.
    It stands first among the backends: what it looks up serves the others.
    """

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or not super().has_perm(user_obj, perm):
            return False
        is_in_scope_of = getattr(obj, "is_in_scope_of", None)
        return is_in_scope_of is None or is_in_scope_of(user_obj)

    def get_all_permissions(self, user_obj, obj=None):
        """One's own and those of one's groups in one query, where Django asks two."""
        is_somebody = user_obj.is_active and not user_obj.is_anonymous
        is_known = user_obj.is_superuser or hasattr(user_obj, "_perm_cache")
        if is_somebody and not is_known and obj is None:
            user_obj._perm_cache = permissions_of(user_obj)
        return super().get_all_permissions(user_obj, obj)


def permissions_of(user):
    through_groups = Group.permissions.through.objects.filter(group__user=user)
    held = Permission.objects.filter(
        Q(pk__in=user.user_permissions.values("pk"))
        | Q(pk__in=through_groups.values("permission"))
    )
    named = held.order_by().values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in named}
