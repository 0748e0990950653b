"""Sheets drawn by XlsxWriter: styles, widths, rows as tall as their text. Knows no domain."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xlbudget.books.port import CellWrite
from xlbudget.files.chart_parts import ChartData, chart_part
from xlbudget.workbook.text_size import row_height, text_lines

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""A fixed date, so that the same input gives the same bytes."""

A4 = 9
A3 = 8
_PAPERS = {"A4": A4, "A3": A3}

PROTECTED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
    "insert_rows": True,
    "delete_columns": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
    "objects": True,
    "scenarios": True,
}
"""Sheets are protected without a password, so that formulas are not typed over by accident."""

_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {"border": 1}
_OPEN = {"locked": False}
_ENTRY = {**_BOX, **_OPEN, "bg_color": "#FFF9E5"}
_WRAP = {"text_wrap": True}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "own_title": {"bold": True, "font_size": 14},
    "right": {"align": "right"},
    "plain": {},
    "header": {**_BOX, **_WRAP, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "label": {**_BOX, **_WRAP},
    "line": {**_BOX},
    "whole": {**_BOX, "num_format": "0"},
    "number": {**_BOX, "align": "center", "font_color": "#808080"},
    "amount": {**_BOX, "num_format": "#,##0.00"},
    "open_amount": {**_BOX, **_OPEN, "num_format": "#,##0.00"},
    "open_label": {**_BOX, **_WRAP, **_OPEN},
    "open_code": {**_BOX, **_OPEN, "num_format": "@"},
    "open_plain": {**_OPEN},
    "open_right": {**_OPEN, "align": "right"},
    "entry_code": {**_ENTRY, "num_format": "@"},
    "entry_count": {**_ENTRY, "num_format": "0.##", "align": "left"},
    "rate": {**_BOX, "num_format": "0.00####"},
    "tolerance": {**_BOX, "num_format": "0.000"},
    "wrapped": {**_BOX, **_WRAP, "valign": "top"},
    "entry": {**_ENTRY, **_WRAP, "align": "left", "valign": "top"},
    "entry_amount": {**_ENTRY, "num_format": "#,##0.00"},
    "note": {**_WRAP, "font_color": "#808080"},
}


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
            name: self._book.add_format({**_BASE, **style}) for name, style in STYLES.items()
        }
        self._pages: list[Page] = []
        self._charts: list[ChartData] = []

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
    ) -> Page:
        """A new sheet with its column widths, fitted to its paper."""
        page = Page(self._book.add_worksheet(name, _Sheet), self.styles, landscape=landscape)
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


class Page:
    """One sheet; rows and columns count from 1."""

    def __init__(self, sheet: Any, styles: dict[str, Any], *, landscape: bool) -> None:
        self._sheet, self._styles = sheet, styles
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.protect("", PROTECTED)
        if landscape:
            sheet.set_landscape()

    def print_on(self, paper: str, pages_wide: int) -> None:
        """The paper, and how many pages the sheet may be wide."""
        self._sheet.set_paper(_PAPERS[paper])
        self._sheet.fit_to_pages(pages_wide, 0)

    def print_only(self, area: tuple[int, int, int, int]) -> None:
        """What is printed (first row, first column, last row, last column), on one page."""
        top, left, bottom, right = area
        self._sheet.print_area(top - 1, left - 1, bottom - 1, right - 1)
        self._sheet.fit_to_pages(1, 1)

    def set_widths(self, first: int, widths: Iterable[float]) -> None:
        """Widths of columns from `first` on."""
        for column, width in enumerate(widths, first):
            self._sheet.set_column(column - 1, column - 1, width)
            self._widths[column] = width

    def fold(self, first: int, last: int) -> None:
        """Columns that are folded away under a plus sign."""
        for column in range(first, last + 1):
            options = {"level": 1, "hidden": True}
            self._sheet.set_column(column - 1, column - 1, self._widths[column], None, options)
        self._sheet.set_column(last, last, self._widths[last + 1], None, {"collapsed": True})

    def put(self, row: int, column: int, cell: CellWrite, style: str) -> None:
        """One cell: a formula with its result, a number, a text (never a formula), or a blank."""
        at, form, value = (row - 1, column - 1), self._styles[style], cell.value
        if cell.formula:
            shown = float(value) if isinstance(value, Decimal) else value or ""
            self._sheet.write_formula(*at, cell.formula, form, shown)
        elif isinstance(value, Decimal):
            self._sheet.write_number(*at, float(value), form)
        elif value is None or value == "":
            self._sheet.write_blank(*at, None, form)
        else:
            self._sheet.write_string(*at, str(value), form)
        if isinstance(value, str) and STYLES[style].get("text_wrap"):
            self._fit(row, self._widths[column], value)

    def put_row(
        self, row: int, column: int, cells: Iterable[CellWrite], styles: Iterable[str]
    ) -> None:
        """Cells beside each other."""
        for offset, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            self.put(row, column + offset, cell, style)

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """A text."""
        self.put(row, column, CellWrite(text), style)

    def merged(
        self, row: int, columns: tuple[int, int], text: str, style: str, rows: int = 1
    ) -> None:
        """A text over several columns of a row, or of several rows."""
        first, last = columns
        if rows > 1 or first == last:
            self._over_rows(row, columns, text, style, rows)
            return
        self._sheet.merge_range(row - 1, first - 1, row - 1, last - 1, text, self._styles[style])
        if STYLES[style].get("text_wrap"):
            self._fit(row, sum(self._widths[at] for at in range(first, last + 1)), text)

    def _over_rows(
        self, row: int, columns: tuple[int, int], text: str, style: str, rows: int
    ) -> None:
        first, last = columns
        form = self._styles[style]
        if rows == 1:
            self.text(row, first, text, style)
            return
        self._sheet.merge_range(row - 1, first - 1, row + rows - 2, last - 1, text, form)
        width = sum(self._widths[at] for at in range(first, last + 1))
        lines = -(-text_lines(text, width) // rows)
        for at in range(row, row + rows):
            self._lines[at] = max(self._lines.get(at, 1), lines)

    def choices(
        self, row: int, column: int, words: Iterable[str], title: str, hint: str, rows: int = 1
    ) -> None:
        """A drop-down list, in one cell or in several below each other."""
        rule = {
            "validate": "list",
            "source": list(words),
            "error_title": title,
            "error_message": hint,
        }
        self._sheet.data_validation(row - 1, column - 1, row + rows - 2, column - 1, rule)

    def numbers_only(self, area: tuple[int, int, int, int], *, whole: bool = False) -> None:
        """Only numbers may be typed into an area (first row, first column, last row, last column);
        with `whole`, whole ones that are not negative. A dash (不适用) asks before it is taken.
        """
        top, left, bottom, right = area
        rule = {
            "validate": "integer" if whole else "decimal",
            "criteria": ">=" if whole else "between",
            "value": 0,
            "minimum": -1e15,
            "maximum": 1e15,
            "error_type": "stop" if whole else "warning",
            "error_title": "不是数字",
            "error_message": "这里填数字；没有填 0。"
            if whole
            else "这里填金额（数字）；不适用填“—”。",
        }
        self._sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, rule)

    def note(self, row: int, column: int, text: str) -> None:
        """A note that shows when the pointer rests on the cell."""
        self._sheet.write_comment(row - 1, column - 1, text, {"author": "", "x_scale": 2})

    def place(self, at: tuple[int, int], size: tuple[int, int], chart: Any, said: str) -> None:
        """A chart at a cell; `said` is its text for people who cannot see it."""
        width, height = size
        chart.set_size({"width": width, "height": height})
        self._sheet.insert_chart(at[0] - 1, at[1] - 1, chart, {"description": said})

    def header_until(self, row: int, first: int = 1, columns: int = 0) -> None:
        """The header rows, and so many columns, stay in sight and are printed on every page."""
        self._sheet.freeze_panes(row, columns)
        self._sheet.repeat_rows(first - 1, row - 1)
        if columns:
            self._sheet.repeat_columns(0, columns - 1)

    def _fit(self, row: int, width: float, text: str) -> None:
        self._lines[row] = max(self._lines.get(row, 1), text_lines(text, width))

    def set_heights(self) -> None:
        """Rows whose text wraps become as tall as their lines."""
        for row, lines in self._lines.items():
            if lines > 1:
                self._sheet.set_row(row - 1, row_height(lines))


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
