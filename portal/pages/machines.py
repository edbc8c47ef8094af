"""What search engines read, and the page on which we look at our parts."""

from django.contrib.sitemaps import views
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.pages import examples
from portal.pages.sitemaps import sections

CLOSED = ("/accounts/", "/admin/", "/files/", "/*/workbench/", "/*/calendar/")


def robots(request):
    sitemap_address = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    text = "\n".join([*lines, "", f"Sitemap: {sitemap_address}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap(request):
    """The index: one line a section and page."""
    return views.index(request, sections(), sitemap_url_name="sitemap-section")


def sitemap_section(request, section):
    return views.sitemap(request, sections(), section)


def styleguide(request):
    """Every part in every state; only where DEBUG is on."""
    return render(request, "portal/pages/styleguide.html", examples.everything(request))
