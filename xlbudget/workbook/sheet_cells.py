"""The cells of a sheet that people work in, as text: values, formulas with their results, blanks.

The library that draws the rest of the workbook keeps an object for each cell and writes them one
by one; most cells of ours are blank and alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from xlbudget.books.port import CellWrite, address, column_letters
from xlbudget.files.chart_workbook import cell_text
from xlbudget.files.xml_text import escape

_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_BLANK = "/>"

_Cell = tuple[str, str | int]
"""The name of a cell's style, and what follows it: XML, or the number of its text."""

_letters = lru_cache(maxsize=512)(column_letters)


class SheetCells:
    """The cells of one sheet, by row and column from 1. `texts` are those of the whole workbook,
    each with its number.
    """

    def __init__(self, texts: dict[str, int]) -> None:
        self._texts = texts
        self._rows: dict[int, dict[int, _Cell]] = {}

    def put(self, row: int, column: int, cell: CellWrite, style: str) -> None:
        """One cell: a formula with its result, a number, a text (never a formula), or a blank."""
        value = cell.value
        held: str | int
        if cell.formula and (not cell.block or cell.block.startswith(f"{address(row, column)}:")):
            held = _formula(cell.formula, cell.block, value)
        elif isinstance(value, Decimal):
            held = f"><v>{float(value):.16G}</v></c>"
        elif value is None or value == "":
            held = _BLANK
        else:
            held = self._texts.setdefault(str(value), len(self._texts))
        self._rows.setdefault(row, {})[column] = style, held

    def blank(self, area: tuple[int, int, int, int], style: str) -> None:
        """Blank cells in an area (first row, first column, last row, last column)."""
        top, left, bottom, right = area
        cells = dict.fromkeys(range(left, right + 1), (style, _BLANK))
        for row in range(top, bottom + 1):
            self._rows.setdefault(row, {}).update(cells)

    def styles(self) -> Iterator[str]:
        """The names of the styles of all cells, from above and from the left."""
        for _, cells in sorted(self._rows.items()):
            for _, (style, _) in sorted(cells.items()):
                yield style

    def area(self) -> str:
        """The area that the cells take up, such as A1:F40."""
        columns = [column for cells in self._rows.values() for column in cells] or [1]
        rows = self._rows or [1]
        first = f"{_letters(min(columns))}{min(rows)}"
        last = f"{_letters(max(columns))}{max(rows)}"
        return first if first == last else f"{first}:{last}"

    def xml(
        self, heights: Mapping[int, float], styles: Mapping[str, str], texts: Sequence[str]
    ) -> str:
        """The sheetData of the sheet; `styles` are their numbers in the styles part, `texts` the
        numbers in the part of texts. Heights are a hint, not fixed: Excel and WPS then fit a row
        whose text grows.
        """
        rows = sorted({*self._rows, *heights})
        written = (
            f'<row r="{row}"'
            + (f' ht="{heights[row]:g}">' if row in heights else ">")
            + "".join(self._row(row, styles, texts))
            + "</row>"
            for row in rows
        )
        return f"<sheetData>{''.join(written)}</sheetData>"

    def _row(self, row: int, styles: Mapping[str, str], texts: Sequence[str]) -> Iterator[str]:
        for column, (style, held) in sorted(self._rows.get(row, {}).items()):
            rest = f' t="s"><v>{texts[held]}</v></c>' if isinstance(held, int) else held
            yield f'<c r="{_letters(column)}{row}" s="{styles[style]}"{rest}'


def _formula(formula: str, block: str, value: str | Decimal | bool | None) -> str:
    """What follows the style of a cell with a formula, the head of an array where it has a block.
    An empty text is a result too.

    >>> _formula("=A1&B1", "", "甲"), _formula("=A1", "", None)
    (' t="str"><f>A1&amp;B1</f><v>甲</v></c>', ' t="str"><f>A1</f><v></v></c>')
    """
    if isinstance(value, Decimal):
        kind, shown = "", str(float(value))
    elif isinstance(value, bool):
        kind, shown = ' t="b"', str(int(value))
    else:
        kind, shown = ' t="e"' if value in _ERRORS else ' t="str"', cell_text(value or "")
    array = f' t="array" ref="{block}"' if block else ""
    return f"{kind}><f{array}>{escape(formula.removeprefix('='))}</f><v>{shown}</v></c>"
