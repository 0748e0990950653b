"""只有值的工作簿：手写的期望，读回的程序不是我们的。"""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from xlbudget.workbook.styles import STYLES
from xlbudget.workbook.value_sheet import Print, ValueSheet
from xlbudget.workbook.value_styles import styles_part
from xlbudget.workbook.value_workbook import value_workbook

LOOKS = ("title", "printed_header", "printed_code", "printed_amount", "printed_note")
TITLE, HEADER, CODE, AMOUNT, NOTE = range(1, 6)
AWKWARD = "甲 <乙> & ‘丙’\n_x0041_\x02 末 "


def made() -> bytes:
    strings: dict[str, int] = {}
    wide = Print(
        name="公开02 '收入'表",
        widths=(10.0, 40.0, 13.0, 13.0),
        header_rows=2,
        lead_columns=2,
        paper="A3",
        pages_wide=3,
    )
    first = ValueSheet(wide, 5, strings)
    first.merge((1, 1, 1, 4), "收入决算表", TITLE)
    first.merge((2, 1, 2, 1), "编码", HEADER)
    first.merge((2, 3, 3, 3), "本年收入", HEADER)
    first.blank((4, 3, 5, 4), AMOUNT)
    first.text(4, 1, "2010308", CODE)
    first.text(4, 2, AWKWARD, NOTE)
    first.text(5, 2, "", NOTE)
    first.number(4, 4, "-1482.23", AMOUNT)
    first.heights = {4: 31.5}
    second = ValueSheet(Print(name="公开03", widths=(12.5,), header_rows=1), 1, strings)
    second.text(1, 1, "编码", HEADER)
    return value_workbook("示例街道办事处<1>", "", styles_part(LOOKS), [first, second], strings)


@pytest.fixture
def sheet() -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(made())).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def test_cells_hold_what_was_written(sheet: Worksheet) -> None:
    values = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    assert {at: value for at, value in values.items() if value is not None} == {
        "A1": "收入决算表",
        "A2": "编码",
        "C2": "本年收入",
        "A4": "2010308",
        "B4": "甲 <乙> & ‘丙’\n_x0041_ 末 ",
        "D4": -1482.23,
    }
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:D1", "C2:C3"]
    assert sheet.dimensions == "A1:D5"


def test_widths_heights_and_looks(sheet: Worksheet) -> None:
    # 7 像素一个字符，另有 5 像素的边（ECMA-376 第 1 部分，18.3.1.13）
    widths = [(each.min, each.max, each.width) for each in sheet.column_dimensions.values()]
    assert widths == [(1, 1, 10.7109375), (2, 2, 40.7109375), (3, 4, 13.7109375)]
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5)] == [None, 31.5, None]
    amount, blank, code = sheet["D4"], sheet["C5"], sheet["A4"]
    assert amount.number_format == blank.number_format == "#,##0.00"
    assert (blank.border.left.style, blank.alignment.horizontal) == ("thin", "right")
    assert (code.number_format, code.alignment.vertical) == ("@", "center")
    title, header = sheet["A1"], sheet["C2"]
    assert (title.font.name, title.font.size, title.font.bold) == ("宋体", 16, True)
    assert (header.font.size, header.font.bold, header.alignment.wrap_text) == (11, False, True)
    assert sheet["B4"].border.left.style is None


def test_what_is_printed_and_what_stays_in_sight(sheet: Worksheet) -> None:
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (
        *("landscape", 8),
        *(3, 0),
    )
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$2", "$A:$B")
    assert sheet.freeze_panes == "C3"


def test_a_sheet_of_its_own_setting() -> None:
    book = openpyxl.load_workbook(BytesIO(made()))
    assert (book.sheetnames, book.active) == (["公开02 '收入'表", "公开03"], book.worksheets[0])
    second = book.worksheets[1]
    assert (second["A1"].value, second.freeze_panes) == ("编码", "A2")
    assert (second.page_setup.paperSize, second.page_setup.fitToWidth) == (9, None)
    assert (second.print_title_rows, second.print_title_cols) == ("$1:$1", None)
    assert (book.properties.title, book.properties.creator) == ("示例街道办事处<1>", None)


def test_the_same_input_gives_the_same_bytes_without_a_date_of_today() -> None:
    assert made() == made()
    with zipfile.ZipFile(BytesIO(made())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_looks_that_can_be_written_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STYLES, "coloured", {"bg_color": "#FFC7CE"})
    with pytest.raises(ValueError, match="bg_color"):
        styles_part(("coloured",))


@pytest.mark.parametrize(
    "names", [("收入/支出",), ("",), ("一" * 32,), ("'收入'",), ("公开a", "公开A"), ("a[1]",)]
)
def test_names_that_excel_refuses_are_refused(names: tuple[str, ...]) -> None:
    sheets = [ValueSheet(Print(name=n, widths=(9.0,), header_rows=1), 1, {}) for n in names]
    with pytest.raises(ValueError, match="sheet"):
        value_workbook("示例", "", styles_part(LOOKS), sheets, ())


def test_the_validators_find_no_error(sdk_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "值.xlsx"
    path.write_bytes(made())
    assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
