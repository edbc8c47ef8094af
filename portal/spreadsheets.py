"""What may stand in a spreadsheet's cell, and what its sheets and columns are like."""

from datetime import datetime
from decimal import Decimal
from unicodedata import east_asian_width

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# No spreadsheet program takes more, nor these characters.
LONGEST_NAME = 31
NOT_IN_NAME = str.maketrans("\\/*?:[]", " " * 7)
NARROWEST, WIDEST = 10, 60
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(value):
    """As text, without the control characters that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def harmless(value):
    """As text that no spreadsheet runs."""
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def sheet_name(text):
    return printable(text).translate(NOT_IN_NAME).strip("' ")[:LONGEST_NAME]


def width_of(value):
    """Of a column that shows this: a Chinese character takes the room of two."""
    if isinstance(value, datetime):
        text = f"{value:%Y-%m-%d %H:%M}"
    else:
        text = f"{value:,.2f}" if isinstance(value, Decimal) else str(value)
    taken = sum(2 if east_asian_width(sign) in "FW" else 1 for sign in text)
    return min(max(taken + 2, NARROWEST), WIDEST)
