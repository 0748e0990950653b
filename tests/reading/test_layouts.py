"""Every layout of a table that is known from real files gives the same statement."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Level
from xlbudget.domain.money import EXACT, PUBLISHED, Unit
from xlbudget.domain.statements import Holds, Statement
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Layout
from xlbudget.pipeline import Reading, Request, read, run
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, table_on

HERE = Path(__file__).parent
NATIONAL = find("national", 2024)
SICHUAN = find("sichuan", 2024)
SUMMARY = NATIONAL.tables["revenue_expenditure_summary"]
APPROPRIATION = NATIONAL.tables["appropriation_summary"]
SUMMARIES = MemoryBook((HERE / "summary_layouts.txt").read_text("utf-8"), "决算.xlsx")
APPROPRIATIONS = MemoryBook((HERE / "appropriation_layouts.txt").read_text("utf-8"), "决算.xlsx")

IN_SUMMARY = {
    "general_public_budget_appropriation_revenue actual": "1200.5",
    "government_fund_appropriation_revenue actual": "30",
    "current_year_revenue actual": "1230.5",
    "opening_carryover actual": "20",
    "revenue_grand_total actual": "1250.5",
    "201 actual": "820.25",
    "208 actual": "300.25",
    "210 actual": "80",
    "current_year_expenditure actual": "1200.5",
    "closing_carryover actual": "50",
    "expenditure_grand_total actual": "1250.5",
}
IN_APPROPRIATION = {
    "general_public_budget actual": "1200.5",
    "government_fund actual": "30",
    "current_year_revenue actual": "1230.5",
    "opening_carryover actual": "20",
    "opening_general_public_budget actual": "15",
    "opening_government_fund actual": "5",
    "revenue_grand_total actual": "1250.5",
    "201 total": "820.25",
    "201 general_public_budget": "820.25",
    "208 total": "300.25",
    "208 general_public_budget": "300.25",
    "212 total": "26",
    "212 government_fund": "26",
    "current_year_expenditure total": "1146.5",
    "current_year_expenditure general_public_budget": "1120.5",
    "current_year_expenditure government_fund": "26",
    "closing_carryover total": "104",
    "closing_carryover general_public_budget": "95",
    "closing_carryover government_fund": "9",
    "expenditure_grand_total total": "1250.5",
    "expenditure_grand_total general_public_budget": "1215.5",
    "expenditure_grand_total government_fund": "35",
}
"""The amounts that are not zero, in 万元."""


def sheet_names(book: MemoryBook) -> list[str]:
    return [sheet.name for sheet in book.sheets()]


def statement(grid: Grid, known: Format = NATIONAL) -> Statement:
    """The statement of a sheet that is read without any error, or finding but of texts."""
    table = table_on(grid, known.tables.values())
    assert table is not None
    errors: list[XlbudgetError] = []
    found, findings, faults = extract(grid, table, head(grid, "决算.xlsx", errors), "决算.xlsx")
    assert [str(error) for error in errors + faults] == []
    assert {finding.check for finding in findings} <= {"amount-as-text"}
    assert found is not None
    return found


def amounts(read_in: Statement) -> dict[str, str]:
    return {
        f"{line.name} {column}": f"{cell.amount.number()}"
        for line in read_in.lines
        for column, cell in line.cells.items()
        if cell.amount and cell.amount.fen
    }


@pytest.mark.parametrize("layout", sheet_names(SUMMARIES))
def test_every_layout_of_public_table_01(layout: str) -> None:
    found = statement(SUMMARIES.read(layout))
    assert found.table == SUMMARY.name
    assert amounts(found) == IN_SUMMARY


@pytest.mark.parametrize("layout", sheet_names(APPROPRIATIONS))
def test_every_layout_of_public_table_04(layout: str) -> None:
    found = statement(APPROPRIATIONS.read(layout))
    assert found.table == APPROPRIATION.name
    assert amounts(found) == IN_APPROPRIATION


@pytest.mark.parametrize(
    ("book", "layout", "unit_name", "year", "unit_cell"),
    [
        (SUMMARIES, "最简单的样子", "示例街道办事处", None, "D3"),
        (SUMMARIES, "有行次和栏次", "示例街道办事处", 2024, "F2"),
        (SUMMARIES, "列号没有栏次二字", "示例街道办事处", 2024, "A3"),
        (SUMMARIES, "合并的表头和金额格", "示例街道办事处", 2024, "G2"),
        (SUMMARIES, "空格、换行和全角数字", "示例街道办事处", 2024, "A3"),
        (SUMMARIES, "单位是元", "示例街道办事处", 2024, "D2"),
        (SUMMARIES, "四周留空，右边有自己的列", None, 2024, "C4"),
        (SUMMARIES, "公开01", "示例街道办事处", 2024, "D2"),
        (APPROPRIATIONS, "分行也带收入二字，没有国资列", "示例街道办事处", 2024, "A2"),
        (
            APPROPRIATIONS,
            "四周留空，右边有自己的列，表下有注",
            "示例街道办事处",
            2024,
            "H4",
        ),
    ],
)
def test_what_stands_above_a_table(
    book: MemoryBook, layout: str, unit_name: str | None, year: int | None, unit_cell: str
) -> None:
    found = statement(book.read(layout))
    assert (found.unit_name, found.year) == (unit_name, year)
    assert found.unit_source is not None
    assert str(found.unit_source) == f"{layout}!{unit_cell}"


@pytest.mark.parametrize(
    ("layout", "unit", "precision"),
    [
        ("最简单的样子", Unit.TEN_THOUSAND_YUAN, PUBLISHED),
        ("空格、换行和全角数字", Unit.TEN_THOUSAND_YUAN, PUBLISHED),
        ("单位是元", Unit.YUAN, EXACT),
        ("系统导出的三列", Unit.YUAN, EXACT),
    ],
)
def test_unit_and_precision(layout: str, unit: Unit, precision: int) -> None:
    found = statement(SUMMARIES.read(layout))
    assert found.unit is unit
    known = {cell.amount.precision for line in found.lines for cell in line.cells.values()
             if cell.amount}  # fmt: skip
    assert known == {precision}


def test_blank_dash_and_zero_stay_apart() -> None:
    found = statement(SUMMARIES.read("横线、空格和零"))
    holds = {line.name: line.cells["actual"].holds for line in found.lines}
    assert {name: holds[name] for name in ("202", "203", "service_revenue", "212")} == {
        "202": Holds.AMOUNT,
        "203": Holds.AMOUNT,
        "service_revenue": Holds.NOT_APPLICABLE,
        "212": Holds.NOT_APPLICABLE,
    }
    assert holds["state_capital_appropriation_revenue"] is Holds.NOT_APPLICABLE
    assert holds["superior_subsidy_revenue"] is Holds.NOT_APPLICABLE
    assert holds["commercial_revenue"] is Holds.BLANK
    assert holds["affiliate_remittance_revenue"] is Holds.NOT_APPLICABLE
    assert holds["211"] is Holds.NOT_APPLICABLE


def test_cells_keep_their_place_and_rows_their_label() -> None:
    found = statement(SUMMARIES.read("四周留空，右边有自己的列"))
    cell = found.cell("208", "actual")
    assert cell is not None
    assert cell.source.in_file == "决算.xlsx · 四周留空，右边有自己的列!F8"
    line = found.line("208")
    assert line is not None
    assert (line.label, line.group) == ("八、社会保障和就业支出", "functions")


def test_the_same_labels_again_are_the_carryovers_of_the_funds() -> None:
    found = statement(APPROPRIATIONS.read("最简单的样子"))
    places = {
        name: cell.source.cell
        for name in ("government_fund", "opening_government_fund")
        if (cell := found.cell(name, "actual"))
    }
    assert places == {"government_fund": "B7", "opening_government_fund": "B12"}


def test_a_missing_optional_column_is_no_error() -> None:
    found = statement(APPROPRIATIONS.read("分行也带收入二字，没有国资列"))
    assert found.cell("201", "state_capital") is None
    assert found.cell("201", "government_fund") is not None


CODED = {path.stem: path for path in sorted((HERE / "layouts").glob("*.txt"))}
"""Layouts of tables of codes and of items; their first sheet 读作 says what they hold."""
SAID = "读作"
LISTED = [
    pytest.param(table, layout, id=f"{table}-{layout}")
    for table, path in CODED.items()
    for layout in sheet_names(MemoryBook(path.read_text("utf-8")))
    if layout != SAID
]


def test_every_table_of_codes_or_items_has_layouts() -> None:
    tables = {**SICHUAN.tables, **NATIONAL.tables}
    assert set(CODED) == {
        name for name, table in tables.items() if table.layout is not Layout.SIDES
    }
    assert {
        table: sum(p.values[0] == table for p in LISTED) > 1 for table in CODED
    } == dict.fromkeys(CODED, True)


@pytest.mark.parametrize(("table", "layout"), LISTED)
def test_every_layout_of_a_table_of_codes_or_items(table: str, layout: str) -> None:
    book = MemoryBook(CODED[table].read_text("utf-8"), "决算.xlsx")
    said = {f"{line} {column}": f"{amount}" for line, column, amount in book.read(SAID).rows}
    found = statement(book.read(layout), SICHUAN)
    assert found.table == table
    assert amounts(found) == said
    places = [str(cell.source) for line in found.lines for cell in line.cells.values()]
    assert len(places) == len(set(places))


PUBLISHED_PAGE = {
    "revenue_expenditure_summary": "1 收入支出决算总表",
    "revenue_accounts": "2 收入决算表",
    "expenditure_accounts": "3 支出决算表",
    "appropriation_summary": "4 财政拨款收入支出决算总表",
    "general_public_budget_expenditure": "5 一般公共预算财政拨款支出决算表",
    "general_public_budget_basic": "6 一般公共预算财政拨款基本支出决算表",
    "three_public": "7 财政拨款“三公”经费支出决算表",
    "government_fund_accounts": "8 政府性基金预算财政拨款收入支出决算表",
    "state_capital_accounts": "9 国有资本经营预算财政拨款收入支出决算表",
}


def published_page() -> Reading:
    """Nine tables pasted from a published page; the lines of the page stand above each table."""
    book = MemoryBook((HERE / "shanghai_style.txt").read_text("utf-8"), "公开表.xlsx")
    return read(book, Request(place="national", year=2024))


def test_a_workbook_pasted_from_a_published_page() -> None:
    reading = published_page()
    found = {name: read_in.sheet for name, read_in in reading.account.statements.items()}
    assert found == PUBLISHED_PAGE
    assert reading.findings == ()


def test_every_number_of_a_published_page_is_read_once_and_at_its_place() -> None:
    """The numbers of the sheets, but codes in texts, against those of the statements."""
    book = MemoryBook((HERE / "shanghai_style.txt").read_text("utf-8"), "公开表.xlsx")
    for read_in in published_page().account.statements.values():
        numbers = {
            address(row, column): value
            for row, column, value in book.read(read_in.sheet).cells()
            if isinstance(value, Decimal)
        }
        cells = [cell for line in read_in.lines for cell in line.cells.values() if cell.amount]
        assert {cell.source.cell: cell.amount.number() for cell in cells if cell.amount} == numbers
        assert len(cells) == len(numbers)


@pytest.mark.parametrize(
    ("table", "line", "column", "cell", "amount"),
    [
        ("revenue_expenditure_summary", "expenditure_grand_total", "actual", "D36", "5375.38"),
        ("revenue_accounts", "total", "total", "C9", "5210.36"),
        ("revenue_accounts", "2101102", "appropriation_revenue", "D17", "96.29"),
        ("expenditure_accounts", "2120101", "project", "E20", "8.77"),
        ("appropriation_summary", "210", "general_public_budget", "E17", "136.64"),
        ("general_public_budget_expenditure", "total", "project", "E29", "2381.74"),
        ("general_public_budget_basic", "personnel_total", "actual", "C17", "2640.12"),
        ("general_public_budget_basic", "operating_total", "actual", "F17", "188.5"),
        ("three_public", "total", "budget", "A11", "3.85"),
        ("three_public", "vehicle_running", "actual", "J11", "1.2"),
    ],
)
def test_cells_of_a_published_page(
    table: str, line: str, column: str, cell: str, amount: str
) -> None:
    found = published_page().account.statements[table].cell(line, column)
    assert found is not None
    assert found.amount is not None
    assert (found.source.cell, found.amount.number()) == (cell, Decimal(amount))


def test_renamed_and_hidden_sheets_are_read_the_same() -> None:
    text = (HERE / "shanghai_style.txt").read_text("utf-8")
    for number, sheet in enumerate(PUBLISHED_PAGE.values()):
        text = text.replace(f"== {sheet}\n", f"== 表{number} (隐藏)\n")
    renamed = read(MemoryBook(text, "公开表.xlsx"), Request(place="national", year=2024))
    assert renamed.findings == ()
    assert {name: amounts(found) for name, found in renamed.account.statements.items()} == {
        name: amounts(found) for name, found in published_page().account.statements.items()
    }
    assert {found.sheet for found in renamed.account.statements.values()} == {
        f"表{number}" for number in range(9)
    }


def test_an_empty_table_with_its_header_only_is_read_and_holds_nothing() -> None:
    found = published_page().account.statements["government_fund_accounts"]
    assert not found.has_amounts


def test_a_tail_between_two_tables_is_no_error() -> None:
    """卫生健康 136.63 in one table and 136.64 in the other, each rounded by itself."""
    reading = published_page()
    results = run(reading.account, reading.format, reading.findings)
    assert [f.check for f in results.findings if f.level is Level.ERROR] == []
    assert "rounding-tails" in {finding.check for finding in results.findings}
