"""The cells of a form: found by words, read as texts, numbers and percents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from xlbudget.books.port import CellError, Grid, UnsavedFormula, Value, address
from xlbudget.domain.errors import UnreadableCell
from xlbudget.domain.money import plain as plain_number
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.reading.amounts import RawCell, read_cell
from xlbudget.reading.labels import plain
from xlbudget.reading.numbers import not_applicable, read_number
from xlbudget.reading.projects import words
from xlbudget.reading.projects.words import word

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FormCells:
    """The rows of one form on a sheet, `first` to `last`."""

    grid: Grid
    file: str
    first: int
    last: int

    def rows(self) -> range:
        """Its rows."""
        return range(self.first, self.last + 1)

    def at(self, row: int, column: int) -> Value:
        """A value; nothing outside the form."""
        return self.grid.at(row, column) if self.first <= row <= self.last else None

    def source(self, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.file, self.grid.sheet, address(row, column))

    def labelled(self, known: Collection[str]) -> Iterator[tuple[int, int]]:
        """The cells that hold one of some words, row by row."""
        for row in self.rows():
            for column in range(1, self.grid.width + 1):
                if word(self.at(row, column)) in known:
                    yield row, column

    def in_row(self, row: int, known: Collection[str]) -> int:
        """The column of one of some words in a row; 0 where none stands."""
        for column in range(1, self.grid.width + 1):
            if word(self.at(row, column)) in known:
                return column
        return 0

    def text(self, row: int, column: int) -> str:
        """A cell as the text a person sees; what only the empty form says is none."""
        value = self.at(row, column)
        if isinstance(value, Decimal):
            return f"{plain_number(value)}"
        if value is None or isinstance(value, CellError | UnsavedFormula):
            return ""
        text = _CONTROL.sub("", str(value)).strip()
        return "" if words.is_filler(text) else text

    def entry(self, row: int, column: int) -> Entry | None:
        """A text with its place."""
        text = self.text(row, column) if column else ""
        return Entry(text, self.source(row, column)) if text else None

    def answer(self, known: Collection[str]) -> Entry | None:
        """What stands beside a label: in the next cell that holds anything, or behind its colon."""
        for row in self.rows():
            for column in range(1, self.grid.width + 1):
                value = self.at(row, column)
                if isinstance(value, str) and word(value) in known:
                    return self._beside(row, column)
                head, colon, rest = (
                    value.partition("：") if isinstance(value, str) else ("", "", "")
                )
                if colon and rest.strip() and plain(head) in known:
                    return Entry(_CONTROL.sub("", rest).strip(), self.source(row, column))
        return None

    def _beside(self, row: int, column: int) -> Entry | None:
        for at in range(column + 1, self.grid.width + 1):
            if self.at(row, at) is not None:
                return None if word(self.at(row, at)) in words.LABELS else self.entry(row, at)
        return None

    def amount(self, row: int, column: int) -> RawCell:
        """An amount, still without unit."""
        return read_cell(self.at(row, column), self.source(row, column))

    def count(self, row: int, column: int) -> Cell:
        """A 分值 or 得分; a dash is none, and 10分 is 10."""
        source, value = self.source(row, column), self.at(row, column)
        if isinstance(value, str) and not words.is_filler(value):
            text = plain(value).removesuffix("分")
            number = read_number(text)
            if number is not None:
                return Cell.with_count(source, number)
            if not_applicable(text):
                return Cell(source)
            raise UnreadableCell(
                where=source.in_file,
                seen=f"“{value}”",
                expected="分值或得分（数字）、空白或“—”",
                remedy="请改成数字；还没有评分就留空。",
            )
        raw = read_cell(None if isinstance(value, str) else value, source)
        return Cell(source) if raw.number is None else Cell.with_count(source, raw.number)

    def percent(self, row: int, column: int) -> Cell | None:
        """A rate in percent; a number up to 1.5 is a cell shown as percent. None for a dash."""
        value = self.at(row, column)
        if isinstance(value, str):
            text = plain(value)
            number = read_number(text.removesuffix("%"))
            if number is None:
                return None
            if not text.endswith("%") and abs(number) <= _FRACTION:
                number *= 100
            return Cell.with_count(self.source(row, column), number)
        if isinstance(value, Decimal):
            shown = value * 100 if abs(value) <= _FRACTION else value
            return Cell.with_count(self.source(row, column), plain_number(shown))
        return None


_FRACTION = Decimal("1.5")
