"""The public list of calls, the page of one, and its feed, calendar, print and API."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import override

from projects.models import Call
from tests.factories.accounts import InstituteFactory
from tests.factories.achievements import set_terms
from tests.factories.projects import (
    CallFactory,
    ProgrammeFactory,
    QuestionnaireFactory,
    TopicFactory,
)
from tests.projects.phases import named

pytestmark = pytest.mark.django_db

LIST = "/zh-hans/calls/"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def listed(client):
    """The numbers that the list shows for some parameters."""

    def numbers(**parameters):
        response = client.get(LIST, parameters)
        assert response.status_code == 200
        return [call.number for call in response.context["object_list"]]

    return numbers


def test_the_list_shows_open_calls_first_by_what_closes_soonest(phases, listed):
    assert named(phases, listed()) == [
        "closes-soon",
        "closes-later",
        "opens-soon",
        "opens-later",
        "closed",
        "closed-long-ago",
        "cancelled",
    ]


@pytest.mark.parametrize(
    ("phase", "names"),
    [
        ("open", ["closes-soon", "closes-later"]),
        ("announced", ["opens-soon", "opens-later"]),
        ("closed", ["closed", "closed-long-ago"]),
    ],
)
def test_the_list_is_narrowed_to_a_phase(phases, listed, phase, names):
    assert named(phases, listed(phase=phase)) == names


def test_the_list_is_narrowed_by_words_programme_domain_and_year(listed, programme):
    call = CallFactory(programme=programme, title_zh="压力量值传递", year=2025)
    TopicFactory(call=call, title_zh="膜片式标准器")
    set_terms(call, "domains", "domain", ["metrology"])
    other = CallFactory(title_zh="食品检测", year=2024)

    assert listed(q="量值 压力") == [call.number]
    assert listed(q="膜片式") == [call.number]
    assert listed(q=call.number) == [call.number]
    assert listed(q="压力 食品") == []
    assert listed(programme=programme.code) == [call.number]
    assert listed(domain="metrology") == [call.number]
    assert listed(year="2024") == [other.number]


@pytest.mark.parametrize(
    "query",
    ["phase=x", "programme=x", "domain=%00", "year=x", "page=999", "q=" + "长" * 500],
)
def test_an_address_that_makes_no_sense_is_answered(client, call, query):
    assert client.get(f"{LIST}?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    client, count, django_assert_num_queries
):
    for _turn in range(count):
        CallFactory(programme=ProgrammeFactory(authority=InstituteFactory()))

    with django_assert_num_queries(5):
        response = client.get(LIST)

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries_however_much_it_says(
    client, count, programme, django_assert_num_queries
):
    call = CallFactory(programme=programme, with_bureau=True, topics=count)
    call.rules.windows.create(code="endorse", days=5, unit="working")
    set_terms(call, "domains", "domain", ["metrology", "food", "testing"][:count])
    client.get(LIST)
    ContentType.objects.get_for_model(Call)

    with django_assert_num_queries(7):
        response = client.get(call.get_absolute_url())

    assert len(response.context["dates"]) == 4


def test_a_draft_is_there_for_its_officers_alone(
    client, programme, programme_officer, other_officer, stranger
):
    call = CallFactory(programme=programme, draft=True)
    answers = {}
    for person in (None, stranger, other_officer, programme_officer):
        client.logout()
        if person:
            client.force_login(person)
        answers[person] = [
            client.get(reverse(f"calls:{way}", args=[call.number])).status_code
            for way in ("detail", "print", "calendar")
        ]

    assert answers.pop(programme_officer) == [200, 200, 404]
    assert answers == dict.fromkeys(answers, [404, 404, 404])


def test_a_cancelled_call_says_so_with_its_reason(client, programme):
    call = CallFactory(
        programme=programme, status=Call.Status.CANCELLED, status_reason="预算调整"
    )

    response = client.get(call.get_absolute_url())

    assert response.status_code == 200
    assert "预算调整" in response.content.decode()
    assert response.context["why_not"]
    assert f"?call={call.number}" not in response.content.decode()


def test_the_page_says_who_may_apply_in_sentences(client, programme):
    call = CallFactory(
        programme=programme,
        organisation_kinds=["institute"],
        max_age=55,
        lowest_degree="doctor",
        max_running_person=2,
        max_running_organisation=10,
    )

    with override("en"):
        response = client.get(call.get_absolute_url())

    assert response.context["eligibility"] == [
        "Organisations of these kinds may apply: technical institute.",
        "In the year in which the call closes the project leader is at most 55 years old.",
        "The project leader holds the degree of doctor or a higher one.",
        "The project leader has at most 2 running projects.",
        "The lead organisation has at most 10 running projects.",
        "What is already running under the same title is not funded again.",
    ]


def test_dates_stand_there_to_the_minute_with_the_ends_of_the_rules(client, programme):
    call = CallFactory(
        programme=programme,
        with_bureau=True,
        opens_at=datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI),
        closes_at=datetime(2026, 9, 25, 17, 0, tzinfo=SHANGHAI),
        recommend_until=datetime(2026, 11, 1, 12, 0, tzinfo=SHANGHAI),
    )
    call.rules.windows.create(code="endorse", days=5, unit="working")

    dates = client.get(call.get_absolute_url()).context["dates"]

    # National Day comes between: 25 to 27 September and 1 to 7 October are off.
    assert {one.key: one.at.astimezone(SHANGHAI) for one in dates} == {
        "opens": datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI),
        "closes": datetime(2026, 9, 25, 17, 0, tzinfo=SHANGHAI),
        "institution": datetime(2026, 10, 9, 23, 59, 59, 999_999, tzinfo=SHANGHAI),
        "bureau": datetime(2026, 11, 1, 12, 0, tzinfo=SHANGHAI),
    }


@pytest.mark.parametrize("is_fixed", [False, True])
def test_an_end_in_a_year_without_its_notice_may_still_move(
    client, programme, is_fixed
):
    end = datetime(2095, 1, 7, 17, 0, tzinfo=SHANGHAI)
    call = CallFactory(
        programme=programme,
        opens_at=datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI),
        closes_at=datetime(2094, 12, 30, 17, 0, tzinfo=SHANGHAI),
        endorse_until=end if is_fixed else None,
    )
    call.rules.windows.create(code="endorse", days=5, unit="working")

    dates = client.get(call.get_absolute_url()).context["dates"]

    assert [one.key for one in dates if one.is_provisional] == (
        [] if is_fixed else ["institution"]
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_previews_what_the_questionnaire_asks(client, programme, language):
    questions = [
        ("section", {"label_zh": "研究内容", "label_en": "Research"}),
        ("long_text", {"label_zh": "必要性", "label_en": "Need", "most": 2000}),
    ]
    call = CallFactory(
        programme=programme,
        questionnaire=QuestionnaireFactory(programme=programme, questions=questions),
    )

    with override(language):
        response = client.get(call.get_absolute_url())

    labels = [
        (one["label"], one["is_heading"]) for one in response.context["questions"]
    ]
    assert labels == (
        [("研究内容", True), ("必要性", False)]
        if language == "zh-hans"
        else [("Research", True), ("Need", False)]
    )


def test_search_engines_are_told_of_the_grant_and_its_time(client, programme):
    programme.authority = InstituteFactory()
    programme.save()
    call = CallFactory(
        programme=programme, title_zh="</script>压力", budget_max="5000000.00"
    )

    page = client.get(call.get_absolute_url()).content.decode()
    text = re.search(r'ld\+json"[^>]*>(.+?)</script>', page, re.DOTALL)
    data = json.loads(text[1])

    assert (data["@type"], data["identifier"]) == ("MonetaryGrant", call.number)
    assert data["name"] == "</script>压力"
    assert data["funder"]["name"] == programme.authority.name_zh
    assert data["amount"]["maxValue"] == "5000000.00"
    assert datetime.fromisoformat(data["subjectOf"]["endDate"]) == call.closes_at


def test_the_print_has_everything_on_one_page(client, programme):
    call = CallFactory(
        programme=programme,
        guideline_zh="<p>总体目标。</p>",
        commitments_zh="不重复申报。",
        contact_zh="专项办公室",
        topics=0,
    )
    TopicFactory(call=call, title_zh="方向一", description_zh="研究目标一")

    page = client.get(reverse("calls:print", args=[call.number])).content.decode()

    for text in (
        call.number,
        call.title_zh,
        "总体目标。",
        "方向一",
        "研究目标一",
        "不重复申报。",
        "专项办公室",
    ):
        assert text in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_sitemap_holds_public_calls_in_both_languages(client, phases):
    text = client.get("/sitemap-calls.xml").content.decode()

    for language in ("zh-hans", "en"):
        assert f"/{language}/calls/{phases['closed'].number}/" in text
    assert phases["draft"].number not in text


def test_the_other_language_has_the_same_page(client, call):
    page = client.get(f"/en/calls/{call.number}/").content.decode()

    assert f'href="/zh-hans/calls/{call.number}/"' in page
    assert call.title_en in page


def test_the_home_page_shows_what_is_open_and_when_it_closes(client, phases):
    page = client.get("/zh-hans/").content.decode()

    shown = re.findall(r'href="/zh-hans/calls/([^"/]+)/"', page)
    assert named(phases, shown) == ["closes-soon", "closes-later"]
