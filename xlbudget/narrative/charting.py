"""The charts that a text places: what is drawn, from the same figures that the text prints."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.figures import Figure, NotComparable
from xlbudget.formats.model import ChartDef, Format
from xlbudget.formats.names import SHARE, resolve
from xlbudget.narrative.sources import FigureSource

MOST_SLICES = 4
"""A pie has at most so many slices, unless a form demands pies; more parts are drawn as bars.
Either way the largest then stands first.
"""


def missing_figure(chart: ChartDef, resolved: Format, figures: FigureSource) -> Figure | None:
    """A figure without which the chart cannot be drawn, or None. Of a new unit only this year is
    drawn.
    """
    for point in chart.points:
        figure = figures.figure(resolve(resolved, point.figure.split(".")))
        if figure.amount is None and not isinstance(figure.value, NotComparable):
            return figure
    if chart.composition:
        whole = resolved.compositions[chart.composition].whole
        name = resolve(resolved, (whole.table, whole.line, whole.column))
        figure = figures.figure(name)
        return figure if figure.amount is None else None
    return None


def chart_spec(
    chart: ChartDef, number: int, resolved: Format, figures: FigureSource, years: dict[str, str]
) -> ChartSpec | None:
    """The chart of a definition; None where all it would draw is zero, or anything is negative."""
    points = tuple(
        _points(chart, resolved, figures, years)
        if chart.points
        else _parts(chart, resolved, figures)
    )
    amounts = [point.figure.amount.fen for point in points if point.figure.amount is not None]
    if not any(amounts) or min(amounts) < 0:
        return None
    kind = ChartKind(chart.kind)
    if chart.composition and resolved.style.always_pies:
        kind = ChartKind.PIE
    if kind is ChartKind.PIE and len(points) > MOST_SLICES:
        kind = kind if resolved.style.always_pies else ChartKind.BAR
        points = tuple(sorted(points, key=_size, reverse=True))
    return ChartSpec(number, chart.title, kind, chart.series, points, bool(chart.composition))


def _size(point: ChartPoint) -> int:
    return point.figure.amount.fen if point.figure.amount is not None else 0


def _points(
    chart: ChartDef, resolved: Format, figures: FigureSource, years: dict[str, str]
) -> Iterator[ChartPoint]:
    for point in chart.points:
        figure = figures.figure(resolve(resolved, point.figure.split(".")))
        category = point.category
        for slot, text in years.items():
            category = category.replace(f"{{{slot}}}", text)
        if figure.amount is not None:
            yield ChartPoint(category, figure, resolved.style.amount(figure.amount))


def _parts(chart: ChartDef, resolved: Format, figures: FigureSource) -> Iterator[ChartPoint]:
    """The parts that are not zero, each labelled with the share that the text prints."""
    for name, label in figures.parts(resolved.compositions[chart.composition]):
        figure, share = figures.figure(name), figures.figure(name.of(SHARE))
        if figure.amount is not None and figure.amount.fen and share.ratio is not None:
            yield ChartPoint(label, figure, resolved.style.rate(share.ratio))
