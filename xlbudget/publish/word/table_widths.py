"""How wide the columns of a table become on paper, and where a table too wide for it is parted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

from xlbudget.results.printed_tables import PrintedTable, Role

MARGIN = 57
"""Left and right of the text of a cell, in twips (1 mm)."""

SIZE = 18
"""The size of the text of tables, in half points: 小五."""

_SIZES = (SIZE, 16, 15, 14, 13, 12, 11)
"""Sizes down to 七号, for a table that cannot be parted."""

_SMALLEST_FOR_PAGE = 13
_LINE = 14.7
"""The height of a row of one line for each half point of its text, in twips; that of the fonts
that stand in for 宋体 too.
"""

_BORDER = 30
_NARROWEST = {Role.AMOUNT: 900, Role.LABEL: 2600}
"""In a table that may be parted: a header breaks into lines of some five characters, a name into
lines of fourteen.
"""

_HALF_POINT = 10
"""Twips."""

_WHOLE = (Role.AMOUNT, Role.CODE, Role.NUMBER)
"""What must not break into two lines."""


_NARROW = 0.65
"""A digit in the font that stands in for 宋体 where that is missing; in 宋体 it is half as wide as
high.
"""


def text_width(text: str) -> float:
    """The most that a text may be wide, in characters as wide as high.

    >>> text_width("合计"), text_width("12.34")
    (2.0, 3.25)
    """
    narrow = len(text)
    if not text.isascii():
        narrow = sum(unicodedata.east_asian_width(sign) in "NaH" for sign in text)
    return len(text) - (1 - _NARROW) * narrow


def panels(table: PrintedTable, longest: Sequence[float], width: int) -> list[tuple[int, ...]]:
    """The columns of each part of a table, code and name in front of each; all in one if they fit.

    Only a table with columns to repeat (`lead_columns`) is parted. `longest` is as `unbroken` says.
    """
    least = _least(table, longest)
    lead, behind = table.lead_columns, table.columns + 1
    if not lead or sum(least) <= width:
        return [(*range(1, behind),)]
    room = width - sum(least[:lead])
    fitting = max(int(room // max(least[lead:])), 1)
    parts = -(-(table.columns - lead) // fitting)
    each = -(-(table.columns - lead) // parts)
    firsts = range(lead + 1, behind, each)
    return [(*range(1, lead + 1), *range(at, min(at + each, behind))) for at in firsts]


def fitted(
    natural: Sequence[float], longest: Sequence[float], width: int, largest: int = SIZE
) -> tuple[list[int], int]:
    """The widths of columns in twips, which sum to `width`, and the size of the text in half
    points: up to `largest`, and such that no number breaks. `natural` are their widths in
    characters.
    """
    least: list[float] = []
    for size in (each for each in _SIZES if each <= largest):
        least = [_needed(characters, size) for characters in longest]
        if sum(least) <= width:
            return _whole(_shared(natural, least, width), width), size
    return _whole([need * width / sum(least) for need in least], width), _SIZES[-1]


def size_for_page(rows: int, height: int) -> int:
    """The size at which so many rows stand on one page of a height in twips, down to 小六; a table
    that takes several pages keeps its own.

    >>> size_for_page(20, 7800), size_for_page(34, 7800), size_for_page(90, 7800)
    (18, 15, 18)
    """
    sizes = (size for size in _SIZES if size >= _SMALLEST_FOR_PAGE)
    return next((size for size in sizes if rows * size * _LINE <= height), SIZE)


def wrapped_lines(table: PrintedTable, width: int) -> int:
    """The lines that words of the header take beyond one in each row."""
    share = width / sum(table.widths)
    lines = [0] * table.header_rows
    for cell in table.cells:
        if cell.role is Role.HEADER and cell.rows == 1 and cell.row <= table.header_rows:
            wide = sum(table.widths[cell.column - 1 : cell.column - 1 + cell.columns]) * share
            needed = text_width(cell.text) * SIZE * _HALF_POINT
            lines[cell.row - 1] = max(lines[cell.row - 1], int(needed // (wide - 2 * MARGIN)))
    return sum(lines)


def row_height(text: str, width: int, size: int, rows: int = 1) -> int:
    """How high each of the rows of a merged cell must be for its text: LibreOffice lets none of
    them grow.

    >>> row_height("经济分类科目编码", 900, 18, 2)
    265
    """
    lines = -(-text_width(text) * size * _HALF_POINT // (width - 2 * MARGIN))
    return round(lines * size * _LINE / rows)


def unbroken(table: PrintedTable) -> list[float]:
    """The longest number or code of each column, in characters; at least two."""
    longest = [2.0] * table.columns
    for cell in table.cells:
        if cell.text and cell.columns == 1 and cell.role in _WHOLE:
            at = cell.column - 1
            longest[at] = max(longest[at], *map(text_width, cell.text.split("\n")))
    return longest


def _needed(characters: float, size: int) -> float:
    return characters * size * _HALF_POINT + 2 * MARGIN + _BORDER


def _least(table: PrintedTable, longest: Sequence[float]) -> list[float]:
    """The narrowest columns at which the table still reads well."""
    least = [_needed(characters, SIZE) for characters in longest]
    for cell in table.cells:
        narrowest = _NARROWEST.get(cell.role, 0)
        if narrowest and cell.columns == 1:
            least[cell.column - 1] = max(least[cell.column - 1], narrowest)
    for _, left, _, right in table.amounts:
        least[left - 1 : right] = (
            max(each, _NARROWEST[Role.AMOUNT]) for each in least[left - 1 : right]
        )
    return least


def _shared(natural: Sequence[float], least: Sequence[float], width: int) -> list[float]:
    """The width shared out as the columns are wide, but none gets less than it needs; together they
    need no more than there is.
    """
    held: set[int] = set()
    while True:
        room = width - sum(least[at] for at in held)
        free = sum(wide for at, wide in enumerate(natural) if at not in held)
        shares = [
            least[at] if at in held else wide * room / free for at, wide in enumerate(natural)
        ]
        short = {at for at, share in enumerate(shares) if share < least[at]}
        if not short:
            return shares
        held |= short


def _whole(shares: Sequence[float], width: int) -> list[int]:
    """Whole widths that still sum to all of it."""
    ends = [0, *(round(end) for end in accumulate(shares))]
    ends[-1] = width
    return [after - before for before, after in pairwise(ends)]
