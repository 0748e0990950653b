"""拉动变动的科目：最大的在前，余下的合成一行，加起来分毫不差。"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from tests.consistent_accounts import Consistent, consistent_accounts
from tests.narrative.accounts import APPROPRIATION, FUND, GENERAL, SUMMARY, build, in_wan, wan
from xlbudget.analysis.drivers import Drivers, all_drivers, drivers_of, drivers_of_figure
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, total
from xlbudget.domain.style import Style
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

SICHUAN = find("sichuan", 2024)
REASON = "一般公共预算变动原因"

Tables = Mapping[str, Mapping[str, str]]


def account_with(now: Tables, then: Tables, resolved: Format = SICHUAN) -> FinalAccount:
    """Amounts of this year and last, in 万元 by table and line."""
    return build(resolved, in_wan(resolved, now), in_wan(resolved, then))


def driven(
    now: Tables, then: Tables, reason: str = REASON, resolved: Format = SICHUAN
) -> Drivers | None:
    account = account_with(now, then, resolved)
    field = resolved.supplement[reason]
    return drivers_of(field, account, resolved, Figures(account, resolved))


def told(drivers: Drivers | None) -> list[tuple[str, Amount]]:
    assert drivers is not None
    return [(driver.code, driver.change) for driver in drivers.drivers]


def test_the_largest_change_comes_first_and_the_sum_is_exact() -> None:
    drivers = driven(
        {GENERAL: {"total": "116", "2010301": "11", "2080505": "5", "2210108": "100"}},
        {GENERAL: {"total": "30", "2010301": "10", "2080505": "20", "2210108": "0"}},
    )
    assert told(drivers) == [
        ("2210108", wan("100")),
        ("2080505", wan("-15")),
        ("2010301", wan("1")),
    ]
    assert drivers is not None
    assert (drivers.change, drivers.rest) == (wan("86"), Amount(0, wan("1").precision))
    assert drivers.text(Style()) == (
        "2210108 老旧小区改造增加100万元；"
        "2080505 机关事业单位基本养老保险缴费支出减少15万元；2010301 行政运行增加1万元"
    )


def test_only_five_are_named_and_the_rest_is_one_line() -> None:
    codes = ("2010301", "2010302", "2010303", "2010350", "2010399", "2080505", "2210201")
    now = {code: str(10 + number) for number, code in enumerate(codes)}
    drivers = driven(
        {GENERAL: {"total": "91", **now}}, {GENERAL: {"total": "70", **dict.fromkeys(codes, "10")}}
    )
    assert drivers is not None
    assert told(drivers) == [
        (code, wan(str(number))) for number, code in reversed(list(enumerate(codes))[2:])
    ]
    assert drivers.rest == wan("1")  # 1 + 0
    assert drivers.text(Style()).endswith("；其余增加1万元")


def test_equal_changes_stand_in_the_order_of_their_codes() -> None:
    drivers = driven(
        {GENERAL: {"total": "4", "2080505": "2", "2010301": "2"}},
        {GENERAL: {"total": "2", "2080505": "1", "2010301": "1"}},
    )
    assert [code for code, _ in told(drivers)] == ["2010301", "2080505"]


def test_items_of_one_year_only_moved_the_total_by_all_they_are() -> None:
    """今年才有的全是增加，上年才有的全是减少；没变的不列。"""
    drivers = driven(
        {GENERAL: {"total": "9", "2010301": "5", "2210108": "4"}},
        {GENERAL: {"total": "8", "2010301": "5", "2080505": "3"}},
    )
    assert told(drivers) == [("2210108", wan("4")), ("2080505", wan("-3"))]
    assert drivers is not None
    assert [len(driver.cells) for driver in drivers.drivers] == [1, 1]
    assert [driver.name for driver in drivers.drivers] == [
        "老旧小区改造",
        "机关事业单位基本养老保险缴费支出",
    ]


def test_the_rest_holds_what_no_item_explains() -> None:
    """上年合计与各项不符（或有未列的项）：差额留在“其余”里，不悄悄丢掉。"""
    drivers = driven(
        {GENERAL: {"total": "10", "2010301": "7"}}, {GENERAL: {"total": "6", "2010301": "5"}}
    )
    assert drivers is not None
    assert told(drivers) == [("2010301", wan("2"))]
    assert drivers.rest == wan("2")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ({"total": "5", "2010301": "5"}, {"total": "5", "2010301": "4"}),  # 合计没有变
        ({"total": "5", "2010301": "5"}, {"total": "4"}),  # 上年没有分项
        ({"total": "5", "2010301": "5"}, {}),  # 上年没有填
        ({"2010301": "5"}, {"total": "4", "2010301": "4"}),  # 今年没有合计
    ],
)
def test_nothing_is_driven(now: dict[str, str], then: dict[str, str]) -> None:
    assert driven({GENERAL: now}, {GENERAL: then}) is None


def test_changes_are_those_of_the_published_amounts() -> None:
    """按公开的万元数：两年各自舍入再减，与文中的增减额同一口径。"""
    now = {GENERAL: {"total": "100.0149", "2010301": "100.0149"}}
    then = {GENERAL: {"total": "33.3351", "2010301": "33.3351"}}
    assert told(driven(now, then)) == [("2010301", wan("66.67"))]
    yuan = find("sichuan", 2024, {"计算依据": "元"})
    assert told(driven(now, then, resolved=yuan)) == [("2010301", wan("66.6798"))]


def test_the_total_of_all_money_is_driven_by_items_of_every_budget() -> None:
    grand = {"revenue_grand_total": "30", "expenditure_grand_total": "30"}
    before = {"revenue_grand_total": "20", "expenditure_grand_total": "20"}
    drivers = driven(
        {SUMMARY: grand, GENERAL: {"2010301": "20"}, FUND: {"2120803": "10"}},
        {SUMMARY: before, GENERAL: {"2010301": "19"}, FUND: {"2120803": "1"}},
        reason="总体变动原因",
    )
    assert told(drivers) == [("2120803", wan("9")), ("2010301", wan("1"))]


def test_drivers_are_found_by_the_figure_too() -> None:
    account = account_with(
        {GENERAL: {"total": "5", "2010301": "5"}}, {GENERAL: {"total": "4", "2010301": "4"}}
    )
    figures = Figures(account, SICHUAN)
    name = FigureName(GENERAL, "total", "total")
    assert told(drivers_of_figure(name.of("change"), account, SICHUAN, figures)) == [
        ("2010301", wan("1"))
    ]
    other = FigureName(APPROPRIATION, "current_year_revenue", "actual")
    assert drivers_of_figure(other, account, SICHUAN, figures) is None
    assert set(all_drivers(account, SICHUAN, figures)) == {REASON}


@settings(max_examples=40)
@given(consistent_accounts(SICHUAN))
def test_drivers_of_any_account_add_up_and_get_smaller(book: Consistent) -> None:
    account = book.account(SICHUAN)
    for drivers in all_drivers(account, SICHUAN, Figures(account, SICHUAN)).values():
        changes = [driver.change for driver in drivers.drivers]
        assert total([*changes, drivers.rest]).fen == drivers.change.fen
        sizes = [abs(change.fen) for change in changes]
        assert sizes == sorted(sizes, reverse=True)
        assert 0 < len(sizes) <= 5
        assert all(sizes)
        assert all(driver.cells for driver in drivers.drivers)
