"""A sheet of values to be printed, written as text: cells, merged areas, row heights.

No formulas, rules, notes or pictures. The library that draws the workbooks which people work in
keeps an object for each cell; here a cell is a piece of text, and blank cells beside each other
are made together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from xlbudget.books.port import column_letters
from xlbudget.domain.records import dataclass
from xlbudget.workbook.styles import PAPERS

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_letters = lru_cache(maxsize=512)(column_letters)
_PIXELS, _PADDING = 7, 5
"""A character of the standard font, and what a column has beside its characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How a sheet is printed and seen, landscape: its header rows and the columns in front stay in
    sight and are repeated on each page.
    """

    name: str
    widths: tuple[float, ...]
    header_rows: int
    lead_columns: int = 0
    paper: str = "A4"
    pages_wide: int = 1


class ValueSheet:
    """A sheet that is being written, of so many rows: cells by row and column from 1, areas that
    are merged, heights of rows of more than one line. `strings` are the texts of the whole
    workbook, each with its number; styles are positions in the styles part.
    """

    def __init__(self, setup: Print, rows: int, strings: dict[str, int]) -> None:
        self.print = setup
        self.heights: dict[int, float] = {}
        self._strings = strings
        self._merges: list[str] = []
        columns = len(setup.widths)
        self._opened = tuple(f'<c r="{_letters(column)}' for column in range(1, columns + 1))
        self._rows = [[""] * columns for _ in range(rows)]

    def text(self, row: int, column: int, text: str, style: int) -> None:
        """A text; a blank cell where there is none."""
        opened = f'{self._opened[column - 1]}{row}" s="{style}"'
        if text:
            number = self._strings.setdefault(text, len(self._strings))
            self._rows[row - 1][column - 1] = f'{opened} t="s"><v>{number}</v></c>'
        else:
            self._rows[row - 1][column - 1] = f"{opened}/>"

    def number(self, row: int, column: int, number: str, style: int) -> None:
        """A number as it is written (1482.23)."""
        self._rows[row - 1][column - 1] = (
            f'{self._opened[column - 1]}{row}" s="{style}"><v>{number}</v></c>'
        )

    def blank(self, area: tuple[int, int, int, int], style: int) -> None:
        """Blank cells, from top and left to bottom and right."""
        top, left, bottom, right = area
        opened = self._opened[left - 1 : right]
        for row in range(top, bottom + 1):
            end = f'{row}" s="{style}"/>'
            self._rows[row - 1][left - 1 : right] = [each + end for each in opened]

    def merge(self, area: tuple[int, int, int, int], text: str, style: int) -> None:
        """A text over an area: top, left, bottom, right."""
        top, left, bottom, right = area
        if (top, left) != (bottom, right):
            self.blank(area, style)
            self._merges.append(f"{_letters(left)}{top}:{_letters(right)}{bottom}")
        self.text(top, left, text, style)

    def xml(self, *, first: bool) -> str:
        """The part; the first sheet of a workbook is the one that is open."""
        return "".join((HEAD, _opening(self.print, len(self._rows), first), *self._rest()))

    def _rest(self) -> Iterator[str]:
        for row, cells in enumerate(self._rows, 1):
            held = "".join(cells)
            height = self.heights.get(row)
            if held or height:
                high = f' ht="{height:g}"' if height else ""
                yield f'<row r="{row}"{high}>{held}</row>'
        yield "</sheetData>"
        if self._merges:
            yield f'<mergeCells count="{len(self._merges)}">'
            yield "".join(f'<mergeCell ref="{area}"/>' for area in self._merges)
            yield "</mergeCells>"
        wide = f' fitToWidth="{self.print.pages_wide}"' if self.print.pages_wide > 1 else ""
        yield (
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="{PAPERS[self.print.paper]}"{wide} fitToHeight="0" '
            'orientation="landscape"/></worksheet>'
        )


@lru_cache(maxsize=256)
def _opening(sheet: Print, rows: int, first: bool) -> str:
    """A sheet up to its first row."""
    below, beside = f"A{sheet.header_rows + 1}", _letters(sheet.lead_columns + 1)
    top = f'ySplit="{sheet.header_rows}" topLeftCell='
    if sheet.lead_columns:
        panes = (
            f'<pane xSplit="{sheet.lead_columns}" {top}"{beside}{sheet.header_rows + 1}" '
            'activePane="bottomRight" state="frozen"/>'
            f'<selection pane="topRight" activeCell="{beside}1" sqref="{beside}1"/>'
            f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
            '<selection pane="bottomRight"/>'
        )
    else:
        panes = f'<pane {top}"{below}" activePane="bottomLeft" state="frozen"/>'
        panes += '<selection pane="bottomLeft"/>'
    selected = ' tabSelected="1"' if first else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{_letters(len(sheet.widths))}{rows}"/>'
        f'<sheetViews><sheetView{selected} workbookViewId="0">{panes}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(_columns(sheet.widths))}</cols>'
        "<sheetData>"
    )


def _columns(widths: Sequence[float]) -> Iterator[str]:
    """The widths, those of columns alike beside each other as one."""
    last = 0
    for width, alike in groupby(widths):
        first, last = last + 1, last + len(list(alike))
        stored = int((int(width * _PIXELS + 0.5) + _PADDING) / _PIXELS * 256) / 256
        yield f'<col min="{first}" max="{last}" width="{stored}" customWidth="1"/>'
