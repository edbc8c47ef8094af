"""Wagtail's admin views ask about the kind of record; these ask about the record, too.

Its generic views check only whether a person may edit records of this kind at
all; whoever may edit one could edit any by its address. Here the model's
`visible_to(user)` is the gate for lists and records alike.
"""

from django.http import Http404
from wagtail.permission_policies import ModelPermissionPolicy


class VisibleRecordsPolicy(ModelPermissionPolicy):
    """A right on the model, and the record among those this person sees."""

    def visible(self, user):
        return self.model._default_manager.visible_to(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return (
            self.user_has_any_permission(user, actions)
            and self.visible(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.visible(user)

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])


class VisibleRecords:
    """The list holds only what this person may see."""

    def get_base_queryset(self):
        self.queryset = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view", "change", "delete"]
        )
        return super().get_base_queryset()


class CheckedRecord:
    """A record outside this person's view is not there."""

    def dispatch(self, request, *args, **kwargs):
        self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, *args):
        if not hasattr(self, "checked"):
            record = super().get_object(*args)
            if not self.permission_policy.user_has_any_permission_for_instance(
                self.request.user, self.wanted_permissions(), record
            ):
                raise Http404
            self.checked = record
        return self.checked

    def wanted_permissions(self):
        """The view's own demand; of several any one will do, as in Wagtail."""
        one = getattr(self, "permission_required", None)
        several = getattr(self, "any_permission_required", None)
        return [one] if one else several or ["change"]
