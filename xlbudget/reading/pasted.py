"""Tables of a document as if they were pasted into sheets: title and unit line on top of the rows.

A document breaks what a workbook holds together: the title stands in a paragraph above, a table
goes on after a page break, an empty table is only a title and a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xlbudget.books.port import Grid, grid
from xlbudget.domain.documents import Document, TableBlock, TextBlock
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.labels import is_note, plain, unquoted
from xlbudget.reading.recognise import title_in
from xlbudget.reading.row_names import begins_anew

_HEAD_LINES = 10
"""So many lines above a table may belong to it: number, title, unit, year, money unit."""

_LONGEST = 60
"""A longer line is a paragraph, no title."""

_APART = re.compile(r"[\t\n]+|[ \u3000]{2,}")
_CONTINUED = re.compile(r"\(?续表?\d*\)?$|^续表?\d*$")
_EMPTY = re.compile(
    r"(?:此|本|该)表(?:为空|无|没有)|为空表|空表(?:列示|公开|说明)|无数据|故(?:此|本)表|"
    r"(?:没有|无|未)[^。]{0,40}(?:收入|支出|收支|安排|经费|拨款)"
)
_ABOUT_HEAD = re.compile(r"单位:|部门:|(?:公开|财决)\d{2}|\d{4}年度?$")
_FEWEST_NAMED = 3
_HEADER = 2


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table with the lines above it as first rows, and the blocks that its rows came from."""

    grid: Grid
    blocks: tuple[int, ...]
    place: Place
    width: int
    titled: bool
    """Whether a line above it may be a title."""


@dataclass(frozen=True, slots=True)
class EmptyNote:
    """A title followed by words that say that there is nothing to show: no table stands there."""

    place: Place
    unit: Unit
    blocks: tuple[int, ...]


@dataclass(slots=True)
class _Open:
    """A table that may go on in the next block."""

    head: list[str]
    rows: list[tuple[str, ...]]
    blocks: list[int]
    place: Place
    header: tuple[tuple[str, ...], ...]
    open_right: Mapping[int, int]
    """Rows (from 0) whose last cell is merged and blank, with the column where it begins."""


def pasted_tables(document: Document) -> tuple[Pasted, ...]:
    """All tables of a document, those that go on after a page break joined."""
    tables: list[_Open] = []
    above: list[str] = []
    for position, block in enumerate(document.blocks):
        if isinstance(block, TextBlock):
            above.append(block.text)
        elif isinstance(block, TableBlock) and block.rows:
            _add(tables, above, position, block)
            above = []
    return tuple(map(_pasted, tables))


def _add(tables: list[_Open], above: Sequence[str], position: int, block: TableBlock) -> None:
    last = tables[-1] if tables else None
    if last is not None and _goes_on(last, above, block):
        last.rows += _without_header(last, block.rows)
        last.blocks.append(position)
        return
    shared = _shared_columns(last, above, block) if last is not None else 0
    if last is not None and shared:
        last.rows = [
            _side_by_side(row, more[shared:], last.open_right.get(at))
            for at, (row, more) in enumerate(zip(last.rows, block.rows, strict=True))
        ]
        last.open_right = _open_right(last.rows, block, len(last.rows[0]) - len(block.rows[0]))
        last.head += [line for line in above if _ABOUT_HEAD.search(plain(line))]
        last.blocks.append(position)
        return
    rows = block.rows
    tables.append(
        _Open(
            head_lines(above),
            list(rows),
            [position],
            block.place,
            rows,
            _open_right(rows, block, 0),
        )
    )


def _goes_on(last: _Open, above: Sequence[str], block: TableBlock) -> bool:
    """Whether a table is the rest of the one before it: as many columns, nothing of its own
    between, and its header repeated or none.
    """
    if len(block.rows[0]) != len(last.rows[0]):
        return False
    known = {_bare(line) for line in last.head}
    known |= {_bare(cell) for row in last.header[:_HEAD_LINES] for cell in row if cell}
    if any(_bare(line) not in known for line in above if _bare(line)):
        return False
    rest = _without_header(last, block.rows)
    first = last.header[len(block.rows) - len(rest) :]
    if rest and first and begins_anew(first[0], rest[0]):
        return False
    if len(rest) < len(block.rows):
        return True
    return bool(rest) and any(map(may_be_amount, rest[0]))


def _open_right(rows: Sequence[tuple[str, ...]], block: TableBlock, before: int) -> dict[int, int]:
    """The merged blank cells at the right edge: their words are printed on the next page."""
    edge = len(block.rows[0]) - 1
    return {
        top: left + before
        for top, left, bottom, right in block.merged
        if right == edge and top == bottom and not rows[top][left + before]
    }


def _side_by_side(
    row: tuple[str, ...], more: tuple[str, ...], start: int | None
) -> tuple[str, ...]:
    """Both parts of a row; the words of a cell merged over both stand where it begins."""
    if start is None or not more[0]:
        return (*row, *more)
    return (*row[:start], more[0], *row[start + 1 :], "", *more[1:])


def _shared_columns(last: _Open, above: Sequence[str], block: TableBlock) -> int:
    """How many first columns a table repeats that goes on to the right on the next page: the same
    rows under the same title, with the same codes and names in front. 0 where it is another table.
    """
    titles = {_bare(line) for line in last.head}
    if len(block.rows) != len(last.rows) or not any(_bare(line) in titles for line in above):
        return 0
    for line in above:
        words = _bare(line)
        if words and words not in titles and not is_note(line) and not _ABOUT_HEAD.search(words):
            return 0
    shared = 0
    for one, other in zip(
        zip(*last.rows, strict=True), zip(*block.rows, strict=True), strict=False
    ):
        if tuple(map(_bare, one)) != tuple(map(_bare, other)):
            break
        shared += 1
    if _headers(block.rows, shared) <= _headers(last.rows, shared):
        return 0
    named = sum(bool(row[0]) for row in last.rows)
    return shared if named >= _FEWEST_NAMED and shared < len(block.rows[0]) else 0


def _headers(rows: Sequence[tuple[str, ...]], first: int) -> set[tuple[int, str]]:
    """The words over the columns from one on, with the row of the header that they stand in."""
    return {
        (at, _bare(cell))
        for at, row in enumerate(rows[:_HEADER])
        for cell in row[first:]
        if cell and not may_be_amount(cell)
    }


def _without_header(last: _Open, rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows without those that repeat the first rows of the table, title and unit line too."""
    repeated = 0
    for first, row in zip(last.header, rows, strict=False):
        if tuple(map(_bare, first)) != tuple(map(_bare, row)):
            break
        repeated += 1
    return list(rows[repeated:])


def _bare(text: str) -> str:
    """A line without spaces and without 续.

    >>> _bare("收入决算表（续）"), _bare("续表"), _bare("合 计")
    ('收入决算表', '', '合计')
    """
    return _CONTINUED.sub("", plain(text))


def head_lines(above: Sequence[str]) -> list[str]:
    """The lines right above a table that may be its title and its unit line."""
    lines: list[str] = []
    for text in reversed(above):
        words = plain(text)
        if not words:
            continue
        if len(words) > _LONGEST or words[-1] in "。;；" or len(lines) == _HEAD_LINES:
            break
        lines.append(text)
    return lines[::-1]


def _cells(line: str) -> list[str]:
    """A line above a table: 部门 and 金额单位 in cells of their own, a spaced title in one.

    >>> _cells("部门：示例局\\t金额单位：万元"), _cells("收  入  决  算  表")
    (['部门：示例局', '金额单位：万元'], ['收  入  决  算  表'])
    """
    parts = [part for part in _APART.split(line.strip()) if part]
    return parts if _ABOUT_HEAD.search(plain(line)) else [line.strip()]


def _pasted(table: _Open) -> Pasted:
    titled = any(plain(line).endswith(("表", ")")) for line in table.head)
    width = len(table.rows[0])
    return Pasted(_grid(table), tuple(table.blocks), table.place, width, titled)


def _grid(table: _Open) -> Grid:
    """The table as a sheet: the lines above it, then its rows."""
    rows: list[list[str | None]] = [list(_cells(line)) for line in table.head]
    rows += [[cell.strip() or None for cell in row] for row in table.rows]
    return grid("", rows)


def noted_empty(document: Document, tables: Iterable[Table]) -> Mapping[str, EmptyNote]:
    """The tables of which only the title stands there, with words that it is empty."""
    known = {unquoted(plain(title)): table for table in tables for title in table.titles}
    found: dict[str, EmptyNote] = {}
    open_: tuple[Table, int, Place] | None = None
    for position, block in enumerate(document.blocks):
        if not isinstance(block, TextBlock):
            open_ = None
            continue
        words = plain(block.text)
        titled = known.get(title_in(block.text)) if words.endswith(("表", ")")) else None
        if titled is not None:
            open_ = (titled, position, block.place)
        elif open_ is None or not words or (_ABOUT_HEAD.search(words) and len(words) < _LONGEST):
            continue
        else:
            table, first, place = open_
            if _EMPTY.search(words):
                unit = Unit.TEN_THOUSAND_YUAN
                note = EmptyNote(place, unit, (first, position))
                found.setdefault(table.name, replace(note))
            open_ = None
    return found
