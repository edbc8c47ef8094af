from django.db import models


class ProgrammeQuerySet(models.QuerySet):
    def run_by(self, user):
        """The programmes for which this person answers."""
        if user.is_active and user.is_superuser:
            return self
        if not user.has_perm("projects.view_programme"):
            return self.none()
        return self.filter(officers=user)

    def visible_to(self, user):
        """In the admin; what is public of a programme stands on its calls."""
        return self.run_by(user)

    def for_listing(self):
        return self.order_by("position", "pk")


class OfProgrammeQuerySet(models.QuerySet):
    """Of records that stand below a programme: its officers see them, nobody else."""

    def visible_to(self, user):
        programmes = self.model.programme.field.related_model.objects.run_by(user)
        return self.filter(programme__in=programmes.values("pk"))

    def for_listing(self):
        return self.select_related("programme")

    def with_calls(self):
        """Rules, each with the number of calls that stand on it."""
        return self.annotate(calls_count=models.Count("calls"))

    def next_version(self, programme):
        """The number of a programme's next version of its rules."""
        of_programme = self.filter(programme=programme)
        return (of_programme.aggregate(last=models.Max("version"))["last"] or 0) + 1
