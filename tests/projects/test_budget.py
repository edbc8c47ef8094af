"""The budget on the desk: typed, added up, held against the rules."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from projects.applications import budget
from projects.models import BudgetNote, Cap
from tests.factories.projects import ApplicationFactory, RulesFactory
from tests.projects.budgets import give, save, stored
from tests.projects.desk import address, autosave

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(call, institute, applicant):
    return ApplicationFactory(
        call=call,
        organisation=institute,
        created_by=applicant,
        title_zh="膜片式压力量值传递方法研究",
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
    )


@pytest.fixture
def desk(client, applicant):
    client.force_login(applicant)
    return client


def sentences(application):
    # Read anew: figures and rules may have changed since.
    application = type(application).objects.get(pk=application.pk)
    with override("en"):
        return budget.violations(application)


# Typing


def test_amounts_are_kept_however_they_are_written(desk, application):
    answer = save(
        desk,
        application,
        central_purchase_2026="１２０，０００．５０",
        own_labour_2027="3万元",
        local_travel_2026="0",
    )

    assert answer.json()["errors"] == {}
    assert stored(application) == {
        "central_purchase_2026": "120000.50",
        "own_labour_2027": "30000.00",
    }


def test_what_is_wrong_is_said_at_its_cell_and_the_rest_is_kept(desk, application):
    give(application, purchase_2026="5.00")

    answer = save(
        desk,
        application,
        central_purchase_2026="ca. 7",
        central_materials_2026="1.234",
        central_labour_2027="9",
    )

    assert set(answer.json()["errors"]) == {
        "id_central_purchase_2026",
        "id_central_materials_2026",
    }
    assert stored(application) == {
        "central_purchase_2026": "5.00",
        "central_labour_2027": "9.00",
    }


def test_an_emptied_cell_is_gone_and_changed_ones_keep_their_row(desk, application):
    give(application, purchase_2026="5.00", labour_2026="6.00")
    row = application.budget.get(category="labour")

    save(desk, application, central_purchase_2026="", central_labour_2026="7")

    assert stored(application) == {"central_labour_2026": "7.00"}
    assert application.budget.get().pk == row.pk


def test_reasons_are_kept_by_category_and_language(desk, application):
    save(desk, application, note_zh_labour="两名助理", note_en_labour="Two assistants")
    save(desk, application, note_zh_labour="三名助理", note_en_labour="")

    note = application.budget_notes.get()
    assert (note.category, note.text_zh, note.text_en) == ("labour", "三名助理", "")


def test_the_page_adds_up_without_javascript(desk, application):
    give(application, purchase_2026="5.05", labour_2026="6", own_labour_2027="1000")

    page = desk.get(address(application, "budget")).text

    for name, sum_of_it in {
        "all": "1,011.05",
        "central": "11.05",
        "own 2027": "1,000.00",
        "all 2026": "11.05",
        "all labour": "1,006.00",
        "central labour": "6.00",
        "local": "–",
    }.items():
        assert f'data-sum="{name}">{sum_of_it}<' in page.replace("<strong>", "")


def test_two_people_at_one_budget_decide_cell_by_cell(desk, application):
    page = desk.get(address(application, "budget"))
    edition = page.context["edition"]
    save(desk, application, central_labour_2026="8")

    answer = autosave(
        desk,
        address(application, "budget"),
        {"edition": edition, "page": "other", "central_labour_2026": "9"},
    )

    assert answer.status_code == 409
    assert "take-central_labour_2026" in answer.json()["conflict"]
    assert stored(application) == {"central_labour_2026": "8.00"}


def test_a_lump_sum_has_one_line_a_year(desk, application, programme):
    application.call.rules = RulesFactory(
        programme=programme, version=2, is_lump_sum=True
    )
    application.call.save()

    save(desk, application, central_lump_2026="70", central_labour_2026="5")

    assert stored(application) == {"central_lump_2026": "70.00"}


@pytest.mark.parametrize("count", [1, 20])
def test_the_section_asks_the_same_however_many_lines(
    desk, application, count, django_assert_max_num_queries
):
    for category in (budget.DIRECT * 2)[:count]:
        years = (2026, 2027)
        year = next(
            year
            for year in years
            if not application.budget.filter(category=category, year=year).exists()
        )
        give(application, **{f"{category}_{year}": "1"})

    with django_assert_max_num_queries(22):
        desk.get(address(application, "budget"))


# Rules


def test_a_cap_is_said_with_its_figures(application):
    Cap.objects.create(
        rules=application.call.rules,
        part="indirect",
        base="direct-less-purchase",
        percent=30,
    )
    give(application, purchase_2026="500000", labour_2026="300000")
    give(application, management_2026="90000.00")
    assert sentences(application) == []

    give(application, utilities_2026="0.01")

    assert sentences(application) == [
        "Indirect costs, 90,000.01: above the cap of 90,000.00, which is 30 % of "
        "direct costs less purchased equipment, 300,000.00."
    ]


def test_bands_count_for_what_lies_in_them(application):
    rules = application.call.rules
    for above, percent in ((0, 30), (5_000_000, 25), (10_000_000, 20)):
        Cap.objects.create(
            rules=rules, part="indirect", base="direct", above=above, percent=percent
        )
    give(application, labour_2026="12000000", management_2026="3150000.01")

    # 1,500,000 + 1,250,000 + 400,000
    assert sentences(application) == [
        "Indirect costs, 3,150,000.01: above the cap of 3,150,000.00, which is "
        "30 % up to 5,000,000.00, 25 % up to 10,000,000.00, 20 % of the rest of "
        "direct costs, 12,000,000.00."
    ]


def test_other_sources_must_give_their_share(application):
    application.call.rules.own_share_percent = Decimal("33.33")
    application.call.rules.save()
    give(application, labour_2026="200", own_labour_2026="99.98")

    assert sentences(application) == [
        "Other sources give 99.98: at least 99.99 is asked, which is 33.33 % of the "
        "whole."
    ]


@pytest.mark.parametrize(
    ("least", "most", "of_topic", "sentence"),
    [
        ("100.01", None, None, "below the least for a project, 100.01."),
        (None, "99.99", None, "above the most for a project, 99.99."),
        (None, "99.99", "100.00", None),
        (None, None, "99.00", "above the most for a project, 99.00."),
    ],
)
def test_public_money_keeps_to_the_frame(application, least, most, of_topic, sentence):
    call, topic = application.call, application.call.topics.get()
    call.budget_min, call.budget_max, topic.budget_max = least, most, of_topic
    call.save()
    topic.save()
    application.topic = topic
    application.save()
    give(application, labour_2026="60", local_labour_2026="40", own_labour_2026="900")

    expected = [f"Public money, 100.00: {sentence}"] if sentence else []
    assert sentences(application) == expected


def test_a_year_outside_the_period_is_named(application):
    give(application, labour_2030="60")

    assert sentences(application) == [
        "2030 lies outside the project’s period, but 60.00 is entered for it."
    ]


def test_large_equipment_is_to_be_explained(application):
    give(application, purchase_2026="499999.99", own_trial_2026="600000")
    with override("en"):
        gaps = budget.gaps(application)
    assert gaps == [
        (
            "note_zh_trial",
            "Name each item of the equipment to be made for 600,000.00, with reasons.",
        )
    ]

    BudgetNote.objects.create(application=application, category="trial", text_zh="一台")

    assert budget.gaps(application) == []


def test_an_empty_budget_is_a_gap_of_its_section(application):
    with override("en"):
        assert budget.gaps(application) == [("budget", "Enter the budget.")]
