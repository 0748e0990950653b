"""导入的各组测试共用：运行命令，比较前后。"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.commands import cli
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME
from xlbudget.pipeline import read
from xlbudget.workbook import layout

SUMMARY = "公开01 收入支出决算总表"
EXPENDITURE = "公开03 支出决算表"
APPROPRIATION = (
    "revenue_expenditure_summary",
    "general_public_budget_appropriation_revenue",
    "actual",
)


def xlbudget(*args: str | Path) -> Result:
    done = CliRunner().invoke(cli, [str(each) for each in args], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def national() -> Case:
    return load_case(HOME / "national" / "cases" / "every_section.toml", "national")


def bring_in(folder: Path, *more: str | Path) -> Result:
    return xlbudget("import", folder / "导出.xlsx", "--into", folder / "决算.xlsx", *more)


def states(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def amounts(path: Path) -> dict[tuple[str, str, str], str]:
    account = read(PackedBook(path)).account
    return {
        (name, line.name, column): f"{cell.amount.number()}"
        for name, statement in account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None and cell.amount.fen
    }


def other_year(book: openpyxl.Workbook) -> None:
    book[layout.HOME]["B5"] = 2023
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=4):
            for cell in row:
                if cell.value == "2024年度":
                    cell.value = "2023年度"
