"""本组测试共用：建一个工作簿，像人一样改几格，再由程序写回。"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import report, run
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

SUMMARY_SHEET = "公开01 收入支出决算总表"
Edits = dict[str, str | float | None]


def wan(text: str) -> Amount:
    return Amount.of(text, Unit.TEN_THOUSAND_YUAN)


def case(name: str) -> Case:
    return load_case(HOME / "sichuan" / "cases" / f"{name}.toml", "sichuan")


@cache
def results_of(name: str) -> Results:
    known = case(name)
    resolved = find(known.place, known.year, known.settings)
    return run(account_of_case(known, resolved), resolved)


@cache
def built(name: str) -> bytes:
    return build(results_of(name))


def workbook_of(name: str, path: Path) -> Path:
    path.write_bytes(built(name))
    return path


def place(book: openpyxl.Workbook, written: str) -> tuple[Worksheet, str]:
    """“首页!比率小数位”“补充资料!总体变动原因”“说明!一.1”（改写栏）“公开01!D5”：行名，或者地址。"""
    sheet, _, cell = written.partition("!")
    found = next(ws for ws in book.worksheets if ws.title.startswith(sheet))
    columns = {
        layout.HOME: ("A", "B"),
        layout.SUPPLEMENT: ("B", "D"),
        layout.NARRATIVE: ("A", "E"),
    }
    if sheet in columns and not cell.isascii():
        label, value = columns[sheet]
        row = next(at.row for at in found[label] if at.value == cell)
        return found, f"{value}{row}"
    return found, cell


def edit(path: Path, edits: Edits) -> None:
    """Change cells as a person would, in a program that computes nothing."""
    book = openpyxl.load_workbook(path)
    for written, value in edits.items():
        sheet, cell = place(book, written)
        sheet[cell] = value
    book.save(path)


def in_yuan(path: Path, *sheets: str) -> None:
    """Tables in 元: their unit lines say so, and their amounts are ten thousand times as large."""
    book = openpyxl.load_workbook(path)
    for sheet in sheets:
        found, _ = place(book, f"{sheet}!A1")
        for row in found.iter_rows():
            for cell in row:
                if cell.value == "金额单位：万元":
                    cell.value = "金额单位：元"
                elif isinstance(cell.value, int | float) and cell.number_format == "#,##0.00":
                    cell.value = round(cell.value * 10000, 2)
    book.save(path)


def reported(path: Path, target: Path) -> Results:
    book = PackedBook(path)
    results = report(book)
    book.save(target)
    return results


def values(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def rows(
    book: openpyxl.Workbook, sheet: str, width: int, column: int = 1
) -> list[tuple[object, ...]]:
    """The filled rows of a list of ours, from below its header on."""
    found = book[sheet].iter_rows(
        min_row=layout.FIRST_ROW, min_col=column, max_col=column + width - 1, values_only=True
    )
    return [row for row in found if any(value is not None for value in row)]
