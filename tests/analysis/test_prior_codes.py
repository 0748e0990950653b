"""上年的科目换了编码，比较时还是同一个科目；涉密科目不列、不说。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.narrative.accounts import GENERAL, build, in_wan, wan
from xlbudget.analysis.drivers import Drivers, drivers_of
from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.prior_amounts import old_codes
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.figures import NotComparable
from xlbudget.domain.statements import Source
from xlbudget.domain.style import Style
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import CHANGE, PRIOR_ACTUAL, FigureName

Y2021, Y2024 = find("national", 2021), find("national", 2024)
REASON = "一般公共预算变动原因"
OTHER = FigureName(GENERAL, "2089999", "total")


def account(resolved: Format, now: dict[str, str], then: dict[str, str]) -> FinalAccount:
    return build(resolved, in_wan(resolved, {GENERAL: now}), in_wan(resolved, {GENERAL: then}))


def driven(given: FinalAccount, resolved: Format) -> Drivers | None:
    return drivers_of(resolved.supplement[REASON], given, resolved, Figures(given, resolved))


def test_a_renumbered_item_did_not_fall_and_is_not_new() -> None:
    """2089901 到 2020 年为止，2021 年起是 2089999：8 − 5 = 3。"""
    given = account(
        Y2021,
        {"total": "28", "2010301": "20", "2089999": "8"},
        {"total": "25", "2010301": "20", "2089901": "5"},
    )
    drivers = driven(given, Y2021)
    assert drivers is not None
    assert [(each.code, each.change) for each in drivers.drivers] == [("2089999", wan("3"))]
    assert drivers.rest.fen == 0
    assert drivers.text(Style()) == ("2089999 其他社会保障和就业支出（上年编码2089901）增加3万元")
    assert len(drivers.drivers[0].cells) == 2


def test_the_same_amount_under_both_numbers_is_no_change() -> None:
    given = account(
        Y2021,
        {"total": "25", "2010301": "20", "2089999": "5"},
        {"total": "24", "2010301": "19", "2089901": "5"},
    )
    drivers = driven(given, Y2021)
    assert drivers is not None
    assert [each.code for each in drivers.drivers] == ["2010301"]


def test_old_codes_by_their_number_of_now() -> None:
    given = account(Y2021, {"total": "9"}, {"total": "9", "2070804": "4", "2070805": "5"})
    assert old_codes(given, Y2021) == {"2070808": ("2070804", "2070805")}


@pytest.mark.parametrize(
    ("then", "change"),
    [({"2089901": "5"}, "3"), ({"2089999": "5"}, "3"), ({"2089901": "5", "2089999": "1"}, "2")],
)
def test_a_figure_of_last_year_is_that_of_the_old_code(then: dict[str, str], change: str) -> None:
    given = account(Y2021, {"total": "8", "2089999": "8"}, {"total": "5", **then})
    assert Figures(given, Y2021).figure(OTHER.of(CHANGE)).amount == wan(change)


def test_an_old_code_that_still_exists_is_itself() -> None:
    assert Y2024.present_code("2010301") == "2010301"
    assert find("national", 2020).present_code("2089901") == "2089901"
    assert Y2024.present_code("2089901") == "2089999"


def test_a_code_without_a_successor_is_named_as_ended() -> None:
    given = account(Y2021, {"total": "20"}, {"total": "22", "2011407": "2"})
    drivers = driven(given, Y2021)
    assert drivers is not None
    assert drivers.text(Style()) == "2011407 专利执法（今年无此科目）减少2万元"


def test_a_new_unit_has_no_year_before() -> None:
    resolved = find("national", 2024, {"单位沿革": "新设立"})
    given = account(resolved, {"total": "8"}, {"total": "5"})
    figure = Figures(given, resolved).figure(FigureName(GENERAL, "total", "total", PRIOR_ACTUAL))
    assert isinstance(figure.value, NotComparable)
    assert driven(given, resolved) is None


# --- 涉密 ---


def withheld(given: FinalAccount, text: str) -> FinalAccount:
    entry = Entry(text, Source("甲.xlsx", "补充资料", "D70"))
    return replace(given, supplement={**given.supplement, "涉密科目": entry})


def test_withheld_items_are_in_no_list() -> None:
    given = account(Y2024, {"total": "9", "2010301": "4", "2010302": "3", "2080505": "2"}, {})
    assert Figures(given, Y2024).lines(GENERAL, "items") == ("2010301", "2010302", "2080505")
    kept = withheld(given, "2010302")
    assert Figures(kept, Y2024).lines(GENERAL, "items") == ("2010301", "2080505")
    below = withheld(given, "20103 政府办公厅（室）及相关机构事务")
    assert Figures(below, Y2024).lines(GENERAL, "items") == ("2080505",)


def test_withheld_items_are_no_drivers_and_the_sum_stays_exact() -> None:
    now = {"total": "19", "2010301": "10", "2010302": "9"}
    given = account(Y2024, now, {"total": "11", "2010301": "9", "2010302": "2"})
    drivers = driven(withheld(given, "2010302"), Y2024)
    assert drivers is not None
    assert drivers.text(Style()) == "2010301 行政运行增加1万元；其余增加7万元"
