"""坏的清单：抵消清单、批量的清单、对照文件；清单里写的名称出不了输出文件夹。"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.bad_input import BadInput
from tests.hostile.bad_lists import BAD_LISTS
from tests.hostile.readers import DOCUMENT, GOOD, LIST_READERS, OUT, xlbudget
from tests.hostile.room import handed_over, said_plainly

NAMES = (
    *("../../外面", "/etc/外面", "CON", "NUL.txt", "甲.", " 甲 ", "甲" * 300, "甲\u202excod.exe"),
    *("C:\\外面", "~$甲", ".隐藏", "甲|乙", "..", "．．／外面"),
)


@pytest.mark.parametrize("bad", BAD_LISTS, ids=lambda bad: bad.name)
def test_a_list_that_says_nothing_usable(bad: BadInput, room: Path) -> None:
    for reader in LIST_READERS:
        if reader.name in bad.only:
            ran = handed_over(bad, reader, room)
            assert ran.code == 2, (reader.name, ran.said)
            said_plainly(ran, f"坏{bad.ending}", bad.said_by(reader.name))


def test_a_list_without_end_is_not_read_to_the_end(room: Path) -> None:
    """十亿字节的清单（磁盘上是空洞）：读到上限就停。"""
    with (room / "坏.csv").open("wb") as file:
        file.write("单位,文件\n".encode())
        file.truncate(1_000_000_000)
    for reader in LIST_READERS:
        ran = xlbudget(*reader.words("坏.csv"), cwd=room)
        assert ran.code == 2
        said_plainly(ran, "坏.csv", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="没有管道")
def test_a_pipe_is_not_waited_for(room: Path) -> None:
    os.mkfifo(room / "坏.csv")
    for reader in LIST_READERS:
        ran = xlbudget(*reader.words("坏.csv"), cwd=room)
        assert ran.code == 2
        said_plainly(ran, "坏.csv", "管道")


def test_names_of_units_stay_in_the_output_folder(room: Path) -> None:
    """每个名称一个单位，名称照清单写；文件夹都在“出”里，一个不少。"""
    (room / "坏单位").mkdir()
    lines = []
    for number, name in enumerate(NAMES):
        (room / "坏单位" / f"{number}.xlsx").write_bytes(b"")  # 读不出就停：只看文件夹
        lines.append(f"坏单位/{number}.xlsx\t{name}")
    (room / "清单.txt").write_text("\n".join(lines), encoding="utf-8")
    before = {path for path in room.parent.rglob("*") if (room / OUT) not in path.parents}
    ran = xlbudget("batch", "清单.txt", "-o", OUT, "--only", "txt", "--jobs", "1", cwd=room)
    assert ran.code == 1, ran.said
    after = {path for path in room.parent.rglob("*") if (room / OUT) not in path.parents}
    assert after - before == {room / OUT, room / f"{OUT}.log"}
    made = [path for path in (room / OUT).iterdir() if (path / "error.json").is_file()]
    assert len(made) == len(NAMES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 100_000,
        b'{"version": ' + b"9" * 5000 + b"}",
        b'{"version": 1, "paragraphs": [{"spans": [[1]]}]}',
        b"\xff\xfe\x00",
        b'{"version": NaN}',
    ],
    ids=["空", "十万层", "五千位的整数", "别的形状", "不是文本", "NaN"],
)
def test_a_bad_side_car_is_told(content: bytes, room: Path) -> None:
    (room / "坏.json").write_bytes(content)
    words = ("refresh", DOCUMENT, "--workbook", GOOD, "-o", "新.docx", "--trace", "坏.json")
    ran = xlbudget(*words, cwd=room)
    assert ran.code == 2, ran.said
    said_plainly(ran, "坏.json", "")
    assert not (room / "新.docx").exists()
