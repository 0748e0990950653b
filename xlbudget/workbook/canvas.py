"""Sheets drawn by XlsxWriter: styles, widths, rows as tall as their text; cells by `sheet_cells`.
Knows no domain.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xlbudget.files.chart_parts import ChartData, chart_part
from xlbudget.workbook.page import Page
from xlbudget.workbook.sheet_cells import SheetCells
from xlbudget.workbook.styles import BASE, MARKED, STYLES

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""A fixed date, so that the same input gives the same bytes."""

EXCEL = 191029
"""The version of the calculation of Excel 2019 and later: a workbook that bears it and asks for
nothing is not computed anew on opening.
"""

_SHEET = "xl/worksheets/sheet{}.xml"
_STYLED = re.compile(r'<c r="[A-Z]+1" s="(\d+)"/>')
_TEXTS = re.compile(r'<c r="A\d+" t="s"><v>(\d+)</v></c>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_DATA = re.compile("<sheetData(?:/>|>.*</sheetData>)", re.DOTALL)


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes our formulas as they are.

    The library looks for some forty functions that are younger than Excel 2016 in each condition,
    which takes longer than writing the rest of the sheet; ours hold none of them.
    """

    def _prepare_formula(self, formula: str, *_args: object, **_options: object) -> str:
        return formula.removeprefix("=")


class Canvas:
    """A workbook being drawn; `close` gives its bytes."""

    def __init__(self, title: str) -> None:
        self._stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(self._stream, options)
        self._book.set_properties({"title": title, "created": CREATED})
        self.styles = {
            name: self._book.add_format({**BASE, **style}) for name, style in STYLES.items()
        }
        self._marked = {level: self._book.add_format(style) for level, style in MARKED.items()}
        self._pages: list[Page] = []
        self._texts: dict[str, int] = {}
        self._charts: list[ChartData] = []

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return len(self._pages)

    def name(self, name: str, area: str) -> None:
        """A name for an area of the workbook, such as ='首页'!$B$5."""
        self._book.define_name(name, f"={area}")

    def macros(self, project: bytes, workbook: str, sheets: Iterable[str]) -> None:
        """A VBA project, and the code names of the workbook and of its sheets. Its functions are
        not called on opening: all formulas bear their results.
        """
        self._book.add_vba_project(io.BytesIO(project), is_stream=True)
        self._book.set_vba_name(workbook)
        for sheet, code_name in zip(self._book.worksheets(), sheets, strict=True):
            sheet.set_vba_name(code_name)
        self._book.set_calc_mode("auto", EXCEL)
        self._book.calc_on_load = False

    def chart(
        self, page: Page, at: tuple[int, int], size: tuple[int, int], name: str, data: ChartData
    ) -> None:
        """A chart at a cell (row, column), so many pixels wide and high; `name` is its frame's."""
        placeholder = self._book.add_chart({"type": "column", "name": name})
        placeholder.add_series({"values": "=" + data.values_at})
        page.place(at, size, placeholder, data.title)
        self._charts.append(data)

    def page(
        self,
        name: str,
        widths: list[float],
        *,
        landscape: bool = False,
        paper: str = "A4",
        pages_wide: int = 1,
        protected: bool = True,
    ) -> Page:
        """A new sheet with its column widths, fitted to its paper."""
        sheet, cells = self._book.add_worksheet(name, _Sheet), SheetCells(self._texts)
        page = Page(sheet, cells, self._marked, landscape=landscape, protected=protected)
        page.print_on(paper, pages_wide)
        page.set_widths(1, widths)
        self._pages.append(page)
        return page

    def close(self) -> bytes:
        """The workbook as the bytes of an .xlsx package."""
        heights = [page.set_heights() for page in self._pages]
        styles = list(dict.fromkeys(style for page in self._pages for style in page.cells.styles()))
        self._introduce(styles)
        self._book.close()
        with zipfile.ZipFile(self._stream) as package:
            introduced = package.read(_SHEET.format(1)).decode()
            numbers = dict(zip(styles, _STYLED.findall(introduced), strict=True))
            texts = _TEXTS.findall(introduced)
            drawn: dict[str, bytes | str] = {
                f"xl/charts/chart{n}.xml": chart_part(d) for n, d in enumerate(self._charts, 1)
            }
            for at, page in enumerate(self._pages, 1):
                name = _SHEET.format(at)
                held = page.cells.xml(heights[at - 1], numbers, texts)
                drawn[name] = _with_cells(package.read(name).decode(), page.cells.area(), held)
            return _with_parts(package, drawn)

    def _introduce(self, styles: Iterable[str]) -> None:
        """Cells of the first sheet, one for each style and for each text that is used: the library
        gives them their numbers and writes their parts. Then the cells of ours take their place.
        """
        sheet = self._book.worksheets()[0]
        for column, style in enumerate(styles):
            sheet.write_blank(0, column, None, self.styles[style])
        for row, text in enumerate(self._texts, 1):
            sheet.write_string(row, 0, text)


def empty_package(sheets: int) -> bytes:
    """A package of so many empty sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for _ in range(sheets):
        book.add_worksheet()
    book.close()
    return stream.getvalue()


def _with_cells(part: str, area: str, cells: str) -> str:
    """The part of a sheet with the cells of ours."""
    part = _DIMENSION.sub(f'<dimension ref="{area}"/>', part, count=1)
    return _DATA.sub(lambda _: cells, part, count=1)


def _with_parts(package: zipfile.ZipFile, parts: Mapping[str, bytes | str]) -> bytes:
    """The package with parts of ours in place of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for entry in package.infolist():
            data = parts.get(entry.filename) or package.read(entry)
            new.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
