"""The four functions of every final account on cells: exact fractions, half-up, then a number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from xlbudget.domain import ratios
from xlbudget.domain.figures import NotComparable
from xlbudget.domain.money import Amount, Unit, half_up
from xlbudget.domain.style import Style
from xlbudget.functions.cells import (
    DIVISION,
    NO_NUMBER,
    Answers,
    Block,
    cell_by_cell,
    numbers_in,
    places_in,
)

Ratio = Callable[[Amount, Amount], Fraction | NotComparable]
"""change_rate, share or completion_rate of the domain."""

_CHANGE_PLACES = 6
"""万元 with six decimals are known to 1 分."""


def rates(one: Block, other: Block, ratio: Ratio, places: object) -> Answers:
    """A ratio of each pair of cells in percent; `#DIV/0!` where it has no sound base."""
    style = Style(rate_places=places_in(places))

    def percent(part: Decimal, base: Decimal) -> str | float:
        first, second, _ = _amounts(part, base)
        found = ratio(first, second)
        if isinstance(found, NotComparable):
            return DIVISION
        return _number(style.scaled_rate(found), style.rate_places)

    return _of_numbers([one, other], percent)


def changes(current: Block, prior: Block) -> Answers:
    """增减额 of each pair of cells, in their unit."""

    def difference(now: Decimal, then: Decimal) -> str | float:
        first, second, unit = _amounts(now, then)
        scaled = ratios.change(first, second).fen * 10**_CHANGE_PLACES
        return _number(half_up(scaled, unit), _CHANGE_PLACES)

    return _of_numbers([current, prior], difference)


def in_wan(yuan: Block, places: object) -> Answers:
    """Each cell in 元 as 万元."""
    kept, wan = places_in(places), Unit.TEN_THOUSAND_YUAN.fen // Unit.YUAN.fen

    def converted(amount: Decimal) -> str | float:
        exact = Fraction(amount) / wan
        return _number(half_up(exact.numerator * 10**kept, exact.denominator), kept)

    return _of_numbers([yuan], converted)


def _of_numbers(blocks: Sequence[Block], answer: Callable[..., str | float]) -> Answers:
    def answered(cells: tuple[object, ...]) -> str | float:
        numbers = numbers_in(cells)
        return numbers if isinstance(numbers, str) else answer(*numbers)

    return cell_by_cell(blocks, answered)


def _amounts(one: Decimal, other: Decimal) -> tuple[Amount, Amount, int]:
    """Two numbers of one unit as whole amounts, and how many of these one unit is.

    >>> _amounts(Decimal("1.5"), Decimal("2"))
    (Amount(fen=3, precision=1), Amount(fen=4, precision=1), 2)
    """
    first, second = Fraction(one), Fraction(other)
    unit = math.lcm(first.denominator, second.denominator)
    return Amount(int(first * unit)), Amount(int(second * unit)), unit


def _number(scaled: int, places: int) -> str | float:
    """A whole number of 10**-places as the number of a cell; `#NUM!` beyond what a cell holds."""
    try:
        return float(Fraction(scaled, 10**places))
    except OverflowError:
        return NO_NUMBER
