"""Spreadsheets as the core sees them: a Book gives Grids and takes a BookPlan.

A Grid is plain values at plain addresses: no styles, no list of merged ranges (the top left cell
of a merged range holds the value, the others are None). A BookPlan is data: which of *our* ranges
get which values. Adapters must agree cell for cell; `tests/books/test_book_contract.py` is the
contract.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Protocol

from xlbudget.domain.money import plain
from xlbudget.domain.records import dataclass, field
from xlbudget.files.chart_parts import ChartData


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error value such as `#DIV/0!`."""

    text: str


@dataclass(frozen=True, slots=True)
class UnsavedFormula:
    """A formula whose result was never saved: its value cannot be known from the file."""

    formula: str


Value = None | str | Decimal | bool | dt.date | dt.datetime | dt.time | CellError | UnsavedFormula
"""What a cell may hold. Numbers are always Decimal; an empty text is None."""


def number(value: float) -> Decimal:
    """A number of Excel as the Decimal a person sees, with the 15 digits that Excel keeps.

    The only place where a float becomes a number of ours.

    >>> number(1482.2200000000003), number(0.1 + 0.2), number(3.0), number(10**12 + 0.01)
    (Decimal('1482.22'), Decimal('0.3'), Decimal('3'), Decimal('1000000000000.01'))
    >>> number(1e20), number(-0.0)
    (Decimal('100000000000000000000'), Decimal('0'))
    """
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    exact = plain(Decimal(text))
    return exact or Decimal(0)


def column_letters(column: int) -> str:
    """Column 1 is A, 27 is AA.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of a cell; rows and columns count from 1.

    >>> address(15, 3)
    'C15'
    """
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """(row, column) of an A1 address, both from 1.

    >>> parse_address("C15"), parse_address("AA3")
    ((15, 3), (3, 27))
    """
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(text[len(letters) :]), column


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of one sheet from A1 to the last cell that holds something.

    `rows` is rectangular: each row has the same number of values; trailing rows and columns that
    hold nothing are left out.
    """

    sheet: str
    rows: tuple[tuple[Value, ...], ...]
    _texts: tuple[tuple[int, int, str], ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> Value:
        """The value at row and column (from 1); None outside the grid."""
        rows = self.rows
        if 1 <= row <= len(rows) and 1 <= column <= len(rows[0]):
            return rows[row - 1][column - 1]
        return None

    def cells(self) -> Iterator[tuple[int, int, Value]]:
        """(row, column, value) of every cell that holds something, row by row."""
        for row, values in enumerate(self.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    yield row, column, value

    def texts(self) -> tuple[tuple[int, int, str], ...]:
        """(row, column, text) of every cell that holds a text, row by row; gathered once."""
        if self._texts is None:
            found = tuple(
                (row, column, value)
                for row, values in enumerate(self.rows, 1)
                for column, value in enumerate(values, 1)
                if isinstance(value, str)
            )
            object.__setattr__(self, "_texts", found)
            return found
        return self._texts


def grid(sheet: str, rows: Iterable[Iterable[Value]]) -> Grid:
    """A Grid from rows of any length: empty texts become None, the empty margin is cut off.

    >>> grid("表", [[None], ["", "a"], [None, None, ""]]).rows
    ((None, None), (None, 'a'))
    """
    kept = [[None if value == "" else value for value in row] for row in rows]
    while kept and all(value is None for value in kept[-1]):
        kept.pop()
    width = 0
    for row in kept:
        for column, value in enumerate(row, 1):
            if value is not None and column > width:
                width = column
    return Grid(sheet, tuple(tuple((row + [None] * width)[:width]) for row in kept))


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a book: its name, and whether the user sees it."""

    name: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class CellWrite:
    """What one cell of a range of ours shall hold.

    `value` is what the cell shows; with `formula` (starting with `=`) it is the formula's result.
    A cell keeps its style. A formula that stands in the cell already is never replaced, unless it
    is one of ours (`books.formulas.marked`): if it is the same as `formula`, only its saved result
    is renewed, otherwise the cell is left alone and reported. None as value empties the cell.

    `block` is the area, such as `E4:E110`, of the array formula that this cell belongs to; every
    cell of the area carries the same `formula` and `block`; the first cell is the head. A block is
    written whole or not at all: where a formula of the user's stands in it, or an array reaches
    into it that cannot give way whole, all its cells are left alone and reported.
    """

    value: str | Decimal | bool | None
    formula: str | None = None
    block: str = ""


@dataclass(frozen=True, slots=True)
class RangeWrite:
    """A rectangle of ours on a sheet, from its top left cell (row, column from 1).

    `heights` asks that its rows, from the first on, become as tall as their text: in points, 0 is
    the default height. The tallest wish for a row counts. A height that a person set stays.
    """

    sheet: str
    row: int
    column: int
    cells: tuple[tuple[CellWrite, ...], ...]
    heights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartWrite:
    """New data for a chart of ours: the sheet it stands on, and the name of its frame."""

    sheet: str
    name: str
    data: ChartData


@dataclass(frozen=True, slots=True)
class BookPlan:
    """All that a run writes into a workbook: ranges and charts of ours, nothing else.

    A chart that does not stand on its sheet under its name is not ours (any more); it is passed
    over and told. Adapters that cannot write charts tell all of them.
    """

    ranges: tuple[RangeWrite, ...]
    charts: tuple[ChartWrite, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A cell of a plan that was not written, because a formula of the user's stands there; or a
    chart of a plan that is not there (`chart` is its name, `cell` and `formula` are empty).
    """

    sheet: str
    cell: str
    formula: str
    chart: str = ""


class Book(Protocol):
    """A workbook, open in Excel or in a file."""

    @property
    def name(self) -> str:
        """The file's name, for messages."""

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All sheets in their order, hidden ones too (chart sheets are left out)."""

    def read(self, sheet: str) -> Grid:
        """The values of one sheet; KeyError if there is no such sheet."""

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What `apply` would leave alone; nothing is written."""

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Write a plan; returns what was left alone. File books write on `save`."""
