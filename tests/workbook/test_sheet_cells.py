"""新建工作簿里的格子由我们自己写：每一种格子都读得回来，样式、行高、合并与画的一样。"""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.formula import ArrayFormula

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import CellWrite
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.styles import BASE, STYLES

ODD = [" 前后有空格 ", "两行\n文字", "<&>\"'", "_x0041_", "控\x0b制", "=1+1", "长" * 40_000]


def opened(data: bytes, *, results: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def one_sheet(*cells: tuple[str, CellWrite]) -> bytes:
    """A workbook of one sheet: styles and what stands in its first column."""
    canvas = Canvas("示例")
    page = canvas.page("甲", [20.0, 10.0])
    for row, (style, cell) in enumerate(cells, 1):
        page.put(row, 1, cell, style)
    return canvas.close()


def test_every_style_is_the_one_that_was_asked_for() -> None:
    sheet = opened(one_sheet(*((style, CellWrite("文字")) for style in STYLES)))["甲"]
    for row, (name, asked) in enumerate(STYLES.items(), 1):
        cell, style = sheet.cell(row, 1), {**BASE, **asked}
        assert cell.font.size == style["font_size"], name
        assert bool(cell.font.bold) is style.get("bold", False), name
        assert cell.number_format == style.get("num_format", "General"), name
        assert cell.alignment.horizontal == style.get("align"), name
        assert bool(cell.alignment.wrap_text) is style.get("text_wrap", False), name
        assert cell.protection.locked is style.get("locked", True), name
        assert (cell.border.left.style == "thin") is bool(style.get("border")), name
        colour = style.get("bg_color", "#000000")
        assert cell.fill.fgColor.rgb == f"{'FF' if 'bg_color' in style else '00'}{colour[1:]}", name


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_stand_as_texts(text: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(one_sheet(("line", CellWrite("前")), ("line", CellWrite(text))))
    read = PackedBook(path).read("甲").at(2, 1)
    assert read == text[:32_767]
    assert opened(path.read_bytes())["甲"]["A2"].data_type == "s"


def test_texts_that_excel_cuts_to_the_same_keep_those_after_them_apart() -> None:
    """Excel 一格最多 32767 个字：截短后相同的两段文字，不能让后面的文字错位。"""
    long = "长" * 32_767
    texts = [long + "甲", long + "乙", "丙"]
    sheet = opened(one_sheet(*(("line", CellWrite(text)) for text in texts)))["甲"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [long, long, "丙"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12.34"), 12.34),
        ("<甲>", "<甲>"),
        ("#N/A", "#N/A"),
        (True, True),
        ("", None),
        (None, None),
    ],
)
def test_a_formula_keeps_its_result(value: Decimal | str | bool | None, shown: object) -> None:
    data = one_sheet(("line", CellWrite(value, '=IF(B1<2,"&","")')))
    assert opened(data)["甲"]["A1"].value == '=IF(B1<2,"&","")'
    assert opened(data, results=True)["甲"]["A1"].value == shown


def test_an_empty_result_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(one_sheet(("line", CellWrite("", '=IF(B1="","",B1)'))))
    assert PackedBook(path).read("甲").at(1, 1) in (None, "")


def test_an_array_has_one_head() -> None:
    canvas = Canvas("示例")
    page = canvas.page("甲", [9.0])
    for row in (2, 3):
        page.put(row, 1, CellWrite(Decimal(row), "=B2:B3*1", "A2:A3"), "amount")
    sheet = opened(canvas.close())["甲"]
    head = sheet["A2"].value
    assert isinstance(head, ArrayFormula)
    assert (head.ref, head.text, sheet["A3"].value) == ("A2:A3", "=B2:B3*1", 3)


def test_merged_texts_rows_as_tall_as_they_and_blanks() -> None:
    canvas = Canvas("示例")
    canvas.page("前", [9.0]).text(1, 1, "首", "title")
    page = canvas.page("甲", [10.0, 10.0, 10.0])
    page.merged(1, (1, 3), "很长的一句话" * 10, "note")
    page.blank((2, 2, 3, 3), "open_amount")
    page.put(3, 2, CellWrite(Decimal("1.5")), "amount")
    data = canvas.close()
    sheet = opened(data)["甲"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet.row_dimensions[1].height > 15.75
    assert isinstance(sheet["B1"], MergedCell)
    assert isinstance(sheet["C2"], Cell)
    assert (sheet["B3"].value, sheet["C3"].value, sheet["C3"].protection.locked) == (
        1.5,
        None,
        False,
    )
    assert sheet["B3"].protection.locked
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet2.xml").decode()
    assert '<dimension ref="A1:C3"/>' in part
    assert "customHeight" not in part


@given(st.lists(st.one_of(st.none(), st.text(max_size=5), st.integers(-9, 9)), max_size=8))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_put_is_read_back(values: list[str | int | None]) -> None:
    held = [Decimal(value) if isinstance(value, int) else value for value in values]
    texts = [v for v in held if not isinstance(v, str) or v.isprintable()]
    sheet = opened(one_sheet(*(("line", CellWrite(value)) for value in texts)))["甲"]
    read = [sheet.cell(row, 1).value for row in range(1, len(texts) + 1)]
    assert read == [float(v) if isinstance(v, Decimal) else v or None for v in texts]
