"""The four functions of every final account: share, change, rate of change, completion rate.

Ratios are exact fractions of one (0.5 is 50 %); rounding happens only when they are printed. What
has no sound base is a NotComparable that says why, never a number.
"""

from __future__ import annotations

from fractions import Fraction

from xlbudget.domain.figures import NotComparable
from xlbudget.domain.money import Amount


def share(part: Amount, whole: Amount) -> Fraction | NotComparable:
    """占比: part ÷ whole. Nothing has a share of nothing.

    >>> share(Amount(2592), Amount(143363))
    Fraction(2592, 143363)
    >>> share(Amount(0), Amount(0))
    NotComparable(reason='总额为0，不计算占比')
    """
    if whole.fen == 0:
        return NotComparable("总额为0，不计算占比")
    return Fraction(part.fen, whole.fen)


def change(current: Amount, prior: Amount) -> Amount:
    """增减额: current − prior; positive is an increase.

    >>> change(Amount(148222), Amount(63643)).fen
    84579
    """
    return current - prior


def change_rate(current: Amount, prior: Amount) -> Fraction | NotComparable:
    """增减率: (current − prior) ÷ prior. On a base of zero or less there is no rate.

    >>> change_rate(Amount(148222), Amount(63643))
    Fraction(84579, 63643)
    >>> change_rate(Amount(1), Amount(0))
    NotComparable(reason='上年为0，增减率不可比')
    >>> change_rate(Amount(1), Amount(-1))
    NotComparable(reason='上年为负数，增减率不可比')
    """
    if prior.fen == 0:
        return NotComparable("上年为0，增减率不可比")
    if prior.fen < 0:
        return NotComparable("上年为负数，增减率不可比")
    return Fraction(current.fen - prior.fen, prior.fen)


def completion_rate(actual: Amount, budget: Amount) -> Fraction | NotComparable:
    """完成率: actual ÷ budget. Without a budget there is nothing to complete.

    >>> completion_rate(Amount(382), Amount(382))
    Fraction(1, 1)
    >>> completion_rate(Amount(382), Amount(0))
    NotComparable(reason='预算为0，不计算完成率')
    """
    if budget.fen == 0:
        return NotComparable("预算为0，不计算完成率")
    if budget.fen < 0:
        return NotComparable("预算为负数，不计算完成率")
    return Fraction(actual.fen, budget.fen)


def budget_change_rate(actual: Amount, budget: Amount) -> Fraction | NotComparable:
    """预算增减率: (actual − budget) ÷ budget, where a place compares so instead of by 完成率.

    >>> budget_change_rate(Amount(90), Amount(100))
    Fraction(-1, 10)
    >>> budget_change_rate(Amount(90), Amount(0))
    NotComparable(reason='预算为0，不计算预算增减率')
    """
    if budget.fen == 0:
        return NotComparable("预算为0，不计算预算增减率")
    if budget.fen < 0:
        return NotComparable("预算为负数，不计算预算增减率")
    return Fraction(actual.fen - budget.fen, budget.fen)
