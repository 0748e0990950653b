"""The streams of a compound file ([MS-CFB]), in which .xls and .doc keep what they hold.

A stream is a chain of sectors that may stand in any order: what it holds is not seen by a look
over the bytes of the file.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence

from xlbudget.domain.records import dataclass

# [MS-CFB] 2.2, 2.6.1
_HEADER = struct.Struct("<30xHH14xL8xL4xL4x109L")
_ENTRY = struct.Struct("<64s52xLQ")
_LARGE, _SMALL = (512, 4096), 64
_SMALL_BELOW = 4096
_NO_SECTOR = 0xFFFFFFFA
"""This and what is above it are marks, such as the end of a chain."""


@dataclass(frozen=True, slots=True)
class _Sectors:
    data: bytes
    size: int
    after: Sequence[int]

    def sector(self, number: int) -> bytes:
        start = number * self.size
        if start >= len(self.data):
            raise ValueError(f"no sector {number}")
        return self.data[start : start + self.size]

    def chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number < _NO_SECTOR:
            found.append(self.sector(number))
            if number >= len(self.after) or len(found) > len(self.after):
                raise ValueError(f"sector {number} leads nowhere")
            number = self.after[number]
        return b"".join(found)


def stream_of(data: bytes, *names: str) -> bytes:
    """The first of the named streams that is there; ValueError where none is, and where sectors
    are missing or lead in a circle.

    >>> stream_of(bytes(600), "Workbook")
    Traceback (most recent call last):
    ValueError: no compound file
    """
    if len(data) < _HEADER.size:
        raise ValueError("no compound file")
    shift, small_shift, first, first_small, more, *known = _HEADER.unpack_from(data)
    size = 1 << min(shift, 15)
    if size not in _LARGE or 1 << small_shift != _SMALL:
        raise ValueError("no compound file")
    body = data[size:]
    sectors = _Sectors(body, size, _table(_Sectors(body, size, ()), known, more))
    entries = sectors.chain(first)
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(entries) - _ENTRY.size + 1, _ENTRY.size):
        name, start, length = _ENTRY.unpack_from(entries, at)
        if size == _LARGE[0]:
            length &= 0xFFFFFFFF
        found.setdefault(name.decode("utf-16-le", "replace").partition("\0")[0], (start, length))
    for name in names:
        if name in found:
            start, length = found[name]
            if length < _SMALL_BELOW:
                root, _ = next(iter(found.values()))
                after = _numbers(sectors.chain(first_small))
                sectors = _Sectors(sectors.chain(root), _SMALL, after)
            return sectors.chain(start)[: length or None]
    raise ValueError("no such stream")


def _table(sectors: _Sectors, known: Sequence[int], more: int) -> Sequence[int]:
    """Which sector follows each; the table stands in sectors that a list names, which itself goes
    on in sectors.
    """
    named, seen = [*known], set[int]()
    while more < _NO_SECTOR:
        if more in seen:
            raise ValueError("a list of sectors in a circle")
        seen.add(more)
        *listed, more = _numbers(sectors.sector(more))
        named += listed
    own = dict.fromkeys(each for each in named if each < _NO_SECTOR)
    return _numbers(b"".join(map(sectors.sector, own)))


def _numbers(data: bytes) -> Sequence[int]:
    found = array("I")
    found.frombytes(data[: len(data) // 4 * 4])
    return found
