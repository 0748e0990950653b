"""Where everything stands in the bytes of a sheet part: cells, rows, formulas, merged ranges.

The offsets come from expat, so that any legal spelling of the XML is understood: prefixes, order
of attributes, comments, self-closing elements, rows and cells without an `r`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from xlbudget.books.formulas import shifted
from xlbudget.books.port import parse_address
from xlbudget.domain.records import dataclass, field

_SHEET_DATA, _ROW, _CELL, _CHILD = 1, 2, 3, 4
"""How deep these elements stand below the root."""

START_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE)

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 1, all inclusive."""


def contains(area: Rectangle, row: int, column: int) -> bool:
    """Whether a cell lies in a rectangle."""
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]


def rectangle(reference: str) -> Rectangle:
    """The rectangle of `A1:C5` or `A1`; ValueError for anything else.

    >>> rectangle("B2:C5"), rectangle("$A$1")
    ((2, 2, 5, 3), (1, 1, 1, 1))
    """
    first, _, last = reference.partition(":")
    top, left = _cell(first)
    bottom, right = _cell(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _cell(text: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(f"not a cell address: {text!r}")
    return parse_address(match[1].upper() + match[2])


@dataclass(slots=True)
class Formula:
    """A `<f>` element: its text without `=`, its attributes, its bytes."""

    attributes: dict[str, str]
    start: int
    end: int = 0
    text: str = ""


@dataclass(slots=True)
class CellSpan:
    """A `<c>` element. `close` is the offset of its end tag (its end if it closes itself)."""

    row: int
    column: int
    kind: str
    start: int
    close: int = 0
    value: str = ""
    filled: bool = False
    formula: Formula | None = None


@dataclass(slots=True)
class RowSpan:
    """A `<row>` element."""

    number: int
    attributes: dict[str, str]
    start: int
    close: int = 0
    cells: list[CellSpan] = field(default_factory=list)


@dataclass(slots=True)
class SheetScan:
    """The layout of one sheet part."""

    prefix: str = ""
    data_start: int = -1
    data_close: int = -1
    dimension: int | None = None
    rows: list[RowSpan] = field(default_factory=list)
    cells: dict[tuple[int, int], CellSpan] = field(default_factory=dict)
    row_styles: dict[int, str] = field(default_factory=dict)
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[Rectangle] = field(default_factory=list)
    blocks: list[tuple[Rectangle, str]] = field(default_factory=list)
    shared: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def formula_at(self, row: int, column: int) -> str | None:
        """The formula of a cell with its `=`; also of members of shared and array formulas."""
        cell = self.cells.get((row, column))
        if cell is not None and cell.formula is not None:
            return self._text(cell, cell.formula)
        for area, text in self.blocks:
            if contains(area, row, column):
                return text
        return None

    def style_of_new(self, row: int, column: int) -> str:
        """The style that a cell takes which does not exist yet: its row's, or its column's."""
        if row in self.row_styles:
            return self.row_styles[row]
        return style_of_column(self.columns, column)

    def _text(self, cell: CellSpan, formula: Formula) -> str:
        kind = formula.attributes.get("t")
        if kind == "dataTable":
            return "=TABLE()"
        master = self.shared.get(formula.attributes.get("si", ""))
        if kind == "shared" and master is not None:
            row, column, text = master
            return shifted(text, cell.row - row, cell.column - column)
        return "=" + formula.text

    def extent(self) -> tuple[int, int]:
        """Last row and last column with a cell that holds something."""
        filled = [at for at, cell in self.cells.items() if cell.filled]
        return (
            max((row for row, _ in filled), default=0),
            max((column for _, column in filled), default=0),
        )


def style_of_column(columns: Iterable[tuple[int, int, str]], column: int) -> str:
    """The style of a column, by the styles of first and last columns."""
    return next((style for first, last, style in columns if first <= column <= last), "0")


def scan(data: bytes) -> SheetScan:
    """The layout of a sheet part; ValueError if it is not well-formed or has no sheetData.

    The part must be UTF-8 without a DTD (`Package.xml` sees to that).
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    if reader.found.data_start < 0:
        raise ValueError("no sheetData")
    return reader.found


class _Reader:
    """The handlers of expat."""

    def __init__(self) -> None:
        self.found = SheetScan()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._depth = 0
        self._in_data = False
        self._row: RowSpan | None = None
        self._cell: CellSpan | None = None
        self._text: list[str] | None = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        depth = self._depth
        self._depth = depth + 1
        if self._in_data:
            if depth == _ROW:
                if _local(name) == "row":
                    self._start_row(attributes)
            elif depth == _CELL:
                if self._row is not None and _local(name) == "c":
                    self._start_cell(self._row, attributes)
            elif depth == _CHILD and self._cell is not None:
                self._start_child(self._cell, _local(name), attributes)
        elif depth == _SHEET_DATA:
            local = _local(name)
            if local == "sheetData":
                self._in_data = True
                self.found.prefix = name[: -len(local)]
                self.found.data_start = self.parser.CurrentByteIndex
            elif local == "dimension":
                self.found.dimension = self.parser.CurrentByteIndex
        elif depth == _ROW:
            self._start_other(_local(name), attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        last = self.found.rows[-1].number if self.found.rows else 0
        number = int(attributes["r"]) if "r" in attributes else last + 1
        self._row = RowSpan(number, attributes, self.parser.CurrentByteIndex)
        self.found.rows.append(self._row)
        if attributes.get("customFormat") in ("1", "true"):
            self.found.row_styles[number] = attributes.get("s", "0")

    def _start_cell(self, row: RowSpan, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            number, column = _cell(attributes["r"])
        else:
            number, column = row.number, row.cells[-1].column + 1 if row.cells else 1
        kind = attributes.get("t", "n")
        cell = CellSpan(number, column, kind, self.parser.CurrentByteIndex)
        self._cell = cell
        row.cells.append(cell)
        self.found.cells[number, column] = cell

    def _start_child(self, cell: CellSpan, name: str, attributes: dict[str, str]) -> None:
        if name == "f":
            cell.formula = Formula(attributes, self.parser.CurrentByteIndex)
            self._listen()
        elif name == "v":
            cell.filled = True
            self._listen()
        elif name == "is":
            cell.filled = True

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            self.found.merged.append(rectangle(attributes["ref"]))
        elif name == "col" and "style" in attributes:
            span = int(attributes["min"]), int(attributes["max"])
            self.found.columns.append((*span, attributes["style"]))

    def _listen(self) -> None:
        self._text = []
        self.parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self._in_data:
            return
        depth = self._depth
        if depth == _CHILD and self._text is not None and self._cell is not None:
            self._end_child(self._cell, _local(name), "".join(self._text))
            self._text = None
            self.parser.CharacterDataHandler = None
        elif depth == _CELL and self._cell is not None:
            self._cell.close = self.parser.CurrentByteIndex
            self._cell = None
        elif depth == _ROW and self._row is not None:
            self._row.close = self.parser.CurrentByteIndex
            self._row = None
        elif depth == _SHEET_DATA:
            self.found.data_close = self.parser.CurrentByteIndex
            self._in_data = False

    def _end_child(self, cell: CellSpan, name: str, text: str) -> None:
        if name == "v":
            cell.value = text
        elif name == "f" and cell.formula is not None:
            formula = cell.formula
            formula.end = self.parser.CurrentByteIndex
            formula.text = text
            kind = formula.attributes.get("t")
            reference = formula.attributes.get("ref")
            if kind == "shared" and text:
                shared = (cell.row, cell.column, "=" + text)
                self.found.shared.setdefault(formula.attributes.get("si", ""), shared)
            elif kind in ("array", "dataTable") and reference:
                whole = "=TABLE()" if kind == "dataTable" else "=" + text
                self.found.blocks.append((rectangle(reference), whole))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
