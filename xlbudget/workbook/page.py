"""One sheet being drawn: cells, merged titles, drop-down lists, notes, buttons, colours.

Draws on a worksheet of XlsxWriter that `canvas` hands over, all but the cells. Knows no domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlbudget.books.port import CellWrite
from xlbudget.workbook.sheet_cells import SheetCells
from xlbudget.workbook.styles import PAPERS, PROTECTED, STYLES
from xlbudget.workbook.text_size import row_height, text_lines

_WRAPPED = {name for name, style in STYLES.items() if style.get("text_wrap")}


class Page:
    """One sheet; rows and columns count from 1."""

    def __init__(
        self,
        sheet: Any,
        cells: SheetCells,
        marked: dict[str, Any],
        *,
        landscape: bool,
        protected: bool = True,
    ) -> None:
        self.cells = cells
        self._sheet, self._marked = sheet, marked
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        if protected:
            sheet.protect("", PROTECTED)
        if landscape:
            sheet.set_landscape()

    def print_on(self, paper: str, pages_wide: int) -> None:
        """The paper, and how many pages the sheet may be wide."""
        self._sheet.set_paper(PAPERS[paper])
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
        self.cells.put(row, column, cell, style)
        if style in _WRAPPED and isinstance(cell.value, str):
            self._fit(row, self._widths[column], cell.value)

    def blank(self, area: tuple[int, int, int, int], style: str) -> None:
        """Blank cells in an area (first row, first column, last row, last column)."""
        self.cells.blank(area, style)

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
        self._merge((row, first, row, last), text, style)
        if style in _WRAPPED:
            self._fit(row, sum(self._widths[at] for at in range(first, last + 1)), text)

    def _over_rows(
        self, row: int, columns: tuple[int, int], text: str, style: str, rows: int
    ) -> None:
        first, last = columns
        if rows == 1:
            self.text(row, first, text, style)
            return
        self._merge((row, first, row + rows - 1, last), text, style)
        width = sum(self._widths[at] for at in range(first, last + 1))
        lines = -(-text_lines(text, width) // rows)
        for at in range(row, row + rows):
            self._lines[at] = max(self._lines.get(at, 1), lines)

    def _merge(self, area: tuple[int, int, int, int], text: str, style: str) -> None:
        top, left, bottom, right = area
        self._sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        self.cells.blank(area, style)
        self.cells.put(top, left, CellWrite(text), style)

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

    def mark(self, area: tuple[int, int, int, int], conditions: Mapping[str, str]) -> None:
        """Cells of an area are coloured while a condition holds, by level; their own formats stay.

        A condition is a formula for the area's first cell.
        """
        top, left, bottom, right = area
        for level, condition in conditions.items():
            rule = {"type": "formula", "criteria": condition, "format": self._marked[level]}
            self._sheet.conditional_format(top - 1, left - 1, bottom - 1, right - 1, rule)

    def button(self, at: tuple[int, int], size: tuple[int, int], caption: str, macro: str) -> None:
        """A button at a cell, so many pixels wide and high, that runs a macro."""
        width, height = size
        options = {"macro": macro, "caption": caption, "width": width, "height": height}
        self._sheet.insert_button(at[0] - 1, at[1] - 1, options)

    def hide_for_good(self) -> None:
        """The sheet is not in the list of hidden sheets either."""
        self._sheet.very_hidden()

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

    def set_heights(self) -> dict[int, float]:
        """Rows whose text wraps become as tall as their lines: told to what lies on the sheet, and
        given back by row.
        """
        heights = {row: row_height(lines) for row, lines in self._lines.items() if lines > 1}
        for row, height in heights.items():
            self._sheet.set_row(row - 1, height)
        return heights
