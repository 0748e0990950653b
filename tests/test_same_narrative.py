"""The same unit in other people's layouts: sheets renamed, rows inserted, 合计 moved, code columns
split, 元 for 万元. The text is the same, word for word, and so are the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook.workbooks import built, in_yuan, workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.pipeline import read, run
from xlbudget.results import Results

FIRST_ROW = 7
Change = Callable[[openpyxl.Workbook], None]


def tables(book: openpyxl.Workbook) -> Iterator[Worksheet]:
    for sheet in book.worksheets:
        if sheet.title.startswith("公开"):
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            yield sheet


def of_functions(book: openpyxl.Workbook) -> Iterator[Worksheet]:
    """The tables whose rows are functional codes: 合计 stands in the first row, in column B."""
    for sheet in tables(book):
        if sheet.cell(FIRST_ROW, 2).value == "合计":
            yield sheet


def rename(book: openpyxl.Workbook) -> None:
    for number, sheet in enumerate(tables(book)):
        sheet.title = f"附表{number}"


def insert_rows(book: openpyxl.Workbook) -> None:
    for sheet in tables(book):
        sheet.insert_rows(FIRST_ROW + 3, 2)
        sheet.insert_rows(1, 2)


def total_last(book: openpyxl.Workbook) -> None:
    for sheet in of_functions(book):
        total = [cell.value for cell in sheet[FIRST_ROW]]
        last = max(row for row in range(FIRST_ROW, sheet.max_row) if sheet.cell(row, 1).value)
        sheet.delete_rows(FIRST_ROW)
        for column, value in enumerate(total, 1):
            sheet.cell(last, column).value = value


def total_in_the_code_column(book: openpyxl.Workbook) -> None:
    for sheet in of_functions(book):
        sheet.cell(FIRST_ROW, 1).value, sheet.cell(FIRST_ROW, 2).value = "合计", None


def split_codes(book: openpyxl.Workbook) -> None:
    """类、款、项各占一列，和财决系统导出的一样。"""
    for sheet in of_functions(book):
        sheet.insert_cols(2, 2)
        for column, word in enumerate(("类", "款", "项"), 1):
            sheet.cell(5, column).value = word
        sheet.cell(4, 1).value = "科目编码"
        for row in range(FIRST_ROW, sheet.max_row + 1):
            code = str(sheet.cell(row, 1).value or "")
            if code.isdecimal():
                for column, part in enumerate((code[:3], code[3:5], code[5:7]), 1):
                    sheet.cell(row, column).value = part or None


def code_with_name(book: openpyxl.Workbook) -> None:
    for sheet in of_functions(book):
        for row in range(FIRST_ROW, sheet.max_row + 1):
            code, name = sheet.cell(row, 1).value, sheet.cell(row, 2).value
            if code or name:
                both = f"{code} {name}" if code else name
                sheet.cell(row, 1).value, sheet.cell(row, 2).value = both, None


def codes_as_numbers(book: openpyxl.Workbook) -> None:
    for sheet in of_functions(book):
        for row in range(FIRST_ROW, sheet.max_row + 1):
            code = str(sheet.cell(row, 1).value)
            if code.isdecimal():
                sheet.cell(row, 1).value = int(code)


def amounts_as_text(book: openpyxl.Workbook) -> None:
    for sheet in tables(book):
        for row in sheet.iter_rows(min_row=FIRST_ROW):
            for cell in row:
                if isinstance(cell.value, float) and cell.number_format == "#,##0.00":
                    cell.value = f"{cell.value:,}"


CHANGES: dict[str, Change] = {
    "sheets-renamed": rename,
    "rows-inserted": insert_rows,
    "total-last": total_last,
    "total-in-the-code-column": total_in_the_code_column,
    "codes-split": split_codes,
    "code-with-name": code_with_name,
    "codes-as-numbers": codes_as_numbers,
    "amounts-as-text": amounts_as_text,
}


@cache
def plain() -> Results:
    path = Path("示例.xlsx")
    return _run(path, built("sample_complete"))


def _run(path: Path, data: bytes | None = None) -> Results:
    import tempfile

    if data is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / path.name
            path.write_bytes(data)
            return _run(path)
    reading = read(PackedBook(path))
    return run(reading.account, reading.format, reading.findings)


@pytest.mark.parametrize("name", CHANGES)
def test_another_layout_gives_the_same_text(name: str, tmp_path: Path) -> None:
    path = workbook_of("sample_complete", tmp_path / "决算.xlsx")
    book = openpyxl.load_workbook(path)
    CHANGES[name](book)
    book.save(path)
    results = _run(path)
    assert results.narrative() == plain().narrative()
    allowed = {"amount-as-text"} if name == "amounts-as-text" else set()
    assert {f.check for f in results.findings} - allowed == {f.check for f in plain().findings}


def test_tables_in_yuan_give_the_same_text(tmp_path: Path) -> None:
    path = workbook_of("sample_complete", tmp_path / "决算.xlsx")
    book = openpyxl.load_workbook(path)
    names = [sheet.title.split(" ")[0] for sheet in book.worksheets if "公开" in sheet.title]
    for name in names:
        in_yuan(path, name)
    assert _run(path).narrative() == plain().narrative()
