"""Blank rows that are ready for more: in a table of codes before its notes, in our own lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlbudget.books.port import Grid, parse_address
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Statement
from xlbudget.formats.table_model import Table
from xlbudget.reading.code_area import find_area
from xlbudget.reading.code_columns import amount_columns
from xlbudget.reading.labels import is_note
from xlbudget.reading.panels import find_panels
from xlbudget.reading.sheet import Sheet, without_blanks
from xlbudget.reading.table_words import words_of
from xlbudget.reading.transposed import is_transposed


@dataclass(frozen=True, slots=True)
class SpareRows:
    """The blank rows of a table of codes, and the columns of code, name and amounts in them."""

    rows: tuple[int, ...]
    code: int
    name: int
    columns: Mapping[str, int]


def spare_rows(grid: Grid, table: Table, statement: Statement, file: str) -> SpareRows:
    """Where further codes of a table may stand: below its header, before what stands under it.

    A row is blank if nothing stands in it at all, beside the table neither. None are known of a
    table that is laid the other way.
    """
    words = words_of(table)
    area = find_area(grid, words)
    if area is None or is_transposed(grid, table):
        return SpareRows((), 0, 0, {})
    sheet = Sheet(without_blanks(grid), table, file)
    panel = find_panels(grid, area, words)[0]
    columns = amount_columns(sheet, words, area, panel.span())
    code = panel.codes[0] if panel.codes else 0
    data = {
        parse_address(cell.source.cell)[0]
        for line in statement.lines
        for cell in line.cells.values()
    }
    last = max(data, default=area.first)
    span = range(panel.start, max(columns.values(), default=panel.last) + 1)
    below = _first_below(grid, table, last, span)
    end = below or max(last + 1, area.first + table.spare_rows + 1)
    rows = (row for row in range(area.first, end) if row not in data and is_blank(grid, row))
    return SpareRows(tuple(rows), code, panel.name, columns)


def _first_below(grid: Grid, table: Table, last: int, span: range) -> int:
    """The first row of what stands under the table: its notes; where it has none, anything."""
    below = [
        (row, grid.at(row, column))
        for row in range(last + 1, grid.height + 1)
        for column in span
        if grid.at(row, column) is not None
    ]
    notes = (row for row, value in below if is_note(value) or value == table.empty_note)
    return next(notes, below[0][0] if below else 0)


def is_blank(grid: Grid, row: int) -> bool:
    """Whether nothing stands in a row."""
    return row > grid.height or all(value is None for value in grid.rows[row - 1])


def list_rows(grid: Grid, header: int, used: Iterable[int]) -> Iterator[int]:
    """The blank rows of a list of ours, from below its last row on, without end."""
    row = max((header, *used))
    while True:
        row += 1
        if is_blank(grid, row):
            yield row
