"""A figure as it stands in a form's blank: without the unit, which the form prints itself."""

from __future__ import annotations

import re

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.money import Unit
from xlbudget.domain.records import replace
from xlbudget.domain.style import Style

_UNITS = {unit.value: unit for unit in Unit}
_RATES = ("%", "％")
_NUMBER = re.compile(r"^-?[\d,]+(?:\.\d+)?")


def in_unit(style: Style, unit: str) -> Style:
    """The style of a text that prints its amounts in the unit of a blank."""
    known = _UNITS.get(unit)
    return replace(style, unit=known) if known and known is not style.unit else style


def is_amount_unit(unit: str) -> bool:
    """Whether amounts can be printed in a unit: 元, 万元."""
    return unit in _UNITS


def number(figure: Figure, unit: str, style: Style, *, signed: bool) -> str | None:
    """The digits of a figure; None where it cannot stand at this unit, or is negative and no word
    before it carries the sign (`signed` tells that one does).

    >>> from xlbudget.domain.money import Amount
    >>> spent = Figure("a", "甲", Amount(12_345_000), "", ())
    >>> number(spent, "万元", Style(), signed=False), number(spent, "辆", Style(), signed=False)
    ('12.35', None)
    """
    amount, ratio, count = figure.amount, figure.ratio, figure.count
    if amount is not None and is_amount_unit(unit):
        text = in_unit(style, unit).amount(abs(amount) if signed else amount)
    elif ratio is not None and unit in _RATES:
        text = style.rate(abs(ratio) if signed else ratio)
    elif count is not None and unit and unit not in (*_UNITS, *_RATES):
        text = style.count(count)
    else:
        return None
    found = _NUMBER.match(text)
    return None if found is None or text.startswith("-") else found.group()


def why_not(figure: Figure) -> str:
    """Why a figure is not printed."""
    value = figure.value
    if isinstance(value, Missing):
        return f"缺{value.what}" + (f"（{value.where}）" if value.where else "")
    if isinstance(value, Contradicted):
        return value.what
    if isinstance(value, NotComparable):
        return value.reason
    return "与空格后的单位不合，或为负数"
