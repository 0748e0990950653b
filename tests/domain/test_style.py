from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit, Zeros
from xlbudget.domain.style import Basis, Style

HALF = 1_482_225_000
"""1482.225 万元，正好在两个公开数中间。"""


def test_style_without_a_format_is_that_of_most_publications() -> None:
    style = Style()
    assert style.amount(Amount(1_456_300_000)) == "1456.3万元"
    assert style.amount(Amount(HALF)) == "1482.23万元"
    assert style.rate(Fraction(1)) == "100%"
    assert style.rate(Fraction(84_579, 63_643)) == "132.90%"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style(unit=Unit.YUAN), "14822250元"),
        (Style(unit=Unit.YUAN, separators=True), "14,822,250元"),
        (Style(unit=Unit.YUAN, amount_zeros=Zeros.KEEP), "14822250.00元"),
        (Style(amount_places=4), "1482.225万元"),
        (Style(amount_places=4, amount_zeros=Zeros.KEEP), "1482.2250万元"),
        (Style(amount_places=0), "1482万元"),
        (Style(amount_places=1, separators=True), "1,482.2万元"),
        (Style(rate_places=0, rate_zeros=Zeros.KEEP), "1482.23万元"),  # 比率的位数管不到金额
    ],
)
def test_amounts(style: Style, expected: str) -> None:
    assert style.amount(Amount(HALF)) == expected


@pytest.mark.parametrize(
    ("style", "ratio", "expected"),
    [
        (Style(), Fraction(1_329, 1_000), "132.90%"),
        (Style(rate_zeros=Zeros.STRIP), Fraction(1_329, 1_000), "132.9%"),
        (Style(rate_zeros=Zeros.KEEP), Fraction(1), "100.00%"),
        (Style(rate_places=1), Fraction(1_329, 1_000), "132.9%"),
        (Style(rate_places=1, rate_zeros=Zeros.KEEP), Fraction(-1), "-100.0%"),
        (Style(rate_places=0), Fraction(5, 1_000), "1%"),
        (Style(rate_places=0), Fraction(4_999, 1_000_000), "0%"),
        (Style(), Fraction(-1, 100_000), "0%"),  # 印成零就没有负号
        (Style(separators=True), Fraction(123_456, 1_000), "12,345.60%"),
        (Style(amount_places=0), Fraction(1, 3), "33.33%"),  # 金额的位数管不到比率
    ],
)
def test_rates(style: Style, ratio: Fraction, expected: str) -> None:
    assert style.rate(ratio) == expected


@pytest.mark.parametrize(
    ("style", "fen", "precision"),
    [
        (Style(basis=Basis.PUBLISHED), 1_482_230_000, PUBLISHED),
        (Style(basis=Basis.YUAN), HALF, EXACT),
        (Style(unit=Unit.YUAN), HALF, EXACT),
        (Style(unit=Unit.YUAN, amount_places=4), HALF, EXACT),  # 分以下没有更细的
        (Style(unit=Unit.YUAN, amount_places=0), HALF, 100),
    ],
)
def test_amounts_that_figures_are_computed_from(style: Style, fen: int, precision: int) -> None:
    assert style.basis_amount(Amount(HALF)) == Amount(fen, precision)


@pytest.mark.parametrize(
    ("style", "fen", "expected"),
    [
        (Style(), 5_000, True),  # 50 元印成 0.01 万元
        (Style(), 4_999, False),
        (Style(), -5_000, True),
        (Style(), -4_999, False),
        (Style(), 0, False),
        (Style(amount_places=0), 499_999, False),
        (Style(amount_places=0), 500_000, True),
        (Style(amount_places=4), 50, True),
        (Style(amount_places=4), 49, False),
        (Style(unit=Unit.YUAN), 1, True),
        (Style(unit=Unit.YUAN, amount_places=0), 49, False),
    ],
)
def test_amounts_that_vanish_when_printed(
    style: Style,
    fen: int,
    expected: bool,
) -> None:
    assert style.prints_nonzero(Amount(fen)) is expected
    assert (style.amount(Amount(fen)).strip("-0.万元") != "") is expected


def test_published_amounts_are_their_own_basis() -> None:
    known = Amount(1_482_220_000, PUBLISHED)
    for basis in Basis:
        assert Style(basis=basis).basis_amount(known) == known


def test_two_bases_may_print_different_rates() -> None:
    """50 元和 149.99 元都公开为 0.01 万元，按元却相差近两倍。"""
    part, whole = Amount(5_000), Amount(14_999)
    rates = [
        style.rate(Fraction(style.basis_amount(part).fen, style.basis_amount(whole).fen))
        for style in (Style(basis=Basis.PUBLISHED), Style(basis=Basis.YUAN))
    ]
    assert rates == ["100%", "33.34%"]


@pytest.mark.parametrize(
    ("count", "separators", "text"),
    [
        ("0", False, "0"),
        ("2", False, "2"),
        ("2.00", False, "2"),
        ("100", False, "100"),
        ("1E+2", False, "100"),
        ("92.50", False, "92.5"),
        ("1200", False, "1200"),
        ("1200", True, "1,200"),
        ("12345.5", True, "12,345.5"),
    ],
)
def test_counts_are_printed_without_a_unit_and_without_tails(
    count: str, text: str, *, separators: bool
) -> None:
    assert Style(separators=separators).count(Decimal(count)) == text
