"""The columns of amounts of a table of codes: which header says which column of the format."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from xlbudget.books.port import column_letters
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import Column
from xlbudget.reading.code_area import Area
from xlbudget.reading.code_words import Words
from xlbudget.reading.headers import in_words, numbers_rows
from xlbudget.reading.labels import plain
from xlbudget.reading.sheet import TOLD, Sheet

_NEARLY = 0.7
"""How alike two header words are that are probably one column."""

_SHORT = 2
"""Words of so many characters, such as 小计, are like too many others to be compared."""

_NAMED = 6
"""So many columns are named in a message."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is needed to tell the columns of one panel: those of `span`."""

    sheet: Sheet
    words: Words
    area: Area
    span: Sequence[int]

    def holds(self, column: int) -> bool:
        return self.sheet.column_holds(column, self.area.first)

    def cell(self, column: int) -> str:
        return self.sheet.header_cell(column, self.area.first)

    def said(self, column: int) -> str:
        return " / ".join(self.area.header.spoken(column))


def amount_columns(sheet: Sheet, words: Words, area: Area, span: Sequence[int]) -> dict[str, int]:
    """The columns of amounts among those of `span`, by the names of the format.

    A column of amounts that cannot be told, while one of the format is missing, is a fault; where
    none is missing it is told, and in a wide table, where most columns may be missing.
    """
    reader = _Reader(sheet, words, area, span)
    found: dict[str, int] = {}
    unread: list[int] = []
    for number in span:
        path = area.header.spoken(number) if area.header.is_actual(number) else ()
        column = words.column(path)
        if column is None:
            if _may_lose(reader, number):
                unread.append(number)
        elif column.name not in found:
            found[column.name] = number
        elif reader.holds(number):
            _twice(reader, column, (found[column.name], number))
    if not found:
        if any(reader.holds(number) for number in span):
            _no_column(reader)
        return found
    _tell_unread(reader, found, unread)
    return found


def _may_lose(reader: _Reader, column: int) -> bool:
    """Whether a column that is not read holds amounts of this year."""
    header = reader.area.header
    if not header.is_actual(column) or numbers_rows(header.spoken(column)):
        return False
    return reader.holds(column) and not _counts_rows(reader, column)


def _counts_rows(reader: _Reader, column: int) -> bool:
    """Whether a column holds 1, 2, 3 … below each other, as one of 序号 without a header."""
    grid, first = reader.sheet.grid, reader.area.first
    values = [grid.at(row, column) for row in range(first, grid.height + 1)]
    numbers = [str(value) for value in values if value is not None]
    return len(numbers) > 1 and numbers == [str(at + 1) for at in range(len(numbers))]


def _twice(reader: _Reader, column: Column, places: tuple[int, int]) -> None:
    said = "、".join(f"{column_letters(at)} 列“{reader.said(at)}”" for at in places)
    reader.sheet.fault(
        reader.cell(places[1]),
        f"两列都像“{column.headers[0]}”：{said}",
        f"恰有一列“{column.headers[0]}”",
        "请核对表头；多余的列请移到表外。",
    )


def _no_column(reader: _Reader) -> None:
    said = "、".join(
        f"{column_letters(number)} 列“{reader.said(number)}”"
        for number in reader.span
        if reader.said(number)
    )
    columns = reader.words.columns
    expected = "、".join(f"“{column.headers[0]}”" for column in columns[:_NAMED])
    reader.sheet.fault(
        reader.cell(reader.span[0]),
        f"表头：{said or '空白'}",
        expected + ("等列" if len(columns) > 1 else "列"),
        "请核对表头的文字。",
    )


def _tell_unread(reader: _Reader, found: dict[str, int], unread: list[int]) -> None:
    """Columns that may be missing are not missing if a column of amounts was not read."""
    missing = [column for column in reader.words.columns if column.name not in found]
    end = max(found.values())
    if missing:
        end = _end(reader, end)
    details: list[int] = []
    names = {plain(word): column for column in reversed(missing) for word in _named(column)}
    for number in unread[:TOLD]:
        words = reader.words
        above = () if words.coded else words.below(reader.area.header.path(number))
        near = _nearest(reader, number, names)
        detail = words.details or any(column.name in found for column in above)
        if near is None and number > end:
            continue  # 表外：用户自己的列
        if detail and near is None:
            details.append(number)
        elif missing and not reader.words.coded:
            _fault_unread(reader, number, near, missing)
        else:
            _note_unread(reader, number, near, Level.WARNING if missing else Level.INFO)
    if details:
        _note_columns(reader, details, "是已读入的列的明细，没有读入。")
    rest = [number for number in unread[TOLD:] if number <= end]
    if rest:
        _note_columns(reader, rest, "也没有读入。")


def _end(reader: _Reader, last: int) -> int:
    """The last column of the table, which goes on to the first one that has nothing in it."""
    while last + 1 in reader.span and (
        last + 1 in reader.area.header.own or reader.holds(last + 1)
    ):
        last += 1
    return last


def _nearest(reader: _Reader, number: int, names: Mapping[str, Column]) -> Column | None:
    """The missing column that a header says nearly; codes are never nearly the same."""
    words = reader.area.header.said(number)
    for said in words[:1] if reader.words.coded else words:
        near = difflib.get_close_matches(said, names, n=1, cutoff=_NEARLY)
        if near:
            return names[near[0]]
    return None


def _named(column: Column) -> list[str]:
    """What a column is called; 小计 and codes only where it has no other name."""
    names = [word for word in column.headers if len(word) > _SHORT and not word.isdecimal()]
    return names or list(column.headers)


def _fault_unread(reader: _Reader, number: int, near: Column | None, missing: list[Column]) -> None:
    if near is not None:
        reader.sheet.fault(
            reader.cell(number),
            f"{in_words(reader.area.header.spoken(number))}，这一列有金额却认不出",
            f"“{'”或“'.join(_named(near)[:2])}”",
            "请按表样改正这个表头；若不是这一列，请移到表外。",
        )
        return
    absent = "”、“".join(column.headers[0] for column in missing[:_NAMED])
    reader.sheet.fault(
        reader.cell(number),
        f"{in_words(reader.area.header.spoken(number))}，下面有数，但没有读入",
        f"表样中的列；没有找到“{absent}”列",
        "请按表样改正这个表头；若不是表样中的列，请移到表外，与表隔一个空列。",
    )


def _note_unread(reader: _Reader, number: int, near: Column | None, level: Level) -> None:
    said, nearest = reader.said(number), ""
    if near is not None:
        code = f"{near.name} " if near.name.isdecimal() else ""
        nearest = f"最接近的列是“{code}{_named(near)[0]}”。"
    shown = in_words(reader.area.header.spoken(number))
    coded = "，或在表头写上科目编码" if reader.words.coded else ""
    reader.sheet.note(
        "column-unrecognised",
        level,
        reader.cell(number),
        said,
        f"这一列没有读入：{shown}不是“{reader.sheet.table.title}”的列。{nearest}"
        f"请按表样改正表头{coded}；若是另外的内容，请移到表外。",
    )


def _note_columns(reader: _Reader, columns: Sequence[int], what: str) -> None:
    said = "、".join(
        f"{column_letters(number)} 列“{reader.said(number)}”" for number in columns[:_NAMED]
    )
    more = f"等 {len(columns)} 列" if len(columns) > _NAMED else ""
    reader.sheet.note(
        "column-unrecognised",
        Level.INFO,
        reader.cell(columns[0]),
        reader.said(columns[0]),
        f"{said}{more}{what}",
    )
