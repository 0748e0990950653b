"""A sheet with one long list, drawn row by row as its part of the package: texts, no formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlbudget.books.cell_text import LONGEST, escaped
from xlbudget.books.port import address, column_letters
from xlbudget.domain.records import dataclass
from xlbudget.workbook.list_styles import LISTED, MAIN, ListStyles
from xlbudget.workbook.text_size import row_height, text_lines

LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

MOST_ROWS = 1_048_575
"""A sheet has one row more."""

TOO_MANY = "一张工作表放不下：后面还有，没有列出。"
_AT_ONCE = 256

MOST_LINKS = 65_000
"""Excel drops all links of a sheet that has more than 65,530."""

_LITERAL = frozenset("=+-@\t\r\n")
"""What Excel would take for a formula if somebody edits the cell."""


class Link(NamedTuple):
    """A text that leads to a file beside the workbook; `target` is percent-encoded."""

    text: str
    target: str


class Marked(NamedTuple):
    """A value that looks otherwise than the rest of its column."""

    value: str | int | Decimal
    style: str


Value = str | int | Decimal | Link | Marked | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: header, width, the style of its cells, and a header over it and those beside it
    that say the same.
    """

    title: str
    width: float
    style: str = "text"
    group: str = ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet: its name, the lines above the list, the list, how many columns stay in sight, and
    how many pages it is wide when printed.
    """

    name: str
    above: Sequence[str]
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Value]]
    kept: int = 1
    pages_wide: int = 1


class DrawnList:
    """One sheet as it is drawn; afterwards it knows its links and where its list stands."""

    def __init__(self, sheet: ListSheet, number: int, styles: ListStyles) -> None:
        self.sheet, self.number, self._styles = sheet, number, styles
        self.targets: list[tuple[str, str]] = []
        self.grouped = any(column.group for column in sheet.columns)
        self.header = len(sheet.above) + 1 + self.grouped
        self.last = self.header
        self._looks = [column.style for column in sheet.columns]
        self._letters = [column_letters(at) for at, _ in enumerate(sheet.columns, 1)]
        self._wrapped = [
            bool(LISTED[column.style].get("text_wrap")) and column.width for column in sheet.columns
        ]

    @property
    def area(self) -> str:
        """The list with its header."""
        return f"$A${self.header}:${self._letters[-1]}${self.last}"

    def xml(self) -> Iterator[str]:
        """The part of the sheet, piece by piece."""
        sheet = self.sheet
        corner = address(self.header + 1, sheet.kept + 1)
        selected = ' tabSelected="1"' if self.number == 1 else ""
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKED}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView{selected} workbookViewId="0"><pane xSplit="{sheet.kept}" '
            f'ySplit="{self.header}" topLeftCell="{corner}" activePane="bottomRight" '
            'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15.75"/>'
            "<cols>"
        )
        for at, column in enumerate(sheet.columns, 1):
            yield f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
        yield "</cols><sheetData>"
        for row, words in enumerate(sheet.above, 1):
            style = "title" if row == 1 else "note"
            height = ' ht="24"' if row == 1 else ""
            yield f'<row r="{row}"{height}>{self._text("A", row, words, style)}</row>'
        yield from self._headers()
        yield from self._list()
        yield f'</sheetData><autoFilter ref="{self.area.replace("$", "")}"/>'
        merged = list(self._merged())
        if merged:
            areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
            yield f'<mergeCells count="{len(merged)}">{areas}</mergeCells>'
        if self.targets:
            yield "<hyperlinks>"
            for at, (cell, _) in enumerate(self.targets, 1):
                yield f'<hyperlink ref="{cell}" r:id="rId{at}"/>'
            yield "</hyperlinks>"
        yield (
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" '
            f'fitToWidth="{sheet.pages_wide}" fitToHeight="0"/></worksheet>'
        )

    def _list(self) -> Iterator[str]:
        """The rows, many at a time; that there are more than a sheet holds is said in the last."""
        rows = iter(self.sheet.rows)
        while some := list(islice(rows, min(_AT_ONCE, MOST_ROWS - self.last))):
            drawn = []
            for values in some:
                self.last += 1
                drawn.append(self._row(values))
            yield "".join(drawn)
        if next(rows, None) is not None:
            self.last += 1
            yield f'<row r="{self.last}">{self._text("A", self.last, TOO_MANY, "error")}</row>'

    def links(self) -> Iterator[tuple[str, str]]:
        """The targets of the links, with their kind."""
        yield from (("hyperlink", target) for _, target in self.targets)

    def _headers(self) -> Iterator[str]:
        columns, over = self.sheet.columns, self.header - 1
        if self.grouped:
            words = [c.group or c.title for c in columns]
            yield self._header_row(over, words)
        yield self._header_row(self.header, [column.title for column in columns])

    def _header_row(self, row: int, words: Sequence[str]) -> str:
        widths = [column.width for column in self.sheet.columns]
        lines = max(text_lines(each, width) for each, width in zip(words, widths, strict=True))
        height = f' ht="{row_height(lines)}"' if lines > 1 and row == self.header else ""
        cells = [
            self._text(letters, row, each, "header")
            for letters, each in zip(self._letters, words, strict=True)
        ]
        return f'<row r="{row}"{height}>{"".join(cells)}</row>'

    def _merged(self) -> Iterator[str]:
        """The headers over several columns, and those that stand in both rows."""
        if not self.grouped:
            return
        columns, over = self.sheet.columns, self.header - 1
        first = 0
        while first < len(columns):
            last = first
            group = columns[first].group
            while group and last + 1 < len(columns) and columns[last + 1].group == group:
                last += 1
            bottom = over if group else self.header
            if last > first or not group:
                yield f"{self._letters[first]}{over}:{self._letters[last]}{bottom}"
            first = last + 1

    def _row(self, values: Sequence[Value]) -> str:
        row, lines = self.last, 1
        cells: list[str] = []
        for letters, style_of_column, width, value in zip(
            self._letters, self._looks, self._wrapped, values, strict=True
        ):
            shown, style = value, style_of_column
            if isinstance(shown, Link):
                if len(self.targets) < MOST_LINKS:
                    self.targets.append((f"{letters}{row}", shown.target))
                    style = "link"
                shown = shown.text
            elif isinstance(shown, Marked):
                shown, style = shown
            if not shown and not isinstance(shown, int | Decimal):
                cells.append(f'<c r="{letters}{row}" s="{self._styles.number(style)}"/>')
            elif isinstance(shown, str):
                cells.append(self._text(letters, row, shown, style))
                if width and 2 * len(shown) > width:
                    lines = max(lines, _lines(shown, width))
            else:
                digits = f"{shown:f}" if isinstance(shown, Decimal) else shown
                number = self._styles.number(style)
                cells.append(f'<c r="{letters}{row}" s="{number}"><v>{digits}</v></c>')
        height = f' ht="{row_height(lines)}"' if lines > 1 else ""
        return f'<row r="{row}"{height}>{"".join(cells)}</row>'

    def _text(self, letters: str, row: int, words: str, style: str) -> str:
        number = self._styles.number(style, literal=words[:1] in _LITERAL)
        return (
            f'<c r="{letters}{row}" s="{number}" t="inlineStr">'
            f'<is><t xml:space="preserve">{_in_xml(words)}</t></is></c>'
        )


@lru_cache(maxsize=1024)
def _in_xml(words: str) -> str:
    """A text as it stands in the part: units, formats and places come again and again."""
    if len(words) > LONGEST:
        words = f"{words[: LONGEST - 1]}…"
    return escape(escaped(words)) if _NEEDS.search(words) else words


_NEEDS = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x")
"""What a text must hold to be written otherwise than it is."""


def _lines(words: str, width: float) -> int:
    """About as many lines as a text takes, without looking at each character as `text_lines` does:
    in UTF-8 a Chinese character has three bytes, and it is two wide.
    """
    return sum(
        -(-(len(line) + len(line.encode(errors="replace"))) // int(2 * width - 2)) or 1
        for line in words.split("\n")
    )
