"""Gathers every app's addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import api, views
from portal.deadlines.views import Feed
from portal.notifications.views import Unsubscribe
from portal.pages import machines

urlpatterns = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<section>.xml", machines.sitemap_section, name="sitemap-section"),
    path("accounts/", include("allauth.urls")),
    path("files/", include("portal.attachments.urls")),
    path("api/v1/", api.api.urls),
    # One way to sign in, with its second factor and its limits.
    path(
        "admin/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("admin/reports/site-history/", include("portal.admin.reports")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", machines.styleguide, name="styleguide")]

urlpatterns += i18n_patterns(
    path("catalogue/", include("search.catalogue.urls")),
    path("organisations/", include("portal.organisations.urls")),
    path("", include("projects.urls")),
    path("", include("achievements.urls")),
    path("workbench/", include("portal.workbench.urls")),
    path("workbench/organisations/", include("portal.organisations.desk_urls")),
    path("workbench/deadlines/", include("portal.deadlines.urls")),
    path("workbench/inbox/", include("portal.notifications.urls")),
    path("workbench/profile/", include("portal.accounts.urls")),
    path("workbench/history/", include("portal.audit.urls")),
    # For programs that cannot sign in: the address itself is the secret.
    path("calendar/<str:token>.ics", Feed.as_view(), name="calendar"),
    path("unsubscribe/<str:token>/", Unsubscribe.as_view(), name="unsubscribe"),
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["portal"]), name="jsi18n"),
    path("", include(wagtail_urls)),
)
urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.forbidden"
handler404 = "portal.pages.errors.not_found"
handler500 = "portal.pages.errors.server_error"
