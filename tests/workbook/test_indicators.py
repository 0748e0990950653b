"""绩效指标一行一个指标；没有这张表、没有右边各列的老工作簿照旧。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.error_folders import account_of
from tests.workbook.test_performance import SHEET
from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import BrokenFormat, XlbudgetError
from xlbudget.domain.performance import Fund, Project
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.performance_entries import read_projects

WIDE = """
== 绩效
绩效（项目支出自评，每个项目一行）
|||金额单位：万元
项目名称|项目类别|预算数|执行数|执行率|自评得分|目标完成情况||汇总|数||主管部门|预期目标|执行率分值|其他资金执行数|备注
社会管理经费|常年项目|4|4|100|96|完成了|||||区财政局|做完|20|1.5|随手记
基层政权经费|阶段项目|4|3.5||优|||||||||
"""
INDICATORS = """
== 绩效指标
绩效指标（项目支出自评，每个指标一行）
.
项目名称|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
社会管理经费|产出指标|数量指标|慰问人次|≥80|81|50|50|
|||走访户数|≥30|29|30|28|一户外出
.
||质量指标|建档率|100%||||
基层政权经费|效益指标|社会效益指标|秩序|良好|良好|10||
"""


def read(text: str, errors: list[XlbudgetError] | None = None) -> tuple[Project, ...]:
    book = MemoryBook(text, "决算.xlsx")
    sheets = OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)
    found: list[XlbudgetError] = [] if errors is None else errors
    projects = read_projects(sheets, found)
    assert errors is not None or not found
    return projects


def test_indicators_belong_to_their_projects_in_order() -> None:
    first, second = read(WIDE + INDICATORS)
    assert [(i.first, i.second, i.third) for i in first.indicators] == [
        ("产出指标", "数量指标", "慰问人次"),
        ("产出指标", "数量指标", "走访户数"),
        ("产出指标", "质量指标", "建档率"),
    ]
    middle = first.indicators[1]
    assert middle.points
    assert middle.score
    assert middle.reason
    assert (middle.points.count, middle.score.count) == (Decimal(30), Decimal(28))
    assert middle.reason.text == "一户外出"
    assert str(middle.source) == "绩效指标!D5"
    assert set(first.indicators[2].cells) == {
        *("实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    }
    assert [i.third for i in second.indicators] == ["秩序"]


def test_the_columns_on_the_right_are_read_where_they_are() -> None:
    first, second = read(WIDE)
    assert first.department
    assert first.goal
    assert first.points
    assert first.achieved
    assert (first.department.text, first.goal.text) == ("区财政局", "做完")
    assert (first.points.count, first.achieved.text) == (Decimal(20), "完成了")
    executed = first.funds[Fund.OTHER].executed
    assert executed
    assert executed.amount
    assert executed.amount.number() == Decimal("1.5")
    assert first.implementer is None
    assert first.printed_rate
    assert first.printed_rate.count == 100
    assert second.printed_score is None  # “优”不是数
    assert second.cells.keys() == {"主管部门", "预期目标", "目标完成情况"}


def test_a_workbook_of_old_stays_as_it_is() -> None:
    projects = read(SHEET.format(unit="万元"))
    assert len(projects) == 5
    assert all(not each.indicators and each.department is None for each in projects)
    assert set(projects[0].funds) == {Fund.TOTAL}
    assert read("== 表\n别的") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("基层政权经费|效益", "不知道的|效益", ["绩效指标!A8", "“不知道的”", "一字不差"]),
        ("社会管理经费|产出", "|产出", ["绩效指标!A4", "空白", "项目名称"]),
        ("|30|28|", "|30|二十八|", ["绩效指标!H5", "“二十八”", "得分（数字）"]),
        (
            "基层政权经费|阶段",
            "社会管理经费|阶段",
            ["绩效指标!A4", "有 2 行叫这个名称", "不同的名称"],
        ),
        ("|20|1.5|", "|二十|1.5|", ["绩效!N4", "“二十”"]),
        ("|20|1.5|", "|20|'1.5|", ["绩效!O4", "转换为数字"]),
    ],
)
def test_faults_name_their_cell(old: str, new: str, words: list[str]) -> None:
    text = (WIDE + INDICATORS).replace(old, new, 1)
    assert text != WIDE + INDICATORS
    errors: list[XlbudgetError] = []
    read(text, errors)
    assert errors
    for word in ("决算.xlsx", *words):
        assert word in str(errors[0])


def test_a_case_may_only_use_the_header_words() -> None:
    with pytest.raises(BrokenFormat, match="未知键 '预算'") as raised:
        account_of('[projects."道路维修"]\n"预算" = "1"')
    assert "是否想写“预算数”" in str(raised.value)
    with pytest.raises(BrokenFormat, match="未知键 '评分'"):
        account_of('[projects."道路维修".indicators."验收合格率"]\n"评分" = "1"')
