"""复合文件里的流：与 olefile 读的一样；断了的、绕成圈的，说得出。"""

from __future__ import annotations

import io
import struct

import olefile
import pytest

from tests.hostile.old_books import SECTOR, book, compound, number, old_book
from xlbudget.files.compound import stream_of
from xlbudget.workbook import vba


def test_streams_of_small_and_large_sectors() -> None:
    """一个 VBA 工程：大大小小十几个流，名称各不相同的都比。"""
    project = vba.vba_project(3, vba.release_modules())
    with olefile.OleFileIO(io.BytesIO(project)) as known:
        paths = known.listdir()
        sizes = set()
        for path in paths:
            if [each[-1] for each in paths].count(path[-1]) == 1:
                content = known.openstream(path).read()
                assert stream_of(project, path[-1]) == content, path
                sizes.add(len(content) < 4096)
    assert sizes == {True, False}


def test_sectors_in_any_order() -> None:
    content = book(*(number(row, 1) for row in range(1000)))
    made = compound("Workbook", content, backwards=True)
    with olefile.OleFileIO(io.BytesIO(made)) as known:
        assert stream_of(made, "没有", "Workbook") == known.openstream("Workbook").read()
    assert content not in made


def broken(at: int, *values: int) -> bytes:
    data = bytearray(old_book())
    struct.pack_into(f"<{len(values)}L", data, at, *values)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (old_book()[:100], "no compound file"),
        (broken(30, 0x0006_000A), "no compound file"),
        (broken(SECTOR + 4 * 9, 2), "leads nowhere"),
        (broken(SECTOR + 4 * 9, 500), "no sector 500"),
        (broken(68, 500), "no sector 500"),
        (broken(48, 0xFFFFFFFE), "no such stream"),
        (compound("Else", b""), "no such stream"),
    ],
    ids=["太短", "怪的扇区", "绕成圈", "出了文件", "清单出了文件", "没有目录", "没有这个流"],
)
def test_what_does_not_hold_together(data: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        stream_of(data, "Workbook")


def test_a_list_of_sectors_in_a_circle() -> None:
    data = bytearray(old_book())
    struct.pack_into("<L", data, 68, 9)
    struct.pack_into("<L", data, SECTOR * 11 - 4, 9)
    with pytest.raises(ValueError, match="in a circle"):
        stream_of(bytes(data), "Workbook")
