import datetime as dt
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.calamine_source import library
from xlbudget.books.openpyxl_book import OpenpyxlBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite
from xlbudget.domain.errors import OutputRefused, UnreadableFile, UnsafeFile
from xlbudget.files.office import convert

RawBook = Callable[..., Path]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = "xl/workbook.xml"


def plan(*cells: tuple[int, int, CellWrite], sheet: str = "公开01") -> BookPlan:
    return BookPlan(
        tuple(RangeWrite(sheet, row, column, ((write,),)) for row, column, write in cells)
    )


def remade(path: Path, name: str, old: bytes, new: bytes) -> Path:
    target = path.with_name("改.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            if part == name:
                assert old in content
                content = content.replace(old, new)
            after.writestr(part, content)
    return target


@pytest.fixture
def formulas(raw_book: RawBook) -> Path:
    return raw_book(
        公开01='<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>',
        用户的表='<row r="1"><c r="A1"><f>公开01!A1*3</f><v>3</v></c></row>',
    )


def workbook_part(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(WORKBOOK)


def test_formulas_that_may_be_stale_are_computed_on_opening(formulas: Path, tmp_path: Path) -> None:
    book = PackedBook(formulas)
    book.apply(plan((1, 1, CellWrite(Decimal(5))), (1, 2, CellWrite(Decimal(10), "=A1*2"))))
    book.save(tmp_path / "新.xlsx")
    before, after = workbook_part(formulas), workbook_part(tmp_path / "新.xlsx")
    assert after.replace(b' fullCalcOnLoad="1"', b"") == before != after


def test_results_that_are_all_renewed_need_no_computing(raw_book: RawBook, tmp_path: Path) -> None:
    path = raw_book(
        公开01='<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'
    )
    book = PackedBook(path)
    book.apply(plan((1, 1, CellWrite(Decimal(5))), (1, 2, CellWrite(Decimal(10), "=A1*2"))))
    book.save(tmp_path / "新.xlsx")
    assert workbook_part(tmp_path / "新.xlsx") == workbook_part(path)


def test_a_plan_that_changes_nothing_changes_no_byte(formulas: Path, tmp_path: Path) -> None:
    book = PackedBook(formulas)
    left = book.apply(plan((1, 2, CellWrite(Decimal(7))), (1, 1, CellWrite(Decimal(1)))))
    assert [(alone.cell, alone.formula) for alone in left] == [("B1", "=A1*2")]
    book.save(tmp_path / "新.xlsx")
    PackedBook(formulas).save(tmp_path / "同.xlsx")
    assert (tmp_path / "新.xlsx").read_bytes() == (tmp_path / "同.xlsx").read_bytes()


def test_a_file_is_as_saved_until_anything_changes(formulas: Path, tmp_path: Path) -> None:
    target = tmp_path / "出.xlsx"
    book = PackedBook(formulas)
    book.apply(plan((1, 1, CellWrite("甲"))))
    assert not book.is_saved_as(target)
    book.save(target)
    assert book.is_saved_as(target)
    assert target.read_bytes() == book.packed()
    book.apply(plan((3, 3, CellWrite("乙"))))
    assert not book.is_saved_as(target)
    book.save(target, force=True)
    saved = PackedBook(target).read("公开01")
    assert (saved.at(1, 1), saved.at(3, 3)) == ("甲", "乙")
    target.write_bytes(target.read_bytes() + b" ")
    assert not book.is_saved_as(target)


def test_plans_add_up(formulas: Path) -> None:
    book = PackedBook(formulas)
    book.apply(plan((1, 1, CellWrite(Decimal(5)))))
    book.apply(plan((3, 3, CellWrite("x"))))
    book.apply(plan((1, 1, CellWrite(None))))
    assert book.read("公开01").rows == (
        (None, Decimal(2), None),
        (None, None, None),
        (None, None, "x"),
    )


def test_dates_since_1904(raw_book: RawBook) -> None:
    path = raw_book(公开01='<row r="1"><c r="A1" s="1"><v>100</v></c></row>')
    path = remade(path, WORKBOOK, b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    assert PackedBook(path).read("公开01").at(1, 1) == dt.date(1904, 4, 10)
    assert OpenpyxlBook(path).read("公开01").at(1, 1) == dt.date(1904, 4, 10)


@pytest.mark.parametrize(
    "number_format",
    [
        '0.00"万元"',
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        "0.00_);[Red]\\(0.00\\)",
        "0.00;[红色]\\-0.00",
        "#,##0.00;[Red]-#,##0.00",
        "[$¥-804]#,##0.00",
        "[DBNum1][$-804]General",
        'General"元"',
        "0.00E+00",
        "@",
        '#,##0.00"元/㎡"',
        '0"个月"',
        '0"days"',
        "0\\d",
        "[<100]0.00;0.0",
    ],
)
def test_an_amount_is_no_date_whatever_its_format(tmp_path: Path, number_format: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "公开01"
    sheet["A1"] = 1482.22
    sheet["A1"].number_format = number_format
    book.save(tmp_path / "表.xlsx")
    for kind in (PackedBook, OpenpyxlBook):
        assert kind(tmp_path / "表.xlsx").read("公开01").at(1, 1) == Decimal("1482.22")


@pytest.mark.parametrize("number_format", ['yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d", "m月d日"])
def test_a_date_is_a_date(tmp_path: Path, number_format: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "公开01"
    sheet["A1"] = 45657
    sheet["A1"].number_format = number_format
    book.save(tmp_path / "表.xlsx")
    for kind in (PackedBook, OpenpyxlBook):
        assert kind(tmp_path / "表.xlsx").read("公开01").at(1, 1) == dt.date(2024, 12, 31)


# Files that are not what they should be.


def part_of(content: str, encoding: str = "utf-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}">'
        f"<sheetData>{content}</sheetData></worksheet>"
    ).encode(encoding)


def test_billion_laughs(raw_book: RawBook) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
        "</sheetData></worksheet>"
    )
    path = raw_book(公开01=bomb)
    for kind in (PackedBook, OpenpyxlBook):
        with pytest.raises(UnsafeFile, match="DTD"):
            kind(path)


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_a_sheet_in_another_encoding_is_refused_not_read_as_empty(
    raw_book: RawBook, encoding: str
) -> None:
    path = raw_book(公开01=part_of('<row r="1"><c r="A1"><v>1</v></c></row>', encoding))
    with pytest.raises(UnreadableFile, match=encoding.upper()):
        PackedBook(path)


@pytest.mark.parametrize(
    "content",
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
            '<c r="XFD1048576"><v>1</v></c></row>'
        ),
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD99999"><v>1</v></c></row>',
        '<row r="1"/>'
        + "<row><c/></row>" * 9000
        + "<row>"
        + "<c/>" * 999
        + "<c><v>1</v></c></row>",
    ],
)
def test_a_cell_far_out_does_not_exhaust_the_memory(raw_book: RawBook, content: str) -> None:
    book = PackedBook(raw_book(公开01=content))
    with pytest.raises(UnsafeFile, match="Ctrl"):
        book.read("公开01")


def test_a_sheet_that_is_cut_short(raw_book: RawBook) -> None:
    path = raw_book(公开01=part_of('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>')[:-40])
    with pytest.raises(UnreadableFile, match="公开01"):
        PackedBook(path).read("公开01")


def test_a_wrong_address(raw_book: RawBook) -> None:
    path = raw_book(公开01='<row r="1"><c r="1A"><v>1</v></c></row>')
    with pytest.raises(UnreadableFile):
        PackedBook(path).read("公开01")


def test_two_sheets_of_one_name(raw_book: RawBook) -> None:
    path = remade(raw_book(甲="", 乙=""), WORKBOOK, "乙".encode(), "甲".encode())
    with pytest.raises(UnreadableFile, match="同名"):
        PackedBook(path)


def test_a_sheet_without_its_part(raw_book: RawBook) -> None:
    path = remade(raw_book(甲=""), "xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet7.xml")
    with pytest.raises(UnreadableFile, match=r"sheet7\.xml"):
        PackedBook(path)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b"xl/workbook.xml", b"xl/workbook.bin", "xlsb"),
        (b"xl/workbook.xml", b"word/document.xml", "Word"),
        (b"/officeDocument", b"/other", "没有工作簿"),
    ],
)
def test_another_kind_of_package(raw_book: RawBook, old: bytes, new: bytes, word: str) -> None:
    path = remade(raw_book(甲=""), "_rels/.rels", old + b'"', new + b'"')
    with pytest.raises(UnreadableFile, match=word):
        PackedBook(path)


def test_a_zip_that_is_no_office_file(tmp_path: Path) -> None:
    path = tmp_path / "照片.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnreadableFile, match="不是 Office 文件"):
        PackedBook(path)


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "0 字节"),
        (b"<html><table/></html>", "网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), r"旧格式|损坏"),
    ],
)
def test_hostile_files(tmp_path: Path, suffix: str, data: bytes, word: str) -> None:
    path = tmp_path / f"表{suffix}"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=word):
        PackedBook(path)


def test_a_text_that_no_cell_can_hold(formulas: Path) -> None:
    with pytest.raises(OutputRefused, match="32768"):
        PackedBook(formulas).apply(plan((1, 1, CellWrite("长" * 32_768))))


@pytest.mark.usefixtures("soffice")
def test_an_xls_is_read_but_not_written(tmp_path: Path, raw_book: RawBook) -> None:
    source = raw_book(
        公开01='<row r="2"><c r="B2" t="inlineStr"><is><t>收入</t></is></c>'
        '<c r="C2"><v>1482.22</v></c><c r="D2" s="1"><v>45657</v></c></row>'
    )
    path = convert(source, "xls", tmp_path)
    book = PackedBook(path)
    assert book.read("公开01").rows == (
        (None, None, None, None),
        (None, "收入", Decimal("1482.22"), dt.date(2024, 12, 31)),
    )
    with pytest.raises(OutputRefused, match=r"\.xlsx"):
        book.apply(plan((1, 1, CellWrite("x"))))
    with pytest.raises(OutputRefused, match=r"\.xlsx"):
        book.save(tmp_path / "新.xls")
    shutil.copy(path, tmp_path / "假.xlsx")
    with pytest.raises(UnreadableFile, match="旧格式"):
        PackedBook(tmp_path / "假.xlsx")


@pytest.mark.usefixtures("soffice")
def test_libreoffice_reads_what_we_wrote(tmp_path: Path, formulas: Path) -> None:
    book = PackedBook(formulas)
    book.apply(plan((1, 1, CellWrite(Decimal(5))), (2, 1, CellWrite("=1+1 <&> \x02 _x0041_"))))
    book.save(tmp_path / "新.xlsx")
    out = tmp_path / "出"
    out.mkdir()
    text = convert(tmp_path / "新.xlsx", "csv", out).read_text(encoding="utf-8")
    assert re.match(r"5,10\n", text)
    assert "=1+1 <&>" in text


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>6&#51;6.43</v></c>',
        '<c r="A1"><v>636<![CDATA[.43]]></v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
    ],
)
def test_odd_spellings_are_refused_not_misread(cell: str, raw_book: RawBook) -> None:
    with pytest.raises(UnreadableFile, match="异常"):
        PackedBook(raw_book(表=f'<row r="1">{cell}</row>'))


def test_comments_are_passed_over(raw_book: RawBook) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/>{"<!-- a -->" * 20_000}</worksheet>'
    assert PackedBook(raw_book(表=sheet)).read("表").rows == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="没有管道")
def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    with pytest.raises(UnreadableFile, match="管道或设备"):
        PackedBook(tmp_path / "管道.xlsx")


def test_a_workbook_that_changed_since_it_was_read_is_not_written_over(raw_book: RawBook) -> None:
    path = raw_book(公开01='<row r="1"><c r="A1"><v>1</v></c></row>')
    one, other = PackedBook(path), PackedBook(path)
    one.apply(plan((1, 1, CellWrite(Decimal(2)))))
    other.apply(plan((1, 1, CellWrite(Decimal(3)))))
    one.save(path, force=True)
    with pytest.raises(OutputRefused, match="被别的程序改过"):
        other.save(path, force=True)
    assert PackedBook(path).read("公开01").at(1, 1) == Decimal(2)


def test_a_panic_of_the_library_says_nothing_in_english(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def panic() -> None:
        with library(tmp_path / "坏.xls"):
            os.write(2, b"thread panicked")
            raise type("PanicException", (BaseException,), {})

    with pytest.raises(UnreadableFile, match="工作簿读不出来"):
        panic()
    assert capfd.readouterr().err == ""
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"
