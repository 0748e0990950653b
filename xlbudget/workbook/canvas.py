"""Sheets drawn by XlsxWriter: styles, widths, rows as tall as their text. Knows no domain."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import xlsxwriter

from xlbudget.books.port import CellWrite
from xlbudget.workbook.text_size import row_height, text_lines

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""A fixed date, so that the same input gives the same bytes."""

A4 = 9

_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {"border": 1}
_ENTRY = {**_BOX, "bg_color": "#FFF9E5"}
_WRAP = {"text_wrap": True}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "own_title": {"bold": True, "font_size": 14},
    "right": {"align": "right"},
    "plain": {},
    "header": {**_BOX, **_WRAP, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "label": {**_BOX, **_WRAP},
    "number": {**_BOX, "align": "center", "font_color": "#808080"},
    "amount": {**_BOX, "num_format": "#,##0.00"},
    "rate": {**_BOX, "num_format": "0.00####"},
    "tolerance": {**_BOX, "num_format": "0.000"},
    "wrapped": {**_BOX, **_WRAP, "valign": "top"},
    "entry": {**_ENTRY, **_WRAP, "align": "left", "valign": "top"},
    "entry_amount": {**_ENTRY, "num_format": "#,##0.00"},
    "note": {**_WRAP, "font_color": "#808080"},
}


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

    def page(self, name: str, widths: list[float], *, landscape: bool = False) -> Page:
        """A new sheet with its column widths, fitted to A4."""
        page = Page(self._book.add_worksheet(name), self.styles, landscape=landscape)
        page.set_widths(1, widths)
        self._pages.append(page)
        return page

    def close(self) -> bytes:
        """The workbook as the bytes of an .xlsx package."""
        for page in self._pages:
            page.set_heights()
        self._book.close()
        return _with_growing_rows(self._stream.getvalue())


class Page:
    """One sheet; rows and columns count from 1."""

    def __init__(self, sheet: Any, styles: dict[str, Any], *, landscape: bool) -> None:
        self._sheet, self._styles = sheet, styles
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        if landscape:
            sheet.set_landscape()

    def set_widths(self, first: int, widths: Iterable[float]) -> None:
        """Widths of columns from `first` on."""
        for column, width in enumerate(widths, first):
            self._sheet.set_column(column - 1, column - 1, width)
            self._widths[column] = width

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

    def merged(self, row: int, columns: tuple[int, int], text: str, style: str) -> None:
        """A text over several columns of a row."""
        first, last = columns
        self._sheet.merge_range(row - 1, first - 1, row - 1, last - 1, text, self._styles[style])
        if STYLES[style].get("text_wrap"):
            self._fit(row, sum(self._widths[at] for at in range(first, last + 1)), text)

    def choices(self, row: int, column: int, words: Iterable[str], title: str, hint: str) -> None:
        """A drop-down list."""
        self._sheet.data_validation(
            row - 1,
            column - 1,
            row - 1,
            column - 1,
            {
                "validate": "list",
                "source": list(words),
                "error_title": title,
                "error_message": hint,
            },
        )

    def header_until(self, row: int, first: int = 1) -> None:
        """The header rows stay in sight and are printed on every page."""
        self._sheet.freeze_panes(row, 0)
        self._sheet.repeat_rows(first - 1, row - 1)

    def _fit(self, row: int, width: float, text: str) -> None:
        self._lines[row] = max(self._lines.get(row, 1), text_lines(text, width))

    def set_heights(self) -> None:
        """Rows whose text wraps become as tall as their lines."""
        for row, lines in self._lines.items():
            if lines > 1:
                self._sheet.set_row(row - 1, row_height(lines))


def _with_growing_rows(package: bytes) -> bytes:
    """Row heights as a hint, not as fixed: Excel and WPS then fit a row whose text grows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = data.replace(b' customHeight="1"', b"")
            new.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
