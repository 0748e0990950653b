"""不是求和的规则：每条有相符的、不符的、没有核到的。

一例是 tests/errors/base.toml 上改几处；相符的就是 base.toml 自己。
"""

from __future__ import annotations

import pytest

from tests.error_folders import account_of
from xlbudget.checks.coded_rows import Coded
from xlbudget.checks.registry import RULES
from xlbudget.checks.rules import Rule, Seen, run_rules
from xlbudget.domain.findings import Level, Verdict
from xlbudget.domain.statements import Source

BY_NAME = {rule.name: rule for rule in RULES}
PASS, FAIL, UNCHECKED = Verdict.PASS, Verdict.FAIL, Verdict.UNCHECKED


def verdicts(name: str, changes: str) -> set[Verdict]:
    account, resolved = account_of(changes)
    _, entries = run_rules([BY_NAME[name]], account, resolved)
    return {entry.verdict for entry in entries}


def field(**values: str) -> str:
    return "[supplement]\n" + "".join(f'"{name}" = "{value}"\n' for name, value in values.items())


def trait(kind: str) -> str:
    return f'[settings]\n"单位性质" = "{kind}"\n'


PRICES = ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出")
NO_BUDGETS = (
    '["全年预算数"]\ngeneral_public_budget_expenditure = ""\nthree_public = ""\n'
    '[budget_reasons]\ngeneral_public_budget_expenditure = ""\nthree_public = ""\n'
)
NO_BUDGET_TOTALS = """
["全年预算数".general_public_budget_expenditure]
total = ""
["全年预算数".three_public]
total = ""
vehicles = ""
"""
ALL_TABLES = (
    *("revenue_expenditure_summary", "revenue_accounts", "expenditure_accounts"),
    *("appropriation_summary", "appropriation_detail", "general_public_budget_expenditure"),
    *("general_public_budget_detail", "general_public_budget_basic"),
    *("general_public_budget_project", "government_fund_accounts", "state_capital_accounts"),
    *("state_capital_expenditure", "three_public"),
)
NOTHING = "without = [" + ", ".join(f'"{table}"' for table in ALL_TABLES) + "]\n"
ZERO = '"0.00"'
FUND_ACCOUNTS = "[amounts.government_fund_accounts]\n"
ITEM_WITHOUT_PARENT = f"[amounts.expenditure_accounts]\n2013602 = {{ total = {ZERO} }}\n"
FUND_CODE = f"""
[amounts.general_public_budget_expenditure]
212 = {{ total = {ZERO} }}
21208 = {{ total = {ZERO} }}
2120803 = {{ total = {ZERO} }}
"""

CASES = {
    "负数": (
        "negative-amounts",
        '[amounts.three_public]\nofficial_hospitality = { actual = "-1.00" }',
        {PASS, FAIL},
    ),
    "不许为负的另有勾稽": (
        "negative-amounts",
        '[amounts.revenue_expenditure_summary]\nsurplus_used = "-1.00"',
        {PASS},
    ),
    "没有表，不看负数": ("negative-amounts", NOTHING, {UNCHECKED}),
    "预算各项与合计不等": (
        "budget-items-add-up",
        '["全年预算数".general_public_budget_expenditure]\n2210201 = "80000.01"',
        {PASS, FAIL},
    ),
    "预算的三公合计与三项不等": (
        "budget-items-add-up",
        '["全年预算数".three_public]\ntotal = "65000.01"',
        {PASS, FAIL},
    ),
    "没有预算合计": (
        "budget-items-add-up",
        NO_BUDGET_TOTALS,
        {UNCHECKED},
    ),
    "没有预算数": ("budget-items-add-up", NO_BUDGETS, {UNCHECKED}),
    "三公两处预算不同": (
        "three-public-budget-agrees",
        '["全年预算数".three_public]\nofficial_hospitality = "12000.01"',
        {PASS, FAIL},
    ),
    "三公表按年初预算，不与全年预算数比": (
        "three-public-budget-agrees",
        '[settings]\n"三公经费预算口径" = "年初预算数"',
        {UNCHECKED},
    ),
    "三公只有一处预算": ("three-public-budget-agrees", NO_BUDGETS, {UNCHECKED}),
    "没有款的项": ("code-parents", ITEM_WITHOUT_PARENT, {PASS, FAIL}),
    "没有科目": ("code-parents", NOTHING, {UNCHECKED}),
    "没有科目，不查目录": ("code-unknown", NOTHING, {UNCHECKED}),
    "没有科目，不查名称": ("code-name", NOTHING, {UNCHECKED}),
    "一般公共预算里的基金科目": ("code-of-budget", FUND_CODE, {PASS, FAIL}),
    "没有各预算的表": ("code-of-budget", NOTHING, {UNCHECKED}),
    "支出决算表也有的科目": ("code-in-expenditure", FUND_CODE, {PASS}),
    "支出决算表没有的科目": (
        "code-in-expenditure",
        f"[amounts.general_public_budget_expenditure]\n2013602 = {{ total = {ZERO} }}",
        {PASS, FAIL},
    ),
    "只有收入、没有支出的基金科目，支出决算表可以没有": (
        "code-in-expenditure",
        FUND_ACCOUNTS + '2120805 = { revenue = "1", expenditure = "0", closing_carryover = "1" }',
        {PASS},
    ),
    "有支出的基金科目，支出决算表要有": (
        "code-in-expenditure",
        FUND_ACCOUNTS + '2120805 = { revenue = "1", expenditure = "1" }',
        {PASS, FAIL},
    ),
    "没有支出决算表": (
        "code-in-expenditure",
        'without = ["expenditure_accounts"]',
        {UNCHECKED},
    ),
    "没有上年的科目": (
        "prior-code-unknown",
        "[prior]\n"
        + "".join(
            f'{table} = ""\n'
            for table in (
                *("general_public_budget_expenditure", "government_fund_accounts"),
                *("state_capital_accounts", "state_capital_expenditure"),
            )
        ),
        {UNCHECKED},
    ),
    "机关运行经费差一分": (
        "operating-expenses-agree",
        field(机关运行经费支出="15.000001"),
        {FAIL},
    ),
    "机关运行经费没有填": ("operating-expenses-agree", field(机关运行经费支出=""), {UNCHECKED}),
    "事业单位填了机关运行经费": ("operating-expenses-agree", trait("事业单位"), {FAIL}),
    "事业单位填零": (
        "operating-expenses-agree",
        trait("事业单位") + field(机关运行经费支出="0"),
        {PASS},
    ),
    "既有行政又有事业，只有人知道": (
        "operating-expenses-agree",
        trait("行政和事业单位") + field(机关运行经费支出="14"),
        {UNCHECKED},
    ),
    "采购合计多 0.03": ("procurement-parts", field(政府采购支出总额="20.03"), {FAIL}),
    "采购合计多 0.02，四个数允许": ("procurement-parts", field(政府采购支出总额="20.02"), {PASS}),
    "采购有一类没有填，还不到合计": (
        "procurement-parts",
        field(政府采购服务支出=""),
        {UNCHECKED},
    ),
    "采购有一类没有填，已经超过合计": (
        "procurement-parts",
        field(政府采购服务支出="", 政府采购支出总额="14"),
        {FAIL},
    ),
    "采购没有填": ("procurement-parts", field(**dict.fromkeys(PRICES, "")), {UNCHECKED}),
    "中小企业大于总额": ("procurement-contracts", field(授予中小企业合同金额="21"), {PASS, FAIL}),
    "中小企业没有填": ("procurement-contracts", field(授予中小企业合同金额=""), {UNCHECKED}),
    "车辆多一辆": ("vehicles-add-up", field(车辆总数="4"), {PASS, FAIL}),
    "有一类车没有填，还不到总数": ("vehicles-add-up", field(应急保障用车=""), {PASS}),
    "有一类车没有填，已经超过总数": (
        "vehicles-add-up",
        field(应急保障用车="", 其他用车="4", 公务用车保有量=""),
        {FAIL},
    ),
    "保有量大于总数": (
        "vehicles-add-up",
        field(公务用车保有量="4"),
        {PASS, FAIL},
    ),
    "车辆没有填": ("vehicles-add-up", field(车辆总数=""), {UNCHECKED}),
    "有接待费，没有批次": ("nil-counts", field(国内公务接待批次="0"), {PASS, FAIL}),
    "有批次，没有接待费": ("nil-counts", field(外事接待批次="1"), {PASS, FAIL}),
    "数量都没有填": (
        "nil-counts",
        field(购置公务用车数="", 因公出国团组数="", 国内公务接待批次="", 外事接待批次=""),
        {UNCHECKED},
    ),
    "接待两部分多 0.02，两个数允许 0.01": (
        "reception-splits",
        field(国内公务接待支出="1.02"),
        {FAIL},
    ),
    "接待有一部分没有填": ("reception-splits", field(外事接待支出=""), {UNCHECKED}),
    "人次少于批次": ("people-not-fewer", field(因公出国人次="0"), {PASS, FAIL}),
    "人次没有填": (
        "people-not-fewer",
        field(因公出国人次="", 国内公务接待人次="", 外事接待人次=""),
        {UNCHECKED},
    ),
}


@pytest.mark.parametrize(("name", "changes", "expected"), list(CASES.values()), ids=list(CASES))
def test_verdicts(name: str, changes: str, expected: set[Verdict]) -> None:
    assert verdicts(name, changes) == expected


@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_rule_passes_where_all_is_well(name: str) -> None:
    assert verdicts(name, "") == {PASS}


def test_a_wrong_code_is_told_once_with_all_its_places() -> None:
    account, resolved = account_of(
        FUND_CODE + FUND_CODE.replace("expenditure]", "project]").lstrip()
    )
    ((finding, _),), _ = run_rules([BY_NAME["code-of-budget"]], account, resolved)
    assert len(finding.inputs) == 2
    assert "公开06" in finding.message
    assert "公开09" in finding.message


def test_a_code_above_that_serves_several_budgets_is_right_in_each() -> None:
    """20804 有一般公共预算的项，也有国有资本经营预算的项：在哪张表里都不算错。"""
    account, resolved = account_of("")
    seen = BY_NAME["code-of-budget"].seen(Coded(account, resolved))
    assert {source.sheet[:4] for each in seen for source in each.inputs} == {
        *("公开06", "公开07", "公开09", "公开10", "公开11", "公开12"),
    }
    assert not any(each.message for each in seen)


def test_what_a_rule_finds_and_what_the_ledger_says() -> None:
    """看到两处，一处不对：一条问题，台账两条。"""
    place, other = Source("决算.xlsx", "甲", "B1"), Source("决算.xlsx", "甲", "B2")
    known = Rule(
        "试",
        "R00",
        "试一试",
        Level.WARNING,
        lambda _a, _r: [Seen((place,)), Seen((other,), "不对。")],
    )
    account, resolved = account_of("")
    ((finding, about_amounts),), entries = run_rules([known], account, resolved)
    assert (finding.check, finding.level, finding.message) == ("试", Level.WARNING, "不对。")
    assert (finding.where.sheet, finding.where.cell, finding.inputs) == ("甲", "B2", ("甲!B2",))
    assert about_amounts
    assert [(entry.verdict, entry.inputs) for entry in entries] == [
        (PASS, ("甲!B1",)),
        (FAIL, ("甲!B2",)),
    ]


def test_a_rule_that_saw_nothing_was_not_run() -> None:
    known = Rule("试", "R00", "试一试", Level.WARNING, lambda _a, _r: [])
    account, resolved = account_of("")
    findings, (entry,) = run_rules([known], account, resolved)
    assert findings == []
    assert (entry.verdict, entry.remark) == (UNCHECKED, "没有可核的数")
