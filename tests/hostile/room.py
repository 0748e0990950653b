"""一间屋子：好的工作簿和文档、批量的文件夹、一个坏文件；命令只许往“出”里写。"""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

from tests.hostile.bad_input import BadInput
from tests.hostile.readers import FOLDER, OUT, Ran, Reader, xlbudget
from tests.workbook.workbooks import built, results_of
from xlbudget.publish.word.document import word_document

_WRITTEN = (("屋", OUT), ("屋", f"{OUT}.log"))
"""批量的运行记录在输出文件夹旁边（docs/batch.md）。"""


@cache
def good_book() -> bytes:
    return built("sample_complete")


@cache
def good_document() -> bytes:
    return word_document(results_of("sample_complete")).data


@cache
def _made(bad: BadInput, good: bytes) -> bytes:
    return bad.made(good)


def held(folder: Path) -> dict[str, str]:
    """“出”（和它的运行记录）以外的每个文件和它的摘要。"""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[:2] not in _WRITTEN
    }


def handed_over(
    bad: BadInput, reader: Reader, room: Path, *, good: bytes | None = None, file: str = ""
) -> Ran:
    """把坏文件交给一处入口；除了“出”，什么也不能变，什么也不能多。"""
    file = file or f"坏{bad.ending}"
    if file == f"坏{bad.ending}" and not (room / file).exists():
        (room / file).write_bytes(_made(bad, good_book() if good is None else good))
    shutil.rmtree(room / FOLDER, ignore_errors=True)
    (room / FOLDER).mkdir()
    if reader.folder:
        shutil.copy(room / reader.folder.replace("*", file), room / FOLDER)
    shutil.rmtree(room / OUT, ignore_errors=True)
    (room / OUT).mkdir()
    before = held(room.parent)
    ran = xlbudget(*reader.words(file), cwd=room)
    assert held(room.parent) == before
    if reader.told:
        told = [path.read_text("utf-8") for path in sorted((room / OUT).rglob(reader.told))]
        return Ran(ran.code, "".join(told), ran.err)
    return ran


def said_plainly(ran: Ran, file: str, says: str) -> None:
    """中文，有文件名，有怎么办，没有程序的内部报错。"""
    assert says in ran.said, ran.said
    assert file in ran.said, ran.said
    assert "请" in ran.said, ran.said
    for word in ("Traceback", "Error", "Exception", "xlbudget/"):
        assert word not in ran.said, ran.said
