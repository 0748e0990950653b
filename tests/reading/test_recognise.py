from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.formats.library import find
from xlbudget.reading.recognise import Head, head, recognise, table_on

NATIONAL = find("national", 2024)


def sheet(text: str, name: str = "Sheet1") -> Grid:
    return MemoryBook(f"== {name}\n{text}").read(name)


def number_on(text: str, name: str = "Sheet1") -> str | None:
    table = table_on(sheet(text, name), NATIONAL.tables.values())
    return table.number if table else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入支出决算总表", "公开01"),
        ("收 入 支 出\\n决 算 总 表", "公开01"),
        ("2024年度收入支出决算总表", "公开01"),
        ("2024 年收入支出决算总表", "公开01"),
        ("示例街道办事处2024年度收入支出决算总表", "公开01"),
        ("收入支出决算总表（公开01表）", "公开01"),
        ("收入支出决算总表(财决01表)", "公开01"),
        ("收入支出决算表", "公开01"),
        ("财政拨款收入支出决算总表", "公开04"),
        ("2024年度财政拨款收入支出决算表", "公开04"),
        ("财政拨款收入支出决算总表（财决01-1表）", "公开04"),
        (" | | | 公开 01 表", "公开01"),
        (" | 表号：公开04表", "公开04"),
        (".\n.\n.\n随便什么\n | | 收入支出决算总表", "公开01"),
        ("收入决算表", "公开02"),
        ("支出决算表", "公开03"),
        ("一般公共预算财政拨款支出决算表", "公开05"),
        ("一般公共预算财政拨款基本支出决算明细表", "公开06"),
        ("财政拨款“三公”经费支出决算表", "公开07"),
        ('"三公"经费财政拨款支出决算表', "公开07"),
        ("2024年度三公经费支出决算表", "公开07"),
        ("政府性基金预算财政拨款收入支出决算表", "公开08"),
        ("2024年度政府性基金预算财政拨款收入支出决算表", "公开08"),
        ("国有资本经营预算财政拨款收入支出决算表", "公开09"),
        ("公开03表 支出决算表", "公开03"),
        ("公开02表", "公开02"),
        ("公开10表", None),
        ("财政拨款支出决算明细表 | 公开05表", None),
        ("2024年度部门决算公开表 | 公开05表", "公开05"),
        ("一般公共预算支出决算表 | 公开05表", "公开05"),
        ("支出决算表的说明", None),
        ("机构运行信息表", None),
        ("注：本表为收入支出决算总表的说明", None),
        ("收入支出决算总表\n收入决算表\n财政拨款收入支出决算总表", None),
        ("公开01表 | 一\n公开04表 | 二", None),
        ("说明\n" + ".\n" * 14 + "收入支出决算总表", None),
        (".\n" * 15 + "收入支出决算总表", "公开01"),
        ("", None),
    ],
)
def test_a_table_is_known_by_its_title_or_number(text: str, expected: str | None) -> None:
    assert number_on(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("公开01", "公开01"),
        ("公开01表", "公开01"),
        ("公开04 财政拨款收入支出决算总表", "公开04"),
        ("收入支出决算总表", "公开01"),
        ("1 收入支出决算总表", "公开01"),
        ("1、收入支出决算总表", "公开01"),
        ("GK01 收入支出决算总表", "公开01"),
        ("Z01 收入支出决算总表(财决01表)", "公开01"),
        ("Z01_1 财政拨款收入支出决算总表(财决01-1表)", "公开04"),
        ("8 政府性基金预算财政拨款收入支出决算表", "公开08"),
        ("7 财政拨款“三公”经费支出决算表", "公开07"),
        ("公开02 收入决算表", "公开02"),
        ("Z12 资产负债简表(财决12表)", None),
        ("Sheet1", None),
    ],
)
def test_a_table_without_title_is_known_by_its_sheet(name: str, expected: str | None) -> None:
    assert number_on("项目 | 决算数", name) == expected


def test_the_title_wins_over_number_and_sheet() -> None:
    assert number_on("财政拨款收入支出决算总表\n公开01表", "公开01") == "公开04"
    assert number_on("公开04表", "公开01") == "公开04"


def test_tables_and_others() -> None:
    errors: list[XlbudgetError] = []
    first = sheet("收入支出决算总表", "甲")
    fourth = sheet("财政拨款收入支出决算总表", "丁")
    other = sheet("封面", "封面")
    found = recognise([other, fourth, first], NATIONAL, "决算.xlsx", errors)
    assert found.tables == {
        "appropriation_summary": fourth,
        "revenue_expenditure_summary": first,
    }
    assert (found.others, errors) == (("封面",), [])


def test_every_missing_table_is_told() -> None:
    errors: list[XlbudgetError] = []
    recognise([], NATIONAL, "决算.xlsx", errors)
    assert [(error.where, error.seen) for error in errors] == [
        ("决算.xlsx", "工作表：没有"),
        ("决算.xlsx", "工作表：没有"),
    ]
    assert [error.expected[:4] for error in errors] == ["公开01", "公开04"]


def others(text: str, name: str = "Sheet1", *, found: str = "") -> list[tuple[str, str, str]]:
    """What is said about sheets that are no table of the format: level, sheet, message."""
    book = MemoryBook(
        f"== {name}\n{text}\n== 甲\n收入支出决算总表\n== 丁\n财政拨款收入支出决算总表\n{found}"
    )
    grids = [book.read(info.name) for info in book.sheets()]
    told = recognise(grids, NATIONAL, "决算.xlsx", []).findings
    assert {finding.check for finding in told} <= {"sheet-unrecognised"}
    return [(f.level.chinese, f.where.sheet or "", f.message) for f in told]


def test_a_sheet_with_a_misspelt_title_is_told_with_the_table_it_may_be() -> None:
    assert others("2024年度支出决箅表\n201 | 12", "支出") == [
        (
            "提醒",
            "支出",
            (
                "这张工作表有数，没有读入：认不出“支出决箅表”。最接近的表是“支出决算表”。"
                "如应读入，请在表内第一行写上表样的标题。"
            ),
        )
    ]
    assert [told[:2] for told in others("201 | 12", "3 支出决算表格")] == [
        ("提醒", "3 支出决算表格")
    ]


def test_a_table_that_the_format_does_not_have_is_told() -> None:
    assert others("财政拨款支出决算明细表\n201 | 12", "明细") == [
        (
            "说明",
            "明细",
            (
                "这张工作表有数，没有读入：认不出“财政拨款支出决算明细表”。"
                "它不是“全国通用部门决算公开格式”的表。如应读入，请在表内第一行写上表样的标题。"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("工资测算\n甲 | 12", "草稿", id="自己的表"),
        pytest.param("支出决箅表\n甲", "支出", id="没有数"),
        pytest.param(
            "目录\n收入支出决算总表 | 1\n收入决算表 | 2\n支出决算表 | 3", "目录", id="目录"
        ),
        pytest.param("项目 | 金额\n三公经费 | 12", "三公", id="不像表样"),
    ],
)
def test_other_sheets_are_passed_over(text: str, name: str) -> None:
    assert others(text, name) == []


def test_a_title_near_that_of_a_table_which_is_there_is_no_matter() -> None:
    again = "== 乙\n支出决算表\n"
    assert others("支出决算比较\n甲 | 12", "比较", found=again) == []


def test_a_table_that_is_not_required_may_be_missing() -> None:
    errors: list[XlbudgetError] = []
    tables = {name: replace(table, required=False) for name, table in NATIONAL.tables.items()}
    assert recognise([], replace(NATIONAL, tables=tables), "决算.xlsx", errors).tables == {}
    assert errors == []


WAN, YUAN = Unit.TEN_THOUSAND_YUAN, Unit.YUAN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金额单位：万元", Head(WAN, None, None, "A1")),
        ("单位：元", Head(YUAN, None, None, "A1")),
        ("单位:人民币万元", Head(WAN, None, None, "A1")),
        ("（金额单位：人民币元）", Head(YUAN, None, None, "A1")),
        ("单 位 ： 万 元（保留两位小数）", Head(WAN, None, None, "A1")),
        ("金额单位： | 万元", Head(WAN, None, None, "A1")),
        ("单位：千元", Head(None, None, None, "A1", "千元")),
        ("金额单位：人民币亿元", Head(None, None, None, "A1", "亿元")),
        ("项目 | 决算数（万元）", Head(WAN, None, None, "B1")),
        ("项目 | 决算数(元)", Head(YUAN, None, None, "B1")),
        ("项目 | 决算数（千元）", Head(None, None, None, "B1", "千元")),
        ("项目 | 补助（元/人）", Head(None, None, None)),
        ("金额单位：万元\n单位：万元", Head(WAN, None, None, "A1")),
        ("编制单位：示例街道办事处", Head(None, "示例街道办事处", None)),
        ("部门：示例街道办事处 | 单位：元", Head(YUAN, "示例街道办事处", None, "B1")),
        ("单位名称：示例街道办事处", Head(None, "示例街道办事处", None)),
        ("部门（单位）：示例街道办事处", Head(None, "示例街道办事处", None)),
        ("部门/单位：示例街道办事处", Head(None, "示例街道办事处", None)),
        ("填报单位： | | 示例街道办事处", Head(None, "示例街道办事处", None)),
        ("编制单位： | 金额单位：万元", Head(WAN, None, None, "B1")),
        ("编制单位：元示县办事处", Head(None, "元示县办事处", None)),
        (
            "编制单位：示例街道办事处  2024年度  金额单位：万元",
            Head(WAN, "示例街道办事处", 2024, "A1"),
        ),
        (
            "部门：示例街道办事处 公开01表 单位：万元",
            Head(WAN, "示例街道办事处", None, "A1"),
        ),
        ("部门：甲\n部门：乙", Head(None, "甲", None)),
        ("2024年度", Head(None, None, 2024)),
        ("2024 年 度收入支出决算总表", Head(None, None, 2024)),
        ("2024年部门决算公开表", Head(None, None, 2024)),
        ("打印日期：2025年3月1日", Head(None, None, None)),
        ("四、上级补助收入\n七、附属单位上缴收入", Head(None, None, None)),
        ("说明\n" + ".\n" * 14 + "金额单位：万元", Head(None, None, None)),
    ],
)
def test_what_a_head_says(text: str, expected: Head) -> None:
    errors: list[XlbudgetError] = []
    assert head(sheet(text), "决算.xlsx", errors) == expected
    assert errors == []


def test_two_units_of_money_are_an_error() -> None:
    errors: list[XlbudgetError] = []
    head(sheet("单位：元 | | 金额单位：万元"), "决算.xlsx", errors)
    (error,) = errors
    assert error.where == "决算.xlsx · Sheet1"
    assert error.seen == "两种金额单位：A1“元”、C1“万元”"


def test_a_header_in_another_unit_than_the_table_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    head(sheet("金额单位：万元\n项目 | 决算数（元）"), "决算.xlsx", errors)
    assert [error.seen for error in errors] == ["两种金额单位：A1“万元”、B2“元”"]


def test_a_unit_of_money_that_is_left_to_choose_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    head(sheet("金额单位：元/万元"), "决算.xlsx", errors)
    assert [error.seen for error in errors] == ["两种金额单位：A1“元”、A1“万元”"]
