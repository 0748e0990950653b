"""The zip records behind a package: where the bytes of each entry lie, and how to write them back.

The standard library cannot copy an entry without inflating it, hence these forty lines of format
(PKWARE APPNOTE 4.3). Zip64 is never needed: a package is far smaller than 4 GB.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from xlbudget.domain.errors import UnsafeFile
from xlbudget.domain.records import dataclass, replace
from xlbudget.files.deflate import packed
from xlbudget.files.foreign import WORKBOOK, Wanted, damaged

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_KEPT_FLAGS = _UTF8 | 0x6  # 0x6: deflate options; sizes go into the local header, so no 0x8


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory; `start` is where its compressed bytes begin in the file."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed_size: int
    size: int
    start: int
    system: int
    external: int

    @classmethod
    def new(cls, name: str) -> Entry:
        """An entry for a part that the package did not have."""
        raw = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8
        return cls(name, raw, flags, DEFLATED, 0, 0x21, 0, 0, 0, 0, 0, 0)

    def packed(self, data: bytes) -> bytes:
        """The compressed bytes, out of the bytes of the whole file."""
        return data[self.start : self.start + self.packed_size]


def locate(
    path: Path, data: bytes, infos: Sequence[zipfile.ZipInfo], wanted: Wanted = WORKBOOK
) -> tuple[Entry, ...]:
    """The entries of a directory, with each local header checked against it.

    Entries that share bytes, or whose local header has another name, are refused: programs that
    read such a file see different parts.
    """
    entries = []
    spans = []
    for info in infos:
        entry = _entry(path, data, info, wanted)
        entries.append(entry)
        spans.append((info.header_offset, entry.start + entry.packed_size, entry.name))
    spans.sort()
    for (_, end, _), (start, _, name) in pairwise(spans):
        if start < end:
            raise _unsafe(path, f"部件“{name}”与另一个部件占用同一段字节", wanted)
    return tuple(entries)


def deflated(entry: Entry, content: bytes, level: int = 6) -> tuple[Entry, bytes]:
    """The entry with new content; a lower level of compression is faster and a little larger."""
    compressed = packed(content, level)
    return (
        replace(
            entry,
            method=DEFLATED,
            flags=entry.flags & _UTF8,
            crc=zlib.crc32(content),
            packed_size=len(compressed),
            size=len(content),
        ),
        compressed,
    )


def written(parts: Iterable[tuple[Entry, bytes]]) -> bytes:
    """A whole archive from entries and their compressed bytes."""
    body, directory = bytearray(), bytearray()
    count = 0
    for entry, compressed in parts:
        flags = entry.flags & _KEPT_FLAGS
        shared = (
            20,
            flags,
            entry.method,
            entry.time,
            entry.date,
            entry.crc,
            entry.packed_size,
            entry.size,
            len(entry.raw_name),
            0,
        )
        directory += _CENTRAL.pack(
            b"PK\x01\x02", 20 | entry.system << 8, *shared, 0, 0, 0, entry.external, len(body)
        )
        directory += entry.raw_name
        body += _LOCAL.pack(b"PK\x03\x04", *shared)
        body += entry.raw_name
        body += compressed
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _entry(path: Path, data: bytes, info: zipfile.ZipInfo, wanted: Wanted) -> Entry:
    name = info.orig_filename
    raw_name = name.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    offset = info.header_offset
    header = data[offset : offset + _LOCAL.size]
    if offset < 0 or len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise damaged(path, f"找不到部件“{name}”", wanted)
    name_size, extra_size = _LOCAL.unpack(header)[9:]
    name_at = offset + _LOCAL.size
    if data[name_at : name_at + name_size] != raw_name:
        raise _unsafe(path, f"部件“{name}”在压缩包里另有名字", wanted)
    start = name_at + name_size + extra_size
    if start + info.compress_size > len(data):
        raise damaged(path, f"部件“{name}”不完整", wanted)
    year, month, day, hour, minute, second = info.date_time
    return Entry(
        name=info.filename,
        raw_name=raw_name,
        flags=info.flag_bits,
        method=info.compress_type,
        time=hour << 11 | minute << 5 | second // 2,
        date=(year - 1980) << 9 | month << 5 | day,
        crc=info.CRC,
        packed_size=info.compress_size,
        size=info.file_size,
        start=start,
        system=info.create_system,
        external=info.external_attr,
    )


def _unsafe(path: Path, seen: str, wanted: Wanted) -> UnsafeFile:
    return UnsafeFile(
        where=str(path),
        seen=seen,
        expected="每个部件各占一段",
        remedy=f"这样的文件可能是恶意构造的。{wanted.save_anew}",
    )
