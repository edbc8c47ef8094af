"""An application's content as a document to read: on the screen, on paper, in PDF.

The words are those of the reader's language; what the team wrote in both languages
stands there in both, the reader's first.
"""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.bilingual import in_language
from portal.organisations.models import Organisation
from portal.templatetags.figures import day, quantity
from portal.templatetags.screen import file_size
from projects.applications.budget_document import budget_parts
from projects.applications.parts import Facts, Section, Table, Text, as_line, lines_of
from projects.applications.team import TeamMember
from projects.indicators.models import Indicator
from projects.programmes.models import Eligibility


def document_of(content):
    """The sections of the document, in the form's order, without those left empty."""
    sections = [
        Section("basics", _("Basic information"), basics(content)),
        Section("abstract", _("Abstract"), abstract(content)),
        Section("team", _("Team"), team(content)),
        Section("partners", _("Partner organisations"), partners(content)),
        Section(
            "indicators", pgettext("application", "Indicators"), indicators(content)
        ),
        Section("milestones", _("Milestones"), milestones(content)),
        Section("budget", _("Budget"), budget_parts(content["budget"])),
        *answer_sections(content["answers"]),
        Section("files", _("Files"), files(content)),
        Section("commitments", _("Commitments"), commitments(content)),
    ]
    return [section for section in sections if section.parts]


def named(record, name="name"):
    """What others wrote, such as a list's term: in the reader's language alone."""
    if not record:
        return ""
    chinese, english = record.get(f"{name}_zh", ""), record.get(f"{name}_en", "")
    return in_language(chinese or english, english or chinese)


def choice(choices, value):
    return capfirst(str(choices(value).label)) if value in choices.values else value


def basics(content):
    call, organisation = content["call"], content["organisation"]
    facts = Facts("basics")
    facts.add("number", _("Number"), as_line(content["number"]))
    facts.add("title", _("Title"), lines_of(content, "title"))
    facts.add("call", _("Call"), as_line(f"{call['number']} {named(call, 'title')}"))
    facts.add("programme", _("Programme"), as_line(named(call["programme"])))
    if topic := content["topic"]:
        text = f"{topic['code']} {named(topic, 'title')}"
        facts.add("topic", _("Topic"), as_line(text))
    facts.add("organisation", _("Lead organisation"), as_line(named(organisation)))
    facts.add("uscc", _("Credit code"), as_line(organisation["uscc"]))
    kind = choice(Organisation.Kind, organisation["kind"])
    facts.add("kind", _("Kind of organisation"), as_line(kind))
    facts.add("region", _("Region"), as_line(named(organisation["region"])))
    facts.add("applicant", _("Applicant"), as_line(content["applicant"]["name"]))
    facts.add("email", _("E-mail address"), as_line(content["applicant"]["email"]))
    facts.add("period", _("Period"), as_line(period(content)))
    facts.add("trl", _("Technology readiness level"), as_line(levels(content)))
    for name, term in (
        ("domains", _("Market regulation domains")),
        ("elements", _("Quality infrastructure elements")),
        ("disciplines", _("Disciplines")),
    ):
        facts.add(name, term, as_line(terms(content[name])))
    facts.add("keywords", _("Keywords"), lines_of(content, "keywords"))
    return facts.as_parts()


def period(content):
    if not (content["starts"] or content["ends"]):
        return ""
    return " – ".join(day_of(content[name]) or "…" for name in ("starts", "ends"))


def day_of(text):
    return day(date.fromisoformat(text)) if text else ""


def levels(content):
    start, end = content["trl_start"], content["trl_end"]
    return f"{start or '…'} → {end or '…'}" if start or end else ""


def terms(rows):
    return in_language("、", ", ").join(named(row) for row in rows)


def abstract(content):
    lines = lines_of(content, "abstract")
    return [Text("abstract", _("Abstract"), lines)] if lines else []


def team(content):
    table = Table(
        "team",
        _("Team"),
        [
            pgettext("person", "Name"),
            _("Role"),
            _("Organisation"),
            _("Title and degree"),
            _("Year of birth"),
            _("Person-months"),
            _("Task"),
            _("Consent"),
        ],
        numeric=(4, 5),
    )
    for row in content["team"]:
        table.add(
            row["id"],
            (*lines_of(row, "name"), *as_line(row["email"])),
            as_line(choice(TeamMember.Role, row["role"])),
            lines_of(row, "organisation_name"),
            (
                *as_line(row["job_title"]),
                *as_line(choice(Eligibility.Degree, row["degree"])),
            ),
            as_line(row["birth_year"]),
            as_line(quantity(row["person_months"])),
            lines_of(row, "duty"),
            as_line(choice(TeamMember.Status, row["status"])),
        )
    return table.as_parts()


def partners(content):
    columns = [_("Organisation"), _("Task")]
    table = Table("partners", _("Partner organisations"), columns)
    for row in content["partners"]:
        registered = row["organisation"]
        name = as_line(named(registered)) if registered else lines_of(row, "name")
        if registered:
            name += as_line(named(registered["region"]))
        table.add(row["id"], name, lines_of(row, "duty"))
    return table.as_parts()


def indicators(content):
    table = Table(
        "indicators",
        pgettext("application", "Indicators"),
        [
            pgettext("application", "Indicator"),
            _("Present value"),
            _("Target"),
            _("Checked by"),
        ],
    )
    for row in content["indicators"]:
        sign = "" if row["comparator"] == "range" else row["comparator"]
        target = quantity(row["target"], row["unit"])
        table.add(
            row["id"],
            lines_of(row, "name"),
            as_line(quantity(row["baseline"], row["unit"]) if row["baseline"] else ""),
            as_line(f"{sign} {target}".strip()),
            as_line(choice(Indicator.Method, row["method"])),
        )
    return table.as_parts()


def milestones(content):
    columns = [_("Due"), _("Milestone"), _("Result")]
    table = Table("milestones", _("Milestones"), columns)
    for row in content["milestones"]:
        table.add(
            row["id"],
            as_line(day_of(row["due"])),
            lines_of(row, "title"),
            lines_of(row, "result"),
        )
    return table.as_parts()


def answer_sections(answers):
    """The questionnaire's sections, with its headings among the answers."""
    sections = [Section("answers", _("Questionnaire"), [])]
    for answer in answers:
        label, words = named(answer, "label"), named(answer, "text")
        if answer["kind"] == "section":
            sections.append(Section(f"answers-{answer['id']}", label, []))
        elif answer["kind"] == "heading":
            sections[-1].parts.append(Text(answer["id"], label, as_line(words)))
        elif grid := named(answer, "table"):
            sections[-1].parts += answer_table(answer["id"], label, grid)
        elif words:
            sections[-1].parts.append(Text(answer["id"], label, as_line(words)))
    return sections


def answer_table(name, label, grid):
    head, *rows = grid
    table = Table(name, label, list(numbered(head)))
    for place, row in enumerate(rows):
        table.add(place, *map(as_line, row))
    return table.as_parts()


def numbered(head):
    """Headings need not differ; what compares columns by their names wants that."""
    seen = set()
    for place, text in enumerate(head, 1):
        if not text or head.count(text) > 1 or text in seen:
            text = f"{text} {place}".strip()
        while text in seen:
            text = f"{text} {place}"
        seen.add(text)
        yield text


def files(content):
    columns = [_("File"), _("Size"), "SHA-256"]
    table = Table("files", _("Files"), columns, numeric=(1,))
    for place, row in enumerate(content["attachments"]):
        table.add(
            row["sha256"] or place,
            (*as_line(row["name"]), *lines_of(row, "caption")),
            as_line(file_size(row["size"])),
            as_line(row["sha256"]),
        )
    return table.as_parts()


def commitments(content):
    made = content["commitments"]
    lines = as_line(named(made, "commitments"))
    said = _("The commitments are made.") if made["is_made"] else _("Not made yet.")
    return [
        *([Text("commitments", _("Commitments"), lines)] if lines else []),
        Text("made", "", as_line(said)),
    ]
