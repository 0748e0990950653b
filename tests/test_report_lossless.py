"""The whole of `report` over a workbook that a user has made her own: nothing of hers is lost.

Our built workbook gets what people and Excel add: a text box, a sparkline, threaded comments,
macros, a sheet of the user's, and a column of the user's on a sheet of ours.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from tests.workbook.workbooks import workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, address
from xlbudget.pipeline import report
from xlbudget.workbook import layout

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
TYPES = "application/vnd.openxmlformats-officedocument"
CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?:[^>]*/>|.*?</c>)', re.DOTALL)
HEIGHT = re.compile(rb'(<row r="([0-9]+)"[^>]*?) ht="([0-9.]+)"')

SPARKLINE = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>说明!J5:J6</xm:f><xm:sqref>K5</xm:sqref>"
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
TEXT_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from>'
    "<xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    "</xdr:from><xdr:to><xdr:col>10</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
    '<xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
    "<a:t>用户的便签</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
    "</xdr:twoCellAnchor></xdr:wsDr>"
)
USER_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>我的底稿</t></is></c>'
    '<c r="B1"><f>说明!J5*2</f><v>24</v></c></row></sheetData></worksheet>'
)
COMMENTS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def sheet_part(parts: dict[str, str], name: str) -> str:
    number = re.search(rf'<sheet name="{name}" sheetId="(\d+)"', parts["xl/workbook.xml"])
    assert number
    return f"xl/worksheets/sheet{number[1]}.xml"


def lived_in(path: Path) -> Path:
    """Our workbook after a user has worked with it in Excel."""
    plain = path.with_suffix(".xlsx")
    workbook_of("sample", plain)
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = sheet_part(parts, layout.NARRATIVE)
    text = parts[sheet]
    for row in (5, 6):
        cells = f'<c r="H{row}" t="inlineStr"><is><t>我的备注{row}</t></is></c>'
        cells += f'<c r="J{row}"><v>{row + 7}</v></c>'
        text = re.sub(rf'(<row r="{row}"[ >].*?)</row>', rf"\1{cells}</row>", text, count=1)
    drawing = '<drawing r:id="rId70"/>'
    parts[sheet] = text.replace("</worksheet>", drawing + SPARKLINE + "</worksheet>")
    assert "我的备注6" in parts[sheet]
    assert f'xmlns:r="{OFFICE}"' in parts[sheet]
    rels = f"xl/worksheets/_rels/{Path(sheet).name}.rels"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts[rels] = (
        f'<Relationships xmlns="{package}">'
        + relation("rId70", f"{OFFICE}/drawing", "../drawings/drawing70.xml")
        + relation(
            "rId71",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        )
        + "</Relationships>"
    )
    parts["xl/drawings/drawing70.xml"] = TEXT_BOX
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{COMMENTS}"><threadedComment ref="D5" '
        'dT="2026-01-01T00:00:00.00" personId="{00000000-0000-0000-0000-000000000001}" '
        'id="{00000000-0000-0000-0000-000000000002}"><text>请核对</text></threadedComment>'
        "</ThreadedComments>"
    )
    parts["xl/persons/person.xml"] = (
        f'<personList xmlns="{COMMENTS}"><person displayName="会计" '
        'id="{00000000-0000-0000-0000-000000000001}"/></personList>'
    )
    parts["xl/worksheets/sheet70.xml"] = USER_SHEET
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="我的底稿" sheetId="70" r:id="rId70"/></sheets>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        relation("rId70", f"{OFFICE}/worksheet", "worksheets/sheet70.xml")
        + relation(
            "rId71",
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            "vbaProject.bin",
        )
        + relation(
            "rId72",
            "http://schemas.microsoft.com/office/2017/10/relationships/person",
            "persons/person.xml",
        )
        + "</Relationships>",
    )
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(
            f"{TYPES}.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        .replace(
            "</Types>",
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            + override("xl/worksheets/sheet70.xml", f"{TYPES}.spreadsheetml.worksheet+xml")
            + override("xl/drawings/drawing70.xml", f"{TYPES}.drawing+xml")
            + override(
                "xl/threadedComments/threadedComment1.xml",
                "application/vnd.ms-excel.threadedcomments+xml",
            )
            + override("xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
            + "</Types>",
        )
    )
    target = path.with_suffix(".xlsm")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("xl/vbaProject.bin", bytes(range(256)) * 20)
    return target


def inflated(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def reported(tmp_path: Path) -> tuple[Path, Path]:
    source, target = lived_in(tmp_path / "决算"), tmp_path / "出.xlsm"
    opened = PackedBook(source)
    report(opened)
    opened.save(target)
    return source, target


def written_cells(path: Path) -> dict[str, set[str]]:
    """The cells that a run writes, by sheet: states, units, and the lists below their headers."""
    book = openpyxl.load_workbook(path)
    home = [
        f"B{cell.row}"
        for cell in book[layout.HOME]["A"]
        if cell.value in (layout.STATE, layout.LAST_RUN)
    ]
    home += [f"C{cell.row}" for cell in book[layout.HOME]["A"] if cell.value == layout.STATE]
    places = next(
        cell.offset(column=1).coordinate
        for cell in book[layout.ANALYSIS][layout.HEADER_ROW - 1]
        if cell.value == layout.RATE_PLACES
    )
    lists = {
        layout.ANALYSIS: [
            (1, len(layout.HEADERS[layout.ANALYSIS])),
            (layout.PHRASE_COLUMN, len(layout.PHRASES)),
            (layout.PARAMETER_COLUMN, len(layout.PARAMETERS)),
        ],
        layout.CHARTS: [(1, len(layout.HEADERS[layout.CHARTS]))],
        layout.NARRATIVE: [(1, len(layout.HEADERS[layout.NARRATIVE]))],
        layout.CHECKS: [
            (1, 3),
            (layout.LIVE_COLUMN, len(layout.LIVE_CHECKS)),
            (layout.MARK_COLUMN, 1),
            (layout.UNIT_COLUMN, len(layout.UNITS)),
        ],
    }
    cells = {
        layout.HOME: set(home),
        layout.PERFORMANCE: {
            f"{column}{row}" for column in "EJ" for row in range(layout.FIRST_ROW, 80)
        },
        layout.SUPPLEMENT: {
            f"{column}{row}"
            for column in "GH"
            for row in range(layout.FIRST_ROW, book[layout.SUPPLEMENT].max_row + 1)
        },
    }
    for sheet, areas in lists.items():
        cells[sheet] = {
            address(row, first + at)
            for first, width in areas
            for at in range(width)
            for row in range(layout.FIRST_ROW, book[sheet].max_row + 1)
        }
    cells[layout.ANALYSIS] |= {places, f"A{layout.HEADER_ROW - 1}"}
    return cells


def test_only_sheets_of_ours_change(reported: tuple[Path, Path]) -> None:
    before, after = (inflated(path) for path in reported)
    assert list(before) == list(after)
    parts = {name: data.decode() for name, data in before.items() if name.endswith("workbook.xml")}
    ours = {sheet_part(parts, name) for name in written_cells(reported[0])}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= ours
    assert sheet_part(parts, layout.NARRATIVE) in changed


def test_every_cell_that_is_not_ours_keeps_its_xml(reported: tuple[Path, Path]) -> None:
    before, after = (inflated(path) for path in reported)
    parts = {name: data.decode() for name, data in before.items() if name.endswith("workbook.xml")}
    ours = written_cells(reported[0])
    for name, area in ours.items():
        part = sheet_part(parts, name)
        old, new = (
            {match[1].decode(): match[0] for match in CELL.finditer(data[part])}
            for data in (before, after)
        )
        assert {cell for cell in old if old[cell] != new.get(cell)} <= area, name
        assert set(new) - set(old) <= area, name
        outside = [CELL.sub(b"", data[part]) for data in (before, after)]
        assert outside[0] == outside[1], name


def heights(path: Path, sheet: str) -> dict[int, float]:
    parts = inflated(path)
    part = sheet_part({"xl/workbook.xml": parts["xl/workbook.xml"].decode()}, sheet)
    return {int(match[2]): float(match[3]) for match in HEIGHT.finditer(parts[part])}


def test_rows_are_as_tall_as_the_builder_would_make_them(reported: tuple[Path, Path]) -> None:
    source, target = reported
    for sheet in (layout.NARRATIVE, layout.CHECKS):
        assert heights(target, sheet) == heights(source, sheet) != {}


def test_rows_grow_and_shrink_with_their_text(tmp_path: Path) -> None:
    source, target, again = (tmp_path / f"{name}.xlsx" for name in "甲乙丙")
    workbook_of("sample", source)
    row = next(
        cell.row
        for cell in openpyxl.load_workbook(source)[layout.SUPPLEMENT]["B"]
        if cell.value == "总体变动原因"
    )
    long, short = "因项目增加。" * 60, "因项目增加。"
    for old, text, new in ((source, long, target), (target, short, again)):
        book = PackedBook(old)
        book.apply(BookPlan((RangeWrite(layout.SUPPLEMENT, row, 4, ((CellWrite(text),),)),)))
        report(book)
        book.save(new)
    before, grown, shrunk = (heights(path, layout.NARRATIVE) for path in (source, target, again))
    at = next(
        cell.row
        for cell in openpyxl.load_workbook(source)[layout.NARRATIVE]["A"]
        if cell.value == "一.1"
    )
    assert grown[at] > 8 * 15 > 3 * before[at]
    assert shrunk == before


def test_the_result_is_a_sound_package(reported: tuple[Path, Path]) -> None:
    source, target = reported
    validator = OpenXmlValidator()
    old, new = (
        {str(error.description) for error in validator.validate(str(path)).errors}
        for path in (source, target)
    )
    assert new <= old
    book = openpyxl.load_workbook(target, data_only=True)
    assert book[layout.NARRATIVE]["J6"].value == 13
    told = {row[0]: row[3] for row in book[layout.NARRATIVE].values}
    assert str(told["一.1"]).startswith("2024年度收入、支出总计均为")


def test_a_second_run_changes_no_byte(reported: tuple[Path, Path], tmp_path: Path) -> None:
    _, first = reported
    again = PackedBook(first)
    report(again)
    again.save(tmp_path / "再.xlsm")
    assert inflated(tmp_path / "再.xlsm") == inflated(first)
