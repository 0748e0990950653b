from __future__ import annotations

import json
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from openpyxl.cell.cell import MergedCell
from openxml_audit import OpenXmlValidator

from tests.results.test_official_tables import PLACES, results_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import PUBLISHED
from xlbudget.files.office import convert
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, recognise
from xlbudget.results.official_tables import official_tables
from xlbudget.results.printed_tables import Role
from xlbudget.workbook.annex import annex

HEADER_AT = 3


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {place: annex(results_of(place)) for place in PLACES}


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("place", PLACES)
def test_the_annex_reads_back_to_the_same_statements(
    place: str, made: dict[str, bytes], tmp_path: Path
) -> None:
    results = results_of(place)
    path = tmp_path / "附表.xlsx"
    path.write_bytes(made[place])
    book = PackedBook(path)
    errors: list[XlbudgetError] = []
    found = recognise([book.read(each.name) for each in book.sheets()], results.format, "", errors)
    assert (found.others, found.findings) == ((), ())
    assert set(found.tables) == set(results.format.tables)
    for name, sheet in found.tables.items():
        statement, findings, faults = extract(
            sheet, results.format.tables[name], head(sheet, "", errors), ""
        )
        assert ([str(each) for each in errors + faults], findings) == ([], [])
        assert statement is not None
        known = results.account.statements[name]
        assert (statement.unit, statement.unit_name) == (known.unit, known.unit_name)
        step = PUBLISHED if known.unit.fen > 100 else 1
        assert {
            (line.name, column): cell.amount.fen
            for line in statement.lines
            for column, cell in line.cells.items()
            if cell.amount is not None
        } == {
            (line.name, column): cell.amount.rounded(step).fen
            for line in known.lines
            for column, cell in line.cells.items()
            if cell.amount is not None
        }


@pytest.mark.parametrize("place", PLACES)
def test_a_sheet_for_each_table_in_official_order_and_nothing_else(
    place: str, made: dict[str, bytes]
) -> None:
    book = openpyxl.load_workbook(BytesIO(made[place]))
    printed = official_tables(results_of(place))
    assert book.sheetnames == [f"{table.number} {table.title}"[:31] for table in printed]
    for table, sheet in zip(printed, book.worksheets, strict=True):
        assert sheet["A1"].value == table.title
        texts = table.texts()
        above = {
            ((cell.row or 0) - HEADER_AT, cell.column)
            for row in sheet.iter_rows(min_row=HEADER_AT + 1, max_row=HEADER_AT + table.rows)
            for cell in row
            if isinstance(cell, MergedCell)
        }
        for cell in table.cells:
            value = sheet.cell(cell.row + HEADER_AT, cell.column).value
            if cell.role is Role.AMOUNT and cell.value is not None:
                assert isinstance(value, int | float)
                shown = f"{value:,.2f}" if "," in cell.text else f"{value:.2f}"
                assert shown == cell.text
            else:
                assert ("" if value is None else str(value)) == cell.text
        merged = {
            (row, column)
            for top, left, bottom, right in table.merged()
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        assert above == merged
        assert sheet.max_row == HEADER_AT + len(texts) + len(table.notes)
        below = [sheet.cell(HEADER_AT + len(texts) + 1 + at, 1).value for at in range(5)]
        assert [text for text in below if text] == [*table.notes]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_but_values_leaves_the_house(place: str, made: dict[str, bytes]) -> None:
    found = parts(made[place])
    sheets = "".join(xml for name, xml in found.items() if name.startswith("xl/worksheets/"))
    for word in ("<f>", "<f ", "conditionalFormatting", "dataValidation", "sheetProtection"):
        assert word not in sheets
    assert not [name for name in found if re.search(r"comments|vml|drawing|custom|vba|Link", name)]
    names = re.findall(r'<definedName name="([^"]+)"', found["xl/workbook.xml"])
    assert set(names) == {"_xlnm.Print_Titles"}
    core = found["docProps/core.xml"]
    for element in ("dc:creator", "cp:lastModifiedBy"):
        assert not re.search(f"<{element}>[^<]", core)


def test_wide_tables_are_printed_on_a3_with_header_and_names_repeated(
    made: dict[str, bytes],
) -> None:
    book = openpyxl.load_workbook(BytesIO(made["sichuan"]))
    for table, sheet in zip(official_tables(results_of("sichuan")), book.worksheets, strict=True):
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == (
            "landscape",
            8 if table.columns > 100 else 9,
        )
        fit = sheet.sheet_properties.pageSetUpPr
        assert fit is not None
        assert fit.fitToPage
        assert sheet.print_title_rows == f"$1:${HEADER_AT + table.header_rows}"
        assert sheet.print_title_cols == ("$A:$B" if table.lead_columns else None)


@pytest.mark.parametrize("place", ["shanghai", "yunnan"])
def test_cells_look_as_printed_ones_and_blank_cells_are_ruled_too(
    place: str, made: dict[str, bytes]
) -> None:
    book = openpyxl.load_workbook(BytesIO(made[place]))
    results = results_of(place)
    money = "#,##0.00" if results.format.own_style.separators else "0.00"
    for table, sheet in zip(official_tables(results), book.worksheets, strict=True):
        for top, left, bottom, right in table.amounts:
            for row in range(top + HEADER_AT, bottom + HEADER_AT + 1):
                for column in range(left, right + 1):
                    cell = sheet.cell(row, column)
                    assert (cell.number_format, cell.alignment.horizontal) == (money, "right")
                    assert cell.border.top.style == cell.border.right.style == "thin"
        for printed in table.cells:
            cell = sheet.cell(printed.row + HEADER_AT, printed.column)
            assert (cell.font.name, cell.font.size, cell.font.bold) == ("宋体", 11, False)
            wraps = printed.role in (Role.HEADER, Role.LABEL)
            assert bool(cell.alignment.wrap_text) is wraps


def test_rows_are_as_high_as_their_text_and_columns_as_wide_as_told(
    made: dict[str, bytes],
) -> None:
    book = openpyxl.load_workbook(BytesIO(made["sichuan"]))
    summary, detail = book.worksheets[0], book.worksheets[4]
    assert [summary.row_dimensions[row].height for row in (1, 5, 7)] == [None] * 3
    # “对民间非营利组织和群众性自治组织补贴”十八个字，一栏放得下五个字，要四行，多留一行
    assert [detail.row_dimensions[row].height for row in (4, 5, 6)] == [None, 5 * 15.75, None]
    assert [summary.column_dimensions[at].width for at in "ABC"] == [
        *(36.7109375, 6.7109375, 18.7109375),
    ]


def test_the_validators_find_no_error(
    made: dict[str, bytes], sdk_validator: str, tmp_path: Path
) -> None:
    path = tmp_path / "附表.xlsx"
    path.write_bytes(made["shanghai"])
    found = OpenXmlValidator().validate(str(path))
    assert [error.description for error in found.errors] == []
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_it_prints_whole(made: dict[str, bytes], soffice: Path, tmp_path: Path) -> None:
    assert soffice.exists()
    path = tmp_path / "附表.xlsx"
    path.write_bytes(made["yunnan"])
    pdf = pypdfium2.PdfDocument(convert(path, "pdf", tmp_path))
    sizes = [tuple(map(round, page.get_size())) for page in pdf]
    assert {(842, 595), (1191, 842)} == set(sizes)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "#" not in text
    for table in official_tables(results_of("yunnan")):
        last = table.columns - table.lead_columns
        assert table.columns < 100 or re.search(rf"\b{last}\b", text)
        for cell in table.cells:
            if cell.role is Role.AMOUNT and cell.text:
                assert cell.text in text
