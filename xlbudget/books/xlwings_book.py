"""The workbook that is open in Excel, through xlwings. The only module that knows Excel's own
objects (`.api`), and one of few that know xlwings.

Each call of Excel costs as much as thousands of cells, so a sheet is read in one piece and written
in few rectangles. Excel computes and draws by itself: saved results of a plan are not needed, rows
that wrap fit their text unless a person set a height, charts follow their cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlbudget.books.excel_chart import is_there, renew_chart
from xlbudget.books.excel_dialogs import Answer, choose_files
from xlbudget.books.excel_protection import unprotect
from xlbudget.books.excel_refusals import Outcome, not_back, refused
from xlbudget.books.excel_sheet import array_areas, merged_areas, values_of
from xlbudget.books.excel_target import Standing, Target, reference
from xlbudget.books.excel_values import as_rows, odd_cells
from xlbudget.books.giving_way import Place, decide, places, told
from xlbudget.books.port import (
    BookPlan,
    CellWrite,
    Grid,
    LeftAlone,
    SheetInfo,
    address,
    grid,
)
from xlbudget.books.rectangles import around, bands
from xlbudget.books.sheet_scan import Rectangle, contains
from xlbudget.books.undo import Journal
from xlbudget.books.values import covered_cell, writes_by_sheet
from xlbudget.domain.errors import OutputRefused, UnsafeFile, XlbudgetError

if TYPE_CHECKING:
    import xlwings as xw

LARGEST_AREA = 5_000_000
_LOOK_FOR_THE_END = 200_000
"""A used range with more cells than this is mostly formats; its last filled cell is looked up."""
_LONGEST_ARRAY = 255
"""Excel enters no longer array formula."""
_VISIBLE = -1  # xlSheetVisible; 2 is very hidden
_FORMULAS, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = -4123, 1, 2, 2
_QUIET = (("screen_updating", False), ("enable_events", False), ("calculation", "manual"))


class XlwingsBook:
    """A workbook open in Excel: what is applied stands in it at once. It is never saved here."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._found: dict[str, xw.Sheet] = {}
        self._judged: tuple[BookPlan, list[Target]] | None = None
        self.outcome = Outcome.UNTOUCHED

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return str(self._book.name)

    @property
    def file(self) -> Path | None:
        """Where the workbook was saved on this computer; None where it never was, or is kept in
        the cloud.
        """
        path = Path(str(self._book.fullname))
        return path if path.is_absolute() and path.parent.is_dir() else None

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All worksheets in the order of the tabs."""
        self._found = {sheet.name: sheet for sheet in self._book.sheets}
        return tuple(
            SheetInfo(name, int(sheet.visible) in (_VISIBLE, True))
            for name, sheet in self._found.items()
        )

    def read(self, sheet: str) -> Grid:
        """The values of one sheet; KeyError if there is no such sheet."""
        found = self._sheet(sheet)
        height, width = self._extent(found)
        area = (1, 1, height, width)
        seen = values_of(found, area)
        odd = odd_cells(seen)

        def matters(part: Rectangle) -> bool:
            return any(contains(part, *at) for at in odd)

        for band in bands(odd):
            for merged in merged_areas(found, band, matters):
                for row, column in places(merged):
                    if (row, column) != merged[:2] and row <= height and column <= width:
                        seen[row - 1][column - 1] = None
        return grid(sheet, seen)

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What `apply` would leave alone."""
        targets = self._judge(plan)
        charts = (
            LeftAlone(chart.sheet, "", "", chart.name)
            for chart in plan.charts
            if not is_there(_chart(self._sheet(chart.sheet), chart.name))
        )
        return (*told({target.name: target.decision for target in targets}), *charts)

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Write a plan, whole or not at all: if Excel refuses anything, all is put back.

        OutputRefused, and nothing is written, if a value would stand hidden in a merged range, if
        an array formula is longer than Excel enters, or if a sheet is protected by a password.
        What became of the workbook stands in `outcome`. Heights of rows are left to Excel.
        """
        left, targets = self.left_alone(plan), self._judge(plan)
        self._judged = None
        gone = {(each.sheet, each.chart) for each in left if each.chart}
        charts = [chart for chart in plan.charts if (chart.sheet, chart.name) not in gone]
        sheets = {chart.sheet: self._sheet(chart.sheet) for chart in charts}
        sheets |= {target.name: target.sheet for target in targets}
        around_it, written = Journal(), Journal()
        self.outcome = Outcome.HALF
        try:
            for name, value in _QUIET:
                around_it.set(self._book.app, name, value)
            for sheet in sheets.values():
                unprotect(sheet, around_it, self.name)
            for target in targets:
                target.write(written)
            for chart in charts:
                renew_chart(_chart(sheets[chart.sheet], chart.name), chart.data, written)
        except BaseException as error:
            try:
                failures = written.undo()
            finally:
                late = around_it.undo()
            for failure in (*failures, *late):
                error.add_note(f"还原时又出错：{failure}")
            if not failures and not late:
                self.outcome = Outcome.RESTORED
            if isinstance(error, XlbudgetError) or not isinstance(error, Exception):
                raise
            raise refused(self.name, error) from error
        self.outcome = Outcome.WRITTEN
        if failures := around_it.undo():
            raise not_back(self.name, failures[0]) from failures[0]
        self.calculate()
        return left

    def _judge(self, plan: BookPlan) -> list[Target]:
        """A plan judged by the sheets as they stand; kept until it is applied."""
        if self._judged is None or self._judged[0] is not plan:
            writes = writes_by_sheet(self.name, plan)
            targets = [self._target(self._sheet(name), name, each) for name, each in writes.items()]
            self._judged = plan, targets
        return self._judged[1]

    def calculate(self) -> None:
        """Bring all results up to date, where the user lets Excel compute only when asked."""
        if self._book.app.calculation != "automatic":
            self._book.app.calculate()

    def host(self) -> str:
        """The program that has the workbook open, such as `Microsoft Excel`; empty if unknown."""
        try:
            api = self._book.app.api
            name, path = str(api.Name), str(api.Path)
        except Exception:  # noqa: BLE001  a program that merely resembles Excel
            return ""
        ours = f"{name} {path}".lower()
        return "WPS" if "wps" in ours or "kingsoft" in ours else name

    def say(self, text: str, title: str) -> None:
        """Show a message to the user, and wait until it is read."""
        self._book.app.alert(text, title)

    def ask(self, text: str, title: str, *, cancel: bool) -> Answer:
        """Ask the user yes or no, or with `cancel` neither."""
        buttons = "yes_no_cancel" if cancel else "yes_no"
        return Answer(self._book.app.alert(text, title, buttons))

    def choose_files(self, title: str, kinds: str, suffixes: Sequence[str]) -> tuple[Path, ...]:
        """The files that the user picks; none where she cancels."""
        return choose_files(self._book.app.api, title, kinds, suffixes)

    def status(self, text: str | None) -> None:
        """A text in the status bar; None gives it back to Excel."""
        self._book.app.status_bar = False if text is None else text

    def selection(self) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first selected cell; None if none of this book is."""
        selected = self._book.app.selection
        if selected is None or selected.sheet.book != self._book:
            return None
        return selected.sheet.name, selected.row, selected.column

    def select(self, sheet: str, row: int, column: int) -> None:
        """Show a cell and select it."""
        found = self._sheet(sheet)
        self._book.activate()
        found.activate()
        found.range((row, column)).select()

    def _sheet(self, name: str) -> xw.Sheet:
        if name not in self._found:
            self.sheets()
        return self._found[name]

    def _extent(self, sheet: xw.Sheet) -> tuple[int, int]:
        """Last row and last column of a sheet that may hold something."""
        used = sheet.used_range
        (rows, columns), row, column = used.shape, used.row, used.column
        height, width = row + rows - 1, column + columns - 1
        if height * width > _LOOK_FOR_THE_END:
            search = partial(used.api.Find, What="*", LookIn=_FORMULAS, SearchDirection=_PREVIOUS)
            last = search(SearchOrder=_BY_ROWS)
            height = last.Row if last is not None else 1
            width = search(SearchOrder=_BY_COLUMNS).Column if last is not None else 1
        if height * width > LARGEST_AREA:
            raise UnsafeFile(
                where=f"{self.name} · {sheet.name}!{address(height, width)}",
                seen=f"内容一直排到第 {height} 行、第 {width} 列",
                expected="表格紧靠左上角",
                remedy="请删除表格以外的行和列（按 Ctrl+End 可看到最后一格），再试。",
            )
        return height, width

    def _target(self, sheet: xw.Sheet, name: str, writes: Mapping[Place, CellWrite]) -> Target:
        """What is to be written on a sheet, judged by what stands there. Nothing is written yet."""
        self._refuse_covered(sheet, name, writes)
        box = around(writes) if writes else (1, 1, 1, 1)
        area = sheet.range(reference(box))
        standing = Standing(box, as_rows(area.formula), as_rows(area.raw_value))
        arrays = list(array_areas(sheet, standing)) if standing.formulas_in(box) else []
        decision = decide(writes, standing.formula, arrays)
        free = {
            at: write
            for at, write in writes.items()
            if at not in decision.left_alone and at not in decision.kept
        }
        target = Target(sheet, name, free, decision, standing)
        for block, formula in target.blocks().items():
            if len(formula) > _LONGEST_ARRAY:
                raise OutputRefused(
                    where=f"{self.name} · {name}!{reference(block)}",
                    seen=f"数组公式有 {len(formula)} 个字符",
                    expected=f"不超过 {_LONGEST_ARRAY} 个字符（Excel 写入数组公式的上限）",
                    remedy="请关闭工作簿，用命令行处理这个文件。工作簿没有改动。",
                )
        return target

    def _refuse_covered(
        self, sheet: xw.Sheet, name: str, writes: Mapping[Place, CellWrite]
    ) -> None:
        filled = [
            at
            for at, write in writes.items()
            if write.value is not None or write.formula is not None
        ]
        if not filled:
            return

        def matters(part: Rectangle) -> bool:
            return any(contains(part, *at) for at in filled)

        for merged in merged_areas(sheet, around(filled), matters):
            for at in filled:
                if contains(merged, *at) and at != merged[:2]:
                    raise covered_cell(self.name, name, address(*at), reference(merged))


def _chart(sheet: xw.Sheet, name: str) -> Any:
    """The xlwings chart, and Excel's own object behind it; None if there is none of this name."""
    try:
        chart = sheet.charts[name]
    except KeyError:
        return None
    return chart, chart.api[1]
