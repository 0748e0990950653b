"""一个旧格式（.xls）的工作簿，逐条记录写成：没有哪个程序肯写出我们要的坏样子。

[MS-CFB] 的复合文件只有一个流；[MS-XLS] 的记录只写读得出一格所要的那几条。
"""

from __future__ import annotations

import struct

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(stream: str, content: bytes, *, backwards: bool = False) -> bytes:
    """一个复合文件，里面一个流；不满 4096 字节的补到 4096，免得要小扇区。

    `backwards` 的扇区倒着放：跨过扇区的记录，两半不在一处。
    """
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    count = len(content) // SECTOR
    fats = 1
    while fats * 128 < count + 1 + fats:
        fats += 1
    first = fats + 1
    links = [*range(first + 1, first + count), _END]
    if backwards:
        links = [_END, *range(first, first + count - 1)]
        cut = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        content = b"".join(reversed(cut))
    chain = [_FAT] * fats + [_END] + links
    chain += [_FREE] * (fats * 128 - len(chain))
    header = struct.pack(
        "<8s16s5H6x9L109L",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fats, fats, 0, 4096, _END, 0, _END, 0),
        *(list(range(fats)) + [_FREE] * (109 - fats)),
    )
    start = first + count - 1 if backwards else first
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(stream, 2, _FREE, start, len(content))
    return header + struct.pack(f"<{len(chain)}L", *chain) + entries.ljust(SECTOR, b"\0") + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBB3L36xLLL", raw, len(raw), kind, 1, _FREE, _FREE, child, start, size, 0
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int) -> bytes:
    """一格里的一个数（从零数起）。"""
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.5))


def formula(row: int, column: int) -> bytes:
    return record(6, struct.pack("<HHHdHLH3s", row, column, 0, 1.5, 0, 0, 3, b"\x1e\1\0"))


def numbers(row: int, column: int) -> bytes:
    """一条记录里的两个数，后一个在这一列。"""
    two = struct.pack("<HLHL", 0, 6, 0, 6)
    return record(0xBD, struct.pack("<HH", row, column - 1) + two + struct.pack("<H", column))


def blanks(row: int, columns: int) -> bytes:
    """一行只有格式的空格。"""
    kinds = struct.pack(f"<{columns}H", *[15] * columns)
    return record(0xBE, struct.pack("<HH", row, 0) + kinds + struct.pack("<H", columns - 1))


def size(rows: int, columns: int) -> bytes:
    """这张表自称有多大。"""
    return record(0x200, struct.pack("<LLHHH", 0, rows, 0, columns, 0))


def book(*cells: bytes, before: bytes = b"", sheets: int = 1) -> bytes:
    """一个工作簿流，各张工作表是同一段记录。"""
    begin = struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0)
    globals_ = record(0x809, begin) + before
    known = len(globals_) + 14 * sheets + 4
    names = [chr(0x4E00 + number).encode("utf-16-le") for number in range(sheets)]
    listed = b"".join(record(0x85, struct.pack("<LBBBB", known, 0, 0, 1, 1) + n) for n in names)
    substream = record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(cells)
    return globals_ + listed + record(0x0A) + substream + record(0x0A)


def old_book() -> bytes:
    return compound("Workbook", book(number(0, 0)))


def filepass() -> bytes:
    """开头写着要密码（RC4）。"""
    locked = record(0x2F, b"\1\0\1\0\1\0" + bytes(48))
    return compound("Workbook", book(number(0, 0), before=locked))


LAST = (65535, 255)
"""最后一格：与第一格之间有一千六百万格。"""


def far_out() -> bytes:
    return compound("Workbook", book(number(0, 0), number(*LAST)))


def far_out_in_halves() -> bytes:
    """天边的一格跨着两个扇区，两个扇区倒着放。"""
    near = book(number(0, 0))
    gap = record(0x5D, bytes(SECTOR - 4 - 2 - (len(near) - 4) % SECTOR))
    whole = book(number(0, 0), gap, number(*LAST))
    assert whole[SECTOR - 2 : SECTOR] == number(*LAST)[:2]
    return compound("Workbook", whole, backwards=True)


def in_a_circle() -> bytes:
    """最后一个扇区的下一个又是第一个。"""
    data = bytearray(old_book())
    last = len(data) // SECTOR - 2
    struct.pack_into("<L", data, SECTOR + 4 * last, 2)
    return bytes(data)


def word_in_old(_: bytes) -> bytes:
    return compound("WordDocument", bytes(600))
