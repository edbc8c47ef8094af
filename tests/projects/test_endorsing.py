"""The desk of research offices and bureaus: what they see, until when, one or many."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext

from portal.deadlines.models import Holiday
from portal.deadlines.workdays import end_of
from portal.templatetags.figures import moment_with_zone
from projects.applications.endorsing import until
from projects.applications.offices import OfficeDesk, deadlines, tasks
from projects.models import Application, LateSubmitter, Window
from tests.factories.accounts import InstituteFactory, MembershipFactory
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db
Status = Application.Status
# A Friday at noon in Shanghai, before a week with a holiday.
CLOSES = datetime(2026, 9, 25, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def closed_call(programme):
    """Closed on a Friday; five working days for the institution, three for the bureau."""
    call = CallFactory(
        programme=programme,
        with_bureau=True,
        opens_at=CLOSES - timedelta(days=30),
        closes_at=CLOSES,
    )
    windows = {"endorse": 5, "recommend": 3, "mend": 4}
    for code, days in windows.items():
        Window.objects.create(rules=call.rules, code=code, days=days, unit="working")
    Holiday.objects.update_or_create(
        day=date(2026, 9, 28), defaults={"name_zh": "测试假日", "is_working_day": False}
    )
    for day in range(29, 31):
        Holiday.objects.filter(day=date(2026, 9, day)).delete()
    Holiday.objects.filter(day__range=("2026-10-01", "2026-10-31")).delete()
    return call


@pytest.fixture
def waiting(closed_call, institute, applicant, bureau):
    return ApplicationFactory(
        call=closed_call,
        organisation=institute,
        created_by=applicant,
        submitted=True,
        submitted_at=CLOSES - SECOND,
        submitted_by=applicant,
        bureau=bureau,
    )


def moment(day):
    return end_of(date(2026, *day))


def test_windows_count_working_days_after_closing(waiting):
    # 28 September is a holiday, 1 and 2 October by law: 29, 30, 5, 6 and 7 October.
    assert until(waiting, "institution") == moment((10, 7))
    assert until(waiting, "bureau") == moment((10, 12))


def test_the_call_may_fix_both_moments(waiting, closed_call):
    closed_call.endorse_until = CLOSES + timedelta(days=2)
    closed_call.recommend_until = CLOSES + timedelta(days=3)

    waiting.call = closed_call

    assert until(waiting, "institution") == CLOSES + timedelta(days=2)
    assert until(waiting, "bureau") == CLOSES + timedelta(days=3)


def test_a_late_submitters_institution_has_its_window_from_then(waiting, applicant):
    later = datetime(2026, 10, 9, 4, tzinfo=UTC)
    LateSubmitter.objects.create(
        call=waiting.call, user=applicant, until=later, reason="停电"
    )

    assert until(waiting, "institution") == moment((10, 16))


@pytest.mark.parametrize(
    ("level", "start", "last"),
    [("institution", "submitted", (10, 7)), ("bureau", "endorsed", (10, 12))],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_to_the_second(waiting, office, bureau_office, level, start, last, is_late):
    steps = {
        "institution": (waiting.endorse, office, Status.ENDORSED),
        "bureau": (waiting.recommend, bureau_office, Status.RECEIVED),
    }
    take, person, after = steps[level]
    Application.objects.filter(pk=waiting.pk).update(status=start)
    midnight = moment(last) + timedelta(microseconds=1)

    with time_machine.travel(midnight if is_late else midnight - SECOND, tick=False):
        if is_late:
            with pytest.raises(ValidationError):
                take(by=person)
        else:
            take(by=person)

    waiting.refresh_from_db()
    assert waiting.status == (start if is_late else after)


def test_after_the_officers_return_the_offices_have_windows_of_their_own(
    waiting, office, bureau_office, applicant, programme_officer
):
    with time_machine.travel(CLOSES + timedelta(days=1)):
        waiting.endorse(by=office)
        waiting.recommend(by=bureau_office)
    with time_machine.travel(datetime(2026, 11, 2, 4, tzinfo=UTC)):
        waiting.return_for_changes(by=programme_officer, reason="缺附件")

    # Four working days after Monday 2 November, then five, then three.
    assert waiting.mend_until == moment((11, 6))
    assert until(waiting, "institution") == moment((11, 13))
    assert until(waiting, "bureau") == moment((11, 18))
    with time_machine.travel(moment((11, 6)) - SECOND):
        waiting.submit(by=applicant)
    with time_machine.travel(moment((11, 13)) - SECOND):
        waiting.endorse(by=office)
    with time_machine.travel(moment((11, 18)) - SECOND):
        waiting.recommend(by=bureau_office)
    assert waiting.status == Status.RECEIVED


def test_what_the_bureau_returned_passes_the_institution_again_in_the_bureaus_time(
    waiting, office, bureau_office, applicant
):
    with time_machine.travel(moment((10, 5)) - SECOND):
        waiting.endorse(by=office)
    with time_machine.travel(moment((10, 8)) - timedelta(hours=3)):
        waiting.send_back_by_bureau(by=bureau_office, reason="盖章")
        waiting.submit(by=applicant)
        waiting.send_back(by=office, reason="再改")
        waiting.submit(by=applicant)
        waiting.endorse(by=office)
        waiting.recommend(by=bureau_office)

    assert waiting.status == Status.RECEIVED


def test_without_a_bureau_of_the_region_nothing_is_submitted(
    closed_call, institute, applicant
):
    draft = ApplicationFactory(
        call=closed_call, organisation=institute, created_by=applicant, complete=True
    )

    with (
        time_machine.travel(CLOSES - SECOND),
        pytest.raises(ValidationError, match=institute.name_zh),
    ):
        draft.submit(by=applicant)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def submitted(count, call, organisation, **fields):
    return [
        ApplicationFactory(
            call=call, organisation=organisation, submitted=True, **fields
        )
        for _ in range(count)
    ]


def test_the_list_shows_calls_with_quota_and_deadline(client, office, call, institute):
    call.quota_institution = 5
    call.save()
    submitted(2, call, institute)
    ApplicationFactory(call=call, organisation=institute, received=True)
    client.force_login(office)

    response = client.get(reverse("endorsing:list"))

    standing = response.context["standings"][0]
    assert (standing.waiting, standing.passed, standing.most) == (2, 1, 5)
    assert "1 / 5" in response.text or "1 of 5" in response.text
    assert len(response.context["applications"]) == 3


def test_filters_by_call_status_and_words(client, office, call, institute):
    one, other = submitted(2, call, institute)
    Application.objects.filter(pk=other.pk).update(title_zh="量子电压", status="passed")
    elsewhere = CallFactory()
    submitted(1, elsewhere, institute)
    client.force_login(office)

    def numbers(**query):
        response = client.get(reverse("endorsing:list"), query)
        return [found.number for found in response.context["applications"]]

    assert numbers(call=call.number, status="submitted") == [one.number]
    assert numbers(q="量子电压") == [other.number]
    assert numbers(call="x' OR 1", q="%", status="nonsense", page="last") == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    client, office, call, institute, count, django_assert_max_num_queries
):
    submitted(count, call, institute)
    client.force_login(office)
    client.get(reverse("endorsing:list"))

    with django_assert_max_num_queries(12) as queries:
        client.get(reverse("endorsing:list"))

    assert len(queries) == FIXED


FIXED = 11


def test_another_institutions_office_sees_and_does_nothing(client, call, institute):
    (waiting,) = submitted(1, call, institute)
    other = MembershipFactory(organisation=InstituteFactory(), office=True).user
    client.force_login(other)

    seen = client.get(reverse("endorsing:list"))
    done = client.post(
        reverse("endorsing:step", args=["endorse"]), {"number": waiting.number}
    )

    assert waiting.number not in seen.text
    assert (done.context["done"], done.context["refused"]) == ([], [])
    waiting.refresh_from_db()
    assert waiting.status == Status.SUBMITTED


def test_many_are_endorsed_each_by_itself(client, office, call, institute):
    good, own = submitted(2, call, institute)
    Application.objects.filter(pk=own.pk).update(submitted_by=office)
    past = ApplicationFactory(call=call, organisation=institute, passed=True)
    client.force_login(office)
    numbers = [good.number, own.number, past.number]
    address = reverse("endorsing:step", args=["endorse"])

    asked = client.get(address, {"number": numbers})
    response = client.post(address, {"number": numbers})

    assert asked.context["ready"] == [good]
    assert {one for one, _why in asked.context["left"]} == {own, past}
    assert response.context["done"] == [good]
    assert {one for one, _why in response.context["refused"]} == {own, past}
    good.refresh_from_db()
    assert (good.status, good.endorsed_by) == (Status.RECEIVED, office)


def test_a_button_without_a_tick_says_that_nothing_was_chosen(client, office):
    client.force_login(office)

    response = client.get(reverse("endorsing:step", args=["endorse"]))

    assert gettext("No application was ticked.") in response.text


def test_several_are_returned_with_one_reason(client, office, call, institute):
    some = submitted(2, call, institute)
    client.force_login(office)
    numbers = {"number": [one.number for one in some]}
    address = reverse("endorsing:step", args=["return"])

    without = client.post(address, numbers | {"reason": " "})
    client.post(address, numbers | {"reason": "请补充附件"})

    assert without.context["form"].errors
    for one in some:
        one.refresh_from_db()
        assert (one.status, one.status_reason) == (Status.RETURNED, "请补充附件")


def test_what_to_do_stands_before_the_reason_of_a_return(
    client, office, application, applicant
):
    application.submit(by=applicant)
    application.send_back(by=office, reason="请补充附件")
    client.force_login(applicant)
    until = moment_with_zone(application.submit_until)

    for address in (
        application.get_absolute_url(),
        reverse("applications:record", args=[application.number]),
    ):
        before, _, _after = client.get(address).text.partition("请补充附件")
        assert until in before


def test_a_bureau_recommends_what_the_institution_endorsed(
    client, bureau, bureau_office, institute, programme
):
    call = CallFactory(programme=programme, with_bureau=True, quota_bureau=1)
    first, second = (
        ApplicationFactory(
            call=call, organisation=institute, endorsed=True, bureau=bureau
        )
        for _ in range(2)
    )
    client.force_login(bureau_office)
    numbers = {"number": [first.number, second.number]}
    address = reverse("endorsing:step", args=["recommend"])

    asked = client.get(address, numbers)
    response = client.post(address, numbers)

    assert asked.context["quotas"][0]["beyond"] == 1
    assert response.context["done"] == [first]
    ((refused, why),) = response.context["refused"]
    assert refused == second
    assert "1" in why


def test_workbench_and_calendar_say_what_waits_until_when(office, call, institute):
    submitted(3, call, institute)

    (task,) = tasks(office)
    (deadline,) = deadlines(office)

    assert "3" in task.action
    assert task.subject == str(call)
    assert task.due == deadline.at
    assert task.url == f"/zh-hans/workbench/endorsement/?call={call.number}"


def test_what_is_too_late_is_no_task_any_more(office, waiting):
    with time_machine.travel(moment((10, 9))):
        assert tasks(office) == []
        (standing,) = OfficeDesk(office).standings
        assert (standing.waiting, standing.missed) == (0, 1)


def test_nobody_has_a_desk_without_an_office(client, applicant, call, institute):
    submitted(1, call, institute)
    client.force_login(applicant)

    response = client.get(reverse("endorsing:list"))

    assert response.status_code == 200
    assert list(response.context["applications"]) == []
    assert tasks(applicant) == deadlines(applicant) == []
