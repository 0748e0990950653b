"""Sheets drawn by XlsxWriter: styles, widths, rows as tall as their text. Knows no domain."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xlbudget.files.chart_parts import ChartData, chart_part
from xlbudget.workbook.page import Page
from xlbudget.workbook.styles import BASE, MARKED, STYLES

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""A fixed date, so that the same input gives the same bytes."""

EXCEL = 191029
"""The version of the calculation of Excel 2019 and later: a workbook that bears it and asks for
nothing is not computed anew on opening.
"""


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes our formulas as they are.

    The library looks for some forty functions that are younger than Excel 2016 in each formula,
    which takes more than half of the time of a build; ours hold none of them.
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
        sheet = self._book.add_worksheet(name, _Sheet)
        looks = self.styles, self._marked
        page = Page(sheet, *looks, landscape=landscape, protected=protected)
        page.print_on(paper, pages_wide)
        page.set_widths(1, widths)
        self._pages.append(page)
        return page

    def close(self) -> bytes:
        """The workbook as the bytes of an .xlsx package."""
        for page in self._pages:
            page.set_heights()
        self._book.close()
        return _finished(self._stream.getvalue(), self._charts)


def empty_package(sheets: int) -> bytes:
    """A package of so many empty sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for _ in range(sheets):
        book.add_worksheet()
    book.close()
    return stream.getvalue()


def _finished(package: bytes, charts: Sequence[ChartData]) -> bytes:
    """The package with our own charts, and row heights as a hint, not as fixed: Excel and WPS then
    fit a row whose text grows.
    """
    drawn = {f"xl/charts/chart{at}.xml": chart_part(data) for at, data in enumerate(charts, 1)}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = drawn.get(entry.filename) or old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = data.replace(b' customHeight="1"', b"")
            new.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
