"""Several header rows to one path of words for each column; and which column says what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlbudget.books.port import Grid, Value
from xlbudget.reading.labels import plain

Path = tuple[str, ...]

_COLUMN_NUMBERS = "栏次"
_DIGITS = re.compile(r"\(?\d+\)?")
_ABOVE = re.compile(r"(?:单位|部门)[^:]{0,6}:|(?:公开|财决)[-\d]+表")
"""Words of the lines between title and header: unit's name, unit of money, the table's number."""

_IN_MONEY = re.compile(r"\([十百千万亿]*元\)$")
"""The unit of money behind a header word, as in 决算数（万元）."""

_NOT_ACTUAL = re.compile(r".*预算数|上年.*")
"""Columns under such words hold no actuals of this year."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The header of a sheet.

    For each column its words from top to bottom, and the columns that have words of their own, not
    only those of a merged cell to the left.
    """

    paths: tuple[Path, ...]
    own: frozenset[int]

    def path(self, column: int) -> Path:
        """The words over a column (1 is A)."""
        return self.paths[column - 1]

    def is_actual(self, column: int) -> bool:
        """Whether a column is neither of a budget nor of last year."""
        return not any(_NOT_ACTUAL.fullmatch(word) for word in self.path(column))

    def said(self, column: int) -> tuple[str, ...]:
        """What a column's header says: its lowest words, alone and behind those above them."""
        path = self.path(column)
        return tuple("".join(path[start:]) for start in range(len(path) - 1, -1, -1))

    def matching(self, words: Iterable[str], columns: Iterable[int]) -> list[int]:
        """The columns that say one of the words: in the lowest rows, else in any row."""
        wanted = {plain(word) for word in words}
        actual = [column for column in columns if self.is_actual(column)]
        found = [column for column in actual if wanted.intersection(self.said(column))]
        if not found:
            found = [column for column in actual if wanted.intersection(self.path(column))]
        return [column for column in found if column in self.own] or found


def headers(grid: Grid, first_data_row: int) -> Headers:
    """The header above the data."""
    rows = header_rows(grid, first_data_row)
    own = {
        column
        for row in rows
        for column in range(1, grid.width + 1)
        if isinstance(grid.at(row, column), str)
    }
    return Headers(column_paths(grid, rows), frozenset(own))


def is_numbering(values: Iterable[Value]) -> bool:
    """Whether a row only numbers the columns: a row of 栏次, or of nothing but digits.

    >>> is_numbering(["栏 次", None, "1"]), is_numbering([None, "(1)"]), is_numbering(["项目", "1"])
    (True, True, False)
    """
    texts = [plain(value) for value in values if isinstance(value, str)]
    return _COLUMN_NUMBERS in texts or all(_DIGITS.fullmatch(text) for text in texts)


def header_rows(grid: Grid, first_data_row: int) -> tuple[int, ...]:
    """The header rows right above the data: those with at least two filled cells, upwards.

    Rows that number the columns and empty rows are passed over. A unit line ends the header, and
    so does a title or a line of a pasted page, which has one filled cell.
    """
    rows: list[int] = []
    for row in range(first_data_row - 1, 0, -1):
        filled = [value for value in grid.rows[row - 1] if value is not None]
        if is_numbering(filled):
            continue
        texts = [plain(value) for value in filled if isinstance(value, str)]
        if len(filled) < 2 or any(map(_ABOVE.search, texts)):  # noqa: PLR2004
            break
        rows.append(row)
    return tuple(reversed(rows))


def column_paths(grid: Grid, rows: Sequence[int]) -> tuple[Path, ...]:
    r"""For each column (0 is column A) the words from the top header row to the lowest.

    A merged header reads as its words and then nothing. So words carry on to the right, but only
    below the same parent, and never in the lowest row.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> grid = MemoryBook("== 表\n收入||支出||\n项目|决算数|项目|合计|基金").read("表")
    >>> column_paths(grid, (1, 2))[1], column_paths(grid, (1, 2))[4]
    (('收入', '决算数'), ('支出', '基金'))
    """
    paths: list[list[str]] = [[] for _ in range(grid.width)]
    for row in rows:
        carried, parent = "", None
        for column in range(grid.width):
            value = grid.at(row, column + 1)
            above = tuple(paths[column])
            if isinstance(value, str):
                carried, parent = _IN_MONEY.sub("", plain(value)), above
            elif row == rows[-1] or above != parent:
                carried = ""
            if carried:
                paths[column].append(carried)
    return tuple(tuple(path) for path in paths)
