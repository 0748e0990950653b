"""印出来的比率怎样判：期望值用计算器算。"""

from __future__ import annotations

from fractions import Fraction

import pytest

from xlbudget.checks.prose.ratio_verdicts import Judged, Quotient, judge, rounded, shown, truncated

HALF = Fraction("0.005")


def quotient(above: str, below: str, half: Fraction = HALF) -> Quotient:
    return Quotient(Fraction(above), Fraction(below), half, half)


CASES = [
    # 250.4 ÷ 1200 = 20.8666…%
    ("20.87", 2, "250.4", "1200", Judged.SOUND),
    ("20.9", 2, "250.4", "1200", Judged.PRECISION),
    ("20.86", 2, "250.4", "1200", Judged.TRUNCATED),
    ("20.8", 2, "250.4", "1200", Judged.TRUNCATED),
    ("20.88", 2, "250.4", "1200", Judged.WRONG),
    ("21.87", 2, "250.4", "1200", Judged.WRONG),
    # 末尾的零去掉，就是整的
    ("25", 2, "300", "1200", Judged.SOUND),
    ("25.00", 2, "300", "1200", Judged.SOUND),
    ("4.2", 2, "50.4", "1200", Judged.SOUND),
    # 文中只印一位
    ("20.9", 1, "250.4", "1200", Judged.SOUND),
    ("21", 1, "250.4", "1200", Judged.PRECISION),
    # 31 ÷ 32 = 96.875%：刚好一半进位
    ("96.88", 2, "310", "320", Judged.SOUND),
    ("96.87", 2, "310", "320", Judged.TRUNCATED),
    # 基数小：(20.63±0.005) ÷ (1.96±0.005) 在 1049.62% 与 1055.50% 之间
    ("1055.4", 1, "20.63", "1.96", Judged.UNROUNDED),
    ("1056.4", 1, "20.63", "1.96", Judged.WRONG),
    # −2.03 ÷ 27.95 = −7.2630%
    ("-7.26", 2, "-2.03", "27.95", Judged.SOUND),
    ("-7.29", 2, "-2.03", "27.95", Judged.WRONG),
]


@pytest.mark.parametrize(("text", "usual", "above", "below", "expected"), CASES)
def test_each_case(text: str, usual: int, above: str, below: str, expected: Judged) -> None:
    places = len(text.partition(".")[2])
    assert judge(Fraction(text), places, usual, quotient(above, below)) is expected


def test_amounts_in_yuan_leave_no_room() -> None:
    exact = quotient("20.63", "1.96", Fraction(0))
    assert judge(Fraction("1055.4"), 1, 1, exact) is Judged.WRONG


def test_a_base_that_may_be_nothing_reaches_anywhere() -> None:
    assert quotient("1", "0.005").reach() is None
    assert judge(Fraction("20000"), 0, 0, quotient("1", "0.005")) is Judged.SOUND
    assert judge(Fraction("30000"), 0, 0, quotient("1", "0.005")) is Judged.WRONG


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("0.004", 2, "0"), ("120", 0, "120")],
)
def test_rounding_is_half_up_and_shown_without_zeros(value: str, places: int, text: str) -> None:
    assert rounded(Fraction(value), places) == Fraction(text)
    assert shown(Fraction(value), places) == text


def test_cutting_off_goes_towards_nothing() -> None:
    assert truncated(Fraction("1.999"), 2) == Fraction("1.99")
    assert truncated(Fraction("-1.999"), 2) == Fraction("-1.99")
