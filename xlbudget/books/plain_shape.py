"""What the ways of reading a plain sheet part have in common: its cells, addresses, merged ranges.

Plain is what spreadsheet programs write: no prefixes, no comments, every row and cell with its
address first. Anything else is a `NotPlainError`, and the general way of reading is gone.
"""

from __future__ import annotations

import re

from xlbudget.books.sheet_scan import Rectangle, rectangle

_MERGED = re.compile(rb'<mergeCell ref="([^"]*)" ?/>')
_LAST_COLUMN = 16_384


class NotPlainError(ValueError):
    """Something that only the general way of reading understands."""


class _Columns(dict[bytes, int]):
    def __missing__(self, letters: bytes) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if column > _LAST_COLUMN:
            raise NotPlainError(letters)
        self[letters] = column
        return column


COLUMNS = _Columns()
"""The columns by their letters."""


def cells_of(data: bytes) -> tuple[int, int]:
    """Where the content of sheetData begins and ends in a sheet part; no comment stands before or
    behind it.
    """
    start = data.find(b"<sheetData>")
    end = data.find(b"</sheetData>", start)
    if (
        not 0 <= start < end
        or data.find(b"<!", 0, start) >= 0
        or data.find(b"<!", end) >= 0
        or data.find(b"\r", start, end) >= 0
    ):
        raise NotPlainError(data[:100])
    return start + len(b"<sheetData>"), end


def merged_ranges(data: bytes, end: int) -> list[Rectangle]:
    """The merged ranges of a sheet part, which stand behind its cells."""
    found = _MERGED.findall(data, end)
    if len(found) != data.count(b"mergeCell", end) - data.count(b"mergeCells", end):
        raise NotPlainError(data[end : end + 100])
    try:
        return [rectangle(reference.decode()) for reference in found]
    except ValueError as error:
        raise NotPlainError(data[end : end + 100]) from error
