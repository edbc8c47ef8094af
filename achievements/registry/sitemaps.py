from achievements.registry.models import Achievement
from portal.pages.sitemaps import BilingualSitemap


class AchievementSitemap(BilingualSitemap):
    def items(self):
        return Achievement.objects.public().only("number", "updated_at").order_by("pk")

    def lastmod(self, achievement):
        return achievement.updated_at
