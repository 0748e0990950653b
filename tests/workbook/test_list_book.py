"""一行一行写出的工作簿：Excel 认得，字永远是字，写多少行都一样省。"""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from xlbudget.books.cell_text import unescaped
from xlbudget.books.packed_book import PackedBook
from xlbudget.workbook import list_sheet
from xlbudget.workbook.list_book import write_list_book
from xlbudget.workbook.list_sheet import Link, ListColumn, ListSheet, Marked, Value

COLUMNS = (
    ListColumn("单位", 20, "wrapped"),
    ListColumn("本年", 12, "amount", "收入"),
    ListColumn("增减率", 9, "rate", "收入"),
    ListColumn("个数", 8, "whole"),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
HOSTILE = [*FORMULAS, "<b>&\"'", "喆䶮镇", "a\x01b", "_x0041_", "\ud800"]


def made(rows: list[list[Value]], columns: tuple[ListColumn, ...] = COLUMNS) -> bytes:
    stream = io.BytesIO()
    sheets = [
        ListSheet("总'览", ["标题", "说明"], columns, rows),
        ListSheet("第二张", ["只有一行"], columns[:1], [[row[0]] for row in rows]),
    ]
    write_list_book(stream, "标题 <1>", sheets)
    return stream.getvalue()


def sheet_of(data: bytes) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data))["总'览"]
    assert isinstance(found, Worksheet)
    return found


def test_a_list_as_excel_sees_it(tmp_path: Path) -> None:
    link = Link("甲 #1", "%E7%94%B2%20%231/a%25b.html")
    data = made([[link, Decimal("1.25"), Marked("不可比", "right"), 3], ["乙", None, None, 0]])
    sheet = sheet_of(data)
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        ["单位", "收入", None, "个数"],
        [None, "本年", "增减率", None],
        ["甲 #1", 1.25, "不可比", 3],
        ["乙", None, None, 0],
    ]
    assert sheet["A5"].hyperlink.target == link.target
    assert sheet["A5"].hyperlink.location is None
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A3:A4", "B3:C3", "D3:D4"}
    assert sheet.auto_filter.ref == "A4:D6"
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_title_cols == "$A:$A"
    assert sheet["B5"].number_format == "#,##0.00"
    (tmp_path / "a.xlsx").write_bytes(data)
    faults = [each.description for each in OpenXmlValidator().validate(tmp_path / "a.xlsx").errors]
    assert [each for each in faults if "inlineStr" not in each] == []  # 只是说 Excel 会另存


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_is_never_a_formula(words: str, tmp_path: Path) -> None:
    data = made([[words, None, None, None]])
    cell = sheet_of(data)["A5"]
    assert cell.data_type != "f"
    assert unescaped(str(cell.value)) == words.replace("\ud800", "\ufffd").replace("\r", "")
    assert bool(cell.quotePrefix) == (words in FORMULAS)
    (tmp_path / "a.xlsx").write_bytes(data)
    assert PackedBook(tmp_path / "a.xlsx").read("第二张")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_back(words: str) -> None:
    """快的写法（不必转义）和一般的写法读回来都是原来的字。"""
    cell = sheet_of(made([[words, None, None, None]]))["A5"]
    shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in words)
    assert unescaped(str(cell.value or "")) == shown


def test_the_same_lists_are_the_same_bytes() -> None:
    rows: list[list[Value]] = [[word, Decimal(1), None, 2] for word in HOSTILE]
    assert made(rows) == made(rows)
    with zipfile.ZipFile(io.BytesIO(made(rows))) as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}


def test_rows_that_do_not_fit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_sheet, "MOST_ROWS", 6)
    sheet = sheet_of(made([[str(at), None, None, None] for at in range(5)]))
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["0", "1", list_sheet.TOO_MANY]


def test_links_that_excel_would_drop_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_sheet, "MOST_LINKS", 1)
    sheet = sheet_of(
        made([[Link("甲", "a"), None, None, None], [Link("乙", "b"), None, None, None]])
    )
    assert [sheet[at].hyperlink is not None for at in ("A5", "A6")] == [True, False]
    assert sheet["A6"].value == "乙"


def test_a_text_that_no_cell_holds_is_cut() -> None:
    value = str(sheet_of(made([["字" * 40_000, None, None, None]]))["A5"].value)
    assert len(value) == 32_767
    assert value.endswith("字…")


def test_many_rows_take_no_more_room_than_few() -> None:
    peaks = []
    for count in (1_000, 6_000):
        rows = ([f"单位{at % 50}", Decimal(at), None, at] for at in range(count))
        tracemalloc.start()
        with tempfile.TemporaryFile() as target:
            write_list_book(target, "", [ListSheet("总览", ["标题"], COLUMNS, rows)])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
