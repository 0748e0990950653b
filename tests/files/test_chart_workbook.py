"""图后面的小工作簿：别的程序打得开，读到的就是给它的。"""

from __future__ import annotations

import io
import json
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
from openxml_audit import OpenXmlValidator

from xlbudget.files.chart_workbook import SHEET, areas, chart_workbook

HEADERS = ("类别（单位：万元）", "本年支出")
CATEGORIES = ("甲 <1> & “二” 60%", "_x0041_ 乙\x01", "丙", "丙")
VALUES = (Decimal("1482.2253"), Decimal(-2), Decimal(0), Decimal("0.01"))
BOOK = chart_workbook(HEADERS, CATEGORIES, VALUES)


def test_another_program_reads_what_was_given() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    assert book.sheetnames == [SHEET]
    assert list(book[SHEET].values) == [
        HEADERS,
        ("甲 <1> & “二” 60%", 1482.2253),
        ("_x0041_ 乙", -2),
        ("丙", 0),
        ("丙", 0.01),
    ]


def test_the_references_are_where_the_data_are() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BOOK))[SHEET]
    name, categories, values = (
        each.removeprefix(f"{SHEET}!").replace("$", "") for each in areas(4)
    )
    assert sheet[name].value == HEADERS[1]
    assert [cell.value for (cell,) in sheet[values]] == [1482.2253, -2, 0, 0.01]
    assert [cell.value for (cell,) in sheet[categories]][2:] == ["丙", "丙"]


def test_the_same_data_are_the_same_bytes() -> None:
    assert chart_workbook(HEADERS, CATEGORIES, VALUES) == BOOK
    assert chart_workbook(HEADERS, CATEGORIES[:3], VALUES[:3]) != BOOK


def test_a_chart_without_points_has_a_workbook_too() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(HEADERS, (), ())))[SHEET]
    assert list(sheet.values) == [HEADERS]
    assert areas(0)[2] == f"{SHEET}!$B$2"


def test_audit_finds_no_error(tmp_path: Path) -> None:
    path = tmp_path / "图.xlsx"
    path.write_bytes(BOOK)
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_the_sdk_finds_no_error(tmp_path: Path, sdk_validator: str) -> None:
    path = tmp_path / "图.xlsx"
    path.write_bytes(BOOK)
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
