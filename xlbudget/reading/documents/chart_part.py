"""A chart part of a .docx: what it draws, from the values that the file keeps with it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lxml import etree

from xlbudget.domain.documents import ChartBlock, ChartSeries
from xlbudget.domain.records import replace
from xlbudget.domain.text import Place
from xlbudget.reading.documents.xml_parts import A, C, whole_number

_KINDS = {
    "pieChart": "饼图",
    "pie3DChart": "饼图",
    "ofPieChart": "饼图",
    "doughnutChart": "圆环图",
    "lineChart": "折线图",
    "line3DChart": "折线图",
    "areaChart": "面积图",
    "area3DChart": "面积图",
    "scatterChart": "散点图",
    "bubbleChart": "气泡图",
    "radarChart": "雷达图",
}
_BARS = {"bar": "条形图", "col": "柱形图"}
_EXACT = 15
"""Excel shows fifteen significant digits; the file may hold the two more of a binary number."""

_MOST = 10_000
"""Points of a series; a chart that a reader can read has far fewer."""

_RANGES = "{http://schemas.microsoft.com/office/drawing/2012/chart}"


def chart_block(root: etree._Element, place: Place) -> ChartBlock:
    """The chart of a part."""
    chart = root.find(f"{C}chart")
    area = chart.find(f"{C}plotArea") if chart is not None else None
    title = chart.find(f"{C}title") if chart is not None else None
    plots = [each for each in area if each.find(f"{C}ser") is not None] if area is not None else []
    series = tuple(_series(each) for plot in plots for each in plot.findall(f"{C}ser"))
    return ChartBlock(_words(title), _kind(plots[0]) if plots else "", series, place)


def placed(chart: ChartBlock, place: Place) -> ChartBlock:
    """The same chart at another place: one part may be drawn twice."""
    return replace(chart, place=place)


def _kind(plot: etree._Element) -> str:
    name = etree.QName(plot).localname
    if name in ("barChart", "bar3DChart"):
        direction = plot.find(f"{C}barDir")
        return _BARS.get(direction.get("val", "col") if direction is not None else "col", "")
    return _KINDS.get(name, "")


def _series(series: etree._Element) -> ChartSeries:
    categories = _points(series, "cat") or _points(series, "xVal")
    values = _points(series, "val") or _points(series, "yVal")
    count = max(len(categories), len(values))
    return ChartSeries(
        name=_words(series.find(f"{C}tx")),
        categories=_filled(categories, count),
        values=_filled(values, count),
        labels=_labels(series, count),
    )


def _filled(points: dict[int, str], count: int) -> tuple[str, ...]:
    last = max(points, default=-1)
    return tuple(points.get(at, "") for at in range(max(count, last + 1) if points else 0))


def _points(series: etree._Element, name: str) -> dict[int, str]:
    """The saved points of categories or values, each at its number."""
    element = series.find(f"{C}{name}")
    if element is None:
        return {}
    levels = element.findall(f".//{C}lvl")
    kept = levels[0] if levels else element  # the innermost level stands first
    percent = "%" in (kept.findtext(f".//{C}formatCode") or "")
    is_number = kept.find(f".//{C}numCache") is not None or kept.find(f"{C}numLit") is not None
    size = whole_number(_attribute(element, f".//{C}ptCount"))
    points = dict.fromkeys(range(min(max(size, 0), _MOST)), "")
    for point in kept.iter(f"{C}pt"):
        at = whole_number(point.get("idx"), -1)
        text = point.findtext(f"{C}v") or ""
        if 0 <= at < _MOST:
            points[at] = _number(text, percent=percent) if is_number else text
    return points


def _attribute(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return found.get("val") if found is not None else None


def _number(text: str, *, percent: bool) -> str:
    """A saved number as a reader sees it; no digit is dropped but the two behind the fifteenth.

    >>> _number("438.61000000000001", percent=False), _number("0.9863", percent=True)
    ('438.61', '98.63%')
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _EXACT:
        return text
    if len(number.as_tuple().digits) > _EXACT:
        number = Decimal(format(number, f".{_EXACT}g")).normalize()
    elif not percent and "e" not in text.lower():
        return text.strip()
    if percent:
        number = (number * 100).normalize()
    return f"{number:f}" + "%" * percent


def _labels(series: etree._Element, count: int) -> tuple[str, ...]:
    """The labels that somebody wrote at single points; () where there is none."""
    cells = {
        whole_number(point.get("idx"), -1): point.findtext(f"{C}v") or ""
        for point in series.iterfind(f".//{_RANGES}dlblRangeCache/{C}pt")
    }
    labels: dict[int, str] = {}
    for label in series.iterfind(f"{C}dLbls/{C}dLbl"):
        at = whole_number(_attribute(label, f"{C}idx"), -1)
        text = label.find(f"{C}tx")
        if 0 <= at < count and text is not None and _attribute(label, f"{C}delete") != "1":
            labels[at] = _words(text, cells.get(at))
    return tuple(labels.get(at, "") for at in range(count)) if any(labels.values()) else ()


def _words(element: etree._Element | None, of_cell: str | None = None) -> str:
    """The words of a title, name or label: rich text, or what was saved of the cell."""
    if element is None:
        return ""
    rich = element.find(f".//{C}rich")
    if rich is None:
        return "".join(point.text or "" for point in element.iter(f"{C}v")).strip()
    lines = []
    for paragraph in rich.iter(f"{A}p"):
        words = []
        for each in paragraph.iter(f"{A}t", f"{A}br", f"{A}fld"):
            if each.tag == f"{A}br":
                words.append("\n")
            elif each.tag == f"{A}t" and not _is_cell_field(each.getparent(), of_cell):
                words.append(each.text or "")
            elif each.tag == f"{A}fld" and _is_cell_field(each, of_cell):
                words.append(of_cell or "")
        lines.append("".join(words))
    return "\n".join(lines).strip()


def _is_cell_field(element: etree._Element | None, of_cell: str | None) -> bool:
    return (
        of_cell is not None
        and element is not None
        and element.tag == f"{A}fld"
        and element.get("type") == "CELLRANGE"
    )
