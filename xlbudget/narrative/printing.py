"""A figure as the text prints it, and the gap where it cannot be printed."""

from __future__ import annotations

from dataclasses import replace

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.money import Unit
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap, Printed, Span


def negative(figure: Figure) -> Gap:
    """The gap that stands for a negative figure."""
    return Gap(f"{figure.label}为负数，请核对后在“改写”里说明")


def printed(figure: Figure, style: Style, unit: Unit | None = None) -> Span:
    """A figure as the text prints it, an amount in the style's unit or in its own. A negative one
    cannot be: words carry the sign.
    """
    if unit is not None:
        style = replace(style, unit=unit)
    value = figure.value
    if isinstance(value, Missing):
        return Gap.of(value)
    if isinstance(value, Contradicted):
        return Gap(f"{figure.label}（{value.what}）")
    amount = figure.amount.fen if figure.amount is not None else None
    if any(number is not None and number < 0 for number in (amount, figure.ratio, figure.count)):
        return negative(figure)
    if figure.amount is not None:
        return Printed(style.amount(figure.amount), figure)
    if figure.ratio is not None:
        return Printed(style.rate(figure.ratio), figure)
    if figure.count is not None:
        return Printed(style.count(figure.count), figure)
    assert isinstance(value, NotComparable)
    return Gap(f"{figure.label}（{value.reason}）")
