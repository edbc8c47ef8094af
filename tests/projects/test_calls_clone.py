"""Last year's call becomes the draft of this year's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.attachments.attaching import attach
from portal.models import Attachment
from projects.calls.cloning import a_year_later, clone
from projects.models import Call, LateSubmitter, Questionnaire
from tests.factories.achievements import set_terms
from tests.factories.projects import (
    CallFactory,
    QuestionnaireFactory,
    RulesFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.fixture
def last_year(programme, institute, applicant):
    """Closed, with all that a call can have."""
    call = CallFactory(
        programme=programme,
        questionnaire=QuestionnaireFactory(programme=programme),
        year=2025,
        title_zh="重点专项 2025 年度申报通知",
        title_en="Call 2025 of the key programme",
        opens_at=at(2025, 3, 1, 9, 0),
        closes_at=at(2025, 4, 30, 17, 0),
        endorse_until=at(2025, 5, 10, 17, 0),
        max_age=45,
        organisation_kinds=["institute"],
        budget_max="5000000.00",
        published_at=at(2025, 2, 1, 9, 0),
        topics=0,
    )
    for code in ("1.1", "1.2", "2.1"):
        TopicFactory(call=call, code=code)
    call.quotas.create(organisation=institute, most=4)
    LateSubmitter.objects.create(
        call=call, user=applicant, until=at(2025, 5, 2, 17, 0), reason="断网"
    )
    set_terms(call, "domains", "domain", ["metrology"])
    attach(
        call,
        SimpleUploadedFile("指南.txt", "指南".encode(), "text/plain"),
        by=applicant,
    )
    return call


@pytest.fixture
def draft(last_year, programme_officer):
    return clone(last_year, by=programme_officer)


def test_the_draft_is_next_years_with_all_times_a_year_later(draft, last_year):
    draft.refresh_from_db()

    assert draft.number != last_year.number
    assert (draft.status, draft.year, draft.published_at) == ("draft", 2026, None)
    assert draft.title_zh == "重点专项 2026 年度申报通知"
    assert draft.title_en == "Call 2026 of the key programme"
    assert draft.opens_at == at(2026, 3, 1, 9, 0)
    assert draft.closes_at == at(2026, 4, 30, 17, 0)
    assert draft.endorse_until == at(2026, 5, 10, 17, 0)
    assert draft.recommend_until is None
    assert (draft.max_age, draft.organisation_kinds) == (45, ["institute"])
    assert draft.cloned_from == last_year


def test_topics_quotas_and_domains_come_along_late_submitters_and_files_do_not(
    draft, last_year, institute
):
    assert [topic.code for topic in draft.topics.all()] == ["1.1", "1.2", "2.1"]
    assert [(one.organisation, one.most) for one in draft.quotas.all()] == [
        (institute, 4)
    ]
    assert [term.code for term in draft.domains.all()] == ["metrology"]
    assert not draft.late_submitters.exists()
    assert not Attachment.objects.of(draft).exists()
    assert last_year.topics.count() == 3
    assert last_year.late_submitters.count() == 1


def test_the_questionnaire_is_referred_to_and_not_copied(draft, last_year):
    assert draft.questionnaire == last_year.questionnaire
    assert Questionnaire.objects.count() == 1


def test_the_newest_rules_are_pinned(last_year, programme, programme_officer):
    newest = RulesFactory(programme=programme, version=2)

    draft = clone(last_year, by=programme_officer)

    assert draft.rules == newest
    last_year.refresh_from_db()
    assert last_year.rules != newest


def test_the_original_stays_as_it_was(last_year, programme_officer):
    before = Call.objects.values().get(pk=last_year.pk)

    clone(last_year, by=programme_officer)

    assert Call.objects.values().get(pk=last_year.pk) == before


def test_the_button_leads_to_the_draft_and_the_log_says_from_where(
    client, last_year, programme_officer
):
    client.force_login(programme_officer)
    address = reverse("admin-calls:clone", args=[last_year.pk])
    assert client.get(address).status_code == 200
    assert Call.objects.count() == 1

    response = client.post(address)

    draft = Call.objects.get(cloned_from=last_year)
    assert response.url == reverse("admin-calls:edit", args=[draft.pk])
    entry = ModelLogEntry.objects.for_instance(draft).get()
    assert (entry.action, entry.user) == ("projects.clone", programme_officer)
    assert entry.data == {"from": last_year.number}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_draft_and_two_versions_of_rules(
    last_year, programme_officer
):
    def act():
        try:
            call = Call.objects.get(pk=last_year.pk)
            version = call.rules.new_version().version
            return version, clone(call, by=programme_officer).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(act) for _click in range(2)]
        versions, drafts = zip(*(one.result() for one in done), strict=True)

    assert set(versions) == {last_year.rules.version + 1, last_year.rules.version + 2}
    assert set(drafts) == {Call.objects.get(cloned_from=last_year).pk}


def test_an_officer_of_another_programme_clones_nothing(last_year, other_officer):
    with pytest.raises(PermissionDenied):
        clone(last_year, by=other_officer)

    assert Call.objects.count() == 1


def test_a_leap_day_becomes_the_28th():
    leap = at(2028, 2, 29, 17, 0)

    assert a_year_later(leap) == at(2029, 2, 28, 17, 0)
    assert a_year_later(None) is None


def test_a_year_later_is_the_same_hour_in_shanghai():
    moment = at(2025, 4, 30, 0, 30).astimezone(UTC)

    assert a_year_later(moment) == at(2026, 4, 30, 0, 30)
