"""What may stand in a spreadsheet's cell."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(value):
    """As text, without the control characters that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def harmless(value):
    """As text that no spreadsheet runs."""
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text
