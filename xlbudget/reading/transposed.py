"""Wide tables laid the other way: economic codes in the rows, functions or funds in the columns.

Funds as columns are details of the total: only the total is read, and the rest is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from xlbudget.books.port import Grid, Value
from xlbudget.domain.statements import Cell
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import RawCell, may_be_amount
from xlbudget.reading.code_cells import code_and_name, without_zeros
from xlbudget.reading.code_rows import read_rows
from xlbudget.reading.code_words import turned, words_of
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.sheet import RawLine, Sheet

_FUNCTION = "2"
"""Functional codes begin with it, and no economic code does."""


def is_transposed(grid: Grid, table: Table) -> bool:
    """Whether a table whose rows should be functions has economic codes or names in its rows.

    The first column with any code or name decides: amounts that look like codes stand further
    right, and so do the codes of the header. Where no function is named, amounts stand beside.
    """
    words = words_of(table)
    if table.functional is None or not words.coded:
        return False
    economic, functional = Counter[int](), Counter[int]()
    rows: tuple[set[int], set[int]] = (set(), set())
    for row, column, value in grid.cells():
        code = without_zeros(code_and_name(value)[0], words.coded.__contains__)
        if code in words.coded:
            economic[column] += 1
            rows[0].add(row)
        elif code[:1] == _FUNCTION:
            functional[column] += 1
            rows[1].add(row)
    columns = (column for column in words.columns if column.name in words.coded)
    names = {plain(name) for column in columns for name in column.headers[:-1]} - {"小计"}
    known = () if functional else words.by_name
    for row, column, value in grid.cells():
        label = row_label(value) if isinstance(value, str) else ""
        if label in known and label not in names:
            functional[column] += 1
        elif label in names and label not in known and row not in rows[1]:
            economic[column] += 1
            rows[0].add(row)
    first = min((*economic, *functional), default=0)
    beside = functional or any(_holds_amount(grid.rows[row - 1]) for row in rows[0])
    return economic[first] > functional[first] and bool(beside)


def _holds_amount(values: Iterable[Value]) -> bool:
    return any(may_be_amount(value) and not code_and_name(value)[0] for value in values)


def read_transposed(sheet: Sheet) -> Iterator[RawLine]:
    """A line for each function that a column is headed by, and for the total."""
    words = turned(sheet.table)
    lines: dict[str, dict[str, RawCell | Cell]] = {}
    for read in read_rows(sheet, words):
        for name, cell in read.cells.items():
            lines.setdefault(name, {})[read.line.name] = cell
    for name, cells in lines.items():
        line = sheet.table.line(name)
        if line is not None:
            yield RawLine(line, line.label, cells)
