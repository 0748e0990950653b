"""format.toml 和 wording.toml 里的数字样式、图、构成、措辞。"""

from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.keys import Keys
from xlbudget.formats.model import SUPPLEMENT, VALUE, Part
from xlbudget.formats.schema import (
    parse_chart,
    parse_composition,
    parse_style,
    parse_wording,
)
from xlbudget.formats.tables import Codes, parse_table

TOLLS = """
title = "过桥费收支表"
[[block]]
name = "income"
label_headers = ["项目"]
column = [{ name = "actual", headers = ["决算数"] }, { name = "budget", headers = ["预算数"] }]
line = [
    { name = "carts", label = "马车", group = "tolls" },
    { name = "walkers", label = "行人", group = "tolls" },
    { name = "total", label = "合计" },
]
"""


def keys(text: str) -> Keys:
    return Keys(tomllib.loads(text), "甲.toml")


NOTHING = Catalogue([])
TABLES = {"tolls": parse_table("tolls", keys(TOLLS), Codes(NOTHING, NOTHING, 2024))}

# --- 数字样式 ---

STYLE = """
unit = "元"
amount_places = 1
rate_places = 1
amount_zeros = "keep"
rate_zeros = "strip"
separators = true
nil_items = true
always_pies = true
basis = "yuan"
"""


def test_every_key_of_a_style() -> None:
    assert parse_style(keys(STYLE), 2024, Style()) == Style(
        unit=Unit.YUAN,
        amount_places=1,
        rate_places=1,
        amount_zeros=Zeros.KEEP,
        rate_zeros=Zeros.STRIP,
        separators=True,
        nil_items=True,
        always_pies=True,
        basis=Basis.YUAN,
    )


def test_keys_that_a_style_leaves_out_stay_as_inherited() -> None:
    base = Style(rate_places=1, separators=True, basis=Basis.YUAN, nil_items=True)
    assert parse_style(keys("amount_places = 4"), 2024, base) == Style(
        amount_places=4, rate_places=1, separators=True, basis=Basis.YUAN, nil_items=True
    )
    assert parse_style(None, 2024, base) == base


@pytest.mark.parametrize(
    ("year", "places", "separators"),
    [(2022, 3, False), (2023, 1, False), (2024, 1, False), (2025, 0, True), (2026, 0, True)],
)
def test_dated_blocks_hold_until_the_next(
    year: int,
    places: int,
    separators: bool,
) -> None:
    text = "rate_places = 3\n[2025]\nrate_places = 0\nseparators = true\n[2023]\nrate_places = 1"
    style = parse_style(keys(text), year, Style())
    assert (style.rate_places, style.separators) == (places, separators)


# --- 图 ---

CHART = 'title = "变动图"\nkind = "柱状图"\nseries = "总计"\n'


def test_chart_of_points() -> None:
    point = 'points = [{ category = "{年度}年", figure = "收支总表.总计" }]'
    chart = parse_chart(keys(CHART + point))
    assert (chart.title, chart.kind, chart.series) == ("变动图", "柱状图", "总计")
    assert [(point.category, point.figure) for point in chart.points] == [
        ("{年度}年", "收支总表.总计")
    ]
    assert chart.composition == ""


def test_chart_of_a_composition() -> None:
    chart = parse_chart(keys(CHART + 'composition = "收入构成"'))
    assert (chart.points, chart.composition) == ((), "收入构成")


@pytest.mark.parametrize(
    "text",
    [
        "",
        'composition = "收入构成"\npoints = [{ category = "甲", figure = "乙.丙" }]',
    ],
)
def test_chart_draws_points_or_a_composition(text: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse_chart(keys(CHART + text))
    assert "“变动图”" in caught.value.seen
    assert caught.value.expected == "二者恰有其一"


# --- 构成 ---


def test_composition_of_lines_and_groups() -> None:
    composition = parse_composition(
        keys('name = "甲"\nwhole = "tolls.total"\nparts = ["tolls.tolls.*", "tolls.total@budget"]'),
        TABLES,
    )
    assert composition is not None
    assert composition.name == "甲"
    assert composition.whole == Part(table="tolls", line="total", column="actual")
    assert composition.parts == (
        Part(table="tolls", line="tolls", column="actual", whole_group=True),
        Part(table="tolls", line="total", column="budget"),
    )


def test_composition_of_numbers_of_the_supplement_with_labels() -> None:
    text = (
        'name = "甲"\nwhole = "supplement.总额"\nparts = ["supplement.货物"]\nlabels = ["货物类"]'
    )
    composition = parse_composition(keys(text), TABLES)
    assert composition is not None
    assert composition.whole == Part(table=SUPPLEMENT, line="总额", column=VALUE)
    assert composition.parts == (Part(table=SUPPLEMENT, line="货物", column=VALUE, label="货物类"),)


@pytest.mark.parametrize(
    "text",
    [
        'name = "甲"\nwhole = "ferries.total"\nparts = ["tolls.total"]',
        'name = "甲"\nwhole = "tolls.total"\nparts = ["tolls.carts", "ferries.total"]',
    ],
)
def test_composition_of_a_table_that_is_not_published_is_left_out(text: str) -> None:
    assert parse_composition(keys(text), TABLES, {"ferries"}) is None
    with pytest.raises(BrokenFormat, match="ferries"):
        parse_composition(keys(text), TABLES)


# --- 措辞 ---


def test_wording_rows_that_are_given() -> None:
    text = """
        [[wording]]
        filter = "比上年"
        variant = "总体"
        equal = "与{上年度}年度持平"
        increase = ""
        [[wording]]
        filter = "比上年"
        variant = "简式"
        missing = "{缺口}"
        """
    assert parse_wording(keys(text), 2024) == {
        ("比上年", "总体"): {"equal": "与{上年度}年度持平"},
        ("比上年", "简式"): {"missing": "{缺口}"},
    }


@pytest.mark.parametrize(
    ("year", "row"), [(2021, "各项为零"), (2022, "没有收入"), (2024, "没有收入")]
)
def test_wording_of_a_year(year: int, row: str) -> None:
    text = """
        [[wording]]
        filter = "构成"
        variant = "总体"
        nil = "各项为零"
        until = 2021
        [[wording]]
        filter = "构成"
        variant = "总体"
        nil = "没有收入"
        from = 2022
        """
    assert parse_wording(keys(text), year) == {("构成", "总体"): {"nil": row}}


ROWS = [
    ("比上年", "increase", "{主语}增加{增减额}，增长{增减率}，比{上年度}年度"),
    ("比上年", "tiny_increase", "增长不足{最小率}"),
    ("比上年", "near_nil", "下降超过{最大率}"),
    ("完成", "near_over", "不足{超率}，原因是{原因}"),
    ("完成", "over", "完成{预算口径}的{完成率}"),
    ("构成", "nil_item", "{名称}{金额}，占{占比}"),
    ("构成", "missing", "{缺口}"),
    ("列举", "item", "{名称}"),
]


@pytest.mark.parametrize(("filter_name", "case", "row"), ROWS)
def test_slots_that_a_case_may_use(filter_name: str, case: str, row: str) -> None:
    text = f'[[wording]]\nfilter = "{filter_name}"\nvariant = "甲"\n{case} = "{row}"'
    assert parse_wording(keys(text), 2024) == {(filter_name, "甲"): {case: row}}


@pytest.mark.parametrize(
    ("filter_name", "case", "slot"),
    [
        ("比上年", "nil_last_year", "增减率"),  # 上年为零没有率
        ("比上年", "equal", "增减率"),
        ("比上年", "missing", "完成率"),
        ("完成", "nil_budget", "完成率"),  # 没有预算不算完成率
        ("完成", "over", "超率"),
        ("构成", "item_without_share", "占比"),
        ("构成", "separator", "名称"),
        ("列举", "item", "金额"),
    ],
)
def test_slot_in_a_case_that_has_no_such_value(filter_name: str, case: str, slot: str) -> None:
    text = f'[[wording]]\nfilter = "{filter_name}"\nvariant = "甲"\n{case} = "{{{slot}}}"'
    with pytest.raises(BrokenFormat) as caught:
        parse_wording(keys(text), 2024)
    assert caught.value.seen == f"{case} 中的 {{{slot}}}"
