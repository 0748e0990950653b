"""Where the lines and columns of a public table stand, on its sheet and as it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlbudget.books.port import address
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import BlockDef, Layout, LineDef, Table

TITLE_ROW, NUMBER_ROW, UNIT_ROW, BLOCK_ROW, COLUMN_ROW, COLUMN_NUMBER_ROW = range(1, 7)
FIRST_ROW = COLUMN_NUMBER_ROW + 1
ABOVE = BLOCK_ROW - 1
"""Rows above the header of a table: title, number, unit line."""

MONEY = "金额单位"
"""What the unit line of a table begins with."""

LEAST_SPARE_ROWS = 10
"""A table of codes always has at least so many rows left for more."""


def money_words(unit: Unit) -> str:
    """What a table says of the unit of its amounts.

    >>> money_words(Unit.TEN_THOUSAND_YUAN)
    '金额单位：万元'
    """
    return f"{MONEY}：{unit.value}"


def money_width(width: float, unit: Unit) -> float:
    """The width of a column of amounts: those in 元 have four more digits and a separator.

    >>> money_width(14.0, Unit.TEN_THOUSAND_YUAN), money_width(14.0, Unit.YUAN)
    (14.0, 19.0)
    """
    return width + 5.0 if unit is Unit.YUAN else width


def table_sheet(table: Table) -> str:
    """The sheet's name of a table; Excel allows 31 characters."""
    return f"{table.number} {table.title}"[:31]


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """The columns of a block: code (0 if none), label, 行次 (0 if none), amounts by column name."""

    block: BlockDef
    code: int
    label: int
    number: int
    amounts: dict[str, int]

    @property
    def first(self) -> int:
        """The block's first column."""
        return self.code or self.label

    @property
    def last(self) -> int:
        """The block's last column."""
        return max(self.amounts.values())


@dataclass(frozen=True, slots=True)
class TablePlaces:
    """A table's sheet as we build it: its blocks, and the row of each line.

    For a table of one row of amounts (CROSSED), `crossed` gives the column of each line and
    column. `last_row` is the last row of data, spare rows included.
    """

    table: Table
    blocks: tuple[BlockPlace, ...]
    rows: dict[str, int]
    last_row: int
    crossed: dict[tuple[str, str], int]
    first_row: int = FIRST_ROW

    def cells(self, line: str) -> dict[str, str]:
        """The addresses of a line's amounts, by column."""
        if self.crossed:
            return {
                column: address(self.first_row, at)
                for (known, column), at in self.crossed.items()
                if known == line
            }
        found: dict[str, str] = {}
        for place in reversed(self.blocks):
            if self._holds(place, line):
                row = self.rows[line]
                found |= {column: address(row, at) for column, at in place.amounts.items()}
        return found

    def _holds(self, place: BlockPlace, line: str) -> bool:
        if any(known.name == line for known in place.block.lines):
            return True
        return self.table.functional is not None and line in self.rows

    @property
    def last_column(self) -> int:
        """The sheet's last column."""
        return max(self.crossed.values()) if self.crossed else self.blocks[-1].last


def table_places(table: Table, codes: Iterable[str] = (), *, spare: bool = True) -> TablePlaces:
    """Where a table's lines stand; `codes` are the functional codes that the account has. `spare`
    keeps rows ready for more of them, as a sheet does where people work; a published table has
    none.
    """
    if table.layout is Layout.CROSSED and not table.items_down:
        return _crossed(table)
    blocks: list[BlockPlace] = []
    column = 1
    coded = table.layout is Layout.CODES
    for block in table.blocks:
        code, label = (column, column + 1) if coded else (0, column)
        first = label + (1 if coded else 2)
        amounts = {known.name: first + at for at, known in enumerate(block.printed_columns)}
        blocks.append(BlockPlace(block, code, label, 0 if coded else label + 1, amounts))
        column = max(amounts.values()) + 1
    if not table.functional:
        rows = _rows(table)
        return TablePlaces(table, tuple(blocks), rows, max(rows.values()), {})
    rows, last = _functional_rows(table, sorted(codes), spare=spare)
    return TablePlaces(table, tuple(blocks), rows, last, {})


def _functional_rows(
    table: Table, codes: Sequence[str], *, spare: bool
) -> tuple[dict[str, int], int]:
    """合计, the codes in order and spare rows, or 合计 below all of them; and the last row."""
    totals = [line.name for line in table.lines()]
    count = len(totals) + len(codes)
    ready = max(table.spare_rows - count, LEAST_SPARE_ROWS) if spare else 0
    last = FIRST_ROW - 1 + count + ready
    begin = last + 1 - len(totals) if table.totals_last else FIRST_ROW
    first_code = FIRST_ROW if table.totals_last else FIRST_ROW + len(totals)
    rows = {name: begin + at for at, name in enumerate(totals)}
    return rows | {code: first_code + at for at, code in enumerate(codes)}, last


def _crossed(table: Table) -> TablePlaces:
    """One row of amounts: 预算数 of all lines, then 决算数 of all lines; or both of each line."""
    (block,) = table.blocks
    columns = [known.name for known in reversed(block.columns)]
    lines = [line.name for line in block.lines]
    order = [(line, column) for column in columns for line in lines]
    if table.interleaved:
        order = [(line, column) for line in lines for column in columns]
    crossed = {key: at for at, key in enumerate(order, 1)}
    row = FIRST_ROW + 1  # 表头比别的表多一层
    rows = {line.name: row for line in block.lines}
    return TablePlaces(table, (), rows, row, crossed, row)


def _rows(table: Table) -> dict[str, int]:
    """Rows of all lines. Lines that stand beside each other push the shorter sides down."""
    first, *others = table.blocks
    anchors = {line.beside for block in others for line in block.lines if line.beside}
    rows: dict[str, int] = {}
    starts = {block.name: COLUMN_NUMBER_ROW for block in table.blocks}
    waiting = {block.name: list(block.lines) for block in others}
    for line in first.lines:
        row = starts[first.name] + 1 + line.blank_rows_before
        if line.name in anchors:
            for name, lines in waiting.items():
                while lines and lines[0].beside != line.name and _comes(lines, line.name):
                    _next(rows, starts, name, lines)
                row = max(row, starts[name] + 1)
            for name, lines in waiting.items():
                if lines and lines[0].beside == line.name:
                    rows[lines.pop(0).name] = row
                    starts[name] = row
        rows[line.name] = row
        starts[first.name] = row
    for name, lines in waiting.items():
        while lines:
            _next(rows, starts, name, lines)
    return rows


def _comes(lines: list[LineDef], anchor: str) -> bool:
    """Whether a side still has the line that stands beside an anchor."""
    return any(line.beside == anchor for line in lines)


def _next(rows: dict[str, int], starts: dict[str, int], block: str, waiting: list[LineDef]) -> None:
    line = waiting.pop(0)
    starts[block] += 1 + line.blank_rows_before
    rows[line.name] = starts[block]


def unit_cell(places: TablePlaces) -> str:
    """Where a table's sheet says the unit of its amounts."""
    return address(UNIT_ROW, places.last_column)
