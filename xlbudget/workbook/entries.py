"""What a person entered on 首页, on 名词解释, and as 改写 on 说明; our own sheets in a book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xlbudget.books.port import CellError, Grid, UnsavedFormula, Value, address
from xlbudget.domain.account import Entry
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError, raise_all
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.formats.settings import LABELS
from xlbudget.workbook import layout
from xlbudget.workbook.list_ends import list_end


@dataclass(frozen=True, slots=True)
class Home:
    """首页: what the run is about. Empty where there is no 首页 or nothing is filled in."""

    unit_name: Entry | None = None
    year: Entry | None = None
    place: Entry | None = None
    settings: Mapping[str, Entry] = field(default_factory=dict)
    setting_cells: Mapping[str, Source] = field(default_factory=dict)
    unit_name_cell: Source | None = None
    sheet: str = ""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that no text should print."""


class OwnSheets:
    """Our own sheets in a book, found by their titles. `has_macros`: it is a macro workbook."""

    def __init__(self, grids: Iterable[Grid], file: str) -> None:
        self.file = file
        self.has_macros = False
        self._grids: dict[str, Grid] = {}
        self._headers: dict[tuple[str, tuple[str, ...]], tuple[int, dict[str, int]] | None] = {}
        errors: list[XlbudgetError] = []
        for grid in grids:
            self.has_macros |= grid.sheet == layout.CONF
            for sheet in layout.TITLES:
                if layout.is_ours(grid, sheet):
                    self._check(sheet, grid, errors)
                    self._grids.setdefault(sheet, grid)
        raise_all(errors)

    def _check(self, sheet: str, grid: Grid, errors: list[XlbudgetError]) -> None:
        """A sheet of ours stands once, and has its header row: nothing on it may go unread."""
        first = self._grids.get(sheet)
        where = f"{self.file} · {grid.sheet}"
        if first is not None:
            errors.append(
                UnknownLayout(
                    where=f"{where}!A1",
                    seen=f"第二张“{layout.TITLES[sheet]}”，第一张在“{first.sheet}”",
                    expected="只有一张",
                    remedy="请删去备份，或改掉它 A1 的标题。",
                )
            )
        elif layout.header_row(grid, layout.HEADERS[sheet]) is None:
            errors.append(
                UnknownLayout(
                    where=where,
                    seen="没有找到表头",
                    expected="同一行里有" + "、".join(f"“{w}”" for w in layout.HEADERS[sheet]),
                    remedy="请恢复表头的文字；列可以移动，名称不能改。",
                )
            )

    def grid(self, sheet: str) -> Grid | None:
        """One of our sheets, or None."""
        return self._grids.get(sheet)

    def grids(self) -> tuple[Grid, ...]:
        """All of them."""
        return tuple(self._grids.values())

    def titles(self) -> dict[str, str]:
        """The titles of our sheets by the names that they have now."""
        return {grid.sheet: layout.TITLES[sheet] for sheet, grid in self._grids.items()}

    def table(
        self, sheet: str, words: tuple[str, ...] | None = None
    ) -> tuple[Grid, int, dict[str, int]] | None:
        """A sheet of ours with its header row and the column of each header word."""
        grid, words = self._grids.get(sheet), words or layout.HEADERS[sheet]
        if grid is None:
            return None
        if (sheet, words) not in self._headers:
            self._headers[sheet, words] = layout.header_row(grid, words)
        header = self._headers[sheet, words]
        return (grid, *header) if header else None

    def entry(self, grid: Grid, row: int, column: int) -> Entry | None:
        """A cell as text; None when blank."""
        text = as_text(grid.at(row, column))
        return Entry(text, Source(self.file, grid.sheet, address(row, column))) if text else None


def as_text(value: Value) -> str:
    """A cell as the text a person sees.

    >>> from decimal import Decimal
    >>> as_text(Decimal("2024")), as_text(" 甲 "), as_text(None)
    ('2024', '甲', '')
    """
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, UnsavedFormula):
        return value.formula
    if isinstance(value, bool):
        return str(value).upper()
    return _CONTROL.sub("", str(value)).strip()


def no_text(grid: Grid, row: int, column: int, file: str) -> XlbudgetError | None:
    """The error for a cell that should hold a person's words and holds none that can be known."""
    value = grid.at(row, column)
    if not isinstance(value, CellError | UnsavedFormula):
        return None
    return UnreadableCell(
        where=Source(file, grid.sheet, address(row, column)).in_file,
        seen=as_text(value),
        expected="文字",
        remedy="请改成文字；公式请先在 Excel 或 WPS 中打开并保存一次。",
    )


def read_home(sheets: OwnSheets) -> Home:
    """首页, row by row: what is said in 项目 and 内容."""
    found = sheets.table(layout.HOME)
    if found is None:
        return Home()
    grid, header, columns = found
    rows: dict[str, Entry] = {}
    cells: dict[str, Source] = {}
    unit_name_cell: Source | None = None
    errors: list[XlbudgetError] = []
    for row in range(header + 1, grid.height + 1):
        label = as_text(grid.at(row, columns["项目"]))
        is_read = label in LABELS or label in (layout.UNIT_NAME, layout.YEAR, layout.FORMAT)
        if is_read and (fault := no_text(grid, row, columns["内容"], sheets.file)):
            errors.append(fault)
        entry = sheets.entry(grid, row, columns["内容"])
        if label == layout.UNIT_NAME:
            unit_name_cell = Source(sheets.file, grid.sheet, address(row, columns["内容"]))
        if label in LABELS:
            at = address(row, columns["内容"])
            cells.setdefault(label, Source(sheets.file, grid.sheet, at))
        if label and entry:
            rows.setdefault(label, entry)
    raise_all(errors)
    return Home(
        unit_name=rows.get(layout.UNIT_NAME),
        year=rows.get(layout.YEAR),
        place=rows.get(layout.FORMAT),
        settings={label: rows[label] for label in LABELS if label in rows},
        setting_cells=cells,
        unit_name_cell=unit_name_cell,
        sheet=grid.sheet,
    )


def read_rewrites(sheets: OwnSheets, errors: list[XlbudgetError]) -> dict[str, Entry]:
    """改写 by paragraph id; one without an id of its own is kept under its row, never lost."""
    found = sheets.table(layout.NARRATIVE)
    if found is None:
        return {}
    grid, header, columns = found
    rewrites: dict[str, Entry] = {}
    written = [
        row
        for row in range(header + 1, grid.height + 1)
        if grid.at(row, columns["改写"]) is not None
    ]
    end = list_end(layout.NARRATIVE, grid, header, columns) if written else 0
    for row in (row for row in written if row <= end):
        id_ = as_text(grid.at(row, columns["编号"]))
        entry = sheets.entry(grid, row, columns["改写"])
        fault = no_text(grid, row, columns["改写"], sheets.file)
        if fault:
            errors.append(fault)
        elif entry:
            rewrites[id_ if id_ and id_ not in rewrites else f"（第{row}行）"] = entry
    return rewrites


def read_terms(sheets: OwnSheets, errors: list[XlbudgetError]) -> dict[str, Entry]:
    """名词解释: the unit's own explanations by term."""
    found = sheets.table(layout.TERMS)
    if found is None:
        return {}
    grid, header, columns = found
    terms: dict[str, Entry] = {}
    for row in range(header + 1, grid.height + 1):
        name = as_text(grid.at(row, columns["名词"]))
        entry = sheets.entry(grid, row, columns["释义"])
        fault = no_text(grid, row, columns["释义"], sheets.file)
        if fault:
            errors.append(fault)
        elif entry and name in terms:
            errors.append(
                UnknownLayout(
                    where=entry.source.in_file,
                    seen=f"“{name}”第二次出现（第一次在 {terms[name].source.cell}）",
                    expected="每个名词只有一行",
                    remedy="请删去重复的一行。",
                )
            )
        elif entry and name:
            terms[name] = entry
    return terms
