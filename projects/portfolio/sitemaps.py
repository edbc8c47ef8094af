from portal.pages.sitemaps import BilingualSitemap
from projects.portfolio.models import Project


class ProjectSitemap(BilingualSitemap):
    def items(self):
        return Project.objects.public().only("number", "updated_at").order_by("pk")

    def lastmod(self, project):
        return project.updated_at
