"""LibreOffice computes every formula of our workbooks to exactly the result we saved, and the
sentences on 说明 to the narrative, word for word.

What is compared is packed: one workbook holds many comparisons, each on a line of its own.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.workbook.workbooks import (
    Edits,
    case,
    edit,
    in_yuan,
    reported,
    results_of,
    wan,
    workbook_of,
)
from xlbudget.analysis.indicators import Figures
from xlbudget.books.giving_way import places
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, address
from xlbudget.books.sheet_scan import rectangle
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Unit
from xlbudget.files.office import recalculate
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.library import find
from xlbudget.formats.library import places as places_of_formats
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    FigureName,
)
from xlbudget.formats.schema import CASES
from xlbudget.formats.settings import ADJUSTED
from xlbudget.narrative.wording import comparison_case, completion_case
from xlbudget.pipeline import report, run
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_in_layout, account_of_case
from xlbudget.workbook.build import build, build_with_macros
from xlbudget.workbook.vba import own_modules

pytestmark = pytest.mark.usefixtures("soffice")

SUMMARY, GENERAL, THREE = (
    "revenue_expenditure_summary",
    "general_public_budget_expenditure",
    "three_public",
)
Key = tuple[str, str, str]
COMPARED: tuple[tuple[Key, ...], ...] = (
    ((SUMMARY, "revenue_grand_total", "actual"), (SUMMARY, "expenditure_grand_total", "actual")),
    (
        ("appropriation_summary", "revenue_grand_total", "actual"),
        ("appropriation_summary", "expenditure_grand_total", "total"),
    ),
    ((GENERAL, "total", "total"),),
    (("government_fund_accounts", "total", "expenditure"),),
    (("state_capital_expenditure", "total", "total"),),
    ((THREE, "total", "actual"),),
    ((THREE, "overseas_visits", "actual"),),
    ((THREE, "vehicles", "actual"),),
    ((THREE, "official_hospitality", "actual"),),
)
"""Lines that the text compares with last year; two totals that must agree count as one."""

PAIRS = {
    "increase": ("1482.22", "636.43"),
    "decrease": ("25.92", "27.95"),
    "equal": ("10", "10.00"),
    "both_nil": ("0", "0"),
    "nil_last_year": ("3.5", "0"),
    "nil_this_year": ("0", "3.50"),
    "tie": ("200.01", "200"),
    "tiny_increase": ("1000000.01", "1000000"),
    "tiny_decrease": ("999999.99", "1000000"),
    "near_nil": ("0.01", "99999999"),
    "not_comparable_increase": ("5", "-3"),
    "not_comparable_decrease": ("-5", "-3"),
    "falls_below_nothing": ("-2", "4"),
    "missing": ("5", None),
    "whole_rate": ("200", "100"),
    "big": ("99999999.99", "12345678.91"),
    "big_rate": ("123456.78", "0.01"),
    "nothing": (None, None),
}
ITEMS = (
    *("2010301", "2010302", "2010350", "2010399", "2012902", "2013602", "2014002", "2070199"),
    *("2079999", "2080299", "2080501", "2080505"),
)
BUDGETS = {
    "equal": ("100", "100"),
    "both_nil": ("0", "0"),
    "nil_budget": ("3.5", "0"),
    "nil_actual": ("0", "3.5"),
    "over": ("101", "100"),
    "under": ("99", "100"),
    "near_over": ("100000.01", "100000"),
    "near_under": ("99999.99", "100000"),
    "tiny": ("0.01", "99999"),
    "not_comparable": ("5", "-1"),
    "missing": ("5", None),
    "tie": ("100.005", "100"),
}
SETTINGS: dict[str, dict[str, str]] = {
    "本来的设置": {},
    "保留零与千分位": {"金额末尾的零": "保留", "千分位": "是", "比率末尾的零": "保留"},
    "去零与千分位": {
        "金额末尾的零": "去掉",
        "千分位": "是",
        "比率末尾的零": "去掉",
        "零值项目": "列出",
    },
    "一位小数": {"比率小数位": "1", "金额末尾的零": "整数去掉", "项级科目预算口径": "年初预算数"},
    "按元": {"计算依据": "元", "比率小数位": "0"},
    "印成元": {"金额单位": "元", "金额末尾的零": "保留", "千分位": "是", "零值句子": "不列"},
    "一位小数的万元": {"金额小数位": "1", "金额末尾的零": "保留"},
    "整元": {"金额单位": "元", "金额小数位": "0"},
}


def assert_recalculated(workbook: Path, folder: Path, results: Results) -> int:
    """Compare each formula's saved result with LibreOffice's, and 说明 with the narrative; returns
    how many formulas there were.
    """
    target = folder / "算.xlsx"
    recalculate(workbook, target, force=True)
    formulas = openpyxl.load_workbook(workbook)
    saved = openpyxl.load_workbook(workbook, data_only=True)
    computed = openpyxl.load_workbook(target, data_only=True)
    count = 0
    for sheet in formulas:
        blocks = {
            address(*at)
            for formula in sheet._cells.values()
            if isinstance(formula.value, ArrayFormula)
            for at in places(rectangle(formula.value.ref))
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" or cell.coordinate in blocks:
                    count += 1
                    at = f"{sheet.title}!{cell.coordinate}"
                    ours = saved[sheet.title][cell.coordinate].value
                    theirs = computed[sheet.title][cell.coordinate].value
                    blank = (None, "")  # an empty text reads as either
                    assert (at, theirs) == (at, ours) or (theirs in blank and ours in blank)
    told = {
        row[0]: row[3]
        for row in computed[layout.NARRATIVE].iter_rows(
            min_row=layout.FIRST_ROW, max_col=4, values_only=True
        )
    }
    for id_, paragraph in results.generated.items():
        assert (id_, told[id_]) == (id_, paragraph.text)
    return count


def packed(resolved: Format, first: int) -> tuple[FinalAccount, list[str]]:
    """An account with one of PAIRS, from `first` on, on each compared line; BUDGETS on items."""
    names = [list(PAIRS)[(first + at) % len(PAIRS)] for at in range(len(COMPARED))]
    amounts, prior = {}, {}
    for keys, name in zip(COMPARED, names, strict=True):
        now, then = PAIRS[name]
        for key in keys:
            if now is not None:
                amounts[key] = wan(now)
            if then is not None:
                prior[key] = wan(then)
    budgets = {}
    for code, (now, planned) in zip(ITEMS, BUDGETS.values(), strict=True):
        amounts[GENERAL, code, "total"] = wan(now)
        if planned is not None:
            budgets[GENERAL, code, ADJUSTED] = wan(planned)
    account = account_in_layout(
        resolved,
        "示例街道办事处",
        "示例.xlsx",
        amounts,
        prior,
        {"机关运行经费支出": "20.97", "总体变动原因": "老旧小区改造项目增加。"},
        supplement_prior={"机关运行经费支出": "21.89"},
        budgets=budgets,
        budget_reasons={(GENERAL, ITEMS[4]): "追加了信访经费。"},
    )
    return account, names


@pytest.mark.parametrize("name", ["sample", "sample_complete", "unit_2020", "nothing"])
def test_every_fixture(name: str, tmp_path: Path) -> None:
    workbook = workbook_of(name, tmp_path / "决算.xlsx")
    assert assert_recalculated(workbook, tmp_path, results_of(name)) > 1000


COMPLETE = [
    pytest.param(case, id=f"{case.place}-{case.name}")
    for place in sorted(set(places_of_formats()) - {"sichuan"})
    for case in cases(place)
    if case.complete
]


@pytest.mark.parametrize("case", COMPLETE)
def test_every_place(case: Case, tmp_path: Path) -> None:
    resolved = find(case.place, case.year, case.settings)
    results = run(account_of_case(case, resolved), resolved)
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 500


def test_every_place_has_a_complete_case() -> None:
    known = {case.place for place in places_of_formats() for case in cases(place) if case.complete}
    assert known == set(places_of_formats())


@pytest.mark.parametrize("name", ["sample", "unit_2020"])
def test_macro_workbooks_with_macros_off(name: str, tmp_path: Path) -> None:
    """The functions are unknown: the native formulas in the blocks stand in, and after a run that
    moved the blocks they do so again.
    """
    workbook = tmp_path / "决算.xlsm"
    workbook.write_bytes(build_with_macros(results_of(name), own_modules()))
    assert assert_recalculated(workbook, tmp_path, results_of(name)) > 1000
    book = PackedBook(workbook)
    summary = next(info.name for info in book.sheets() if info.name.startswith("公开01"))
    book.apply(BookPlan((RangeWrite(summary, 8, 3, ((CellWrite(Decimal("12.34")),),)),)))
    results = report(book)
    book.save(workbook, force=True)
    assert assert_recalculated(workbook, tmp_path, results) > 1000


def test_the_blank_workbook(tmp_path: Path) -> None:
    resolved = find("sichuan", 2024)
    results = run(account_in_layout(resolved, "", "空.xlsx"), resolved)
    workbook = tmp_path / "空.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 500


@pytest.mark.parametrize("first", range(0, len(PAIRS), len(COMPARED)))
def test_every_comparison_and_completion(first: int, tmp_path: Path) -> None:
    resolved = find("sichuan", 2024)
    account, _ = packed(resolved, first)
    results = run(account, resolved)
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 500


def test_every_case_of_the_wording_is_among_them() -> None:
    """上面的测试不是空转：措辞表的每种情形都真的出现。"""
    resolved = find("sichuan", 2024)
    compared, completed = set(), set()
    for first in range(0, len(PAIRS), len(COMPARED)):
        account, _ = packed(resolved, first)
        figures = Figures(account, resolved)

        def known(key: Key, *measures: str, of: Figures = figures) -> list[Figure]:
            return [of.figure(FigureName(*key, measure)) for measure in measures]

        for keys in COMPARED:
            now, then, rate = known(keys[0], ACTUAL, PRIOR_ACTUAL, CHANGE_RATE)
            compared.add(comparison_case(now, then, rate, resolved.style))
        for code in ITEMS:
            now, then, rate = known((GENERAL, code, "total"), ACTUAL, BUDGET, COMPLETION_RATE)
            completed.add(completion_case(now, then, rate, resolved.style))
    # 公开的万元数不会相差不足 0.01；新设立的单位见 test_unit_history.py
    assert compared == {*CASES["比上年"]} - {"about_equal", "no_prior_year"}
    assert completed == {*CASES["完成"]}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting(name: str, tmp_path: Path) -> None:
    resolved = find("sichuan", 2024, SETTINGS[name])
    account, _ = packed(resolved, 10)
    results = run(account, resolved)
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 500


def test_a_table_in_yuan_and_totals_that_differ(tmp_path: Path) -> None:
    """The unit line of the table decides; 分析 stays in 万元. What differs is not written."""
    resolved = find("sichuan", 2024)
    account, _ = packed(resolved, 0)
    statement = replace(account.statements[GENERAL], unit=Unit.YUAN)
    in_yuan = replace(account, statements={**account.statements, GENERAL: statement})
    results = run(in_yuan, resolved)
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    edit(workbook, {"公开04!C44": 77})
    told = reported(workbook, tmp_path / "出.xlsx")
    assert assert_recalculated(tmp_path / "出.xlsx", tmp_path, told) > 500


def test_sentences_follow_the_switches_without_a_run(tmp_path: Path) -> None:
    """Somebody changes 首页 in Excel: the sentences are those of a run with these settings."""
    switches = {"金额单位": "元", "金额小数位": "1", "金额末尾的零": "保留", "零值句子": "不列"}
    known = case("sample_complete")
    resolved = find("sichuan", 2024, {**known.settings, **switches})
    expected = {p.id: p.text for p in run(account_of_case(known, resolved), resolved).paragraphs}
    workbook = workbook_of("sample_complete", tmp_path / "决算.xlsx")
    edit(workbook, {f"首页!{label}": word for label, word in switches.items()})
    recalculate(workbook, tmp_path / "算.xlsx", force=True)
    formulas = openpyxl.load_workbook(workbook)["说明"]
    computed = openpyxl.load_workbook(tmp_path / "算.xlsx", data_only=True)["说明"]
    live = [cell for cell in formulas["D"] if cell.data_type == "f"]
    assert len(live) > 40
    for cell in live:
        id_ = str(formulas.cell(cell.row, 1).value)
        assert (id_, computed[cell.coordinate].value) == (id_, expected[id_])
    assert "均为14822170.0元。" in expected["一.1"]
    assert "团组" not in expected["七.6"]


EDITS: dict[str, Edits] = {
    "units-and-year": {
        "首页!年度": "2024年",
        "公开06!E3": "金额单位：万 元",
    },
    "other-settings": {
        "首页!金额末尾的零": "保留",
        "首页!比率末尾的零": "保留",
        "首页!比率小数位": "3",
        "首页!千分位": "是",
        "首页!计算依据": "元",
        "首页!公开主体": "单位",
        "首页!三公经费预算口径": "年初预算数",
        "补充资料!机关运行经费支出": 0,
    },
    "in-yuan": {
        "首页!金额单位": "元",
        "首页!金额小数位": "1",
        "首页!金额末尾的零": "保留",
        "首页!零值句子": "不列",
    },
    "an-institution-with-blanks": {
        "首页!单位性质": "事业单位",
        "首页!比率小数位": "",
        "首页!单位名称": "示例便民服务中心",
        "补充资料!总体变动原因": "老旧小区改造项目增加；",
        "补充资料!政府采购支出总额": 0,
        "补充资料!其他用车": 2,
    },
}


@pytest.mark.parametrize("name", EDITS)
def test_after_a_report_on_an_edited_workbook(name: str, tmp_path: Path) -> None:
    """A person edits, a program that computes nothing saves, `report` renews our results."""
    source = workbook_of("sample", tmp_path / "决算.xlsx")
    edit(source, EDITS[name])
    if name == "units-and-year":
        for sheet in ("公开01", "公开03", "公开13"):
            in_yuan(source, sheet)
    results = reported(source, tmp_path / "出.xlsx")
    assert "formula-left-alone" not in {finding.check for finding in results.findings}
    assert assert_recalculated(tmp_path / "出.xlsx", tmp_path, results) > 1000
