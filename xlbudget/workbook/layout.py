"""Where everything stands in our workbook: sheets, headers, places. The one place that knows.

Sheets of ours that are read again are found by their title in A1, their rows by the words of
their header row, so that inserted rows and renamed sheets do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlbudget.books.port import Grid, address
from xlbudget.domain.account import PRIOR_SHEET, SUPPLEMENT_SHEET
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Unit
from xlbudget.formats.model import BlockDef, LineDef, Table

HOME = "首页"
PRIOR = PRIOR_SHEET
SUPPLEMENT = SUPPLEMENT_SHEET
ANALYSIS = "分析"
NARRATIVE = "说明"
CHECKS = "校验"

TITLES = {
    HOME: "部门决算公开工作簿",
    PRIOR: "上年决算数",
    SUPPLEMENT: "补充资料（只有单位自己知道的内容）",
    ANALYSIS: "指标分析（公式，随表内数字变动）",
    NARRATIVE: "决算情况说明（正文由程序生成，改写栏由人填写）",
    CHECKS: "校验结果与勾稽关系",
}
"""Sheet names and the titles in their A1."""

HEADERS = {
    HOME: ("项目", "内容", "说明"),
    PRIOR: ("表", "项目", "上年决算数"),
    SUPPLEMENT: ("节", "项目", "内容", "怎样填", "状态"),
    ANALYSIS: (
        "项目",
        "决算数",
        "上年决算数",
        "增减额",
        "增减率",
        "比上年",
        "增减额印法",
        "增减率印法",
    ),
    NARRATIVE: ("编号", "类别", "状态", "正文", "改写"),
    CHECKS: ("级别", "位置", "问题"),
}
"""The header row of each sheet."""

LIVE_CHECKS = ("规则", "勾稽关系", "左", "右", "差额", "允许差", "结果")
"""The second header of 校验: the identities as live formulas."""

UNIT_NAME, YEAR, FORMAT, STATE = "单位名称", "年度", "格式", "运行状态"
"""Rows of 首页 beside the settings."""

HEADER_ROW = 3
PRIOR_UNIT_CELL = "C2"
YEAR_CELL = "B5"
FIRST_ROW = HEADER_ROW + 1
SPARE_PARAGRAPHS = 200
"""Formatted rows kept ready in 说明 and 校验."""

LIVE_COLUMN = 6
"""The column of 校验 where the live formulas begin (F)."""


def table_sheet(table: Table) -> str:
    """The sheet's name of a table; Excel allows 31 characters."""
    return f"{table.number} {table.title}"[:31]


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """The columns of a block: label, 行次, and amounts by column name (A is 1)."""

    block: BlockDef
    label: int
    number: int
    amounts: dict[str, int]

    @property
    def last(self) -> int:
        """The block's last column."""
        return max(self.amounts.values())


@dataclass(frozen=True, slots=True)
class TablePlaces:
    """A table's sheet as we build it: block columns, and the row of each line."""

    table: Table
    blocks: tuple[BlockPlace, ...]
    rows: dict[str, int]
    first_row: int
    last_row: int

    def cell(self, line: str, column: str) -> str:
        """The address of a line's amount."""
        for place in self.blocks:
            if column in place.amounts and any(known.name == line for known in place.block.lines):
                return address(self.rows[line], place.amounts[column])
        raise KeyError((line, column))

    @property
    def last_column(self) -> int:
        """The sheet's last column."""
        return self.blocks[-1].last


TITLE_ROW, NUMBER_ROW, UNIT_ROW, BLOCK_ROW, COLUMN_ROW, COLUMN_NUMBER_ROW = range(1, 7)


def table_places(table: Table) -> TablePlaces:
    """Where a table's lines stand: blocks side by side, `beside` lines in one row."""
    blocks: list[BlockPlace] = []
    column = 1
    for block in table.blocks:
        amounts = {known.name: column + 2 + at for at, known in enumerate(block.columns)}
        blocks.append(BlockPlace(block, column, column + 1, amounts))
        column = max(amounts.values()) + 1
    rows = _rows(table)
    return TablePlaces(table, tuple(blocks), rows, COLUMN_NUMBER_ROW + 1, max(rows.values()))


def _rows(table: Table) -> dict[str, int]:
    """Rows of all lines. Lines that stand beside each other push the shorter side down."""
    anchors = {line.beside for block in table.blocks for line in block.lines if line.beside}
    beside = {
        line.beside: line for block in table.blocks[1:] for line in block.lines if line.beside
    }
    rows: dict[str, int] = {}
    starts = {block.name: COLUMN_NUMBER_ROW for block in table.blocks}
    first = table.blocks[0]
    others = {block.name: list(block.lines) for block in table.blocks[1:]}
    for line in first.lines:
        row = starts[first.name] + 1 + line.blank_rows_before
        if line.name in anchors:
            for name, waiting in others.items():
                while waiting and waiting[0] is not beside.get(line.name):
                    row = max(row, _next(rows, starts, name, waiting) + 1)
                if waiting:
                    rows[waiting.pop(0).name] = row
                    starts[name] = row
        rows[line.name] = row
        starts[first.name] = row
    for name, waiting in others.items():
        while waiting:
            _next(rows, starts, name, waiting)
    return rows


def _next(rows: dict[str, int], starts: dict[str, int], block: str, waiting: list[LineDef]) -> int:
    line = waiting.pop(0)
    starts[block] += 1 + line.blank_rows_before
    rows[line.name] = starts[block]
    return starts[block]


def is_ours(grid: Grid, sheet: str) -> bool:
    """Whether a sheet is one of ours, by its title; its name may have changed."""
    return grid.at(1, 1) == TITLES[sheet]


def header_row(grid: Grid, words: tuple[str, ...]) -> tuple[int, dict[str, int]] | None:
    """The row where the words stand as a header, and each word's column; None if nowhere."""
    for row in range(1, grid.height + 1):
        columns: dict[str, int] = {}
        for column in range(1, grid.width + 1):
            value = grid.at(row, column)
            if isinstance(value, str) and value.strip() in words:
                columns.setdefault(value.strip(), column)
        if len(columns) == len(words):
            return row, columns
    return None


def money_words(unit: Unit) -> str:
    """The unit line of a sheet.

    >>> money_words(Unit.TEN_THOUSAND_YUAN)
    '金额单位：万元'
    """
    return f"金额单位：{unit.value}"


def unit_cell(places: TablePlaces) -> str:
    """Where a table's sheet says the unit of its amounts."""
    return address(UNIT_ROW, places.last_column)


_PARAGRAPH_ID = re.compile(r"[一二三四五六七八九十]{1,3}(\.\d+(\..+)?)?|（第\d+行）")
_LEVELS = tuple(level.chinese for level in Level)


def list_end(sheet: str, grid: Grid, header: int, columns: Mapping[str, int]) -> int:
    """The last row of our list on 说明 or 校验; the header's row if the list is empty.

    What stands below is the user's own. On 说明 a row is ours by its 编号, and so are rows of
    改写 right below; on 校验 by its 级别, or by its 位置 where the 级别 is blank.
    """

    def text(row: int, word: str) -> str:
        value = grid.at(row, columns[word])
        return value.strip() if isinstance(value, str) else ""

    def ours(row: int) -> bool:
        if sheet == NARRATIVE:
            return bool(_PARAGRAPH_ID.fullmatch(text(row, "编号")))
        place = text(row, "位置")
        return text(row, "级别") in _LEVELS or (not text(row, "级别") and "!" in place)

    end = max((row for row in range(header + 1, grid.height + 1) if ours(row)), default=header)
    while sheet == NARRATIVE and text(end + 1, "改写"):
        end += 1
    return end
