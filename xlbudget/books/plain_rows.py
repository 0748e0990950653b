"""A plain sheet part taken apart into rows and cells by patterns, for writing into it.

What it tells is what `sheet_scan.scan` tells, and what is written into it gives the same bytes;
sooner, because nothing is looked at twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.books.cell_xml import xml_text
from xlbudget.books.formulas import shifted
from xlbudget.books.plain_shape import COLUMNS, NotPlainError, cells_of, merged_ranges
from xlbudget.books.plain_tables import resolved
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle, style_of_column
from xlbudget.domain.records import dataclass, field

_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"(?: [A-Za-z:0-9]+="[^"<>&]*")* ?(/?)>')
_CELL = re.compile(
    rb'((<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]+")?)(?: t="[a-zA-Z]+")?'
    rb"(?: ?/>|>(<f([^<>/]*)(?:/>|>([^<]*)</f>))?"
    rb'(<v(?: xml:space="preserve")?>[^<]*</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>))'
)
_ATTRIBUTES = re.compile(rb'(?: [A-Za-z0-9]+="[^"<>&]*")*')
_ATTRIBUTE = re.compile(r' ([A-Za-z:0-9]+)="([^"]*)"')
_COLUMN = re.compile(rb"<col\b(?:((?: [A-Za-z0-9:]+=\"[^\"<>&]*\")+) ?/>)?")

PlainCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""A cell: the whole of it; its start tag up to what a new value changes; letters and digits of its
address; its formula, and of that the attributes and the text; its value.
"""
WHOLE, KEPT, FORMULA, ATTRIBUTES, FORMULA_TEXT, VALUE = 0, 1, 4, 5, 6, 7


@dataclass(slots=True)
class PlainRow:
    """A row, from the offset `start` to `end`: its start tag, and its cells by column."""

    number: int
    start: int
    end: int
    tag: bytes
    cells: dict[int, PlainCell] = field(default_factory=dict)

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the start tag."""
        return dict(_ATTRIBUTE.findall(self.tag.decode()))


@dataclass(slots=True)
class PlainRows:
    """A sheet part: what stands before, in and behind its rows."""

    data_close: int
    dimension: int | None
    columns: list[tuple[int, int, str]]
    merged: list[Rectangle]
    rows: dict[int, PlainRow] = field(default_factory=dict)
    blocks: list[tuple[Rectangle, str]] = field(default_factory=list)
    shared: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def formula_at(self, row: int, column: int) -> str | None:
        """The formula of a cell with its `=`; also of members of shared and array formulas."""
        standing = self.rows.get(row)
        cell = standing.cells.get(column) if standing else None
        if cell and cell[FORMULA]:
            return self._text(row, column, cell)
        for area, text in self.blocks:
            if contains(area, row, column):
                return text
        return None

    def stands(self, row: int, column: int, formula: str) -> bool:
        """Whether the very text of a formula is that of this cell, and of no other one."""
        standing = self.rows.get(row)
        cell = standing.cells.get(column) if standing else None
        return (
            cell is not None
            and not cell[ATTRIBUTES]
            and bool(cell[FORMULA])
            and cell[FORMULA_TEXT] == xml_text(formula.removeprefix("=")).encode()
        )

    def style_of_new(self, row: int, column: int) -> str:
        """The style that a cell takes which does not exist yet: its row's, or its column's."""
        standing = self.rows.get(row)
        if standing and b" customFormat=" in standing.tag:
            attributes = standing.attributes
            if attributes["customFormat"] in ("1", "true"):
                return attributes.get("s", "0")
        return style_of_column(self.columns, column)

    def formulas(self) -> Iterator[tuple[int, int]]:
        """Where formulas stand."""
        for number, row in self.rows.items():
            for column, cell in row.cells.items():
                if cell[FORMULA]:
                    yield number, column

    def _text(self, row: int, column: int, cell: PlainCell) -> str:
        *_, attributes, raw, _ = cell
        if attributes:
            known = _attributes(attributes)
            kind = known.get("t")
            if kind == "dataTable":
                return "=TABLE()"
            master = self.shared.get(known.get("si", ""))
            if kind == "shared" and master is not None:
                return shifted(master[2], row - master[0], column - master[1])
        return "=" + _text(raw)


def plain_rows(data: bytes) -> PlainRows | None:
    """A sheet part taken apart; None where it is not plain."""
    try:
        return _read(data)
    except (ValueError, KeyError):
        return None


def _read(data: bytes) -> PlainRows:
    start, end = cells_of(data)
    dimension = data.find(b"<dimension", 0, start)
    found = PlainRows(
        data_close=end,
        dimension=dimension if dimension >= 0 else None,
        columns=_columns(data[:start]),
        merged=merged_ranges(data, end),
    )
    whole: list[tuple[int, int, PlainCell]] = []
    at, last = start, 0
    while at < end:
        opened = _ROW.match(data, at)
        if opened is None:
            raise NotPlainError(data[at : at + 100])
        digits, closed = opened.groups()
        row = PlainRow(int(digits), at, opened.end(), opened[0])
        if row.number <= last:
            raise NotPlainError(digits)
        if not closed:
            close = data.find(b"</row>", at, end)
            whole += _cells(data, row, close, digits)
            row.end = close + len(b"</row>")
        found.rows[row.number] = row
        at, last = row.end, row.number
    for each in whole:
        _remember(found, *each)
    return found


def _cells(
    data: bytes, row: PlainRow, close: int, number: bytes
) -> list[tuple[int, int, PlainCell]]:
    """Take the cells of a row, which stand without anything between them and in the order of their
    columns. Those are told whose formula may hold for other cells.
    """
    cells: list[PlainCell] = _CELL.findall(data, row.end, close)
    columns = [COLUMNS[cell[2]] for cell in cells]
    row.cells = dict(zip(columns, cells, strict=True))
    if (
        sum([len(cell[WHOLE]) for cell in cells]) != close - row.end
        or columns != sorted(columns)
        or len(row.cells) != len(cells)
        or any(cell[3] != number for cell in cells)
    ):
        raise NotPlainError(data[row.start : close])
    return [(row.number, column, cell) for column, cell in row.cells.items() if cell[ATTRIBUTES]]


def _remember(found: PlainRows, row: int, column: int, cell: PlainCell) -> None:
    """Note a formula that holds for other cells too."""
    *_, raw_attributes, raw, _ = cell
    attributes, text = _attributes(raw_attributes), "=" + _text(raw)
    kind, reference = attributes.get("t"), attributes.get("ref")
    if kind == "shared" and raw:
        found.shared.setdefault(attributes.get("si", ""), (row, column, text))
    elif kind in ("array", "dataTable") and reference:
        found.blocks.append((rectangle(reference), "=TABLE()" if kind == "dataTable" else text))


def _attributes(raw: bytes) -> dict[str, str]:
    if not _ATTRIBUTES.fullmatch(raw):
        raise NotPlainError(raw)
    return dict(_ATTRIBUTE.findall(raw.decode()))


def _text(raw: bytes) -> str:
    text = resolved(raw)
    if text is None:
        raise NotPlainError(raw)
    return text


def _columns(head: bytes) -> list[tuple[int, int, str]]:
    """The styles of whole columns."""
    told: list[bytes] = _COLUMN.findall(head)
    if not all(told):
        raise NotPlainError(head[:100])
    found = [dict(_ATTRIBUTE.findall(raw.decode())) for raw in told]
    return [
        (int(each["min"]), int(each["max"]), each["style"]) for each in found if "style" in each
    ]
