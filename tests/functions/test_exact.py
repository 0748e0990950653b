"""比率、增减额、万元与独立的整数运算一致；一半进位，包括专门造出的一半。"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlbudget.functions import (
    XB_CHANGE,
    XB_CHANGE_RATE,
    XB_COMPLETION,
    XB_SHARE,
    XB_TO_WAN,
)

PLACES = st.integers(0, 6)
AMOUNTS = st.integers(-(10**15) + 1, 10**15 - 1).flatmap(
    lambda digits: st.integers(0, 6).map(lambda places: Decimal(digits).scaleb(-places))
)
POSITIVE = AMOUNTS.map(abs).filter(bool)


def cell(number: Decimal) -> float:
    """The number as Excel holds it: fifteen digits survive."""
    return float(number)


def rounded(exact: Fraction, places: int) -> float:
    """Half-up with Decimal alone: enough digits are computed that no quotient looks like a tie."""
    with localcontext() as context:
        context.prec = 120
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return float(quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@given(AMOUNTS, POSITIVE, PLACES)
def test_ratios(part: Decimal, base: Decimal, places: int) -> None:
    one, other = [[cell(part)]], [[cell(base)]]
    quotient = Fraction(part) / Fraction(base) * 100
    assert XB_SHARE(one, other, places) == [[rounded(quotient, places)]]
    assert XB_COMPLETION(one, other, places) == [[rounded(quotient, places)]]
    assert XB_CHANGE_RATE(one, other, places) == [[rounded(quotient - 100, places)]]


@given(AMOUNTS, POSITIVE, PLACES)
def test_share_of_a_negative_whole(part: Decimal, base: Decimal, places: int) -> None:
    quotient = -Fraction(part) / Fraction(base) * 100
    assert XB_SHARE([[cell(part)]], [[cell(-base)]], places) == [[rounded(quotient, places)]]


@given(AMOUNTS, AMOUNTS)
def test_change(current: Decimal, prior: Decimal) -> None:
    difference = Fraction(current) - Fraction(prior)
    assert XB_CHANGE([[cell(current)]], [[cell(prior)]]) == [[rounded(difference, 6)]]


@given(AMOUNTS, PLACES)
def test_to_wan(yuan: Decimal, places: int) -> None:
    assert XB_TO_WAN([[cell(yuan)]], places) == [[rounded(Fraction(yuan) / 10_000, places)]]


@given(st.integers(0, 10**7), PLACES, st.integers(1, 9))
def test_ties_go_up_away_from_zero(steps: int, places: int, factor: int) -> None:
    """A share that lies in the middle of two printed ones, as a quotient of two exact numbers."""
    base = 2 * 10 ** (places + 2) * factor
    part = (2 * steps + 1) * factor
    up = float(Fraction(steps + 1, 10**places))
    assert XB_SHARE([[float(part)]], [[float(base)]], places) == [[up]]
    assert XB_SHARE([[float(-part)]], [[float(base)]], places) == [[-up]]
    assert XB_CHANGE_RATE([[float(part + base)]], [[float(base)]], places) == [[up]]


@pytest.mark.parametrize(
    ("part", "whole", "places", "share"),
    [
        (0.285, 100.0, 2, 0.29),  # 0.285 的浮点比 0.285 小
        (1.005, 100.0, 2, 1.01),
        (2.675, 100.0, 2, 2.68),
        (1.45, 100.0, 1, 1.5),
        (0.5, 100.0, 0, 1.0),
        (2.5, 100.0, 0, 3.0),  # 不是银行家舍入
        (-2.5, 100.0, 0, -3.0),
        (2.4999999, 100.0, 0, 2.0),
        (99.995, 100.0, 2, 100.0),
        (99.9949, 100.0, 2, 99.99),
        (1.0, 3.0, 6, 33.333333),
    ],
)
def test_near_and_exact_ties(part: float, whole: float, places: int, share: float) -> None:
    assert XB_SHARE([[part]], [[whole]], places) == [[share]]
    assert XB_COMPLETION([[part]], [[whole]], places) == [[share]]


def test_a_number_beyond_what_a_cell_holds() -> None:
    assert XB_SHARE([[1e300]], [[1e-300]]) == [["#NUM!"]]
