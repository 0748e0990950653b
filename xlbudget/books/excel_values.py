"""Values as Excel hands them over, as the core sees them; and how they are entered again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from xlbudget.books.entry_text import Entry, as_entered
from xlbudget.books.port import CellError, Value, number
from xlbudget.books.values import from_file

ERROR_WORDS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"),
)
"""The errors that arrive as words, like texts of the same words."""

# xlCVError numbers of the errors that xlwings does not name: they arrive as codes.
_ERROR_BASE = -2146828288
_NEWER_ERRORS = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  cells know no time zones
_FIRST_SURE_DATE = dt.datetime(1900, 3, 1)  # noqa: DTZ001
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)

Rows = Sequence[Sequence[object]]


def as_seen(raw: object, number_format: Callable[[], object]) -> Value:
    """One value of Excel as the core sees it.

    A time and a duration both arrive as a moment about 1900-01-00: the number format tells.

    >>> as_seen(dt.datetime(1899, 12, 31, 12), lambda: "[h]:mm")
    Decimal('1.5')
    >>> as_seen(dt.datetime(1899, 12, 30, 8, 30), lambda: "h:mm"), as_seen(-2146826243, str)
    (datetime.time(8, 30), CellError(text='#SPILL!'))
    """
    if type(raw) is int:  # numbers are floats
        code = raw - _ERROR_BASE
        return CellError(_NEWER_ERRORS[code]) if code in _NEWER_ERRORS else from_file(raw)
    if isinstance(raw, Decimal):
        return number(raw)  # type: ignore[arg-type]
    if isinstance(raw, dt.datetime) and raw < _FIRST_SURE_DATE:
        if _ELAPSED.search(str(number_format())):
            return from_file(raw - _DAY_ZERO)
        if raw.date() == _DAY_ZERO.date():
            return raw.time()
    return from_file(raw)


def is_formula(text: object, raw: object) -> bool:
    """Whether a cell holds a formula: a text such as `=A1` that was typed as a text is none."""
    return isinstance(text, str) and text.startswith("=") and raw != text


def entered_again(text: object, raw: object) -> Entry:
    """What is entered to make a cell what it was, from its formula text and its raw value."""
    if is_formula(text, raw):
        return str(text)
    if raw is None:
        return ""
    if isinstance(raw, str):
        return as_entered(raw)
    if isinstance(raw, bool | float):
        return raw
    try:
        return float(str(text))  # dates, and currency with all its places
    except ValueError:
        return str(text)


def as_rows(block: object) -> tuple[tuple[object, ...], ...]:
    """What Excel gave for an area as rows: of a single cell it gives the bare value."""
    if not isinstance(block, list | tuple):
        return ((block,),)
    return tuple(tuple(row) if isinstance(row, list | tuple) else (row,) for row in block)


def odd_cells(rows: Sequence[Sequence[Value]]) -> list[tuple[int, int]]:
    """Cells that may stand hidden under a merged range beside its own value.

    A person who merges cells leaves one value; programs and the format brush leave more. Only
    where two different texts are neighbours the one is not taken for the hidden part of the
    other: so are the cells of every header, and each would cost a question.
    """
    found = []
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            around_it = (row[x - 1] if x else None, rows[y - 1][x] if y else None)
            if value is not None and any(
                other is not None
                and (other == value or not (isinstance(other, str) and isinstance(value, str)))
                for other in around_it
            ):
                found.append((y + 1, x + 1))
    return found
