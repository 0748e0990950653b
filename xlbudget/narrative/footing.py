"""Whether the parts that a chart of structure draws add up to the whole that the text states."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.figures import Contradicted, Figure
from xlbudget.domain.money import Amount, total
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, ChartDef, Format
from xlbudget.formats.names import resolve
from xlbudget.narrative.sources import FigureSource


def unfounded(
    chart: ChartDef, resolved: Format, figures: FigureSource, *, open_below: bool
) -> Contradicted | None:
    """Why a chart of structure cannot be drawn: its parts and its whole differ by more than how
    exactly they are known. Where no part has an amount there is nothing to draw. `open_below`
    tells that parts are kept back (涉密), so that the others may add up to less.
    """
    if not chart.composition:
        return None
    composition = resolved.compositions[chart.composition]
    part = composition.whole
    name = resolve(resolved, (part.table, part.line, part.column))
    whole = figures.figure(name)
    parts = [figures.figure(name) for name, _ in figures.parts(composition)]
    if not any(figure.amount.fen for figure in parts if figure.amount is not None):
        return None
    terms = [amount for amount in map(_known, (whole, *parts)) if amount is not None and amount.fen]
    stated = _known(whole)
    if stated is None:
        return None
    summed = total(amount for amount in map(_known, parts) if amount is not None)
    off = stated.fen - summed.fen
    if 2 * abs(off) <= sum(amount.slack for amount in terms) or (open_below and off > 0):
        return None
    unit = resolved.style.unit
    table = "" if part.table == SUPPLEMENT else f"{resolved.tables[part.table].title}的"
    return Contradicted(
        f"{chart.title}的各部分相加为{summed.exact_text(unit)}，"
        f"{table}{name.line_label(resolved)}为{stated.exact_text(unit)}，"
        f"相差{abs(stated - summed).exact_text(unit)}",
        tuple(dict.fromkeys(str(cell.source) for cell in _cells((whole, *parts)))),
    )


def _known(figure: Figure) -> Amount | None:
    """The amount as exactly as its cell tells it, not as the text rounds it."""
    cells = [cell.amount for cell in figure.cells() if cell.amount is not None]
    return cells[0] if len(cells) == 1 and figure.amount is not None else figure.amount


def _cells(figures: tuple[Figure, ...]) -> Iterator[Cell]:
    for figure in figures:
        yield from (cell for cell in figure.cells() if cell.amount is not None and cell.amount.fen)
