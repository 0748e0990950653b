"""The cells of a workbook that is "open in Excel": loaded from a file, changed as Excel does."""

import datetime as dt
import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from tests.xlwings_engine.protection import protection_of
from tests.xlwings_engine.typed import DAY_ZERO, ComError, ErrorValue, Stored, entered
from xlbudget.books.cell_text import escaped, unescaped
from xlbudget.books.giving_way import places
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle
from xlbudget.books.workbook_parts import chart_parts, workbook_parts
from xlbudget.files.package import Package

Place = tuple[int, int]
LONGEST_ARRAY = 255
UNKNOWN = object()
"""What nobody says of a formula's result."""
_CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))
_REFERENCE = re.compile(rb"<c:f>([^<]*)</c:f>")
_BARE = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)
_VISIBLE = {"visible": -1, "hidden": 0, "veryHidden": 2}


@dataclass(frozen=True)
class Cell:
    """A cell: value, formula, number format."""

    value: Stored = None
    formula: str | None = None
    number_format: str = "General"


@dataclass
class ChartStub:
    """A chart, as far as its series formula and its type go."""

    name: str
    formula: str
    chart_type: str


@dataclass
class SheetStore:
    """One sheet."""

    name: str
    visible: int = -1
    cells: dict[Place, Cell] = field(default_factory=dict)
    arrays: dict[Rectangle, str] = field(default_factory=dict)
    merged: list[Rectangle] = field(default_factory=list)
    charts: dict[str, ChartStub] = field(default_factory=dict)
    styled: Place = (1, 1)
    unlocked: set[Place] = field(default_factory=set)
    protection: dict[str, bool] | None = None
    password: str = ""

    def copy(self) -> "SheetStore":
        """Another that changes apart from this one."""
        return replace(
            self,
            cells=dict(self.cells),
            arrays=dict(self.arrays),
            merged=list(self.merged),
            charts={name: replace(chart) for name, chart in self.charts.items()},
            unlocked=set(self.unlocked),
            protection=None if self.protection is None else dict(self.protection),
        )

    def cell(self, at: Place) -> Cell:
        return self.cells.get(at) or Cell()

    def used(self) -> Rectangle:
        """UsedRange: formats count as well."""
        filled = [at for at, cell in self.cells.items() if cell != Cell()]
        if not filled and self.styled == (1, 1):
            return 1, 1, 1, 1
        return (
            min((row for row, _ in filled), default=1),
            min((column for _, column in filled), default=1),
            max([row for row, _ in filled] + [self.styled[0]]),
            max([column for _, column in filled] + [self.styled[1]]),
        )

    def enter(self, area: Rectangle, rows: list[list[object]]) -> None:
        """Enter values and formulas; a part of an array cannot be changed."""
        self._open_for(area)
        self._free(area)
        for at in places(area):
            if any(contains(merged, *at) and at != merged[:2] for merged in self.merged):
                continue
            old = self.cell(at)
            new = entered(rows[at[0] - area[0]][at[1] - area[1]], old.number_format)
            shown = new.number_format if old.number_format == "General" else ""
            self.cells[at] = Cell(new.value, new.formula, shown or old.number_format)

    def enter_array(self, area: Rectangle, formula: str) -> None:
        """Enter an array formula."""
        if len(formula) > LONGEST_ARRAY:
            raise ComError("不能设置类 Range 的 FormulaArray 属性")
        if any(overlap(area, merged) for merged in self.merged):
            raise ComError("数组公式在合并单元格中无效")
        self._open_for(area)
        self._free(area)
        text = "=" + formula.removeprefix("=")
        for at in places(area):
            self.cells[at] = replace(self.cell(at), value=None, formula=text)
        self.arrays[area] = text

    def clear(self, area: Rectangle) -> None:
        """ClearContents."""
        self._open_for(area)
        self._free(area)
        if any(overlap(area, merged) and not _inside(merged, area) for merged in self.merged):
            raise ComError("不能对合并单元格做部分修改")
        for at in places(area):
            if at in self.cells:
                self.cells[at] = replace(self.cells[at], value=None, formula=None)

    def _open_for(self, area: Rectangle) -> None:
        """ComError if a cell is locked on a protected sheet."""
        if self.protection is not None and not all(at in self.unlocked for at in places(area)):
            raise ComError("单元格或图表受保护")

    def _free(self, area: Rectangle) -> None:
        """End the arrays that lie inside an area; ComError if one reaches out of it."""
        ended = [array for array in self.arrays if overlap(area, array)]
        if not all(_inside(array, area) for array in ended):
            raise ComError("不能更改数组的某一部分")
        for array in ended:
            del self.arrays[array]
            for at in places(array):
                self.cells[at] = replace(self.cell(at), value=None, formula=None)


@dataclass
class BookStore:
    """A workbook."""

    path: Path
    sheets: list[SheetStore]
    names: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> SheetStore:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def dump(self) -> dict[str, object]:
        """Everything that can be compared: cells with formulas and formats, arrays, charts."""
        return {
            sheet.name: (
                {at: cell for at, cell in sorted(sheet.cells.items()) if cell != Cell()},
                dict(sorted(sheet.arrays.items())),
                {name: vars(chart).copy() for name, chart in sheet.charts.items()},
                sheet.protection,
            )
            for sheet in self.sheets
        }

    def give_results(self, result: Callable[[str, int, int], object]) -> None:
        """Fill in what the formulas come to: "calculation". None leaves a cell empty, UNKNOWN as it
        is.
        """
        for sheet in self.sheets:
            for at, cell in sheet.cells.items():
                if cell.formula is not None:
                    value = result(sheet.name, *at)
                    if value is not UNKNOWN:
                        sheet.cells[at] = replace(cell, value=_plain(value))

    def renew_results(self, other: "BookStore") -> None:
        """Take the results of all formulas from the same workbook, computed elsewhere."""
        for sheet in self.sheets:
            there = other[sheet.name]
            for at, cell in sheet.cells.items():
                if cell.formula is not None:
                    sheet.cells[at] = replace(cell, value=there.cell(at).value)

    def save_copy(self, target: Path) -> None:
        """Write the workbook as it stands to a new file, for LibreOffice or another reader."""
        book = _load(self.path.read_bytes(), data_only=False, keep_vba=self.path.suffix == ".xlsm")
        for sheet in self.sheets:
            out = book[sheet.name]
            heads = {area[:2]: area for area in sheet.arrays}
            members = {at for area in sheet.arrays for at in places(area)}
            for at, cell in sheet.cells.items():
                if any(contains(merged, *at) and at != merged[:2] for merged in sheet.merged):
                    continue
                there = out.cell(*at)
                if at in heads:
                    top, left, bottom, right = heads[at]
                    first, last = out.cell(top, left), out.cell(bottom, right)
                    reference = f"{first.coordinate}:{last.coordinate}"
                    there.value = ArrayFormula(reference, cell.formula)
                elif at in members:
                    there.value = None
                elif cell.formula is not None and cell.formula != "=TABLE()":
                    there.value = cell.formula
                elif isinstance(cell.value, str):
                    there.value = escaped(cell.value)
                    there.data_type = "s"
                elif isinstance(cell.value, ErrorValue):
                    there.value = cell.value.text
                elif cell.formula is None:
                    there.value = cell.value
        book.save(target)
        if book.vba_archive:
            book.vba_archive.close()


def load(path: Path) -> BookStore:
    """A workbook as Excel has it after opening. What a file comes to is read once."""
    found = _loaded(path.read_bytes())
    return BookStore(path, [sheet.copy() for sheet in found.sheets], dict(found.names))


@lru_cache(maxsize=12)
def _loaded(content: bytes) -> BookStore:
    path = Path("book.xlsm")
    package = Package.of_bytes(content, path)
    found = workbook_parts(package)
    parts = {info.name: part for info, part in found.sheets}
    common = (b"date1904" in package.read(found.workbook), *map(package.read, found.others))
    known = {name: _known(name, package.read(part), common) for name, part in parts.items()}
    bare = package.patched({parts[name]: _BARE for name, before in known.items() if before})
    formulas, values = _load(bare, data_only=False), _load(bare, data_only=True)
    sheets = []
    for source in formulas.worksheets:
        name = source.title
        if not known[name]:
            known[name].append(_sheet(source, values[name]))
        sheet = replace(known[name][0].copy(), visible=_VISIBLE[source.sheet_state])
        for chart, part in chart_parts(package, parts[name]).items():
            sheet.charts[chart] = _chart(chart, package.read(part))
        sheets.append(sheet)
    names = {name: str(found.attr_text) for name, found in formulas.defined_names.items()}
    return BookStore(path, sheets, names)


@lru_cache(maxsize=256)
def _known(_name: str, _part: bytes, _common: tuple[object, ...]) -> list[SheetStore]:
    """Holds a sheet that was read before, from the same bytes."""
    return []


def _sheet(source: Any, values: Any) -> SheetStore:
    sheet = SheetStore(source.title)
    if source.protection.sheet:
        sheet.protection = protection_of(source.protection)
        sheet.password = source.protection.password or ""
    sheet.unlocked = {at for at, c in source._cells.items() if not c.protection.locked}
    sheet.merged = [rectangle(str(area)) for area in source.merged_cells.ranges]
    _load_cells(sheet, source, values)
    return sheet


def _load_cells(sheet: SheetStore, formulas: Any, values: Any) -> None:
    tables: list[Rectangle] = []
    for at, source in formulas._cells.items():
        if not hasattr(source, "number_format"):
            continue
        kind = source._style.numFmtId
        shown = 'yyyy"年"m"月"' if kind in _CHINESE_DATES else source.number_format
        formula, raw = source.value, values._cells[at].value
        value = ErrorValue(raw) if values._cells[at].data_type == "e" else _plain(raw)
        if isinstance(raw, dt.datetime | dt.date) and shown == "General":
            shown = "yyyy-mm-dd"
        if isinstance(formula, ArrayFormula):
            area = rectangle(formula.ref)
            sheet.arrays[area] = formula.text or ""
            sheet.cells[at] = Cell(value, formula.text, shown)
        elif isinstance(formula, DataTableFormula):
            sheet.cells[at] = Cell(value, "=TABLE()", shown)
            tables.append(rectangle(formula.ref))
        elif source.data_type == "f":
            sheet.cells[at] = Cell(value, str(formula), shown)
        elif value is not None or shown != "General":
            sheet.cells[at] = Cell(value, None, shown)
        else:
            sheet.styled = max(sheet.styled[0], at[0]), max(sheet.styled[1], at[1])
    for area, text in [*sheet.arrays.items(), *((area, "=TABLE()") for area in tables)]:
        for at in places(area):
            sheet.cells[at] = replace(sheet.cell(at), formula=text)


def _plain(raw: object) -> Stored:
    if isinstance(raw, dt.timedelta):
        return raw / dt.timedelta(days=1)
    if isinstance(raw, dt.datetime | dt.date | dt.time):
        return float(to_excel(raw))  # type: ignore[no-untyped-call]
    if isinstance(raw, str):
        return unescaped(raw)
    if raw is None or isinstance(raw, bool | ErrorValue):
        return raw
    return float(str(raw))


def _chart(name: str, part: bytes) -> ChartStub:
    series = part.partition(b"<c:ser>")[2].partition(b"</c:ser>")[0]
    found = [each.decode().replace("&amp;", "&") for each in _REFERENCE.findall(series)]
    title, categories, values = found if len(found) == 3 else ("", *found)
    kind = "pie" if b"<c:pieChart>" in part else "column_clustered"
    if b'<c:barDir val="bar"/>' in part:
        kind = "bar_clustered"
    return ChartStub(name, f"=SERIES({title},{categories},{values},1)", kind)


def _load(content: bytes, *, data_only: bool, keep_vba: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only, keep_vba=keep_vba)


def date_of(number: float) -> dt.datetime:
    """A moment as pywin32 gives it: with the time zone UTC."""
    seconds = round(number * 86400, 3)
    return (DAY_ZERO + dt.timedelta(seconds=seconds)).replace(tzinfo=dt.UTC)


def is_date(number_format: str) -> bool:
    return is_date_format(number_format)


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """Whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _inside(area: Rectangle, other: Rectangle) -> bool:
    return contains(other, *area[:2]) and contains(other, *area[2:])
