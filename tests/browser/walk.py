"""A walk over pages in both languages, looking at each with axe, wide and narrow."""

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

LANGUAGES = [code for code, _label in settings.LANGUAGES]
SIZES = ({"width": 1280, "height": 900}, {"width": 360, "height": 780})
RUN = """async (part) => {
  const {violations} = await axe.run(part, {resultTypes: ["violations"]});
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target}`));
}"""
OVERFLOW = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth - clientWidth;
}"""


class Walk:
    """Goes on whatever it meets; `wrongs` tells all of it in the end."""

    def __init__(self, visit, user=None, part="html", **options):
        self.pages = {one: visit(user, one, **options) for one in LANGUAGES}
        self.part = part
        self.wrongs = []

    def to(self, name, *args, query="", status=200):
        """By the name of an address."""
        for language in LANGUAGES:
            with override(language):
                self.go(language, reverse(name, args=args) + query, status)

    def to_record(self, record, status=200):
        for language in LANGUAGES:
            with override(language):
                self.go(language, record.get_absolute_url(), status)

    def go(self, language, path, status=200):
        page = self.pages[language]
        answer = page.goto(path)
        if answer.status != status or not page.url.endswith(path):
            self.wrongs.append(f"{path}: {answer.status} at {page.url}")
        self.look(language)

    def do(self, act):
        """Something on the page at hand, in both languages; then look at it again."""
        for language, page in self.pages.items():
            with override(language):
                act(page)
            self.look(language)

    def look(self, language):
        page = self.pages[language]
        problems = look_at(page, self.part)
        if not page.locator(f"html[lang^={language[:2]}]").count():
            problems.append("another language")
        self.wrongs += [f"{page.url} ({language}) {problem}" for problem in problems]


def look_at(page, part="html"):
    """What axe finds serious, at each size, and what a telephone would cut off."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        width = f"{size['width']} px"
        found += [f"{width}: {problem}" for problem in page.evaluate(RUN, part)]
        if over := page.evaluate(OVERFLOW):
            found.append(f"{width}: {over} px too wide")
    return found
