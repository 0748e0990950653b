"""A final-accounts table as read: statements of lines of cells, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass, field


class Source(NamedTuple):
    """Where a value stands: file, sheet and A1 address; of a document file and paragraph, without
    an address.

    >>> str(Source("决算.xlsx", "公开01 收入支出决算总表", "C15"))
    '公开01 收入支出决算总表!C15'
    >>> str(Source("说明.docx", "第12段", ""))
    '第12段'
    """

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def in_file(self) -> str:
        """With the file's name, for messages."""
        return f"{self.file} · {self}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that a person wrote into a cell (a reason, a purpose, a setting)."""

    text: str
    source: Source


class Holds(Enum):
    """What a cell holds. Empty is not zero, and 不适用 is neither."""

    AMOUNT = "金额"
    BLANK = "空白"
    NOT_APPLICABLE = "不适用"
    COUNT = "数量"


class Cell(NamedTuple):
    """One amount of a table with its place. `amount` is None when blank or not applicable (—).

    A cell of 补充资料 may hold a `count` instead: vehicles, groups, batches, a score.
    """

    source: Source
    amount: Amount | None = None
    holds: Holds = Holds.BLANK
    count: Decimal | None = None  # type: ignore[assignment]  # 数量，不是元组的 count

    @classmethod
    def with_amount(cls, source: Source, amount: Amount) -> Cell:
        """A cell that holds an amount."""
        return cls(source, amount, Holds.AMOUNT)

    @classmethod
    def with_count(cls, source: Source, count: Decimal) -> Cell:
        """A cell that holds a count."""
        return cls(source, None, Holds.COUNT, count)


class RowCells(Mapping[str, Cell]):
    """The cells of a row by column: those that hold something, and the places of all.

    Most cells of a wide table are blank, and hardly anybody asks for those: one is made, once, when
    somebody does.

    >>> row = RowCells({}, {"total": Source("决算.xlsx", "公开02", "C5")})
    >>> len(row), row["total"].holds, row["total"].source.cell, row.filled
    (1, <Holds.BLANK: '空白'>, 'C5', {})
    """

    __slots__ = ("_blank", "filled", "places")

    def __init__(self, filled: Mapping[str, Cell], places: Mapping[str, Source]) -> None:
        self.filled = filled
        self.places = places
        self._blank: dict[str, Cell] = {}

    def __getitem__(self, column: str) -> Cell:
        cell = self.filled.get(column) or self._blank.get(column)
        if cell is None:
            cell = self._blank[column] = Cell(self.places[column])
        return cell

    def __contains__(self, column: object) -> bool:
        return column in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one block of a table.

    `name` is our name of the line (an identifier of the glossary, or a classification code),
    `label` what is printed in the row, `cells` its amounts by column name.
    """

    name: str
    label: str
    cells: Mapping[str, Cell]
    group: str = ""

    @property
    def filled(self) -> Mapping[str, Cell]:
        """The cells that are not blank, by column: an amount, 不适用 or a count stands there."""
        cells = self.cells
        if isinstance(cells, RowCells):
            return cells.filled
        return {name: cell for name, cell in cells.items() if cell.holds is not Holds.BLANK}

    @property
    def places(self) -> Mapping[str, Source]:
        """Where each cell stands, blank or not, by column."""
        cells = self.cells
        if isinstance(cells, RowCells):
            return cells.places
        return {name: cell.source for name, cell in cells.items()}


@dataclass(frozen=True, slots=True)
class Statement:
    """One table of one unit and year.

    `table` is the format's name of it, `unit_name` the 部门/单位 printed above it (None if none
    is), `year` the year printed (None if none is), `unit` the unit of its amounts and
    `unit_source` the cell that says so.
    """

    table: str
    title: str
    file: str
    sheet: str
    unit: Unit
    lines: tuple[Line, ...]
    unit_name: str | None = None
    year: int | None = None
    unit_source: Source | None = None
    _by_name: dict[str, Line] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {line.name: line for line in self.lines})

    def line(self, name: str) -> Line | None:
        """The line of that name, or None if the table has no such row."""
        return self._by_name.get(name)

    def cell(self, line: str, column: str) -> Cell | None:
        """The cell of a line and column, or None if the table has no such row or column."""
        found = self._by_name.get(line)
        return found.cells.get(column) if found else None

    @property
    def has_amounts(self) -> bool:
        """Whether any cell holds an amount, zero or not."""
        return any(cell.amount is not None for line in self.lines for cell in line.filled.values())

    @property
    def is_filled(self) -> bool:
        """Whether the table holds any amount that is not zero."""
        return any(
            cell.amount is not None and cell.amount.fen
            for line in self.lines
            for cell in line.filled.values()
        )

    def group(self, name: str) -> tuple[Line, ...]:
        """The lines of a group (the functional categories, the sources of revenue …)."""
        return tuple(line for line in self.lines if line.group == name)
