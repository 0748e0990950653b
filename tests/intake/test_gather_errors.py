"""交错了文件、两处对不上：说清楚是哪个文件、哪张表、看到了什么。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid
from xlbudget.domain.errors import SeveralErrors, UnknownLayout
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.library import find
from xlbudget.intake.disagreements import Collected, agree
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.intake.mapping import Mapping

NATIONAL = find("national", 2024)
UNIT = "示例市规划局"


def file_of(text: str, name: str) -> SourceFile:
    book = MemoryBook(text, name)
    return SourceFile(name, tuple(book.read(sheet.name) for sheet in book.sheets()))


def raw(amount: str = "147155.00", year: str = "2024年度", unit_name: str = UNIT) -> SourceFile:
    """A raw Z04 in 元."""
    return file_of(
        f"""
== Z04 支出决算表(财决04表)
支出决算表 | | | | | 财决04表
编制单位：{unit_name} | | | {year} | | 金额单位：元
项目 | | | | 本年支出合计 | 基本支出
支出功能分类科目编码 | | | 科目名称
类 | 款 | 项 | 栏次 | 1 | 2
| | | 合计 | {amount} | {amount}
2010301 | | | 行政运行 | {amount} | 一
""",
        "导出.xls",
    )


def public(amount: str = "14.72", year: str = "2024年度", unit_name: str = UNIT) -> SourceFile:
    """The public table in 万元."""
    return file_of(
        f"""
== 公开03
支出决算表
单位：{unit_name} | {year} | 金额单位：万元
科目编码 | 科目名称 | 本年支出合计
2010301 | 行政运行 | {amount}
| 合计 | {amount}
""",
        "公开表.xlsx",
    )


def disagreements(found: Gathered) -> list[Finding]:
    return [each for each in found.findings if each.check == "sources-disagree"]


def refused(*files: SourceFile, unit_name: str | None = None) -> str:
    with pytest.raises((UnknownLayout, SeveralErrors)) as caught:
        gather(files, NATIONAL, unit_name=unit_name)
    return str(caught.value)


# --- R59 ---


def test_half_up_of_the_raw_amount_is_no_finding() -> None:
    """14.7150 万元四舍五入是 14.72：尾差说得清。"""
    found = gather([public(), raw()], NATIONAL)
    assert disagreements(found) == []
    kept = found.amounts["expenditure_accounts", "2010301", "total"]
    assert kept.amount == Amount.of("147155.00", Unit.YUAN)
    assert kept.source.file == "导出.xls"


def test_public_table_that_was_rounded_down_is_named_with_both_places() -> None:
    found = gather([raw("147150"), public("14.71")], NATIONAL)
    first, second = disagreements(found)
    assert (first.verdict, first.level) == (Verdict.FAIL, Level.ERROR)
    assert (first.printed, first.expected) == ("14.71万元", "14.715万元")
    assert first.inputs == (
        "导出.xls · Z04 支出决算表(财决04表)!E7",
        "公开表.xlsx · 公开03!C4",
    )
    assert (first.file, first.where.sheet, first.where.cell) == ("公开表.xlsx", "公开03", "C4")
    assert first.message == (
        "“支出决算表”行政运行（合计）两处不一致："
        "导出.xls · Z04 支出决算表(财决04表)!E7 是14.715万元，"
        "公开表.xlsx · 公开03!C4 是14.71万元。公开表应是原始数四舍五入到 0.01 万元；"
        "先按前一处读入，请核对。"
    )
    assert second.message.startswith("“支出决算表”合计")
    held = found.amounts["expenditure_accounts", "2010301", "total"].amount
    assert held == Amount.of("147150", Unit.YUAN)


def test_the_first_source_holds_whichever_it_is() -> None:
    found = gather([public("14.71"), raw("147150")], NATIONAL)
    held = found.amounts["expenditure_accounts", "2010301", "total"]
    assert held.source.file == "公开表.xlsx"
    assert held.amount == Amount.of("14.71", Unit.TEN_THOUSAND_YUAN)
    assert len(disagreements(found)) == 2


def test_two_public_tables_must_be_equal() -> None:
    other = SourceFile("旧稿.xlsx", public("14.73").grids)
    assert len(disagreements(gather([public(), other], NATIONAL))) == 2
    same = SourceFile("副本.xlsx", public().grids)
    assert disagreements(gather([public(), same], NATIONAL)) == []


def test_many_differences_are_folded() -> None:
    """同一张表的两版：前二十处逐一说，其余只说有几处。"""
    collected: Collected[int] = Collected()
    for file, fen in (("甲.xls", 100), ("乙.xls", 200)):
        for key in range(23):
            place = Source(file, "Z04", f"E{key + 8}")
            collected.put(key, Cell.with_amount(place, Amount(fen)))
    told = list(collected.findings(str))
    assert len(told) == 21
    assert "甲.xls · Z04与乙.xls · Z04还有 3 处数不一致" in told[-1].message


@given(fen=st.integers(-(10**9), 10**9), off=st.integers(-2, 2))
@settings(max_examples=30, deadline=None)
def test_only_the_half_up_rounding_agrees(fen: int, off: int) -> None:
    cents = int((Decimal(fen) / PUBLISHED).quantize(Decimal(1), "ROUND_HALF_UP")) + off
    at = Source("甲", "乙", "A1")
    exact = Cell.with_amount(at, Amount(fen))
    printed = Cell.with_amount(at, Amount(cents * PUBLISHED, PUBLISHED))
    assert agree(exact, printed) is (off == 0)
    assert agree(printed, exact) is (off == 0)


# --- 年度、单位 ---


def test_table_of_another_year() -> None:
    assert refused(raw(year="2023年度")) == (
        "导出.xls · Z04 支出决算表(财决04表)\n"
        "    这里是：2023年度的表；应为：2024年度。\n"
        "    请换成 2024 年度的文件；年度写错的，请改正表头。"
    )


def test_table_of_another_unit() -> None:
    text = refused(raw(unit_name="示例市水务局"), unit_name=UNIT)
    assert text.startswith(
        "导出.xls · Z04 支出决算表(财决04表)\n"
        "    这里是：“示例市水务局”的表；应为：“示例市规划局”。"
    )


def test_files_of_two_units_and_two_years_are_told_together() -> None:
    text = refused(raw(), public(year="2022年度", unit_name="示例市水务局"))
    assert "2022年度的表；应为：2024年度" in text
    assert "“示例市水务局”的表；应为：“示例市规划局”" in text


@pytest.mark.parametrize("written", ["示例市 规划局", "示例市规划局　", UNIT])
def test_name_with_other_blanks_is_the_same(written: str) -> None:
    found = gather([raw(unit_name=written)], NATIONAL, unit_name=UNIT)
    assert found.unit_name == UNIT


def test_former_names_are_known() -> None:
    found = gather(
        [raw(), public(unit_name="示例市规划办公室")],
        NATIONAL,
        unit_name=UNIT,
        former_names=["示例市规划办公室"],
    )
    assert found.unit_name == UNIT
    assert ("expenditure_accounts", "total", "total") in found.amounts


def test_budgets_of_another_year() -> None:
    budgets = file_of(
        """
== Sheet1
2025年一般公共预算支出表
单位：示例市规划局 | | 单位：万元
科目编码 | 科目名称 | 合计
2010301 | 行政运行 | 5
""",
        "预算.xlsx",
    )
    assert refused(raw(), budgets) == (
        "预算.xlsx · Sheet1\n"
        "    这里是：2025年的预算；应为：2024年度的预算。\n"
        "    请换成 2024 年度的预算，或不交这个文件。"
    )


# --- 认不出、读不了 ---


def test_bank_statement() -> None:
    bank = file_of(
        "== 流水\n某银行对账单\n日期 | 摘要 | 金额\n2024-01-05 | 转账 | 12.00\n== 空\n",
        "对账单.xlsx",
    )
    assert refused(bank) == (
        "对账单.xlsx\n"
        "    这里是：没有一张认得出的决算表：对账单.xlsx · 流水（某银行对账单、日期、摘要）；"
        "对账单.xlsx · 空（空白）；应为：财决系统导出的表（如“Z01 收入支出决算总表”），"
        "或公开表（按表内标题认）。\n"
        "    请核对是不是拿错了文件；表样与众不同的，请在表内第一行写上公开表的标题。"
    )


def test_no_files_and_no_sheets() -> None:
    assert "没有工作表" in refused()
    assert refused().startswith("没有文件\n")


def test_sheet_of_amounts_that_nobody_knows_is_told() -> None:
    found = gather(
        [raw(), file_of("== 台账\n我的台账\n项目 | 金额\n甲 | 5\n", "台账.xlsx")], NATIONAL
    )
    (told,) = [each for each in found.findings if each.check == "sheet-unrecognised"]
    assert (told.level, told.file, told.where.sheet) == (Level.WARNING, "台账.xlsx", "台账")
    assert "认不出是哪张表（开头是“我的台账”、“项目”、“金额”）" in told.message


def with_cell(file: SourceFile, row: int, column: int, value: str | None) -> SourceFile:
    """A file with another value in one cell of its only sheet."""
    (grid,) = file.grids
    rows = [list(values) for values in grid.rows]
    rows[row - 1][column - 1] = value
    return SourceFile(file.name, (Grid(grid.sheet, tuple(map(tuple, rows))),))


def test_unreadable_cells_of_all_files_are_told_together() -> None:
    text = refused(with_cell(raw(), 7, 5, "见附表"), with_cell(public(), 4, 3, "待定"))
    assert "导出.xls · Z04 支出决算表(财决04表)!E7\n    这里是：“见附表”" in text
    assert "公开表.xlsx · 公开03!C4\n    这里是：“待定”" in text


def test_raw_sheet_without_unit_of_money() -> None:
    assert "表头没有金额单位" in refused(with_cell(raw(), 2, 6, None))


# --- 确认过的对应关系 ---


def test_confirmed_mapping_reads_a_layout_that_nobody_knows() -> None:
    sheet = """
== Sheet1
本单位花钱情况表
单位：示例市规划局 | | 金额单位：元
科目编码 | 科目名称 | 全部花销
| 合计 | 500
2010301 | 行政运行 | 500
"""
    mapping = Mapping(
        table="expenditure_accounts",
        title="本单位花钱情况表",
        columns=(("本年支出合计", "全部花销"),),
    )
    found = gather([file_of(sheet, "自制.xlsx")], NATIONAL, mappings=[mapping])
    held = found.amounts["expenditure_accounts", "2010301", "total"].amount
    assert held == Amount.of("500", Unit.YUAN)
    assert [each.read_as for each in found.sheets] == ["支出决算表"]
    assert "没有一张认得出" in refused(file_of(sheet, "自制.xlsx"))
