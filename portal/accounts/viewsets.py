from django.core.exceptions import PermissionDenied
from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import (
    BooleanColumn,
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
)
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.users.views import users as wagtail_users

from portal.accounts.models import User
from portal.accounts.user_forms import (
    NameForm,
    PortalUserCreationForm,
    PortalUserEditForm,
)

# Wagtail asks for a first and a last name there, which nobody has here.
NameEmailSettingsPanel.form_class = NameForm


def may_administer(user, person):
    """Accounts with rights in the admin are a superuser's to change."""
    has_rights = person.is_superuser or person.is_staff or person.groups.exists()
    return user.is_superuser or not has_rights


def has_written(person):
    """Something that must be kept, and with it who wrote it."""
    try:
        Collector(using=router.db_for_write(User)).collect([person])
    except (ProtectedError, RestrictedError):
        return True
    return False


def refuse_to_delete(request, person):
    text = gettext(
        "%(name)s cannot be deleted: others rely on what this person has written. "
        "Close the account instead: untick “Active” and save."
    )
    messages.error(request, text % {"name": person.name})


class FormKnowsWhoFillsItIn:
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request_user": self.request.user}


class OnlyBySuperuser:
    """Nobody else changes an account that has rights of its own."""

    def dispatch(self, request, *args, **kwargs):
        if not may_administer(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UserList(wagtail_users.IndexView):
    search_fields = ("name", "email")

    @cached_property
    def columns(self):
        name_column = self._get_title_column_class(wagtail_users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name_column(
                "name",
                label=_("Full name"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            BooleanColumn(
                "is_superuser", label=_("Administrator"), sort_key="is_superuser"
            ),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "pk")
        return super().order_queryset(queryset)


class AddUser(FormKnowsWhoFillsItIn, wagtail_users.CreateView):
    pass


class EditUser(OnlyBySuperuser, FormKnowsWhoFillsItIn, wagtail_users.EditView):
    pass


class DeleteUser(OnlyBySuperuser, wagtail_users.DeleteView):
    def run_before_hook(self):
        if not has_written(self.object):
            return super().run_before_hook()
        refuse_to_delete(self.request, self.object)
        return redirect("wagtailusers_users:edit", self.object.pk)


class PortalUserViewSet(wagtail_users.UserViewSet):
    index_view_class = UserList
    add_view_class = AddUser
    edit_view_class = EditUser
    delete_view_class = DeleteUser
    template_prefix = "portal/accounts/users/"

    def get_form_class(self, for_update=False):
        return PortalUserEditForm if for_update else PortalUserCreationForm


def check_bulk_action(request, action_type, objects, action):
    """Roles are given, and accounts with rights changed, by superusers alone."""
    if action.model is not User:
        return None
    is_allowed = action_type != "assign_role" and all(
        may_administer(request.user, person) for person in objects
    )
    if not (is_allowed or request.user.is_superuser):
        raise PermissionDenied
    return check_deletion(request, objects) if action_type == "delete" else None


def check_deletion(request, people):
    """None goes while one of them must stay; what to do then is said."""
    kept = [person for person in people if has_written(person)]
    for person in kept[:5]:
        refuse_to_delete(request, person)
    return redirect("wagtailusers_users:index") if kept else None
