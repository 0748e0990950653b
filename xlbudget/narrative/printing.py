"""A figure as the text prints it, and the gap where it cannot be printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlbudget.domain.figures import Contradicted, Figure, Missing
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import replace
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
    if isinstance(value, Amount):
        return negative(figure) if value.fen < 0 else Printed(style.amount(value), figure)
    if isinstance(value, Fraction):
        return negative(figure) if value.numerator < 0 else Printed(style.rate(value), figure)
    if isinstance(value, Decimal):
        return negative(figure) if value < 0 else Printed(style.count(value), figure)
    if isinstance(value, Missing):
        return Gap.of(value)
    if isinstance(value, Contradicted):
        return Gap(f"{figure.label}（{value.what}）")
    return Gap(f"{figure.label}（{value.reason}）")
