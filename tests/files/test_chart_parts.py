"""Charts as parts: what they draw is what openpyxl reads of them; what a person set stays."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl.chart import reader
from openpyxl.chart.chartspace import ChartSpace

from xlbudget.domain.charts import ChartKind
from xlbudget.files.chart_parts import ChartData, chart_part, refreshed

DATA = ChartData(
    kind=ChartKind.PIE,
    title="图2：收入决算结构图（万元）",
    categories=("甲 <1> 60%", "乙&丙 40%"),
    values=(Decimal("60.5"), Decimal(40)),
    title_at="'图表'!$B$6",
    categories_at="'图表'!$E$6:$E$7",
    values_at="'图表'!$D$6:$D$7",
)
MORE = replace(
    DATA,
    categories=("甲 50%", "乙 30%", "丙 20%"),
    values=(Decimal(5), Decimal(3), Decimal(2)),
    categories_at="'图表'!$E$6:$E$8",
    values_at="'图表'!$D$6:$D$8",
)
NAMES = {ChartKind.PIE: "PieChart", ChartKind.BAR: "BarChart", ChartKind.COLUMN: "BarChart"}
DIRECTIONS = {ChartKind.BAR: "bar", ChartKind.COLUMN: "col"}


def drawn(part: bytes) -> dict[str, object]:
    """A chart as another program understands it."""
    tree: Any = ET.fromstring(part)
    space: Any = ChartSpace.from_tree(tree)
    understand: Any = reader.read_chart
    chart = understand(space)
    series = chart.series[0]
    return {
        "kind": type(chart).__name__,
        "direction": getattr(chart, "barDir", None),
        "title_at": space.chart.title.tx.strRef.f,
        "title": [point.v for point in space.chart.title.tx.strRef.strCache.pt],
        "categories_at": series.cat.strRef.f,
        "categories": [point.v for point in series.cat.strRef.strCache.pt],
        "values_at": series.val.numRef.f,
        "values": [Decimal(point.v) for point in series.val.numRef.numCache.pt],
    }


def expected(data: ChartData) -> dict[str, object]:
    return {
        "kind": NAMES[data.kind],
        "direction": DIRECTIONS.get(data.kind),
        "title_at": data.title_at,
        "title": [data.title],
        "categories_at": data.categories_at,
        "categories": list(data.categories),
        "values_at": data.values_at,
        "values": list(data.values),
    }


@pytest.mark.parametrize("kind", ChartKind)
def test_a_part_draws_what_it_was_given(kind: ChartKind) -> None:
    data = replace(DATA, kind=kind)
    assert drawn(chart_part(data)) == expected(data)


@pytest.mark.parametrize("before", ChartKind)
@pytest.mark.parametrize("after", ChartKind)
def test_a_refreshed_part_draws_the_new_data(before: ChartKind, after: ChartKind) -> None:
    part = chart_part(replace(DATA, kind=before))
    data = replace(MORE, kind=after)
    assert drawn(refreshed(part, data)) == expected(data)


def test_nothing_to_draw_is_an_empty_chart() -> None:
    nothing = replace(DATA, categories=(), values=())
    assert drawn(refreshed(chart_part(DATA), nothing))["values"] == []
    ET.fromstring(chart_part(nothing))


def test_the_same_data_change_no_byte() -> None:
    part = chart_part(DATA)
    assert refreshed(part, DATA) == part
    assert refreshed(refreshed(part, MORE), DATA) == part


def test_what_a_person_set_stays() -> None:
    """换了颜色、图例、字体的图，只换数据。"""
    colour = (
        '<c:dPt><c:idx val="0"/><c:spPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
        "</c:spPr></c:dPt>"
    )
    legend = '<c:legend><c:legendPos val="r"/></c:legend><c:plotVisOnly'
    part = chart_part(DATA).decode()
    part = part.replace("<c:dLbls>", f"{colour}<c:dLbls>").replace("<c:plotVisOnly", legend)
    new = refreshed(part.encode(), MORE).decode()
    assert colour in new
    assert legend in new
    stripped = [re.sub(r"<c:(cat|val)>.*?</c:\1>", "", text) for text in (part, new)]
    assert stripped[0] == stripped[1]


def test_bars_that_become_a_pie_of_many_slices_get_a_legend() -> None:
    """首页“结构图”改选饼图。"""
    many = replace(MORE, categories=tuple("甲乙丙丁戊"), values=(Decimal(1),) * 5)
    bars = chart_part(replace(many, kind=ChartKind.BAR))
    pie = refreshed(bars, many)
    assert pie == chart_part(many)
    assert pie.count(b"<c:legend>") == 1
    assert refreshed(pie, replace(many, kind=ChartKind.BAR)) == bars
    audited = chart_part(many).decode()
    assert audited.index("</c:plotArea>") < audited.index("<c:legend>")


def test_a_title_that_a_person_typed_stays() -> None:
    typed = (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>我的图</a:t></a:r></a:p></c:rich></c:tx>"
    )
    part = re.sub(r"<c:title><c:tx>.*?</c:tx>", typed, chart_part(DATA).decode(), count=1).encode()
    assert typed.encode() in refreshed(part, MORE)


@pytest.mark.parametrize("part", [b"<x/>", b"", "<c:chartSpace>图</c:chartSpace>".encode()])
def test_a_part_written_in_another_way_stays_as_it_is(part: bytes) -> None:
    assert refreshed(part, DATA) == part
