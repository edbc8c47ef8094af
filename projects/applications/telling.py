"""Whoever is concerned is told what happens to an application."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from portal.notifications.events import in_each_language, tell
from portal.notifications.models import Notification
from portal.organisations.models import Membership
from portal.templatetags.figures import moment_with_zone
from projects.applications import events, procedure  # noqa: F401  registers the words

ONE_DAY = timedelta(days=1)


def reading_path(application):
    return f"/workbench/applications/{application.number}/read/"


def about(application):
    """What every message says of the application, in the reader's language."""
    bureau = application.bureau
    return {
        "number": application.number,
        "title": in_each_language(lambda: str(application)),
        "call": in_each_language(lambda: application.call.title),
        "organisation": in_each_language(lambda: application.organisation.name),
        "bureau": in_each_language(lambda: bureau.name) if bureau else "",
    }


def people_of(application):
    """The author, while a member of the organisation, and those who consented."""
    author, consented = application.created_by, application.team.consented()
    members = get_user_model().objects.filter(pk__in=consented.values("user"))
    people = set(members.exclude(pk=author.pk))
    own = Membership.objects.active().filter(organisation=application.organisation_id)
    return people | {author} if own.filter(user=author).exists() else people


def offices_of(organisation_id):
    acting = Membership.objects.active().filter(
        organisation=organisation_id, role__in=Membership.OFFICES
    )
    return get_user_model().objects.filter(pk__in=acting.values("user"))


def who_acts_on(application, status):
    """The people for whom an application of this status waits."""
    if status == application.Status.SUBMITTED:
        return offices_of(application.organisation_id)
    if status == application.Status.ENDORSED and application.bureau_id:
        return offices_of(application.bureau_id)
    if status == application.Status.RECEIVED:
        return application.call.programme.officers.filter(groups__name="officer")
    return get_user_model().objects.none()


def tell_people(application, event, *, but=None, due_at=None, **details):
    people = people_of(application) - {but}
    path = reading_path(application)
    words = about(application) | details
    tell(people, event, application, path=path, due_at=due_at, **words)


def tell_submitted(application, by):
    """The receipt to the team, and word to whoever acts next."""
    status, submission = application.after(0), application.latest_submission
    tell_people(
        application,
        "applications.submitted",
        person=by.name,
        moment=in_each_language(lambda: moment_with_zone(submission.submitted_at)),
        version=submission.version,
        sha256=submission.sha256,
        following=in_each_language(lambda: procedure.following(application, status)),
    )
    tell_next(application, status, by)


def tell_step(application, event, *, by, **details):
    """What office, bureau or officer did, and word to whoever acts after them."""
    level = {"applications.endorsed": 1, "applications.recommended": 2}.get(event)
    if level:
        status = application.after(level)
        details["following"] = in_each_language(
            lambda: procedure.following(application, status)
        )
    due = None
    if event == "applications.returned":
        due = application.mend_until
        details["desk"] = in_each_language(application.get_returned_by_display)
    tell_people(application, event, but=by, due_at=due, **details)
    if level:
        tell_next(application, status, by)


WAITING = {
    "submitted": "applications.to_endorse",
    "endorsed": "applications.to_recommend",
    "received": "applications.to_check",
}


def tell_next(application, status, by):
    """Once a day for each call: the list shows how many there are."""
    if status not in WAITING:
        return
    call, event = application.call, WAITING[status]
    lately = Notification.objects.filter(
        event=event,
        content_type=ContentType.objects.get_for_model(call),
        object_id=call.pk,
        read_at=None,
        created_at__gt=timezone.now() - ONE_DAY,
    )
    told = set(lately.values_list("recipient", flat=True))
    people = who_acts_on(application, status).exclude(pk=application.created_by_id)
    tell(
        [person for person in people if person.pk not in told and person != by],
        event,
        call,
        path=reading_path(application),
        due_at=procedure.until(application, status),
        **about(application),
    )


def tell_withdrawn(application, *, by, reason):
    """The team, and whoever had it to act on."""
    words = {"person": by.name if by else "", "reason": reason}
    tell_people(application, "applications.withdrawn", but=by, **words)
    people = set(who_acts_on(application, application.status)) - {by}
    path, words = reading_path(application), about(application) | words
    tell(people, "applications.withdrawn", application, path=path, **words)
