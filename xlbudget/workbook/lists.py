"""Our lists as they are written below their headers, in place of those of the run before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xlbudget.books.port import CellWrite, Grid, RangeWrite, address
from xlbudget.domain.errors import OutputRefused
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text
from xlbudget.workbook.list_ends import list_end
from xlbudget.workbook.text_size import row_height, text_lines
from xlbudget.workbook.texts import NOTHING, Row

_WIDTHS = {
    layout.NARRATIVE: {"编号": 12, "类别": 8, "状态": 10, "正文": 80, "改写": 60},
    layout.CHECKS: {"级别": 8, "位置": 34, "问题": 70, "勾稽关系": 60},
    layout.CHARTS: {},
    layout.ANALYSIS: {"项目": 48, "短语": 44, "文字": 116},
}
"""How wide the columns of the lists are built."""

_ENTRY = "改写"
"""The column of a list that people fill in."""


def listed(
    sheets: OwnSheets,
    sheet: str,
    rows: Sequence[Row],
    words: tuple[str, ...] = (),
    also: Collection[str] = (),
) -> Iterator[RangeWrite]:
    """A list of ours from below its header on, column by column; what is left over is emptied.

    Its rows become as tall as their texts. `also` are names of rows that are ours (`list_end`).
    """
    words = words or layout.HEADERS[sheet]
    found = sheets.table(sheet, words)
    if not found:
        return
    grid, header, columns = found
    end = list_end(sheet, grid, header, columns, also)
    height = max(len(rows), end - header)
    covered = {word: columns[word] for word in words}
    _refuse_to_cover(sheets.file, grid, range(end + 1, header + height + 1), covered)
    if not height:
        return
    written = [*rows, *[(NOTHING,) * len(words)] * (height - len(rows))]
    heights = _heights(written, [_WIDTHS[sheet].get(word) for word in words])
    for first, last in _beside(words, columns):
        if words[first] == _ENTRY:
            cells = [row[first] for row in written]
            yield from _moved_entries(grid, header + 1, columns[_ENTRY], cells)
        else:
            whole = last - first == len(words)
            part = tuple(written) if whole else tuple(row[first:last] for row in written)
            yield RangeWrite(grid.sheet, header + 1, columns[words[first]], part, heights)


def _beside(words: Sequence[str], columns: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """The runs of header words whose columns stand beside each other (first, behind the last);
    the column that people fill in is one by itself.
    """
    first = 0
    for at in range(1, len(words) + 1):
        if (
            at == len(words)
            or columns[words[at]] != columns[words[at - 1]] + 1
            or _ENTRY in words[at - 1 : at + 1]
        ):
            yield first, at
            first = at


def _moved_entries(
    grid: Grid, first: int, column: int, cells: Sequence[CellWrite]
) -> Iterator[RangeWrite]:
    """What a person wrote, where its paragraph has moved; cells that stand as they are stay as she
    made them.
    """
    standing = [grid.at(row, column) for row in range(1, grid.height + 1)]
    raw = {as_text(value): value for value in standing if value is not None}
    for row, cell in enumerate(cells, first):
        here = grid.at(row, column)
        if cell.value is None and here is None:
            continue
        text = as_text(cell.value)
        if text != as_text(here):
            written = raw.get(text)
            value = written if isinstance(written, str) else cell.value
            yield RangeWrite(grid.sheet, row, column, ((CellWrite(value),),))


def _heights(rows: Sequence[Row], widths: Sequence[float | None]) -> tuple[float, ...]:
    """How tall rows become: as their longest text; nothing is asked for by columns of numbers."""
    wide = [(at, width) for at, width in enumerate(widths) if width is not None]
    if not wide:
        return ()
    heights = []
    for row in rows:
        lines = 1
        for at, width in wide:
            value = row[at].value
            if value and isinstance(value, str):
                lines = max(lines, text_lines(value, width))
        heights.append(row_height(lines))
    return tuple(heights)


def _refuse_to_cover(
    file: str, grid: Grid, rows: Iterable[int], columns: Mapping[str, int]
) -> None:
    """A list that grows must not cover what a user wrote below it."""
    for row in rows:
        for column in columns.values():
            value = grid.at(row, column)
            if value is not None:
                raise OutputRefused(
                    where=f"{file} · {grid.sheet}!{address(row, column)}",
                    seen=f"“{as_text(value)}”，而本次的列表要用到这一行",
                    expected="列表下面的空行",
                    remedy="请把这些内容移到更下面，或移到列表右边；"
                    "列表中间插了空行的，请删去空行。再运行。",
                )


def labelled_rows(grid: Grid, header: int, column: int) -> Mapping[str, int]:
    """The row of each label below a header; the first one counts."""
    rows: dict[str, int] = {}
    for row in range(header + 1, grid.height + 1):
        label = as_text(grid.at(row, column))
        if label:
            rows.setdefault(label, row)
    return rows
