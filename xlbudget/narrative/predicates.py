"""The named predicates of templates: what may be asked of a figure."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.domain.figures import Figure
from xlbudget.domain.style import Style
from xlbudget.formats.names import ACTUAL, BUDGET, PRIOR_ACTUAL, FigureName
from xlbudget.narrative.sources import FigureSource

_OF_CHANGE: dict[str, Callable[[int], bool]] = {
    "有变动": lambda change: change != 0,
    "增加": lambda change: change > 0,
    "减少": lambda change: change < 0,
    "持平": lambda change: change == 0,
}
_OF_BUDGET: dict[str, Callable[[int], bool]] = {
    "超预算": lambda difference: difference > 0,
    "低于预算": lambda difference: difference < 0,
    "与预算持平": lambda difference: difference == 0,
}


def holds(predicate: str, figure: FigureName, figures: FigureSource, style: Style) -> bool:
    """Whether a named predicate holds for a line; with anything missing none does, but those that
    leave out what is nil: what is not known must be asked for.

    A change too small to be printed is none: the text says 基本持平, which needs no reason.
    """
    now = figures.figure(figure.of(ACTUAL))
    if predicate in ("应列", "应比"):
        years = (now,) if predicate == "应列" else (now, figures.figure(figure.of(PRIOR_ACTUAL)))
        return style.nil_sentences or not all(map(_is_nil, years))
    if predicate in ("有数", "为零"):
        count = now.count if now.amount is None else now.amount.fen
        return count is not None and (count != 0) == (predicate == "有数")
    if predicate in ("上年有数", "有预算"):
        measure = PRIOR_ACTUAL if predicate == "上年有数" else BUDGET
        other = figures.figure(figure.of(measure)).amount
        return other is not None and other.fen != 0
    test = _OF_CHANGE.get(predicate)
    other = figures.figure(figure.of(PRIOR_ACTUAL if test else BUDGET)).amount
    if now.amount is None or other is None:
        return False
    difference = now.amount - other
    shown = difference.fen if style.prints_nonzero(difference) else 0
    return (test or _OF_BUDGET[predicate])(shown)


def _is_nil(figure: Figure) -> bool:
    """Whether a figure is known to be nothing."""
    number = figure.count if figure.amount is None else figure.amount.fen
    return number is not None and number == 0
