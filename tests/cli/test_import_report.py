"""导入和新建在屏幕上说的：一件事说一遍，写明文件；多的只列前几处。"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.import_runs import bring_in, edited, national, xlbudget
from tests.cli.test_import_sources import strange_layout
from tests.intake.filled import account_of
from tests.intake.raw_exports import public_tables
from xlbudget.cli.import_report import print_told
from xlbudget.domain.errors import UnreadableFile, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.given import Given
from xlbudget.intake.missing import Missing
from xlbudget.intake.told import Told, told_json


def a_year_earlier(folder: Path, name: str = "") -> Path:
    """同一份导出，年度改成上年；写了 `name` 的，改成另一个单位。"""
    older = folder / "上年导出.xlsx"
    shutil.copy(folder / "导出.xlsx", older)
    own = national().unit_name

    def change(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=4):
                for cell in row:
                    if isinstance(cell.value, str):
                        text = cell.value.replace("2024", "2023")
                        cell.value = text.replace(own, name or own)

    edited(older, change)
    return older


def new(folder: Path, *more: str | Path) -> tuple[str, list[str]]:
    """屏幕上的全文，和 JSON 里各条发现的名称。"""
    args = ("new", "national", "2024", "--force", "-o", folder / "新.xlsx", *more)
    told = json.loads(xlbudget(*args, "--json").stdout)
    return xlbudget(*args).output, [each["check"] for each in told["findings"]]


def test_each_sheet_is_told_once_with_its_file(folder: Path) -> None:
    older = a_year_earlier(folder)
    output, checks = new(folder, "--from", folder / "导出.xlsx", "--last-year", older)
    assert checks.count("sheet-not-used") >= 2
    for file, year in (("导出.xlsx", ""), ("上年导出.xlsx", "上年：")):
        (line,) = (line for line in output.splitlines() if line.startswith(f"{year}没有用到 "))
        assert f" 张：{file} · " in line
        for sheet in line.partition(" · ")[2].split("、"):
            assert output.count(f"{file} · {sheet}") <= 1 + (year == "")
        assert f"    {file} · Z01 收入支出决算总表(财决01表) → 收入支出决算总表（元）" in output
    assert "未用到" not in output
    assert "\n上年：读入 " in output


def test_findings_name_their_file(folder: Path) -> None:
    older = a_year_earlier(folder)
    output, _ = new(folder, "--from", folder / "导出.xlsx", "--last-year", older)
    places = [line for line in output.splitlines() if line.startswith(("说明  ", "提醒  "))]
    assert places
    assert [line for line in places if ".xlsx" not in line] == []


def test_a_new_workbook_says_what_comes_next(folder: Path) -> None:
    output, _ = new(folder, "--from", folder / "导出.xlsx")
    assert f"接着核对首页，运行：xlbudget report {folder / '新.xlsx'}，" in output


def test_last_years_file_of_another_unit_is_told_without_unit(folder: Path) -> None:
    older = a_year_earlier(folder, "示例市规划局")
    _, checks = new(folder, "--from", folder / "导出.xlsx", "--last-year", older)
    assert "prior-other-unit" in checks
    _, checks = new(folder, "--from", folder / "导出.xlsx", "--last-year", a_year_earlier(folder))
    assert "prior-other-unit" not in checks


def test_a_proposal_is_not_contradicted(folder: Path) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, strange_layout)

    def alone(book: openpyxl.Workbook) -> None:
        for name in set(book.sheetnames) - {"附三"}:
            book.remove(book[name])

    edited(public, alone)
    with pytest.raises(XlbudgetError, match="像“支出决算表”") as refused:
        xlbudget("import", public, "--into", folder / "决算.xlsx")
    assert "没有一张认得出的决算表" not in str(refused.value)


def test_a_confirmed_layout_that_cannot_be_kept_leaves_no_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, strange_layout)

    def refused(*_: object) -> None:
        raise UnreadableFile(where="新.xlsx", seen="写不成")

    monkeypatch.setattr("xlbudget.cli.from_files.added_mappings", refused)
    with pytest.raises(UnreadableFile):
        xlbudget("new", "national", "2024", "-o", folder / "新.xlsx", "--from", public, "--confirm")
    assert not (folder / "新.xlsx").exists()


def test_of_many_tails_the_first_five_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tails = tuple(
        Finding(
            check="import-tail",
            verdict=Verdict.FAIL,
            level=Level.INFO,
            file="决算.xlsx",
            message=f"尾差：第 {number} 处。",
        )
        for number in range(1, 8)
    )
    told = Told(given=Given(Gathered(), ()), missing=Missing(), findings=tails)
    print_told(told, every_change=False)
    first, *shown = capsys.readouterr().out.splitlines()
    assert first.startswith("尾差 7 处：")
    assert shown == [*(f"    第 {number} 处。" for number in range(1, 6)), "    其余 2 处见 --json"]
    assert len(told_json(told)["findings"]) == 7


def test_a_bad_file_is_told_what_can_be_read(folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"nothing")
    with pytest.raises(UnreadableFile) as refused:
        xlbudget("import", folder / "坏.xlsx", "--into", folder / "决算.xlsx")
    assert refused.value.expected == "表格文件（.xls、.xlsx、.xlsm、.et 或 .ods）"
    assert ".docx" not in str(refused.value)


def z03(change: Callable[[Worksheet], None]) -> Callable[[openpyxl.Workbook], None]:
    """改导出里的 Z03 收入决算表。"""

    def changed(book: openpyxl.Workbook) -> None:
        change(next(sheet for sheet in book.worksheets if sheet.title.startswith("Z03 ")))

    return changed


def in_wan(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(max_row=4):
        for cell in row:
            if cell.value == "金额单位：元":
                cell.value = "金额单位：万元"


def wrong_code(sheet: Worksheet) -> None:
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "2010301")
    cell.value = "9010301"


def test_a_sheet_in_another_unit_is_told_by_what_the_tables_say(folder: Path) -> None:
    output, _ = new(folder, "--from", folder / "导出.xlsx")
    assert "填好以后" not in output
    edited(folder / "导出.xlsx", z03(in_wan))
    output, _ = new(folder, "--from", folder / "导出.xlsx")
    assert "填好以后，表内表间有 " in output
    told = bring_in(folder, "--dry-run").output
    assert "填好以后，表内表间有 " in told


def test_a_row_that_is_not_read_is_an_error(folder: Path) -> None:
    assert bring_in(folder, "--dry-run").exit_code == 0
    edited(folder / "导出.xlsx", z03(wrong_code))
    told = bring_in(folder, "--dry-run")
    assert (told.exit_code, "编码“9010301”" in told.output) == (1, True)
