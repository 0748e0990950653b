"""Workbooks through openpyxl: reads anything that it can load, writes new files only.

openpyxl loses text boxes, sparklines and the saved results of all formulas when it saves
a workbook, so it never saves over the file that it read. The tests use it as the oracle.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from xlbudget.books.cell_text import escaped, unescaped
from xlbudget.books.giving_way import Decision, Writes, decide, told
from xlbudget.books.port import (
    BookPlan,
    CellError,
    CellWrite,
    Grid,
    LeftAlone,
    SheetInfo,
    UnsavedFormula,
    Value,
    address,
    grid,
)
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle
from xlbudget.books.values import (
    as_read,
    covered_cell,
    from_file,
    heights_by_sheet,
    writes_by_sheet,
)
from xlbudget.books.workbook_parts import workbook_parts
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.foreign import damaged
from xlbudget.files.package import Limits, Package
from xlbudget.files.whole import write_whole

# Number formats 27–36 and 50–58 are dates in Chinese Excel (ECMA-376 Part 1, 18.8.30, zh-cn);
# openpyxl does not know them.
_CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))


class OpenpyxlBook:
    """A workbook in a file, loaded twice: the formulas, and their saved results."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        package = Package.open(path, limits)
        parts = workbook_parts(package)
        for part in (*(part for _, part in parts.sheets), *parts.others):
            package.xml(part)
        self._formulas = _load(path, package.data, data_only=False)
        self._results = _load(path, package.data, data_only=True)
        self._written: dict[str, dict[tuple[int, int], Value]] = {}

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All worksheets in the order of the tabs."""
        return tuple(
            SheetInfo(sheet.title, sheet.sheet_state == "visible")
            for sheet in self._formulas.worksheets
        )

    def read(self, sheet: str) -> Grid:
        """The values of one sheet, with what `apply` wrote; KeyError if there is no such sheet."""
        formulas, results = self._sheet(self._formulas, sheet), self._sheet(self._results, sheet)
        values: dict[tuple[int, int], Value] = {}
        for at, cell in _cells(results).items():
            values[at] = _value(cell, formulas, self._results)
        values |= self._written.get(sheet, {})
        filled = [at for at, value in values.items() if value is not None]
        height = max((row for row, _ in filled), default=0)
        width = max((column for _, column in filled), default=0)
        return grid(
            sheet,
            (
                [values.get((row, column)) for column in range(1, width + 1)]
                for row in range(1, height + 1)
            ),
        )

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Write a plan into the loaded workbook; the file is written by `save`.

        OutputRefused, and nothing is applied, if a value would stand hidden in a merged range.
        """
        writes = writes_by_sheet(self.name, plan)
        for sheet, cells in writes.items():
            self._refuse_covered(self._sheet(self._formulas, sheet), cells)
        left = self.left_alone(plan)
        for sheet, cells in writes.items():
            target = self._sheet(self._formulas, sheet)
            decision = self._decision(sheet, cells)
            written = self._written.setdefault(sheet, {})
            for at, write in sorted(cells.items()):
                if at in decision.left_alone:
                    continue
                if at not in decision.kept:
                    _write(target, at, write)
                written[at] = as_read(write)
        for sheet, heights in heights_by_sheet(plan).items():
            _grow(self._sheet(self._formulas, sheet), heights)
        return left

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What `apply` would leave alone: formulas of the user's, and all charts."""
        writes = writes_by_sheet(self.name, plan)
        decisions = {sheet: self._decision(sheet, cells) for sheet, cells in writes.items()}
        charts = (LeftAlone(chart.sheet, "", "", chart.name) for chart in plan.charts)
        return (*told(decisions), *charts)

    def _decision(self, sheet: str, writes: Writes) -> Decision:
        target = self._sheet(self._formulas, sheet)
        arrays = _arrays(target)
        return decide(writes, _formulas_of(target, arrays), arrays)

    def save(self, target: Path, *, force: bool = False) -> None:
        """Write a new file. Saved results of formulas are lost; its own source is refused."""
        if target.exists() and target.samefile(self.path):
            raise OutputRefused(
                where=str(target),
                seen="读入的原文件",
                expected="一个新的文件名",
                remedy="这种写法会丢失文本框等内容，不能覆盖原文件。请换一个文件名。",
            )
        write_whole(target, self._formulas.save, force=force)

    def _sheet(self, workbook: Workbook, sheet: str) -> Worksheet:
        for found in workbook.worksheets:
            if found.title == sheet:
                return found
        raise KeyError(sheet)

    def _refuse_covered(self, sheet: Worksheet, cells: dict[tuple[int, int], CellWrite]) -> None:
        areas = [rectangle(str(area)) for area in sheet.merged_cells.ranges]
        for at, write in cells.items():
            if write.value is None and write.formula is None:
                continue
            for area in areas:
                if contains(area, *at) and at != area[:2]:
                    whole = f"{address(*area[:2])}:{address(*area[2:])}"
                    raise covered_cell(self.name, sheet.title, address(*at), whole)


def _load(path: Path, data: bytes, *, data_only: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), data_only=data_only, keep_vba=path.suffix.lower() == ".xlsm"
            )
            if book.vba_archive:
                # openpyxl leaves its copy of the package open for writing, which then fails when
                # Python takes the two ends of it back in the other order.
                book.vba_archive.close()
                book.vba_archive = zipfile.ZipFile(io.BytesIO(data))
            return book
    except Exception as error:  # openpyxl raises whatever its own code stumbles over
        raise damaged(path, "openpyxl 读不出来") from error


def _value(cell: Cell | MergedCell, formulas: Worksheet, workbook: Workbook) -> Value:
    raw = cell.value
    if isinstance(cell, MergedCell):
        return None
    if raw is None:
        formula = _own_formula(formulas, (cell.row, cell.column))
        return UnsavedFormula(formula) if formula and cell.data_type != "str" else None
    if cell.data_type == "e":
        return CellError(str(raw))
    if isinstance(raw, str):
        return from_file(unescaped(raw))
    if cell.data_type == "n" and _number_format(cell) in _CHINESE_DATES:
        return from_file(from_excel(raw, workbook.epoch))
    return from_file(raw)


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Cell | MergedCell]:
    """The cells that exist; the public ways create all cells up to the last one."""
    return sheet._cells  # noqa: SLF001


def _number_format(cell: Cell) -> int:
    style: Any = cell
    return int(style._style.numFmtId)  # noqa: SLF001


def _own_formula(sheet: Worksheet, at: tuple[int, int]) -> str | None:
    cell = _cells(sheet).get(at)
    if cell is None or cell.data_type != "f":
        return None
    if isinstance(cell.value, ArrayFormula):
        return cell.value.text
    return "=TABLE()" if isinstance(cell.value, DataTableFormula) else str(cell.value)


def _arrays(sheet: Worksheet) -> list[tuple[Rectangle, str]]:
    return [
        (rectangle(cell.value.ref), _own_formula(sheet, at) or "")
        for at, cell in _cells(sheet).items()
        if isinstance(cell.value, ArrayFormula | DataTableFormula)
    ]


def _formulas_of(
    sheet: Worksheet, arrays: list[tuple[Rectangle, str]]
) -> Callable[[int, int], str | None]:
    """The formula of any cell of a sheet, members of array formulas included."""

    def formula(row: int, column: int) -> str | None:
        own = _own_formula(sheet, (row, column))
        return own or next((text for area, text in arrays if contains(area, row, column)), None)

    return formula


def _grow(sheet: Worksheet, heights: dict[int, float]) -> None:
    """Rows become taller, never lower: openpyxl does not tell which heights a person set."""
    for number, height in heights.items():
        row = sheet.row_dimensions[number]
        if not row.hidden and height > (row.height or 0):
            row.height = height


def _write(sheet: Worksheet, at: tuple[int, int], write: CellWrite) -> None:
    if write.value is None and write.formula is None and at not in _cells(sheet):
        return
    cell = sheet.cell(*at)
    if isinstance(cell, MergedCell):
        return
    if write.formula is not None:
        text = "=" + write.formula.removeprefix("=")
        if not write.block:
            cell.value = text
        elif rectangle(write.block)[:2] == at:
            cell.value = ArrayFormula(write.block, text)
        else:
            cell.value = None
    elif isinstance(write.value, str) and write.value:
        cell.value = escaped(write.value)
        cell.data_type = "s"  # else a text like =A1 or #N/A would become what it looks like
    else:
        cell.value = write.value or None if isinstance(write.value, str) else write.value
