from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from xlbudget.batch.units import units_in

SHANGHAI = "示例区农业技术中心"
"""上海的案例里的单位。"""


def export(path: Path, unit_name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["收入支出决算总表"], [f"编制单位：{unit_name}"], ["项目", "决算数"], ["合计", 1]):
        sheet.append(row)
    book.save(path)


def found(folder: Path, out: Path | None = None) -> dict[str, list[str]]:
    units = units_in(folder, out or folder.parent / "没有").units
    return {
        unit.folder: [file.relative_to(folder).as_posix() for file in unit.files] for unit in units
    }


def reasons(folder: Path) -> dict[str, str]:
    return {each.path: each.why for each in units_in(folder, folder.parent / "没有").passed_over}


def test_right_in_the_folder_every_workbook_is_a_unit(tmp_path: Path) -> None:
    for name in ("乙.xls", "甲.xlsx", "丙.et"):
        (tmp_path / name).write_bytes(b"x")
    assert found(tmp_path) == {"丙": ["丙.et"], "乙": ["乙.xls"], "甲": ["甲.xlsx"]}


def test_exports_of_one_unit_in_a_folder_are_one_unit(tmp_path: Path) -> None:
    for name in ("Z01.xlsx", "Z03.xlsx"):
        export(tmp_path / "甲街道" / name, "示例市 甲街道")
    export(tmp_path / "甲街道" / "Z04.xlsx", "示例市甲街道")
    assert found(tmp_path) == {"甲街道": ["甲街道/Z01.xlsx", "甲街道/Z03.xlsx", "甲街道/Z04.xlsx"]}


def test_exports_of_several_units_in_a_folder_are_several(tmp_path: Path) -> None:
    export(tmp_path / "区直" / "一.xlsx", "示例局")
    export(tmp_path / "区直" / "二.xlsx", "示例中心")
    assert found(tmp_path) == {"区直-一": ["区直/一.xlsx"], "区直-二": ["区直/二.xlsx"]}


def test_what_our_workbook_was_made_from_is_passed_over(
    goods: dict[str, bytes], tmp_path: Path
) -> None:
    home = tmp_path / "甲"
    (home / "决算.xlsx").parent.mkdir()
    (home / "决算.xlsx").write_bytes(goods["上海"])
    export(home / "导出.xlsx", SHANGHAI)
    assert found(tmp_path) == {"甲": ["甲/决算.xlsx"]}
    units = units_in(tmp_path, tmp_path / "没有")
    assert "来源" in units.passed_over[0].why


def test_an_export_of_another_unit_beside_our_workbook_is_a_unit(
    goods: dict[str, bytes], tmp_path: Path
) -> None:
    home = tmp_path / "甲"
    export(home / "别的.xlsx", "示例另一单位")
    (home / "决算.xlsx").write_bytes(goods["上海"])
    assert found(tmp_path) == {"甲-别的": ["甲/别的.xlsx"], "甲-决算": ["甲/决算.xlsx"]}


def test_a_copy_that_is_laid_beside_its_export_is_the_same_unit(
    goods: dict[str, bytes], tmp_path: Path
) -> None:
    export(tmp_path / "区直" / "一.xlsx", SHANGHAI)
    export(tmp_path / "区直" / "二.xlsx", "示例另一单位")
    (tmp_path / "丙.xls").write_bytes(b"x")
    before = found(tmp_path)
    assert set(before) == {"丙", "区直-一", "区直-二"}
    (tmp_path / "区直" / "区直-一.xlsx").write_bytes(goods["上海"])
    (tmp_path / "丙.xlsx").write_bytes(goods["上海"])
    after = found(tmp_path)
    assert set(after) == set(before)
    assert after["丙"] == ["丙.xlsx"]
    assert after["区直-一"] == ["区直/区直-一.xlsx"]
    assert set(reasons(tmp_path).values()) == {"旁边有本程序的工作簿，这是它的来源"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有管道文件")
def test_what_never_ends_when_it_is_read_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "设备.xlsx").symlink_to("/dev/zero")
    (tmp_path / "断了.xlsx").symlink_to(tmp_path / "没有.xlsx")
    assert found(tmp_path) == {"断了": ["断了.xlsx"]}
    assert set(reasons(tmp_path)) == {"管道.xlsx", "设备.xlsx"}


def test_a_file_that_cannot_be_read_is_never_passed_over(
    goods: dict[str, bytes], tmp_path: Path
) -> None:
    home = tmp_path / "甲"
    home.mkdir()
    (home / "决算.xlsx").write_bytes(goods["上海"])
    (home / "坏.xlsx").write_bytes(goods["上海"][:999])
    assert found(tmp_path) == {"甲-决算": ["甲/决算.xlsx"], "甲-坏": ["甲/坏.xlsx"]}


def test_our_own_outputs_locks_and_hidden_files_are_no_units(tmp_path: Path) -> None:
    for name in ("甲.xlsx", "甲-附表.xlsx", "甲-导入前2.xlsx", "~$甲.xlsx", ".甲.xlsx", "a.docx"):
        (tmp_path / name).write_bytes(b"x")
    for name in (
        *("甲-说明/甲.xlsx", "甲-说明2/甲.xlsx"),
        *("上次/乙/unit.json", "上次/乙/乙.xlsx", "上次/index.html"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "上次" / "汇总.xlsx").write_bytes(b"x")
    (tmp_path / "输出" / "丙").mkdir(parents=True)
    (tmp_path / "输出" / "丙" / "丙.xlsx").write_bytes(b"x")
    assert found(tmp_path, tmp_path / "输出") == {"甲": ["甲.xlsx"]}
    told = reasons(tmp_path)
    assert set(told) >= {
        "甲-附表.xlsx",
        "甲-导入前2.xlsx",
        "~$甲.xlsx",
        "a.docx",
        "甲-说明",
        "甲-说明2",
    }
    assert ".甲.xlsx" not in told


def test_a_report_of_no_workbook_is_an_ordinary_folder(tmp_path: Path) -> None:
    (tmp_path / "甲-说明").mkdir()
    (tmp_path / "甲-说明" / "乙.xlsx").write_bytes(b"x")
    assert found(tmp_path) == {"甲-说明": ["甲-说明/乙.xlsx"]}


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(b"x")
    (tmp_path / "圈").symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path) == {"甲": ["甲.xlsx"]}
    assert "链接" in reasons(tmp_path)["圈"]


def test_units_of_one_name_have_folders_of_their_own(tmp_path: Path) -> None:
    for name in ("a-甲.xls", "a-甲.xlsx", "a/甲/1.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert found(tmp_path) == {
        "a-甲": ["a-甲.xls"],
        "a-甲-2": ["a-甲.xlsx"],
        "a-甲-3": ["a/甲/1.xlsx"],
    }
