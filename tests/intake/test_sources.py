"""交来的文件：一个个文件，或一个文件夹；读不了的一起说，混在里面的说清楚没有读。"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Book
from xlbudget.domain.errors import SeveralErrors, UnreadableFile
from xlbudget.domain.findings import Level
from xlbudget.intake.sources import PASSED_OVER, read_sources


def opened(path: Path) -> Book:
    """A book whose only sheet says which file it is."""
    if path.read_bytes() == b"bad":
        raise UnreadableFile(where=path.name, seen="文件已损坏")
    return MemoryBook(f"== 表\n'{path.name}", name=path.name)


def files(folder: Path, *names: str, data: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_files_keep_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    files(tmp_path, "乙.xls", "甲.xlsx")
    named = [tmp_path / "乙.xls", tmp_path / "甲.xlsx", tmp_path / "乙.xls"]
    found, told = read_sources(named, opened)
    assert [file.name for file in found] == ["乙.xls", "甲.xlsx"]
    assert [file.grids[0].at(1, 1) for file in found] == ["乙.xls", "甲.xlsx"]
    assert told == ()


def test_a_folder_is_read_by_name_one_level_deep(tmp_path: Path) -> None:
    names = ("02.xlsx", "01.XLS", "3.ods", "4.et", "5.xlsm", "三公/06.xls", "三公/更深/07.xls")
    files(tmp_path, *names, "说明.docx", "~$02.xlsx", ".~lock.3.ods#", ".DS_Store")
    found, told = read_sources([tmp_path], opened)
    assert [file.name for file in found] == [
        "01.XLS", "02.xlsx", "3.ods", "4.et", "5.xlsm", "三公/06.xls",
    ]  # fmt: skip
    assert {finding.file for finding in told} == {"三公/更深", "说明.docx", "~$02.xlsx"}
    assert {(finding.check, finding.level) for finding in told} == {(PASSED_OVER, Level.INFO)}


def test_all_that_cannot_be_read_is_raised_together(tmp_path: Path) -> None:
    files(tmp_path, "甲.xls", "乙.xls", data=b"bad")
    files(tmp_path, "丙.xls")
    (tmp_path / "空").mkdir()
    with pytest.raises(SeveralErrors) as refused:
        read_sources([tmp_path / "甲.xls", tmp_path / "空", tmp_path], opened)
    said = str(refused.value)
    assert all(word in said for word in ("甲.xls", "乙.xls", "文件夹里没有表格文件"))
    assert said.count("文件已损坏") == 2


@pytest.mark.skipif(os.name != "posix", reason="链接要管理员才能建")
def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "圈.xlsx").symlink_to("圈.xlsx")
    with pytest.raises(UnreadableFile, match=r"圈\.xlsx"):
        read_sources([tmp_path], PackedBook)
