"""Charts of a document of ours: drawn from this run's numbers, unless a person changed theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place
from xlbudget.files.package import Package
from xlbudget.publish.refresh.outcome import Left, LeftKind, Replaced
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.word.chart_renewal import chart_values, renewed_chart
from xlbudget.publish.word.charts import NAME, chart_data, description
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import C, Parts, R
from xlbudget.results.computed import Results
from xlbudget.results.trace import TracedChart

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_Values = tuple[tuple[str, ...], tuple[Decimal | None, ...]]
_NO_MORE = "现在全为零或缺数，这张图不再生成。请把图和图注删去。"
_CHANGED = "图里的数有人改过，没有动。请核对后自行改定。"
_AMOUNT = r"-?[\d,.]+\D{0,4}?"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart in the document: its drawing's properties, its part and what that keeps."""

    properties: etree._Element | None
    part: str
    workbook: str | None
    values: _Values


def renew_charts(
    word: OpenWord,
    root: etree._Element,
    old: tuple[TracedChart, ...],
    results: Results,
    told: Told,
) -> tuple[dict[str, bytes], tuple[TracedChart, ...]]:
    """The parts of charts that change, and the charts of the map from now on. `root` is that of the
    text as edited.
    """
    drawings = [*_drawings(word, root)]
    specs = {spec.title: spec for spec in results.charts}
    changed: dict[str, bytes] = {}
    kept: list[TracedChart] = []
    for chart, drawing in _found(old, drawings):
        spec = specs.get(chart.title)
        if drawing is None:
            kept.append(chart)
            if spec is not None:
                _tell(told, chart, "没有找到", "", "文中没有这张图了，或它不再是可以编辑的图。")
            continue
        if spec is None:
            kept.append(chart)
            _tell(told, chart, "仍在文中", "", _NO_MORE)
            continue
        kept.append(_renewed(word.package, chart, drawing, spec, results, told, changed))
    return changed, tuple(kept)


def _renewed(
    package: Package,
    old: TracedChart,
    drawing: _Drawing,
    spec: ChartSpec,
    results: Results,
    told: Told,
    changed: dict[str, bytes],
) -> TracedChart:
    style = results.format.style
    data = chart_data(spec, style)
    wanted: _Values = data.categories, data.values
    said = _words(wanted)
    if not _same(drawing.values, _values_of(old)) and not _same(drawing.values, wanted):
        _tell(told, old, _words(drawing.values), said, _CHANGED)
        return replace(old, number=_renumber(drawing, old, spec))
    if not _same(drawing.values, wanted):
        if drawing.workbook is None:
            _tell(told, old, "没有数据表", said, "图后面的数据表丢了，没有动。请重新生成这张图。")
            return replace(old, number=_renumber(drawing, old, spec))
        part, workbook = renewed_chart(
            package.read(drawing.part), package.read(drawing.workbook), spec, style
        )
        if not _same(chart_values(part), wanted):
            _tell(told, old, "写法不认识", said, "这张图不能由程序更新，没有动。请重新生成这张图。")
            return replace(old, number=_renumber(drawing, old, spec))
        changed[drawing.part], changed[drawing.workbook] = part, workbook
        told.replaced.append(Replaced(Place(), f"{old.caption}的数", said))
    _describe(drawing, old, spec, results)
    return TracedChart(
        spec.title,
        _renumber(drawing, old, spec),
        spec.caption,
        spec.kind.value,
        tuple(spec.categories),
        tuple(map(str, data.values)),
    )


def _drawings(word: OpenWord, root: etree._Element) -> Iterator[_Drawing]:
    parts = Parts(word.package)
    links = parts.linked(word.main)
    for chart in root.iter(f"{C}chart"):
        target = links.get(chart.get(f"{R}id", ""))
        if target is None or target not in word.package:
            continue
        books = [name for name in parts.linked(target).values() if name.endswith(".xlsx")]
        book = next((name for name in books if name in word.package), None)
        properties = next(
            (found for above in chart.iterancestors() for found in above.iterchildren(_DRAWN)),
            None,
        )
        yield _Drawing(properties, target, book, chart_values(word.package.read(target)))


def _found(
    old: tuple[TracedChart, ...], drawings: list[_Drawing]
) -> Iterator[tuple[TracedChart, _Drawing | None]]:
    """The drawing of each chart: by its name, else by its values, else by its categories."""
    free = list(drawings)
    found: dict[str, _Drawing] = {}
    for goes in (_is_named, _has_values, _has_categories):
        for chart in old:
            if chart.title in found:
                continue
            drawing = next((each for each in free if goes(each, chart)), None)
            if drawing is not None:
                free.remove(drawing)
                found[chart.title] = drawing
    for chart in old:
        yield chart, found.get(chart.title)


def _is_named(drawing: _Drawing, chart: TracedChart) -> bool:
    properties = drawing.properties
    return properties is not None and properties.get("name") == f"{NAME}{chart.number}"


def _has_values(drawing: _Drawing, chart: TracedChart) -> bool:
    return bool(chart.values) and _same(drawing.values, _values_of(chart))


def _has_categories(drawing: _Drawing, chart: TracedChart) -> bool:
    return bool(chart.categories) and drawing.values[0] == chart.categories


def _values_of(chart: TracedChart) -> _Values:
    try:
        return chart.categories, tuple(map(Decimal, chart.values))
    except InvalidOperation:
        return chart.categories, ()


def _same(one: _Values, other: _Values) -> bool:
    return tuple(map(str.strip, one[0])) == tuple(map(str.strip, other[0])) and one[1] == other[1]


def _renumber(drawing: _Drawing, old: TracedChart, new: ChartSpec) -> int:
    """The number of a chart from now on; the name of its drawing follows."""
    if drawing.properties is not None and _is_named(drawing, old):
        name = f"{NAME}{new.number}"
        if drawing.properties.get("name") != name:
            drawing.properties.set("name", name)
    return new.number


def _describe(drawing: _Drawing, old: TracedChart, new: ChartSpec, results: Results) -> None:
    """The text for people who cannot see the chart, if it stands as we wrote it."""
    if drawing.properties is None:
        return
    said = "，".join(f"{re.escape(category)}：{_AMOUNT}" for category in old.categories)
    ours = rf"{re.escape(old.caption)}（{re.escape(old.kind)}）。{said}。"
    now = description(new, results.format.style)
    told = drawing.properties.get("descr", "")
    if told != now and re.fullmatch(ours, told):
        drawing.properties.set("descr", now)


def _words(values: _Values) -> str:
    return "，".join(
        f"{category} {'' if value is None else value}"
        for category, value in zip(*values, strict=False)
    )


def _tell(told: Told, chart: TracedChart, now: str, new: str, remedy: str) -> None:
    was = _words(_values_of(chart))
    told.left.append(Left(LeftKind.CHART, Place(), chart.caption, now, was, new, remedy))
