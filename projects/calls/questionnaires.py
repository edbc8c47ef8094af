"""Questionnaires in Wagtail's admin: built, tried, corrected, taken to a new version."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from portal.admin import RecordViewSet
from portal.admin.confirming import ConfirmView
from portal.admin.forms import CarefulForm
from portal.admin.record import NOTHING, Table, facts, link, table
from portal.admin.rows import Cell, DayCell
from portal.admin.viewsets import EditRecord, InspectRecord, RecordList
from portal.drafts.saving import locked
from projects.calls import freezing
from projects.calls.answering import questions_of
from projects.calls.conditions import sentence
from projects.calls.models import Questionnaire
from projects.calls.trying import TryQuestionnaire
from projects.programmes.adding import AddToProgramme
from projects.programmes.policies import OfficersPolicy


class QuestionnaireForm(CarefulForm):
    """The name is that of all versions: it is given once."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["name"].disabled = self.instance.pk is not None


class QuestionnaireList(RecordList):
    def get_base_queryset(self):
        return super().get_base_queryset().with_calls().select_related("programme")


class AddQuestionnaire(AddToProgramme):
    def get_initial_form_instance(self):
        return Questionnaire(programme=self.programme)

    def get_success_url(self):
        return reverse("admin-questionnaires:inspect", args=[self.object.pk])


class QuestionnaireButtons:
    try_url_name = version_url_name = None

    @property
    def header_buttons(self):
        found = [self.button(_("See it as an applicant"), self.try_url_name, "view")]
        if self.user_has_permission("add"):
            found.append(self.button(_("New version"), self.version_url_name, "copy"))
        return found

    def button(self, label, url_name, icon):
        address = reverse(url_name, args=[self.object.pk])
        return HeaderButton(label, url=address, icon_name=icon)


class InspectQuestionnaire(QuestionnaireButtons, InspectRecord):
    def sections(self, questionnaire):
        about = facts(_("Questionnaire"), questionnaire, "programme", "name", "version")
        about.rows.append((_("Can be changed"), state(questionnaire)))
        return [
            about,
            Table(_("Questions"), OUTLINE, list(outline(questionnaire.questions))),
            table(
                _("Calls that use it"),
                questionnaire.calls.order_by("-pk"),
                number=(_("Number"), call_link),
                title=(_("Title"), "title"),
                status=(_("Status"), "status"),
                opens=(_("Opens"), "opens_at"),
            ),
        ]

    def public_url(self, questionnaire):
        return None


def call_link(call):
    return link(reverse("admin-calls:inspect", args=[call.pk]), call.number)


def state(questionnaire):
    if questionnaire.is_frozen:
        return gettext("Only its wording: a call has opened with it.")
    return gettext("Yes, until a call opens with it.")


OUTLINE = (_("Chinese"), _("English"), _("Kind"), _("Must be answered"), _("Condition"))


def outline(stream):
    """Each block in a row: its wording, what it asks and when."""
    earlier = {question.id: question for question in questions_of(stream)}
    for child in stream:
        question = earlier.get(child.id)
        condition = question.condition if question else None
        asked = earlier.get(condition["question"]) if condition else None
        yield [
            child.value["label_zh"],
            child.value["label_en"],
            child.block.label,
            gettext("Yes") if question and question.is_required else NOTHING,
            sentence(condition, asked) if asked else NOTHING,
        ]


class EditQuestionnaire(QuestionnaireButtons, EditRecord):
    """A frozen one takes corrections of wording; all else goes into a new version."""

    template_name = "projects/admin/questionnaire.html"
    actions = ["edit", "new-version"]

    def form_invalid(self, form):
        is_else_right = all(error.code == "frozen" for error in all_errors(form))
        if self.action == "new-version" and is_else_right:
            return self.carry_over(form)
        return super().form_invalid(form)

    def form_valid(self, form):
        return (
            self.carry_over(form)
            if self.action == "new-version"
            else super().form_valid(form)
        )

    def carry_over(self, form):
        """What was typed here becomes the new version, and this one stays."""
        if self.object.successor:
            form.add_error(None, gettext("There is a newer version already."))
            return super().form_invalid(form)
        typed = form.instance.questions
        copy = make_version(Questionnaire.objects.get(pk=self.object.pk), typed)
        messages.success(self.request, made(copy))
        return redirect(self.edit_url_name, copy.pk)

    def save_instance(self):
        """The log keeps the texts of before and after, once answers may have them."""
        before = locked(self.object)
        changed = freezing.corrections(before.questions, self.form.instance.questions)
        is_frozen = before.is_frozen
        questionnaire = super().save_instance()
        if is_frozen and changed:
            log(questionnaire, "projects.correct_wording", data={"changes": changed})
        return questionnaire

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_frozen=self.object.is_frozen,
            successor=self.object.successor,
            edit_url_name=self.edit_url_name,
            **kwargs,
        )


def all_errors(form):
    return [error for errors in form.errors.as_data().values() for error in errors]


def make_version(questionnaire, questions=None):
    copy = questionnaire.new_version(questions)
    log(copy, "projects.new_version", data={"from": questionnaire.version})
    return copy


def made(copy):
    text = gettext("This is version %(version)s. Change it and save.")
    return text % {"version": copy.version}


class NewVersion(ConfirmView):
    page_title = _("New version")
    question = _(
        "Make a new version of this questionnaire? It begins as a copy and may be changed "
        "until a call opens with it. Calls that use older versions keep them."
    )
    button = _("Make a new version")

    def act(self):
        if self.object.successor:
            text = gettext("There is a newer version already: this is it.")
            messages.info(self.request, text)
            return self.edit_address(self.object.successor)
        copy = make_version(self.object)
        messages.success(self.request, made(copy))
        return self.edit_address(copy)


class QuestionnaireViewSet(RecordViewSet):
    model = Questionnaire
    name = "admin-questionnaires"
    url_prefix = "questionnaires"
    icon = "form"
    menu_label = _("Questionnaires")
    menu_order = 108
    add_to_admin_menu = True
    index_view_class = QuestionnaireList
    inspect_view_class = InspectQuestionnaire
    add_view_class = AddQuestionnaire
    edit_view_class = EditQuestionnaire
    version_view_class = NewVersion
    try_view_class = TryQuestionnaire
    ordering = ("programme__position", "programme", "name", "-version")
    search_fields = ["name", "programme__name_zh", "programme__name_en"]
    list_filter = ["programme"]
    list_display = [
        Cell("programme", label=_("Programme"), sort_key="programme__position"),
        Cell("version", label=_("Version"), sort_key="version"),
        Cell("calls_count", label=_("Calls"), sort_key="calls_count"),
        DayCell("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    list_export = ["programme", "name", "version", "calls_count", "updated_at"]
    export_filename = "questionnaires"
    export_headings = {"calls_count": _("Calls")}
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("questions")],
        base_form_class=QuestionnaireForm,
    )

    @property
    def permission_policy(self):
        return OfficersPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            version_url_name=self.get_url_name("new-version"),
            try_url_name=self.get_url_name("try"),
            **kwargs,
        )

    def get_urlpatterns(self):
        version = self.construct_view(self.version_view_class)
        trial = self.construct_view(self.try_view_class)
        return [
            *super().get_urlpatterns(),
            path("new-version/<int:pk>/", version, name="new-version"),
            path("try/<int:pk>/", trial, name="try"),
        ]
