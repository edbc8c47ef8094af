from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from portal.admin import GuardedModelViewSet, VisibleRecordsPolicy
from portal.vocabularies.forms import TermForm
from portal.vocabularies.models import Term


class NeverDeleted(VisibleRecordsPolicy):
    """Records refer to terms for ever: a term ends or has a successor, nothing else."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class EditTerm(generic.EditView):
    """From now on the list that came with the site leaves this term alone."""

    def save_instance(self):
        self.form.instance.origin = Term.Origin.HERE
        return super().save_instance()


class TermViewSet(GuardedModelViewSet):
    model = Term
    name = "admin-terms"
    url_prefix = "terms"
    icon = "list-ul"
    menu_label = _("Vocabularies")
    edit_view_class = EditTerm
    list_display = ["__str__", "code", "scheme", "version", "valid_to"]
    list_filter = ["scheme", "origin"]
    list_export = [
        "scheme",
        "code",
        "name_zh",
        "name_en",
        "path",
        "version",
        "valid_from",
        "valid_to",
    ]
    search_fields = ["name_zh", "name_en", "code"]

    @property
    def permission_policy(self):
        return NeverDeleted(self.model)

    def get_form_class(self, for_update=False):
        return TermForm
