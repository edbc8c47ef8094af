from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from projects.programmes.models import Programme

WORDS_STAND_IN = ("title_zh", "title_en", "summary_zh", "summary_en", "number")
MOST_WORDS = 10


class CallQuerySet(models.QuerySet):
    def public(self):
        """Published calls, past ones too; cancelled ones say so."""
        return self.exclude(status=self.model.Status.DRAFT)

    def run_by(self, user):
        return self.filter(programme__in=Programme.objects.run_by(user).values("pk"))

    def visible_to(self, user):
        """The one gate: what is public, and for officers those of their programmes."""
        mine = Programme.objects.run_by(user).values("pk")
        return self.filter(
            ~Q(status=self.model.Status.DRAFT) | Q(programme__in=mine),
        )

    def announced(self):
        """Published, not open yet."""
        return self.published().filter(opens_at__gt=timezone.now())

    def open(self):
        now = timezone.now()
        return self.published().filter(opens_at__lte=now, closes_at__gt=now)

    def closed(self):
        return self.published().filter(closes_at__lte=timezone.now())

    def in_phase(self, phase):
        """Published calls that are announced, open or closed at this moment."""
        ways = {"announced": self.announced, "open": self.open, "closed": self.closed}
        return ways[phase]()

    def published(self):
        return self.filter(status=self.model.Status.PUBLISHED)

    def with_words(self, text):
        """Those in whose title, summary, number or topics every word stands."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            anywhere = Q(topics__title_zh__icontains=word)
            anywhere |= Q(topics__title_en__icontains=word)
            for name in WORDS_STAND_IN:
                anywhere |= Q(**{f"{name}__icontains": word})
            matching = self.model.objects.filter(anywhere).order_by()
            found = found.filter(pk__in=matching.values("pk"))
        return found

    def years(self):
        return self.order_by("-year").values_list("year", flat=True).distinct()

    def for_listing(self):
        """Open ones first, by what closes soonest; then announced, then closed ones."""
        now = timezone.now()
        turn = Case(
            When(status=self.model.Status.CANCELLED, then=3),
            When(opens_at__gt=now, then=1),
            When(closes_at__gt=now, then=0),
            default=2,
        )
        soonest = Case(
            When(turn=0, then=F("closes_at")), When(turn=1, then=F("opens_at"))
        )
        return (
            self.select_related("programme__authority")
            .annotate(turn=turn)
            .order_by("turn", soonest, "-closes_at", "-pk")
        )

    def for_page(self):
        """With all that the public page shows, in a fixed number of queries."""
        return self.select_related(
            "programme__authority", "rules", "questionnaire"
        ).prefetch_related("topics", "rules__windows", "domains", "elements")

    def newest(self):
        return self.select_related("programme__authority").order_by(
            "-published_at", "-pk"
        )
