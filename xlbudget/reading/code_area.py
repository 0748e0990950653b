"""Where a table of codes stands on its sheet: the rows of its header, and its first row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xlbudget.books.port import Grid, Value
from xlbudget.domain.records import dataclass
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.code_words import Words
from xlbudget.reading.headers import (
    LEVEL_WORDS,
    Headers,
    header_rows,
    headers_in,
    is_above,
    numbers_columns,
)
from xlbudget.reading.labels import plain
from xlbudget.reading.numbers import not_applicable

_YEARS = range(1990, 2100)
"""Numbers that a header may hold."""

_LEAST = 2
"""A row of a header has at least so many words; a line of a pasted page is one cell."""


@dataclass(frozen=True, slots=True)
class Area:
    """The header of a table, its first row of data, and the columns headed 类, 款 and 项."""

    header: Headers
    first: int
    levels: dict[int, str]


def find_area(grid: Grid, words: Words) -> Area | None:
    """The header and the first row below it with a code, a total, or an amount under a name.

    Lines of a pasted page above the header are no data. None where no row is one of data.
    """
    top = next((row for row in range(1, grid.height + 1) if _is_header(grid, row, words)), 0)
    below = range(top + 1, grid.height + 1)
    first = next(
        (row for row in below if _is_data(grid, row, words) or (top and _is_no_word(grid, row))),
        None,
    )
    if first is None:
        return None
    rows = list(header_rows(grid, top or first, words.said))
    if top:
        rows += [row for row in range(top, first) if _says_something(grid, row, words)]
    levels = {
        column: word
        for row in range(top or 1, first)
        for column, value in enumerate(grid.rows[row - 1], 1)
        if isinstance(value, str) and (word := plain(value)) in LEVEL_WORDS
    }
    return Area(headers_in(grid, rows, words.said), first, levels)


def _is_header(grid: Grid, row: int, words: Words) -> bool:
    """A row of words of which at least half are the table's."""
    texts = [value for value in grid.rows[row - 1] if isinstance(value, str)]
    known = sum(words.is_header_word(text) for text in texts)
    return len(texts) >= _LEAST and 2 * known >= len(texts) and not _is_data(grid, row, words)


def _is_data(grid: Grid, row: int, words: Words) -> bool:
    values = [value for value in grid.rows[row - 1] if value is not None]
    if not values or numbers_columns(values):
        return False
    if any(map(words.code_in, values)):
        return True
    labels = [isinstance(value, str) and words.is_total(value) for value in values]
    rest = [value for value, label in zip(values, labels, strict=True) if not label]
    if any(labels) and all(map(is_amount_or_dash, rest)):
        return bool(rest) or not _goes_on(grid, row, words)
    amounts = [value for value in values if may_be_amount(value) and not _is_word(value, words)]
    named = any(isinstance(value, str) and not is_amount_or_dash(value) for value in values)
    return any(named or not _is_one(value) for value in amounts)


def _is_no_word(grid: Grid, row: int) -> bool:
    """Whether a row below the header holds a date or 是非, as no header does: a damaged amount."""
    return any(isinstance(value, bool | dt.date | dt.time) for value in grid.rows[row - 1])


def _is_word(value: Value, words: Words) -> bool:
    """Whether a number is a word of the header: a code, or a year."""
    if isinstance(value, Decimal):
        return str(value) in words.coded or value in _YEARS
    return isinstance(value, str) and plain(value) in words.coded


def _is_one(value: Value) -> bool:
    """Whether a cell alone numbers the only column of amounts."""
    return isinstance(value, Decimal) and value == 1


def _goes_on(grid: Grid, row: int, words: Words) -> bool:
    """Whether 合计 alone in a row is the lower part of a header: amounts stand below it."""
    columns = [column for column, value in enumerate(grid.rows[row - 1]) if value is not None]
    below = (values[column] for values in grid.rows[row:] for column in columns)
    return any(may_be_amount(value) and not words.code_in(value) for value in below)


def is_amount_or_dash(value: Value) -> bool:
    """An amount or a dash: a header that begins with 合计 goes on in words."""
    return may_be_amount(value) or (isinstance(value, str) and not_applicable(value))


def _says_something(grid: Grid, row: int, words: Words) -> bool:
    """Whether a row between the header's first and the data has words for the columns."""
    values = [value for value in grid.rows[row - 1] if value is not None]
    said = [word for value in values if (word := words.said.word(value))]
    return bool(said) and not numbers_columns(values) and not is_above(values)
