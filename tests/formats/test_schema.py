from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.keys import Keys
from xlbudget.formats.model import Table
from xlbudget.formats.schema import (
    ordinal,
    parse_chart,
    parse_style,
    parse_supplement,
    parse_table,
    parse_wording,
)

FUNCTIONAL = Catalogue(
    [
        CodeName("201", "一般公共服务支出"),
        CodeName("207", "文化体育与传媒支出", None, 2018),
        CodeName("207", "文化旅游体育与传媒支出", 2019),
        CodeName("224", "灾害防治及应急管理支出", 2019),
        CodeName("229", "其他支出"),
    ]
)

TABLE = """
number = "公开01"
title = "收入支出决算总表"
titles = ["收入支出总表"]
note = "注：万元。"

[[agreed]]
name = "grand_total"
lines = ["revenue_grand_total", "expenditure_grand_total"]

[[block]]
name = "revenue"
heading = "收入"
label_headers = ["项目"]
[[block.column]]
name = "actual"
headers = ["决算数", "金额"]
[[block.line]]
name = "surplus_used"
label = "使用非财政拨款结余（含专用结余）"
from = 2023
[[block.line]]
name = "surplus_used"
label = "使用非财政拨款结余"
labels = ["用事业基金弥补收支差额"]
until = 2022
[[block.line]]
name = "revenue_grand_total"
label = "总计"
after = "surplus_used"
blank_rows_before = 1
prior = true

[[block]]
name = "expenditure"
label_headers = ["项目", "功能分类"]
[[block.column]]
name = "total"
headers = ["合计"]
[[block.column]]
name = "budget"
headers = ["预算数"]
[[block.line]]
group = "functions"
codes = ["201", "207", "224", "229"]
[[block.line]]
name = "expenditure_grand_total"
label = "总计"
beside = "revenue_grand_total"
"""


def keys(text: str) -> Keys:
    return Keys(tomllib.loads(text), "甲.toml")


def table(year: int) -> Table:
    return parse_table("summary", keys(TABLE), year, FUNCTIONAL)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (2, "二"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (26, "二十六"),
        (30, "三十"),
        (99, "九十九"),
    ],
)
def test_chinese_ordinals(number: int, numeral: str) -> None:
    assert ordinal(number) == numeral


# --- 表 ---


def test_head_of_a_table() -> None:
    parsed = table(2024)
    assert (parsed.name, parsed.number, parsed.note) == ("summary", "公开01", "注：万元。")
    assert parsed.titles == ("收入支出决算总表", "收入支出总表")
    assert parsed.required
    assert [block.heading for block in parsed.blocks] == ["收入", ""]
    assert parsed.blocks[1].label_headers == ("项目", "功能分类")
    assert parsed.agreed[0].lines == ("revenue_grand_total", "expenditure_grand_total")


def test_line_with_all_its_keys() -> None:
    line = table(2024).line("revenue_grand_total")
    assert line is not None
    assert (line.label, line.labels, line.after) == ("总计", ("总计",), "surplus_used")
    assert (line.blank_rows_before, line.prior, line.group) == (1, True, "")


@pytest.mark.parametrize(
    ("year", "labels"),
    [
        (2022, ("使用非财政拨款结余", "用事业基金弥补收支差额")),
        (2023, ("使用非财政拨款结余（含专用结余）",)),
        (2026, ("使用非财政拨款结余（含专用结余）",)),
    ],
)
def test_line_of_a_year(year: int, labels: tuple[str, ...]) -> None:
    line = table(year).line("surplus_used")
    assert line is not None
    assert line.labels == labels


@pytest.mark.parametrize(
    ("year", "labels"),
    [
        (2018, ["一、一般公共服务支出", "二、文化体育与传媒支出", "三、其他支出"]),
        (
            2019,
            [
                "一、一般公共服务支出",
                "二、文化旅游体育与传媒支出",
                "三、灾害防治及应急管理支出",
                "四、其他支出",
            ],
        ),
    ],
)
def test_code_lines_are_numbered_over_the_codes_of_the_year(year: int, labels: list[str]) -> None:
    lines = [line for line in table(year).lines() if line.group == "functions"]
    assert [line.label for line in lines] == labels


def test_code_line_is_known_by_every_name_it_ever_had() -> None:
    line = table(2024).line("207")
    assert line is not None
    assert line.labels == (
        "二、文化旅游体育与传媒支出",
        "文化体育与传媒支出",
        "文化旅游体育与传媒支出",
    )


@pytest.mark.parametrize(("year", "codes"), [(2020, []), (2021, ["201"]), (2022, ["201"])])
def test_dated_code_lines(year: int, codes: list[str]) -> None:
    text = TABLE.replace('codes = ["201", "207", "224", "229"]', 'codes = ["201"]\nfrom = 2021')
    parsed = parse_table("summary", keys(text), year, FUNCTIONAL)
    assert [line.name for line in parsed.lines() if line.name.isdecimal()] == codes


@pytest.mark.parametrize(
    ("line", "block", "column"),
    [
        ("revenue_grand_total", "revenue", "actual"),
        ("224", "expenditure", "total"),
        ("expenditure_grand_total", "expenditure", "total"),
    ],
)
def test_block_and_first_column_of_a_line(line: str, block: str, column: str) -> None:
    found = table(2024).block_of(line)
    assert found is not None
    assert found.name == block
    assert table(2024).default_column(line) == column


def test_line_that_the_table_does_not_have() -> None:
    parsed = table(2024)
    assert (parsed.line("x"), parsed.block_of("x"), parsed.default_column("x")) == (None, None, "")


# --- 数字样式 ---

STYLE = """
unit = "元"
amount_places = 1
rate_places = 1
amount_zeros = "keep"
rate_zeros = "strip"
separators = true
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
        basis=Basis.YUAN,
    )


def test_keys_that_a_style_leaves_out_stay_as_inherited() -> None:
    base = Style(rate_places=1, separators=True, basis=Basis.YUAN)
    assert parse_style(keys("amount_places = 4"), 2024, base) == Style(
        amount_places=4, rate_places=1, separators=True, basis=Basis.YUAN
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


# --- 图、补充资料、措辞、科目 ---


def test_chart() -> None:
    chart = parse_chart(
        keys(
            """
            title = "变动图"
            kind = "柱状图"
            series = "总计"
            points = [{ category = "{年度}年", figure = "收支总表.总计" }]
            """
        )
    )
    assert (chart.title, chart.kind, chart.series) == ("变动图", "柱状图", "总计")
    assert [(point.category, point.figure) for point in chart.points] == [
        ("{年度}年", "收支总表.总计")
    ]


def test_supplement() -> None:
    always, sometimes = parse_supplement(
        keys(
            """
            [[field]]
            name = "机构职能"
            section = "一"
            hint = "主要职能"
            [[field]]
            name = "变动原因"
            section = "一"
            hint = "写明原因"
            required_when = "有变动"
            required_figure = "收支总表.总计"
            """
        )
    )
    assert (always.required_when, always.required_figure) == ("", "")
    assert (sometimes.name, sometimes.section) == ("变动原因", "一")
    assert (sometimes.required_when, sometimes.required_figure) == ("有变动", "收支总表.总计")


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
    assert parse_wording(keys(text)) == {
        ("比上年", "总体"): {"equal": "与{上年度}年度持平"},
        ("比上年", "简式"): {"missing": "{缺口}"},
    }


def test_codes_with_years_notes_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "functional.csv"
    text = (
        "code,name,valid_from,valid_to,note\r\n"
        "207,文化体育与传媒支出,,2018,\r\n"
        "207,文化旅游体育与传媒支出,2019,,待核\r\n"
        "20701,文化和旅游,,,\r\n"
        "2070101,行政运行,2007,2030,\r\n"
    )
    path.write_bytes(text.encode("utf-8-sig"))
    assert list(load_codes(path).entries) == [
        CodeName("207", "文化体育与传媒支出", None, 2018),
        CodeName("207", "文化旅游体育与传媒支出", 2019, None, "待核"),
        CodeName("20701", "文化和旅游"),
        CodeName("2070101", "行政运行", 2007, 2030),
    ]
