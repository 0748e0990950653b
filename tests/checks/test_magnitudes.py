"""元 taken for 万元: told where the totals show it, silent where they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.checks.magnitudes import check_magnitudes
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.library import find
from xlbudget.workbook.blank import account_in_layout

NATIONAL = find("national", 2024)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
TOTAL = "revenue_grand_total"


def places(
    now: str, appropriation: str, then: str, unit: Unit = Unit.TEN_THOUSAND_YUAN
) -> set[str]:
    """The cells told of, for totals in 万元; `unit` is what 公开04 prints."""
    amounts = {
        (table, TOTAL, "actual"): Amount.of(text, Unit.TEN_THOUSAND_YUAN)
        for table, text in ((SUMMARY, now), (APPROPRIATION, appropriation))
    }
    prior = {(SUMMARY, TOTAL, "actual"): Amount.of(then, Unit.TEN_THOUSAND_YUAN)}
    account = account_in_layout(NATIONAL, "示例街道办事处", "示例.xlsx", amounts, prior)
    printed = replace(account.statements[APPROPRIATION], unit=unit)
    account = replace(account, statements={**account.statements, APPROPRIATION: printed})
    return {place for found in check_magnitudes(account, NATIONAL) for place in found.inputs}


@pytest.mark.parametrize(
    ("now", "appropriation", "then"),
    [("1000", "1000", "1"), ("1", "1", "1000"), ("13302000", "13302000", "1150.55")],
)
def test_a_thousandfold_from_last_year(now: str, appropriation: str, then: str) -> None:
    assert places(now, appropriation, then) == {"公开01 收入支出决算总表!C37", "上年数!E5"}


@pytest.mark.parametrize(
    ("now", "then"), [("999.99", "1"), ("0", "1000"), ("1000", "0"), ("1330.2", "1150.55")]
)
def test_ordinary_changes_are_silent(now: str, then: str) -> None:
    assert places(now, now, then) == set()


def test_two_tables_in_different_units() -> None:
    cells = {"公开01 收入支出决算总表!C37", "公开04 财政拨款收入支出决算总表!C38"}
    assert places("1330.2", "0.13", "1300", Unit.YUAN) == cells
    assert places("1330.2", "1309.65", "1300", Unit.YUAN) == set()


def test_a_unit_that_lives_on_other_money_is_no_mistake() -> None:
    assert places("100000", "10", "100000") == set()
