"""项目支出绩效自评表：按表头的字认，不按位置。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading.projects.forms import COMMON, FILE, REACHED, WITH_UNITS, forms, project
from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.domain.performance import Fund, Project
from xlbudget.domain.statements import Cell
from xlbudget.reading.projects import forms_on, is_form


def amounts(found: Project, fund: Fund) -> list[Decimal | None]:
    """一种资金的年初预算、全年预算、执行数，万元。"""
    funding = found.funds[fund]
    cells = (funding.initial, funding.budget, funding.executed)
    return [cell.amount.number() if cell and cell.amount else None for cell in cells]


def counts(*cells: Cell | None) -> list[Decimal | None]:
    return [cell.count if cell else None for cell in cells]


def listed(found: Project) -> list[tuple[str, ...]]:
    """各指标：三级名称、指标值、完成值、分值、得分、原因。"""
    return [
        (
            *(each.first, each.second, each.third),
            *(entry.text if entry else "" for entry in (each.target, each.actual)),
            *(str(number) for number in counts(each.points, each.score)),
            each.reason.text if each.reason else "",
        )
        for each in found.indicators
    ]


def numbers(*texts: str) -> list[Decimal | None]:
    return [Decimal(text) if text else None for text in texts]


def test_the_common_form() -> None:
    (read,) = forms(COMMON)
    found = read.project
    assert (read.year, read.unit) == (2024, Unit.TEN_THOUSAND_YUAN)
    assert found.name.text == "道路维修"
    assert found.name.source.in_file == "道路.xlsx · 表!C4"
    assert found.department
    assert found.implementer
    assert (found.department.text, found.implementer.text) == ("示例区财政局", "示例街道办事处")
    assert amounts(found, Fund.TOTAL) == numbers("12", "15", "14.1")
    assert amounts(found, Fund.APPROPRIATION) == numbers("7", "10", "9.1")
    assert amounts(found, Fund.CARRYOVER) == numbers("", "", "")
    assert amounts(found, Fund.OTHER) == numbers("5", "5", "5")
    assert counts(
        found.points,
        found.printed_rate,
        found.printed_execution_score,
        found.printed_points,
        found.printed_score,
    ) == numbers("10", "94", "9.4", "100", "95.4")
    assert found.goal
    assert found.achieved
    assert (found.goal.text, found.achieved.text) == ("维修两条道路。", "修了两条。")


def test_merged_names_placeholders_and_percents_of_the_common_form() -> None:
    """合并的一级、二级指标往下管；“指标1：”“……”不是内容；存成 0.95 的百分数是 95%。"""
    assert listed(project(COMMON)) == [
        ("产出指标", "数量指标", "维修道路条数", "≥2条", "2条", "30", "30", ""),
        ("产出指标", "质量指标", "验收合格率", "100%", "95%", "20", "18", "返修一处"),
        ("效益指标", "社会效益指标", "出行改善", "明显", "明显", "30", "28", ""),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92.5%", "10", "10", ""),
    ]


def test_the_form_with_units_and_weights() -> None:
    found = project(WITH_UNITS)
    assert found.code
    assert (found.code.text, found.name.text) == ("51000021R000000019951", "安全生产")
    assert found.implementer
    assert found.implementer.text == "示例街道办事处"
    assert amounts(found, Fund.TOTAL) == numbers("238.93", "251.89", "251.89")
    assert amounts(found, Fund.OWN) == numbers("37.04", "50", "50")
    assert amounts(found, Fund.SPECIAL_ACCOUNT) == numbers("0", "0", "0")
    assert counts(found.printed_rate, found.points, found.printed_score) == numbers(
        "100", "10", "90"
    )
    assert found.goal
    assert found.goal.text == "全年排查。"
    assert found.achieved is None  # 只有填表提示
    assert listed(found) == [
        ("产出指标", "数量指标", "排查覆盖率", "≥100%", "100%", "60", "60", ""),
        ("效益指标", "社会效益指标", "事故数", "≤2次", "3次", "30", "20", "多一次"),
        ("满意度指标", "", "服务态度", "好", "好", "None", "None", ""),
    ]


def test_labels_and_numbers_beside_each_other_two_forms_on_a_sheet() -> None:
    first, second = forms(REACHED)
    assert (first.year, first.project.name.text) == (2020, "基层治理经费")
    assert amounts(first.project, Fund.TOTAL) == numbers("", "4", "3.5")
    assert amounts(first.project, Fund.APPROPRIATION) == numbers("", "4", "3.5")
    assert amounts(first.project, Fund.OTHER) == numbers("", "0", "0")
    assert [each.third for each in first.project.indicators] == ["排查次数", "环保水平"]
    assert not first.project.is_scored
    assert (second.year, second.project.name.text, second.unit) == (2020, "社会管理经费", Unit.YUAN)
    assert amounts(second.project, Fund.TOTAL) == numbers("", "4", "4")
    assert [each.third for each in second.project.indicators] == ["慰问次数"]
    assert second.project.achieved
    assert second.project.achieved.text == "正常"


@pytest.mark.parametrize(("rate", "percent"), [("0.94", "94"), ("94", "94"), ("94.0%", "94.0")])
def test_a_rate_in_whichever_way_it_is_written(rate: str, percent: str) -> None:
    found = project(COMMON.replace("|94%|", f"|{rate}|"))
    assert counts(found.printed_rate) == [Decimal(percent)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("||道路维修", "||", ["表!A4", "空着", "项目的名称"]),
        ("项目资金（万元）", "项目资金", ["表!E6", "没有金额单位"]),
        ("|其他资金|||5|5|5", "|不知什么资金|||5|5|5", ["表!E10", "不知什么资金", "财政拨款"]),
        ("|15|14.1|", "|见附件|14.1|", ["表!F7", "“见附件”"]),
        ("|30|28|", "|30|很好|", ["表!I17", "“很好”", "得分"]),
    ],
)
def test_faults_name_their_cell(old: str, new: str, words: list[str]) -> None:
    assert old in COMMON
    with pytest.raises(XlbudgetError) as raised:
        forms(COMMON.replace(old, new, 1))
    for word in (FILE, *words):
        assert word in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "== 表\n项目名称|预算数|执行数\n甲|1|1",
        "== 表\n收入支出决算总表\n项目|行次|金额\n一、收入|1|5",
        "== 表\n项目名称|甲\n说明|没有别的",
        "== 表\n部门整体支出绩效自评表\n部门名称|甲\n预算数|1|执行数|1\n三级指标|年度指标值\n甲|乙",
    ],
)
def test_lists_and_other_tables_are_no_forms(text: str) -> None:
    grid = MemoryBook(text, FILE).read("表")
    assert not is_form(grid)
    assert forms_on(grid, FILE) == ()
