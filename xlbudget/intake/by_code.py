"""Sheets of budgets by functional code: of which fund and year they are, and what they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from xlbudget.books.port import Grid
from xlbudget.checks.code_rules import FUNDS, budgets_of
from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell, Statement
from xlbudget.formats.exports import Exports, RawSheet
from xlbudget.formats.model import Format, Language
from xlbudget.formats.table_model import Table
from xlbudget.intake.by_fund import by_fund
from xlbudget.intake.feeds import publishes
from xlbudget.intake.gathered import BudgetKey
from xlbudget.reading.code_cells import code_and_name
from xlbudget.reading.headers import LEVEL_WORDS
from xlbudget.reading.labels import plain
from xlbudget.reading.raw_sheets import has_budgets, head_rows, read_raw_sheet
from xlbudget.reading.recognise import Head, titles_on
from xlbudget.reading.remembered import once_for_each_table

_YEAR = re.compile(r"((?:19|20)\d{2})年")

_HEADER = "科目"
"""In the header of every table of codes."""

_EVERY_FUND = "财政拨款"
"""A sheet of all appropriations: its codes say the fund."""


def kind_of(grid: Grid, known: Exports, resolved: Format) -> RawSheet | None:
    """How a sheet of budgets by code is to be read: by its columns of 年初 and 全年预算数, else by
    its title; None where it is no such sheet.
    """
    titled = set(titles_on(grid)).intersection(map(plain, known.department.table.titles))
    kind = known.by_code if has_budgets(grid) else known.department if titled else None
    codes = (code_and_name(value)[0] for _, _, value in grid.cells())
    return kind if any(resolved.functional.names(code) for code in codes if code) else None


def read_by_code(
    grid: Grid, kind: RawSheet, above: Head, file: str
) -> tuple[Statement | None, list[Finding], list[XlbudgetError]]:
    """The statement of a sheet of budgets: of both, or of the one that it has beside columns of
    other things.
    """
    first = None
    for table in _with_fewer_columns(kind.table):
        read = read_raw_sheet(grid, replace(kind, table=table), above, file)
        if read[0] is not None:
            return read
        first = first or read
    assert first is not None
    return first


@once_for_each_table
def _with_fewer_columns(table: Table) -> tuple[Table, ...]:
    """The table, and the table with each of its columns alone."""
    (block,) = table.blocks
    alone = [(column,) for column in block.columns if len(block.columns) > 1]
    return (table, *(replace(table, blocks=(replace(block, columns=each),)) for each in alone))


def year_of(grid: Grid, year: int) -> int | None:
    """The year in the title or above it; `year` if it is one of several, None if none is said.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> year_of(MemoryBook("== 表\\n示例局2023年一般公共预算支出预算表").read("表"), 2024)
    2023
    """
    years = [int(found[1]) for text in _head_texts(grid) for found in _YEAR.finditer(text)]
    return year if year in years else next(iter(years), None)


def of_another_year(grid: Grid, file: str, year: int) -> Iterator[XlbudgetError]:
    """The error for budgets of another year."""
    seen = year_of(grid, year)
    if seen not in (None, year):
        yield UnknownLayout(
            where=f"{file} · {grid.sheet}",
            seen=f"{seen}年的预算",
            expected=f"{year}年度的预算",
            remedy=f"请换成 {year} 年度的预算，或不交这个文件。",
        )


def funds_on(grid: Grid, kind: RawSheet) -> Mapping[str, Grid]:
    """The sheet for each fund that it speaks of: one, or several side by side; empty where nothing
    says whose money it is.
    """
    (block,) = kind.table.blocks
    lead = {*LEVEL_WORDS, *map(plain, (*block.code_headers, *block.label_headers))}
    fund = fund_of(grid)
    return by_fund(grid, lead) or ({} if fund is None else {fund: grid})


def fund_of(grid: Grid) -> str | None:
    """The fund that the head names; empty where it names all appropriations, None where nothing
    says whose money it is.
    """
    for texts in ((*titles_on(grid), plain(grid.sheet)), tuple(map(plain, _head_texts(grid)))):
        named = [fund for fund, word in FUNDS.items() if any(word in text for text in texts)]
        if len(named) == 1:
            return named[0]
        if named or any(_EVERY_FUND in text for text in texts):
            return ""
    return None


def budgets_by_code(
    statement: Statement, kind: RawSheet, fund: str, resolved: Format
) -> Iterator[tuple[BudgetKey, Cell]]:
    """The budgets of a statement by code and base: of one fund, or of the fund of each code."""
    for line in statement.lines:
        of_line = fund or _fund_of_code(line.name, resolved)
        for table, feed in product(resolved.tables.values(), kind.budgets):
            cell = line.cells.get(feed.column)
            asked = table.budget and table.fund == of_line and publishes(table, line)
            if asked and of_line and cell is not None and cell.amount is not None:
                yield (table.name, line.name, table.default_column(line.name), feed.base), cell


def of_this_fund(statement: Statement, fund: str, resolved: Format) -> Statement:
    """What a sheet of several funds says of one of them: a code without a budget there is another
    fund's, unless the catalogue says that it is this one's.
    """
    lines = tuple(
        line
        for line in statement.lines
        if not is_code(line.name)
        or any(cell.amount and cell.amount.fen for cell in line.filled.values())
        or _fund_of_code(line.name, resolved) == fund
    )
    return replace(statement, lines=lines)


def _fund_of_code(line: str, resolved: Format) -> str:
    """The fund of a code; nothing where it may be of several, or for the whole of all funds."""
    return _known_fund(line, Language(resolved)) if is_code(line) else ""


@lru_cache(4096)
def _known_fund(code: str, of: Language) -> str:
    homes = budgets_of(code, of.format)
    funds = [fund for fund, word in FUNDS.items() if word in homes]
    return funds[0] if len(funds) == 1 else ""


def _head_texts(grid: Grid) -> Iterator[str]:
    """The texts down to the first row of the header, which names code or name of the 科目."""
    for values in head_rows(grid):
        texts = [value for value in values if isinstance(value, str)]
        yield from texts
        if any(_HEADER in plain(text) for text in texts):
            return
