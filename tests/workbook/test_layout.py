from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.formats.library import find
from xlbudget.workbook import layout

NATIONAL = find("national", 2024)
SUMMARY = layout.table_places(NATIONAL.tables["revenue_expenditure_summary"])
APPROPRIATION = layout.table_places(NATIONAL.tables["appropriation_summary"])


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
    assert SUMMARY.cell("revenue_grand_total", "actual") == "C37"
    assert SUMMARY.cell("201", "actual") == "F7"
    assert APPROPRIATION.cell("201", "state_capital") == "I7"
    with pytest.raises(KeyError):
        SUMMARY.cell("201", "state_capital")


def test_sheet_names_fit_excel() -> None:
    for table in NATIONAL.tables.values():
        assert layout.table_sheet(table) == f"{table.number} {table.title}"
        assert len(layout.table_sheet(table)) <= 31


def test_own_sheets_are_known_by_title_and_headers_by_words() -> None:
    book = MemoryBook("== 改了名\n上年决算数\n.\n备注|上年决算数|项目|表\n|5|收入总计|x")
    grid = book.read("改了名")
    assert layout.is_ours(grid, layout.PRIOR)
    assert not layout.is_ours(grid, layout.HOME)
    header = layout.header_row(grid, layout.HEADERS[layout.PRIOR])
    assert header == (3, {"表": 4, "项目": 3, "上年决算数": 2})
    assert layout.header_row(grid, ("没有",)) is None
