"""The one way a record changes its status.

A record's model declares its steps with `@transition`; buttons come from
`steps_open_to`, so that page and rule cannot disagree.
"""

from functools import cache, wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log


class WrongStatus(ValidationError):
    """The step is not open from the status that the record has now."""

    def __init__(self, status_label):
        super().__init__(
            _("This can no longer be done: the record is now “%(status)s”."),
            params={"status": status_label},
        )


def transition(*, source, target, permission=None, label=""):
    """Turn a method into a step that is locked, checked, saved and logged.

    `by` is the person who takes the step, or None for the clock. `target` may be a
    function of the record, where its rules say which states there are. A record that
    changes together with others says in `lock_first()` what all who change them
    lock before the record itself: two orders would be a deadlock.
    """
    sources = frozenset([source] if isinstance(source, str) else source)

    def decorate(method):
        @wraps(method)
        @transaction.atomic
        def step(self, *, by, **details):
            getattr(self, "lock_first", lambda: None)()
            rows = type(self)._base_manager.select_for_update(of=("self",))
            self.refresh_from_db(from_queryset=rows)
            if by is not None and permission and not by.has_perm(permission, self):
                raise PermissionDenied
            if self.status not in sources:
                raise WrongStatus(self.get_status_display())
            before = self.status
            method(self, by=by, **details)
            self.status = target(self) if callable(target) else target
            self.save()
            log(
                self,
                f"{self._meta.app_label}.{method.__name__}",
                user=by,
                data={"from": before, "to": self.status, **details},
            )

        step.sources, step.permission, step.label = sources, permission, label
        step.is_step = True
        return step

    return decorate


def steps_of(model):
    """The steps that a model declares, as {name: step}."""
    members = ((name, getattr(model, name, None)) for name in dir(model))
    return {
        name: member for name, member in members if getattr(member, "is_step", False)
    }


def steps_open_to(user, record, but=()):
    """Names of the steps that this person may take on this record now.

    A step may narrow itself further by a method `may_<step>(user)`, for rules
    such as "by somebody else than the author". `but` names steps not asked for.
    """
    has_permission = cache(lambda permission: user.has_perm(permission, record))
    return [
        name
        for name, step in steps_of(type(record)).items()
        if name not in but
        and record.status in step.sources
        and step.permission
        and has_permission(step.permission)
        and getattr(record, f"may_{name}", lambda user: True)(user)
    ]


def refuse_gaps(record):
    """All that the record still lacks (`missing()`), said at once."""
    gaps = record.missing()
    if gaps:
        raise ValidationError([text for _name, text in gaps])
