"""Which raw sheet of the 部门决算 system a sheet is, and its statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice, pairwise

from xlbudget.books.port import Grid, Value
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.domain.statements import Statement
from xlbudget.formats.exports import Exports, RawSheet
from xlbudget.formats.table_model import Layout, Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.extract import extract
from xlbudget.reading.labels import plain, row_label, unquoted
from xlbudget.reading.recognise import HEAD_ROWS, Head, titles_on

_CODE = re.compile(r"(?!GK)([A-Z]{1,2}\d{2}(?:[_-]\d)?)(?![A-Za-z\d])")
"""What the name of a sheet begins with; the rest of it may be cut off at 31 characters. GK are
public tables.
"""

_NUMBER = re.compile(r"(?:.*\()?财决(附?)(\d{2})(?:[-—_](\d))?表\)?")
"""The number in a cell of its own, or in brackets behind the title."""

_SHOWN = 20
"""So many characters of a text are shown."""

_BUDGET = re.compile(r"(?:年初|全年|调整后?|全年\(调整\))预算数")


def raw_sheet_on(grid: Grid, known: Exports) -> RawSheet | None:
    """The raw sheet by its title, else by the code of its name or its 财决 number.

    A title alone is not enough where a public table has the same: then columns of budgets, or a
    label that only the raw sheet has, say that it is the raw sheet. None for what is not needed,
    and what is no raw sheet.
    """
    code = code_on(grid)
    titled = sheet_titled(grid, known)
    if code:
        return titled or known.sheets.get(code)
    return titled if titled is not None and (has_budgets(grid) or _is_told(grid, titled)) else None


def _is_told(grid: Grid, sheet: RawSheet) -> bool:
    """Whether a label stands on the sheet that tells it from a public table of the same title."""
    wanted = {row_label(word) for word in sheet.told_by}
    return bool(wanted) and any(
        isinstance(value, str) and row_label(value) in wanted for _, _, value in grid.cells()
    )


def sheet_titled(grid: Grid, known: Exports) -> RawSheet | None:
    """The one raw sheet whose title stands in the head."""
    titles = {unquoted(plain(title)) for title in titles_on(grid)}
    found = [
        sheet
        for sheet in known.sheets.values()
        if titles.intersection(unquoted(plain(title)) for title in sheet.table.titles)
    ]
    return found[0] if len(found) == 1 else None


def code_on(grid: Grid) -> str:
    """The code of a raw sheet that its name or its number says, known or not.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> code_on(MemoryBook("== Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-").read(
    ...     "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-"))
    'Z08_1'
    >>> code_on(MemoryBook("== Sheet3\\n机构运行信息表||财决附03表").read("Sheet3"))
    'F03'
    """
    match = _CODE.match(plain(grid.sheet).upper())
    if match:
        return match[1].replace("-", "_")
    texts = map(plain, (grid.sheet, *_head_texts(grid)))
    numbers = {match.groups() for text in texts if (match := _NUMBER.fullmatch(text))}
    if len(numbers) != 1:
        return ""
    annex, number, part = numbers.pop()
    return f"{'F' if annex else 'Z'}{number}{f'_{part}' if part else ''}"


def has_budgets(grid: Grid) -> bool:
    """Whether the head has columns of 年初预算数 or 全年预算数."""
    return any(_BUDGET.search(plain(text)) for text in _head_texts(grid))


def head_rows(grid: Grid) -> Iterator[tuple[Value, ...]]:
    """The first rows of a sheet, from the first that holds anything."""
    filled = dropwhile(lambda values: not any(v is not None for v in values), grid.rows)
    yield from islice(filled, HEAD_ROWS)


def _head_texts(grid: Grid) -> Iterator[str]:
    for values in head_rows(grid):
        yield from (value for value in values if isinstance(value, str))


def read_raw_sheet(
    grid: Grid, sheet: RawSheet, head: Head, file: str
) -> tuple[Statement | None, list[Finding], list[XlbudgetError]]:
    """The statement of a raw sheet, as `extract` gives it."""
    if sheet.table.layout is Layout.SIDES:
        grid = _unmerged(grid, sheet.table)
    return extract(grid, sheet.table, head, file)


def _unmerged(grid: Grid, table: Table) -> Grid:
    """Labels that are merged over two sides, set down in the last of them too.

    Z01 prints 本年支出合计 over the sides of functions and of natures, and its amounts beside it.
    """
    columns = _label_columns(grid, table)
    rows = [list(values) for values in grid.rows]
    for values in rows:
        for left, right in pairwise(columns):
            label = values[left]
            between = values[left + 1 : right + 1]
            if not isinstance(label, str) or any(value is not None for value in between):
                continue
            if any(map(may_be_amount, values[right + 1 :])):
                values[right] = label
    return Grid(grid.sheet, tuple(map(tuple, rows)))


def _label_columns(grid: Grid, table: Table) -> list[int]:
    """The columns (0 is A) that a row of the header says to be labels, the row with the most."""
    words = {plain(word) for block in table.blocks for word in block.label_headers}
    found: list[int] = []
    for values in head_rows(grid):
        here = [at for at, value in enumerate(values) if _says(value, words)]
        if len(here) > len(found):
            found = here
    return found


def _says(value: Value, words: Iterable[str]) -> bool:
    return isinstance(value, str) and plain(value) in words


def first_words(grid: Grid, most: int = 3) -> tuple[str, ...]:
    """The first words on a sheet, for a message about one that nobody knows."""
    texts = (text.strip() for _, _, text in grid.cells() if isinstance(text, str))
    return tuple(text[:_SHOWN] for text in islice(filter(None, texts), most))
