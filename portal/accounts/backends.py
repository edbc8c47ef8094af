from django.contrib.auth.backends import ModelBackend


class ModelPermissionsCoverObjects(ModelBackend):
    """A permission on a model counts for each of its records.

    Django's own backend answers no as soon as a record is named.
    """

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and super().has_perm(user_obj, perm)
