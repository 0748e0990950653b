"""预算数表的“用途”一列：用得到的格式才有；旧工作簿没有这一列照样读；填的字一个不丢。"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import UnreadableCell, XlbudgetError
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Source
from xlbudget.formats.library import find
from xlbudget.pipeline import read, run
from xlbudget.workbook import layout
from xlbudget.workbook.amount_entries import Budgets, read_budgets
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.own_rows import purpose_tables

GENERAL = "general_public_budget_expenditure"
SHEET = """
== 预算数
预算数（年初和全年）
||||金额单位：万元
表|编码|项目|年初预算数|全年预算数|差异原因{header}
一般公共预算财政拨款支出决算表|2010301|行政运行|1|2|追加{purpose}
"""


def budgets(header: str, purpose: str, errors: list[XlbudgetError] | None = None) -> Budgets:
    book = MemoryBook(SHEET.format(header=header, purpose=purpose), "决算.xlsx")
    sheets = OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)
    return read_budgets(sheets, find("sichuan", 2024), [] if errors is None else errors)


def header(place: str, path: Path) -> list[object]:
    """The header row of 预算数 of a new workbook."""
    resolved = find(place, 2024)
    path.write_bytes(build(run(account_in_layout(resolved, "", path.name), resolved)))
    sheet = openpyxl.load_workbook(path)[layout.BUDGET]
    return [cell.value for cell in sheet[layout.HEADER_ROW]]


def test_only_formats_whose_text_says_purposes_ask_for_them(tmp_path: Path) -> None:
    assert purpose_tables(find("shanghai", 2024)) == {GENERAL}
    own = list(layout.HEADERS[layout.BUDGET])
    assert header("shanghai", tmp_path / "沪.xlsx") == [*own, "用途"]
    assert header("national", tmp_path / "国.xlsx") == own


def test_the_column_is_read_where_it_stands() -> None:
    found = budgets("|用途", "|工资")
    assert found.purposes[GENERAL, "2010301"].text == "工资"
    assert found.purpose_cells == {(GENERAL, "2010301"): Source("决算.xlsx", "预算数", "G4")}
    assert found.reasons[GENERAL, "2010301"].text == "追加"


def test_an_older_workbook_has_no_such_column() -> None:
    found = budgets("", "")
    assert (found.purposes, found.purpose_cells) == ({}, {})
    assert found.reasons[GENERAL, "2010301"].text == "追加"
    assert len(found.cells) == 2


def test_an_error_value_is_not_taken_for_blank() -> None:
    errors: list[XlbudgetError] = []
    budgets("|用途", "|#NAME?", errors)
    assert [type(error) for error in errors] == [UnreadableCell]
    assert errors[0].where == "决算.xlsx · 预算数!G4"


@pytest.mark.parametrize("text", ["人员工资和日常办公", "主要用于人员工资。"])
def test_what_is_written_comes_back_word_for_word(text: str, tmp_path: Path) -> None:
    resolved = find("shanghai", 2024)
    amounts = {(GENERAL, "2010301", "total"): Amount.of("5", Unit.TEN_THOUSAND_YUAN)}
    account = account_in_layout(
        resolved, "示例市规划局", "决算.xlsx", amounts, purposes={(GENERAL, "2010301"): text}
    )
    path = tmp_path / "决算.xlsx"
    path.write_bytes(build(run(account, resolved)))
    again = read(PackedBook(path)).account
    assert {key: entry.text for key, entry in again.purposes.items()} == {
        (GENERAL, "2010301"): text
    }
    assert account.purpose_cells.items() <= again.purpose_cells.items()
    assert again.purposes[GENERAL, "2010301"].source == account.purpose_cells[GENERAL, "2010301"]
