"""A workbook as it was seen once: what a plan makes of it can be tried on this copy first."""

from __future__ import annotations

from xlbudget.books.port import Book, BookPlan, Grid, LeftAlone, SheetInfo, grid, parse_address
from xlbudget.books.values import as_read, put, writes_by_sheet


class SeenBook:
    """Each sheet of a workbook is read once and kept; what is applied is applied to this copy, and
    the workbook stays as it is. Results of the user's formulas stay those that were seen.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> from xlbudget.books.port import CellWrite, RangeWrite
    >>> book = MemoryBook("== 表\\n项目 | 金额")
    >>> seen = SeenBook(book)
    >>> seen.apply(BookPlan((RangeWrite("表", 2, 1, ((CellWrite("收入"),),)),)))
    ()
    >>> seen.read("表").at(2, 1), book.read("表").at(2, 1)
    ('收入', None)
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheets = book.sheets()
        self._grids: dict[str, Grid] = {}

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self._book.name

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All sheets in their order."""
        return self._sheets

    def read(self, sheet: str) -> Grid:
        """The values of one sheet; KeyError if there is no such sheet."""
        if sheet not in self._grids:
            self._grids[sheet] = self._book.read(sheet)
        return self._grids[sheet]

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What the workbook would leave alone."""
        return self._book.left_alone(plan)

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Put the values of a plan into the copy; returns what is left alone."""
        left = self.left_alone(plan)
        stay = {(each.sheet, each.cell) for each in left}
        places = {(sheet, *parse_address(cell)) for sheet, cell in stay if cell}
        for sheet, writes in writes_by_sheet(self.name, plan).items():
            rows = [list(row) for row in self.read(sheet).rows]
            for (row, column), write in writes.items():
                if (sheet, row, column) not in places:
                    put(rows, row, column, as_read(write))
            width = max(map(len, rows), default=0)
            self._grids[sheet] = grid(sheet, (row + [None] * (width - len(row)) for row in rows))
        return left
