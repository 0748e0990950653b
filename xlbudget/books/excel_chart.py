"""A chart in the open workbook: Excel draws it from its cells; only its references may be stale."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from xlbudget.books.formulas import same
from xlbudget.books.undo import Journal
from xlbudget.domain.charts import ChartKind
from xlbudget.files.chart_parts import ChartData

_KINDS = {
    ChartKind.PIE: "pie",
    ChartKind.COLUMN: "column_clustered",
    ChartKind.BAR: "bar_clustered",
}
_ARGUMENT = re.compile(r"(?:'[^']*'|\"[^\"]*\"|\([^)]*\)|[^,'\"()])*")


_OURS = frozenset(_KINDS.values())
"""The kinds that we draw; any other was chosen by a person."""


def is_there(found: Any) -> bool:
    """Whether a chart still is one that can be renewed: it stands there, and has its series, which
    draws cells.
    """
    if found is None or not found[1].SeriesCollection().Count:
        return False
    return "{" not in str(found[1].SeriesCollection(1).Formula)


def renew_chart(found: Any, data: ChartData, journal: Journal) -> None:
    """Make a chart draw its data, if it does not yet.

    `found` is the xlwings chart and Excel's own. The kind of the chart changes only where it must
    (a pie with too many slices becomes bars); one that a person chose stays.
    """
    chart, own = found
    series = own.SeriesCollection(1)
    standing = str(series.Formula)
    name, categories, values, order = arguments(standing)
    if not (same(categories, data.categories_at) and same(values, data.values_at)):
        journal.before(partial(setattr, series, "Formula", standing))
        wanted = f"{name},{data.categories_at},{data.values_at},{order}"
        series.Formula = f"=SERIES({wanted})"
    kind, wanted_kind = str(chart.chart_type), _KINDS[data.kind]
    if kind != wanted_kind and kind in _OURS:
        journal.before(partial(setattr, chart, "chart_type", kind))
        chart.chart_type = wanted_kind


def arguments(series: str) -> tuple[str, str, str, str]:
    """Name, categories, values and order of a SERIES formula.

    >>> arguments("=SERIES('图,表'!$B$5,图表!$C$5:$C$9,图表!$D$5:$D$9,1)")[:2]
    ("'图,表'!$B$5", '图表!$C$5:$C$9')
    >>> arguments("=SERIES(,图表!$C$5,图表!$D$5,1)")[0]
    ''
    """
    inside = series.partition("(")[2].rpartition(")")[0]
    parts, at = [], 0
    while at <= len(inside):
        found = _ARGUMENT.match(inside, at)
        assert found is not None
        parts.append(found[0])
        at = found.end() + 1
    name, categories, values, order = (*parts, "", "", "", "")[:4]
    return name, categories, values, order or "1"
