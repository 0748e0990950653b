"""Wide tables laid the other way: economic codes in the rows, functions or funds in the columns.

Funds as columns are details of the total: only the total is read, and the rest is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from xlbudget.books.port import Grid, Value
from xlbudget.domain.statements import Source
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import RawCell, may_be_amount
from xlbudget.reading.code_cells import code_and_name, without_zeros
from xlbudget.reading.code_rows import read_rows
from xlbudget.reading.code_words import Words
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.remembered import once_for_each_table
from xlbudget.reading.sheet import RawLine, Sheet
from xlbudget.reading.table_words import turned, words_of

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
    if _functions_lead(grid, words):
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
    names = economic_names(table)
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


@once_for_each_table
def economic_names(table: Table) -> frozenset[str]:
    """The names of the economic codes that head the columns of a wide table."""
    words = words_of(table)
    columns = (column for column in words.columns if column.name in words.coded)
    names = {plain(name) for column in columns for name in column.headers[:-1]}
    return frozenset(names - {"小计"})


def _functions_lead(grid: Grid, words: Words) -> bool:
    """Whether more functions than economic codes and names stand in column A, which decides then:
    so it is in the tables as they are printed.
    """
    names = economic_names(words.table)
    functional = economic = 0
    for values in grid.rows:
        value = values[0]
        if value is None:
            continue
        code = without_zeros(code_and_name(value)[0], words.coded.__contains__)
        functional += code not in words.coded and code[:1] == _FUNCTION
        economic += code in words.coded
        economic += isinstance(value, str) and row_label(value) in names
    return functional > economic


def _holds_amount(values: Iterable[Value]) -> bool:
    return any(may_be_amount(value) and not code_and_name(value)[0] for value in values)


def read_transposed(sheet: Sheet) -> Iterator[RawLine]:
    """A line for each function that a column is headed by, and for the total."""
    words = turned(sheet.table)
    cells: dict[str, dict[str, RawCell]] = {}
    places: dict[str, dict[str, Source]] = {}
    for read in read_rows(sheet, words):
        for name, place in read.places.items():
            places.setdefault(name, {})[read.line.name] = place
        for name, cell in read.cells.items():
            cells.setdefault(name, {})[read.line.name] = cell
    for name, where in places.items():
        line = sheet.table.line(name)
        if line is not None:
            yield RawLine(line, line.label, cells.get(name, {}), where)
