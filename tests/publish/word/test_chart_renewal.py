"""更新文档里的图：数是新的，颜色、大小和人写的都在；图与后面的工作簿说的是一回事。"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.publish.word.chart_documents import document_of, spec_of
from xlbudget.domain.charts import ChartKind, ChartSpec
from xlbudget.domain.style import Style
from xlbudget.files.chart_values import kept_in
from xlbudget.files.office import convert
from xlbudget.publish.word.chart_renewal import chart_values, renewed_chart
from xlbudget.publish.word.charts import chart_parts

PIE, BAR, COLUMN = ChartKind.PIE, ChartKind.BAR, ChartKind.COLUMN
WAN = 1_000_000
OLD = spec_of(PIE, [("基本支出", 60 * WAN), ("项目支出", 40 * WAN)])
FEWER = spec_of(PIE, [("基本支出", 7 * WAN)])
MORE = spec_of(PIE, [("基本支出", 50 * WAN), ("项目支出", 30 * WAN), ("经营支出", 20 * WAN)])
BARS = spec_of(BAR, [(f"{name}支出", at * WAN) for at, name in enumerate("戊丁丙乙甲", 1)][::-1])
STYLE = Style()


def made(spec: ChartSpec) -> tuple[bytes, bytes]:
    parts = chart_parts(spec, STYLE, relation="rId9", number=1).parts
    return parts["word/charts/chart1.xml"], parts["word/embeddings/chart1.xlsx"]


def by_hand(spec: ChartSpec) -> tuple[list[str], list[Decimal]]:
    """What a chart of these points must draw."""
    amounts = [point.figure.amount for point in spec.points]
    names = [f"{point.category} {point.label}" for point in spec.points]
    return names, [Decimal(amount.fen) / WAN for amount in amounts if amount]


def agrees(part: bytes, workbook: bytes, spec: ChartSpec) -> openpyxl.Workbook:
    """Cache and cells are the figures; the workbook as openpyxl reads it."""
    names, values = by_hand(spec)
    assert chart_values(part) == (tuple(names), tuple(values))
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    kept = kept_in(part)
    for reference, wanted in ((kept.categories_at, names), (kept.values_at, values)):
        sheet, _, area = reference.replace("$", "").rpartition("!")
        found = book[sheet.strip("'").replace("''", "'")][area]
        rows = [row[0].value for row in found] if isinstance(found, tuple) else [found.value]
        assert [Decimal(str(v)) if isinstance(v, int | float) else v for v in rows] == wanted
    return book


@pytest.mark.parametrize("new", [OLD, FEWER, MORE, BARS], ids=["一样", "少", "多", "改条形"])
def test_the_new_numbers_stand_in_both(new: ChartSpec) -> None:
    part, workbook = renewed_chart(*made(OLD), new, STYLE)
    sheet = agrees(part, workbook, new).worksheets[0]
    assert len([row for row in sheet.values if any(row)]) == len(new.points) + 1
    assert (b"<c:pieChart>" in part) == (new.kind is PIE)


def test_nothing_new_changes_no_byte() -> None:
    assert renewed_chart(*made(OLD), OLD, STYLE) == made(OLD)
    once = renewed_chart(*made(OLD), MORE, STYLE)
    assert renewed_chart(*once, MORE, STYLE) == once


def test_what_a_person_set_in_the_chart_stays() -> None:
    part, workbook = made(OLD)
    red = part.replace(b'"2F5D9B"', b'"FF0000"').replace(b'sz="1050"', b'sz="1400"')
    assert red != part
    new, _ = renewed_chart(red, workbook, MORE, STYLE)
    assert new.count(b'"FF0000"') == 1
    assert b'sz="1050"' not in new


def rewritten(workbook: bytes, change: object) -> bytes:
    """The workbook as another program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert callable(change)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_that_a_person_rearranged_keeps_what_is_hers() -> None:
    """换了表名、挪了地方、旁边写了字的工作簿：只换数。"""

    def moved(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "我的'数"
        sheet.move_range("A1:B3", rows=2, cols=1)
        sheet["A1"] = "核对过"
        sheet["F9"] = "=SUM(C4:C5)"

    part, workbook = made(OLD)
    new_refs = {"Sheet1!$B$1": "$C$3", "Sheet1!$A$2:$A$3": "$B$4:$B$5"}
    new_refs["Sheet1!$B$2:$B$3"] = "$C$4:$C$5"
    text = part.decode()
    for old, new in new_refs.items():
        text = text.replace(f"<c:f>{old}</c:f>", f"<c:f>'我的''数'!{new}</c:f>")
    book = agrees(*renewed_chart(text.encode(), rewritten(workbook, moved), MORE, STYLE), MORE)
    sheet = book["我的'数"]
    assert (sheet["A1"].value, sheet["F9"].value) == ("核对过", "=SUM(C4:C5)")
    assert [sheet[at].value for at in ("C4", "C6")] == [50, 20]


@pytest.mark.parametrize(("at", "text"), [("A4", "人写的合计"), ("B2", "=D1*2"), ("B4", 100)])
def test_cells_of_a_person_are_not_written_over(at: str, text: object) -> None:
    """挡路的格子留着，新的数写到旁边，图改画那里。"""
    part, workbook = made(OLD)
    hers = rewritten(workbook, lambda book: book.worksheets[0].__setitem__(at, text))
    new, book = renewed_chart(part, hers, MORE, STYLE)
    assert agrees(new, book, MORE).worksheets[0][at].value == text
    again = renewed_chart(new, book, FEWER, STYLE)
    assert agrees(*again, FEWER).worksheets[0][at].value == text


def without_sheet(workbook: bytes) -> bytes:
    return rewritten(workbook, lambda book: setattr(book.worksheets[0], "title", "别处"))


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"PK", b"\xd0\xcf\x11\xe0" + bytes(600), without_sheet(made(OLD)[1])],
    ids=["空", "坏的压缩包", "旧格式", "没有那张表"],
)
def test_a_workbook_that_cannot_be_patched_is_replaced(spoiled: bytes) -> None:
    part, workbook = renewed_chart(made(OLD)[0], spoiled, MORE, STYLE)
    assert agrees(part, workbook, MORE).sheetnames == ["Sheet1"]


@pytest.mark.parametrize(
    "foreign",
    [b"<x/>", b"", "<c:chartSpace/>".encode("utf-16"), made(OLD)[0].replace(b"c:", b"k:")],
    ids=["别的", "空", "别的编码", "别的前缀"],
)
def test_a_part_written_in_another_way_stays_with_its_workbook(foreign: bytes) -> None:
    workbook = made(OLD)[1]
    assert renewed_chart(foreign, workbook, MORE, STYLE) == (foreign, workbook)


def test_names_that_find_no_room_any_more_go_into_a_legend() -> None:
    part, workbook = made(OLD)
    red = part.replace(b'"2F5D9B"', b'"FF0000"')
    tiny = spec_of(PIE, [("基本支出", 998 * WAN), ("项目支出", WAN), ("经营支出", WAN)])
    new, book = renewed_chart(red, workbook, tiny, STYLE)
    agrees(new, book, tiny)
    assert new.count(b"<c:legend>") == 1
    assert b'<c:showCatName val="1"/>' not in new
    assert b'"FF0000"' in new
    assert renewed_chart(new, book, tiny, STYLE) == (new, book)
    bars, _ = renewed_chart(new, book, BARS, STYLE)
    assert b"<c:legend>" not in bars


def test_bounds_that_would_hide_an_amount_go() -> None:
    """人定的轴：装得下就留着，装不下就放宽。"""
    columns = spec_of(COLUMN, [("2023年", 5 * WAN), ("2024年", 9 * WAN)])
    part, workbook = made(columns)
    bounded = part.replace(b'<c:min val="0"/>', b'<c:max val="12"/><c:min val="0"/>')
    fits = spec_of(COLUMN, [("2023年", 5 * WAN), ("2024年", 11 * WAN)])
    beyond = spec_of(COLUMN, [("2023年", -5 * WAN), ("2024年", 13 * WAN)])
    assert b'<c:max val="12"/><c:min val="0"/>' in renewed_chart(bounded, workbook, fits, STYLE)[0]
    new = renewed_chart(bounded, workbook, beyond, STYLE)[0]
    assert b"<c:max" not in new
    (least,) = re.findall(rb'<c:min val="([^"]*)"/>', new)
    assert Decimal(least.decode()) < -5


def test_the_number_format_follows_the_numbers() -> None:
    """原来都是整数，印作 0；新的有小数，不能还印作整数。"""
    style = Style(separators=True)
    parts = chart_parts(OLD, style, relation="rId9", number=1).parts
    old = parts["word/charts/chart1.xml"], parts["word/embeddings/chart1.xlsx"]
    assert b'"#,##0&quot;' in old[0]
    finer = spec_of(PIE, [("基本支出", 60_250_000), ("项目支出", 40 * WAN)])
    assert b'"#,##0.00&quot;' in renewed_chart(*old, finer, style)[0]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", ((), ())),
        (b"not xml", ((), ())),
    ],
)
def test_what_is_no_chart_has_no_values(part: bytes, values: object) -> None:
    assert chart_values(part) == values


def test_values_are_read_as_office_saves_them() -> None:
    """Office 存的数最多 17 位，其中 15 位是真的；空的点、不是数的点没有值。"""
    part = made(spec_of(PIE, [("甲", WAN), ("乙", WAN), ("丙", WAN)]))[0].decode()
    text = part.replace('<c:pt idx="0"><c:v>1</c:v>', '<c:pt idx="0"><c:v>438.61000000000001</c:v>')
    text = text.replace('<c:pt idx="1"><c:v>1</c:v>', '<c:pt idx="1"><c:v>#N/A</c:v>')
    assert chart_values(text.encode())[1] == (Decimal("438.61"), None, Decimal(1))


@pytest.mark.usefixtures("soffice")
def test_a_document_that_went_through_libreoffice_is_renewed(tmp_path: Path) -> None:
    """LibreOffice 另存的图不再指着工作簿的格子，更新后又指回去。"""
    source = tmp_path / "图.docx"
    source.write_bytes(document_of([OLD]))
    folder = tmp_path / "另存"
    folder.mkdir()
    with zipfile.ZipFile(convert(source, "docx", folder)) as package:
        (name,) = (n for n in package.namelist() if re.fullmatch(r"word/charts/\w+\.xml", n))
        (book,) = (n for n in package.namelist() if n.startswith("word/embeddings/"))
        part, workbook = package.read(name), package.read(book)
    assert "Sheet1" not in kept_in(part).values_at
    agrees(*renewed_chart(part, workbook, MORE, STYLE), MORE)
