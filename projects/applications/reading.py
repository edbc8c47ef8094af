"""What a person gets to read of an application: the draft, or what was handed in."""

from dataclasses import dataclass

from portal.attachments.models import Attachment
from projects.applications.models import Application
from projects.applications.snapshot import handed_in, snapshot
from projects.applications.submissions import Submission


@dataclass(frozen=True)
class Reading:
    """The content, and the version that it is; a draft has none."""

    application: Application
    content: dict
    submission: Submission | None = None

    @property
    def files(self):
        """The rows of the files that belong to this content."""
        if self.submission is None:
            return handed_in(self.application)
        return Attachment.objects.of(self.submission)

    @property
    def file_addresses(self):
        return {file.sha256: file.get_absolute_url() for file in self.files}


def sees_draft(application, user):
    """What the team changes after a return is its own until it submits again."""
    if application.submitted_at is None:
        return True
    mine = Application.objects.of_desk(user).filter(pk=application.pk)
    return application.is_editable and mine.exists()


def present(application, user):
    """What stands there now for this person."""
    if sees_draft(application, user):
        return Reading(application, snapshot(application))
    submission = application.latest_submission
    if submission is None:
        return Reading(application, snapshot(application))
    return of_version(application, submission)


def of_version(application, submission):
    return Reading(application, submission.content, submission)
