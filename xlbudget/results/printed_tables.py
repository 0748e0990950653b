"""Published tables as one grid of printed cells, which the workbook's sheet and Word both draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Span


class Role(Enum):
    """What a printed cell is, which tells how it stands: a header and a number (行次) centred, a
    label and a code left, an amount right.
    """

    HEADER = "表头"
    LABEL = "项目"
    CODE = "编码"
    NUMBER = "序号"
    AMOUNT = "金额"

    __hash__ = object.__hash__  # Enum 的 __hash__ 是 Python 写的，每一格都要查一次


class PrintedCell(NamedTuple):
    """A cell of a table: where it begins (row and column from 1, the first header row is row 1),
    its text as printed, and how many rows and columns it takes.

    `value` is the number of a cell of amounts as the account has it, which may be known to more
    digits than are printed; None where the cell holds none. `spans` are what the text is made of
    where it holds a figure of ours or a gap.
    """

    row: int
    column: int
    text: str
    role: Role
    rows: int = 1
    columns: int = 1
    value: Decimal | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """A published table.

    `number` is 公开01 and the like, "" where a table has none. `above` is the line over the table:
    left 部门：…, in the middle 2024年度, right 金额单位：万元. `widths` are those of the columns in
    characters, `cells` come in the order in which they are drawn: block by block, header first.
    `amounts` are areas (top, left, bottom, right, from 1) of cells of amounts: most of a wide table
    is blank, so where none of `cells` stands there, a blank one does.
    `header_rows` counts the header down to 栏次; `total_rows` are rows right below that official
    tables repeat on each page with it (合计). `lead_columns` are the first columns (code and name)
    that are repeated where a table is too wide for the paper. `notes` stand below.
    """

    name: str
    title: str
    widths: tuple[float, ...]
    header_rows: int
    cells: tuple[PrintedCell, ...]
    number: str = ""
    above: tuple[str, str, str] = ("", "", "")
    total_rows: int = 0
    lead_columns: int = 0
    notes: tuple[str, ...] = ()
    paper: str = "A4"
    amounts: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.widths)

    @property
    def rows(self) -> int:
        """How many rows there are, header included."""
        ends = [cell.row + cell.rows - 1 for cell in self.cells]
        return max([*ends, *(bottom for _, _, bottom, _ in self.amounts)], default=0)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The table as a full grid of texts; a merged cell's text stands in its upper left cell,
        "" in the rest of it.
        """
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row - 1][cell.column - 1] = cell.text
        return tuple(map(tuple, grid))

    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        """The merged areas: top, left, bottom, right, from 1."""
        for cell in self.cells:
            if cell.rows > 1 or cell.columns > 1:
                bottom, right = cell.row + cell.rows - 1, cell.column + cell.columns - 1
                yield cell.row, cell.column, bottom, right
