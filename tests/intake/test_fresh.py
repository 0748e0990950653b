"""按来源的大小新建：四舍五入到公开的两位小数，尾差列出来，放不下的说清楚。"""

from __future__ import annotations

from decimal import Decimal

from tests.intake.given import FILE, gathered_of, given
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Unit
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.settings import ADJUSTED
from xlbudget.intake.fresh import account_from, not_placed
from xlbudget.intake.missing import still_missing
from xlbudget.intake.tails import OFF_BEFORE, TAIL, rounding_tails
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case

NATIONAL = find("national", 2024)
SPENT = "expenditure_accounts"
GENERAL = "general_public_budget_expenditure"


def test_amounts_are_rounded_half_up_to_what_is_printed() -> None:
    keys = [(SPENT, line, "total") for line in ("201", "20103", "2010301", "2010302", "2010350")]
    texts = ["50.00", "49.99", "-50.00", "150.00", "14822250.01"]
    account = account_from(given(dict(zip(keys, texts, strict=True))), NATIONAL, "新.xlsx")
    held = [account.cell(*key) for key in keys]
    shown = [cell.amount.number() for cell in held if cell and cell.amount]
    assert shown == [Decimal(text) for text in ("0.01", "0", "-0.01", "0.02", "1482.23")]


def test_a_table_has_a_row_for_each_code_and_the_name_that_the_source_prints() -> None:
    codes = [f"20103{number:02d}" for number in range(1, 99)]
    amounts = {(SPENT, code, "total"): "10000" for code in codes}
    gathered = given(amounts, labels={(SPENT, "2010301"): "  行政运行（本级）"})
    account = account_from(gathered, NATIONAL, "新.xlsx")
    lines = account.statements[SPENT].lines
    assert [line.name for line in lines if line.name.isdecimal()] == codes
    assert {line.label for line in lines if line.name == "2010301"} == {"行政运行（本级）"}
    assert not_placed(gathered, account, NATIONAL) == ()


def test_what_has_no_cell_is_an_error_with_its_place() -> None:
    basic = "general_public_budget_basic"
    gathered = given(
        {
            (basic, "39999", "total"): "12345.67",
            (basic, "39998", "total"): "0",
            ("x", "y", "z"): "1",
        }
    )
    account = account_from(gathered, NATIONAL, "新.xlsx")
    first, second = not_placed(gathered, account, NATIONAL)
    assert (first.level, first.file) == (Level.ERROR, FILE)
    assert "Z!A1 的 1.234567万元 没有写入" in first.message
    assert "39999" in first.message
    assert "“x”没有放 y 的格子" in second.message


def test_only_budgets_and_last_years_amounts_that_are_asked_for_are_taken() -> None:
    gathered = given(
        prior={
            (GENERAL, "2010301", "total"): "10000",
            (GENERAL, "201", "total"): "20000",
            (GENERAL, "2010301", "basic"): "30000",
            (GENERAL, "total", "total"): "40000",
        },
        budgets={
            (GENERAL, "2010301", "total", ADJUSTED): "50000",
            (GENERAL, "2019876", "total", ADJUSTED): "60000",
            (SPENT, "2010301", "total", ADJUSTED): "70000",
        },
        counts={"公务用车保有量": "3", "没有这一项": "4"},
    )
    account = account_from(gathered, NATIONAL, "新.xlsx")
    prior = {key: cell.amount.number() for key, cell in account.prior.items() if cell.amount}
    assert prior == {(GENERAL, "2010301", "total"): 1, (GENERAL, "total", "total"): 4}
    budgets = {key: cell.amount.number() for key, cell in account.budgets.items() if cell.amount}
    assert budgets == {(GENERAL, "2010301", "total", ADJUSTED): 5}
    counts = {name: cell.count for name, cell in account.numbers.items() if cell.count is not None}
    assert counts == {"公务用车保有量": 3}


def test_tails_are_those_that_rounding_makes_and_no_others() -> None:
    table = "revenue_accounts"
    gathered = given(
        {
            (table, "total", "total"): "150.00",  # 0.02 万元
            (table, "201", "total"): "75.00",  # 0.01
            (table, "208", "total"): "75.00",  # 0.01：合计恰好相等
            (SPENT, "total", "total"): "98.00",  # 0.01
            (SPENT, "201", "total"): "49.00",  # 0.00
            (SPENT, "208", "total"): "49.00",  # 0.00：尾差
        }
    )
    account = account_from(gathered, NATIONAL, "新.xlsx")
    found = rounding_tails(account, gathered, NATIONAL)
    (tail,) = (each for each in found if each.check == TAIL)
    assert (tail.check, tail.level) == (TAIL, Level.INFO)
    statement = account.statements[SPENT]
    places = [str(statement.line(name).cells["total"].source) for name in ("total", "201", "208")]  # type: ignore[union-attr]
    assert sorted(tail.inputs) == sorted(places)
    assert "相差0.01万元" in tail.message


def test_sources_that_do_not_add_up_are_no_tail() -> None:
    gathered = given(
        {
            (SPENT, "total", "total"): "1000000.00",
            (SPENT, "201", "total"): "500030.00",
            (SPENT, "208", "total"): "500000.00",
        }
    )
    account = account_from(gathered, NATIONAL, "新.xlsx")
    every = rounding_tails(account, gathered, NATIONAL)
    (found,) = (each for each in every if "合计行等于各类之和" in each.message)
    assert (found.check, found.level) == (OFF_BEFORE, Level.WARNING)
    assert "相差0.003万元" in found.message


def test_the_sample_has_the_tails_of_its_published_figures_and_the_same_text() -> None:
    case = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
    resolved = find(case.place, case.year, case.settings)
    gathered = gathered_of(case)
    account = account_from(gathered, resolved, "新.xlsx")
    assert not_placed(gathered, account, resolved) == ()
    tails = rounding_tails(account, gathered, resolved)
    assert {finding.check for finding in tails} == {TAIL}
    # 1407.72 + 25.92 = 1433.64，而本年收入合计为 1433.63
    assert any("1407.72" in t.message and "1433.63" in t.message for t in tails)
    own = account_of_case(case, resolved)
    texts = {key: cell.amount for key, cell in own.prior.items() if cell.amount}
    assert texts.keys() >= {key for key, cell in account.prior.items() if cell.amount}


def test_what_is_still_missing_is_named() -> None:
    gathered = given({(GENERAL, "total", "total"): "20000", (GENERAL, "2010301", "total"): "20000"})
    account = account_from(gathered, NATIONAL, "新.xlsx")
    missing = still_missing(account, NATIONAL)
    title = "一般公共预算财政拨款支出决算表"
    assert title not in missing.tables
    assert "收入支出决算总表" in missing.tables
    assert missing.budgets == (f"{title} 合计", f"{title} 2010301 行政运行")
    assert missing.prior == (f"{title} 合计",)


def test_a_format_in_yuan_keeps_the_yuan() -> None:
    from dataclasses import replace

    style = replace(NATIONAL.style, unit=Unit.YUAN)
    resolved = replace(NATIONAL, style=style, own_style=style)
    gathered = given({(SPENT, "2010301", "total"): "49.99"})
    cell = account_from(gathered, resolved, "新.xlsx").cell(SPENT, "2010301", "total")
    assert cell is not None
    assert cell.amount is not None
    assert cell.amount.number(Unit.YUAN) == Decimal("49.99")
    assert run(account_from(gathered, resolved, "新.xlsx"), resolved).account.year == 2024
