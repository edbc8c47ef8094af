from django.contrib.auth.backends import ModelBackend


class ModelPermissionsCoverObjects(ModelBackend):
    """A permission on a model counts for each of its records.

    Django's own backend answers no as soon as a record is named. A record that only
    some of the officers answer for says by `is_in_scope_of(user)` who they are.
    """

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or not super().has_perm(user_obj, perm):
            return False
        is_in_scope_of = getattr(obj, "is_in_scope_of", None)
        return is_in_scope_of is None or is_in_scope_of(user_obj)
