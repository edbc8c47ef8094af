"""Officers enter, publish, correct, extend and cancel calls in Wagtail's admin."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.models import Attachment
from projects.models import Call
from tests.factories.projects import (
    CallFactory,
    QuestionnaireFactory,
    RulesFactory,
)
from tests.projects.acting import local, logged, page
from tests.projects.admin_forms import new_row, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(programme):
    return RulesFactory(
        programme=programme,
        max_age=55,
        lowest_degree="doctor",
        organisation_kinds=["institute"],
        max_running_person=2,
        refuses_running_title=False,
    )


def test_a_new_call_begins_with_the_newest_rules_and_who_they_let_apply(
    officer_client, programme, rules
):
    newest = RulesFactory(programme=programme, version=2, max_age=50)
    RulesFactory(
        programme=programme,
        version=3,
        in_force_from=timezone.localdate() + timedelta(days=1),
    )

    form = officer_client.get(reverse("admin-calls:add")).context["form"]

    assert form["rules"].value() == newest.pk
    assert form["max_age"].value() == 50
    assert set(form.fields["rules"].queryset) == set(programme.rules.all())


def test_a_call_is_entered_with_its_topics_and_quotas(
    officer_client, programme, programme_officer, rules, institute
):
    address = reverse("admin-calls:add")
    form = officer_client.get(address).context["form"]
    topics, quotas = form.formsets["topics"], form.formsets["quotas"]
    data = posted(
        form,
        title_zh="申报通知",
        title_en="Call",
        opens_at="2027-03-01 09:00",
        closes_at="2027-04-30 17:00",
        **new_row(
            topics, 0, code="1.1", title_zh="方向", title_en="Topic", mode="young"
        ),
        **new_row(quotas, 0, organisation=institute.uscc, most="3"),
    )

    response = officer_client.post(f"{address}?programme={programme.pk}", data)

    call = Call.objects.get()
    assert response.url == page(call)
    assert (call.status, call.programme, call.rules) == ("draft", programme, rules)
    assert call.created_by == programme_officer
    assert timezone.localtime(call.closes_at).isoformat() == "2027-04-30T17:00:00+08:00"
    assert call.organisation_kinds == ["institute"]
    assert (call.max_age, call.lowest_degree) == (55, "doctor")
    assert not call.refuses_running_title
    assert [topic.code for topic in call.topics.all()] == ["1.1"]
    assert [(q.organisation, q.most) for q in call.quotas.all()] == [(institute, 3)]
    assert logged(call) == [("wagtail.create", programme_officer.pk)]


def test_who_answers_for_several_programmes_says_first_for_which(
    officer_client, programme_officer, programme, call
):
    other = CallFactory().programme
    other.officers.add(programme_officer)
    foreign = CallFactory().programme
    address = reverse("admin-calls:add")

    asked = officer_client.get(address)

    assert set(asked.context["programmes"]) == {programme, other}
    chosen = officer_client.get(f"{address}?programme={other.pk}")
    assert chosen.context["form"].instance.programme == other
    for wrong in (foreign.pk, "x", 10**30):
        assert officer_client.get(f"{address}?programme={wrong}").status_code == 404


def test_rules_and_questions_of_another_programme_are_refused(
    officer_client, programme, rules
):
    address = f"{reverse('admin-calls:add')}?programme={programme.pk}"
    form = officer_client.get(address).context["form"]
    data = posted(
        form,
        title_zh="申报通知",
        title_en="Call",
        rules=RulesFactory().pk,
        questionnaire=QuestionnaireFactory().pk,
    )

    response = officer_client.post(address, data)

    assert set(response.context["form"].errors) == {"rules", "questionnaire"}
    assert not Call.objects.exists()


def test_endorsement_cannot_end_before_the_closing(officer_client, programme):
    call = CallFactory(programme=programme, draft=True)
    form = officer_client.get(page(call, "edit")).context["form"]
    early = call.closes_at - timedelta(days=1)

    response = officer_client.post(
        page(call, "edit"), posted(form, endorse_until=local(early))
    )

    assert response.context["form"].non_field_errors()
    call.refresh_from_db()
    assert call.endorse_until is None


def test_before_the_opening_everything_but_the_programme_may_change(
    officer_client, programme
):
    call = CallFactory(programme=programme, announced=True)
    form = officer_client.get(page(call, "edit")).context["form"]

    response = officer_client.post(
        page(call, "edit"), posted(form, max_age="40", endorsement="none")
    )

    assert response.status_code == 302
    call.refresh_from_db()
    assert (call.max_age, call.endorsement) == (40, "none")


def test_after_the_opening_only_wording_changes_and_the_log_says_what(
    officer_client, call, programme_officer
):
    topic = call.topics.get()
    form = officer_client.get(page(call, "edit")).context["form"]
    prefix = form.formsets["topics"].prefix
    changes = {
        "title_zh": "更正后的标题",
        "max_age": "30",
        "rules": str(RulesFactory(programme=call.programme, version=2).pk),
        "endorsement": "none",
        "closes_at": "2030-01-01 00:00",
        f"{prefix}-0-title_en": "Better words",
        f"{prefix}-0-code": "9.9",
    }
    before = Call.objects.values().get(pk=call.pk)

    response = officer_client.post(page(call, "edit"), posted(form, **changes))

    assert response.status_code == 302
    after = Call.objects.values().get(pk=call.pk)
    changed = {name for name in after if after[name] != before[name]}
    # The editor marks the paragraphs of texts that other hands have written.
    assert changed - {"guideline_zh", "guideline_en"} == {"title_zh", "updated_at"}
    topic.refresh_from_db()
    assert (topic.code != "9.9", topic.title_en) == (True, "Better words")
    entry = ModelLogEntry.objects.for_instance(call).get()
    assert (entry.action, entry.user) == ("wagtail.edit", programme_officer)
    assert {"title_zh", "topics"} <= set(entry.data["fields"])
    assert "closes_at" not in entry.data["fields"]


def test_an_extension_while_wording_is_corrected_stays(
    officer_client, call, monkeypatch
):
    later = call.closes_at + timedelta(days=9)
    form = officer_client.get(page(call, "edit")).context["form"]

    def extended_just_then(call):
        Call.objects.filter(pk=call.pk).update(closes_at=later)

    monkeypatch.setattr("projects.calls.changing.refuse_frozen", extended_just_then)
    officer_client.post(page(call, "edit"), posted(form, title_zh="改正的标题"))

    call.refresh_from_db()
    assert (call.title_zh, call.closes_at) == ("改正的标题", later)


def test_after_the_opening_topics_are_added_but_not_taken_away(officer_client, call):
    form = officer_client.get(page(call, "edit")).context["form"]
    topics = form.formsets["topics"]
    added = new_row(
        topics, 1, code="2.1", title_zh="新", title_en="New", mode="general"
    )

    officer_client.post(page(call, "edit"), posted(form, **added))
    assert call.topics.count() == 2

    form = officer_client.get(page(call, "edit")).context["form"]
    gone = {f"{topics.prefix}-0-DELETE": "on"}
    response = officer_client.post(page(call, "edit"), posted(form, **gone))

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert call.topics.count() == 2


def test_a_published_call_stays_complete(officer_client, call):
    form = officer_client.get(page(call, "edit")).context["form"]
    empty = '{"blocks": [], "entityMap": {}}'

    response = officer_client.post(page(call, "edit"), posted(form, guideline_en=empty))

    assert list(response.context["form"].errors) == ["guideline_en"]


def test_the_model_itself_refuses_what_has_been_promised(call):
    call.max_age = 20
    call.opens_at += timedelta(hours=1)

    with pytest.raises(ValidationError, match="年龄"):
        call.clean()


def test_officers_list_their_calls_with_the_same_queries_however_many(
    officer_client, programme, call, django_assert_num_queries
):
    CallFactory()
    address = reverse("admin-calls:index")
    officer_client.get(address)

    for wanted in (1, 4):
        while programme.calls.count() < wanted:
            CallFactory(programme=programme, rules=call.rules)
        with django_assert_num_queries(11):
            response = officer_client.get(address)
        assert len(response.context["object_list"]) == wanted


def test_the_list_is_narrowed_to_a_phase(officer_client, programme, call):
    soon = CallFactory(programme=programme, rules=call.rules, announced=True)
    CallFactory(programme=programme, rules=call.rules, draft=True)

    address = f"{reverse('admin-calls:index')}?phase=announced"
    response = officer_client.get(address)

    assert list(response.context["object_list"]) == [soon]


def test_documents_are_put_to_a_call_and_taken_away(officer_client, client, call):
    def upload(name, **options):
        file = SimpleUploadedFile(name, "指南".encode(), "text/plain")
        officer_client.post(page(call, "files"), {"files": file, **options})
        return Attachment.objects.get(name=name)

    public = upload("指南.txt", caption_zh="全文")
    internal = upload("内部.txt", is_internal="on")
    answers = {}
    client.logout()
    for file in (public, internal):
        response = client.get(file.get_absolute_url())
        answers[file.name] = response.status_code
        if response.streaming:
            response.getvalue()

    assert answers == {"指南.txt": 200, "内部.txt": 404}
    assert "指南.txt" in client.get(call.get_absolute_url()).content.decode()


def test_only_files_of_this_very_call_are_removed(officer_client, call, programme):
    other = CallFactory()
    file = SimpleUploadedFile("指南.txt", "指南".encode(), "text/plain")
    officer_client.post(page(call, "files"), {"files": file})
    mine = Attachment.objects.get()

    other.programme.officers.add(*programme.officers.all())
    refused = officer_client.post(page(other, "files"), {"remove": mine.pk})
    unheard = officer_client.post(page(call, "files"), {"remove": "9" * 30})
    removed = officer_client.post(page(call, "files"), {"remove": mine.pk})

    answers = [answer.status_code for answer in (refused, unheard, removed)]
    assert answers == [404, 404, 302]
    assert not Attachment.objects.exists()
    assert [action for action, _by in logged(call)] == [
        "projects.add_file",
        "projects.remove_file",
    ]


def test_an_old_page_does_not_undo_an_extension(client, call, programme_officer):
    client.force_login(programme_officer)
    call.opens_at = timezone.now() + timedelta(days=1)
    call.save()
    address = reverse("admin-calls:edit", args=[call.pk])
    sent = posted(client.get(address).context["form"])
    later = call.closes_at + timedelta(days=7)
    Call.objects.get(pk=call.pk).extend(
        by=programme_officer, reason="应申报单位要求", closes_at=later
    )

    response = client.post(address, sent)

    assert "seen" in response.context["form"].errors
    call.refresh_from_db()
    assert call.closes_at == later
