"""OpenDocument 表格：读得和 .xlsx 一样；有密码的、太大的、写坏的，说清楚。"""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellError, CellWrite, RangeWrite, UnsavedFormula
from xlbudget.domain.errors import OutputRefused, UnreadableFile, UnsafeFile
from xlbudget.files.package import Limits

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def ods(path: Path, body: str, *, encrypted: bool = False) -> Path:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} '
        f'xmlns:calcext="{CALCEXT}"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        f'<manifest:manifest xmlns:manifest="{MANIFEST}"><manifest:file-entry '
        f'manifest:full-path="content.xml">{secret}</manifest:file-entry></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x00\x01" if encrypted else content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def text(value: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )


def number(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}/>'


def table(rows: str, name: str = "公开01") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def row(*cells: str, times: int = 1) -> str:
    again = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{again}>{''.join(cells)}</table:table-row>"


BLANKS = '<table:table-cell table:number-columns-repeated="16384"/>'


def test_values_are_read_where_they_stand(tmp_path: Path) -> None:
    merged = (
        '<table:table-cell table:number-columns-spanned="2" office:value-type="string">'
        "<text:p>收入</text:p></table:table-cell><table:covered-table-cell><text:p>盖住的</text:p>"
        "</table:covered-table-cell>"
    )
    date = '<table:table-cell office:value-type="date" office:date-value="2024-12-31"/>'
    body = table(
        row(merged)
        + row(BLANKS, times=2)
        + row(text("合计"), number("1482.22"), date)
        + row(BLANKS, times=1_048_000)
    )
    book = PackedBook(ods(tmp_path / "表.ods", body))
    assert [sheet.name for sheet in book.sheets()] == ["公开01"]
    assert book.read("公开01").rows == (
        ("收入", None, None),
        (None, None, None),
        (None, None, None),
        ("合计", Decimal("1482.22"), dt.date(2024, 12, 31)),
    )


def test_errors_and_unsaved_formulas_are_no_blanks(tmp_path: Path) -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
    )
    unsaved = '<table:table-cell table:formula="of:=[.A1]+1"/>'
    saved = number("3", ' table:formula="of:=[.A1]+2"')
    body = table(row(number("1"), error, unsaved, saved))
    (read,) = PackedBook(ods(tmp_path / "表.ods", body)).read("公开01").rows
    assert read == (Decimal(1), CellError("#DIV/0!"), UnsavedFormula("=[.A1]+1"), Decimal(3))


def test_notes_on_cells_are_no_values(tmp_path: Path) -> None:
    note = (
        "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation>"
        "</table:table-cell>"
    )
    body = table(row(note, number("1")))
    assert PackedBook(ods(tmp_path / "表.ods", body)).read("公开01").rows == ((None, Decimal(1)),)


def test_a_file_with_another_name_is_read_all_the_same(tmp_path: Path) -> None:
    body = table(row(number("1")))
    assert PackedBook(ods(tmp_path / "表.xlsx", body)).read("公开01").rows == ((Decimal(1),),)


def test_it_is_not_written(tmp_path: Path) -> None:
    book = PackedBook(ods(tmp_path / "表.ods", table(row(number("1")))))
    with pytest.raises(OutputRefused, match=r"\.ods 工作簿，只能读取"):
        book.apply(BookPlan((RangeWrite("公开01", 1, 1, ((CellWrite("x"),),)),)))


WIDE = number("1", ' table:number-columns-repeated="100"')


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (table(row(WIDE, times=100_000)), UnsafeFile, "一直排到第 100000 行、第 100 列"),
        (table(row(number("1"), times=10**10)), UnreadableFile, "不合规范"),
        ("<table:table>", UnreadableFile, "不合规范"),
        ("", UnreadableFile, "没有工作表"),
    ],
    ids=["too-large", "absurd", "broken", "no-sheets"],
)
def test_files_that_no_reader_should_open(
    tmp_path: Path, body: str, error: type[UnreadableFile], words: str
) -> None:
    with pytest.raises(error, match=words):
        PackedBook(ods(tmp_path / "表.ods", body))


def test_a_password_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="打开密码"):
        PackedBook(ods(tmp_path / "表.ods", "", encrypted=True))


def test_limits_of_packages_hold(tmp_path: Path) -> None:
    path = ods(tmp_path / "表.ods", table(row(text("长" * 5000))))
    with pytest.raises(UnsafeFile):
        PackedBook(path, Limits(part=1000))


def test_no_document_type_is_followed(tmp_path: Path) -> None:
    path = ods(tmp_path / "表.ods", table(row(number("1"))))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"].replace(b"?><", b'?><!DOCTYPE x [<!ENTITY a "b">]><', 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, "content.xml": content}.items():
            archive.writestr(name, data)
    with pytest.raises(UnsafeFile, match="DTD"):
        PackedBook(path)
