"""交错的文件、半张表、叠在一起的表：每一种都说看到了什么、怎么办。年度、单位、两处对不上在
test_gather_errors.py。
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import CellError, Grid, UnsavedFormula, Value
from xlbudget.domain.errors import SeveralErrors, UnknownLayout, UnreadableCell
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Unit
from xlbudget.formats.library import find
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.intake.sources import read_sources

NATIONAL = find("national", 2024)
SPENT = """支出决算表
单位：示例市规划局 | 2024年度 | 金额单位：万元
科目编码 | 科目名称 | 本年支出合计
. | 合计 | 14.72
201 | 一般公共服务支出 | 14.72
20103 | 政府办公厅（室）及相关机构事务 | 14.72
2010301 | 行政运行 | 14.72
"""
EARNED = SPENT.replace("支出决算表", "收入决算表").replace("本年支出合计", "本年收入合计")
SUMMARY = """收入支出决算总表
部门：示例市规划局 | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 决算数
一、一般公共预算财政拨款收入 | 14.72 | 一、一般公共服务支出 | 14.72
本年收入合计 | 14.72 | 本年支出合计 | 14.72
总计 | 14.72 | 总计 | 14.72
"""


def file_of(*sheets: str, name: str = "来源.xlsx") -> SourceFile:
    text = "\n".join(f"== 表{number}\n{sheet}" for number, sheet in enumerate(sheets, 1))
    book = MemoryBook(text, name)
    return SourceFile(name, tuple(book.read(sheet.name) for sheet in book.sheets()))


def beside(left: str, right: str, *, gap: bool) -> str:
    """两张表左右并排，中间空一列或不空。"""
    one, other = left.splitlines(), right.splitlines()
    cells = [line.split(" | ") for line in one]
    width = max(map(len, cells)) + gap
    return "\n".join(
        " | ".join([*row, *[""] * (width - len(row)), line])
        for row, line in zip(cells, other, strict=True)
    )


def told(found: Gathered) -> list[str]:
    return [finding.check for finding in found.findings]


def finding(found: Gathered, check: str) -> Finding:
    (one,) = [each for each in found.findings if each.check == check]
    return one


def with_value(value: Value, row: int = 4, column: int = 3) -> SourceFile:
    """支出决算表，一格换成别的东西。"""
    (grid,) = file_of(SPENT).grids
    rows = [list(values) for values in grid.rows]
    rows[row - 1][column - 1] = value
    return SourceFile("来源.xlsx", (Grid(grid.sheet, tuple(map(tuple, rows))),))


# --- 一张工作表上有两张表 ---


def test_two_tables_below_each_other_are_taken_apart_and_told() -> None:
    found = gather([file_of(f"{SPENT}注：本表反映支出。\n{EARNED}")], NATIONAL)
    said = finding(found, "sheet-separated")
    assert (said.level, said.where.cell) == (Level.INFO, "A9")
    assert "A1“支出决算表”、A9“收入决算表”" in said.message
    spent = found.amounts["expenditure_accounts", "2010301", "total"]
    earned = found.amounts["revenue_accounts", "2010301", "total"]
    assert (spent.source.cell, earned.source.cell) == ("C7", "C15")
    assert [sheet.read_as for sheet in found.sheets] == ["支出决算表", "收入决算表"]
    assert told(found) == ["sheet-separated"]


def test_the_second_table_needs_its_own_unit_of_money() -> None:
    bare = EARNED.replace("金额单位：万元", "")
    with pytest.raises(UnknownLayout, match="表头没有金额单位"):
        gather([file_of(SPENT + bare)], NATIONAL)


def test_two_tables_beside_each_other_are_taken_apart_at_a_blank_column() -> None:
    found = gather([file_of(beside(SPENT, EARNED, gap=True))], NATIONAL)
    assert "A1“支出决算表”、E1“收入决算表”" in finding(found, "sheet-separated").message
    assert found.amounts["expenditure_accounts", "total", "total"].source.cell == "C4"
    assert found.amounts["revenue_accounts", "total", "total"].source.cell == "G4"


def test_two_tables_that_cannot_be_taken_apart_are_refused() -> None:
    with pytest.raises(UnknownLayout) as caught:
        gather([file_of(beside(SPENT, EARNED, gap=False))], NATIONAL)
    assert str(caught.value) == (
        "来源.xlsx · 表1!D1\n"
        "    这里是：一张工作表上有 2 张表，分不开：A1“支出决算表”、D1“收入决算表”；"
        "应为：每张表一张工作表。\n"
        "    请把后面的表（连同标题、金额单位）剪切到新的工作表，再运行。"
    )


def test_a_list_of_contents_is_not_taken_for_tables() -> None:
    contents = "目录\n1 | 收入支出决算总表\n2 | 收入决算表\n3 | 支出决算表\n"
    found = gather([file_of(contents, SPENT)], NATIONAL)
    assert "sheet-separated" not in told(found)
    assert [sheet.read_as for sheet in found.sheets] == ["", "支出决算表"]


# --- 半张表 ---


def test_a_table_without_its_last_row_is_told() -> None:
    half = "\n".join(SUMMARY.splitlines()[:5])
    found = gather([file_of(half)], NATIONAL)
    said = finding(found, "table-cut-off")
    assert (said.level, said.where.sheet, said.where.cell) == (Level.WARNING, "表1", "D5")
    assert said.message == (
        "“收入支出决算总表”没有“总计”行，读到第 5 行为止：可能只复制了半张表。"
        "请核对来源，把整张表复制过来再导入。"
    )


def test_a_table_of_codes_without_its_total_is_told() -> None:
    found = gather([file_of(SPENT.replace(". | 合计 | 14.72\n", ""))], NATIONAL)
    assert "“支出决算表”没有“合计”行，读到第 6 行为止" in finding(found, "table-cut-off").message


def test_whole_tables_and_empty_ones_are_not_told() -> None:
    empty = "\n".join(EARNED.splitlines()[:3])
    assert told(gather([file_of(SUMMARY, SPENT, empty)], NATIONAL)) == []


# --- 一张表交了两次 ---


def test_a_sheet_that_was_copied_is_read_once() -> None:
    found = gather([file_of(SPENT, SPENT)], NATIONAL)
    assert told(found) == []
    assert found.amounts["expenditure_accounts", "total", "total"].source.sheet == "表1"


def test_two_versions_of_a_table_are_told_with_both_places() -> None:
    other = SPENT.replace("2010301 | 行政运行 | 14.72", "2010301 | 行政运行 | 15.72")
    found = gather([file_of(SPENT, other)], NATIONAL)
    said = finding(found, "sources-disagree")
    assert said.level is Level.ERROR
    assert "表1!C7" in said.message
    assert "表2!C7" in said.message
    amount = found.amounts["expenditure_accounts", "2010301", "total"].amount
    assert amount is not None
    assert amount.number(Unit.TEN_THOUSAND_YUAN) == Decimal("14.72")


# --- 读不了的格 ---


@pytest.mark.parametrize("row", [4, 5])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (dt.datetime(2024, 3, 1), "被设成了日期格式"),  # noqa: DTZ001
        (dt.date(2024, 3, 1), "被设成了日期格式"),
        (CellError("#REF!"), "错误值 #REF!"),
        (UnsavedFormula("=SUM(C5:C7)"), "没有保存过计算结果"),
        (True, "逻辑值 TRUE"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_cell(value: Value, said: str, row: int) -> None:
    with pytest.raises(UnreadableCell) as caught:
        gather([with_value(value, row)], NATIONAL)
    assert str(caught.value).startswith(f"来源.xlsx · 表1!C{row}\n")
    assert said in str(caught.value)


@pytest.mark.parametrize("money", ["千元", "亿元"])
def test_another_unit_of_money_is_refused(money: str) -> None:
    with pytest.raises(UnknownLayout, match=f"金额单位“{money}”"):
        gather([file_of(SPENT.replace("金额单位：万元", f"金额单位：{money}"))], NATIONAL)


def test_all_that_is_wrong_is_told_together() -> None:
    wrong = with_value("见附表", row=5).grids[0]
    second = file_of(EARNED.replace("金额单位：万元", "")).grids[0]
    with pytest.raises(SeveralErrors) as caught:
        gather([SourceFile("来源.xlsx", (wrong, second))], NATIONAL)
    assert "见附表" in str(caught.value)
    assert "没有金额单位" in str(caught.value)


# --- 认不出的表、空的工作簿、隐藏的工作表 ---


def test_a_sheet_that_is_nearly_a_table_is_told_with_its_nearest() -> None:
    strange = """2024年部门收入情况表
部门：示例市规划局 | | | 金额单位：万元
科目代码 | 科目说明 | 收入总额 | 财政拨款额
201 | 一般公共服务支出 | 12.00 | 10.00
20103 | 政府办公厅（室）及相关机构事务 | 12.00 | 10.00
2010301 | 行政运行 | 12.00 | 10.00
. | 合计 | 12.00 | 10.00
"""
    found = gather([file_of(SPENT, strange)], NATIONAL)
    said = finding(found, "sheet-unrecognised")
    assert (said.level, said.where.sheet) == (Level.WARNING, "表2")
    assert "“收入决算表”（相似 0." in said.message
    assert not any(table == "revenue_accounts" for table, _, _ in found.amounts)


@pytest.mark.parametrize("name", ["空白.xlsx"])
def test_an_empty_workbook(name: str, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / name)
    files, _ = read_sources([tmp_path / name], PackedBook)
    with pytest.raises(UnknownLayout) as caught:
        gather(files, NATIONAL)
    assert f"{name} · Sheet（空白）" in str(caught.value)
    assert "请核对是不是拿错了文件" in str(caught.value)


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, text in ((book.active, SPENT), (book.create_sheet("隐藏的"), EARNED)):
        assert sheet is not None
        for line in text.splitlines():
            sheet.append([float(w) if w == "14.72" else w.strip(".") for w in line.split(" | ")])
    book["隐藏的"].sheet_state = "hidden"
    book.create_sheet("没有数的").sheet_state = "hidden"
    book.save(tmp_path / "来源.xlsx")
    files, findings = read_sources([tmp_path / "来源.xlsx"], PackedBook)
    assert [(each.check, each.where.sheet) for each in findings] == [("sheet-hidden", "隐藏的")]
    found = gather(files, NATIONAL)
    assert found.amounts["revenue_accounts", "total", "total"].source.sheet == "隐藏的"
