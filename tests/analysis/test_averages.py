"""平均数：金额除以数量，半数远离零；期望值用分数另算。"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.analysis.averages import average
from xlbudget.domain.figures import Figure, Missing, NotComparable, Value
from xlbudget.domain.money import Amount, Unit, Zeros
from xlbudget.domain.style import Style
from xlbudget.formats.model import Average, Part

YUAN, WAN = Unit.YUAN, Unit.TEN_THOUSAND_YUAN
STYLE = Style(amount_zeros=Zeros.KEEP)


def known(unit: Unit = YUAN) -> Average:
    spent = Part(table="three_public", line="vehicles", column="actual")
    return Average(name="人均接待费", amount=spent, field="国内接待总人次", unit=unit)


def figure(value: Value) -> Figure:
    return Figure("甲", "甲", value, "", ())


def of(fen: int, count: str, unit: Unit = YUAN) -> Value:
    return average(known(unit), figure(Amount(fen)), figure(Decimal(count)), STYLE)


@pytest.mark.parametrize(
    ("fen", "count", "unit", "text"),
    [
        (2_400_000, "130", YUAN, "184.62元"),  # 24000 ÷ 130 = 184.6153…
        (100, "8", YUAN, "0.13元"),  # 0.125，进位
        (6_000_000, "4", WAN, "1.50万元"),
        (1_000_000, "8", WAN, "0.13万元"),  # 0.125 万元，进位；不先进到分再进到百元
        (0, "0", YUAN, "0.00元"),
        (0, "5", YUAN, "0.00元"),
    ],
)
def test_average_in_its_own_unit(fen: int, count: str, unit: Unit, text: str) -> None:
    value = of(fen, count, unit)
    assert isinstance(value, Amount)
    assert value.text(unit, places=2, zeros=Zeros.KEEP) == text


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**12), st.integers(1, 10**4), st.sampled_from([YUAN, WAN]))
def test_average_is_rounded_once(fen: int, count: int, unit: Unit) -> None:
    value = of(fen, str(count), unit)
    assert isinstance(value, Amount)
    step = 1 if unit is YUAN else 10_000
    steps, rest = divmod(Fraction(fen, count * step), 1)
    assert value.fen == (steps + (rest >= Fraction(1, 2))) * step


@pytest.mark.parametrize("count", ["0", "1.5", "-1"])
def test_amount_that_nobody_stands_for_has_no_average(count: str) -> None:
    value = of(100, count)
    assert isinstance(value, NotComparable)
    assert value.reason == f"国内接待总人次是{count}，不计算平均数"


def test_what_is_missing_stays_missing() -> None:
    gap, amount, count = Missing("乙"), figure(Amount(100)), figure(Decimal(2))
    assert average(known(), figure(gap), count, STYLE) == gap
    assert average(known(), amount, figure(gap), STYLE) == gap
