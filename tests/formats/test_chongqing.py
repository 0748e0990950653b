"""重庆：机构运行信息表照公开的样子读得进；与年初预算比增减，预算按类；平均数；上年数问到分资金的结转。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.ratios import budget_change_rate, change, completion_rate
from xlbudget.domain.statements import Cell, Statement
from xlbudget.domain.text import Words
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.narrative import wording
from xlbudget.pipeline import run
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head
from xlbudget.results import Results
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.own_rows import budget_rows, prior_rows

CHONGQING = find("chongqing", 2024)
CASES = {case.name: case for case in cases("chongqing")}
GENERAL, THREE = "general_public_budget_expenditure", "three_public"

PUBLIC = """== 公开09
机构运行信息表
||||公开09表
公开部门：示例区教育委员会||||金额单位：万元
项目|预算数|决算统计数|项目|决算统计数
一、“三公”经费支出|—|—|二、机关运行经费|90
（一）支出合计|30|26.9|（一）行政单位|90
1．因公出国（境）费|0|0|（二）参照公务员法管理事业单位|0
2．公务用车购置及运行维护费|27|24.5|三、国有资产占用情况|—
（1）公务用车购置费|20|18.5|（一）车辆数合计（辆）|5
（2）公务用车运行维护费|7|6|1．主要负责人用车|1
3．公务接待费|3|2.4|2．机要通信用车|4
（1）国内接待费|—|2.4|四、政府采购支出信息|—
其中：外事接待费|—|0.4|（一）政府采购支出合计|200
（2）国（境）外接待费|—|0|1．政府采购货物支出|80
（二）相关统计数|—|—|2．政府采购工程支出|100
1．因公出国（境）团组数（个）|—|0|3．政府采购服务支出|20
2．公务用车保有量（辆）|—|4||
3．国内公务接待批次（个）|—|12||
其中：外事接待批次（个）|—|1||
4．国内公务接待人次（人）|—|130||
"""


def grid_of(text: str) -> Grid:
    book = MemoryBook(text, "决算.xlsx")
    return book.read(book.sheets()[0].name)


def read_three_public(text: str) -> tuple[Statement, list[Finding]]:
    grid, errors = grid_of(text), list[XlbudgetError]()
    statement, findings, faults = extract(
        grid, CHONGQING.tables[THREE], head(grid, "决算.xlsx", errors), "决算.xlsx"
    )
    assert not [*errors, *faults]
    assert statement is not None
    return statement, findings


def gathered(text: str) -> Gathered:
    return gather([SourceFile("公开表.xlsx", (grid_of(text),))], CHONGQING)


def results_of(case: Case, resolved: Format | None = None) -> Results:
    resolved = resolved or find("chongqing", case.year, case.settings)
    return run(account_of_case(case, resolved), resolved)


def paragraph(results: Results, id_: str) -> str:
    return next(each.text for each in results.paragraphs if each.id == id_)


# --- 表 ---


def test_the_information_sheet_is_the_table_of_three_public_expenses() -> None:
    titles = [(table.number, table.title) for table in CHONGQING.tables.values()]
    assert len(titles) == 9
    assert titles[-2:] == [
        ("公开08", "国有资本经营预算财政拨款支出决算表"),
        ("公开09", "机构运行信息表"),
    ]
    assert CHONGQING.charts == {}


def test_amounts_of_the_public_sheet_are_read_and_counts_are_told_once() -> None:
    statement, findings = read_three_public(PUBLIC)
    read = {
        (line.name, column): cell.amount.text()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }
    actual = {line: text for (line, column), text in read.items() if column == "actual"}
    assert actual == {
        "total": "26.9万元",
        "overseas_visits": "0万元",
        "vehicles": "24.5万元",
        "vehicle_purchase": "18.5万元",
        "vehicle_running": "6万元",
        "official_hospitality": "2.4万元",
        "domestic_hospitality": "2.4万元",
        "foreign_affairs_hospitality": "0.4万元",
        "overseas_hospitality": "0万元",
    }
    assert read["total", "budget"] == "30万元"
    assert [(finding.check, finding.level) for finding in findings] == [
        ("column-unrecognised", Level.INFO),
        ("row-unrecognised", Level.INFO),
    ]
    assert "等 5 行是数量" in findings[1].message


def test_rows_of_amounts_that_are_no_counts_are_still_told() -> None:
    _, findings = read_three_public(PUBLIC.replace("（二）相关统计数|—|—", "另有的一项|—|7.5"))
    told = [finding for finding in findings if finding.level is Level.WARNING]
    assert ["另有的一项" in finding.message for finding in told] == [True]


def test_imported_the_sheet_fills_in_the_counts_too() -> None:
    found = gathered(PUBLIC)
    total = found.amounts[THREE, "total", "actual"].amount
    assert total == Amount.of("26.9", Unit.TEN_THOUSAND_YUAN)
    counts = {
        name: str(cell.count) for name, cell in found.numbers.items() if cell.count is not None
    }
    assert counts == {
        "因公出国团组数": "0",
        "公务用车保有量": "4",
        "国内接待总批次": "12",
        "国内外事接待批次": "1",
        "国内接待总人次": "130",
        "车辆总数": "5",
        "主要负责人用车": "1",
        "机要通信用车": "4",
    }
    bought = found.numbers["政府采购工程支出"].amount
    assert bought == Amount.of("100", Unit.TEN_THOUSAND_YUAN)


# --- 预算数、上年数 ---


def test_budgets_are_asked_by_category() -> None:
    case = CASES["complete"]
    rows = budget_rows(CHONGQING, account_of_case(case, CHONGQING), ())
    assert [row.line for row in rows if row.table == GENERAL] == [
        "total",
        "205",
        "208",
        "210",
        "221",
    ]


def test_last_year_is_asked_for_the_carryover_of_the_general_public_budget() -> None:
    asked = {(row.table, row.line, row.column) for row in prior_rows(CHONGQING, ())}
    assert ("appropriation_summary", "closing_carryover", "general_public_budget") in asked
    assert ("appropriation_summary", "general_public_budget", "actual") in asked
    assert ("government_fund_accounts", "total", "revenue") in asked


def test_budgets_of_the_categories_must_add_up() -> None:
    case = CASES["complete"]
    account = account_of_case(case, CHONGQING)
    key = next(key for key in account.budgets if key[1] == "210")
    cell = account.budgets[key]
    more = Cell.with_amount(cell.source, Amount.of("211", Unit.TEN_THOUSAND_YUAN))
    wrong = replace(account, budgets={**account.budgets, key: more})
    failed = [one for one in run(wrong, CHONGQING).findings if one.check == "budget-items-add-up"]
    assert len(failed) == 1
    assert "各项相加是5181万元" in failed[0].message


# --- 措辞 ---

OFF_BUDGET = {
    "equal": ("10", "10", "与年初预算数持平"),
    "both_nil": ("0", "0", "与年初预算数持平，均为零"),
    "nil_budget": (
        "3.5",
        "0",
        "较年初预算数增加3.50万元（年初预算没有安排，增长率不可比），主要原因是甲",
    ),
    "nil_actual": ("0", "3.5", "较年初预算数减少3.50万元，下降100.00%，主要原因是甲"),
    "over": ("101", "100", "较年初预算数增加1.00万元，增长1.00%，主要原因是甲"),
    "under": ("98", "100", "较年初预算数减少2.00万元，下降2.00%，主要原因是甲"),
    "near_over": (
        "100000.01",
        "100000",
        "较年初预算数增加0.01万元（完成年初预算的比例不足100.01%），主要原因是甲",
    ),
    "near_under": (
        "99999.99",
        "100000",
        "较年初预算数减少0.01万元（完成年初预算的比例超过99.99%），主要原因是甲",
    ),
    "tiny": (
        "0.01",
        "99999",
        "较年初预算数减少99998.99万元（完成年初预算的比例不足0.01%），主要原因是甲",
    ),
    "not_comparable": ("5", "-1", "预算或决算为负数，不计算增减率，与年初预算数差异的主要原因是甲"),
}


def off_budget(actual: str, budget: str) -> str:
    """The comparison of two amounts in 万元 with the budget, in words."""
    spent, planned = (Amount.of(text, Unit.TEN_THOUSAND_YUAN) for text in (actual, budget))
    figures = {
        "actual": Figure("a", "a", spent, "", ()),
        "budget": Figure("b", "b", planned, "", ()),
        "completion_rate": Figure("c", "c", completion_rate(spent, planned), "", ()),
        "budget_change": Figure("d", "d", change(spent, planned), "", ()),
        "budget_change_rate": Figure("e", "e", budget_change_rate(spent, planned), "", ()),
    }
    patterns, style = CHONGQING.wording["完成", "较预算数"], CHONGQING.style
    spans = wording.complete(figures, patterns, style, "年初预算", (Words("甲"),))
    return "".join(span.text for span in spans)


@pytest.mark.parametrize("name", list(OFF_BUDGET))
def test_every_case_of_the_comparison_with_the_budget(name: str) -> None:
    assert set(OFF_BUDGET) == set(CHONGQING.wording["完成", "较预算数"]) - {"missing"}
    actual, budget, said = OFF_BUDGET[name]
    assert off_budget(actual, budget) == said


@pytest.mark.parametrize(
    ("actual", "budget", "said"),
    [
        ("100000.0049", "100000", "与年初预算数持平"),  # 不写“增加0.00万元”
        ("99999.9951", "100000", "与年初预算数持平"),
        ("0.0049", "0", "与年初预算数持平"),
        ("0", "0.0049", "与年初预算数持平"),
        ("99999.995", "100000", "较年初预算数减少0.01万元（完成年初预算的比例超过99.99%）"),
        ("-0.0049", "0", "预算或决算为负数，不计算增减率，与年初预算数差异的"),
    ],
)
def test_a_difference_that_does_not_print_is_none(actual: str, budget: str, said: str) -> None:
    """按元计算时，差额可以不足 0.005 万元。"""
    text = off_budget(actual, budget)
    assert text == said or text.startswith((f"{said}，主要原因是", f"{said}主要原因是"))


def test_one_decimal_of_a_county() -> None:
    """有的区县只印一位小数：4.76% 印成 4.8%，全部是 100.0%。"""
    case = CASES["complete"]
    resolved = find("chongqing", 2024, {**case.settings, "比率小数位": "1"})
    results = results_of(case, resolved)
    assert "增加250.00万元，增长4.8%" in paragraph(results, "二.2")
    assert "上级补助收入0.00万元，占0.0%" in paragraph(results, "二.3")


# --- 平均数 ---


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"国内接待总人次": "96"}, "人均接待费250.00元，"),
        ({"公务用车保有量": "7"}, "车均运行维护费0.86万元。"),  # 6 ÷ 7 = 0.857…
        (
            {"国内接待总人次": "0"},
            "人均接待费〔请填写：平均数.人均接待费.决算数（国内接待总人次是0，不计算平均数）〕，",
        ),
    ],
)
def test_averages_in_the_text(counts: dict[str, str], said: str) -> None:
    case = CASES["complete"]
    changed = replace(case, supplement={**case.supplement, **counts})
    assert said in paragraph(results_of(changed), "三.9")


def test_average_knows_its_cells() -> None:
    results = results_of(CASES["complete"])
    (average,) = {
        figure.name: figure
        for each in results.paragraphs
        for figure in each.figures
        if figure.name.startswith("averages.人均接待费")
    }.values()
    assert average.amount == Amount(18_462)
    assert [str(cell.source).partition("!")[0] for cell in average.cells()] == [
        "公开09 机构运行信息表",
        "补充资料",
    ]
    assert average.formula.endswith("÷ 国内接待总人次")
