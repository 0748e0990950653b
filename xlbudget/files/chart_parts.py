"""Charts as DrawingML with saved values, and the renewal of a chart that stands in a package.

Labels are part of the categories (“住房保障支出 54.43%”), because every program draws categories
from cells, while labels from cells are drawn by some only. Knows no final accounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xlbudget.domain.charts import ChartKind
from xlbudget.domain.records import dataclass
from xlbudget.files.chart_drawing import (
    IN_WORKBOOK,
    Looks,
    area,
    axes,
    first_angle,
    is_crowded,
    labels,
    least,
    legend,
    slices,
    text_style,
    widened,
)
from xlbudget.files.xml_text import escape

_BLUE = "4472C4"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PLOT_AREA = re.compile(r"<c:plotArea>.*?</c:plotArea>", re.DOTALL)
_SERIES = re.compile(r"<c:ser>.*?</c:ser>", re.DOTALL)
_CATEGORIES = re.compile(r"<c:cat>.*?</c:cat>", re.DOTALL)
_VALUES = re.compile(r"<c:val>.*?</c:val>", re.DOTALL)
_TITLE_TEXT = re.compile(r"(<c:title>\s*<c:tx>)\s*<c:strRef>.*?</c:strRef>", re.DOTALL)
_NAME = re.compile(r"(<c:tx>\s*)<c:strRef>.*?</c:strRef>", re.DOTALL)
_LEGEND = re.compile(r"<c:legend>.*?</c:legend>", re.DOTALL)
_LABELS = re.compile(r"<c:dLbls>.*?</c:dLbls>", re.DOTALL)
_PROGRAM_PLACED = re.compile(r"<c:plotArea>\s*(?:<c:layout/>|(?=<c:pieChart>))")
_OWN_LABEL = re.compile(
    r'(<c:numFmt formatCode=")(?:General|#,##0|0)(?:\.0+)?&quot;万?元&quot;(?=")', re.DOTALL
)
_PLOTS = {ChartKind.PIE: "<c:pieChart>", ChartKind.BAR: "<c:barChart>"}
_PLOTS[ChartKind.COLUMN] = _PLOTS[ChartKind.BAR]
_DIRECTION = {
    ChartKind.COLUMN: '<c:barDir val="col"/>',
    ChartKind.BAR: '<c:barDir val="bar"/>',
    ChartKind.PIE: "",
}


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart draws, and where its cells are: references are formulas such as '图表'!$D$5.

    `categories` carry the labels; all texts and values are those that the cells hold now.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    values: tuple[Decimal, ...]
    title_at: str
    categories_at: str
    values_at: str


def chart_part(data: ChartData, looks: Looks = IN_WORKBOOK) -> bytes:
    """A whole chart part."""
    title, behind = "", ""
    if looks.titled:
        title = (
            f"<c:title><c:tx>{_texts(data.title_at, [data.title])}</c:tx>"
            f'<c:overlay val="0"/>{text_style(looks, 1200, bold=True)}</c:title>'
        )
    if looks.in_document:
        behind = f'<c:externalData r:id="{looks.workbook}"><c:autoUpdate val="0"/></c:externalData>'
    return (
        f"{_HEAD}<c:chartSpace {_SPACES}>"
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/>{_plot_area(data, looks)}'
        f'{_legend(data, looks)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
        f"{text_style(looks)}{behind}</c:chartSpace>"
    ).encode()


def refreshed(part: bytes, data: ChartData, looks: Looks = IN_WORKBOOK) -> bytes:
    """A chart part with new data; colours, sizes and whatever else a person set stay.

    Where the kind of the chart has changed (a pie with too many slices becomes bars), what it
    plots is drawn anew, and where the names of slices no longer find room, they go into a legend. A
    part that is written in another way stays as it is.
    """
    text = part.decode("utf-8")
    found = _PLOT_AREA.search(text)
    if found is None:
        return part
    plotted, after = found[0], text[found.end() :]
    if _PLOTS[data.kind] in plotted and _DIRECTION[data.kind] in plotted:
        plotted = _SERIES.sub(lambda found: _renewed(found[0], data, looks), plotted, count=1)
        plotted = widened(plotted, data.values)
        if _legend(data, looks) and not _LEGEND.search(after):
            plotted, after = _with_legend(plotted, data, looks), _legend(data, looks) + after
    else:
        plotted = _plot_area(data, looks)
        after = _legend(data, looks) + _LEGEND.sub("", after, count=1)
    text = text[: found.start()] + plotted + after
    title = _texts(data.title_at, [data.title])
    return _TITLE_TEXT.sub(lambda found: found[1] + title, text, count=1).encode()


def _renewed(series: str, data: ChartData, looks: Looks) -> str:
    series = _CATEGORIES.sub(lambda _: _categories(data), series, count=1)
    series = _VALUES.sub(lambda _: _values(data), series, count=1)
    if looks.in_document:
        name = _texts(data.title_at, [data.title])
        series = _NAME.sub(lambda found: found[1] + name, series, count=1)
        label = escape(looks.label, {'"': "&quot;"})
        series = _OWN_LABEL.sub(lambda found: found[1] + label, series)
    return series


def _with_legend(plotted: str, data: ChartData, looks: Looks) -> str:
    """A plot area that leaves room for a legend, and does not name the slices any more."""
    place = f"<c:plotArea>{area(data.kind, looks, crowded=True)}"
    plotted = _PROGRAM_PLACED.sub(lambda _: place, plotted, count=1)
    return _LABELS.sub(lambda _: labels(data.kind, looks, crowded=True), plotted, count=1)


def _plot_area(data: ChartData, looks: Looks) -> str:
    layout = area(data.kind, looks, crowded=is_crowded(data.values, looks))
    if data.kind is ChartKind.PIE:
        body = (
            f'<c:pieChart><c:varyColors val="1"/>{_series(data, looks)}'
            f'<c:firstSliceAng val="{first_angle(data.values, looks)}"/></c:pieChart>'
        )
        return f"<c:plotArea>{layout}{body}</c:plotArea>"
    body = (
        f'<c:barChart>{_DIRECTION[data.kind]}<c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{_series(data, looks)}<c:gapWidth val="80"/>'
        '<c:axId val="500001"/><c:axId val="500002"/></c:barChart>'
    )
    drawn = axes(data.kind, looks, least(data.values))
    return f"<c:plotArea>{layout}{body}{drawn}</c:plotArea>"


def _legend(data: ChartData, looks: Looks) -> str:
    if data.kind is ChartKind.PIE and is_crowded(data.values, looks):
        return legend(len(data.values), looks)
    return ""


def _series(data: ChartData, looks: Looks) -> str:
    shape = (
        f'<c:spPr><a:solidFill><a:srgbClr val="{_BLUE}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
    )
    if data.kind is ChartKind.PIE:
        shape = slices(len(data.values), looks)
    crowded = is_crowded(data.values, looks)
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx>{_texts(data.title_at, [data.title])}</c:tx>{shape}"
        f"{labels(data.kind, looks, crowded=crowded)}{_categories(data)}{_values(data)}</c:ser>"
    )


def _categories(data: ChartData) -> str:
    return f"<c:cat>{_texts(data.categories_at, data.categories)}</c:cat>"


def _values(data: ChartData) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(data.values)
    )
    return (
        f"<c:val><c:numRef><c:f>{escape(data.values_at)}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{max(len(data.values), 1)}"/>'
        f"{points}</c:numCache></c:numRef></c:val>"
    )


def _texts(at: str, texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{escape(text)}</c:v></c:pt>'
        for number, text in enumerate(texts)
    )
    return (
        f"<c:strRef><c:f>{escape(at)}</c:f><c:strCache>"
        f'<c:ptCount val="{max(len(texts), 1)}"/>{points}</c:strCache></c:strRef>'
    )
