"""What of a table is drawn: rows and columns that hold an amount, or that anything leads to."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlbudget.domain.statements import Cell, Line, Statement
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
    lines by block; and how many rows and columns are not drawn.
    """

    sides: tuple[Side, ...]
    rows: tuple[tuple[int, dict[str, Line]], ...]
    rows_left_out: int
    columns_left_out: int

    @property
    def width(self) -> int:
        """How many columns it has, with codes and labels."""
        return sum(len(side.heads) + len(side.columns) for side in self.sides)

    def drawn(self) -> set[str]:
        """The addresses of the cells that are drawn."""
        names = {side.block.name: [column.name for column in side.columns] for side in self.sides}
        return {
            line.cells[column].source.cell
            for _, lines in self.rows
            for block, line in lines.items()
            for column in names[block]
            if column in line.cells
        }


def grid(statement: Statement, table: Table, needed: Container[str]) -> Grid:
    """A table as it is drawn; `needed` are the addresses that something leads to."""
    rows: list[tuple[int, dict[str, Line]]] = []
    filled: dict[str, set[str]] = {}
    left_out = 0
    for number, lines in _rows(statement, table):
        kept = False
        for name, line in lines.items():
            columns = set(_kept(line, needed))
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
            side = _side(block, lines_of, filled[block.name], needed)
            sides.append(side)
            columns_left_out += len(lines_of[0].cells) - len(side.columns)
    names = {side.block.name for side in sides}
    shown = tuple(
        (number, {name: line for name, line in lines.items() if name in names})
        for number, lines in rows
    )
    return Grid(tuple(sides), shown, left_out, columns_left_out)


def _kept(line: Line, needed: Container[str]) -> Iterator[str]:
    for column, cell in line.cells.items():
        if _holds(cell) or cell.source.cell in needed:
            yield column


def _holds(cell: Cell) -> bool:
    return cell.amount is not None and cell.amount.fen != 0


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
    first = next(iter(line.cells.values()), None)
    found = _ADDRESS.fullmatch(first.source.cell) if first else None
    return int(found[2]) if found else 0


def _side(
    block: BlockDef, lines: Sequence[Line], filled: Iterable[str], needed: Container[str]
) -> Side:
    """The columns of a block that are drawn; of too many the main ones, and those led to."""
    kept = set(filled)
    if len(kept) > _MOST_COLUMNS:
        led_to = {n for line in lines for n, c in line.cells.items() if c.source.cell in needed}
        kept = {name for name in kept if not name.isdecimal() or len(name) == _MAIN_CODE} | led_to
    columns = tuple(column for column in block.printed_columns if column.name in kept)
    return Side(block, columns, tuple(_letters(lines, column.name) for column in columns))


def _letters(lines: Iterable[Line], column: str) -> str:
    cell = next((line.cells[column] for line in lines if column in line.cells), None)
    found = _ADDRESS.fullmatch(cell.source.cell) if cell else None
    return found[1] if found else ""
