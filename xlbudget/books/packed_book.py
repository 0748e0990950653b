"""Workbooks in files, without Excel: python-calamine reads the values, `files.package` writes.

Whatever is not a cell of ours is copied untouched: other parts with their compressed bytes, other
cells of our sheets with their XML bytes. One attribute is the exception: where formulas stay whose
results may now be stale, `fullCalcOnLoad` in the workbook part asks Excel to compute on opening.

.xls, .et and .ods files are read, but not written; the library tells neither errors nor formulas
in those of the old kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from xlbudget.books.calamine_source import (
    LARGEST_AREA,
    bytes_of_xls,
    is_ods,
    library,
    open_values,
    sheets_of_ods,
    too_far,
)
from xlbudget.books.giving_way import told
from xlbudget.books.ods_scan import OdsSheet
from xlbudget.books.port import (
    BookPlan,
    CellError,
    ChartWrite,
    Grid,
    LeftAlone,
    SheetInfo,
    UnsavedFormula,
    Value,
    grid,
)
from xlbudget.books.sheet_patch import CoveredCellError, Judged, Patched, judge, patch
from xlbudget.books.sheet_scan import CellSpan, SheetScan, scan
from xlbudget.books.sheet_signs import for_calamine, has_formulas, is_odd, is_plain, without_blanks
from xlbudget.books.values import (
    as_read,
    covered_cell,
    from_file,
    heights_by_sheet,
    put,
    writes_by_sheet,
)
from xlbudget.books.workbook_parts import chart_parts, recalculated_on_load, workbook_parts
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.chart_parts import refreshed
from xlbudget.files.foreign import damaged
from xlbudget.files.package import Limits, Package


class PackedBook:
    """A workbook in a file: .xlsx and .xlsm to read and write, .xls, .et and .ods to read."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        limits = limits or Limits()
        self._package: Package | None = None
        self._workbook = ""
        self._parts: dict[str, str] = {}
        self._closer: set[str] = set()
        self._stale: set[str] = set()
        self._changed: dict[str, bytes] = {}
        self._written: dict[str, dict[tuple[int, int], Value]] = {}
        self._judged: tuple[BookPlan, dict[str, Judged]] | None = None
        self._ods: dict[str, OdsSheet] = {}
        data = bytes_of_xls(path, limits)
        if data is None:
            package = Package.open(path, limits)
            if is_ods(package):
                self._ods = {sheet.name: sheet for sheet in sheets_of_ods(package)}
                data = package.data
            else:
                self._package = package
                self._open_package(package)
        if data is not None:
            self._values = open_values(path, data)
            self._sheets = tuple(
                SheetInfo(found.name, found.visible == calamine.SheetVisibleEnum.Visible)
                for found in self._values.sheets_metadata
                if found.typ == calamine.SheetTypeEnum.WorkSheet
            )

    def _open_package(self, package: Package) -> None:
        """Check all that the library will inflate or parse, before it does."""
        parts = workbook_parts(package)
        self._workbook = parts.workbook
        self._sheets = tuple(info for info, _ in parts.sheets)
        self._parts = {info.name: part for info, part in parts.sheets}
        cleaned = {}
        for part in package.names():
            if part in parts.others:
                package.xml(part)
            elif part not in self._parts.values():
                package.read(part)
        for sheet, part in self._parts.items():
            data = package.xml(part)
            if is_odd(data):
                raise damaged(self.path, f"工作表“{sheet}”的 XML 写法异常")
            if not is_plain(data):
                self._closer.add(sheet)
            if has_formulas(data):
                self._stale.add(sheet)
            with self._well_formed(sheet):
                mended = for_calamine(data)
            if mended is not data:
                cleaned[part] = mended
        self._values = open_values(self.path, package.patched(cleaned) if cleaned else package.data)
        names = [
            found.name
            for found in self._values.sheets_metadata
            if found.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if names != list(self._parts):
            raise damaged(self.path, "工作簿的目录前后不一致")

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @property
    def original(self) -> bytes:
        """The bytes of the file as it was opened."""
        return self._writable().data

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All worksheets in the order of the tabs."""
        return self._sheets

    def read(self, sheet: str) -> Grid:
        """The values of one sheet, with what `apply` wrote; KeyError if there is no such sheet."""
        if sheet not in {info.name for info in self._sheets}:
            raise KeyError(sheet)
        found = self._look_closer(sheet) if sheet in self._closer else None
        if sheet in self._ods:
            found = self._ods[sheet].told
        with library(self.path):
            source = self._values.get_sheet_by_name(sheet)
            raw = source.to_python(skip_empty_area=False)
            merged = source.merged_cell_ranges or ()
        rows: list[list[Value]] = [
            [(value or None) if type(value) is str else from_file(value) for value in row]
            for row in raw
        ]
        for (top, left), (bottom, right) in merged:
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [None] * len(row[left : right + 1])
            if top < len(rows) and left < len(rows[top]):
                rows[top][left] = from_file(raw[top][left])
        for (row_number, column), value in (found or {}).items():
            put(rows, row_number, column, value)
        for (row_number, column), value in self._written.get(sheet, {}).items():
            put(rows, row_number, column, value)
        return grid(sheet, rows)

    def _look_closer(self, sheet: str) -> dict[tuple[int, int], Value]:
        """The errors and the formulas without saved values of a sheet."""
        assert self._package is not None
        with self._well_formed(sheet):
            layout = scan(without_blanks(self._package.xml(self._parts[sheet])))
        height, width = layout.extent()
        if height * width > LARGEST_AREA:
            raise too_far(self.path, sheet, height, width)
        return {
            at: value
            for at, cell in layout.cells.items()
            if (value := _untold(layout, cell)) is not None
        }

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Splice a plan into the sheets; the file itself is written by `save`.

        OutputRefused, and nothing is applied, if a value would stand hidden in a merged range.
        """
        heights = heights_by_sheet(plan)
        package, judged = self._writable(), self._judge(plan)
        patches: dict[str, Patched] = {}
        for sheet, found in judged.items():
            try:
                with self._well_formed(sheet):
                    patches[sheet] = patch(found, heights[sheet])
            except CoveredCellError as error:
                raise covered_cell(self.name, sheet, error.cell, error.area) from error
        for sheet, done in patches.items():
            self._changed[self._parts[sheet]] = done.data
            self._stale.discard(sheet)
            if done.stale:
                self._stale.add(sheet)
            written = self._written.setdefault(sheet, {})
            alone = judged[sheet].decision.left_alone
            written.update(
                (at, as_read(w)) for at, w in judged[sheet].writes.items() if at not in alone
            )
        self._judged = None
        left = told({sheet: found.decision for sheet, found in judged.items()})
        return (*left, *self._refresh_charts(package, plan.charts))

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What `apply` would leave alone."""
        decisions = {sheet: found.decision for sheet, found in self._judge(plan).items()}
        package = self._writable()
        parts = {
            sheet: chart_parts(package, self._parts[sheet])
            for sheet in {chart.sheet for chart in plan.charts}
        }
        charts = (
            LeftAlone(chart.sheet, "", "", chart.name)
            for chart in plan.charts
            if chart.name not in parts[chart.sheet]
        )
        return (*told(decisions), *charts)

    def _judge(self, plan: BookPlan) -> dict[str, Judged]:
        """A plan judged by the sheets as they stand, sheet by sheet; kept until they change."""
        if self._judged is None or self._judged[0] is not plan:
            package = self._writable()
            found = {}
            for sheet, cells in writes_by_sheet(self.name, plan).items():
                part = self._parts[sheet]
                with self._well_formed(sheet):
                    data = self._changed.get(part) or package.xml(part)
                    found[sheet] = judge(data, cells)
            self._judged = plan, found
        return self._judged[1]

    def _refresh_charts(
        self, package: Package, charts: tuple[ChartWrite, ...]
    ) -> Iterator[LeftAlone]:
        """Renew the charts; those that are not there are told."""
        parts: dict[str, dict[str, str]] = {}
        for chart in charts:
            if chart.sheet not in parts:
                parts[chart.sheet] = chart_parts(package, self._parts[chart.sheet])
            part = parts[chart.sheet].get(chart.name)
            if part is None:
                yield LeftAlone(chart.sheet, "", "", chart.name)
                continue
            standing = self._changed.get(part) or package.xml(part)
            self._changed[part] = refreshed(standing, chart.data)

    def save(self, target: Path, *, force: bool = False) -> None:
        """Write the workbook with what was applied; over its own source only with `force`."""
        package = self._writable()
        if target.suffix.lower() != self.path.suffix.lower():
            raise OutputRefused(
                where=str(target),
                seen=f"扩展名 {target.suffix or '（无）'}",
                expected=f"与原文件相同的 {self.path.suffix}",
                remedy=f"请把输出文件的扩展名改为 {self.path.suffix}。",
            )
        changed = {part: data for part, data in self._changed.items() if data != package.read(part)}
        if changed and self._stale:
            workbook = package.xml(self._workbook)
            asking = recalculated_on_load(workbook)
            if asking != workbook:
                changed[self._workbook] = asking
        package.write(target, changed, force=force)

    def _writable(self) -> Package:
        if self._package is None:
            raise OutputRefused(
                where=str(self.path),
                seen=f"{self.path.suffix} 工作簿，只能读取",
                expected=".xlsx 或 .xlsm 工作簿",
                remedy="请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
            )
        return self._package

    @contextmanager
    def _well_formed(self, sheet: str) -> Iterator[None]:
        try:
            yield
        except CoveredCellError:
            raise
        except (ValueError, KeyError) as error:
            raise damaged(self.path, f"工作表“{sheet}”的 XML 不合规范") from error


def _untold(layout: SheetScan, cell: CellSpan) -> Value:
    """What the library does not tell of a cell."""
    if cell.formula is not None and not cell.value and cell.kind != "str":
        return UnsavedFormula(layout.formula_at(cell.row, cell.column) or "=")
    if cell.kind == "e" and cell.value:
        return CellError(cell.value)
    return None
