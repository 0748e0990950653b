"""本组测试共用：像人一样在工作簿里填上案例里只有人知道的内容。"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.exports import exports
from xlbudget.formats.library import find, places
from xlbudget.formats.model import Format, Kind
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.pipeline import read
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.own_rows import AmountRow


def complete_cases() -> list[Case]:
    """The cases with every table and section, of all places; 示例留空的那一份不重复算。"""
    every = (case for place in places() for case in cases(place) if case.complete)
    return [case for case in every if case.name != "sample"]


def account_of(case: Case) -> tuple[FinalAccount, Format]:
    resolved = find(case.place, case.year, case.settings)
    return account_of_case(case, resolved), resolved


def fill_in(path: Path, case: Case) -> None:
    """首页 settings, 上年数, 补充资料, 名词解释, 预算数: what the import has not filled in."""
    resolved = find(case.place, case.year, case.settings)
    book = openpyxl.load_workbook(path)
    home = book[layout.HOME]
    for row in home.iter_rows(min_row=layout.FIRST_ROW):
        if row[0].value in case.settings:
            row[1].value = case.settings[str(row[0].value)]
    _zeros(book, path, case, resolved)
    _prior(book[layout.PRIOR], case, resolved)
    _budgets(book[layout.BUDGET], case, resolved)
    _supplement(book[layout.SUPPLEMENT], case, resolved)
    for row_number, (name, text) in enumerate(case.terms.items(), layout.FIRST_ROW):
        book[layout.TERMS].cell(row_number, 1, name)
        book[layout.TERMS].cell(row_number, 2, text)
    book.save(path)


def _zeros(book: openpyxl.Workbook, path: Path, case: Case, resolved: Format) -> None:
    """导出里空着的零、财决导出没有的表，人写上；别的数都要从来源里来。"""
    account = read(PackedBook(path)).account
    fed = {feed.table for sheet in exports(case.year).sheets.values() for feed in sheet.feeds}
    for key, amount in case.amounts.items():
        cell = account.cell(*key)
        assert cell is not None, key
        if cell.amount is None:
            assert amount.fen == 0 or key[0] not in fed, key
            book[cell.source.sheet][cell.source.cell].value = _number(amount, resolved)


def put(cell: Cell | MergedCell, value: float | str) -> None:
    """人只填空着的格；导入填好的，应当就是这个数。"""
    assert isinstance(cell, Cell)
    if cell.value is None:
        cell.value = value
    elif isinstance(cell.value, int | float) and isinstance(value, int | float):
        assert abs(cell.value - value) < 0.000001, (cell.coordinate, cell.value, value)
    else:
        assert cell.value == value, (cell.coordinate, cell.value, value)


def _number(amount: Amount, resolved: Format) -> float:
    return float(resolved.style.basis_amount(amount).number(resolved.own_style.unit))


def _row(sheet: Worksheet, words: Iterable[str]) -> int:
    """The row that begins with these words; else the first blank one, with them."""
    sought = tuple(word or None for word in words)
    for number in range(layout.FIRST_ROW, sheet.max_row + 2):
        held = tuple(sheet.cell(number, at).value for at in range(1, len(sought) + 1))
        if held == sought:
            return number
        if not any(held):
            for column, word in enumerate(sought, 1):
                sheet.cell(number, column, word)
            return number
    raise AssertionError(sought)


def _prior(sheet: Worksheet, case: Case, resolved: Format) -> None:
    for key, amount in case.prior.items():
        row = _row(sheet, AmountRow(*key).words(resolved))
        put(sheet.cell(row, 5), _number(amount, resolved))


def _budgets(sheet: Worksheet, case: Case, resolved: Format) -> None:
    def row_of(table: str, line: str) -> int:
        column = resolved.tables[table].default_column(line)
        return _row(sheet, AmountRow(table, line, column).words(resolved)[:3])

    for (table, line, base), amount in case.budgets.items():
        column = {INITIAL: 4, ADJUSTED: 5}[base]
        put(sheet.cell(row_of(table, line), column), _number(amount, resolved))
    for column, texts in ((6, case.budget_reasons), (7, case.purposes)):
        for (table, line), text in texts.items():
            put(sheet.cell(row_of(table, line), column), text)


def _supplement(sheet: Worksheet, case: Case, resolved: Format) -> None:
    rows = {cell.value: cell.row for cell in sheet["B"]}
    for column, texts in ((4, case.supplement), (5, case.supplement_prior)):
        for name, text in texts.items():
            kind = resolved.supplement[name].kind
            value: float | str = text
            if kind is Kind.AMOUNT:
                value = _number(Amount.of(text, resolved.own_style.unit), resolved)
            elif kind.is_number:
                value = float(text)
            put(sheet.cell(rows[name], column), value)
