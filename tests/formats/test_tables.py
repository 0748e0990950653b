"""tables/*.toml：一张表的版式、块、列和行，逐年。"""

from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.numerals import ordinal
from xlbudget.formats.keys import Keys
from xlbudget.formats.table_model import Column, Layout, LineDef, Table
from xlbudget.formats.tables import Codes, column_of, holds_in, parse_table

FUNCTIONAL = Catalogue(
    [
        CodeName("201", "一般公共服务支出"),
        CodeName("20101", "人大事务"),
        CodeName("2010101", "行政运行"),
        CodeName("207", "文化体育与传媒支出", None, 2018),
        CodeName("207", "文化旅游体育与传媒支出", 2019),
        CodeName("224", "灾害防治及应急管理支出", 2019),
        CodeName("229", "其他支出"),
    ]
)
ECONOMIC = Catalogue(
    [
        CodeName("301", "工资福利支出"),
        CodeName("30101", "基本工资"),
        CodeName("30104", "其他社会保障缴费", None, 2017),
        CodeName("30112", "其他社会保障缴费", 2018),
        CodeName("302", "商品和服务支出"),
        CodeName("311", "对企业补助（基本建设）", 2018),
        CodeName("31101", "资本金注入", 2018),
    ]
)
SIDES = """
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
until = 2023
[[block.line]]
group = "functions"
codes = ["201", "207", "224", "229"]
[[block.line]]
name = "expenditure_grand_total"
label = "总计"
beside = "revenue_grand_total"
"""
CODES = """
title = "一般公共预算财政拨款支出决算表"
layout = "codes"
functional = true
required = false
nil_when_empty = true
spare_rows = 60
fund = "general_public_budget"
budget = "项级科目预算口径"
paper = "A3"
empty_note = "本年度没有支出，故本表无数据。"
[[block]]
name = "rows"
code_headers = ["科目编码"]
label_headers = ["科目名称"]
column = [{ name = "total", headers = ["小计"], under = ["本年支出", "支出"] }]
line = [{ name = "total", label = "合计", labels = ["总计"] }]
"""
ECONOMIC_ROWS = """
title = "基本支出决算表"
layout = "codes"
[[block]]
name = "personnel"
label_headers = ["科目名称"]
column = [{ name = "actual", headers = ["决算数"] }]
line = [
    { codes = ["301"], below = true, group = "personnel_items", top_group = "economic" },
    { codes = ["311"], group = "economic" },
]
"""
WIDE = """
title = "支出决算明细表"
layout = "codes"
functional = true
[[block]]
name = "rows"
label_headers = ["科目名称"]
column = [{ name = "total", headers = ["合计"] }, { codes = ["301", "311"] }]
line = [{ name = "total", label = "合计" }]
"""


def keys(text: str) -> Keys:
    return Keys(tomllib.loads(text), "甲.toml")


def table(text: str = SIDES, year: int = 2024, number: str = "") -> Table:
    return parse_table("summary", keys(text), Codes(FUNCTIONAL, ECONOMIC, year), number)


def line_of(parsed: Table, name: str) -> LineDef:
    line = parsed.line(name)
    assert line is not None
    return line


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


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", [2019, 2022, 2026]),
        ("from = 2022", [2022, 2026]),
        ("until = 2022", [2019, 2022]),
        ("from = 2022\nuntil = 2022", [2022]),
    ],
)
def test_years_that_an_entry_holds_in(text: str, years: list[int]) -> None:
    assert [year for year in (2019, 2022, 2026) if holds_in(keys(text), year)] == years


# --- 表头和键 ---


def test_head_of_a_table() -> None:
    parsed = table()
    assert (parsed.name, parsed.number, parsed.note) == ("summary", "公开01", "注：万元。")
    assert parsed.titles == ("收入支出决算总表", "收入支出总表")
    assert [block.heading for block in parsed.blocks] == ["收入", ""]
    assert parsed.blocks[1].label_headers == ("项目", "功能分类")
    assert parsed.agreed[0].lines == ("revenue_grand_total", "expenditure_grand_total")


def test_what_is_not_said_of_a_table() -> None:
    parsed = table('title = "甲"')
    assert (parsed.layout, parsed.required, parsed.functional) == (Layout.SIDES, True, None)
    assert (parsed.nil_when_empty, parsed.spare_rows, parsed.paper) == (False, 0, "A4")
    assert (parsed.fund, parsed.budget, parsed.note, parsed.empty_note) == ("", "", "", "")
    assert parsed.blocks == ()


def test_what_may_be_said_of_a_table() -> None:
    parsed = table(CODES)
    assert (parsed.layout, parsed.required) == (Layout.CODES, False)
    assert parsed.functional is FUNCTIONAL
    assert (parsed.nil_when_empty, parsed.spare_rows, parsed.paper) == (True, 60, "A3")
    assert (parsed.fund, parsed.budget) == ("general_public_budget", "项级科目预算口径")
    assert parsed.empty_note == "本年度没有支出，故本表无数据。"
    assert parsed.blocks[0].code_headers == ("科目编码",)


@pytest.mark.parametrize("layout", ["sides", "codes", "crossed"])
def test_every_layout(layout: str) -> None:
    assert table(f'title = "甲"\nlayout = "{layout}"').layout is Layout(layout)


@pytest.mark.parametrize(
    ("text", "given", "number"),
    [
        ('title = "甲"', "公开07", "公开07"),
        ('title = "甲"\nnumber = "附表"', "公开07", "附表"),
        ('title = "甲"', "", ""),
    ],
)
def test_number_of_one_s_own_wins_over_the_place_in_the_list(
    text: str, given: str, number: str
) -> None:
    assert table(text, number=given).number == number


# --- 行 ---


def test_line_with_all_its_keys() -> None:
    line = line_of(table(), "revenue_grand_total")
    assert (line.label, line.labels, line.after) == ("总计", ("总计",), "surplus_used")
    assert (line.blank_rows_before, line.prior, line.group) == (1, True, "")
    assert line_of(table(), "expenditure_grand_total").beside == "revenue_grand_total"


@pytest.mark.parametrize(
    ("year", "labels"),
    [
        (2022, ("使用非财政拨款结余", "用事业基金弥补收支差额")),
        (2023, ("使用非财政拨款结余（含专用结余）",)),
        (2026, ("使用非财政拨款结余（含专用结余）",)),
    ],
)
def test_line_of_a_year(year: int, labels: tuple[str, ...]) -> None:
    assert line_of(table(year=year), "surplus_used").labels == labels


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
    lines = [line for line in table(year=year).lines() if line.group == "functions"]
    assert [line.label for line in lines] == labels


def test_code_line_is_known_by_every_name_it_ever_had() -> None:
    assert line_of(table(), "207").labels == (
        "二、文化旅游体育与传媒支出",
        "文化体育与传媒支出",
        "文化旅游体育与传媒支出",
    )


@pytest.mark.parametrize(("year", "codes"), [(2020, []), (2021, ["201"]), (2022, ["201"])])
def test_dated_code_lines(year: int, codes: list[str]) -> None:
    text = SIDES.replace('codes = ["201", "207", "224", "229"]', 'codes = ["201"]\nfrom = 2021')
    assert [line.name for line in table(text, year).lines() if line.name.isdecimal()] == codes


def test_lines_of_economic_codes_with_those_below_and_without_ordinals() -> None:
    lines = table(ECONOMIC_ROWS).lines()
    assert [(line.name, line.label, line.group) for line in lines] == [
        ("301", "工资福利支出", "economic"),
        ("30101", "基本工资", "personnel_items"),
        ("30112", "其他社会保障缴费", "personnel_items"),
        ("311", "对企业补助（基本建设）", "economic"),
    ]
    assert "31101" not in {line.name for line in lines}  # 没有写 below


def test_economic_codes_of_another_year() -> None:
    """2017 年还没有 311；其他社会保障缴费那时是 30104。"""
    names = [line.name for line in table(ECONOMIC_ROWS, 2017).lines()]
    assert names == ["301", "30101", "30104"]


# --- 列 ---


@pytest.mark.parametrize(("year", "columns"), [(2023, ("total", "budget")), (2024, ("total",))])
def test_dated_column(year: int, columns: tuple[str, ...]) -> None:
    assert table(year=year).blocks[1].column_names == columns


def test_column_under_another_header() -> None:
    (column,) = table(CODES).blocks[0].columns
    assert (column.under, column.parent) == (("本年支出", "支出"), "本年支出")
    assert Column(name="甲", headers=("乙",)).parent == ""


def test_columns_of_economic_codes_with_those_right_below() -> None:
    block = table(WIDE).blocks[0]
    assert block.column_names == ("total", "301", "30101", "30112", "311", "31101")
    top, below = block.columns[1], block.columns[2]
    assert top.headers == ("小计", "工资福利支出", "301")
    assert top.under == ("工资福利支出", "301")
    assert (below.headers, below.under) == (("基本工资", "30101"), ("工资福利支出", "301"))


def test_columns_of_codes_that_the_year_does_not_have_are_left_out() -> None:
    assert table(WIDE, 2017).blocks[0].column_names == ("total", "301", "30101", "30104")


def test_dated_columns_of_codes() -> None:
    text = WIDE.replace('{ codes = ["301", "311"] }', '{ codes = ["301"], until = 2020 }')
    assert table(text, 2020).blocks[0].column_names == ("total", "301", "30101", "30112")
    assert table(text, 2021).blocks[0].column_names == ("total",)


# --- 查行、查列 ---


@pytest.mark.parametrize(
    ("line", "block", "column"),
    [
        ("revenue_grand_total", "revenue", "actual"),
        ("224", "expenditure", "total"),
        ("expenditure_grand_total", "expenditure", "total"),
    ],
)
def test_block_and_first_column_of_a_line(line: str, block: str, column: str) -> None:
    found = table().block_of(line)
    assert found is not None
    assert found.name == block
    assert table().default_column(line) == column


def test_line_that_the_table_does_not_have() -> None:
    parsed = table()
    assert (parsed.line("x"), parsed.block_of("x"), parsed.default_column("x")) == (None, None, "")
    assert parsed.line("2010101") is None  # 行不是科目编码的表，没有写出的科目就没有


def test_any_functional_code_of_the_year_is_a_line_of_a_functional_table() -> None:
    parsed = table(CODES)
    assert line_of(parsed, "2010101") == LineDef(
        name="2010101", label="行政运行", labels=("行政运行",), group="items"
    )
    assert (line_of(parsed, "20101").group, line_of(parsed, "201").group) == (
        "subcategories",
        "categories",
    )
    assert parsed.default_column("2010101") == "total"
    assert parsed.line("224") is not None
    assert table(CODES, 2018).line("224") is None
    assert parsed.line("301") is None  # 经济分类不是功能分类


def test_old_names_of_a_code_are_among_its_labels() -> None:
    assert line_of(table(CODES), "207").labels[0] == "文化旅游体育与传媒支出"
    assert "文化体育与传媒支出" in line_of(table(CODES), "207").labels


def test_groups_of_a_table() -> None:
    assert table().groups() == ("functions",)
    assert table(CODES).groups() == ("categories", "subcategories", "items")
    assert table(ECONOMIC_ROWS).groups() == ("economic", "personnel_items")


@pytest.mark.parametrize(
    ("text", "line", "whole_group", "column", "expected"),
    [
        (SIDES, "revenue_grand_total", False, "", "actual"),
        (SIDES, "functions", True, "", "total"),
        (SIDES, "functions", True, "budget", "budget"),
        (SIDES, "grand_total", False, "", "actual"),  # 合并的名称取第一行的列
        (CODES, "items", True, "", "total"),
        (CODES, "2010101", False, "total", "total"),
    ],
)
def test_column_that_a_reference_means(
    text: str, line: str, whole_group: bool, column: str, expected: str
) -> None:
    parsed = table(text, 2023)
    assert column_of(keys(""), parsed, line, whole_group, column, "甲") == expected


@pytest.mark.parametrize(
    ("line", "whole_group", "column", "word"),
    [
        ("grand_totel", False, "", "行 'grand_totel'"),
        ("function", True, "", "组 'function'"),
        ("201", False, "total", "列 'total'"),
    ],
)
def test_reference_to_nothing(line: str, whole_group: bool, column: str, word: str) -> None:
    text = SIDES.replace('name = "total"', 'name = "sum"')
    with pytest.raises(BrokenFormat) as caught:
        column_of(keys(""), table(text), line, whole_group, column, "甲.乙@丙")
    assert word in caught.value.seen
    assert "甲.乙@丙" in caught.value.seen
