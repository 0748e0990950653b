"""The values of the sheets in a package: plain sheets in one pass, all others by python-calamine.

The library tells neither errors nor formulas without a saved value; of the sheets that it reads,
`sheet_scan` finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from xlbudget.books.bounds import Bounds, within
from xlbudget.books.calamine_source import LARGEST_AREA, LAST_ROW, library, open_values, too_far
from xlbudget.books.ods_scan import OdsSheet
from xlbudget.books.plain_sheet import CellKinds, PlainSheet, plain_sheet
from xlbudget.books.plain_tables import shared_texts, styles_of_dates
from xlbudget.books.port import CellError, Grid, SheetInfo, UnsavedFormula, Value, grid
from xlbudget.books.sheet_scan import CellSpan, SheetScan, scan
from xlbudget.books.sheet_signs import for_calamine, has_formulas, is_odd, is_plain, without_blanks
from xlbudget.books.values import from_file, put
from xlbudget.books.workbook_parts import WorkbookParts
from xlbudget.files.foreign import damaged
from xlbudget.files.package import Package

_KEPT = 8 << 20
"""How many bytes of plain sheets are kept, so that they need not be inflated again."""


class PackedValues:
    """The sheets of a package, each checked and read as far as one pass goes."""

    def __init__(self, package: Package, parts: WorkbookParts) -> None:
        """Check all that the library will inflate or parse, before it does."""
        self._package = package
        self._parts = {info.name: part for info, part in parts.sheets}
        self._plain: dict[str, PlainSheet] = {}
        self._closer: set[str] = set()
        self.with_formulas: set[str] = set()
        self._contents: dict[str, bytes] = {}
        shared, kinds = _kinds(package, parts)
        bounds = Bounds(package.path, shared)
        sheets = set(self._parts.values())
        for part in package.names():
            if part not in sheets and part not in parts.others:
                package.read(part)
        cleaned: dict[str, bytes] = {}
        for sheet, part in self._parts.items():
            data = package.xml(part)
            bounds.take(sheet, data)
            plain = plain_sheet(sheet, data, kinds) if kinds is not None else None
            if plain is not None:
                self._plain[sheet] = plain
                if plain.has_formulas:
                    self.with_formulas.add(sheet)
                if sum(map(len, self._contents.values())) + len(data) <= _KEPT:
                    self._contents[part] = data
            else:
                self._examine(sheet, part, data, cleaned)
        self._library: calamine.CalamineWorkbook | None = None
        if len(self._plain) < len(self._parts):
            self._open_library(cleaned)

    def _examine(self, sheet: str, part: str, data: bytes, cleaned: dict[str, bytes]) -> None:
        """What the library has to be spared in a sheet, and what it will not tell."""
        if is_odd(data):
            raise damaged(self._package.path, f"工作表“{sheet}”的 XML 写法异常")
        if not is_plain(data):
            self._closer.add(sheet)
        if has_formulas(data):
            self.with_formulas.add(sheet)
        with well_formed(self._package.path, sheet):
            mended = for_calamine(data)
        if mended is not data:
            cleaned[part] = mended

    def _open_library(self, cleaned: dict[str, bytes]) -> None:
        package = self._package
        data = package.patched(cleaned) if cleaned else package.data
        self._library = open_values(package.path, data)
        if [found.name for found in _worksheets(self._library)] != list(self._parts):
            raise damaged(package.path, "工作簿的目录前后不一致")

    def content(self, sheet: str) -> bytes:
        """The part of a sheet."""
        part = self._parts[sheet]
        return self._contents.get(part) or self._package.xml(part)

    def let_go(self) -> None:
        """Keep the parts no longer."""
        self._contents.clear()

    def grid(self, sheet: str) -> Grid:
        """The values of a sheet."""
        if sheet in self._plain:
            return self._plain[sheet].grid
        assert self._library is not None
        untold = self._untold(sheet) if sheet in self._closer else {}
        return grid(sheet, _library_rows(self._package.path, self._library, sheet, untold))

    def _untold(self, sheet: str) -> dict[tuple[int, int], Value]:
        """The errors and the formulas without saved values of a sheet."""
        path = self._package.path
        with well_formed(path, sheet):
            layout = scan(without_blanks(self._package.xml(self._parts[sheet])))
        height, width = layout.extent()
        if height * width > LARGEST_AREA:
            raise too_far(path, sheet, height, width)
        return {
            at: value
            for at, cell in layout.cells.items()
            if (value := _untold_value(layout, cell)) is not None
        }


class OldValues:
    """The sheets of an .xls, .et or .ods file."""

    def __init__(self, path: Path, data: bytes, scanned: Iterable[OdsSheet] = ()) -> None:
        self._path = path
        self._library = open_values(path, data)
        self._untold = {sheet.name: sheet.told for sheet in scanned}
        self.sheets = _worksheets(self._library)

    def grid(self, sheet: str) -> Grid:
        """The values of a sheet."""
        untold = self._untold.get(sheet, {})
        return grid(sheet, _library_rows(self._path, self._library, sheet, untold))


def _library_rows(
    path: Path,
    values: calamine.CalamineWorkbook,
    sheet: str,
    untold: Mapping[tuple[int, int], Value],
) -> list[list[Value]]:
    """The rows of a sheet as the library tells them, with what it does not tell."""
    with library(path):
        try:
            source = values.get_sheet_by_name(sheet)
        except calamine.XmlError as error:
            raise damaged(path, f"工作表“{sheet}”的 XML 不合规范") from error
        height, width = source.total_height + 1, source.total_width + 1
        if height > LAST_ROW or height * width > LARGEST_AREA:
            raise too_far(path, sheet, height, width)
        raw = source.to_python(skip_empty_area=False)
        merged = source.merged_cell_ranges or ()
    rows: list[list[Value]] = [
        [(value or None) if type(value) is str else from_file(value) for value in row]
        for row in raw
    ]
    ranges = within(
        [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged],
        len(rows),
        max(map(len, rows), default=0),
    )
    if ranges is None:
        raise damaged(path, f"工作表“{sheet}”的合并单元格互相重叠")
    for top, left, bottom, right in ranges:
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [None] * len(row[left - 1 : right])
        if left <= len(rows[top - 1]):
            rows[top - 1][left - 1] = from_file(raw[top - 1][left - 1])
    for (row_number, column), value in untold.items():
        put(rows, row_number, column, value)
    return rows


def _worksheets(values: calamine.CalamineWorkbook) -> tuple[SheetInfo, ...]:
    """The worksheets that the library sees, in the order of the tabs."""
    return tuple(
        SheetInfo(found.name, found.visible == calamine.SheetVisibleEnum.Visible)
        for found in values.sheets_metadata
        if found.typ == calamine.SheetTypeEnum.WorkSheet
    )


@contextmanager
def well_formed(path: Path, sheet: str) -> Iterator[None]:
    """What a scan of a sheet part cannot understand, as an error of ours."""
    try:
        yield
    except (ValueError, KeyError) as error:
        raise damaged(path, f"工作表“{sheet}”的 XML 不合规范") from error


def _kinds(package: Package, parts: WorkbookParts) -> tuple[list[bytes], CellKinds | None]:
    """The parts of shared texts, and what plain cells refer to; None if the library has to
    resolve it.
    """
    texts_parts, styles_parts = (
        [package.xml(part) for part in each] for each in (parts.texts, parts.styles)
    )
    if len(texts_parts) > 1 or len(styles_parts) != 1:
        return texts_parts, None
    try:
        texts = shared_texts(texts_parts[0]) if texts_parts else []
        dates = styles_of_dates(styles_parts[0])
    except UnicodeDecodeError:
        return texts_parts, None
    known = CellKinds(texts, dates) if texts is not None and dates is not None else None
    return texts_parts, known


def _untold_value(layout: SheetScan, cell: CellSpan) -> Value:
    """What the library does not tell of a cell."""
    if cell.formula is not None and not cell.value and cell.kind != "str":
        return UnsavedFormula(layout.formula_at(cell.row, cell.column) or "=")
    if cell.kind == "e" and cell.value:
        return CellError(cell.value)
    return None
