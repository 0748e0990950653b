"""文字与表：表是 errors/base.toml 那套账（各种资金都有，处处相符），期望值取自其中的元数，手算。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.checks.prose.manuscripts import document, of
from tests.error_folders import account_of
from xlbudget.analysis.indicators import Figures
from xlbudget.checks.prose import check_numbers
from xlbudget.domain.findings import Finding, Level

GENERAL = "五、一般公共预算财政拨款支出决算情况说明\n"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明\n"
ITEMS = (
    "1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）：支出决算数为50万元。",
    (
        "2.一般公共服务（类）政府办公厅（室）及相关机构事务（款）一般行政管理事务（项）：支出决算数为"
        "15万元。"
    ),
    "3.一般公共服务（类）群众团体事务（款）一般行政管理事务（项）：支出决算数为2万元。",
    (
        "4.社会保障和就业（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）："
        "支出决算数为10万元。"
    ),
    "5.农林水（类）农村综合改革（款）对村民委员会和村党支部的补助（项）：支出决算数为10万元。",
    "6.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算数为8万元。",
)


def findings(text: str, changes: str = "") -> list[Finding]:
    account, resolved = account_of(changes)
    manuscript = of(document(text), resolved)
    figures = Figures(account, resolved)
    return check_numbers(replace(manuscript, account=account, figures=figures))[0]


def told(text: str, changes: str = "") -> list[tuple[str, str | None, str | None]]:
    return [(one.check, one.printed, one.expected) for one in findings(text, changes)]


def test_what_the_tables_say() -> None:
    text = GENERAL + "2024年度一般公共预算财政拨款支出95万元，占本年支出合计的74.57%。"
    assert told(text) == []  # 95 ÷ 127.4 = 74.568…%


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2024年度一般公共预算财政拨款支出59万元。",
            ("general-total-in-text", "59万元", "95万元"),
        ),
        (
            "2024年度一般公共预算财政拨款支出95万元，占本年支出合计的75.47%。",
            ("share-recomputed", "75.47%", "74.57%"),
        ),
        # 上年 90 万元
        (
            (
                "2024年度一般公共预算财政拨款支出95万元。与2023年度相比，一般公共预算财政拨款支出"
                "增加5.5万元，增长5.56%。"
            ),
            ("change-in-text", "5.5万元", "5万元"),
        ),
        (
            (
                "2024年度一般公共预算财政拨款支出95万元。与2023年度相比，一般公共预算财政拨款支出"
                "减少5万元。"
            ),
            ("direction-words", "5万元", "增加"),
        ),
        (
            (
                "2024年度一般公共预算财政拨款支出95万元。与2023年度相比，一般公共预算财政拨款支出"
                "减少5万元，增长5.56%。"
            ),
            ("direction-words", "5万元", "增加"),
        ),
        (
            (
                "2024年度一般公共预算财政拨款支出95万元。与2023年度相比，一般公共预算财政拨款支出"
                "减少5万元，下降5.56%。"
            ),
            ("direction-words", "5万元", "增加"),
        ),
    ],
)
def test_a_number_that_differs_is_named_with_that_of_the_tables(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert told(GENERAL + text) == [expected]


def test_several_places_against_one_cell_put_the_cell_in_doubt() -> None:
    text = GENERAL + (
        "（一）一般公共预算财政拨款支出决算总体情况\n2024年度一般公共预算财政拨款支出96万元。\n"
        "（二）一般公共预算财政拨款支出决算结构情况\n2024年度一般公共预算财政拨款支出96万元。"
    )
    (found,) = findings(text)
    assert (found.check, found.cause) == ("general-total-in-text", "table")
    assert "一般公共预算财政拨款支出决算表" in found.message


def test_a_ratio_of_the_unrounded_amounts_is_right_too() -> None:
    """950,049 ÷ 1,274,000 = 74.5721…%，四舍五入到万元后 95.00 ÷ 127.40 = 74.568…%：两种都算对。"""
    changes = '[amounts.general_public_budget_expenditure]\ntotal = { total = "950049.00" }'
    text = GENERAL + "2024年度一般公共预算财政拨款支出95万元，占本年支出合计的{}。"
    assert told(text.replace("{}", "74.57%"), changes) == []
    assert [one[1] for one in told(text.replace("{}", "74.59%"), changes)] == ["74.59%"]


def test_all_items_listed() -> None:
    assert told(GENERAL + "\n".join(ITEMS)) == []


def test_an_item_left_out_is_named() -> None:
    (found,) = findings(GENERAL + "\n".join(ITEMS[:4] + ITEMS[5:]))
    assert (found.check, found.level) == ("items-listed", Level.ERROR)
    assert "2130705 对村民委员会和村党支部的补助10万元" in found.message


def test_an_item_that_the_table_has_not_is_named() -> None:
    extra = "7.住房保障（类）住房改革支出（款）购房补贴（项）：支出决算数为3万元。"
    (found,) = findings(GENERAL + "\n".join([*ITEMS, extra]))
    assert (found.check, found.printed) == ("items-listed", "3万元")


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ("基本工资、机关事业单位基本养老保险缴费、住房公积金、生活补助", ""),
        ("基本工资、生活补助等", ""),
        ("基本工资、机关事业单位基本养老保险缴费、住房公积金", "没有列的：生活补助"),
        ("基本工资、奖金、生活补助等", "没有数的：奖金"),
    ],
)
def test_the_economic_codes_listed_are_those_with_an_amount(listed: str, words: str) -> None:
    found = findings(f"{BASIC}人员经费53万元，主要包括：{listed}。")
    assert [one.check for one in found] == (["basic-listed"] if words else [])
    assert all(words in one.message for one in found)
