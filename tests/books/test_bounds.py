"""一个工作簿里的文字合起来有多少：数格子说的话，不按最长的一句估，数字也不当作话。"""

from __future__ import annotations

from pathlib import Path

import pytest

from xlbudget.books.bounds import MOST_TEXT, Bounds
from xlbudget.domain.errors import UnsafeFile

LONG = 4000
"""So many bytes the one long text has."""


def bounds(*texts: bytes) -> Bounds:
    shared = b"<sst>" + b"".join(b"<si><t>" + text + b"</t></si>" for text in texts) + b"</sst>"
    return Bounds(Path("决算.xlsx"), [shared])


def row(cell: bytes, count: int) -> bytes:
    return b'<sheetData><row r="1">' + cell * count + b"</row></sheetData>"


def test_one_long_text_among_many_cells_is_told_once() -> None:
    """五十张表，每张一万格，只有一格是长的：照最长的估，合起来就是 2 GB。"""
    asked = bounds(b"x" * LONG, b"1")
    sheet = row(b'<c t="s"><v>0</v></c>', 1) + row(b'<c t="s"><v>1</v></c>', 10_000)
    for number in range(50):
        asked.take(f"表{number}", sheet)


@pytest.mark.parametrize("head", [b"<c>", b'<c r="B2" s="7">', b'<c r="B2" s="7" t="n">', b"<x:c>"])
def test_a_number_is_no_text(head: bytes) -> None:
    """第一句话很长，表里全是 0。"""
    name = b"x:" if b":" in head else b""
    cell = head + b"<" + name + b"v>0</" + name + b"v></" + name + b"c>"
    bounds(b"x" * LONG).take("表", row(cell, 2 * MOST_TEXT // LONG))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c t="s"><v>0</v></c>',
        b'<c r="B2" t = "s"><f>A1</f><v> 0 </v></c>',
        b"<c t='s'><v>0</v></c>",
        b'<c r="B2" s="7"\nt="s"><!-- --><v>0</v></c>',
        b'<x:c t="s"><x:v xml:space="preserve">0</x:v></x:c>',
    ],
)
def test_what_comes_to_too_much_is_refused(cell: bytes) -> None:
    asked = bounds(b"x" * LONG)
    fit = row(cell, MOST_TEXT // LONG // 2)
    asked.take("表1", fit)
    with pytest.raises(UnsafeFile, match="32 MB"):
        asked.take("表2", row(cell, MOST_TEXT // LONG))
