"""Tables of items whose items stand in the rows, under headings such as 预算数 and 决算数."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.books.port import Grid, address, column_letters
from xlbudget.domain.findings import Level
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.headers import (
    Headers,
    Path,
    headers,
    in_words,
    numbers_columns,
    numbers_rows,
)
from xlbudget.reading.items import Items, again, tell_column, tell_row
from xlbudget.reading.labels import is_note, plain
from xlbudget.reading.sheet import TOLD, RawLine, Sheet


def read_item_rows(sheet: Sheet, items: Items, label_column: int) -> Iterator[RawLine]:
    """The lines of a table of items below each other."""
    grid = sheet.grid
    rows = range(1, grid.height + 1)
    labelled = [row for row in rows if items.line(grid.at(row, label_column))]
    top = next((row for row in rows if items.headings(grid.rows[row - 1])), 0)
    first = next((r for r in rows if r > top and (r in labelled or _is_data(grid, r))), labelled[0])
    columns = _columns(sheet, items, headers(grid, first, items.said), label_column, first)
    seen: dict[str, str] = {}
    unknown: list[int] = []
    counts: list[int] = []
    for row in range(first, grid.height + 1) if columns else ():
        text = grid.at(row, label_column)
        item = items.line(text)
        if items.counted(text):
            counts.append(row)
            continue
        if item is not None and item.name not in seen:
            seen[item.name] = address(row, label_column)
            yield RawLine(item, str(text).strip(), *sheet.cells(row, columns))
        elif sheet.row_holds(row, columns.values()) and not is_note(text):
            unknown.append(row)
    for row in unknown[:TOLD]:
        tell_row(sheet, items, row, label_column, seen)
    sheet.tell_rest([address(row, label_column) for row in unknown[TOLD:]])
    if any(sheet.row_holds(row, columns.values()) for row in counts):
        _tell_counts(sheet, counts, label_column)


def _is_data(grid: Grid, row: int) -> bool:
    """A row of amounts, with a label or without; a row of 栏次 is none."""
    values = grid.rows[row - 1]
    return any(map(may_be_amount, values)) and not numbers_columns(values)


def _columns(
    sheet: Sheet, items: Items, header: Headers, label_column: int, first: int
) -> dict[str, int]:
    """The columns of amounts right of the items, up to those of another table beside it."""
    table = sheet.table
    labels = {plain(word) for word in table.blocks[0].label_headers}
    found: dict[str, int] = {}
    unread: list[int] = []
    for number in range(label_column + 1, sheet.grid.width + 1):
        path, holds = header.spoken(number), sheet.column_holds(number, first)
        if len(found) == len(table.blocks[0].columns) and not path and not holds:
            break
        if found and labels.intersection(path[-1:]):
            _tell_beside(sheet, header, number, first)
            break
        name = "" if header.is_prior(number) else items.column(path)
        if name and name not in found:
            found[name] = number
        elif name and holds:
            again(sheet, header, found, name, number, first)
        elif holds and not header.is_prior(number) and not numbers_rows(path):
            unread.append(number)
    for number in unread:
        _tell_unread(sheet, header, found, number, first)
    if not found and not unread:
        _fault(sheet, address(max(first - 1, 1), label_column), "表头里没有“预算数”和“决算数”")
    return found


def _last(path: Path) -> str:
    return path[-1] if path else ""


def _tell_unread(
    sheet: Sheet, header: Headers, found: dict[str, int], number: int, first: int
) -> None:
    cell, path = sheet.header_cell(number, first), header.spoken(number)
    if len(found) < len(sheet.table.blocks[0].columns):
        _fault(sheet, cell, f"{in_words(path)}，下面有数，但没有读入")
    else:
        tell_column(sheet, cell, path)


def _fault(sheet: Sheet, cell: str, seen: str) -> None:
    words = "".join(f"“{c.headers[0]}”" for c in reversed(sheet.table.blocks[0].columns))
    sheet.fault(cell, seen, f"{words}两列", "请核对表头的文字。")


def _tell_counts(sheet: Sheet, rows: list[int], label_column: int) -> None:
    """Rows of counts: the text takes them from 补充资料."""
    first = str(sheet.grid.at(rows[0], label_column)).strip()
    sheet.note(
        "row-unrecognised",
        Level.INFO,
        address(rows[0], label_column),
        first,
        f"“{first}”等 {len(rows)} 行是数量，不是金额，没有读入。数量请填在“补充资料”里。",
    )


def _tell_beside(sheet: Sheet, header: Headers, number: int, first: int) -> None:
    """Another table to the right, whose amounts are not read."""
    if any(sheet.column_holds(at, first) for at in range(number, sheet.grid.width + 1)):
        said = _last(header.path(number))
        sheet.note(
            "column-unrecognised",
            Level.INFO,
            sheet.header_cell(number, first),
            said,
            f"从 {column_letters(number)} 列“{said}”起是另一张表，没有读入。",
        )
