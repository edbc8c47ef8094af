"""Whatever the amounts are: sums agree every way, tables come back exactly, caps are exact."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.applications import budget
from projects.applications.amounts import LARGEST, amount_of, written
from projects.applications.budget_sheets import read_sheets, write_sheets
from projects.applications.caps import cap_of
from projects.applications.categories import Category, Source

YEARS = [2026, 2027, 2028]
CATEGORIES = budget.DIRECT + budget.INDIRECT
amounts = st.decimals(min_value=0, max_value=LARGEST, places=2)
cells = st.dictionaries(
    st.tuples(
        st.sampled_from(budget.SOURCES),
        st.sampled_from(CATEGORIES),
        st.sampled_from(YEARS),
    ),
    amounts,
    max_size=60,
)
ORDINARY = SimpleNamespace(is_lump_sum=False)


def totals_of(matrix):
    return budget.totals(
        budget.Amount(year, category, source, amount)
        for (source, category, year), amount in matrix.items()
    )


@given(cells)
def test_sums_agree_whichever_way_they_are_taken(matrix):
    sums = totals_of(matrix)
    exact = sum((Fraction(amount) for amount in matrix.values()), Fraction(0))

    assert Fraction(sums.total) == exact
    for side in (
        sums.by_year,
        sums.by_category,
        sums.by_source,
        sums.by_source_year,
        sums.by_source_category,
        sums.by_category_year,
        sums.cells,
    ):
        assert sum(side.values(), Decimal(0)) == sums.total
    for source in budget.SOURCES:
        across = sum((sums.by_source_year[source, year] for year in YEARS), Decimal(0))
        down = sum(
            (sums.by_source_category[source, name] for name in CATEGORIES), Decimal(0)
        )
        assert across == down == sums.by_source[source]
    assert sums.direct + sums.indirect == sums.total == sums.public + sums.own_share


@settings(max_examples=15, deadline=None)
@given(cells)
def test_a_table_comes_back_exactly_as_it_was_written(matrix):
    book = write_sheets("申报书", ORDINARY, YEARS, totals_of(matrix))

    sheets = read_sheets(book, "budget.xlsx", ORDINARY, YEARS)

    assert sheets.problems == []
    assert len(sheets.amounts) == 4 * len(CATEGORIES) * len(YEARS)
    given_back = {key: amount for key, amount in sheets.amounts.items() if amount}
    assert given_back == {key: amount for key, amount in matrix.items() if amount}


bands = st.lists(
    st.tuples(
        st.decimals(min_value=0, max_value=50_000_000, places=2),
        st.decimals(min_value=0, max_value=100, places=2),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda band: band[0],
)


@given(base=amounts, bands=bands)
def test_caps_are_exact_band_by_band(base, bands):
    """Yuan by yuan it would be: each band's rate on what of the base lies in it."""
    in_order = sorted(bands)
    edges = [Fraction(above) for above, _percent in in_order] + [Fraction(base)]
    expected = Fraction(0)
    for place, (above, percent) in enumerate(in_order):
        top = Fraction(base)
        if place + 1 < len(in_order):
            top = min(top, edges[place + 1])
        if top > above:
            expected += (top - Fraction(above)) * Fraction(percent) / 100

    assert Fraction(cap_of(base, bands)) == expected


@given(amounts)
def test_an_amount_is_read_as_it_is_written(amount):
    assert amount_of(written(amount)) == amount
    full_width = written(amount).translate(
        str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    )
    assert amount_of(f"￥ {full_width} 元") == amount


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_amounts(text):
    try:
        amount = amount_of(text)
    except ValidationError:
        return
    assert amount is None or 0 <= amount <= LARGEST


def test_the_parts_of_the_figures_are_the_models():
    """Each category once, and every code known to the model."""
    named = [name for _heading, names in budget.GROUPS for name in names]
    assert sorted([*named, *budget.LUMP]) == sorted(Category.values)
    assert list(budget.SOURCES) == Source.values


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("120,000.00", "120000.00"),
        ("１２０，０００", "120000.00"),
        ("12万元", "120000.00"),
        ("12.5 万", "125000.00"),
        ("1,2000,0000", "120000000.00"),
        ("¥3 500.5", "3500.50"),
        ("0.01亿", "1000000.00"),
        ("7.", "7.00"),
    ],
)
def test_ways_in_which_people_write_money(text, amount):
    assert amount_of(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "negative"),
        ("1.005", "cents"),
        ("12,50", "unreadable"),
        ("about 5", "unreadable"),
        ("1e9", "unreadable"),
        ("9" * 13, "large"),
        ("9" * 400, "large"),
    ],
)
def test_what_is_no_amount_is_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        amount_of(text)

    assert refused.value.code == code
