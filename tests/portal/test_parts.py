"""The parts of the screen: what they say, and to whom."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from portal.templatetags.figures import (
    day,
    moment,
    money,
    quantity,
    time_left,
    urgency,
)
from portal.templatetags.screen import file_size, status_kind

BEIJING = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 24, 12, tzinfo=BEIJING)


def render(source, **context):
    template = Template(CottonCompiler().process(source))
    return BeautifulSoup(template.render(Context(context)), "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


class ExampleForm(forms.Form):
    title = forms.CharField(label="标题", max_length=300, help_text="一行即可")
    summary = forms.CharField(label="摘要", widget=forms.Textarea, required=False)
    modes = forms.MultipleChoiceField(
        label="方式",
        choices=[("licence", "许可"), ("equity", "入股")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="同意")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (350, "350 元", "CNY 350"),
        (12_345, "12,345 元", "CNY 12,345"),
        (200_000, "20 万元", "CNY 200,000"),
        ("3655000.00", "365.5 万元", "CNY 3,655,000"),
        (480_000_000, "4.8 亿元", "CNY 480,000,000"),
        ("0.50", "0.5 元", "CNY 0.5"),
        (0, "0 元", "CNY 0"),
        (None, "", ""),
    ],
)
def test_money_is_written_as_the_reader_writes_it(value, chinese, english):
    with override("zh-hans"):
        assert money(value).replace("\xa0", " ") == chinese
    with override("en"):
        assert money(value).replace("\xa0", " ") == english


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("63", "MPa", "63 MPa"),
        ("0.080", "%", "0.08%"),
        ("-12.5", "℃", "−12.5 ℃"),
        ("12000", "", "12,000"),
        ("0–60", "MPa", "0–60 MPa"),
        ("", "MPa", ""),
    ],
)
def test_a_quantity_keeps_its_unit(value, unit, text):
    assert quantity(value, unit).replace("\xa0", " ") == text


def test_a_date_is_in_words_of_the_language():
    with override("zh-hans"):
        assert (day(date(2026, 3, 9)), moment(NOON)) == (
            "2026年3月9日",
            "2026年11月24日 12:00",
        )
    with override("en"):
        assert (day(date(2026, 3, 9)), moment(NOON)) == (
            "9 March 2026",
            "24 November 2026, 12:00",
        )


@pytest.mark.parametrize(
    ("away", "left", "how"),
    [
        (timedelta(days=12, hours=1), "12 days left", "open"),
        (timedelta(days=1, hours=1), "1 day left", "soon"),
        (timedelta(hours=5, minutes=1), "5 hours left", "soon"),
        (timedelta(minutes=20, seconds=1), "20 minutes left", "soon"),
        (timedelta(seconds=5), "1 minute left", "soon"),
        (timedelta(0), "closed", "closed"),
        (-timedelta(days=2), "closed", "closed"),
    ],
)
def test_a_deadline_tells_how_long_still(away, left, how):
    with time_machine.travel(NOON, tick=False), override("en"):
        assert (time_left(NOON + away), urgency(NOON + away)) == (left, how)


def test_a_date_as_deadline_lasts_until_the_day_is_over():
    with time_machine.travel(NOON, tick=False), override("en"):
        assert time_left(NOON.date()) == "12 hours left"
        assert time_left(NOON.date() - timedelta(days=1)) == "closed"


def test_a_deadline_names_its_zone():
    with time_machine.travel(NOON, tick=False), override("en"):
        deadline = render(
            '<c-deadline :at="at" />', at=NOON + timedelta(days=2, hours=1)
        )

    assert words(deadline) == "26 November 2026, 13:00 (Beijing time) 2 days left"
    assert deadline.time["datetime"] == "2026-11-26T13:00+08:00"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("published", "good"),
        ("submitted", "waiting"),
        ("returned", "attention"),
        ("withdrawn", "bad"),
        ("draft", "neutral"),
    ],
)
def test_a_status_has_a_shape_besides_its_word(status, kind):
    part = render(f'<c-status value="{status}" label="某状态" />')

    assert status_kind(status) == kind
    assert part.span["class"] == ["status", f"status-{kind}"]
    assert words(part) == "某状态"


def test_what_a_part_is_given_is_escaped():
    part = render(
        '<c-panel heading="{{ name }}"><p>{{ name }}</p></c-panel>', name="<b>&"
    )

    assert part.find("b") is None
    assert words(part) == "<b>& <b>&"


def test_a_field_explains_itself_beside_it():
    part = render('<c-field :field="form.title" />', form=ExampleForm())

    described = part.input["aria-describedby"]
    assert words(part.label) == "标题"
    assert part.label["for"] == part.input["id"] == "id_title"
    assert words(part.find(id=described)) == "一行即可"
    assert part.find(class_="counter")["data-counter-of"] == "id_title"


def test_a_wrong_field_says_so_where_a_screen_reader_finds_it():
    part = render('<c-field :field="form.title" />', form=ExampleForm({"title": ""}))

    helped, error = part.input["aria-describedby"].split()
    assert part.input["aria-invalid"] == "true"
    assert words(part.find(id=helped)) == "一行即可"
    assert part.find(id=error)["class"] == ["errorlist"]


def test_a_group_of_boxes_is_a_fieldset_with_its_legend():
    part = render('<c-field :field="form.modes" />', form=ExampleForm())

    assert words(part.fieldset.legend) == "方式"
    assert [words(label) for label in part.fieldset.find_all("label")] == [
        "许可",
        "入股",
    ]


def test_only_what_may_be_left_out_is_marked():
    form = ExampleForm()

    assert part_of_label(form, "title") == "标题"
    assert part_of_label(form, "summary").startswith("摘要 ")


def part_of_label(form, name):
    return words(render(f'<c-field :field="form.{name}" />', form=form).label)


def test_the_error_summary_leads_to_every_wrong_field():
    form = ExampleForm({"title": "长" * 301, "modes": []})
    part = render('<c-errors :form="form" /><div>{{ form }}</div>', form=form)

    anchors = [
        link["href"][1:] for link in part.find(class_="error-summary").find_all("a")
    ]
    assert anchors == ["id_title", "id_modes", "id_agreed"]
    assert all(part.find(id=anchor) for anchor in anchors)


def test_the_error_summary_gathers_forms_and_formsets():
    formset_class = forms.formset_factory(ExampleForm, min_num=2, validate_min=True)
    data = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-title": ""}
    formset = formset_class({**data, "rows-0-agreed": "on"}, prefix="rows")
    form = ExampleForm({"title": "标题", "modes": ["licence"]})
    part = render('<c-errors :forms="all" />', all=[form, formset])

    lines = part.find_all("li")
    assert [line.a and line.a["href"] for line in lines] == [
        "#id_agreed",
        None,
        "#id_rows-0-title",
        "#id_rows-0-modes",
    ]


def test_a_form_without_errors_has_no_summary():
    assert words(render('<c-errors :form="form" />', form=ExampleForm())) == ""


def test_the_pager_keeps_the_query_string(rf):
    request = rf.get("/", {"q": "计量", "domain": ["food", "product"], "page": "2"})
    page = Paginator(range(60), 20).get_page(2)
    part = render('<c-pager :page="page" />', page=page, request=request)

    expected = "?q=%E8%AE%A1%E9%87%8F&domain=food&domain=product&page="
    assert part.find(rel="prev")["href"] == f"{expected}1"
    assert part.find(rel="next")["href"] == f"{expected}3"
    assert words(part.find(attrs={"aria-current": "page"})) == "2"


def test_a_list_of_one_page_has_no_pager(rf):
    page = Paginator(range(20), 20).get_page(1)

    assert (
        words(render('<c-pager :page="page" />', page=page, request=rf.get("/"))) == ""
    )


def test_the_pager_leaves_out_what_is_far_away(rf):
    page = Paginator(range(4_000), 20).get_page(100)
    part = render('<c-pager :page="page" />', page=page, request=rf.get("/"))

    shown = [words(item) for item in part.find_all("li")][1:-1]
    assert shown == ["1", "…", "98", "99", "100", "101", "102", "…", "200"]


@pytest.mark.parametrize(
    ("size", "text"),
    [(812, "812 bytes"), (1_482_301, "1.4 MB"), (20 * 1024 * 1024, "20 MB")],
)
def test_a_file_tells_its_size(size, text):
    with override("en"):
        assert file_size(size).replace("\xa0", " ") == text


def test_steps_tell_where_one_is():
    part = render(
        "<c-steps>"
        '<c-step state="done">甲</c-step><c-step state="current">乙</c-step><c-step>丙</c-step>'
        "</c-steps>"
    )

    current = part.find(attrs={"aria-current": "step"})
    assert words(current) == "乙"
    assert len(part.find_all("li")) == 3


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name():
    part = render('<c-table caption="我的成果"><tr><td>甲</td></tr></c-table>')

    frame = part.find(class_="table-frame")
    assert (frame["role"], frame["aria-label"], frame["tabindex"]) == (
        "region",
        "我的成果",
        "0",
    )
