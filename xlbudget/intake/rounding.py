"""Exact amounts as a workbook holds them: half-up to what it prints, in the unit of the sheet."""

from __future__ import annotations

from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.domain.style import Style


def held(amount: Amount, unit: Unit, style: Style) -> Amount:
    """An amount as a sheet in `unit` holds it: 元 stay exact, 万元 are rounded to 0.01 万元, or as
    finely as figures are computed. How the text prints its amounts takes nothing from the tables.

    >>> held(Amount(1_482_225_000), Unit.TEN_THOUSAND_YUAN, Style()).text()
    '1482.23万元'
    >>> held(Amount(1_482_225_001), Unit.YUAN, Style()).text(Unit.YUAN)
    '14822250.01元'
    >>> held(Amount(1_482_225_000), Unit.TEN_THOUSAND_YUAN, Style(amount_places=0)).text()
    '1482.23万元'
    """
    if unit is Unit.YUAN:
        return amount
    ways = (style.basis_amount(amount), amount.rounded(PUBLISHED))
    return min(ways, key=lambda each: each.precision)


def agrees(standing: Amount, source: Amount, unit: Unit, style: Style) -> bool:
    """Whether a cell holds what a source says: rounded as we would, or more exactly.

    >>> agrees(Amount(1_482_230_000), Amount(1_482_225_000), Unit.TEN_THOUSAND_YUAN, Style())
    True
    """
    return standing.fen in (source.fen, held(source, unit, style).fen)
