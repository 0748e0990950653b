"""Several header rows to one path of words for each column; and which column says what."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from xlbudget.books.port import Grid, Value
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import LEVELS, Column
from xlbudget.reading.labels import plain
from xlbudget.reading.remembered import Remembered

Path = tuple[str, ...]
Row = tuple[Value, ...]

_HEADERS = 64
"""So many headers are remembered: those of two formats."""

LEVEL_WORDS = frozenset(LEVELS)
"""The headers of the three columns of a code; 栏次 may stand in the same row."""

_COLUMN_NUMBERS = "栏次"
_NUMBERED = frozenset((_COLUMN_NUMBERS, "行次", "列次", "序号"))
_DIGITS = re.compile(r"\(?(\d{1,4})\)?(?:=[\d+\-()]+)?")
"""The number of a column, and how it is computed, as in 4=1+2+3."""

_ABOVE = re.compile(r"(?:单位|部门)[^:]{0,6}:|(?:公开|财决)[-\d]+表")
"""Words of the lines between title and header: unit's name, unit of money, the table's number."""

_IN_MONEY = re.compile(r"\([十百千万亿]*元\)$")
"""The unit of money behind a header word, as in 决算数（万元）."""

_PRIOR = r"上年(?!.*结[转余]).*|(?:19|20)\d{2}年.*"
"""Words over what is not of this year; what came over from last year is."""

_OF_PRIOR = re.compile(_PRIOR)
_NOT_ACTUAL = re.compile(rf".*预算数|{_PRIOR}")
"""Columns under such words hold no actuals of this year."""

_IS_PRIOR: Remembered[Path, bool] = Remembered(
    lambda path: any(map(_OF_PRIOR.fullmatch, path)),
)
_IS_NOT_ACTUAL: Remembered[Path, bool] = Remembered(
    lambda path: any(map(_NOT_ACTUAL.fullmatch, path)),
)

_IS_ABOVE: Remembered[str, bool] = Remembered(lambda text: bool(_ABOVE.search(plain(text))))
_WITHOUT_MONEY: Remembered[str, str] = Remembered(lambda text: _IN_MONEY.sub("", plain(text)))

_OF_BUDGET = "预算数"

_THIS_YEAR = "本年"

_NUMBERS_OF_ROWS = re.compile(r".*(?:行次|序号|编号|编码|代码)")


def in_words(path: Path) -> str:
    """How a message speaks of a header.

    >>> in_words(("支出", "合计")), in_words(())
    ('表头“支出 / 合计”', '表头空白')
    """
    return f"表头“{' / '.join(path)}”" if path else "表头空白"


def numbers_rows(path: Path) -> bool:
    """Whether a header says that digits are below it which are no amounts (行次, 编码)."""
    return any(_NUMBERS_OF_ROWS.fullmatch(word) for word in path)


@dataclass(frozen=True, slots=True)
class Said:
    """How header words are read: digits that are words here (codes), and the year of the table.

    `budgets` tells that the table has columns of budgets of its own.
    """

    digits: Container[str] = ()
    year: int = 0
    budgets: bool = False

    def word(self, value: Value) -> str:
        """What a header cell says, without this year and without the unit of money.

        >>> Said(year=2024).word("2024年度决算数（万元）"), Said(year=2024).word("2023年决算数")
        ('决算数', '2023年决算数')
        """
        if isinstance(value, str):
            text = _WITHOUT_MONEY[value]
            year = f"{self.year}年"
            if text.startswith(year):
                text = text.removeprefix(year).removeprefix("度") or _THIS_YEAR
            return text
        return str(value) if isinstance(value, Decimal) and str(value) in self.digits else ""


@dataclass(frozen=True, slots=True)
class Headers:
    """The header of a sheet.

    For each column its words from top to bottom, and the columns that have words of their own, not
    only those of a merged cell to the left. `budgets`: columns of budgets are the table's own.
    """

    paths: tuple[Path, ...]
    own: frozenset[int]
    budgets: bool = False

    def path(self, column: int) -> Path:
        """The words over a column (1 is A)."""
        return self.paths[column - 1]

    def spoken(self, column: int) -> Path:
        """The words over a column that has some of its own.

        Words that only carry on from the left are no header: that column's may have been deleted.
        """
        return self.path(column) if column in self.own else ()

    def is_actual(self, column: int) -> bool:
        """Whether a column is neither of a budget (unless these are read too) nor of last year."""
        return not (_IS_PRIOR if self.budgets else _IS_NOT_ACTUAL)[self.spoken(column)]

    def is_prior(self, column: int) -> bool:
        """Whether a column is one of another year."""
        return _IS_PRIOR[self.spoken(column)]

    def said(self, column: int) -> tuple[str, ...]:
        """What a column's header says: its lowest words, alone and behind those above them."""
        path = self.path(column)
        return tuple("".join(path[start:]) for start in range(len(path) - 1, -1, -1))

    def matching(self, words: Iterable[str], columns: Iterable[int]) -> list[int]:
        """The columns that say one of the words: in the lowest rows, else in any row."""
        wanted = {plain(word) for word in words}
        actual = [column for column in columns if column in self.own and self.is_actual(column)]
        found = [column for column in actual if wanted.intersection(self.said(column))]
        if not found:
            found = [column for column in actual if wanted.intersection(self.path(column))]
        return found


def headers(grid: Grid, first_data_row: int, said: Said | None = None) -> Headers:
    """The header above the data."""
    said = said or Said()
    return headers_in(grid, header_rows(grid, first_data_row, said), said)


def headers_in(grid: Grid, rows: Sequence[int], said: Said | None = None) -> Headers:
    """The header that stands in these rows."""
    return _headers(tuple(grid.rows[row - 1] for row in rows), grid.width, said or Said())


@lru_cache(_HEADERS)
def _headers(rows: tuple[Row, ...], width: int, said: Said) -> Headers:
    own = {
        column
        for values in rows
        for column, value in enumerate(values, 1)
        if value is not None and said.word(value)
    }
    return Headers(_paths(rows, width, said), frozenset(own), said.budgets)


def said_of(columns: Iterable[Column], year: int, digits: Container[str] = ()) -> Said:
    """How the headers of a table with these columns are read."""
    budgets = any(_OF_BUDGET in word for column in columns for word in column.headers)
    return Said(digits, year, budgets)


def is_numbering(values: Iterable[Value]) -> bool:
    """Whether a row only numbers the columns: a row of 栏次, or of nothing but digits.

    >>> is_numbering(["栏 次", None, "1"]), is_numbering([None, "(1)"]), is_numbering(["项目", "1"])
    (True, True, False)
    """
    texts = [plain(value) for value in values if isinstance(value, str)]
    return _COLUMN_NUMBERS in texts or all(_DIGITS.fullmatch(text) for text in texts)


def numbers_columns(values: Iterable[Value]) -> bool:
    """Whether a row among the data numbers the columns: 栏次, or 1, 2, 3 … and nothing else.

    The numbers may be texts, begin anew on the other side, or stand beside 类, 款, 项 (of which one
    may be misspelt).

    >>> from decimal import Decimal
    >>> one, two = Decimal(1), Decimal(2)
    >>> numbers_columns([None, one, two]), numbers_columns([Decimal(3), Decimal(4)])
    (True, False)
    >>> numbers_columns(["栏次", "1", "2"]), numbers_columns(["类", "款", "项", None, "1", "3=1+2"])
    (True, False)
    >>> numbers_columns(["1", "2", "3=1+2", "1"]), numbers_columns(["0", "0"])
    (True, False)
    >>> numbers_columns([one]), numbers_columns([one, one]), numbers_columns([one, two, one, two])
    (False, False, True)
    """
    numbers: list[int] = []
    known = unknown = 0
    for value in values:
        text = plain(value) if isinstance(value, str) else "" if value is None else str(value)
        if text == _COLUMN_NUMBERS:
            return True
        if not text:
            continue
        match = _DIGITS.fullmatch(text)
        if not match and isinstance(value, str):
            known += text in _NUMBERED or text in LEVEL_WORDS
            unknown += text not in _NUMBERED and text not in LEVEL_WORDS
            continue
        number = int(match[1]) if match else 0
        if number != 1 and number != (numbers[-1] + 1 if numbers else 1):
            return False
        numbers.append(number)
    enough = max(numbers, default=0) > 1 or (known > 0 and bool(numbers))
    return enough and unknown <= min(known, 1)


def header_rows(grid: Grid, first_data_row: int, said: Said | None = None) -> tuple[int, ...]:
    """The header rows right above the data: those with at least two filled cells, upwards.

    Rows that number the columns and empty rows are passed over. A unit line ends the header, and
    so does a title or a line of a pasted page, which has one filled cell.
    """
    digits = said.digits if said else ()
    rows: list[int] = []
    for row in range(first_data_row - 1, 0, -1):
        filled = [value for value in grid.rows[row - 1] if value is not None]
        numbered = is_numbering(filled) or numbers_columns(filled)
        if numbered and not any(plain(str(value)) in digits for value in filled):
            continue
        if len(filled) < 2 or is_above(filled):  # noqa: PLR2004
            break
        rows.append(row)
    return tuple(reversed(rows))


def is_above(values: Iterable[Value]) -> bool:
    """Whether a row is a line between title and header: the unit's name, the unit of money."""
    return any(_IS_ABOVE[value] for value in values if isinstance(value, str))


def column_paths(grid: Grid, rows: Sequence[int], said: Said | None = None) -> tuple[Path, ...]:
    r"""For each column (0 is column A) the words from the top header row to the lowest.

    A merged header reads as its words and then nothing. So words carry on to the right, but only
    below the same parent, and never in the lowest row.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> grid = MemoryBook("== 表\n收入||支出||\n项目|决算数|项目|合计|基金").read("表")
    >>> column_paths(grid, (1, 2))[1], column_paths(grid, (1, 2))[4]
    (('收入', '决算数'), ('支出', '基金'))
    """
    return _paths([grid.rows[row - 1] for row in rows], grid.width, said or Said())


def _paths(rows: Sequence[Row], width: int, said: Said) -> tuple[Path, ...]:
    paths: list[list[str]] = [[] for _ in range(width)]
    for number, values in enumerate(rows, 1):
        carried, parent = "", None
        for column, value in enumerate(values):
            word = said.word(value)
            above = tuple(paths[column])
            if word:
                carried, parent = word, above
            elif number == len(rows) or above != parent:
                carried = ""
            if carried:
                paths[column].append(carried)
    return tuple(tuple(path) for path in paths)
