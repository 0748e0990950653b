"""Workbooks in files, without Excel: python-calamine reads the values, `files.package` writes.

Whatever is not a cell of ours is copied untouched: other parts with their compressed bytes, other
cells of our sheets with their XML bytes. One attribute is the exception: where formulas stay whose
results may now be stale, `fullCalcOnLoad` in the workbook part asks Excel to compute on opening.

.xls, .et and .ods files are read, but not written; the library tells neither errors nor formulas
in those of the old kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlbudget.books.calamine_source import bytes_of_xls, is_ods, sheets_of_ods
from xlbudget.books.giving_way import told
from xlbudget.books.packed_values import OldValues, PackedValues, well_formed
from xlbudget.books.port import (
    BookPlan,
    CellWrite,
    ChartWrite,
    Grid,
    LeftAlone,
    SheetInfo,
    grid,
)
from xlbudget.books.sheet_patch import CoveredCellError, Judged, Patched, judge, patch
from xlbudget.books.values import as_read, covered_cell, heights_by_sheet, put, writes_by_sheet
from xlbudget.books.workbook_parts import (
    chart_parts,
    notes_of,
    recalculated_on_load,
    workbook_parts,
)
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.chart_parts import refreshed
from xlbudget.files.package import Limits, Package


class PackedBook:
    """A workbook in a file: .xlsx and .xlsm to read and write, .xls, .et and .ods to read."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        limits = limits or Limits()
        self._package: Package | None = None
        self._workbook = ""
        self._parts: dict[str, str] = {}
        self._stale: set[str] = set()
        self._changed: dict[str, bytes] = {}
        self._packed: bytes | None = None
        self._written: dict[str, dict[tuple[int, int], CellWrite]] = {}
        self._judged: tuple[BookPlan, dict[str, Judged]] | None = None
        self._values: PackedValues | OldValues
        data = bytes_of_xls(path, limits)
        if data is not None:
            self._values = OldValues(path, data)
            self._sheets = self._values.sheets
            return
        package = Package.open(path, limits)
        if is_ods(package):
            self._values = OldValues(path, package.data, sheets_of_ods(package))
            self._sheets = self._values.sheets
            return
        parts = workbook_parts(package)
        self._package = package
        self._workbook = parts.workbook
        self._sheets = tuple(info for info, _ in parts.sheets)
        self._parts = {info.name: part for info, part in parts.sheets}
        self._values = PackedValues(package, parts)
        self._stale = set(self._values.with_formulas)

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
        found = self._values.grid(sheet)
        if sheet not in self._written:
            return found
        rows = [list(row) for row in found.rows]
        for (row_number, column), write in self._written[sheet].items():
            put(rows, row_number, column, as_read(write))
        return grid(sheet, rows)

    def notes(self, sheet: str) -> dict[str, str]:
        """The notes on the cells of one sheet; of a file that can only be read, none."""
        return notes_of(self._package, self._parts[sheet]) if self._package else {}

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Splice a plan into the sheets; the file itself is written by `save`.

        OutputRefused, and nothing is applied, if a value would stand hidden in a merged range.
        """
        heights = heights_by_sheet(plan)
        self._packed = None
        package, judged = self._writable(), self._judge(plan)
        patches: dict[str, Patched] = {}
        for sheet, found in judged.items():
            try:
                with well_formed(self.path, sheet):
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
                (at, write) for at, write in judged[sheet].writes.items() if at not in alone
            )
        self._judged = None
        assert isinstance(self._values, PackedValues)
        self._values.let_go()
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
            self._writable()
            assert isinstance(self._values, PackedValues)
            found = {}
            for sheet, cells in writes_by_sheet(self.name, plan).items():
                part = self._parts[sheet]
                with well_formed(self.path, sheet):
                    data = self._changed.get(part) or self._values.content(sheet)
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
        package.write_packed(target, self.packed(), force=force)

    def is_saved_as(self, target: Path) -> bool:
        """Whether a file is what `save` would write, byte for byte."""
        try:
            return target.read_bytes() == self.packed()
        except OSError:
            return False

    def packed(self) -> bytes:
        """The bytes that `save` writes; kept until something else is applied."""
        if self._packed is not None:
            return self._packed
        package = self._writable()
        changed = {
            part: data for part, data in self._changed.items() if not package.holds(part, data)
        }
        if changed and self._stale:
            workbook = package.xml(self._workbook)
            asking = recalculated_on_load(workbook)
            if asking != workbook:
                changed[self._workbook] = asking
        self._packed = package.patched(changed)
        return self._packed

    def refuse_values_only(self) -> None:
        """OutputRefused for a file that can only be read (.xls, .ods): asked before long work."""
        self._writable()

    def _writable(self) -> Package:
        if self._package is None:
            raise OutputRefused(
                where=str(self.path),
                seen=f"{self.path.suffix} 工作簿，只能读取",
                expected=".xlsx 或 .xlsm 工作簿",
                remedy="请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
            )
        return self._package
