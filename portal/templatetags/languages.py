"""The same page in the other language, and what a page says of itself in its head."""

from django import template
from django.conf import settings
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context):
    """One entry a language: code, label, url, and whether it is the one shown.

    `is_page` tells whether the address is this page in that language, and so an
    alternate for search engines, or only the nearest thing to it.
    """
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    addresses = page_addresses(page) if isinstance(page, Page) else None
    links = []
    for code, label in settings.LANGUAGES:
        link = address_in(request, code, addresses)
        link |= {"code": code, "label": label, "tag": html_language(code)}
        link["is_current"] = code == get_language()
        link["absolute"] = request.build_absolute_uri(link["url"].partition("?")[0])
        links.append(link)
    return links


def page_addresses(page):
    """{language: url} of the editors' translations of a page, itself among them."""
    translations = page.get_translations(inclusive=True).live().select_related("locale")
    return {other.locale.language_code: other.url for other in translations}


def address_in(request, code, page_addresses):
    if page_addresses is not None:
        url = page_addresses.get(code)
        return {"url": url or home_in(code), "is_page": bool(url)}
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here or f"/{code}/" == here[: len(code) + 2]:
        return {"url": there, "is_page": is_known(there)}
    query = request.GET.copy()
    query["language"] = code
    return {"url": f"{request.path}?{query.urlencode()}", "is_page": False}


def is_known(address):
    try:
        return resolve(address.partition("?")[0]).url_name != "wagtail_serve"
    except Resolver404:
        return False


def home_in(code):
    with override(code):
        return reverse("wagtail_serve", args=[""])


@register.simple_tag
def html_language(code=None):
    """The tag for `lang`: zh-Hans picks the right glyphs, zh-hans need not."""
    code = code or get_language() or settings.LANGUAGE_CODE
    return "zh-Hans" if code.startswith("zh") else code


@register.simple_tag(takes_context=True)
def canonical_address(context):
    """This page without filters and marks, but with its page number."""
    request = context["request"]
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isdecimal() and number != "1" else ""
    return request.build_absolute_uri(request.path) + query


def one_line(rendered):
    """What a template rendered is escaped already; quotes end an attribute."""
    return mark_safe(rendered.replace('"', "&quot;"))  # noqa: S308 - see above


@register.simple_block_tag
def page_name(content):
    """The page's title for the browser's tab and for whoever shares the address."""
    title = " ".join(strip_tags(content).split())
    site = _("NQI Portal")
    full = format_html("{} – {}", one_line(title), site) if title else site
    return format_html(
        '<title>{0}</title>\n<meta property="og:title" content="{0}">', full
    )


@register.simple_block_tag
def page_description(content):
    text = " ".join(strip_tags(content).split())
    if not text:
        return ""
    return format_html(
        '<meta name="description" content="{0}">\n'
        '<meta property="og:description" content="{0}">',
        one_line(text),
    )
