from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.formats.library import find
from xlbudget.results.table_places import table_places, table_sheet
from xlbudget.workbook import layout
from xlbudget.workbook.list_ends import list_end

NATIONAL = find("national", 2024)
SUMMARY = table_places(NATIONAL.tables["revenue_expenditure_summary"])
APPROPRIATION = table_places(NATIONAL.tables["appropriation_summary"])


def test_summary_has_31_rows_a_side_as_the_official_table() -> None:
    assert SUMMARY.last_row - SUMMARY.first_row + 1 == 31


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("current_year_revenue", "current_year_expenditure"),
        ("surplus_used", "surplus_distribution"),
        ("opening_carryover", "closing_carryover"),
        ("revenue_grand_total", "expenditure_grand_total"),
    ],
)
def test_foot_lines_stand_beside_each_other(left: str, right: str) -> None:
    assert SUMMARY.rows[left] == SUMMARY.rows[right]


def test_appropriation_sub_rows_stand_between_opening_and_total() -> None:
    rows = APPROPRIATION.rows
    start = rows["opening_carryover"]
    names = ["opening_general_public_budget", "opening_government_fund", "opening_state_capital"]
    assert [rows[name] for name in names] == [start + 1, start + 2, start + 3]
    assert rows["revenue_grand_total"] == start + 4 == rows["expenditure_grand_total"]


def test_no_two_lines_of_a_side_share_a_row() -> None:
    for places in (SUMMARY, APPROPRIATION):
        for block in places.table.blocks:
            rows = [places.rows[line.name] for line in block.lines]
            assert rows == sorted(set(rows))


def test_columns_of_the_blocks_follow_each_other() -> None:
    assert SUMMARY.cells("revenue_grand_total")["actual"] == "C37"
    assert SUMMARY.cells("201")["actual"] == "F7"
    assert APPROPRIATION.cells("201")["state_capital"] == "I7"
    with pytest.raises(KeyError):
        SUMMARY.cells("201")["state_capital"]


@pytest.mark.parametrize("place", ["national", "sichuan"])
def test_sheet_names_fit_excel_and_differ(place: str) -> None:
    names = [table_sheet(table) for table in find(place, 2024).tables.values()]
    assert names[0] == "公开01 收入支出决算总表"
    assert max(map(len, names)) <= 31
    assert len(set(names)) == len(names)


def test_codes_stand_in_order_below_the_total_with_spare_rows() -> None:
    table = NATIONAL.tables["general_public_budget_expenditure"]
    places = table_places(table, ["20103", "201", "2010301"])
    rows = [places.rows[name] for name in ("total", "201", "20103", "2010301")]
    assert rows == [7, 8, 9, 10]
    assert places.cells("20103")["project"] == "E9"
    assert places.last_row - places.rows["2010301"] >= 10


def test_many_codes_still_leave_spare_rows() -> None:
    table = NATIONAL.tables["general_public_budget_expenditure"]
    codes = [f"2{number:06d}" for number in range(200)]
    places = table_places(table, codes)
    assert places.last_row - max(places.rows.values()) >= 10


def test_three_public_is_one_row_with_budgets_first() -> None:
    places = table_places(NATIONAL.tables["three_public"])
    assert [places.cells("total")[column] for column in ("budget", "actual")] == ["A8", "G8"]
    assert places.cells("official_hospitality")["actual"] == "L8"
    assert places.last_column == 12


def test_own_sheets_are_known_by_title_and_headers_by_words() -> None:
    book = MemoryBook("== 改了名\n上年决算数\n.\n备注|上年决算数|项目|表|列|编码\n|5|收入总计|x||")
    grid = book.read("改了名")
    assert layout.is_ours(grid, layout.PRIOR)
    assert not layout.is_ours(grid, layout.HOME)
    header = layout.header_row(grid, layout.HEADERS[layout.PRIOR])
    assert header == (3, {"表": 4, "项目": 3, "上年决算数": 2, "列": 5, "编码": 6})
    assert layout.header_row(grid, ("没有",)) is None


NARRATIVE = "== 说明\n决算情况说明（正文由程序生成，改写栏由人填写）\n.\n编号|类别|状态|正文|改写\n"
CHARTS = "== 图表\n图表（随分析变动）\n.\n图|图题|类别|数|标注\n"


@pytest.mark.parametrize(
    ("sheet", "text", "end"),
    [
        (layout.NARRATIVE, NARRATIVE, 3),
        (
            layout.NARRATIVE,
            f"{NARRATIVE}一|标题\n一.1|正文\n五.8.2010301|正文\n第三部分.1.续2|正文",
            7,
        ),
        (layout.NARRATIVE, f"{NARRATIVE}一|标题\n||||我的话\n.\n备注", 5),
        (layout.NARRATIVE, f"{NARRATIVE}一|标题\n会计的便条\n2024|x", 4),
        (layout.CHARTS, f"{CHARTS}甲图|图1|a|1|a\n甲图||||\n.\n我的", 5),
    ],
)
def test_where_a_list_of_ours_ends(sheet: str, text: str, end: int) -> None:
    grid = MemoryBook(text).read(sheet)
    header = layout.header_row(grid, layout.HEADERS[sheet])
    assert header is not None
    assert list_end(sheet, grid, *header) == end
