"""Charts as DrawingML with saved values, and the renewal of a chart that stands in a package.

Labels are part of the categories (“住房保障支出 54.43%”), because every program draws categories
from cells, while labels from cells are drawn by some only. Knows no final accounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from xlbudget.domain.charts import ChartKind

_FONT = "宋体"
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


def chart_part(data: ChartData) -> bytes:
    """A whole chart part."""
    return (
        f"{_HEAD}<c:chartSpace {_SPACES}>"
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx>{_texts(data.title_at, [data.title])}</c:tx>"
        f'<c:overlay val="0"/>{_text_style(1200, bold=True)}</c:title>'
        f'<c:autoTitleDeleted val="0"/>{_plot_area(data)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
        f"{_text_style(900)}</c:chartSpace>"
    ).encode()


def refreshed(part: bytes, data: ChartData) -> bytes:
    """A chart part with new data; colours, sizes and whatever else a person set stay.

    Where the kind of the chart has changed (a pie with too many slices becomes bars), what it
    plots is drawn anew. A part that is written in another way stays as it is.
    """
    text = part.decode("utf-8")
    area = _PLOT_AREA.search(text)
    if area is None:
        return part
    plotted = area[0]
    if _PLOTS[data.kind] in plotted and _DIRECTION[data.kind] in plotted:
        plotted = _SERIES.sub(lambda found: _renewed(found[0], data), plotted, count=1)
    else:
        plotted = _plot_area(data)
    text = text[: area.start()] + plotted + text[area.end() :]
    title = _texts(data.title_at, [data.title])
    return _TITLE_TEXT.sub(lambda found: found[1] + title, text, count=1).encode()


def _renewed(series: str, data: ChartData) -> str:
    series = _CATEGORIES.sub(lambda _: _categories(data), series, count=1)
    return _VALUES.sub(lambda _: _values(data), series, count=1)


def _plot_area(data: ChartData) -> str:
    if data.kind is ChartKind.PIE:
        body = (
            f'<c:pieChart><c:varyColors val="1"/>{_series(data)}<c:firstSliceAng val="0"/>'
            "</c:pieChart>"
        )
        return f"<c:plotArea><c:layout/>{body}</c:plotArea>"
    body = (
        f'<c:barChart>{_DIRECTION[data.kind]}<c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{_series(data)}<c:gapWidth val="80"/>'
        '<c:axId val="500001"/><c:axId val="500002"/></c:barChart>'
    )
    return f"<c:plotArea><c:layout/>{body}{_axes(data.kind)}</c:plotArea>"


def _series(data: ChartData) -> str:
    pie = data.kind is ChartKind.PIE
    fill = "" if pie else f'<a:solidFill><a:srgbClr val="{_BLUE}"/></a:solidFill>'
    shape = f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/>' if fill else ""
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx>{_texts(data.title_at, [data.title])}</c:tx>{shape}"
        f"{_labels(pie=pie)}{_categories(data)}{_values(data)}</c:ser>"
    )


def _labels(*, pie: bool) -> str:
    """The amounts beside the points; a pie's slices are named too."""
    more = '<c:separator>\n</c:separator><c:showLeaderLines val="1"/>' if pie else ""
    return (
        '<c:dLbls><c:numFmt formatCode="General" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_text_style(900)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/>'
        f'<c:showVal val="1"/><c:showCatName val="{int(pie)}"/><c:showSerName val="0"/>'
        f'<c:showPercent val="0"/><c:showBubbleSize val="0"/>{more}</c:dLbls>'
    )


def _axes(kind: ChartKind) -> str:
    """Categories with their names, the largest bar on top; the amounts stand at the points."""
    across = kind is ChartKind.BAR
    places = ("l", "b") if across else ("b", "l")
    order = "maxMin" if across else "minMax"
    return (
        '<c:catAx><c:axId val="500001"/>'
        f'<c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{places[0]}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{_text_style(900)}"
        '<c:crossAx val="500002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="500002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="1"/><c:axPos val="{places[1]}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="500001"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
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


def _text_style(size: int, *, bold: bool = False) -> str:
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{size}" b="{int(bold)}"><a:latin typeface="{_FONT}"/>'
        f'<a:ea typeface="{_FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
