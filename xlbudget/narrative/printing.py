"""A figure as the text prints it, and the gap where it cannot be printed."""

from __future__ import annotations

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap, Printed, Span


def printed(figure: Figure, style: Style) -> Span:
    """A figure as the text prints it. A negative one cannot be: words carry the sign."""
    value = figure.value
    if isinstance(value, Missing):
        return Gap.of(value)
    if isinstance(value, Contradicted):
        return Gap(f"{figure.label}（{value.what}）")
    amount = figure.amount.fen if figure.amount is not None else None
    if any(number is not None and number < 0 for number in (amount, figure.ratio, figure.count)):
        return Gap(f"{figure.label}为负数，请核对后在“改写”里说明")
    if figure.amount is not None:
        return Printed(style.amount(figure.amount), figure)
    if figure.ratio is not None:
        return Printed(style.rate(figure.ratio), figure)
    if figure.count is not None:
        return Printed(style.count(figure.count), figure)
    assert isinstance(value, NotComparable)
    return Gap(f"{figure.label}（{value.reason}）")
