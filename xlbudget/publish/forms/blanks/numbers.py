"""A figure as it stands in a form's blank: without the unit, which the form prints itself."""

from __future__ import annotations

import re
from decimal import Decimal

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.money import Amount, Unit, Zeros, half_up, plain, scaled_text
from xlbudget.domain.records import replace
from xlbudget.domain.style import Style

_UNITS = {unit.value: unit for unit in Unit}
_RATES = ("%", "％")
_LARGER = {"千元": 100_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
"""Units that no table is published in, in 分."""

_NUMBER = re.compile(r"^-?[\d,]+(?:\.\d+)?")
_PLACES = re.compile(r"[^.．]+[.．]([^.．]+)")


def in_unit(style: Style, unit: str) -> Style:
    """The style of a text that prints its amounts in the unit of a blank."""
    known = _UNITS.get(unit)
    return replace(style, unit=known) if known and known is not style.unit else style


def is_amount_unit(unit: str) -> bool:
    """Whether amounts can be printed in a unit: 元, 千元, 万元, 百万元, 亿元."""
    return unit in _UNITS or unit in _LARGER


def is_published_in(unit: str) -> bool:
    """Whether tables are published in a unit: 元, 万元."""
    return unit in _UNITS


def places_of(blank: str) -> int | None:
    """How many decimals a blank asks for; None where it does not say.

    >>> places_of("XX.XX"), places_of("XX"), places_of("……")
    (2, None, None)
    """
    found = _PLACES.fullmatch(blank.strip())
    return len(found[1]) if found else None


def number(
    figure: Figure, unit: str, style: Style, *, signed: bool, places: int | None = None
) -> str | None:
    """The digits of a figure; None where it cannot stand at this unit, or is negative and no word
    before it carries the sign (`signed` tells that one does). In a unit that no table is published
    in, it has as many decimals as keep it exact, or `places`; None where these would make it zero.

    >>> from xlbudget.domain.money import Amount
    >>> spent = Figure("a", "甲", Amount(12_345_000), "", ())
    >>> number(spent, "万元", Style(), signed=False), number(spent, "辆", Style(), signed=False)
    ('12.35', None)
    >>> number(spent, "亿元", Style(), signed=False), number(spent, "千元", Style(), signed=False)
    ('0.001235', '123.5')
    >>> number(spent, "亿元", Style(), signed=False, places=2) is None
    True
    """
    amount, ratio, count = figure.amount, figure.ratio, figure.count
    if amount is not None and unit in _LARGER:
        text = _converted(abs(amount) if signed else amount, unit, style, places)
    elif amount is not None and unit in _UNITS:
        text = in_unit(style, unit).amount(abs(amount) if signed else amount)
    elif ratio is not None and unit in _RATES:
        text = style.rate(abs(ratio) if signed else ratio)
    elif count is not None and unit and unit not in (*_UNITS, *_LARGER, *_RATES):
        text = style.count(count)
    else:
        return None
    found = _NUMBER.match(text)
    return None if found is None or text.startswith("-") else found.group()


def rounded_from(figure: Figure, unit: str, style: Style, places: int | None) -> str:
    """The published figure, with its unit, where so many `places` print it less exactly; else "".

    >>> spent = Figure("a", "甲", Amount(148_222_000_000), "", ())
    >>> rounded_from(spent, "亿元", Style(), 2), rounded_from(spent, "亿元", Style(), None)
    ('148222万元', '')
    """
    amount = figure.amount
    if amount is None or unit not in _LARGER or places is None:
        return ""
    exact = Decimal(_converted(amount, unit, style, None).replace(",", ""))
    shown = _converted(amount, unit, style, places).replace(",", "")
    return style.amount(amount) if not shown or Decimal(shown) != exact else ""


def _converted(amount: Amount, unit: str, style: Style, places: int | None) -> str:
    """The published amount in a larger unit; "" where it would print as zero and is none."""
    step = max(style.unit.fen // 10**style.amount_places, 1)
    published = half_up(amount.fen, step) * step
    exact = plain(Decimal(published) / _LARGER[unit])
    if places is None:
        return f"{exact:,f}" if style.separators else f"{exact:f}"
    scaled = half_up(published * 10**places, _LARGER[unit])
    if published and not scaled:
        return ""
    return scaled_text(scaled, places, Zeros.KEEP, style.separators)


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
