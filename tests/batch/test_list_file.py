from __future__ import annotations

from pathlib import Path

import pytest

from xlbudget.batch.list_file import units_of
from xlbudget.domain.errors import XlbudgetError


def listed(folder: Path, text: str, name: str = "清单.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding)
    return path


def test_a_line_is_a_unit_with_its_files_and_its_name(tmp_path: Path) -> None:
    text = "文件,名称\n# 区直\n甲.xlsx\n\n导出/一.xls；导出/二.xls;三.xls,示例中心\n"
    units = units_of(listed(tmp_path, text)).units
    assert [(unit.folder, unit.name) for unit in units] == [("甲", ""), ("示例中心", "示例中心")]
    assert units[0].files == (tmp_path / "甲.xlsx",)
    assert [file.name for file in units[1].files] == ["一.xls", "二.xls", "三.xls"]
    assert units[1].files[0] == tmp_path / "导出" / "一.xls"


def test_files_that_are_all_called_alike_are_known_by_their_folders(tmp_path: Path) -> None:
    units = units_of(listed(tmp_path, "甲/决算.xlsx\n乙/决算.xlsx\n丙/上年.xlsx\n")).units
    assert [unit.folder for unit in units] == ["甲-决算", "乙-决算", "上年"]


def test_a_path_that_is_too_long_for_the_system_is_a_unit_that_fails(tmp_path: Path) -> None:
    (unit,) = units_of(listed(tmp_path, "长" * 300 + ".xlsx,示例局\n")).units
    assert unit.folder == "示例局"


def test_lines_may_end_as_in_old_programs(tmp_path: Path) -> None:
    units = units_of(listed(tmp_path, "甲.xlsx\r乙.xlsx\r")).units
    assert [unit.folder for unit in units] == ["甲", "乙"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_as_excel_or_an_editor_saves_it(encoding: str, tmp_path: Path) -> None:
    path = listed(tmp_path, "甲.xlsx,示例局\n", encoding=encoding)
    assert units_of(path).units[0].folder == "示例局"


def test_a_text_has_one_path_a_line_with_commas_in_it(tmp_path: Path) -> None:
    text = f"{tmp_path}/一,二.xlsx\n甲.xlsx\t示例局\n"
    units = units_of(listed(tmp_path, text, "清单.txt")).units
    assert units[0].files == (tmp_path / "一,二.xlsx",)
    assert units[1].name == "示例局"


def test_a_folder_stands_for_its_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    for name in ("b.xls", "a.xls", "~$a.xls", "说明.docx"):
        (tmp_path / "甲" / name).write_bytes(b"x")
    (unit,) = units_of(listed(tmp_path, "甲\n")).units
    assert (unit.folder, [file.name for file in unit.files]) == ("甲", ["a.xls", "b.xls"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("甲.xlsx\n乙.xlsx\n甲.xlsx\n", "“甲.xlsx”在第 1 行也有"),
        ("", "没有一行写着文件"),
        (";,示例局\n", "没有表格文件"),
        ("甲.xlsx\n乙/../甲.xlsx\n", "“甲.xlsx”在第 1 行也有"),
        ("甲.xlsx;./甲.xlsx\n", "一个文件写了两次"),
        ('"甲.xlsx\n乙.xlsx\n', "引号没有配对"),
        ("甲\0.xlsx\n", "不是文本文件"),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(XlbudgetError, match=says):
        units_of(listed(tmp_path, text))
