"""The pieces of a chart that do not depend on its cells: labels, axes, legend, fonts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from xlbudget.domain.charts import ChartKind
from xlbudget.domain.records import dataclass
from xlbudget.files.xml_text import quoteattr

MOST_NAMED = 4
"""Names of so many slices find room around a pie; of more, none are written there."""

_MOST_IN_DOCUMENT = 3
"""Of so many where the chart is low: the names of four stand above and below the pie too."""

_MAX, _MIN = (
    re.compile(rf'<c:{bound} val="(-?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?)"/>')
    for bound in ("max", "min")
)
_NEAR = Decimal(1) / 8
"""Slices whose middles stand nearer than this part of the circle have labels that collide."""

_NEIGHBOURS = 3
"""Two slices alone always have their middles opposite."""

_LINE, _LINE_IN_DOCUMENT = 0.085, 0.125
"""The height of a line of a legend, as a part of the chart's, which is lower in a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How a chart is drawn where it stands; the defaults are those of a workbook.

    `size` in hundredths of a point; `titled` tells that the title stands in the chart; `label` is
    the number format of the amounts beside the points; `slices` are the colours of a pie, () leaves
    them to the program; `margins` are the parts of the width that the names of bars, and their
    amounts, take up, (0, 0) leaves that to the program; `workbook` is the relation to the workbook
    behind a chart of a document.
    """

    font: str = "宋体"
    size: int = 900
    titled: bool = True
    label: str = "General"
    slices: tuple[str, ...] = ()
    margins: tuple[float, float] = (0, 0)
    workbook: str = ""

    @property
    def in_document(self) -> bool:
        """Whether the chart stands in a document, with a workbook of its own behind it."""
        return bool(self.workbook)


IN_WORKBOOK = Looks()


def is_crowded(values: Sequence[Decimal], looks: Looks = IN_WORKBOOK) -> bool:
    """Whether the names of a pie's slices must go into a legend, as there is no room beside them.

    A workbook's pie with few slices keeps its names: the numbers may change at any time.

    >>> document = Looks(workbook="rId1")
    >>> is_crowded([Decimal(97), Decimal(3)], document)
    False
    >>> is_crowded([Decimal("99.8"), Decimal("0.1"), Decimal("0.1")], document)
    True
    >>> is_crowded([Decimal(20)] * 5)
    True
    """
    if len(values) > (_MOST_IN_DOCUMENT if looks.in_document else MOST_NAMED):
        return True
    whole = sum(values)
    if not looks.in_document or len(values) < _NEIGHBOURS or whole <= 0:
        return False
    ends = accumulate(values)
    middles = [(end - value / 2) / whole for value, end in zip(values, ends, strict=True)]
    gaps = (after - before for before, after in pairwise([*middles, middles[0] + 1]))
    return min(gaps) < _NEAR


def labels(kind: ChartKind, looks: Looks, *, crowded: bool) -> str:
    """The amounts beside the points; a pie's slices are named too, where there is room."""
    pie = kind is ChartKind.PIE
    named = pie and not crowded
    more = '<c:separator>\n</c:separator><c:showLeaderLines val="1"/>' if named else ""
    if pie and crowded:
        more = '<c:showLeaderLines val="0"/>'
    shown = int(not (pie and crowded))
    place = '<c:dLblPos val="outEnd"/>' if shown else ""
    style = text_style(looks, one_line=looks.in_document and not pie)
    return (
        f'<c:dLbls><c:numFmt formatCode={_quoted(looks.label)} sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{style}{place}<c:showLegendKey val="0"/>'
        f'<c:showVal val="{shown}"/><c:showCatName val="{int(named)}"/><c:showSerName val="0"/>'
        f'<c:showPercent val="0"/><c:showBubbleSize val="0"/>{more}</c:dLbls>'
    )


def axes(kind: ChartKind, looks: Looks, least: Decimal) -> str:
    """Categories with their names, the largest bar on top; the amounts stand at the points.

    The axis begins at `least`.
    """
    across = kind is ChartKind.BAR
    places = ("l", "b") if across else ("b", "l")
    order = "maxMin" if across else "minMax"
    return (
        '<c:catAx><c:axId val="500001"/>'
        f'<c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{places[0]}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{text_style(looks)}"
        '<c:crossAx val="500002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="500002"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:min val="{least:f}"/></c:scaling><c:delete val="1"/><c:axPos val="{places[1]}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="500001"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def least(values: Sequence[Decimal]) -> Decimal:
    """Where the value axis begins: at zero, or so far below the lowest amount that its label finds
    room.

    >>> least([Decimal(3), Decimal(8)]), least([Decimal(-50), Decimal(145)])
    (Decimal('0'), Decimal('-99'))
    """
    lowest = min(values, default=Decimal(0))
    if lowest >= 0:
        return Decimal(0)
    return Decimal(math.floor(lowest - (max(*values, Decimal(0)) - lowest) / 4))


def widened(plotted: str, values: Sequence[Decimal]) -> str:
    """A plot area whose axis hides no amount: bounds that one lies beyond go.

    >>> widened('<c:max val="9"/><c:min val="0"/>', [Decimal(-1), Decimal(7)])
    '<c:max val="9"/><c:min val="-3"/>'
    """
    lowest, highest = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    plotted = _MAX.sub(lambda found: found[0] if Decimal(found[1]) >= highest else "", plotted)
    new = f'<c:min val="{least(values):f}"/>'
    return _MIN.sub(lambda found: found[0] if Decimal(found[1]) <= lowest else new, plotted)


def area(kind: ChartKind, looks: Looks, *, crowded: bool) -> str:
    """Where in the chart the plot stands: where names, amounts or a legend leave it room."""
    if kind is ChartKind.PIE and crowded:
        top = 0.14 if looks.titled else 0.05
        return _layout(0.03, top, 0.48, 0.95 - top, inner=True)
    if kind is ChartKind.COLUMN and looks.in_document:
        return _layout(0.04, 0.13, 0.92, 0.73, inner=True)
    before, behind = looks.margins
    if kind is ChartKind.BAR and before:
        return _layout(before, 0.03, 1 - before - behind, 0.94, inner=True)
    return "<c:layout/>"


def legend(count: int, looks: Looks) -> str:
    """The names of many slices, one below the other, beside the pie."""
    line = _LINE_IN_DOCUMENT if looks.in_document else _LINE
    high = min(count * line, 0.96)
    place = _layout(0.54, (1 - high) / 2, 0.44, high)
    return (
        f'<c:legend><c:legendPos val="r"/>{place}<c:overlay val="0"/>{text_style(looks)}</c:legend>'
    )


def _layout(x: float, y: float, width: float, height: float, *, inner: bool = False) -> str:
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.3f}"/><c:y val="{y:.3f}"/><c:w val="{width:.3f}"/>'
        f'<c:h val="{height:.3f}"/></c:manualLayout></c:layout>'
    )


def slices(count: int, looks: Looks) -> str:
    """The colours of a pie's slices."""
    colours = looks.slices
    return "".join(
        f'<c:dPt><c:idx val="{at}"/><c:bubble3D val="0"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{colours[at % len(colours)]}"/></a:solidFill></c:spPr></c:dPt>'
        for at in range(count if colours else 0)
    )


def first_angle(values: Sequence[Decimal], looks: Looks = IN_WORKBOOK) -> int:
    """The angle at which the first slice begins, clockwise from the top: in a document the middle
    of the largest slice is on the left, so that names stand beside the pie and not above and below
    it, where they would make it small.

    >>> first_angle([Decimal(98), Decimal(2)], Looks(workbook="rId1"))
    94
    >>> first_angle([Decimal(98), Decimal(2)])
    0
    """
    whole = sum(values)
    if not looks.in_document or whole <= 0:
        return 0
    largest = max(range(len(values)), key=values.__getitem__)
    middle = (sum(values[:largest]) + values[largest] / 2) / whole
    return round(270 - 360 * middle) % 360


def text_style(looks: Looks, size: int = 0, *, bold: bool = False, one_line: bool = False) -> str:
    """Font and size of a text of the chart, which may have to stay in one line."""
    font, wrapped = looks.font, ' wrap="none"' if one_line else ""
    return (
        f"<c:txPr><a:bodyPr{wrapped}/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{size or looks.size}" b="{int(bold)}"><a:latin typeface="{font}"/>'
        f'<a:ea typeface="{font}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _quoted(number_format: str) -> str:
    return '"' + quoteattr(number_format, {'"': "&quot;"})[1:-1] + '"'
