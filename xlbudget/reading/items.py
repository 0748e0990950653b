"""The words of a table of items and columns (“三公”经费), and what is said about unread cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from xlbudget.books.port import Value, address, column_letters
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import LineDef, Table
from xlbudget.reading.headers import Headers, Path, Said, in_words
from xlbudget.reading.labels import plain, row_label, unquoted
from xlbudget.reading.sheet import Sheet

Key = TypeVar("Key")

_SUBTOTAL = ("小计", "合计")

_WHOLE_YEAR = ("全年", "调整")
"""Of two budgets the one that says so is read."""

MISSPELT = 0.75
"""How alike an unknown header or label is to that of an item which it surely means."""

_IN_UNITS = re.compile(r"\((?:个|人|辆|台|台、?套|批次|人次)\)$")
"""The unit of counting behind a label."""

_ALIKE = 0.5
"""How alike an unknown row or column is to a known one that is named beside it."""


@dataclass(frozen=True)
class Items:
    """The lines and columns of a table, by the words that say them."""

    table: Table

    @cached_property
    def lines(self) -> dict[str, LineDef]:
        """Each line by its labels."""
        return {_key(label): line for line in self.table.lines() for label in line.labels}

    @cached_property
    def counts(self) -> frozenset[str]:
        """The labels of rows whose numbers are no amounts."""
        return frozenset(_key(label) for label in self.table.counts)

    def counted(self, text: Value) -> bool:
        """Whether a label is one of a row of counts, in any unit of counting."""
        return isinstance(text, str) and _IN_UNITS.sub("", _key(text)) in self.counts

    @cached_property
    def columns(self) -> dict[str, str]:
        """Each column's name by its header words."""
        columns = self.table.blocks[0].columns
        return {plain(word): column.name for column in columns for word in column.headers}

    @property
    def said(self) -> Said:
        """How the table's headers are read."""
        return Said(year=self.table.year)

    def line(self, text: Value) -> LineDef | None:
        """The line that a label says."""
        return self.lines.get(_key(text)) if isinstance(text, str) else None

    def column(self, path: Path) -> str:
        """The column that a header's words say."""
        return next((self.columns[word] for word in reversed(path) if word in self.columns), "")

    def headings(self, values: Iterable[Value]) -> int:
        """How many cells of a row are header words of columns."""
        return sum(self.said.word(value) in self.columns for value in values)

    def named(self, path: Path) -> LineDef | None:
        """The line that a header's words say: by the lowest of them, or by the one above 小计.

        Another word below an item is a part of it that the table does not know.
        """
        words = [_key(word) for word in path if word not in self.columns]
        if not words:
            return None
        above = self.lines.get(words[-2]) if len(words) > 1 else None
        if words[-1] in _SUBTOTAL and above:
            return above
        return self.lines.get(words[-1])

    def nearest(self, text: str, cutoff: float = _ALIKE) -> LineDef | None:
        """The line that a text is most like."""
        near = difflib.get_close_matches(_key(text), self.lines, n=1, cutoff=cutoff) if text else []
        return self.lines[near[0]] if near else None


def _key(text: str) -> str:
    return unquoted(row_label(text))


def tell_row(
    sheet: Sheet, items: Items, row: int, label_column: int, seen: Mapping[str, str]
) -> None:
    """A row with amounts that is no line of the table, misspelt, or one of those `seen` again."""
    value = sheet.grid.at(row, label_column)
    text = str(value).strip() if value is not None else ""
    here = address(row, label_column)
    line, meant = items.line(value), items.nearest(text, MISSPELT)
    if line is not None:
        again = f"“{text}”第二次出现（第一次在 {seen[line.name]}）"
        sheet.fault(here, again, "每行只出现一次", "请删去重复的一行。")
        return
    if meant is not None and meant.name not in seen:
        sheet.fault(
            here,
            f"“{text}”，这一行有金额却认不出，没有读入",
            f"“{meant.label}”（表中没有这一行）",
            "请改正行名；若是另外的内容，请移到别的工作表。",
        )
        return
    near = items.nearest(text)
    nearest = f"最接近的行名是“{near.label}”" if near else "表样中没有相近的行名"
    said = f"“{text}”不是“{sheet.table.title}”的行名" if text else f"{here} 没有行名，却有金额"
    sheet.note(
        "row-unrecognised",
        Level.WARNING,
        here,
        text,
        f"这一行没有读入：{said}，{nearest}。请改正行名，或移到别的工作表。",
    )


def tell_column(sheet: Sheet, cell: str, said: Path, nearest: str = "") -> None:
    """A column with amounts that is no column of the table."""
    sheet.note(
        "column-unrecognised",
        Level.WARNING,
        cell,
        " / ".join(said),
        f"这一列没有读入：{in_words(said)}不是“{sheet.table.title}”的列{nearest}。"
        "请按表样改正表头；若是另外的内容，请移到表外。",
    )


def again(
    sheet: Sheet, header: Headers, places: dict[Key, int], key: Key, number: int, first: int
) -> None:
    """A second column of amounts that says what one has said: another budget, or one too many.

    Of two budgets that of the whole year is read, and the other is told.
    """
    other = places[key]
    words = {at: "".join(header.path(at)) for at in (other, number)}
    cells = {at: sheet.header_cell(at, first) for at in (other, number)}
    if words[other] == words[number]:
        said = "、".join(f"{column_letters(at)} 列" for at in (other, number))
        word = " / ".join(header.path(number))
        sheet.fault(
            cells[number],
            f"{said}都像“{word}”",
            f"恰有一列“{word}”",
            "请核对表头；多余的列请移到表外。",
        )
        return
    if any(word in words[number] for word in _WHOLE_YEAR):
        places[key] = number
    read, left = places[key], other if places[key] == number else number
    said, chosen = " / ".join(header.path(left)), " / ".join(header.path(read))
    sheet.note(
        "column-unrecognised",
        Level.INFO,
        cells[left],
        said,
        f"{column_letters(left)} 列“{said}”没有读入，"
        f"读入的是 {column_letters(read)} 列“{chosen}”。",
    )
