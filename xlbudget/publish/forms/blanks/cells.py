"""The number blanks in the cells of a form's table, each with the words that say which it is: the
label of its row, the headings of its column, its unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xlbudget.books.port import Grid, grid
from xlbudget.domain.documents import TableBlock
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import dataclass
from xlbudget.publish.forms.blanks.blank import Blank, Sort, blanks, whole
from xlbudget.publish.forms.blanks.instructions import instructions
from xlbudget.publish.forms.blanks.pieces import Edit, disjoint, edited, words
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.headers import Said, header_rows, is_above
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.recognise import head

_UNITS = (
    r"万元|亿元|千元|百万元|元|%|批次|人次|车次|辆|台(?:/套|、?套)?|套|个|次|人|名|项|户|家|件|场|"
    r"平方米"
)
_UNIT = re.compile(rf"(?:单位:)?(?P<unit>{_UNITS})")
_BEHIND = re.compile(rf"[(\[/,](?:单位:)?(?P<unit>{_UNITS})[)\]]?$")
"""The unit behind a label or a heading: 决算数（万元）, 公务用车保有量/辆."""

_OF_UNITS = ("单位", "计量单位", "金额单位")
"""Headings of a column that says the unit of each row."""

_NAMES_ROWS = ("项目", "指标", "名称", "内容", "类别", "序号", "项", "目")
"""Headings of the column of labels; they say nothing of the numbers."""


@dataclass(frozen=True, slots=True)
class CellBlank:
    """A number blank that a cell of the full grid (from 0) of a `table` asks for. `label` are the
    words of its row and `path` those over its column, the outer ones first; `above` the lines over
    the table; `of_table` tells that the unit is only that of the whole table.
    """

    table: int
    row: int
    column: int
    blank: Blank
    text: str
    label: tuple[str, ...]
    path: tuple[str, ...]
    above: tuple[str, ...]
    of_table: bool = False

    @property
    def said(self) -> str:
        """Row and column in words."""
        return "".join((*self.label, *self.path))


def cell_blanks(at: int, table: TableBlock, above: Sequence[str], year: int) -> list[CellBlank]:
    """The number blanks of the table at a position, row by row; `above` are the lines over it.

    >>> from xlbudget.domain.text import Place
    >>> rows = (("项目", "决算数（万元）"), ("公务接待费", "XX"))
    >>> [(each.label, each.path, each.blank.unit) for each in cell_blanks(
    ...     0, TableBlock(rows, Place()), (), 2024)]
    [(('公务接待费',), ('决算数',), '万元')]
    """
    if not any(whole(text) for row in table.rows for text in row):
        return []
    return [*_Cells(at, table, tuple(above), year).found()]


def repeated_years(texts: Iterable[str]) -> frozenset[str]:
    """The words of a table's cells that ask for a year and stand there more than once: one of them
    may be the year before, and nothing says which.

    >>> repeated_years(["20XX年", "20XX年", "20XX年末"])
    frozenset({'20XX年'})
    """
    asked = Counter(
        text.strip() for text in texts if any(each.sort is Sort.YEAR for each in blanks(text))
    )
    return frozenset(text for text, times in asked.items() if times > 1)


class _Cells:
    """A table of a form being read."""

    def __init__(self, at: int, table: TableBlock, above: tuple[str, ...], year: int) -> None:
        self.at = at
        self.year = year
        self.above = above
        self.said = Said(year=year)
        self.again = repeated_years(text for row in table.rows for text in row)
        self.rows = [[self._plain(text) for text in row] for row in _spread(table)]
        self.own = [[self._plain(text) for text in row] for row in table.rows]
        self.asked = [[whole(text) for text in row] for row in table.rows]
        self.money = self._unit_of_table()

    def _plain(self, text: str) -> str:
        """The words of a cell with its year, without what it says to those who fill in."""
        gone = [each for each in instructions(text) if not each.nil]
        put = [Edit(each.start, each.end) for each in gone]
        if text.strip() not in self.again:
            years = [each for each in blanks(text) if each.sort is Sort.YEAR]
            put += [
                Edit(each.start, each.end, words(str(self.year - each.prior))) for each in years
            ]
        return edited(text, put)[0] if put and disjoint(put) else text

    def _unit_of_table(self) -> str:
        lines = [[text] for text in self.above]
        lines += [row for row in self.own if is_above(row)]
        errors: list[XlbudgetError] = []
        told = head(grid("", [["题"], *lines]), "", errors)
        return "" if errors else (told.unit.value if told.unit else told.other_unit)

    def found(self) -> Iterator[CellBlank]:
        """The blanks, with the rows of headings that stand over each."""
        heads: tuple[int, ...] = ()
        begun = 0
        for row, asked in enumerate(self.asked):
            if not self._holds(row):
                continue
            if row > begun or not row:
                over = header_rows(self._grid(begun, row), row - begun + 1, self.said)
                fresh = tuple(begun + each - 1 for each in over)
                heads = fresh or heads
            begun = row + 1
            for column, blank in enumerate(asked):
                if blank is not None:
                    yield self._cell(row, column, blank, heads)

    def _grid(self, first: int, last: int) -> Grid:
        rows = self.own[first:last]
        width = len(self.own[0])
        kept = [[each or None for each in row] for row in rows]
        return Grid("", (*map(tuple, kept), tuple([None] * width)))

    def _holds(self, row: int) -> bool:
        """Whether a row holds numbers, or blanks for them or for names: it is no heading."""
        cells = zip(self.asked[row], self.own[row], strict=True)
        return any(blank or may_be_amount(text) or _is_filled_in(text) for blank, text in cells)

    def _cell(self, row: int, column: int, blank: Blank, heads: tuple[int, ...]) -> CellBlank:
        over = _apart(self.rows[at][column] for at in heads)
        label, unit = self._label(row, column, heads)
        raw = (*label, *over)
        units = [unit] if unit else [found for each in raw if (found := _unit_in(each))]
        known = blank.unit or (units[-1] if len(set(units)) == 1 else "")
        of_table = not known and not units
        path = tuple(word for each in over if (word := self._heading(each)))
        named = tuple(word for each in label if (word := row_label(_bare(each))))
        text = self.own[row][column]
        asked = Blank(blank.start, blank.end, blank.sort, self.money if of_table else known)
        return CellBlank(self.at, row, column, asked, text, named, path, self.above, of_table)

    def _heading(self, text: str) -> str:
        """The words of a heading, the years by what they are: 2024年决算数, 2023年决算数."""
        said = self.said.word(_bare(text))
        prior = re.sub(rf"^{self.year - 1}年度?", "上年", said)
        return "" if prior in _NAMES_ROWS else prior

    def _label(self, row: int, column: int, heads: tuple[int, ...]) -> tuple[list[str], str]:
        """The words of a row left of a cell, the outer first, and the unit that stands there."""
        at = column - 1
        while at >= 0 and not self._is_word(row, at):
            at -= 1
        found: list[str] = []
        unit = ""
        while at >= 0 and self._is_word(row, at):
            text = self.rows[row][at]
            of_units = any(plain(self.rows[each][at]) in _OF_UNITS for each in heads)
            said = _UNIT.fullmatch(plain(text))
            if said and (of_units or not found):
                unit = said["unit"]
            elif not (found and found[-1] == text):
                found.append(text)
            at -= 1
        return found[::-1], unit

    def _is_word(self, row: int, column: int) -> bool:
        text = self.rows[row][column]
        return bool(text.strip()) and whole(text) is None and not may_be_amount(text)


def _is_filled_in(text: str) -> bool:
    """Whether a cell asks for anything but a year, which headings ask for too."""
    return any(each.sort is not Sort.YEAR for each in blanks(text))


def _spread(table: TableBlock) -> list[list[str]]:
    """The rows with the words of a merged cell in all of it."""
    rows = [[*row] for row in table.rows]
    for top, left, bottom, right in table.merged:
        text = rows[top][left]
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = text
    return rows


def _apart(texts: Iterator[str]) -> list[str]:
    return [text for text, _ in groupby(texts) if text.strip()]


def _unit_in(text: str) -> str:
    found = _BEHIND.search(plain(text))
    return found["unit"] if found else ""


def _bare(text: str) -> str:
    return _BEHIND.sub("", plain(text))
