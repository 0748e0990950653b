"""一个手算得出的小部门：示例局本级和两个所属单位，单位之间有上缴和补助。金额是元。

                 示例局本级    示例学校    示例中心     内部抵消      部门
    财政拨款        1,000,000    500,000    200,000                1,700,000
    上级补助           50,000     30,000                −30,000       50,000
    事业收入                      70,000.35                           70,000.35
    附属单位上缴       20,000                           −20,000            0
    本年收入        1,070,000    600,000.35 200,000     −50,000    1,820,000.35

    基本支出          700,000    400,000    150,000                1,250,000
    项目支出          200,000    100,000     50,000                  350,000
    上缴上级                      20,000                −20,000            0
    对附属单位补助     30,000                           −30,000            0
    本年支出          930,000    520,000    200,000     −50,000    1,600,000
    年末结转          140,000     80,000.35       0                  220,000.35

本级收到的 50,000 元上级补助来自省里，不抵消。
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xlbudget.analysis.sums import UnitAccount
from xlbudget.domain.codes import parents
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.library import find
from xlbudget.workbook.blank import account_in_layout

RESOLVED = find("national", 2024)
BUREAU, SCHOOL, CENTRE = "示例局本级", "示例学校", "示例中心"
SUMMARY, REVENUE, SPENDING = (
    *("revenue_expenditure_summary", "revenue_accounts"),
    "expenditure_accounts",
)
GENERAL = "general_public_budget_expenditure"
APPROPRIATION = "appropriation_summary"
Key = tuple[str, str, str]

BOOKS: dict[str, dict[tuple[str, str], str]] = {
    BUREAU: {
        ("2050101", "appropriation_revenue"): "1000000",
        ("2050101", "superior_subsidy_revenue"): "50000",
        ("2050202", "affiliate_remittance_revenue"): "20000",
        ("2050101", "basic"): "700000",
        ("2050101", "project"): "200000",
        ("2050202", "affiliate_subsidy"): "30000",
    },
    SCHOOL: {
        ("2050202", "appropriation_revenue"): "500000",
        ("2050202", "superior_subsidy_revenue"): "30000",
        ("2050202", "service_revenue"): "70000.35",
        ("2050202", "basic"): "400000",
        ("2050299", "project"): "100000",
        ("2050202", "superior_remittance"): "20000",
    },
    CENTRE: {
        ("2070199", "appropriation_revenue"): "200000",
        ("2070199", "basic"): "150000",
        ("2070199", "project"): "50000",
    },
}
"""各单位的收入、支出，按科目和列。"""

REVENUES = (
    *("appropriation_revenue", "superior_subsidy_revenue", "service_revenue"),
    "affiliate_remittance_revenue",
)
SPENT = {BUREAU: "900000", SCHOOL: "500000", CENTRE: "200000"}
"""其中用财政拨款的支出：基本和项目。"""


def yuan(text: str | Decimal) -> Amount:
    return Amount.of(str(text), Unit.YUAN)


def amounts_of(book: Mapping[tuple[str, str], str], spent: str) -> dict[Key, Amount]:
    """一个单位的表：各级科目、合计，收支总表和财政拨款总表。"""
    found: dict[Key, Decimal] = {}

    def add(table: str, line: str, column: str, text: str) -> None:
        key = table, line, column
        found[key] = found.get(key, Decimal(0)) + Decimal(text)

    for (code, column), text in book.items():
        earned = column in REVENUES
        for line in (code, *parents(code), "total"):
            table = REVENUE if earned else SPENDING
            add(table, line, column, text)
            add(table, line, "total", text)
            if column == "basic" and line == "total":
                for economic in ("30101", "301", "personnel_total", "total"):
                    add("general_public_budget_basic", economic, "actual", text)
            if column in ("basic", "project"):
                add(GENERAL, line, column, text)
                add(GENERAL, line, "total", text)
        if earned:
            general = "general_public_budget_appropriation_revenue"
            line = general if column == "appropriation_revenue" else column
            add(SUMMARY, line, "actual", text)
        else:
            add(SUMMARY, code[:3], "actual", text)
        if column in ("basic", "project"):
            add(APPROPRIATION, code[:3], "general_public_budget", text)
            add(APPROPRIATION, code[:3], "total", text)
    revenue, spending = found[REVENUE, "total", "total"], found[SPENDING, "total", "total"]
    given = found[REVENUE, "total", "appropriation_revenue"]
    for line, number in {
        "current_year_revenue": revenue,
        "revenue_grand_total": revenue,
        "current_year_expenditure": spending,
        "closing_carryover": revenue - spending,
        "expenditure_grand_total": revenue,
    }.items():
        add(SUMMARY, line, "actual", str(number))
    for line in ("general_public_budget", "current_year_revenue", "revenue_grand_total"):
        add(APPROPRIATION, line, "actual", str(given))
    for column in ("general_public_budget", "total"):
        add(APPROPRIATION, "current_year_expenditure", column, spent)
        add(APPROPRIATION, "closing_carryover", column, str(given - Decimal(spent)))
        add(APPROPRIATION, "expenditure_grand_total", column, str(given))
    return {key: yuan(number) for key, number in found.items()}


def unit(name: str, changes: Mapping[Key, str] | None = None, **more: object) -> UnitAccount:
    """一个单位；`changes` 改几格（元），`more` 是 account_in_layout 的其他参数。"""
    amounts = amounts_of(BOOKS[name], SPENT[name])
    amounts |= {key: yuan(text) for key, text in (changes or {}).items()}
    return UnitAccount(
        account_in_layout(RESOLVED, name, f"{name}.xlsx", amounts, **more),  # type: ignore[arg-type]
        RESOLVED,
    )


def department() -> list[UnitAccount]:
    """三个单位。"""
    return [unit(name) for name in BOOKS]


TOTALS: dict[Key, str | None] = {
    (SUMMARY, "general_public_budget_appropriation_revenue", "actual"): "1700000",
    (SUMMARY, "superior_subsidy_revenue", "actual"): "50000",
    (SUMMARY, "service_revenue", "actual"): "70000.35",
    (SUMMARY, "affiliate_remittance_revenue", "actual"): "0",
    (SUMMARY, "current_year_revenue", "actual"): "1820000.35",
    (SUMMARY, "revenue_grand_total", "actual"): "1820000.35",
    (SUMMARY, "205", "actual"): "1400000",
    (SUMMARY, "207", "actual"): "200000",
    (SUMMARY, "201", "actual"): None,
    (SUMMARY, "current_year_expenditure", "actual"): "1600000",
    (SUMMARY, "closing_carryover", "actual"): "220000.35",
    (SUMMARY, "expenditure_grand_total", "actual"): "1820000.35",
    (REVENUE, "total", "total"): "1820000.35",
    (REVENUE, "205", "total"): "1620000.35",
    (REVENUE, "20502", "total"): "570000.35",
    (REVENUE, "2050202", "total"): "570000.35",
    (REVENUE, "2050202", "superior_subsidy_revenue"): "0",
    (REVENUE, "2050101", "superior_subsidy_revenue"): "50000",
    (REVENUE, "205", "superior_subsidy_revenue"): "50000",
    (REVENUE, "total", "affiliate_remittance_revenue"): "0",
    (SPENDING, "total", "total"): "1600000",
    (SPENDING, "total", "basic"): "1250000",
    (SPENDING, "total", "superior_remittance"): "0",
    (SPENDING, "total", "affiliate_subsidy"): "0",
    (SPENDING, "2050202", "total"): "400000",
    (SPENDING, "20502", "total"): "500000",
    (SPENDING, "2050299", "project"): "100000",
    (GENERAL, "total", "total"): "1600000",
    (APPROPRIATION, "closing_carryover", "total"): "100000",
}
"""部门的一些格子，照上面的表手算；None 是空着。"""
