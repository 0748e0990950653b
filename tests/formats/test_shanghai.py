"""上海：表的版式，读得回自己建的表；一个案例从工作簿读回来一字不差。

版式是见过的：合计在最后、基本支出两栏、“三公”经费预算决算交错、基金表的列次、二十四类支出。
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import Zeros
from xlbudget.domain.statements import Statement
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head
from xlbudget.results.table_places import table_places
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

SHANGHAI = find("shanghai", 2024)
TABLES = SHANGHAI.tables
COMPLETE = {case.name: case for case in cases("shanghai") if case.complete}
GENERAL, THREE = "general_public_budget_expenditure", "three_public"


def extracted(name: str, text: str) -> Statement:
    """A table read from a sheet written as text."""
    book = MemoryBook(text, "决算.xlsx")
    grid = book.read(book.sheets()[0].name)
    errors: list[XlbudgetError] = []
    statement, findings, faults = extract(
        grid, TABLES[name], head(grid, "决算.xlsx", errors), "决算"
    )
    assert not [*errors, *findings, *faults]
    assert statement is not None
    return statement


def amounts(statement: Statement) -> dict[tuple[str, str], str]:
    return {
        (line.name, column): cell.amount.text()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


def test_nine_tables_with_two_decimals_that_are_kept() -> None:
    assert len(TABLES) == 9
    style = SHANGHAI.style
    assert (style.amount_places, style.amount_zeros) == (2, Zeros.KEEP)
    assert (style.rate_places, style.rate_zeros) == (2, Zeros.KEEP)
    assert not style.separators
    assert not style.nil_items
    assert not style.nil_sentences


def test_eleven_sections_between_tables_and_terms() -> None:
    ids = [section.id for section in SHANGHAI.sections]
    assert ids[:3] == ["第一部分", "第二部分", "第三部分"]
    assert ids[3:-1] == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]
    assert ids[-1] == "第四部分"
    assert not SHANGHAI.charts


def test_items_are_compared_with_the_budget_of_the_beginning_of_the_year() -> None:
    assert SHANGHAI.traits["项级科目预算口径"] == "年初预算数"


@pytest.mark.parametrize("name", ["revenue_expenditure_summary", "appropriation_summary"])
def test_expenditure_has_24_functions(name: str) -> None:
    labels = [line.label for line in TABLES[name].lines() if line.group == "functions"]
    assert len(labels) == 24
    assert labels[-2:] == ["二十三、其他支出", "二十四、抗疫特别国债安排的支出"]


def test_total_stands_in_the_last_row_below_the_spare_rows() -> None:
    places = table_places(TABLES[GENERAL], ["201", "20103", "2010301"])
    assert [places.rows[code] for code in ("201", "20103", "2010301")] == [7, 8, 9]
    assert places.rows["total"] == places.last_row == 7 + 59
    many = table_places(TABLES[GENERAL], [f"20103{number:02d}" for number in range(1, 90)])
    assert many.rows["total"] == many.last_row == 7 + 89 + 10


def test_basic_expenditure_stands_in_two_blocks_with_both_totals_in_the_last_row() -> None:
    places = table_places(TABLES["general_public_budget_basic"])
    assert [(place.code, place.label) for place in places.blocks] == [(1, 2), (4, 5)]
    assert places.rows["personnel_total"] == places.rows["operating_total"] == places.last_row


def test_there_is_no_identity_about_the_total_that_the_basic_table_does_not_have() -> None:
    assert TABLES["general_public_budget_basic"].line("total") is None
    names = [
        {one.name for one in find(place, 2024).identities} for place in ("shanghai", "national")
    ]
    assert names[1] - names[0] == {"basic-total"}


def test_funds_print_their_columns_in_another_order_than_ours() -> None:
    places = table_places(TABLES["government_fund_accounts"])
    (block,) = places.blocks
    assert sorted(block.amounts, key=lambda name: block.amounts[name]) == [
        "opening_carryover",
        "revenue",
        "expenditure",
        "basic",
        "project",
        "closing_carryover",
    ]
    assert TABLES["government_fund_accounts"].default_column("total") == "expenditure"


def test_three_public_has_budget_and_actual_under_each_item() -> None:
    places = table_places(TABLES[THREE])
    assert [key for key, _ in sorted(places.crossed.items(), key=lambda item: item[1])][:4] == [
        ("total", "budget"),
        ("total", "actual"),
        ("overseas_visits", "budget"),
        ("overseas_visits", "actual"),
    ]


def test_a_published_sheet_with_the_total_last_is_read() -> None:
    statement = extracted(
        GENERAL,
        """
        == 表5
        一般公共预算财政拨款支出决算表
        单位：万元
        项目||合计|基本支出|项目支出
        功能分类科目编码|科目名称|||
        201|一般公共服务支出|7.00|5.00|2.00
        20103|政府办公厅（室）及相关机构事务|7.00|5.00|2.00
        2010301|行政运行|7.00|5.00|2.00
        合计||7.00|5.00|2.00
        """.replace("\n        ", "\n"),
    )
    assert amounts(statement)["total", "total"] == "7万元"
    assert amounts(statement)["2010301", "project"] == "2万元"


def test_a_published_sheet_of_three_public_is_read_item_by_item() -> None:
    statement = extracted(
        THREE,
        """
        == 表7
        财政拨款“三公”经费支出决算表
        单位：万元
        财政拨款“三公”经费|||||||||||
        合计||因公出国（境）费||公务用车购置及运行维护费||||||公务接待费|
        ||||小计||公务用车购置费||公务用车运行维护费|||
        预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
        19.00|15.00|6.00|5.00|10.00|8.00|0.00|0.00|10.00|8.00|3.00|2.00
        """.replace("\n        ", "\n"),
    )
    read_amounts = amounts(statement)
    assert read_amounts["total", "budget"] == "19万元"
    assert read_amounts["vehicles", "actual"] == "8万元"
    assert read_amounts["vehicle_running", "budget"] == "10万元"
    assert read_amounts["official_hospitality", "actual"] == "2万元"


def test_headers_of_the_sheets_that_are_laid_out_otherwise(tmp_path: Path) -> None:
    case = COMPLETE["complete"]
    resolved = find(case.place, case.year, case.settings)
    path = tmp_path / "决算.xlsx"
    path.write_bytes(build(run(account_of_case(case, resolved), resolved)))
    book = openpyxl.load_workbook(path)
    by_number = {sheet.title[:4]: sheet for sheet in book.worksheets}

    def row(number: str, at: int) -> list[object]:
        return [cell.value for cell in by_number[number][at]]

    assert row("公开07", 6) == ["预算数", "决算数"] * 6
    assert row("公开07", 8) == [19, 15, 6, 5, 10, 8, 0, 0, 10, 8, 3, 2]
    assert row("公开08", 5)[4:7] == ["合计", "基本支出", "项目支出"]
    assert row("公开08", 7)[1:] == ["合计", 20, 110, 120, 0, 120, 10]
    assert row("公开05", 66)[1:] == ["合计", 1030, 780, 250]
