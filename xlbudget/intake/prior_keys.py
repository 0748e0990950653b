"""Last year's tables, lines and columns in the terms of this year's edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.domain.codes import is_code
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.intake.gathered import Key
from xlbudget.reading.labels import plain, row_label


def this_years_key(key: Key, last: Format, resolved: Format) -> Key | None:
    """A key of last year's edition in this year's: a table by its name or title, a line by its
    name, its code of now or its label, a column by its name or header; None where this year has
    none.

    >>> from xlbudget.formats.library import find
    >>> key = ("general_public_budget_expenditure", "2089901", "total")
    >>> this_years_key(key, find("national", 2020), find("national", 2021))
    ('general_public_budget_expenditure', '2089999', 'total')
    """
    before = last.tables[key[0]]
    table = resolved.tables.get(key[0]) or _titled(before, resolved.tables)
    line = _line(key[1], before, table, resolved) if table else None
    column = _column(key[2], key[1], line or "", before, table) if table and line else None
    return (table.name, line, column) if table and line and column else None


def _titled(before: Table, tables: Mapping[str, Table]) -> Table | None:
    titles = {plain(title) for title in before.titles}
    return next((t for t in tables.values() if titles & {plain(x) for x in t.titles}), None)


def _line(line: str, before: Table, table: Table, resolved: Format) -> str | None:
    if is_code(line) and table.functional is not None:
        return resolved.present_code(line)
    if table.line(line) is not None:
        return line
    known = before.line(line)
    labels = _plain(known.labels) if known else set()
    return next((each.name for each in table.lines() if labels & _plain(each.labels)), None)


def _plain(labels: Iterable[str]) -> set[str]:
    return {row_label(label) for label in labels}


def _column(column: str, old_line: str, line: str, before: Table, table: Table) -> str | None:
    block, old_block = table.block_of(line), before.block_of(old_line)
    if block is None or old_block is None:
        return None
    if column in block.column_names:
        return column
    headers = {plain(h) for each in old_block.columns if each.name == column for h in each.headers}
    return next(
        (each.name for each in block.columns if headers & {plain(h) for h in each.headers}), None
    )
