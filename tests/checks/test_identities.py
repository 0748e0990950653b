from __future__ import annotations

from collections.abc import Callable

import pytest

from xlbudget.checks.outcomes import Outcome
from xlbudget.domain.findings import Verdict

Outcomes = Callable[[str], list[Outcome]]

TOTAL = """
# 表 {unit}
合计 | {total}
各项/甲 | {first}
各项/乙 | {second}
各项/丙 | {third}
? 表.合计 = 表.各项.*
"""

# 每个不为零的数允许半个末位：万元表 0.005 万元（10000 个半分），元表没有
TOLERANCES = {
    "三个数，差 0.01，允许 0.015": ("万元", "10.01", "4", "6", "", 30_000, Verdict.PASS),
    "三个数，差 0.02，允许 0.015": ("万元", "10.02", "4", "6", "", 30_000, Verdict.FAIL),
    "四个数，差 0.02，允许 0.02": ("万元", "10.02", "4", "5", "1", 40_000, Verdict.PASS),
    "四个数，差 -0.02，也在允许之内": ("万元", "9.98", "4", "5", "1", 40_000, Verdict.PASS),
    "写着零的不算，差 0.02": ("万元", "10.02", "4", "6", "0.00", 30_000, Verdict.FAIL),
    "不适用的不算，差 0.02": ("万元", "10.02", "4", "6", "—", 30_000, Verdict.FAIL),
    "元表，差一分": ("元", "10.01", "4", "6", "", 0, Verdict.FAIL),
    "元表，分毫不差": ("元", "10.00", "4", "6", "", 0, Verdict.PASS),
    "全都写着零": ("万元", "0", "0", "0", "0", 0, Verdict.PASS),
    "合计写着零，只有一项": ("万元", "0", "0.01", "", "", 10_000, Verdict.FAIL),
    "合计空着，各项有数": ("万元", "", "4", "", "", 10_000, Verdict.FAIL),
}


@pytest.mark.parametrize(
    ("unit", "total", "first", "second", "third", "slack", "verdict"),
    list(TOLERANCES.values()),
    ids=list(TOLERANCES),
)
def test_tolerance_is_half_a_digit_for_each_amount_that_is_not_zero(
    outcomes: Outcomes,
    unit: str,
    total: str,
    first: str,
    second: str,
    third: str,
    slack: int,
    verdict: Verdict,
) -> None:
    text = TOTAL.format(unit=unit, total=total, first=first, second=second, third=third)
    (outcome,) = outcomes(text)
    assert (outcome.slack, outcome.verdict) == (slack, verdict)


# 元表的数分毫必知，万元表的 12.34 可以是 123350 到 123450 元：一个粗的数，允许 50 元
@pytest.mark.parametrize(
    ("in_yuan", "difference", "verdict"),
    [
        ("123450.00", 5_000, Verdict.PASS),
        ("123450.01", 5_001, Verdict.FAIL),
        ("123350.00", -5_000, Verdict.PASS),
        ("123349.99", -5_001, Verdict.FAIL),
    ],
)
def test_where_precisions_mix_the_coarser_wins(
    outcomes: Outcomes, in_yuan: str, difference: int, verdict: Verdict
) -> None:
    (outcome,) = outcomes(f"""
        # 元表 元
        合计 | {in_yuan}
        # 万元表 万元
        合计 | 12.34
        ? 元表.合计 = 万元表.合计
    """)
    assert (outcome.difference, outcome.slack, outcome.verdict) == (difference, 10_000, verdict)


def test_signs(outcomes: Outcomes) -> None:
    (outcome,) = outcomes("""
        # 表 元
        年末 | 12
        年初 | 10
        收入 | 5
        支出 | 3
        ? 表.年末 = 表.年初 + 表.收入 - 表.支出
    """)
    assert [addend.sign for addend in outcome.addends] == [1, 1, 1, -1]
    assert (outcome.difference, outcome.verdict) == (0, Verdict.PASS)


# 左边不小于右边：超过多少都可以，只有不足才算
INEQUALITIES = {
    "超过许多": ("元", "100", "1", Verdict.PASS, False),
    "相等": ("元", "1", "1", Verdict.PASS, False),
    "元表少一分": ("元", "0.99", "1", Verdict.FAIL, False),
    "万元表少 0.01，两个数允许 0.01": ("万元", "0.99", "1", Verdict.PASS, True),
    "万元表少 0.02": ("万元", "0.98", "1", Verdict.FAIL, False),
}


@pytest.mark.parametrize(
    ("unit", "left", "right", "verdict", "is_tail"),
    list(INEQUALITIES.values()),
    ids=list(INEQUALITIES),
)
def test_not_less_than(
    outcomes: Outcomes, unit: str, left: str, right: str, verdict: Verdict, is_tail: bool
) -> None:
    (outcome,) = outcomes(f"""
        # 表 {unit}
        全部 | {left}
        其中 | {right}
        ? 表.全部 >= 表.其中
    """)
    assert (outcome.verdict, outcome.is_tail) == (verdict, is_tail)


@pytest.mark.parametrize(
    ("amount", "verdict"), [("0", Verdict.PASS), ("0.01", Verdict.PASS), ("-0.01", Verdict.FAIL)]
)
def test_nothing_on_the_right_is_zero(outcomes: Outcomes, amount: str, verdict: Verdict) -> None:
    (outcome,) = outcomes(f"""
        # 表 万元
        年末 | {amount}
        ? 表.年末 >= 0
    """)
    assert outcome.verdict is verdict


def test_tail_is_a_difference_inside_the_tolerance(outcomes: Outcomes) -> None:
    tails = [
        outcomes(TOTAL.format(unit="万元", total=total, first="4", second="6", third=""))[0].is_tail
        for total in ("10", "10.01", "10.02")
    ]
    assert tails == [False, True, False]


@pytest.mark.parametrize("word", ["", "—"])
def test_nothing_filled_in_is_unchecked(outcomes: Outcomes, word: str) -> None:
    (outcome,) = outcomes(TOTAL.format(unit="万元", total=word, first="", second=word, third=""))
    assert (outcome.verdict, outcome.remark) == (Verdict.UNCHECKED, "没有填数")
    assert outcome.filled == ()


@pytest.mark.parametrize(
    "identity", ["表.合计 = 没有的表.合计", "没有的表.合计 = 表.合计", "没有的表.合计 >= 0"]
)
def test_missing_table_is_unchecked(outcomes: Outcomes, identity: str) -> None:
    (outcome,) = outcomes(f"# 表 万元\n合计 | 10\n? {identity}")
    assert (outcome.verdict, outcome.remark) == (Verdict.UNCHECKED, "没有这张表")


def test_missing_row_counts_as_zero_and_is_named(outcomes: Outcomes) -> None:
    left, right, neither = outcomes("""
        # 表 元
        合计 | 10
        甲 | 10
        ? 表.没有的合计 = 表.甲
        ? 表.合计 = 表.甲 + 表.没有的项
        ? 表.合计 = 表.甲
    """)
    assert [term.line for term in left.absent] == ["没有的合计"]
    assert (left.verdict, left.difference) == (Verdict.FAIL, -1000)
    assert [term.line for term in right.absent] == ["没有的项"]
    assert right.verdict is Verdict.PASS
    assert neither.absent == ()


def test_missing_column_counts_as_zero_and_is_named(outcomes: Outcomes) -> None:
    (outcome,) = outcomes("""
        # 表 元 | 合计 | 一般
        支出 | 10 | 10
        ? 表.支出@合计 = 表.支出@一般 + 表.支出@基金
    """)
    assert outcome.verdict is Verdict.PASS
    assert [term.column for term in outcome.absent] == ["基金"]


def test_group_counts_the_rows_that_the_table_has(outcomes: Outcomes) -> None:
    (outcome,) = outcomes(TOTAL.format(unit="元", total="10", first="4", second="6", third=""))
    assert [addend.line.name for addend in outcome.right] == ["甲", "乙", "丙"]
    assert [addend.line.name for addend in outcome.filled] == ["合计", "甲", "乙"]
