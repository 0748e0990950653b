"""填进已有的工作簿：各张表自己的单位，新科目进空行，没有地方放的说清楚。"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.intake.given import given
from tests.workbook.workbooks import in_yuan
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.findings import Level
from xlbudget.formats.library import find
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.intake.absent_rows import ROW_ABSENT
from xlbudget.intake.fresh import NOT_PLACED
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.into import Filling, fill
from xlbudget.intake.own_lists import SHEET_MISSING
from xlbudget.pipeline import read, run
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

NATIONAL = find("national", 2024)
SUMMARY, SPENT = "revenue_expenditure_summary", "expenditure_accounts"
GENERAL, FUND = "general_public_budget_expenditure", "government_fund_accounts"
THREE = "three_public"


@cache
def blank() -> bytes:
    return build(run(account_in_layout(NATIONAL, "", "空.xlsx"), NATIONAL))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "决算.xlsx"
    found.write_bytes(blank())
    return found


def edited(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def filled(path: Path, gathered: Gathered, *, overwrite: bool = False) -> Filling:
    """Fill and save; the workbook reads again as what was written."""
    book = PackedBook(path)
    filling = fill(book, read(book), gathered, overwrite=overwrite)
    book.apply(filling.plan)
    book.save(path, force=True)
    return filling


def amount(path: Path, *key: str) -> Decimal | None:
    cell = read(PackedBook(path)).account.cell(*key)
    return cell.amount.number() if cell and cell.amount else None


def test_a_sheet_in_yuan_gets_yuan(path: Path) -> None:
    in_yuan(path, "公开03")
    amounts = {(SPENT, "2010301", "total"): "49.99", (GENERAL, "2010301", "total"): "49.99"}
    filled(path, given(amounts))
    book = openpyxl.load_workbook(path)
    assert book["公开03 支出决算表"]["C8"].value == 49.99
    assert book["公开05 一般公共预算财政拨款支出决算表"]["C8"].value == 0
    assert amount(path, SPENT, "2010301", "total") == Decimal("0.004999")


def test_new_codes_go_into_spare_rows_in_their_order(path: Path) -> None:
    codes = ["2130126", "201", "20103", "2010301", "21301", "213"]
    filled(path, given({(SPENT, code, "total"): "10000" for code in codes}))
    sheet = openpyxl.load_workbook(path)["公开03 支出决算表"]
    rows = [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(7, 14)]
    assert [code for code, _ in rows[1:]] == sorted(codes)
    assert rows[3] == ("2010301", "行政运行")
    filled(path, given({(SPENT, "2010302", "total"): "20000"}))
    sheet = openpyxl.load_workbook(path)["公开03 支出决算表"]
    assert (sheet["A14"].value, sheet["C14"].value) == ("2010302", 2)


def test_the_last_spare_row_is_used_and_one_more_is_refused(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["公开03 支出决算表"]
    note = next(row for row in range(8, 99) if str(sheet.cell(row, 1).value).startswith("注"))
    spare = note - 8
    codes = [f"20103{number:02d}" for number in range(1, spare + 1)]
    amounts = {(SPENT, code, "total"): "10000" for code in codes}
    before = path.read_bytes()
    with pytest.raises(OutputRefused, match="还差 1 行"):
        filled(path, given({**amounts, (SPENT, "2019999", "total"): "1"}))
    assert path.read_bytes() == before
    filled(path, given(amounts))
    sheet = openpyxl.load_workbook(path)["公开03 支出决算表"]
    assert sheet.cell(note - 1, 1).value == codes[-1]
    assert str(sheet.cell(note, 1).value).startswith("注")


def test_every_table_that_is_too_small_is_named(path: Path) -> None:
    codes = [f"2{number:02d}" for number in range(1, 99)]
    amounts = {(table, code, "total"): "1" for table in (SPENT, GENERAL) for code in codes}
    with pytest.raises(Exception, match=r"(?s)支出决算表.*一般公共预算财政拨款支出决算表"):
        filled(path, given(amounts))


def test_budgets_and_last_years_amounts_get_rows_of_their_own(path: Path) -> None:
    gathered = given(
        {(GENERAL, "2010301", "total"): "30000"},
        prior={
            (GENERAL, "2010301", "total"): "20000",
            (SUMMARY, "revenue_grand_total", "actual"): "90000",
        },
        budgets={
            (GENERAL, "2010301", "total", INITIAL): "10000",
            (GENERAL, "2010301", "total", ADJUSTED): "40000",
            (GENERAL, "total", "total", ADJUSTED): "50000",
        },
        counts={"公务用车保有量": "3"},
    )
    filling = filled(path, gathered)
    account = read(PackedBook(path)).account
    given_back = {
        "prior": {k: c.amount.number() for k, c in account.prior.items() if c.amount},
        "budgets": {k: c.amount.number() for k, c in account.budgets.items() if c.amount},
    }
    assert given_back == {
        "prior": {key: cell.amount.number() for key, cell in gathered.prior.items() if cell.amount},
        "budgets": {k: cell.amount.number() for k, cell in gathered.budgets.items() if cell.amount},
    }
    assert account.numbers["公务用车保有量"].count == 3
    assert filling.findings == ()
    again = fill(PackedBook(path), read(PackedBook(path)), gathered)
    assert (again.changes, again.conflicts) == ((), ())


def test_dashes_are_no_zeros_but_agree_with_them(path: Path) -> None:
    def dashes(book: openpyxl.Workbook) -> None:
        book["公开01 收入支出决算总表"]["C7"] = "—"
        book["公开01 收入支出决算总表"]["C8"] = "—"

    edited(path, dashes)
    funds = ("general_public_budget", "government_fund")
    keys = [(SUMMARY, f"{fund}_appropriation_revenue", "actual") for fund in funds]
    filling = filled(path, given(dict(zip(keys, ("0", "10000"), strict=True))))
    (conflict,) = filling.conflicts
    assert (conflict.cell, conflict.before, conflict.after) == ("C8", "—", "1")


def test_a_table_that_is_filled_now_loses_the_words_that_it_is_empty(path: Path) -> None:
    empty = NATIONAL.tables[FUND].empty_note
    title = "公开08 政府性基金预算财政拨款收入支出决算表"
    row = 0

    def say(book: openpyxl.Workbook) -> None:
        nonlocal row
        sheet = next(each for each in book.worksheets if each.title.startswith(title[:8]))
        row = sheet.max_row + 1
        sheet.cell(row, 1, empty)

    edited(path, say)
    filled(path, given({(FUND, "2120803", "expenditure"): "10000"}))
    sheet = next(
        each for each in openpyxl.load_workbook(path).worksheets if each.title.startswith(title[:8])
    )
    assert sheet.cell(row, 1).value is None
    assert amount(path, FUND, "2120803", "expenditure") == 1


def without(*names: str) -> Callable[[openpyxl.Workbook], None]:
    def remove(book: openpyxl.Workbook) -> None:
        for sheet in list(book.worksheets):
            if sheet.title.startswith(names):
                book.remove(sheet)

    return remove


def test_what_has_no_place_is_told_and_the_rest_is_written(path: Path) -> None:
    edited(path, without(layout.PRIOR, layout.BUDGET, layout.SUPPLEMENT, "公开07"))
    gathered = given(
        {(THREE, "total", "actual"): "10000", (SPENT, "2010301", "total"): "10000"},
        prior={(GENERAL, "total", "total"): "1"},
        budgets={(GENERAL, "total", "total", ADJUSTED): "1"},
        counts={"公务用车保有量": "3"},
    )
    filling = filled(path, gathered)
    told = [(finding.check, finding.level) for finding in filling.findings]
    assert told == [(NOT_PLACED, Level.ERROR), *[(SHEET_MISSING, Level.WARNING)] * 3]
    assert "“财政拨款“三公”经费支出决算表”：工作簿里没有这张表" in filling.findings[0].message
    assert amount(path, SPENT, "2010301", "total") == 1


def test_every_change_names_its_place_and_its_source(path: Path) -> None:
    filling = filled(path, given({(SUMMARY, "current_year_revenue", "actual"): "14336330.00"}))
    named = [change for change in filling.changes if change.what.startswith("收入支出决算总表")]
    (change,) = named
    assert re.fullmatch(r"公开01 收入支出决算总表!C\d+", change.place)
    assert (change.before, change.after, change.source) == ("", "1433.63", "导出.xls · Z!A1")


def test_the_units_name_goes_to_the_front_page_and_the_heads(path: Path) -> None:
    filled(path, given({(SPENT, "2010301", "total"): "1"}))
    account = read(PackedBook(path)).account
    assert account.unit_name == "示例街道办事处"
    assert {statement.unit_name for statement in account.statements.values()} == {"示例街道办事处"}


def test_rows_that_the_source_no_longer_has_are_listed_and_kept(path: Path) -> None:
    codes = ["201", "20103", "2010301", "2010302", "2010399"]
    filled(path, given({(SPENT, code, "total"): "10000" for code in codes}))
    again = given({(SPENT, code, "total"): "10000" for code in ("2010301", "2010350")})
    (told,) = filled(path, again).findings
    assert (told.check, told.level) == (ROW_ABSENT, Level.WARNING)
    assert "C11 2010302 一般行政管理事务、C12 2010399 " in told.message
    assert [at.rpartition("!")[2] for at in told.inputs] == ["C11", "C12"]
    assert amount(path, SPENT, "2010302", "total") == 1
    assert amount(path, SPENT, "2010350", "total") == 1


def test_rows_of_tables_that_the_source_lacks_are_no_matter(path: Path) -> None:
    filled(path, given({(SPENT, "2010301", "total"): "10000"}))
    assert not filled(path, given({(GENERAL, "2010302", "total"): "10000"})).findings
    assert not filled(path, given({(SPENT, "201", "total"): "10000"})).findings
