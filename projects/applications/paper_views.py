"""What an application looks like to others: preview, receipt, versions, files."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, TemplateView

from projects.applications import packing, reading
from projects.applications.blinding import for_reviewers
from projects.applications.comparing import differences
from projects.applications.document import document_of
from projects.applications.models import Application
from projects.applications.printing import LANGUAGES
from projects.applications.submissions import Submission

# Asked anew each time: what one may read changes with the state.
fresh = method_decorator(never_cache, name="dispatch")


class OfApplication(LoginRequiredMixin):
    """An application that this person may see, by its number."""

    model = Application
    context_object_name = "record"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return seen.select_related(
            "call__programme",
            "call__rules",
            "call__questionnaire",
            "topic",
            "organisation__region",
            "created_by",
        )

    def version(self, number):
        rows = self.object.submissions.select_related("submitted_by")
        return get_object_or_404(rows, version=number)

    def asked_version(self):
        """The version that the address asks for, else the latest; 404 where there is none."""
        asked = self.request.GET.get("version", "")
        if asked.isdecimal() and len(asked) < 6:
            return self.version(int(asked))
        submission = self.object.latest_submission
        if submission is None:
            raise Http404
        return submission


@fresh
class Preview(OfApplication, DetailView):
    """As experts will read it, by the call's kind of blind review."""

    template_name = "projects/applications/preview.html"

    def get_context_data(self, **context):
        shown = reading.present(self.object, self.request.user)
        content = for_reviewers(shown.content)
        is_blind = content.get("is_blind", False)
        return super().get_context_data(
            content=content,
            document=document_of(content),
            is_blind=is_blind,
            submission=shown.submission,
            files={} if is_blind else shown.file_addresses,
            **context,
        )


@fresh
class Receipt(OfApplication, DetailView):
    template_name = "projects/applications/receipt.html"

    def get_context_data(self, **context):
        return super().get_context_data(submission=self.asked_version(), **context)


@fresh
class Versions(OfApplication, DetailView):
    template_name = "projects/applications/versions.html"

    def get_context_data(self, **context):
        record, user = self.object, self.request.user
        submissions = record.submissions.defer("content")
        return super().get_context_data(
            submissions=list(submissions.select_related("submitted_by")),
            shows_draft=reading.sees_draft(record, user),
            **context,
        )


@fresh
class Version(OfApplication, DetailView):
    """One version as it was handed in."""

    template_name = "projects/applications/version.html"

    def get_context_data(self, **context):
        submission = self.version(self.kwargs["version"])
        shown = reading.of_version(self.object, submission)
        return super().get_context_data(
            submission=submission,
            document=document_of(submission.content),
            files=shown.file_addresses,
            **context,
        )


@fresh
class Difference(OfApplication, DetailView):
    """Two versions compared; without a second one, the latest with the draft."""

    template_name = "projects/applications/difference.html"

    def get_context_data(self, **context):
        old, new = self.sides()
        return super().get_context_data(
            old=old,
            new=new,
            sections=differences(document_of(old.content), document_of(new.content)),
            **context,
        )

    def sides(self):
        record, user = self.object, self.request.user
        asked = [self.request.GET.get(name, "") for name in ("old", "new")]
        if not any(asked):
            return self.usual_sides()
        if asked[1] == "draft":
            if not reading.sees_draft(record, user):
                raise Http404
            return self.side(asked[0]), reading.present(record, user)
        return self.side(asked[0]), self.side(asked[1])

    def usual_sides(self):
        record, user = self.object, self.request.user
        versions = list(record.submissions.order_by("-version")[:2])
        sides = [reading.of_version(record, version) for version in versions]
        if reading.sees_draft(record, user):
            sides.insert(0, reading.present(record, user))
        if len(sides) < 2:
            raise Http404
        return sides[1], sides[0]

    def side(self, asked):
        if not asked.isdecimal() or len(asked) > 5:
            raise Http404
        return reading.of_version(self.object, self.version(int(asked)))


@fresh
class Pdf(OfApplication, DetailView):
    """The document of a version; until the worker has made it, a page that says so."""

    template_name = "projects/applications/printing.html"

    def get(self, request, *args, **kwargs):
        self.object, column = self.get_object(), f"pdf_{kwargs['language']}"
        submission = self.version(kwargs["version"])
        if column not in LANGUAGES:
            raise Http404
        if submission.printed_at is None:
            context = self.get_context_data(submission=submission)
            return self.render_to_response(context, status=202)
        try:
            file = getattr(submission, column).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        name = f"{self.object.number}-v{submission.version}-{kwargs['language']}.pdf"
        return private(
            FileResponse(file, filename=name, content_type="application/pdf")
        )


@fresh
class Package(OfApplication, DetailView):
    """All of it as one archive, made while it is sent."""

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        chunks = packing.archive(reading.present(self.object, request.user))
        response = StreamingHttpResponse(chunks, content_type="application/zip")
        name = f"{self.object.number}.zip"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return private(response)


def private(response: HttpResponse):
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class PublicReceipt(TemplateView):
    """Whoever holds a fingerprint learns whether and when it was handed in, no more."""

    template_name = "projects/applications/public_receipt.html"

    @cached_property
    def submission(self):
        rows = Submission.objects.select_related("application").defer("content")
        found = rows.filter(sha256=self.kwargs["sha256"].lower()).order_by("pk").first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **context):
        return super().get_context_data(submission=self.submission, **context)
