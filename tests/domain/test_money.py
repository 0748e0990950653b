from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.domain.money import (
    EXACT,
    PUBLISHED,
    Amount,
    Unit,
    Zeros,
    decimals,
    half_up,
    plain,
    scaled_text,
    total,
)

PROPERTY = settings(deadline=None, database=None)
YUAN, WAN = Unit.YUAN, Unit.TEN_THOUSAND_YUAN
TRILLION_YUAN = 10**14
"""一万亿元，以分计：比任何一个部门的决算都大。"""

FEN = st.integers(-TRILLION_YUAN, TRILLION_YUAN)
PRECISIONS = st.sampled_from([EXACT, 100, PUBLISHED])


def decimal_rounded(number: Fraction, places: int) -> Decimal:
    """The same rounding by another program: 60 digits, then ROUND_HALF_UP."""
    with localcontext(prec=60):
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


# --- 单位 ---


def test_units_in_fen() -> None:
    assert (YUAN.fen, YUAN.value) == (100, "元")
    assert (WAN.fen, WAN.value) == (1_000_000, "万元")
    assert EXACT == 1  # 1 分
    assert WAN.fen // 100 == PUBLISHED  # 0.01 万元


# --- 四舍五入 ---


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 7, 0),
        (4, 10, 0),
        (5, 10, 1),
        (6, 10, 1),
        (15, 10, 2),
        (25, 10, 3),  # 银行家舍入会得 2
        (-4, 10, 0),
        (-5, 10, -1),
        (-15, 10, -2),
        (-25, 10, -3),
        (1, -2, -1),
        (-1, -2, 1),
        (1, 3, 0),
        (2, 3, 1),
        (10**14 + 1, 2, 5 * 10**13 + 1),  # 浮点数在此已放不下半分
        (10**17 - 1, 2 * 10**17, 0),  # 比一半少一点点，浮点数商正好等于 0.5
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert half_up(numerator, denominator) == expected


@PROPERTY
@given(st.integers(), st.integers().filter(bool))
def test_half_up_is_the_nearest_whole_number(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    rounded = half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@PROPERTY
@given(st.integers(-TRILLION_YUAN, TRILLION_YUAN), st.integers(1, TRILLION_YUAN))
def test_half_up_agrees_with_decimal(numerator: int, denominator: int) -> None:
    expected = decimal_rounded(Fraction(numerator, denominator), 0)
    assert half_up(numerator, denominator) == expected


# --- 从文字或 Decimal 得到金额 ---


@pytest.mark.parametrize(
    ("number", "unit", "fen", "precision"),
    [
        ("1482", WAN, 1_482_000_000, PUBLISHED),
        ("1482.2", WAN, 1_482_200_000, PUBLISHED),
        ("1482.22", WAN, 1_482_220_000, PUBLISHED),
        ("1482.2200", WAN, 1_482_220_000, PUBLISHED),  # 末尾的零不增加精度
        ("1482.221", WAN, 1_482_221_000, EXACT),
        ("1482.2213", WAN, 1_482_221_300, EXACT),
        ("1482.22135", WAN, 1_482_221_350, EXACT),
        ("1482.221356", WAN, 1_482_221_356, EXACT),
        ("1482.2213565", WAN, 1_482_221_357, EXACT),  # 两分之间，进位
        ("-1482.2213565", WAN, -1_482_221_357, EXACT),
        ("1482.22135649", WAN, 1_482_221_356, EXACT),
        ("1E+2", WAN, 100_000_000, PUBLISHED),
        ("0", WAN, 0, PUBLISHED),
        ("-0.01", WAN, -10_000, PUBLISHED),
        ("100000000", WAN, TRILLION_YUAN, PUBLISHED),
        ("0", YUAN, 0, EXACT),
        ("12", YUAN, 1_200, EXACT),
        ("12.3", YUAN, 1_230, EXACT),
        ("12.34", YUAN, 1_234, EXACT),
        ("0.0049", YUAN, 0, EXACT),
        ("0.005", YUAN, 1, EXACT),
        ("-0.005", YUAN, -1, EXACT),
        ("999999999999.99", YUAN, 99_999_999_999_999, EXACT),
        ("1000000000000", YUAN, TRILLION_YUAN, EXACT),
    ],
)
def test_amount_of_a_printed_number(number: str, unit: Unit, fen: int, precision: int) -> None:
    assert Amount.of(number, unit) == Amount(fen, precision)
    assert Amount.of(Decimal(number), unit) == Amount(fen, precision)


def test_precision_of_the_statement_wins_over_the_cell() -> None:
    assert Amount.of("3.5", WAN, EXACT) == Amount(3_500_000, EXACT)
    assert Amount.of("3.512345", WAN, PUBLISHED) == Amount(3_512_345, PUBLISHED)


@PROPERTY
@given(st.integers(-(10**14), 10**14), st.integers(1, 6))
def test_amount_of_one_to_six_decimals_of_wan(scaled: int, places: int) -> None:
    number = Decimal(scaled).scaleb(-places)
    amount = Amount.of(number, WAN)
    assert amount.fen == Fraction(scaled, 10**places) * WAN.fen
    in_cents_of_wan = amount.fen % PUBLISHED == 0
    assert amount.precision == (PUBLISHED if in_cents_of_wan else EXACT)


# --- 精度与运算 ---


@pytest.mark.parametrize(
    ("one", "other", "coarser"),
    [
        (EXACT, EXACT, EXACT),
        (EXACT, PUBLISHED, PUBLISHED),
        (PUBLISHED, EXACT, PUBLISHED),
        (PUBLISHED, 100_000_000, 100_000_000),
    ],
)
def test_where_precisions_mix_the_coarser_wins(one: int, other: int, coarser: int) -> None:
    assert Amount(700, one) + Amount(50, other) == Amount(750, coarser)
    assert Amount(700, one) - Amount(950, other) == Amount(-250, coarser)
    assert total([Amount(700, one), Amount(50, other)]) == Amount(750, coarser)


def test_sign_changes_keep_the_precision() -> None:
    assert -Amount(5, PUBLISHED) == Amount(-5, PUBLISHED)
    assert abs(Amount(-5, PUBLISHED)) == Amount(5, PUBLISHED)
    assert abs(Amount(5, 100)) == Amount(5, 100)


def test_sum_of_nothing_is_exactly_zero() -> None:
    assert total([]) == Amount(0, EXACT)


@PROPERTY
@given(st.lists(st.builds(Amount, FEN, PRECISIONS)))
def test_sum_of_amounts(amounts: list[Amount]) -> None:
    expected = Amount(
        sum(amount.fen for amount in amounts),
        max((amount.precision for amount in amounts), default=EXACT),
    )
    assert total(amounts) == expected


@pytest.mark.parametrize(
    ("precision", "half_fen"),
    [(EXACT, 0), (PUBLISHED, 10_000), (100, 100)],  # ±0.005 万元 = ±5,000 分 = 10,000 个半分
)
def test_slack_is_half_a_unit_of_the_last_known_digit(precision: int, half_fen: int) -> None:
    assert Amount(123, precision).slack == half_fen


# --- 取整到公开的位数 ---


@pytest.mark.parametrize(
    ("fen", "step", "expected"),
    [
        (1_482_225_000, PUBLISHED, 1_482_230_000),
        (1_482_224_999, PUBLISHED, 1_482_220_000),
        (-1_482_225_000, PUBLISHED, -1_482_230_000),
        (-1_482_224_999, PUBLISHED, -1_482_220_000),
        (1_250, 100, 1_300),
        (1_249, 100, 1_200),
        (0, PUBLISHED, 0),
        (4_999, PUBLISHED, 0),
    ],
)
def test_rounded_to_a_step(fen: int, step: int, expected: int) -> None:
    assert Amount(fen).rounded(step) == Amount(expected, step)


@pytest.mark.parametrize("step", [EXACT, 100, PUBLISHED])
def test_rounding_never_claims_more_than_is_known(step: int) -> None:
    known = Amount(1_482_225_001, PUBLISHED)
    assert known.rounded(step) == known


@PROPERTY
@given(FEN, st.sampled_from([100, PUBLISHED, 1_000_000]))
def test_exact_amount_lies_within_the_slack_of_its_rounding(fen: int, step: int) -> None:
    rounded = Amount(fen).rounded(step)
    assert rounded.fen % step == 0
    assert 2 * abs(fen - rounded.fen) <= rounded.slack


# --- 印成文字 ---


@pytest.mark.parametrize(
    ("yuan", "zeros", "places", "separators", "expected"),
    [
        ("14563000", Zeros.STRIP, 2, False, "1456.3万元"),
        ("14563000", Zeros.KEEP, 2, False, "1456.30万元"),
        ("14563000", Zeros.WHOLE, 2, False, "1456.30万元"),
        ("14560000", Zeros.STRIP, 2, False, "1456万元"),
        ("14560000", Zeros.KEEP, 2, False, "1456.00万元"),
        ("14560000", Zeros.WHOLE, 2, False, "1456万元"),
        ("14563000", Zeros.KEEP, 2, True, "1,456.30万元"),
        ("-14563000", Zeros.STRIP, 2, True, "-1,456.3万元"),
        ("5000", Zeros.STRIP, 0, False, "1万元"),
        ("4999.99", Zeros.STRIP, 0, False, "0万元"),
        ("-4999.99", Zeros.KEEP, 0, False, "0万元"),  # 印成零就没有负号
        ("50", Zeros.STRIP, 2, False, "0.01万元"),
        ("-50", Zeros.STRIP, 2, False, "-0.01万元"),
        ("49.99", Zeros.STRIP, 2, False, "0万元"),
        ("49.99", Zeros.KEEP, 2, False, "0.00万元"),
        ("0.01", Zeros.STRIP, 6, False, "0.000001万元"),
        ("10050", Zeros.STRIP, 3, False, "1.005万元"),
        ("1000000", Zeros.STRIP, 2, False, "100万元"),  # 整数部分的零不动
        ("1000000000000", Zeros.WHOLE, 2, True, "100,000,000万元"),
        ("999999999999.99", Zeros.KEEP, 6, True, "99,999,999.999999万元"),
    ],
)
def test_amount_printed_in_wan(
    yuan: str,
    zeros: Zeros,
    places: int,
    separators: bool,
    expected: str,
) -> None:
    amount = Amount.of(yuan, YUAN)
    assert amount.text(places=places, zeros=zeros, separators=separators) == expected


@pytest.mark.parametrize(
    ("fen", "places", "zeros", "expected"),
    [
        (35_160_050, 2, Zeros.STRIP, "351600.5元"),
        (35_160_050, 2, Zeros.KEEP, "351600.50元"),
        (35_160_050, 0, Zeros.KEEP, "351601元"),
        (35_160_049, 0, Zeros.KEEP, "351600元"),
        (35_160_000, 2, Zeros.WHOLE, "351600元"),
        (1, 2, Zeros.STRIP, "0.01元"),
    ],
)
def test_amount_printed_in_yuan(fen: int, places: int, zeros: Zeros, expected: str) -> None:
    assert Amount(fen).text(YUAN, places=places, zeros=zeros) == expected


def decimal_text(number: Decimal, zeros: Zeros, *, separators: bool) -> str:
    """The same layout by Python's own formatting."""
    text = format(number, ",f" if separators else "f")
    whole, _, digits = text.partition(".")
    if zeros is Zeros.STRIP:
        digits = digits.rstrip("0")
    if zeros is Zeros.WHOLE and not digits.strip("0"):
        digits = ""
    return f"{whole}.{digits}" if digits else whole


@PROPERTY
@given(
    FEN,
    st.sampled_from(Unit),
    st.integers(0, 6),
    st.sampled_from(Zeros),
    st.booleans(),
)
def test_printed_amount_agrees_with_decimal(
    fen: int,
    unit: Unit,
    places: int,
    zeros: Zeros,
    separators: bool,
) -> None:
    rounded = decimal_rounded(Fraction(fen, unit.fen), places)
    expected = decimal_text(rounded, zeros, separators=separators) + unit.value
    printed = Amount(fen).text(unit, places=places, zeros=zeros, separators=separators)
    assert printed == expected


@PROPERTY
@given(FEN, st.booleans())
def test_six_decimals_of_wan_lose_nothing(
    fen: int,
    separators: bool,
) -> None:
    printed = Amount(fen).text(places=6, separators=separators)
    number = printed.removesuffix("万元").replace(",", "")
    assert Amount.of(number, WAN).fen == fen


@pytest.mark.parametrize(
    ("scaled", "places", "zeros", "expected"),
    [
        (10_000, 2, Zeros.STRIP, "100"),
        (10_000, 2, Zeros.WHOLE, "100"),
        (10_000, 2, Zeros.KEEP, "100.00"),
        (13_290, 2, Zeros.STRIP, "132.9"),
        (13_290, 2, Zeros.WHOLE, "132.90"),
        (13_290, 0, Zeros.STRIP, "13290"),
        (-5, 2, Zeros.STRIP, "-0.05"),
        (0, 2, Zeros.STRIP, "0"),
    ],
)
def test_scaled_text(scaled: int, places: int, zeros: Zeros, expected: str) -> None:
    assert scaled_text(scaled, places, zeros, separators=False) == expected


# --- 数字本身 ---


@PROPERTY
@given(FEN, st.sampled_from(Unit))
def test_number_of_units_is_exact_and_plain(fen: int, unit: Unit) -> None:
    number = Amount(fen).number(unit)
    assert Fraction(number) == Fraction(fen, unit.fen)
    assert "E" not in str(number)
    assert not (("." in str(number)) and str(number).endswith("0"))


@pytest.mark.parametrize(
    ("number", "needed"),
    [("3", 0), ("3.0", 0), ("1.50", 1), ("1.05", 2), ("1E+2", 0), ("1E-6", 6), ("0.00", 0)],
)
def test_decimals_that_a_number_needs(number: str, needed: int) -> None:
    assert decimals(Decimal(number)) == needed


@pytest.mark.parametrize(
    ("number", "expected"), [("1.50", "1.5"), ("1E+2", "100"), ("0.00", "0"), ("-2.0", "-2")]
)
def test_plain_numbers(number: str, expected: str) -> None:
    assert str(plain(Decimal(number))) == expected
