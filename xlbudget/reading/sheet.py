"""A sheet while it is being read: its cells with their places, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from xlbudget.books.port import Grid, Value, address, column_letters
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import LineDef, Table
from xlbudget.reading.amounts import RawCell, may_be_amount, read_cell
from xlbudget.reading.headers import Row, is_numbering, numbers_columns

TOLD = 20
"""So many rows or columns that could not be told are named one by one."""

_letters = lru_cache(512)(column_letters)


def without_blanks(grid: Grid) -> Grid:
    """The grid with nothing in cells that hold only blanks."""
    if all(text.strip() for _, _, text in grid.texts()):
        return grid
    return Grid(
        grid.sheet,
        tuple(
            tuple(None if isinstance(v, str) and not v.strip() else v for v in row)
            for row in grid.rows
        ),
    )


class RowPlaces(Mapping[str, Source]):
    """Where the cells of a row stand, by column; each place is made when somebody asks for it."""

    __slots__ = ("_columns", "_file", "_row", "_sheet")

    def __init__(self, file: str, sheet: str, row: int, columns: Mapping[str, int]) -> None:
        self._file = file
        self._sheet = sheet
        self._row = str(row)
        self._columns = columns

    def __getitem__(self, name: str) -> Source:
        return Source(self._file, self._sheet, _letters(self._columns[name]) + self._row)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True)
class RawLine:
    """A row of a table before the precision of its amounts is known.

    Which line it is, its label as printed, its cells that are not blank by column, and the places
    of all.
    """

    line: LineDef
    label: str
    cells: Mapping[str, RawCell]
    places: Mapping[str, Source]


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
    _columns: Mapping[str, int] | None = field(default=None, repr=False)
    _names: Mapping[int, str] | None = field(default=None, repr=False)

    def cells(
        self, row: int, columns: Mapping[str, int]
    ) -> tuple[dict[str, RawCell], Mapping[str, Source]]:
        """The cells of a row that are not blank, by the names of their columns, and the places of
        all; what is no amount is an error.
        """
        places = RowPlaces(self.file, self.grid.sheet, row, columns)
        found: dict[str, RawCell] = {}
        if row > self.grid.height:
            return found, places
        for name, value in self._held(self.grid.rows[row - 1], columns):
            try:
                found[name] = read_cell(value, places[name])
            except XlbudgetError as error:
                self.errors.append(error)
        return found, places

    def _held(self, values: Row, columns: Mapping[str, int]) -> list[tuple[str, Value]]:
        """What a row holds in these columns, by their names.

        A wide row holds little: where the columns are in the order of the sheet, only what stands
        there is looked at.
        """
        if columns is not self._columns:
            numbers = list(columns.values())
            in_order = all(one < other for one, other in pairwise(numbers))
            self._columns = columns
            self._names = dict(zip(numbers, columns, strict=True)) if in_order else None
        names, width = self._names, len(values)
        if names is None:
            return [
                (name, value)
                for name, at in columns.items()
                if at <= width and (value := values[at - 1]) is not None
            ]
        return [
            (names[at], value)
            for at, value in enumerate(values, 1)
            if value is not None and at in names
        ]

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
