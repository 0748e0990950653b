"""What a sheet of unknown layout shows of a table: its header, its first row, its rows and columns.

Seen with the words of one table of the format at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from xlbudget.books.port import Grid, Value
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import Layout, Table
from xlbudget.intake.likeness import MISSPELT, likeness
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.code_area import is_amount_or_dash
from xlbudget.reading.code_words import Words
from xlbudget.reading.headers import (
    Headers,
    Row,
    header_rows,
    headers_in,
    numbers_columns,
    numbers_rows,
)
from xlbudget.reading.labels import is_note, plain, row_label, unquoted
from xlbudget.reading.remembered import once_for_each_table
from xlbudget.reading.sheet import without_blanks
from xlbudget.reading.table_words import words_of

_YEARS = {str(year) for year in range(1990, 2100)}
"""Numbers that a header may hold."""

_LEAST_LABELS = 3
"""So many known labels below each other make a column of labels."""


@dataclass(frozen=True)
class Outline:
    """A sheet as a table of the format might stand on it."""

    grid: Grid
    table: Table
    words: Words
    first: int
    header: Headers

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The columns of codes, names or labels, one for each side; none where there are none."""
        columns = range(1, self.grid.width + 1)
        if self.table.layout is Layout.CODES:
            best = max(columns, key=lambda at: (self._known(at), -at), default=0)
            return (best,) if best and self._known(best) else ()
        if self.table.layout is Layout.CROSSED:
            alike = {at: self._alike(at, self.row_labels) for at in columns}
            best = max(columns, key=lambda at: (alike[at], -at), default=0)
            return (best,) if best and alike[best] >= _LEAST_LABELS else ()
        found: list[int] = []
        for block in self.table.blocks:
            known = {label_key(label) for line in block.lines for label in line.labels}
            right = [column for column in columns if column > (found[-1] if found else 0)]
            counts = {column: self._alike(column, known) for column in right}
            most = max(counts.values(), default=0)
            if most < _LEAST_LABELS:
                return ()
            found.append(next(c for c in right if 2 * counts[c] >= most))
        return tuple(found)

    def _known(self, column: int) -> int:
        values = (each[column - 1] for each in self.grid.rows[self.first - 1 :])
        return sum(self.is_known(value) for value in values if value is not None)

    def _alike(self, column: int, known: Collection[str]) -> int:
        texts = (self.grid.at(row, column) for row in self.rows())
        return sum(_is_like(label_key(text), known) for text in texts if isinstance(text, str))

    def is_known(self, value: Value) -> bool:
        """Whether a cell holds a code of the table, the name of one, or the label of a row."""
        if self.table.layout is Layout.CODES and self.words.code_in(value):
            return True
        if not isinstance(value, str):
            return False
        return label_key(value) in self.row_labels or row_label(value) in self.words.by_name

    @property
    def row_labels(self) -> frozenset[str]:
        """The labels of all rows that are no codes."""
        return _row_labels(self.table)

    def rows(self) -> range:
        """The rows of data."""
        return range(self.first, self.grid.height + 1)

    def span(self, side: int) -> range:
        """The columns right of the labels of a side, up to the next side."""
        ends = (*self.labels[1:], self.grid.width + 1)
        if not self.labels:
            return range(1, self.grid.width + 1)
        return range(self.labels[side] + 1, ends[side])

    def amounts(self, columns: range, *, budgets: bool = False) -> list[int]:
        """The columns of amounts among some, of this year: with a header, and without words below.

        They may be blank; columns that number the rows are none.
        """
        return [
            at
            for at in columns
            if at in self.header.own
            and (not self.header.is_prior(at) if budgets else self.header.is_actual(at))
            and not numbers_rows(self.header.path(at))
            and all(value is None or is_amount_or_dash(value) for value in self._below(at))
        ]

    def holds(self, column: int) -> bool:
        """Whether a column holds an amount."""
        return any(map(may_be_amount, self._below(column)))

    def _below(self, column: int) -> Iterator[Value]:
        values = (each[column - 1] for each in self._data)
        return (value for value in values if not is_note(value))

    @cached_property
    def _data(self) -> list[Row]:
        """The rows of data but those that number the columns."""
        return [each for each in self.grid.rows[self.first - 1 :] if not numbers_columns(each)]

    def labelled(
        self, side: int, columns: list[int], *, blank: bool = False
    ) -> Iterator[tuple[int, str]]:
        """The rows with amounts in some columns, and the label of a side (empty where none); or
        those without any.
        """
        for row in self.rows():
            values = self.grid.rows[row - 1]
            empty = not any(may_be_amount(values[at - 1]) for at in columns)
            if empty is not blank or numbers_columns(values):
                continue
            value = self.grid.at(row, self.labels[side])
            if not is_note(value):
                yield row, "" if value is None else str(value).strip()


@once_for_each_table
def _row_labels(table: Table) -> frozenset[str]:
    return frozenset(label_key(label) for line in table.lines() for label in line.labels)


@once_for_each_table
def _labels_and_headers(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """The labels of a table's rows, and those of its words that a header may say."""
    labels = frozenset(row_label(label) for line in table.lines() for label in line.labels)
    said = (plain(line.label) for line in table.lines())
    return labels, frozenset((*words_of(table).by_word, *said))


def label_key(text: str) -> str:
    """A label without its ordinal and without quotation marks.

    >>> label_key("（一）“三公”经费支出")
    '三公经费支出'
    """
    return unquoted(row_label(text))


def _is_like(label: str, known: Collection[str]) -> bool:
    return label in known or any(likeness(label, each) >= MISSPELT for each in known)


def outline(grid: Grid, table: Table) -> Outline | None:
    """The outline of a sheet for one table; None where no row of data or no header stands there."""
    bare = without_blanks(grid)
    words = words_of(table)
    first = next((row for row in range(1, bare.height + 1) if _is_data(bare, row, words)), 0)
    while first > 1 and not header_rows(bare, first, words.said):
        first -= 1  # 没有数的行，行名认不出：仍是表里的行
    if first <= 1:
        return None
    header = headers_in(bare, header_rows(bare, first, words.said), words.said)
    return Outline(bare, table, words, first, header) if header.own else None


def _is_data(grid: Grid, row: int, words: Words) -> bool:
    """Whether a row is one of the table: amounts or dashes, a code, a label no header says."""
    values = [value for value in grid.rows[row - 1] if value is not None]
    if numbers_columns(values):
        return False
    if any(is_amount_or_dash(value) and not _is_word(value, words) for value in values):
        return True
    if words.table.layout is Layout.CODES:
        return any(map(words.code_in, values))
    if words.table.layout is Layout.CROSSED:
        return False  # 表头里也有行名
    labels, said = _labels_and_headers(words.table)
    texts = (value for value in values if isinstance(value, str))
    return any(row_label(text) in labels and plain(text) not in said for text in texts)


def _is_word(value: Value, words: Words) -> bool:
    """Whether a number is a word of the header: a code, or a year."""
    text = plain(value) if isinstance(value, str) else str(value)
    return text in words.coded or text in _YEARS
