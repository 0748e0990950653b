"""Charts in a document: native, with the workbook that 编辑数据 opens, and a text for people who
cannot see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from xlbudget.domain.charts import ChartKind, ChartSpec
from xlbudget.domain.money import Zeros
from xlbudget.domain.records import dataclass
from xlbudget.domain.style import Style
from xlbudget.files.chart_drawing import Looks
from xlbudget.files.chart_parts import ChartData, chart_part
from xlbudget.files.chart_workbook import areas, chart_workbook
from xlbudget.files.xml_text import quoteattr
from xlbudget.publish.word.marks import allowed

STYLE = "Chart"
"""The paragraph style 图表: automatic line spacing, as Word cuts a drawing to an exact line."""

NAME = "xb:chart:"
"""How the names of our drawings begin; the number of the chart follows."""

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BEHIND = "rId1"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = "仿宋_GB2312"
_SIZE = 1050
_MILLIMETRE = 36_000
_WIDE, _WIDEST, _HIGH, _HIGHEST = 150, 156, 55, 120
_POINT = 25.4 / 72
_HALF = 0.55
"""A digit is about half as wide as a Chinese character."""

_MOST_NAMES = 0.55
"""Longer names of bars go on in a second line."""

_ROW, _LONG_ROW = 7, 8
"""What a bar, or a line of a legend, needs, in mm; a bar whose name takes two lines."""

_LONG = 16
"""Categories longer than this take the whole width of the text."""

_GENERAL = 10
"""The format General shows so many characters of a number, and rounds a longer one."""

_SLICES = (
    "2F5D9B",
    "D98A1F",
    "3F8F6B",
    "8A4F9E",
    "C0504D",
    "4BACC6",
    "9C8F3C",
    "7F7F7F",
    "B85C8E",
    "5A7D2A",
)


@dataclass(frozen=True, slots=True)
class WordChart:
    """A chart as a document holds it: the drawing for a run, the parts by name (chart, its
    relations, workbook), and the part that the document relates to by `relation`.

    The chart part is of type CHART_TYPE; that of .xlsx is WORKBOOK_TYPE.
    """

    drawing_xml: str
    parts: dict[str, bytes]
    relation: str
    target: str

    @property
    def paragraph_xml(self) -> str:
        """The drawing in a paragraph of its own, kept with the caption that follows."""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{STYLE}"/><w:keepNext/></w:pPr>'
            f"<w:r>{self.drawing_xml}</w:r></w:p>"
        )


def chart_parts(spec: ChartSpec, style: Style, *, relation: str, number: int) -> WordChart:
    """A chart for a document: `relation` is the id by which the document will relate to it,
    `number` that of its drawing, unique in the document.
    """
    data = chart_data(spec, style)
    name = f"chart{spec.number}"
    return WordChart(
        drawing_xml=_drawing(spec, style, relation, number),
        parts={
            f"word/charts/{name}.xml": chart_part(data, looks(data, style)),
            f"word/charts/_rels/{name}.xml.rels": (
                f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                f'relationships"><Relationship Id="{_BEHIND}" Type="{_PACKAGE}" '
                f'Target="../embeddings/{name}.xlsx"/></Relationships>'
            ).encode(),
            f"word/embeddings/{name}.xlsx": workbook_of(data, style),
        },
        relation=relation,
        target=f"charts/{name}.xml",
    )


def chart_data(spec: ChartSpec, style: Style) -> ChartData:
    """What a chart of a document draws, from the cells of its own workbook."""
    values = tuple(
        point.figure.amount.number(style.unit)
        for point in spec.points
        if point.figure.amount is not None
    )
    title_at, categories_at, values_at = areas(len(values))
    return ChartData(
        kind=spec.kind,
        title=allowed(spec.series),
        categories=tuple(map(allowed, spec.categories)),
        values=values,
        title_at=title_at,
        categories_at=categories_at,
        values_at=values_at,
    )


def workbook_of(data: ChartData, style: Style) -> bytes:
    """The workbook behind a chart."""
    headers = (f"类别（单位：{style.unit.value}）", data.title)
    return chart_workbook(headers, data.categories, data.values)


def looks(data: ChartData, style: Style) -> Looks:
    """How a chart is drawn in a document."""
    return Looks(
        font=_FONT,
        size=_SIZE,
        titled=False,
        label=label_format(data.values, style),
        slices=_SLICES,
        margins=(_room(data.categories, _MOST_NAMES), _room(map(_shown(style), data.values), 1)),
        workbook=_BEHIND,
    )


def _shown(style: Style) -> Callable[[Decimal], str]:
    return lambda value: f"{value:,f}{style.unit.value}"


def _room(texts: Iterable[str], most: float) -> float:
    """The part of a chart's width that the longest of some texts takes."""
    widest = max((sum(_HALF if c.isascii() else 1 for c in text) for text in texts), default=0)
    return min((widest + 2) * _SIZE / 100 * _POINT / _WIDEST, most)


def label_format(values: tuple[Decimal, ...], style: Style) -> str:
    """The number format of the amounts beside the points, with the unit: no other decimals than
    the text prints.

    >>> from xlbudget.domain.money import Unit
    >>> label_format((Decimal("1482.2"), Decimal(3)), Style())
    'General"万元"'
    >>> label_format((Decimal("148222500.01"), Decimal(3)), Style(unit=Unit.YUAN))
    '0.00"元"'
    """
    needed = max((-int(value.as_tuple().exponent) for value in values), default=0)
    places = min(needed, style.amount_places)
    if style.amount_zeros is Zeros.KEEP or (style.amount_zeros is Zeros.WHOLE and needed):
        places = style.amount_places
    exact = all(len(str(value)) <= _GENERAL for value in values) and needed <= style.amount_places
    digits = f"0.{'0' * places}" if places else "0"
    if style.separators:
        digits = f"#,##{digits}"
    elif style.amount_zeros is Zeros.STRIP and exact:
        digits = "General"
    return f'{digits}"{style.unit.value}"'


def description(spec: ChartSpec, style: Style) -> str:
    """What a chart shows, for people who cannot see it: caption, categories and amounts."""
    said = "，".join(
        f"{category}：{style.amount(point.figure.amount)}"
        for category, point in zip(spec.categories, spec.points, strict=True)
        if point.figure.amount is not None
    )
    return allowed(f"{spec.caption}（{spec.kind.value}）。{said}。")


def _drawing(spec: ChartSpec, style: Style, relation: str, number: int) -> str:
    width, height = (size * _MILLIMETRE for size in _size(spec))
    return (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{NAME}{spec.number}" '
        f"descr={quoteattr(description(spec, style))}/><wp:cNvGraphicFramePr/>"
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _size(spec: ChartSpec) -> tuple[int, int]:
    """Width and height in mm: the more points one below the other, the higher. Two charts of the
    least height stand on a page with their text.
    """
    if spec.kind is ChartKind.COLUMN:
        return _WIDE, _HIGH
    long = any(len(category) > _LONG for category in spec.categories)
    row = _LONG_ROW if _room(spec.categories, 1) > _MOST_NAMES else _ROW
    high = min(max(_HIGH, row * (len(spec.points) + 1)), _HIGHEST)
    return (_WIDEST if long or high > _HIGH else _WIDE), high
