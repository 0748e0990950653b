"""How much a workbook may hold, asked of the bytes of its parts before anything is laid out.

A few hundred kilobytes may say a text of a megabyte in each of fifty thousand cells: the package
is small, its parts are small, and what they come to fills any memory. The library that reads them
cannot be stopped half-way, so nothing is given to it that comes to too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlbudget.books.sheet_scan import Rectangle
from xlbudget.domain.errors import UnsafeFile

MOST_CELLS = 1_000_000
"""Filled cells of a sheet; the largest table of a whole province is far below."""

MOST_IN_BOOK = 5 * MOST_CELLS
MOST_TEXT = 32 << 20
"""Bytes of all the texts in all the cells of a workbook."""

_MUCH = MOST_TEXT >> 5
"""More than one sheet of a table ever says: looked at closer."""

_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si\s*>")
_END_OF_VALUE = re.compile(rb"</(?:\w+:)?(?:v|is)\s*>")
_INDEX = re.compile(rb"v(?:\s[^<>]*)?>\s*([0-9]{1,9})\s*<")
_NUMBER = re.compile(
    rb"<(?:\w+:)?c(?:\s+(?:[rs]=\"\w*\"|t=\"n\"))*\s*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*</"
)
"""A cell that plainly holds a number: what it says is no place in the list of texts."""

_REMEDY = "请检查是否选错了文件；只留要用的表，另存为新文件后再试。"


class Bounds:
    """What the sheets of a workbook come to so far."""

    def __init__(self, path: Path, shared: Iterable[bytes]) -> None:
        self._path = path
        pieces = (piece for part in shared for piece in _END_OF_TEXT.split(part))
        self._lengths = [len(piece) for piece in pieces]
        self._cells = self._text = 0

    def take(self, sheet: str, data: bytes) -> None:
        """Count a sheet part in; UnsafeFile where the workbook comes to too much."""
        cells = data.count(b"<c") + data.count(b":c")
        if self._cells + cells > MOST_CELLS:  # 大多是只有格式的空格
            cells = sum(1 for _ in _END_OF_VALUE.finditer(data))
        self._cells += cells
        if cells > MOST_CELLS or self._cells > MOST_IN_BOOK:
            raise too_many_cells(self._path, sheet, max(cells, self._cells))
        self._text += self._said(data) if self._lengths else 0
        if self._text > MOST_TEXT:
            raise too_much_text(self._path, sheet)

    def _said(self, data: bytes) -> int:
        said = self._named(_INDEX, data)
        return said if said < _MUCH else said - self._named(_NUMBER, data)

    def _named(self, cells: re.Pattern[bytes], data: bytes) -> int:
        known = len(self._lengths)
        named = (int(found[1]) for found in cells.finditer(data))
        return sum(self._lengths[each] for each in named if each < known)


def too_many_cells(path: Path, sheet: str, count: int) -> UnsafeFile:
    """The error for a sheet with more filled cells than any table has."""
    return UnsafeFile(
        where=f"{path} · {sheet}",
        seen=f"填了的格有 {count // 10_000} 万个",
        expected=f"一张表不超过 {MOST_CELLS // 10_000} 万个",
        remedy=_REMEDY,
    )


def too_much_text(path: Path, sheet: str) -> UnsafeFile:
    """The error for texts that come to more than any workbook says."""
    return UnsafeFile(
        where=f"{path} · {sheet}",
        seen=f"各格的文字合起来超过 {MOST_TEXT >> 20} MB",
        expected="决算表那样长短的文字",
        remedy=f"这样的文件可能是恶意构造的。{_REMEDY}",
    )


def within(merged: Sequence[Rectangle], height: int, width: int) -> list[Rectangle] | None:
    """Merged ranges as far as there are rows and columns; None where they lie one over another,
    which no program writes.

    >>> within([(1, 1, 1048576, 2)], 3, 5), within([(1, 1, 9, 9)] * 2, 3, 5)
    ([(1, 1, 3, 2)], None)
    """
    found: list[Rectangle] = []
    area = 0
    for top, left, bottom, right in merged:
        if top > height or left > width:
            continue
        last, end = min(bottom, height), min(right, width)
        area += (last - top + 1) * (end - left + 1)
        if area > height * width:
            return None
        found.append((top, left, last, end))
    return found
