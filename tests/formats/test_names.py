from __future__ import annotations

from pathlib import Path

import pytest

from xlbudget.domain.errors import UnknownName
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.formats.names import FigureName, default_column, resolve, resolve_group

NATIONAL, SICHUAN = find("national", 2024), find("sichuan", 2024)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
SPENDING, GENERAL = "expenditure_accounts", "general_public_budget_expenditure"
BASIC, THREE = "general_public_budget_basic", "three_public"
HOSPITALITY_COMPLETED = ("official_hospitality", "actual", "completion_rate")
OPERATING_RATE = (SUPPLEMENT, "机关运行经费支出", VALUE, "change_rate")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("收支总表.收入总计", FigureName(SUMMARY, "revenue_grand_total", "actual")),
        ("收支总表.总计", FigureName(SUMMARY, "grand_total", "actual")),
        ("收支总表.总计.决算数", FigureName(SUMMARY, "grand_total", "actual", "actual")),
        ("收支总表.总计.上年决算数", FigureName(SUMMARY, "grand_total", "actual", "prior_actual")),
        ("收支总表.总计.增减额", FigureName(SUMMARY, "grand_total", "actual", "change")),
        ("收支总表.总计.增减率", FigureName(SUMMARY, "grand_total", "actual", "change_rate")),
        ("收支总表.210", FigureName(SUMMARY, "210", "actual")),
        ("财政拨款总表.210", FigureName(APPROPRIATION, "210", "total")),
        (
            "财政拨款总表.210.政府性基金预算财政拨款",
            FigureName(APPROPRIATION, "210", "government_fund"),
        ),
        (
            "财政拨款总表.本年支出合计.政府性基金预算财政拨款.增减额",
            FigureName(APPROPRIATION, "current_year_expenditure", "government_fund", "change"),
        ),
        ("收支总表.卫生健康支出", FigureName(SUMMARY, "210", "actual")),
        ("收支总表.医疗卫生与计划生育支出", FigureName(SUMMARY, "210", "actual")),  # 旧名称
        ("支出决算表.合计.基本支出", FigureName(SPENDING, "total", "basic")),
        ("支出决算表.2010301", FigureName(SPENDING, "2010301", "total")),
        ("支出决算表.2010301.项目支出.占比", FigureName(SPENDING, "2010301", "project", "share")),
        (
            "一般公共预算支出表.合计.完成率",
            FigureName(GENERAL, "total", "total", "completion_rate"),
        ),
        ("三公经费表.因公出国费.预算数", FigureName(THREE, "overseas_visits", "actual", "budget")),
        ("三公经费表.公务接待费.完成率", FigureName(THREE, *HOSPITALITY_COMPLETED)),
        ("基本支出表.30101", FigureName(BASIC, "30101", "actual")),
        ("基本支出表.基本工资", FigureName(BASIC, "30101", "actual")),
        ("补充资料.车辆总数", FigureName(SUPPLEMENT, "车辆总数", VALUE)),
        ("补充资料.机关运行经费支出.增减率", FigureName(*OPERATING_RATE)),
        (
            "supplement.车辆总数.上年决算数",
            FigureName(SUPPLEMENT, "车辆总数", VALUE, "prior_actual"),
        ),
        # 标识也认：与中文同指一个量
        (f"{SUMMARY}.grand_total.change", FigureName(SUMMARY, "grand_total", "actual", "change")),
    ],
)
def test_figure_by_its_words(name: str, expected: FigureName) -> None:
    assert resolve(NATIONAL, name.split(".")) == expected


@pytest.mark.parametrize(
    ("name", "identifier", "label"),
    [
        (
            FigureName(SUMMARY, "grand_total", "actual", "change_rate"),
            f"{SUMMARY}.grand_total.change_rate",
            "收支总表.总计.增减率",
        ),
        (
            FigureName(APPROPRIATION, "210", "total"),
            f"{APPROPRIATION}.210.actual",
            "财政拨款总表.卫生健康支出.决算数",
        ),
        (
            FigureName(APPROPRIATION, "210", "government_fund"),
            f"{APPROPRIATION}.210.government_fund.actual",
            "财政拨款总表.卫生健康支出.政府性基金预算财政拨款.决算数",
        ),
    ],
)
def test_figure_in_identifiers_and_in_words(name: FigureName, identifier: str, label: str) -> None:
    assert name.identifier(NATIONAL) == identifier
    assert name.label(NATIONAL) == label
    assert resolve(NATIONAL, identifier.split(".")) == name
    assert resolve(NATIONAL, label.split(".")) == name


@pytest.mark.parametrize(
    ("line", "year", "label"),
    [
        ("revenue_grand_total", 2024, "收入总计"),
        ("210", 2024, "卫生健康支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
    ],
)
def test_line_as_people_say_it(line: str, year: int, label: str) -> None:
    name = FigureName(SUMMARY, line, "actual")
    assert name.line_label(find("national", year)) == label


def test_own_table_is_called_by_its_title_and_its_rows_by_their_labels() -> None:
    """词汇表没有的表和行：写表的标题、行名，不带序号。"""
    toy = find("toyland", 2024, extra=[Path(__file__).parent / "toy"])
    name = resolve(toy, ["过桥费收支表", "马车"])
    assert name == FigureName("bridge_tolls", "carts", "actual")
    assert name.line_label(toy) == "马车"
    assert name.label(toy) == "过桥费收支表.马车.决算数"
    assert resolve(toy, name.label(toy).split(".")) == name
    with pytest.raises(UnknownName):
        resolve(toy, ["过桥费收支表", "一、马车"])


def test_other_measure_of_the_same_line() -> None:
    name = FigureName(APPROPRIATION, "210", "government_fund")
    assert name.of("change") == FigureName(APPROPRIATION, "210", "government_fund", "change")


@pytest.mark.parametrize(
    ("table", "line", "column"),
    [
        (APPROPRIATION, "210", "total"),
        (APPROPRIATION, "opening_carryover", "actual"),
        (APPROPRIATION, "grand_total", "actual"),  # 合并的名称取第一行的列
        (SPENDING, "2010301", "total"),
        ("government_fund_accounts", "total", "expenditure"),
        (SUPPLEMENT, "车辆总数", VALUE),
    ],
)
def test_column_meant_when_none_is_named(table: str, line: str, column: str) -> None:
    assert default_column(NATIONAL, table, line) == column


@pytest.mark.parametrize(
    ("name", "identifier", "label"),
    [
        (
            FigureName(SUPPLEMENT, "车辆总数", VALUE),
            "supplement.车辆总数.actual",
            "补充资料.车辆总数.决算数",
        ),
        (
            FigureName(SPENDING, "2010301", "basic"),
            "expenditure_accounts.2010301.basic.actual",
            "支出决算表.行政运行.基本支出.决算数",
        ),
    ],
)
def test_label_of_codes_and_of_what_a_person_fills_in(
    name: FigureName, identifier: str, label: str
) -> None:
    assert name.identifier(NATIONAL) == identifier
    assert name.label(NATIONAL) == label
    assert resolve(NATIONAL, identifier.split(".")) == name


def test_column_as_people_say_it() -> None:
    wide = "general_public_budget_detail"
    assert FigureName(wide, "total", "30101").column_label(SICHUAN) == "基本工资"
    assert FigureName(SPENDING, "total", "basic").column_label(SICHUAN) == "基本支出"


def test_group_of_lines() -> None:
    assert resolve_group(NATIONAL, ["收支总表", "按功能"]) == (SUMMARY, "functions")
    assert resolve_group(NATIONAL, ["财政拨款总表", "年初资金"]) == (
        APPROPRIATION,
        "opening_funds",
    )
    assert resolve_group(NATIONAL, ["一般公共预算支出表", "项"]) == (GENERAL, "items")


@pytest.mark.parametrize(
    ("name", "word", "remedy"),
    [
        ("收支总账.收入总计", "“收支总账”", "是否想写“收支总表”？"),
        ("收支总表.收入总记", "“收入总记”", "是否想写“收入总计”？"),
        ("收支总表.总计.增长率", "“增长率”", "是否想写“增减率”？"),
        ("收支总表.299", "“299”", "是否想写“229”？"),
        ("收支总表.收入总计.政府性基金预算财政拨款", "“政府性基金预算财政拨款”", "请改用"),
        ("收支总表", "收支总表", "请写出表中的行。"),
        ("收支总表.2010301", "“2010301”", "是否想写"),  # 这张表只有类
        ("支出决算表.合计.对附属单位补助", "“对附属单位补助”", "是否想写“对附属单位补助支出”？"),
        ("支出决算表.2019902", "“2019902”", "请改用"),  # 目录里没有的编码
        ("补充资料.车辆数", "车辆总数", "是否想写“车辆总数”？"),
        ("补充资料.部门职责", "部门职责", ""),  # 文字不是数
        ("补充资料", "补充资料", ""),
    ],
)
def test_name_that_nobody_knows(name: str, word: str, remedy: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(NATIONAL, name.split("."))
    assert name in caught.value.seen
    assert word in str(caught.value)
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("基本支出表.房屋建筑物购建", "30901、31001"),
        ("基本支出表.资本金注入", "31101、31201"),
    ],
)
def test_name_of_several_codes_asks_for_the_code(name: str, codes: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(NATIONAL, name.split("."))
    assert caught.value.expected == codes
    assert caught.value.remedy == "请写科目编码。"


@pytest.mark.parametrize("name", ["收支总表", "收支总表.按功能.决算数", "收支总表.按性质"])
def test_group_that_nobody_knows(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve_group(NATIONAL, name.split("."))
    assert name in caught.value.seen


def test_of_many_known_words_the_nearest_are_named() -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(NATIONAL, ["收支总表", "一般公共服务支岀"])
    named, _, count = caught.value.expected.partition("等 ")
    assert named.split("、")[0] == "一般公共服务支出"
    assert len(named.split("、")) == 8
    assert int(count.removesuffix(" 个")) > 8
