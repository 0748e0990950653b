from __future__ import annotations

from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount


def test_caption_carries_number_and_title() -> None:
    point = ChartPoint("基本支出", Figure("a", "甲", Amount(1), "", ()), "60%")
    chart = ChartSpec(2, "支出决算结构图", ChartKind.PIE, "支出", (point,))
    assert chart.caption == "图2：支出决算结构图"


def test_words_for_the_kinds_of_charts() -> None:
    assert {kind.value for kind in ChartKind} == {"柱状图", "饼图", "条形图"}
