from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import CellError
from xlbudget.books.sheet_signs import for_calamine, has_formulas, is_plain, without_blanks


def sheet(content: str) -> bytes:
    return f'<worksheet xmlns="m"><sheetData>{content}</sheetData><f/></worksheet>'.encode()


PLAIN = '<row r="9999"><c r="ZZ9999" s="1"><v>1</v></c><c r="A1" t="s"><v>#0</v></c></row>'


def test_a_plain_sheet() -> None:
    assert is_plain(sheet(PLAIN))
    assert not has_formulas(sheet(PLAIN))
    assert for_calamine(sheet(PLAIN)) == sheet(PLAIN)


@pytest.mark.parametrize(
    "content",
    [
        '<row r="1"><c r="A1"><f>1</f></c></row>',
        '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        "<row r='1'><c r='A1' t='e'><v>#N/A</v></c></row>",
        '<row r="1"><c r="A1" t="d"><v>2024-01-01</v></c></row>',
        '<row r="1"><c r="AAA1"/></row>',
        '<row r="1"><c r="A10000"/></row>',
        '<row r="10000"><c/></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c s="1" r="A1"/></row>',
        '<row><c r="A1"/></row>',
        '<row\nr="1"/>',
        '<x:row r="1"><x:c r="A1"/></x:row>',
    ],
)
def test_signs_that_ask_for_a_closer_look(content: str) -> None:
    assert not is_plain(sheet(content))


def test_what_is_no_sheet_is_never_plain() -> None:
    assert not is_plain(b'<x:worksheet xmlns:x="m"><x:sheetData/></x:worksheet>')
    assert has_formulas(b'<x:worksheet xmlns:x="m"><x:sheetData/></x:worksheet>')


def test_only_odd_errors_are_mended() -> None:
    odd = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="str"><v>#SPILL!</v></c></row>'
    mended = odd.replace("#SPILL!", "#N/A", 1)
    assert for_calamine(sheet(odd)) == sheet(mended)


def test_blank_cells_and_rows_are_left_out_where_all_say_where_they_stand() -> None:
    filled = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    blank = '<row r="2"><c r="A2" s="1"/><c r="B2"/></row><row r="10000" ht="15"/>'
    assert without_blanks(sheet(filled + blank)) == sheet(filled)
    counted = sheet('<row r="1"><c s="1"/><c><v>1</v></c></row>')
    assert without_blanks(counted) == counted


def test_a_million_blank_rows_hide_no_error_value(tmp_path: Path) -> None:
    path = tmp_path / "很长.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "#REF!"
    book.save(path)
    before = PackedBook(path).read("Sheet")
    book.worksheets[0].cell(20_000, 1).font = Font(bold=True)
    book.save(path)
    assert PackedBook(path).read("Sheet").at(2, 2) == before.at(2, 2) == CellError("#REF!")
