from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
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
    pass


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
    if action.model is not User or request.user.is_superuser:
        return
    if action_type == "assign_role" or not all(
        may_administer(request.user, person) for person in objects
    ):
        raise PermissionDenied
