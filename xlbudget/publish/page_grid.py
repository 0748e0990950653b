"""What of a table is drawn: rows and columns that hold an amount, or that anything leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from string import ascii_uppercase

from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Line, Statement
from xlbudget.formats.table_model import BlockDef, Column, Layout, Table

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_MOST_COLUMNS = 20
"""Of more columns with amounts only the main ones are drawn, and those that are led to."""

_MAIN_CODE = 3
"""The length of a code of the highest level (301)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One block of a table: its columns, and the letters of those in the sheet."""

    block: BlockDef
    columns: tuple[Column, ...]
    letters: tuple[str, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The words above code and label."""
        return (*self.block.code_headers[:1], *self.block.label_headers[:1])


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table with their numbers in the sheet (0: no row of its own), each with its
    lines by block; how many rows and columns are not drawn; and the addresses that something leads
    to although nothing stands there.
    """

    sides: tuple[Side, ...]
    rows: tuple[tuple[int, dict[str, Line]], ...]
    rows_left_out: int
    columns_left_out: int
    blank: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """How many columns it has, with codes and labels."""
        return sum(len(side.heads) + len(side.columns) for side in self.sides)


def grid(statement: Statement, table: Table, needed: Collection[str]) -> Grid:
    """A table as it is drawn; `needed` are the addresses that something leads to."""
    rows: list[tuple[int, dict[str, Line]]] = []
    filled: dict[str, set[str]] = {}
    left_out = 0
    led_to = _LedTo(statement, needed)
    for number, lines in _rows(statement, table):
        kept = False
        for name, line in lines.items():
            columns = led_to.columns(line, with_amounts=True)
            kept = kept or bool(columns)
            filled.setdefault(name, set()).update(columns)
        if kept:
            rows.append((number, lines))
        else:
            left_out += 1
    sides, columns_left_out = [], 0
    for block in table.blocks:
        if filled.get(block.name):
            lines_of = [lines[block.name] for _, lines in rows if block.name in lines]
            side = _side(block, lines_of, filled[block.name], led_to)
            sides.append(side)
            columns_left_out += len(lines_of[0].cells) - len(side.columns)
    names = {side.block.name for side in sides}
    shown = tuple(
        (number, {name: line for name, line in lines.items() if name in names})
        for number, lines in rows
    )
    return Grid(tuple(sides), shown, left_out, columns_left_out, led_to.blank)


class _LedTo:
    """Which cells of a table something leads to. Mostly they hold something: the places of the
    others are only looked at where an address (`blank`) is none of those.
    """

    def __init__(self, statement: Statement, needed: Collection[str]) -> None:
        held = {cell.source.cell for line in statement.lines for cell in line.filled.values()}
        self._filled = held.intersection(needed)
        self.blank = frozenset(needed) - held

    def columns(self, line: Line, *, with_amounts: bool = False) -> set[str]:
        """The columns of a line that are led to; or hold an amount other than zero, too."""
        needed = self._filled
        found = {
            name
            for name, cell in line.filled.items()
            if (with_amounts and cell.amount is not None and cell.amount.fen)
            or cell.source.cell in needed
        }
        if self.blank:
            found |= {name for name, place in line.places.items() if place.cell in self.blank}
        return found


def _rows(statement: Statement, table: Table) -> list[tuple[int, dict[str, Line]]]:
    """The lines by the row that they stand in. Where many stand in one row (“三公”经费), they are
    drawn below each other.
    """
    if table.layout is Layout.CROSSED:
        return [(0, {_block(line, table): line}) for line in statement.lines]
    rows: dict[tuple[int, int], dict[str, Line]] = {}
    for position, line in enumerate(statement.lines):
        block, number = _block(line, table), _number(line)
        row = (number, 0)
        if block in rows.get(row, ()):
            row = (number, position)
        rows.setdefault(row, {})[block] = line
    return [(number, rows[number, nth]) for number, nth in sorted(rows)]


def _block(line: Line, table: Table) -> str:
    block = table.block_of(line.name)
    return block.name if block else table.blocks[0].name


def _number(line: Line) -> int:
    first = next(iter(line.places.values()), None)
    digits = first.cell.lstrip(ascii_uppercase) if first else ""
    return int(digits) if digits.isdecimal() else 0


def _side(block: BlockDef, lines: Sequence[Line], filled: Iterable[str], led_to: _LedTo) -> Side:
    """The columns of a block that are drawn; of too many the main ones, and those led to."""
    kept = set(filled)
    if len(kept) > _MOST_COLUMNS:
        needed = {column for line in lines for column in led_to.columns(line)}
        kept = {name for name in kept if not name.isdecimal() or len(name) == _MAIN_CODE} | needed
    columns = tuple(column for column in block.printed_columns if column.name in kept)
    return Side(block, columns, tuple(_letters(lines, column.name) for column in columns))


def _letters(lines: Iterable[Line], column: str) -> str:
    place = next((line.places[column] for line in lines if column in line.places), None)
    found = _ADDRESS.fullmatch(place.cell) if place else None
    return found[1] if found else ""
