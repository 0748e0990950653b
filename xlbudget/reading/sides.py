"""The sides of a table on a sheet: where the labels of each block stand, and its amounts."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from xlbudget.books.port import Grid, address, column_letters
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import BlockDef, Column
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.headers import Headers, Said, headers, in_words, numbers_rows, said_of
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.sheet import Sheet

_NEARLY = 0.7
"""How alike two header words are that are probably one column (one or two characters differ)."""


@dataclass(frozen=True, slots=True)
class Side:
    """A block as found on the sheet.

    Its label column, its columns of amounts (1 is A), and the first and last row of known labels
    on the sheet.
    """

    block: BlockDef
    label_column: int
    columns: dict[str, int]
    first_row: int
    last_row: int


def find_sides(sheet: Sheet) -> list[Side]:
    """Each block's side. What cannot be found is a fault of the sheet."""
    above = _header_row(sheet)
    labels = _label_columns(sheet, above)
    if labels is None:
        return []
    grid = sheet.grid
    rows = [row for block, column in labels for row in _label_rows(grid, block, column, above)]
    header = headers(grid, min(rows), _said(sheet))
    ends = [column for _, column in labels[1:]] + [grid.width + 1]
    sides = []
    for (block, label_column), end in zip(labels, ends, strict=True):
        span = range(label_column + 1, end)
        side = Side(block, label_column, {}, min(rows), max(rows))
        missing: list[Column] = []
        for position, column in enumerate(block.columns):
            matches = header.matching(column.headers, span)
            if len(matches) == 1:
                side.columns[column.name] = matches[0]
            elif matches or position == 0:
                _not_one(sheet, side, header, column, span)
            else:
                missing.append(column)
        _unread_columns(sheet, side, header, missing, span)
        sides.append(side)
    return sides


def _said(sheet: Sheet) -> Said:
    columns = [column for block in sheet.table.blocks for column in block.columns]
    return said_of(columns, sheet.table.year)


def _header_row(sheet: Sheet) -> int:
    """The first row with two words of the header; 0 where rows of the table stand above it.

    Lines of a pasted page stand above it, one in a cell; they are no rows of the table.
    """
    table = sheet.table
    words = {
        plain(word)
        for block in table.blocks
        for word in (*block.label_headers, *(w for c in block.columns for w in c.headers))
    }
    known = {row_label(label) for line in table.lines() for label in line.labels}
    said = _said(sheet)
    for row, values in enumerate(sheet.grid.rows, 1):
        texts = [value for value in values if isinstance(value, str)]
        if sum(said.word(text) in words for text in texts) > 1:
            return row
        if any(map(may_be_amount, values)) and any(row_label(text) in known for text in texts):
            return 0
    return 0


def _label_rows(grid: Grid, block: BlockDef, column: int, above: int) -> Iterator[int]:
    known = {row_label(label) for line in block.lines for label in line.labels}
    for row in range(above + 1, grid.height + 1):
        value = grid.at(row, column)
        if isinstance(value, str) and row_label(value) in known:
            yield row


def _label_columns(sheet: Sheet, above: int) -> list[tuple[BlockDef, int]] | None:
    """Each block's label column, blocks from left to right.

    It is the first column with at least half as many of the block's labels as any other has: what
    people put to the right of a table (last year's, say) is never taken for it.
    """
    found: list[tuple[BlockDef, int]] = []
    taken = 0
    for block in sheet.table.blocks:
        counts = {
            column: sum(1 for _ in _label_rows(sheet.grid, block, column, above))
            for column in range(taken + 1, sheet.grid.width + 1)
        }
        most = max(counts.values(), default=0)
        if not most:
            rows = "、".join(f"“{line.label}”" for line in block.lines[:3])
            sheet.fault(
                "",
                f"没有“{sheet.table.title}”{block.heading}一侧应有的行",
                f"{rows}等行",
                "请核对表样；若这张表不是该表，请改掉表内标题。",
            )
            return None
        taken = next(column for column, count in counts.items() if 2 * count >= most)
        found.append((block, taken))
    return found


def _not_one(sheet: Sheet, side: Side, header: Headers, column: Column, span: range) -> None:
    words = [
        f"{column_letters(number)} 列“{' / '.join(path)}”"
        for number in span
        if (path := header.path(number))
    ]
    sheet.fault(
        address(max(side.first_row - 1, 1), side.label_column),
        f"“{side.block.heading}”一侧的表头：{'、'.join(words) or '空白'}",
        f"恰有一列“{'”或“'.join(column.headers)}”",
        "请核对表头；多余的列请移到表外，改了名的表头请改回。",
    )


def _unread_columns(
    sheet: Sheet, side: Side, header: Headers, missing: list[Column], span: range
) -> None:
    """Columns that may be missing are not missing if a column of amounts was not read.

    It has nearly the name of a missing one, or it stands inside the table under an unknown header.
    Where none is missing, a column inside the table that is not read is told.
    """
    end = side.label_column
    if side.block.columns[0].name in side.columns:
        end = max(side.columns.values())
        while (
            missing
            and end + 1 in span
            and (end + 1 in header.own or _holds_amounts(sheet, side, end + 1))
        ):
            end += 1
    for number in span:
        if number in side.columns.values() or not _may_lose(sheet, side, header, number):
            continue
        cell = sheet.header_cell(number, side.first_row)
        words = in_words(header.spoken(number))
        near = next((column for column in missing if _nearly_says(header, number, column)), None)
        if near:
            sheet.fault(
                cell,
                f"{words}，这一列有金额却认不出",
                f"“{'”或“'.join(near.headers)}”",
                "请按表样改正这个表头；若不是这一列，请移到表外。",
            )
        elif number <= end and missing:
            absent = "”、“".join(column.headers[0] for column in missing)
            sheet.fault(
                cell,
                f"{words}，下面有数，但没有读入",
                f"表样中的列；没有找到“{absent}”列",
                "请按表样改正这个表头；若不是表样中的列，请移到表外，与表隔一个空列。",
            )
        elif number <= end:
            sheet.note(
                "column-unrecognised",
                Level.INFO,
                cell,
                words,
                f"这一列没有读入：{words}不是“{sheet.table.title}”的列。",
            )


def _may_lose(sheet: Sheet, side: Side, header: Headers, column: int) -> bool:
    """Whether a column that is not read holds amounts of this year."""
    if not header.is_actual(column) or numbers_rows(header.spoken(column)):
        return False
    return _holds_amounts(sheet, side, column)


def _nearly_says(header: Headers, number: int, column: Column) -> bool:
    words = [plain(word) for word in column.headers]
    return any(
        difflib.get_close_matches(said, words, n=1, cutoff=_NEARLY) for said in header.said(number)
    )


def _holds_amounts(sheet: Sheet, side: Side, column: int) -> bool:
    return any(
        may_be_amount(sheet.grid.at(row, column))
        for row in _label_rows(sheet.grid, side.block, side.label_column, side.first_row - 1)
    )
