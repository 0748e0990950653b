"""A look over the records of an .xls file before the library reads it: whether it has a password,
and how far its sheets reach.

The library lays out the whole rectangle of every sheet at once, and takes the room that a sheet
says it needs: a few cells in far corners fill any memory. Blank cells, of which a sheet may have a
million, are nothing to it and do not count.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlbudget.domain.records import dataclass
from xlbudget.files.compound import stream_of

_STREAMS = ("Workbook", "Book")
_END, _PASSWORD, _SHEET, _DIMENSIONS, _NUMBERS = 0x0A, 0x2F, 0x85, 0x200, 0xBD
_CELLS = {
    *(0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E),  # Formula, LabelSst, Number, Label, BoolErr, RK
    _NUMBERS,  # MulRk
}
_MOST_ROWS, _MOST_COLUMNS = 65536, 256
"""Of a sheet ([MS-XLS] 2.2.1)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Rows and columns, from A1, of the sheet that covers the largest area; the area of all."""

    locked: bool = False
    height: int = 0
    width: int = 0
    area: int = 0


def reach_of(data: bytes) -> Reach:
    """How far the sheets of a file reach; ValueError where it is no workbook that holds together.

    A workbook under a password is only said to be `locked`: the rest cannot be read.
    """
    book = stream_of(data, *_STREAMS)
    starts: list[int] = []
    for kind, content in _records(book, 0):
        if kind == _PASSWORD:
            return Reach(locked=True)
        if kind == _SHEET:
            starts.append(_unpacked("<L", content)[0])
    height = width = area = walked = 0
    for start in starts:
        rows = columns = 0
        for kind, content in _records(book, start):
            walked += 4 + len(content)
            if walked > len(book):
                raise ValueError("sheets that lie one over another")
            if kind in _CELLS:
                row, column = _unpacked("<HH", content)
                if kind == _NUMBERS:
                    column = max(column, _unpacked("<H", content[-2:])[0])
                rows, columns = max(rows, row + 1), max(columns, column + 1)
            elif kind == _DIMENSIONS:
                _refuse_dimensions(content)
        area += rows * columns
        if rows * columns > height * width:
            height, width = rows, columns
    return Reach(height=height, width=width, area=area)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of that part of the workbook."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _refuse_dimensions(content: bytes) -> None:
    """ValueError where a sheet says that it is larger than a sheet can be."""
    form = "<LLHH" if len(content) >= 12 else "<HHHH"  # noqa: PLR2004  旧版本的行号短
    top, bottom, left, right = _unpacked(form, content)
    if bottom > _MOST_ROWS or right > _MOST_COLUMNS or top > bottom or left > right:
        raise ValueError(f"a sheet of {bottom} rows and {right} columns")


def _unpacked(form: str, content: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, content)
    except struct.error as error:
        raise ValueError("a record that is too short") from error
