"""Tables whose header names line and column at once (“三公”经费), whose rows are items, or whose
rows are the columns (a row of 预算数, a row of 决算数) under a header of items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xlbudget.books.port import Grid, address
from xlbudget.domain.statements import Source
from xlbudget.reading.amounts import RawCell, may_be_amount
from xlbudget.reading.headers import Headers, headers_in, in_words, is_above, numbers_columns
from xlbudget.reading.item_rows import read_item_rows
from xlbudget.reading.items import MISSPELT, Items, again, tell_column
from xlbudget.reading.sheet import RawLine, Sheet

_LEAST_ROWS = 3
"""So many known labels below each other make a column of labels."""

_LEAST_WORDS = 2
"""A header row has at least so many known words."""

_NAMED = 6
"""So many columns are named in a message."""

Places = dict[tuple[str, str], int]
"""The columns of the sheet by line and column of the table."""


def read_crossed(sheet: Sheet) -> Iterator[RawLine]:
    """The lines of a table of items and columns, in either direction."""
    items = Items(sheet.table)
    label_column = _label_column(sheet.grid, items)
    rows = _rows_of_columns(sheet.grid, items)
    if label_column:
        yield from read_item_rows(sheet, items, label_column)
    elif len(rows) > 1:
        yield from _by_rows(sheet, items, rows)
    else:
        yield from _by_header(sheet, items)


def _label_column(grid: Grid, items: Items) -> int:
    """The column with the most items below each other; 0 where as many stand in a row."""
    known = [(row, column) for row, column, value in grid.cells() if items.line(value)]
    columns, rows = Counter(at for _, at in known), Counter(at for at, _ in known)
    best = max(columns, key=lambda column: (columns[column], -column), default=0)
    across = max(rows.values(), default=0)
    return best if columns[best] >= _LEAST_ROWS and columns[best] > across else 0


def _rows_of_columns(grid: Grid, items: Items) -> dict[str, int]:
    """The rows that begin with the words of a column and have no other such word, by column; all
    their words stand below each other.
    """
    found: dict[int, dict[str, int]] = {}
    for row, values in enumerate(grid.rows, 1):
        filled = [(at, value) for at, value in enumerate(values, 1) if value is not None]
        if not filled or items.headings(values) != 1:
            continue
        at, value = filled[0]
        column = items.column((items.said.word(value),))
        if column and column not in found.setdefault(at, {}):
            found[at][column] = row
    return max(found.values(), key=len, default={})


def _by_rows(sheet: Sheet, items: Items, rows: dict[str, int]) -> Iterator[RawLine]:
    """A row for each column under a header of items."""
    grid, first = sheet.grid, min(rows.values())
    top = _header_top(grid, items)
    header = headers_in(grid, _header_rows(grid, top, first), items.said)
    places: dict[str, int] = {}
    for number in range(1, grid.width + 1):
        path = header.spoken(number)
        line = items.named(path)
        holds = any(may_be_amount(grid.at(row, number)) for row in rows.values())
        if line is None and holds:
            tell_column(sheet, sheet.header_cell(number, first), path)
        elif line is not None and line.name not in places:
            places[line.name] = number
        elif line is not None and holds:
            again(sheet, header, places, line.name, number, first)
    if not places:
        _no_header(sheet, header, first)
    for line in sheet.table.lines():
        if line.name in places:
            at = places[line.name]
            cells: dict[str, RawCell] = {}
            every: dict[str, Source] = {}
            for name, row in rows.items():
                found, where = sheet.cells(row, {name: at})
                cells |= found
                every |= where
            yield RawLine(line, line.label, cells, every)


def _by_header(sheet: Sheet, items: Items) -> Iterator[RawLine]:
    """One row of amounts under a header whose words name line and column."""
    grid = sheet.grid
    top = _header_top(grid, items)
    rows = [row for row in range(top, grid.height + 1) if _is_data(grid, row)]
    rows = rows or [row for row in range(top, grid.height + 1) if _is_sparse(grid, row, top)]
    first = rows[0] if rows else _below_header(grid, top, items)
    header = headers_in(grid, _header_rows(grid, top, first), items.said)
    every = range(1, grid.width + 1)
    used = {at for at in every if any(may_be_amount(grid.at(row, at)) for row in rows)}
    places = _places(sheet, items, header, used, first)
    if not places and used and not sheet.errors:
        _no_header(sheet, header, first)
    if not places:
        return
    rows = [row for row in rows if sheet.row_holds(row, places.values())]
    if len(rows) > 1:
        sheet.fault(
            address(rows[1], min(places.values())),
            f"第二行数（第一行在第 {rows[0]} 行）",
            "一行数",
            "请只保留合计的一行。",
        )
        return
    row = rows[0] if rows else first
    if not rows and _is_note(grid, row):
        return
    for line in sheet.table.lines():
        columns = {column: at for (name, column), at in places.items() if name == line.name}
        if columns:
            yield RawLine(line, line.label, *sheet.cells(row, columns))


def _header_top(grid: Grid, items: Items) -> int:
    """The first row of the header; above it may be the one word 决算数, over all columns."""
    top = next((row for row in range(1, grid.height + 1) if _is_header(grid, row, items)), 1)
    return top - 1 if top > 1 and items.headings(grid.rows[top - 2]) else top


def _is_header(grid: Grid, row: int, items: Items) -> bool:
    values = [value for value in grid.rows[row - 1] if value is not None]
    known = sum(items.line(value) is not None for value in values)
    return known + items.headings(values) >= _LEAST_WORDS


def _is_data(grid: Grid, row: int) -> bool:
    """A row of amounts; a row of 栏次 is none."""
    values = grid.rows[row - 1]
    return any(map(may_be_amount, values)) and not numbers_columns(values)


def _is_sparse(grid: Grid, row: int, top: int) -> bool:
    """Whether 1, 2 … in a row do not number every column with a header: they are amounts."""
    values = grid.rows[row - 1]
    if not any(map(may_be_amount, values)) or any(isinstance(v, str) for v in values):
        return False
    above = range(top - 1, row - 1)
    return any(
        value is None and any(grid.rows[at][column] is not None for at in above)
        for column, value in enumerate(values)
    )


def _header_rows(grid: Grid, top: int, first: int) -> list[int]:
    """The rows of the header, those that number the columns left out."""
    rows = range(top, first)
    return [
        r for r in rows if not numbers_columns(grid.rows[r - 1]) and not is_above(grid.rows[r - 1])
    ]


def _below_header(grid: Grid, top: int, items: Items) -> int:
    """The first row below the header that does not number the columns."""
    row = top
    while row <= grid.height and (
        _is_header(grid, row, items)
        or numbers_columns(grid.rows[row - 1])
        or sum(isinstance(value, str) for value in grid.rows[row - 1]) >= _LEAST_WORDS
    ):
        row += 1
    return row


def _is_note(grid: Grid, row: int) -> bool:
    """Whether a row holds nothing but a sentence, as below an empty table."""
    values = grid.rows[row - 1] if row <= grid.height else ()
    return [column for column, value in enumerate(values) if value is not None] == [0]


def _places(sheet: Sheet, items: Items, header: Headers, used: set[int], first: int) -> Places:
    """The column of each amount; columns of amounts that cannot be told are told."""
    places: Places = {}
    unread: list[int] = []
    for number in range(1, sheet.grid.width + 1):
        path = header.spoken(number)
        line, column = items.named(path), items.column(path)
        if header.is_prior(number):
            continue
        key = (line.name, column) if line and column else None
        if key is None:
            unread += [number] if number in used else []
        elif key not in places:
            places[key] = number
        elif number in used:
            again(sheet, header, places, key, number, first)
    last = max(places.values(), default=0)
    while last + 1 in used or last + 1 in header.own:
        last += 1
    for number in unread:
        if places and number <= last:
            _tell_unread(sheet, items, header, places, number, first)
    return places


def _tell_unread(
    sheet: Sheet, items: Items, header: Headers, places: Places, number: int, first: int
) -> None:
    """A column of amounts whose header does not say what it is; a fault where one is missing."""
    path, cell = header.spoken(number), sheet.header_cell(number, first)
    words = [word for word in path if word not in items.columns]
    likely = (items.nearest(word, MISSPELT) for word in reversed(words))
    near = next((line for line in likely if line is not None), None)
    missing = [
        f"“{line.label}”的{column.headers[0]}"
        for line in sheet.table.lines()
        for column in sheet.table.blocks[0].columns
        if (line.name, column.name) not in places
    ]
    if missing:
        sheet.fault(
            cell,
            f"{in_words(path)}，这一列有金额却认不出",
            f"“{near.label}”" if near else "表样中的列；没有找到" + "、".join(missing[:_NAMED]),
            "请按表样改正这个表头；若不是这一列，请移到表外。",
        )
        return
    tell_column(sheet, cell, path, f"，最接近的是“{near.label}”" if near else "")


def _no_header(sheet: Sheet, header: Headers, first: int) -> None:
    said = "、".join(" / ".join(path) for path in header.paths if path)
    sheet.fault(
        address(max(first - 1, 1), 1),
        f"表头：{said or '空白'}",
        "预算数、决算数各一组：" + "、".join(line.label for line in sheet.table.lines()),
        "请核对表头的文字。",
    )
