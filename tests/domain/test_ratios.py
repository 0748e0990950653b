from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.domain.figures import NotComparable
from xlbudget.domain.money import PUBLISHED, Amount, Zeros
from xlbudget.domain.ratios import change, change_rate, completion_rate, share
from xlbudget.domain.style import Style

PROPERTY = settings(deadline=None, database=None)
YUAN = 100
"""一元，以分计。"""

FEN = st.integers(-(10**14), 10**14)
BASES = st.integers(1, 10**14)
PLACES = st.integers(0, 4)


def style_of(places: int) -> Style:
    return Style(rate_places=places, rate_zeros=Zeros.KEEP)


def decimal_percent(numerator: int, denominator: int, places: int) -> str:
    """The same percentage by another program: 60 digits, then ROUND_HALF_UP."""
    with localcontext(prec=60):
        percent = Decimal(numerator) * 100 / Decimal(denominator)
        return f"{percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0:f}%"


def printed(ratio: Fraction | NotComparable, places: int = 2) -> str:
    assert isinstance(ratio, Fraction)
    return style_of(places).rate(ratio)


# --- 手工核算的例子（分子、分母为万元，取自公开表的样子） ---


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (2_592, 143_363, "1.81%"),  # 25.92 ÷ 1433.63 = 0.018079…
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 800, "0.13%"),  # 0.125 正好一半
        (3, 800, "0.38%"),  # 0.375 正好一半
        (-1, 800, "-0.13%"),
        (0, 800, "0.00%"),
        (800, 800, "100.00%"),
    ],
)
def test_share(part: int, whole: int, expected: str) -> None:
    assert printed(share(Amount(part), Amount(whole))) == expected


@pytest.mark.parametrize(
    ("current", "prior", "expected"),
    [
        (148_222, 63_643, "132.90%"),  # 845.79 ÷ 636.43 = 1.32896…
        (63_643, 148_222, "-57.06%"),  # -845.79 ÷ 1482.22 = -0.570623…
        (801, 800, "0.13%"),
        (799, 800, "-0.13%"),
        (800, 800, "0.00%"),
        (0, 800, "-100.00%"),
        (-800, 800, "-200.00%"),
    ],
)
def test_change_rate(current: int, prior: int, expected: str) -> None:
    assert printed(change_rate(Amount(current), Amount(prior))) == expected


@pytest.mark.parametrize(
    ("actual", "budget", "expected"),
    [(382, 382, "100.00%"), (0, 382, "0.00%"), (801, 800, "100.13%"), (-1, 800, "-0.13%")],
)
def test_completion_rate(actual: int, budget: int, expected: str) -> None:
    assert printed(completion_rate(Amount(actual), Amount(budget))) == expected


def test_ratios_are_exact_until_printed() -> None:
    assert share(Amount(1), Amount(3)) == Fraction(1, 3)
    assert change_rate(Amount(4), Amount(3)) == Fraction(1, 3)
    assert completion_rate(Amount(1), Amount(3)) == Fraction(1, 3)


def test_change_is_signed_and_known_to_the_coarser_precision() -> None:
    assert change(Amount(148_222), Amount(63_643)) == Amount(84_579)
    assert change(Amount(3), Amount(5, PUBLISHED)) == Amount(-2, PUBLISHED)


# --- 没有可比的基数 ---


@pytest.mark.parametrize("part", [0, 1, -1])
def test_no_share_of_nothing(part: int) -> None:
    assert share(Amount(part), Amount(0)) == NotComparable("总额为0，不计算占比")


@pytest.mark.parametrize("current", [0, 1, -1])
@pytest.mark.parametrize(
    ("prior", "reason"),
    [(0, "上年为0，增减率不可比"), (-1, "上年为负数，增减率不可比")],
)
def test_no_rate_of_change_on_a_base_of_zero_or_less(current: int, prior: int, reason: str) -> None:
    assert change_rate(Amount(current), Amount(prior)) == NotComparable(reason)


@pytest.mark.parametrize("actual", [0, 1, -1])
@pytest.mark.parametrize(
    ("budget", "reason"),
    [(0, "预算为0，不计算完成率"), (-1, "预算为负数，不计算完成率")],
)
def test_no_completion_without_a_budget(actual: int, budget: int, reason: str) -> None:
    assert completion_rate(Amount(actual), Amount(budget)) == NotComparable(reason)


# --- 构造出来的正好一半和差一分不到一半 ---
#
# 比率印到百分数的 p 位。分母取 2·10^(p+2)·m、分子取 (2k+1)·m 时，放大后正好是 k + 1/2。
# 分母为一千亿到一万亿元时，差一分与正好一半只差 1e-10 左右：浮点数加 1e-9 的补救在这里全错。

TIES = [
    pytest.param(places, k, m, id=f"{places}位-{k}又二分之一-{m}")
    for places in (0, 1, 2, 4)
    for k in (0, 1, 2, 12, 4_999, 9_999, 13_289)
    for m in (10**13 // (2 * 10 ** (places + 2)), 10**14 // (2 * 10 ** (places + 2)) - 1)
]


@pytest.mark.parametrize(("places", "k", "m"), TIES)
@pytest.mark.parametrize("sign", [1, -1])
def test_exact_ties_and_one_fen_beside_them(places: int, k: int, m: int, sign: int) -> None:
    whole = 2 * 10 ** (places + 2) * m
    tie = (2 * k + 1) * m
    style = style_of(places)
    assert 10**11 * YUAN * 9 // 10 <= whole <= 10**12 * YUAN
    for beside, rounded in [(-1, k), (0, k + 1), (1, k + 1)]:
        ratio = share(Amount(sign * (tie + beside)), Amount(whole))
        assert isinstance(ratio, Fraction)
        assert style.scaled_rate(ratio) == sign * rounded
        assert style.rate(ratio) == decimal_percent(sign * (tie + beside), whole, places)


@pytest.mark.parametrize(("places", "k", "m"), TIES)
def test_near_ties_of_a_change_and_of_a_completion(places: int, k: int, m: int) -> None:
    base = 2 * 10 ** (places + 2) * m
    for beside in (-1, 0, 1):
        moved = (2 * k + 1) * m + beside
        expected = decimal_percent(moved, base, places)
        assert printed(change_rate(Amount(base + moved), Amount(base)), places) == expected
        assert printed(completion_rate(Amount(moved), Amount(base)), places) == expected


@PROPERTY
@given(st.integers(0, 30_000), st.integers(5 * 10**8, 5 * 10**9), st.sampled_from([-1, 0, 1]))
def test_any_tie_of_two_places(k: int, m: int, beside: int) -> None:
    whole, part = 20_000 * m, (2 * k + 1) * m + beside
    expected = k if beside < 0 else k + 1
    assert style_of(2).scaled_rate(Fraction(part, whole)) == expected
    assert printed(share(Amount(part), Amount(whole))) == decimal_percent(part, whole, 2)


# --- 任意金额 ---


@PROPERTY
@given(FEN, BASES, PLACES)
def test_shares_agree_with_decimal(part: int, whole: int, places: int) -> None:
    expected = decimal_percent(part, whole, places)
    assert printed(share(Amount(part), Amount(whole)), places) == expected
    assert printed(completion_rate(Amount(part), Amount(whole)), places) == expected


@PROPERTY
@given(FEN, BASES, PLACES)
def test_changes_agree_with_decimal(current: int, prior: int, places: int) -> None:
    ratio = change_rate(Amount(current), Amount(prior))
    assert printed(ratio, places) == decimal_percent(current - prior, prior, places)


@PROPERTY
@given(FEN, BASES)
def test_direction_of_a_printed_rate_never_contradicts_the_amounts(
    current: int, prior: int
) -> None:
    ratio = change_rate(Amount(current), Amount(prior))
    assert isinstance(ratio, Fraction)
    scaled = Style().scaled_rate(ratio)
    difference = change(Amount(current), Amount(prior)).fen
    assert scaled * difference >= 0
