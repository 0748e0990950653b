"""Values on their way in and out of a file: what a library read, what a plan writes."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from xlbudget.books.cell_text import LONGEST
from xlbudget.books.port import BookPlan, CellError, CellWrite, Value, address, number
from xlbudget.books.sheet_scan import contains, rectangle
from xlbudget.domain.errors import OutputRefused

MIDNIGHT = dt.time()
DAY = dt.timedelta(days=1)


def from_file(raw: object) -> Value:
    """A value as a spreadsheet library gives it, as the core sees it.

    A moment at midnight is a date; a duration (`[h]:mm`) is the number that the cell holds: days.

    >>> from_file(dt.datetime(2024, 12, 31)), from_file(dt.timedelta(hours=36)), from_file("")
    (datetime.date(2024, 12, 31), Decimal('1.5'), None)
    """
    if isinstance(raw, str):
        return raw or None
    if isinstance(raw, bool) or raw is None:
        return raw
    if isinstance(raw, int | float):
        value = float(raw)
        return number(value) if math.isfinite(value) else CellError("#NUM!")
    if isinstance(raw, dt.datetime):
        return raw.date() if raw.time() == MIDNIGHT else raw
    if isinstance(raw, dt.date | dt.time):
        return raw
    if isinstance(raw, dt.timedelta):
        return number(raw / DAY)
    raise TypeError(f"a cell cannot hold {type(raw).__name__}")


def as_read(write: CellWrite) -> Value:
    """What a reader sees in a cell after a write: 15 digits, no empty texts.

    >>> as_read(CellWrite(Decimal("12.50"))), as_read(CellWrite("", "=A1"))
    (Decimal('12.5'), None)
    """
    value = write.value
    if isinstance(value, Decimal):
        if not value.is_finite() or math.isinf(float(value)):
            raise ValueError(f"not a number that a cell can hold: {value}")
        return number(float(value))
    return None if value == "" else value


def writes_by_sheet(book: str, plan: BookPlan) -> dict[str, dict[tuple[int, int], CellWrite]]:
    """The cells of a plan by sheet, row and column; where ranges overlap, the later one counts.

    OutputRefused if a text is longer than a cell can hold; ValueError if a block is not whole.
    """
    sheets: dict[str, dict[tuple[int, int], CellWrite]] = defaultdict(dict)
    for area in plan.ranges:
        cells = sheets[area.sheet]
        for row, line in enumerate(area.cells, area.row):
            for column, write in enumerate(line, area.column):
                if isinstance(write.value, str) and len(write.value) > LONGEST:
                    raise OutputRefused(
                        where=f"{book} · {area.sheet}!{address(row, column)}",
                        seen=f"要写入的文字有 {len(write.value)} 个字符",
                        expected=f"不超过 {LONGEST} 个字符（Excel 单元格的上限）",
                        remedy="请把这段文字分成几段。",
                    )
                cells[row, column] = write
    for cells in sheets.values():
        _check_blocks(cells)
    return dict(sheets)


def _check_blocks(cells: Mapping[tuple[int, int], CellWrite]) -> None:
    """Every cell of a block is there, with the same formula and block."""
    members: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, write in cells.items():
        if write.block:
            members[write.block].append(at)
    for block, places in members.items():
        top, left, bottom, right = area = rectangle(block)
        formulas = {cells[at].formula for at in places}
        if (
            len(places) != (bottom - top + 1) * (right - left + 1)
            or not all(contains(area, *at) for at in places)
            or len(formulas) != 1
            or None in formulas
        ):
            raise ValueError(f"the cells of the block {block} are not all there, or do not agree")


def heights_by_sheet(plan: BookPlan) -> dict[str, dict[int, float]]:
    """The heights that a plan wishes, by sheet and row; the tallest wish counts."""
    sheets: dict[str, dict[int, float]] = defaultdict(dict)
    for area in plan.ranges:
        rows = sheets[area.sheet]
        for row, height in enumerate(area.heights, area.row):
            rows[row] = max(rows.get(row, 0), height)
    return dict(sheets)


def covered_cell(book: str, sheet: str, cell: str, area: str) -> OutputRefused:
    """The error for a value that would stand hidden under a merged range."""
    return OutputRefused(
        where=f"{book} · {sheet}!{cell}",
        seen=f"单元格被合并区域 {area} 盖住，写入的内容会看不见",
        expected="没有合并的单元格",
        remedy=f"请在 Excel 中取消 {area} 的合并，保存后再试。文件没有改动。",
    )


def put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Set a cell (row and column from 1) of rows of any length, which grow as needed."""
    if value is not None:
        rows.extend([] for _ in range(row - len(rows)))
        line = rows[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = value
    elif row <= len(rows) and column <= len(rows[row - 1]):
        rows[row - 1][column - 1] = None
