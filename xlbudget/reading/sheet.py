"""A sheet while it is being read: its cells with their places, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xlbudget.books.port import Grid, Value, address, column_letters
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Cell, Source
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import LineDef, Table
from xlbudget.reading.amounts import RawCell, may_be_amount, read_cell
from xlbudget.reading.headers import is_numbering, numbers_columns

TOLD = 20
"""So many rows or columns that could not be told are named one by one."""

_letters = lru_cache(512)(column_letters)


def without_blanks(grid: Grid) -> Grid:
    """The grid with nothing in cells that hold only blanks."""
    if not any(isinstance(value, str) and not value.strip() for _, _, value in grid.cells()):
        return grid
    return Grid(
        grid.sheet,
        tuple(
            tuple(None if isinstance(v, str) and not v.strip() else v for v in row)
            for row in grid.rows
        ),
    )


@dataclass(frozen=True, slots=True)
class RawLine:
    """A row of a table before the precision of its amounts is known.

    Which line it is, its label as printed, its cells by column; blank ones are ready.
    """

    line: LineDef
    label: str
    cells: dict[str, RawCell | Cell]


@dataclass(slots=True)
class Sheet:
    """One sheet being read: gathers findings and errors until the statement stands."""

    grid: Grid
    table: Table
    file: str
    findings: list[Finding] = field(default_factory=list)
    errors: list[XlbudgetError] = field(default_factory=list)
    _numbered: dict[int, bool] = field(default_factory=dict, repr=False)
    _numbering: dict[int, bool] = field(default_factory=dict, repr=False)

    def cells(self, row: int, columns: Mapping[str, int]) -> dict[str, RawCell | Cell]:
        """The cells of a row by the names of their columns; what is no amount is an error."""
        height, width = self.grid.height, self.grid.width
        values = self.grid.rows[row - 1] if row <= height else ()
        found: dict[str, RawCell | Cell] = {}
        for name, column in columns.items():
            value = values[column - 1] if values and column <= width else None
            source = Source(self.file, self.grid.sheet, f"{_letters(column)}{row}")
            if value is None:
                found[name] = Cell(source)
            else:
                self._read(found, name, value, source)
        return found

    def _read(
        self, found: dict[str, RawCell | Cell], name: str, value: Value, source: Source
    ) -> None:
        try:
            found[name] = read_cell(value, source)
        except XlbudgetError as error:
            self.errors.append(error)

    def row_holds(self, row: int, columns: Iterable[int]) -> bool:
        """Whether something in a row's columns may be an amount."""
        return any(may_be_amount(self.grid.at(row, column)) for column in columns)

    def column_holds(self, column: int, first: int) -> bool:
        """Whether something in a column may be an amount, from a row on; no number of 栏次 is."""
        return any(
            may_be_amount(values[column - 1]) and not self.numbers_columns(row)
            for row, values in enumerate(self.grid.rows[first - 1 :], first)
        )

    def numbers_columns(self, row: int) -> bool:
        """Whether a row among the data numbers the columns."""
        if row not in self._numbered:
            self._numbered[row] = numbers_columns(self.grid.rows[row - 1])
        return self._numbered[row]

    def _is_numbering(self, row: int) -> bool:
        if row not in self._numbering:
            self._numbering[row] = is_numbering(self.grid.rows[row - 1])
        return self._numbering[row]

    def header_cell(self, column: int, first: int) -> str:
        """The lowest cell of a column's header above a row."""
        for row in range(first - 1, 0, -1):
            value = self.grid.at(row, column)
            if isinstance(value, str) and not self._is_numbering(row):
                return address(row, column)
        return address(max(first - 1, 1), column)

    def tell_rest(self, cells: Sequence[str]) -> None:
        """More rows of amounts that could not be told than are worth a line each."""
        if cells:
            self.note(
                "row-unrecognised",
                Level.WARNING,
                cells[0],
                "",
                f"“{self.table.title}”还有 {len(cells)} 行有金额却认不出，没有读入，"
                f"从 {cells[0]} 起。请核对这些行。",
            )

    def fault(self, cell: str, seen: str, expected: str, remedy: str) -> None:
        """Something that makes the sheet unreadable."""
        place = f"{self.file} · {self.grid.sheet}" + (f"!{cell}" if cell else "")
        self.errors.append(UnknownLayout(where=place, seen=seen, expected=expected, remedy=remedy))

    def note(self, check: str, level: Level, cell: str, printed: str, message: str) -> None:
        """Something that is worth saying about a cell."""
        self.findings.append(
            Finding(
                check=check,
                verdict=Verdict.UNCHECKED,
                level=level,
                file=self.file,
                message=message,
                printed=printed,
                where=Place(sheet=self.grid.sheet, cell=cell),
                inputs=(f"{self.grid.sheet}!{cell}",),
            )
        )
