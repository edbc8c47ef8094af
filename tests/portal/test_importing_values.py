"""What a mapping makes of single cells, beyond taking them as they are."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import models
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.importing.mapping import BadMapping, Rule, rule_of
from portal.importing.values import (
    Fault,
    Found,
    day_value,
    number_value,
    prepared,
    text_value,
)

DAY, NUMBER = models.DateField(), models.DecimalField(max_digits=16, decimal_places=2)
NAME = models.CharField(max_length=100, name="leader_name")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def rule(**said):
    return Rule(field="x", columns=("a",), **said)


def test_a_piece_of_a_cell_is_read_where_several_stand_in_it():
    texts = ["2018.01-2020.12"]

    assert prepared(rule(split="-", piece=1), texts) == ["2018.01"]
    assert prepared(rule(split="-", piece=2), texts) == ["2020.12"]
    assert prepared(rule(split="-", piece=3), texts) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018.01", date(2018, 1, 1), date(2018, 1, 31)),
        ("2016.2", date(2016, 2, 1), date(2016, 2, 29)),
        ("2019-12", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019年9月", date(2019, 9, 1), date(2019, 9, 30)),
    ],
)
def test_a_month_is_its_first_or_its_last_day(text, first, last):
    assert day_value(rule(month="start"), DAY, [text]) == Found(first, [])
    assert day_value(rule(month="end"), DAY, [text]) == Found(last, [])


def test_a_month_that_is_none_is_the_year_s_end_and_told():
    found = day_value(rule(month="end"), DAY, ["2019.14"])

    told = "“2019.14” is no month; the year’s first or last day taken"
    assert found == Found(date(2019, 12, 31), [told])


@pytest.mark.parametrize("text", ["2019.123", "19.12", "2019", "2.019"])
def test_what_is_no_month_is_no_date(text):
    with pytest.raises(Fault, match="is not a date"):
        day_value(rule(month="end"), DAY, [text])


def test_a_month_of_no_year_stands_for_no_date():
    left_out = "“0000.00” stands for no date and is left out"

    assert day_value(rule(month="end"), DAY, ["0000.00"]) == Found(None, [left_out])


@pytest.mark.parametrize(
    ("text", "amount"),
    [("18", "180000"), ("1.3", "13000"), ("99.99", "999900"), ("1,500", "15000000")],
)
def test_money_counted_in_ten_thousands_is_exact(text, amount):
    assert number_value(rule(factor=10_000), NUMBER, [text]).value == Decimal(amount)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_no_number_is_changed_by_a_factor_of_one(whole, hundredths):
    text = f"{whole}.{hundredths:02d}"

    assert number_value(rule(), NUMBER, [text]).value == Decimal(text)


def test_names_that_were_spaced_out_are_closed_up_and_others_are_not():
    closed = rule(close_up=True)

    assert text_value(closed, NAME, ["梁    循"]).value == "梁循"
    assert text_value(closed, NAME, ["Byron Yee  Sing Lee"]).value == (
        "Byron Yee Sing Lee"
    )
    assert text_value(closed, NAME, ["张春 (Chun Chang)"]).value == "张春 (Chun Chang)"


def test_columns_joined_to_one_text_lose_nothing_of_it():
    """“Na” is a name here, and no “not available”."""
    apart, together = rule(), rule(joint=" ")

    assert text_value(apart, NAME, ["Na", "Gong"]).value == "Gong"
    assert text_value(together, NAME, prepared(together, ["Na", "Gong"])).value == (
        "Na Gong"
    )
    assert text_value(together, NAME, prepared(together, ["Li", "Li"])).value == "Li Li"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"column": "a", "month": "middle"}, "“month” must be start or end"),
        ({"column": "a", "piece": 2}, "“piece” needs “split”"),
    ],
)
def test_options_that_make_no_sense_are_refused(said, reason):
    with pytest.raises(BadMapping, match=reason):
        rule_of("started", said)
