"""What kind of number a template prints for a figure."""

from __future__ import annotations

from enum import Enum

from xlbudget.formats.model import SUPPLEMENT, Format, Kind
from xlbudget.formats.names import RATES
from xlbudget.narrative.nodes import LoopFigure, Reference


class Prints(Enum):
    """A number of money, of things counted, or a ratio."""

    AMOUNT = "金额"
    COUNT = "数量"
    RATE = "比率"


def prints(figure: Reference, resolved: Format) -> Prints:
    """The kind of number that a figure is; one of a loop is known by the words after its line.

    >>> from xlbudget.formats.library import find
    >>> prints(LoopFigure("general_public_budget_expenditure", ("占比",)), find("national", 2024))
    <Prints.RATE: '比率'>
    """
    if isinstance(figure, LoopFigure):
        measures = {resolved.glossary.identifier(word) for word in figure.words}
        return Prints.RATE if measures & set(RATES) else Prints.AMOUNT
    if figure.is_rate:
        return Prints.RATE
    if figure.table == SUPPLEMENT and resolved.supplement[figure.line].kind is not Kind.AMOUNT:
        return Prints.COUNT
    return Prints.AMOUNT
