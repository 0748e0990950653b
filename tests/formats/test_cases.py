"""案例文件：小表怎样读；示例单位的数与公开的数逐一对得上，尾差也一样。"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.cases import Case, cases, load_case, sample
from xlbudget.formats.library import HOME, find
from xlbudget.formats.settings import ADJUSTED, INITIAL

HEAD = 'title = "甲"\nunit = "示例街道办事处"\nyear = 2024\n'
WAN = Unit.TEN_THOUSAND_YUAN
Write = Callable[[str], Case]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A case of a text."""

    def load(text: str) -> Case:
        path = tmp_path / "甲.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return load_case(path, "sichuan")

    return load


# --- 读 ---


def test_what_is_not_said_of_a_case(write: Write) -> None:
    case = write("")
    assert (case.name, case.title, case.remark) == ("甲", "甲", "")
    assert (case.place, case.year, case.unit_name) == ("sichuan", 2024, "示例街道办事处")
    assert (case.unit, case.complete, case.findings) == (WAN, False, ())
    assert (case.tables, case.amounts, case.prior, case.budgets) == ((), {}, {}, {})
    assert (case.settings, case.supplement, case.terms, case.paragraphs) == ({}, {}, {}, {})


def test_amounts_by_line_and_by_column(write: Write) -> None:
    case = write(
        """
        [amounts.revenue_expenditure_summary]
        revenue_grand_total = "12.5"
        201 = "3"
        [amounts.expenditure_accounts]
        2010301 = { total = "3", basic = "2.00" }
        [amounts.government_fund_accounts]
        [prior.government_fund_accounts]
        total = "7"
        """
    )
    assert case.amounts == {
        ("revenue_expenditure_summary", "revenue_grand_total", "actual"): Amount.of("12.5", WAN),
        ("revenue_expenditure_summary", "201", "actual"): Amount.of("3", WAN),
        ("expenditure_accounts", "2010301", "total"): Amount.of("3", WAN),
        ("expenditure_accounts", "2010301", "basic"): Amount.of("2", WAN),
    }
    assert case.prior == {("government_fund_accounts", "total", "expenditure"): Amount.of("7", WAN)}
    assert case.tables == (
        "revenue_expenditure_summary",
        "expenditure_accounts",
        "government_fund_accounts",  # 空表也是有这张表
    )


def test_complete_case_has_every_table(write: Write) -> None:
    assert write("complete = true").tables == tuple(find("sichuan", 2024).tables)


def test_amounts_in_yuan(write: Write) -> None:
    text = 'amounts_in = "元"\n[amounts.revenue_expenditure_summary]\n201 = "48.58"'
    (amount,) = write(text).amounts.values()
    assert amount == Amount.of("48.58", Unit.YUAN)


def test_budgets_of_both_bases_with_reasons(write: Write) -> None:
    case = write(
        """
        ["全年预算数".general_public_budget_expenditure]
        2010301 = "3"
        ["年初预算数".three_public]
        total = "4"
        [budget_reasons.general_public_budget_expenditure]
        2010301 = "追加"
        """
    )
    assert case.budgets == {
        ("general_public_budget_expenditure", "2010301", ADJUSTED): Amount.of("3", WAN),
        ("three_public", "total", INITIAL): Amount.of("4", WAN),
    }
    assert case.budget_reasons == {("general_public_budget_expenditure", "2010301"): "追加"}


def test_texts_of_a_case(write: Write) -> None:
    case = write(
        """
        [settings]
        "单位性质" = "事业单位"
        [supplement]
        "机关运行经费支出" = "2"
        [supplement_prior]
        "机关运行经费支出" = "3"
        [terms]
        "事业运行" = "乙"
        [paragraphs]
        "一" = "丙"
        """
    )
    assert case.settings == {"单位性质": "事业单位"}
    assert (case.supplement, case.supplement_prior) == (
        {"机关运行经费支出": "2"},
        {"机关运行经费支出": "3"},
    )
    assert (case.terms, case.paragraphs) == ({"事业运行": "乙"}, {"一": "丙"})


def test_case_laid_over_another(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_text(
        HEAD + '[supplement]\n"车辆总数" = "1"\n"部门职责" = "子"\n', encoding="utf-8"
    )
    (tmp_path / "乙.toml").write_text(
        'based_on = "甲"\ntitle = "乙"\n[supplement]\n"车辆总数" = "2"\n', encoding="utf-8"
    )
    case = load_case(tmp_path / "乙.toml", "sichuan")
    assert (case.name, case.title, case.unit_name) == ("乙", "乙", "示例街道办事处")
    assert case.supplement == {"车辆总数": "2", "部门职责": "子"}


def test_paragraph_that_the_other_case_has_and_this_one_has_not(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_text(
        HEAD + '[paragraphs]\n"一" = "丙"\n"一.1" = "丁"\n"一.2" = "戊"\n', encoding="utf-8"
    )
    (tmp_path / "乙.toml").write_text(
        'based_on = "甲"\ntitle = "乙"\n[paragraphs]\n"一.1" = ""\n"一.2" = "己"\n',
        encoding="utf-8",
    )
    assert load_case(tmp_path / "乙.toml", "sichuan").paragraphs == {"一": "丙", "一.2": "己"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[amounts.summary]\n201 = "3"', "表 'summary'"),
        ('[amounts.revenue_expenditure_summary]\ntotal = "3"', "行 'total'"),
        ('[amounts.expenditure_accounts]\n2999999 = "3"', "行 '2999999'"),
        ('[amounts.expenditure_accounts]\n201 = { budget = "3" }', "列 'budget'"),
        ("[amounts.revenue_expenditure_summary]\n201 = 3", "201 = 3"),
        ('[supplement]\n"车辆数" = "3"', "补充资料 '车辆数'"),
        ('[supplement_prior]\n"车辆数" = "3"', "补充资料 '车辆数'"),
        ("finding = []", "未知键 'finding'"),
        ('amounts_in = "亿元"', "amounts_in = '亿元'"),
    ],
)
def test_case_that_says_what_the_format_does_not_know(write: Write, text: str, words: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        write(text)
    assert caught.value.where.startswith("sichuan/cases/甲.toml")
    assert words in caught.value.seen


def test_case_without_a_year(tmp_path: Path) -> None:
    path = tmp_path / "甲.toml"
    path.write_text('title = "甲"\nunit = "乙"\n', encoding="utf-8")
    with pytest.raises(BrokenFormat, match="缺少键 'year'"):
        load_case(path, "sichuan")


@pytest.mark.parametrize("place", ["national", "sichuan"])
def test_cases_tell_what_is_made_up(place: str) -> None:
    """真实单位的案例都写明哪些内容是演示用的。"""
    for case in cases(place):
        if not case.unit_name.startswith("示例"):
            assert "演示" in case.remark, case.name


# --- 示例单位：公开的数（万元），抄自公开文本 ---

TOTALS = {
    ("revenue_expenditure_summary", "revenue_grand_total"): "1482.22",
    ("revenue_expenditure_summary", "current_year_revenue"): "1433.63",
    ("revenue_expenditure_summary", "general_public_budget_appropriation_revenue"): "1407.72",
    ("revenue_expenditure_summary", "government_fund_appropriation_revenue"): "25.92",
    ("revenue_expenditure_summary", "opening_carryover"): "48.58",
    ("revenue_expenditure_summary", "current_year_expenditure"): "1482.22",
    ("revenue_expenditure_summary", "closing_carryover"): "0.00",
    ("appropriation_summary", "revenue_grand_total"): "1482.22",
    ("expenditure_accounts", "total", "basic"): "467.75",
    ("expenditure_accounts", "total", "project"): "1014.46",
    ("general_public_budget_expenditure", "total", "total"): "1456.30",
    ("general_public_budget_expenditure", "total", "basic"): "467.75",
    ("general_public_budget_expenditure", "total", "project"): "988.55",
    ("general_public_budget_basic", "personnel_total"): "446.78",
    ("general_public_budget_basic", "operating_total"): "20.97",
    ("general_public_budget_basic", "30231"): "3.82",
    ("government_fund_accounts", "total", "expenditure"): "25.92",
    ("government_fund_accounts", "total", "revenue"): "25.92",
    ("three_public", "total", "actual"): "3.82",
    ("three_public", "vehicle_running", "actual"): "3.82",
}
CATEGORIES = {
    "201": "467.88",
    "207": "6.45",
    "208": "108.05",
    "210": "22.28",
    "212": "35.16",
    "213": "9.84",
    "215": "1.00",
    "221": "792.65",
    "229": "13.00",
}
ITEMS = {
    "2010301": "122.01",
    "2010302": "64.84",
    "2010350": "92.94",
    "2010399": "184.17",
    "2012902": "0.07",
    "2013602": "3.00",
    "2014002": "0.85",
    "2070199": "1.50",
    "2079999": "4.95",
    "2080299": "0.05",
    "2080501": "1.02",
    "2080505": "24.25",
    "2080506": "0.65",
    "2082804": "0.50",
    "2089999": "81.58",
    "2100409": "0.23",
    "2101101": "6.76",
    "2101102": "6.75",
    "2101103": "4.89",
    "2101199": "3.65",
    "2120199": "35.16",
    "2130234": "3.00",
    "2130299": "1.84",
    "2130705": "5.00",
    "2150805": "1.00",
    "2210108": "771.98",
    "2210201": "20.67",
    "2299999": "13.00",
}
LAST_YEAR = {
    ("revenue_expenditure_summary", "revenue_grand_total"): "636.43",
    ("appropriation_summary", "revenue_grand_total"): "636.43",
    ("general_public_budget_expenditure", "total"): "608.48",
    ("government_fund_accounts", "total", "expenditure"): "27.95",
    ("three_public", "total"): "4.53",
    ("three_public", "vehicle_running"): "4.53",
}


def raw(name: str) -> dict[str, Any]:
    """A case as it stands in its file, read without the library."""
    path = HOME / "sichuan" / "cases" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


SAMPLE = raw("sample")
GENERAL = "general_public_budget_expenditure"


def yuan(part: str, table: str, line: str, column: str = "total") -> Decimal:
    value = SAMPLE[part][table][line]
    return Decimal(value if isinstance(value, str) else value[column])


def published(amount: Decimal) -> str:
    """元 as 万元 with two decimals, half up."""
    return str((amount / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_sample_gives_the_published_totals() -> None:
    assert {key: published(yuan("amounts", *key)) for key in TOTALS} == TOTALS
    assert {key: published(yuan("prior", *key)) for key in LAST_YEAR} == LAST_YEAR


def test_sample_gives_the_published_categories_and_items() -> None:
    codes = [line for line in SAMPLE["amounts"][GENERAL] if line != "total"]
    shown = {code: published(yuan("amounts", GENERAL, code)) for code in codes}
    assert {code: text for code, text in shown.items() if len(code) == 3} == CATEGORIES
    assert {code: text for code, text in shown.items() if len(code) == 7} == ITEMS


def test_sample_adds_up_to_the_yuan() -> None:
    items = [yuan("amounts", GENERAL, code) for code in ITEMS]
    whole = yuan("amounts", GENERAL, "total")
    fund = yuan("amounts", "government_fund_accounts", "total", "expenditure")
    spent = yuan("amounts", "revenue_expenditure_summary", "current_year_expenditure")
    assert sum(items) == whole
    assert whole + fund == spent
    for code in CATEGORIES:
        below = [each for each in ITEMS if each.startswith(code)]
        assert sum(yuan("amounts", GENERAL, each) for each in below) == yuan(
            "amounts", GENERAL, code
        )
    budget = SAMPLE[ADJUSTED][GENERAL]
    assert {line: Decimal(text) for line, text in budget.items()} == {
        line: yuan("amounts", GENERAL, line) for line in ("total", *ITEMS)
    }  # 各项都完成预算 100%


@pytest.mark.parametrize(
    ("parts", "sum_of_parts", "whole"),
    [
        (("1407.72", "25.92"), "1433.64", "1433.63"),  # 收入各项
        (("1433.63", "48.58"), "1482.21", "1482.22"),  # 本年收入加年初结转
        (("467.75", "1014.46"), "1482.21", "1482.22"),  # 基本支出加项目支出
    ],
)
def test_published_figures_have_tails_of_a_hundredth(
    parts: tuple[str, ...], sum_of_parts: str, whole: str
) -> None:
    """公开的数本身加不平，示例的元加得平。"""
    assert sum(map(Decimal, parts)) == Decimal(sum_of_parts)
    assert abs(Decimal(sum_of_parts) - Decimal(whole)) == Decimal("0.01")
    assert {*parts, whole} <= set(TOTALS.values())


def test_sample_records_the_carryover_that_last_year_did_not_close_with() -> None:
    opening = yuan("amounts", "revenue_expenditure_summary", "opening_carryover")
    closing = yuan("prior", "revenue_expenditure_summary", "closing_carryover")
    recorded = Decimal(SAMPLE["supplement"]["年初结转调整数"]) * 10000
    assert opening - closing == recorded
    assert SAMPLE["supplement"]["年初结转调整数原因"]


def test_sample_of_2020_gives_the_published_figures() -> None:
    facts = raw("unit_2020")["amounts"]
    general = facts[GENERAL]
    assert {
        code: published(Decimal(general[code]["total"])) for code in general if len(code) == 3
    } == {
        "201": "404.89",
        "207": "4.10",
        "208": "22.77",
        "210": "14.12",
        "212": "0.84",
        "213": "3.00",
        "221": "21.54",
    }
    summary = facts["revenue_expenditure_summary"]
    shown = [
        published(Decimal(summary[line]))
        for line in ("current_year_revenue", "current_year_expenditure", "revenue_grand_total")
    ]
    assert shown == ["444.71", "483.15", "483.15"]
    assert published(Decimal(general["total"]["total"])) == "471.26"


def test_sample_of_a_place() -> None:
    assert sample("sichuan").name == "sample"
