"""Programmes, their officers, and the versions of their rules in Wagtail's admin."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from projects.models import Cap, Programme, Rules, Window
from tests.factories.accounts import UserFactory
from tests.factories.projects import CallFactory, ProgrammeFactory, RulesFactory
from tests.projects.admin_forms import new_row, posted

pytestmark = pytest.mark.django_db


def address(record, way="inspect"):
    name = {Programme: "programmes", Rules: "rules"}[type(record)]
    return reverse(f"admin-{name}:{way}", args=[record.pk])


@pytest.fixture
def rules(programme):
    """With a row of each kind."""
    rules = RulesFactory(
        programme=programme, max_age=60, organisation_kinds=["institute"]
    )
    rules.windows.create(code="endorse", days=5, unit="working")
    rules.caps.create(part="indirect", base="direct-less-purchase", percent=30)
    rules.caps.create(
        part="indirect", base="direct-less-purchase", above=5_000_000, percent=25
    )
    rules.outcomes.create(
        stage="formal-check", code="passed", name_zh="通过", name_en="Passed"
    )
    return rules


def test_an_administrator_enters_a_programme_and_names_its_officers(
    client, administrator, officer, institute
):
    UserFactory(name="不是主管")
    client.force_login(administrator)
    form = client.get(reverse("admin-programmes:add")).context["form"]

    offered = set(form.fields["officers"].queryset)
    data = posted(
        form,
        code="nqi",
        kind="key-special",
        name_zh="专项",
        name_en="Programme",
        authority=institute.uscc,
        officers=[officer.pk],
    )
    response = client.post(reverse("admin-programmes:add"), data)

    programme = Programme.objects.get()
    assert offered == {officer}
    assert response.status_code == 302
    assert programme.authority == institute
    assert list(programme.officers.all()) == [officer]
    assert programme.is_in_scope_of(officer)


def test_an_officer_reads_his_programme_and_changes_nothing(
    client, programme_officer, programme
):
    ProgrammeFactory()
    client.force_login(programme_officer)

    listed = client.get(reverse("admin-programmes:index")).context["object_list"]

    assert list(listed) == [programme]
    assert client.get(address(programme)).status_code == 200
    assert client.get(address(programme, "edit")).status_code == 404
    assert client.post(address(programme, "edit"), {"code": "x"}).status_code == 404
    assert client.get(reverse("admin-programmes:add")).status_code == 302


def test_who_is_no_longer_named_sees_the_programme_no_more(
    client, administrator, programme_officer, programme, call
):
    client.force_login(administrator)
    form = client.get(address(programme, "edit")).context["form"]
    client.post(address(programme, "edit"), posted(form, officers=[]))

    client.force_login(programme_officer)

    assert client.get(address(programme)).status_code == 404
    assert client.get(reverse("admin-calls:inspect", args=[call.pk])).status_code == 404


def test_an_officer_enters_the_first_rules_of_his_programme(
    client, programme_officer, programme
):
    client.force_login(programme_officer)
    form = client.get(reverse("admin-rules:add")).context["form"]
    windows, caps, outcomes = (
        form.formsets[name] for name in ("windows", "caps", "outcomes")
    )
    data = posted(
        form,
        stages=["endorsement", "formal-check"],
        organisation_kinds=["institute", "university"],
        own_share_percent="12.5",
        **new_row(windows, 0, code="endorse", days="5", unit="working"),
        **new_row(caps, 0, part="indirect", base="direct", above="0", percent="30"),
        **new_row(
            outcomes,
            0,
            stage="formal-check",
            code="passed",
            name_zh="通过",
            name_en="Passed",
            is_good="on",
        ),
    )

    response = client.post(reverse("admin-rules:add"), data)

    rules = Rules.objects.get()
    assert response.url == address(rules)
    assert (rules.programme, rules.version) == (programme, 1)
    assert rules.stages == ["endorsement", "formal-check"]
    assert rules.organisation_kinds == ["institute", "university"]
    assert rules.own_share_percent == Decimal("12.5")
    assert [(row.code, row.days, row.unit) for row in rules.windows.all()] == [
        ("endorse", 5, "working")
    ]
    assert [cap.percent for cap in rules.caps.all()] == [30]
    assert [outcome.code for outcome in rules.outcomes.all()] == ["passed"]


def test_rules_may_change_until_a_call_stands_on_them(
    client, programme_officer, rules, programme
):
    client.force_login(programme_officer)
    form = client.get(address(rules, "edit")).context["form"]
    client.post(address(rules, "edit"), posted(form, max_age="50"))
    rules.refresh_from_db()
    assert rules.max_age == 50

    CallFactory(programme=programme, rules=rules, draft=True)
    answers = [
        client.get(address(rules, "edit")),
        client.post(address(rules, "edit"), posted(form, max_age="40")),
    ]

    rules.refresh_from_db()
    assert [answer.url for answer in answers] == [address(rules)] * 2
    assert rules.max_age == 50


def test_the_model_itself_refuses_to_change_what_is_pinned(call):
    call.rules.max_age = 20

    with pytest.raises(ValidationError):
        call.rules.full_clean()


def test_a_new_version_is_a_copy_that_may_change(
    client, programme_officer, rules, programme
):
    call = CallFactory(programme=programme, rules=rules)
    client.force_login(programme_officer)

    response = client.post(reverse("admin-rules:new-version", args=[rules.pk]))

    copy = Rules.objects.get(version=2)
    assert response.url == address(copy, "edit")
    assert client.get(response.url).status_code == 200
    assert (copy.max_age, copy.organisation_kinds) == (60, ["institute"])
    assert copy.in_force_from == timezone.localdate()
    assert [(cap.above, cap.percent) for cap in copy.caps.all()] == [
        (0, 30),
        (5_000_000, 25),
    ]
    assert (copy.windows.count(), copy.outcomes.count()) == (1, 1)
    assert (Cap.objects.count(), Window.objects.count()) == (4, 2)
    call.refresh_from_db()
    assert call.rules == rules


def test_adding_rules_where_there_are_some_leads_to_a_new_version(
    client, programme_officer, rules
):
    client.force_login(programme_officer)

    response = client.get(reverse("admin-rules:add"))

    assert response.url == reverse("admin-rules:new-version", args=[rules.pk])


def test_rules_of_the_future_are_not_in_force_yet(programme, rules):
    tomorrow = timezone.localdate() + timedelta(days=1)
    RulesFactory(programme=programme, version=2, in_force_from=tomorrow)

    assert programme.current_rules == rules


def test_a_band_of_a_cap_stands_once(client, programme_officer, rules):
    client.force_login(programme_officer)
    form = client.get(address(rules, "edit")).context["form"]
    twice = new_row(
        form.formsets["caps"], 2, part="indirect", base="direct", above="0", percent="9"
    )

    response = client.post(address(rules, "edit"), posted(form, **twice))

    assert response.status_code == 200
    assert rules.caps.count() == 2


def test_unknown_stages_and_kinds_are_refused(rules):
    rules.stages, rules.organisation_kinds = ["dance"], ["circus"]

    with pytest.raises(ValidationError) as refused:
        rules.full_clean()

    assert set(refused.value.message_dict) == {"stages", "organisation_kinds"}


@pytest.mark.parametrize("kind", ["programmes", "rules"])
def test_lists_take_the_same_queries_however_long(
    client, administrator, kind, django_assert_max_num_queries
):
    client.force_login(administrator)
    index = reverse(f"admin-{kind}:index")
    client.get(index)
    taken = []
    for _round in range(2):
        RulesFactory.create_batch(2)
        with django_assert_max_num_queries(12) as context:
            client.get(index)
        taken.append(len(context))

    assert taken[0] == taken[1]
