"""A workbook full of what libraries lose: after a plan, all that is not ours is as it was."""

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openxml_audit import OpenXmlValidator

from xlbudget.books.formulas import marked
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, LeftAlone, RangeWrite
from xlbudget.domain.errors import OutputRefused

OURS = "公开01 收入支出决算总表"
SHEET = "xl/worksheets/sheet1.xml"
CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?:[^>]*/>|.*?</c>)', re.DOTALL)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
UNKNOWN = (
    b'<ext uri="{00000000-1111-2222-3333-444444444444}" xmlns:zz="urn:zz">'
    b"<zz:keep a='1'  b=\"2\"/><!-- ? --></ext></extLst></worksheet>"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    plain = tmp_path / "plain.xlsm"
    (tmp_path / "vbaProject.bin").write_bytes(bytes(range(256)) * 8)
    with xlsxwriter.Workbook(plain) as book:
        money = book.add_format({"num_format": "#,##0.00", "border": 1})
        red = book.add_format({"font_color": "red"})
        ours = book.add_worksheet(OURS)
        ours.set_column("F:F", 12, money)
        ours.set_row(20, 20, red)
        for row in range(12):
            ours.write(row, 0, f"项目{row}", money)
            ours.write_number(row, 1, row * 100.25, money)
            ours.write_blank(row, 2, None, money)
            ours.write_formula(row, 3, f"=B{row + 1}*2", money, row * 200.5)
            ours.write_rich_string(row, 7, red, "用户", f"的一列{row}")
        ours.write_formula("H14", "=SUM(B1:B12)", None, 6616.5)
        ours.write_array_formula("I1:I3", "{=B1:B3*3}", None, 1)
        ours.conditional_format("B1:B12", {"type": "data_bar", "data_bar_2010": True})
        ours.conditional_format("C1:C12", {"type": "3_color_scale"})
        ours.data_validation("A1", {"validate": "list", "source": ["一", "二"]})
        ours.insert_textbox("K2", "用户的文本框")
        ours.insert_button("K9", {"macro": "btn", "caption": "导入"})
        ours.add_sparkline("J1", {"range": f"'{OURS}'!B1:B12"})
        ours.write_comment("A2", "批注")
        ours.merge_range("A16:C16", "合并", money)
        ours.autofilter("A1:D12")
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": f"='{OURS}'!$B$1:$B$12"})
        ours.insert_chart("K12", chart)
        user = book.add_worksheet("用户自己的表")
        user.write("A1", f"='{OURS}'!B2*2", None, 200.5)
        book.define_name("合计", f"='{OURS}'!$B$12")
        book.add_vba_project(str(tmp_path / "vbaProject.bin"))
    return injected(plain, tmp_path / "决算.xlsm")


def injected(plain: Path, path: Path) -> Path:
    """The parts that XlsxWriter cannot write."""
    threads = f"{SHEET.replace('worksheets', 'threadedComments').replace('sheet1', 'comment1')}"
    added = {
        "xl/printerSettings/printerSettings1.bin": b"\x00\x01printer" * 30,
        threads: b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/'
        b'2018/threadedcomments"><threadedComment ref="A2" dT="2024-01-01T00:00:00.00" '
        b'personId="{11111111-1111-1111-1111-111111111111}" '
        b'id="{22222222-2222-2222-2222-222222222222}"><text>x</text></threadedComment>'
        b"</ThreadedComments>",
        "xl/persons/person.xml": b'<personList xmlns="http://schemas.microsoft.com/office/'
        b'spreadsheetml/2018/threadedcomments"/>',
        "customXml/item1.xml": '<?xml version="1.0" encoding="UTF-16"?><a>别人的</a>'.encode(
            "utf-16"
        ),
    }
    replaced: dict[str, list[tuple[bytes, bytes]]] = {
        SHEET: [(b"</extLst></worksheet>", UNKNOWN)],
        "[Content_Types].xml": [
            (
                b"</Types>",
                (
                    b'<Override PartName="/xl/persons/person.xml" '
                    b'ContentType="application/vnd.ms-excel.person+xml"/>'
                    b'<Override PartName="/xl/threadedComments/comment1.xml" '
                    b'ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>'
                ),
            )
        ],
        "xl/worksheets/_rels/sheet1.xml.rels": [
            (
                b"</Relationships>",
                f'<Relationship Id="rId90" Type="{RELATION}/printerSettings" '
                'Target="../printerSettings/printerSettings1.bin"/>'
                '<Relationship Id="rId91" Type="http://schemas.microsoft.com/office/2017/10/'
                'relationships/threadedComment" Target="../threadedComments/comment1.xml"/>'
                "</Relationships>".encode(),
            )
        ],
    }
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            for before, after in replaced.get(info.filename, ()):
                assert before in content, (info.filename, content[-300:])
                content = content.replace(before, after)
            new.writestr(info, content)
        for name, content in added.items():
            new.writestr(name, content)
    return path


PLAN = BookPlan(
    (
        RangeWrite(
            OURS,
            2,
            2,
            tuple(
                (
                    CellWrite(Decimal("88.01") + row),
                    CellWrite("文字"),
                    CellWrite(Decimal(7), f"=B{row}*2"),
                )
                for row in range(2, 6)
            ),
        ),
        RangeWrite(OURS, 14, 8, ((CellWrite(Decimal(1)),),)),  # a formula of the user's
        RangeWrite(OURS, 21, 2, ((CellWrite("新行"), CellWrite(None), CellWrite(value=True)),)),
        RangeWrite(OURS, 30, 6, ((CellWrite(Decimal(5)),),)),
    )
)
WRITTEN = {f"{column}{row}" for column in "BCD" for row in range(2, 6)} | {"B21", "D21", "F30"}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def cells(sheet: bytes) -> dict[str, bytes]:
    return {match[1].decode(): match[0] for match in CELL.finditer(sheet)}


def cells_of(path: Path) -> dict[str, bytes]:
    return cells(parts(path)[SHEET])


def errors(path: Path) -> list[str]:
    return sorted(error.description for error in OpenXmlValidator().validate(str(path)).errors)


def raw_entries(path: Path) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        entries: dict[str, tuple[bytes, tuple[int, ...]]] = {}
        for info in archive.infolist():
            at = info.header_offset + 26
            start = at + 4 + int.from_bytes(data[at : at + 2], "little")
            start += int.from_bytes(data[at + 2 : at + 4], "little")
            entries[info.filename] = data[start : start + info.compress_size], info.date_time
    return entries


@pytest.fixture
def saved(source: Path, tmp_path: Path) -> Path:
    target = tmp_path / "新.xlsm"
    book = PackedBook(source)
    assert book.apply(PLAN) == (LeftAlone(OURS, "H14", "=SUM(B1:B12)"),)
    book.save(target)
    return target


def test_every_other_part_is_the_same(source: Path, saved: Path) -> None:
    before, after = parts(source), parts(saved)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {SHEET}  # fullCalcOnLoad stands in the workbook part already


def test_untouched_entries_are_not_even_recompressed(source: Path, saved: Path) -> None:
    before, after = raw_entries(source), raw_entries(saved)
    for name, entry in before.items():
        if name != SHEET:
            assert after[name] == entry
        assert after[name][1] == entry[1]


def test_every_other_cell_has_its_bytes(source: Path, saved: Path) -> None:
    before, after = cells(parts(source)[SHEET]), cells(parts(saved)[SHEET])
    assert set(after) - set(before) == {"B21", "D21", "F30"}
    assert {name for name in before if before[name] != after[name]} == WRITTEN & set(before)


def test_what_stands_around_the_cells_has_its_bytes(source: Path, saved: Path) -> None:
    def around(sheet: bytes) -> bytes:
        bare = re.sub(rb'<row r="(21|30)"[^>]*>(.*?</row>)?', b"", CELL.sub(b"", sheet))
        return re.sub(rb'<dimension ref="[^"]*"/>', b"", bare)

    before, after = parts(source)[SHEET], parts(saved)[SHEET]
    assert UNKNOWN in before
    assert around(after) == around(before)
    assert b'<dimension ref="A1:I21"/>' in before
    assert b'<dimension ref="A1:I30"/>' in after


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_styles_and_results_of_what_we_wrote(saved: Path) -> None:
    values = openpyxl.load_workbook(saved, data_only=True)[OURS]
    formulas = openpyxl.load_workbook(saved)[OURS]
    assert (values["B2"].value, values["C3"].value, values["D4"].value) == (90.01, "文字", 7)
    assert formulas["D4"].value == "=B4*2"
    assert values["B2"].number_format == values["F30"].number_format == "#,##0.00"
    assert values["B21"].font.color.rgb == "FFFF0000"
    assert values["H14"].value == 6616.5


def test_openpyxl_and_the_validator_find_nothing_new(source: Path, saved: Path) -> None:
    assert errors(saved) == errors(source)


def test_a_block_changes_its_own_cells_only(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "块.xlsm"
    book = PackedBook(source)
    cells = tuple((CellWrite(Decimal(row), marked("=B1:B5*2"), "F1:F5"),) for row in range(1, 6))
    assert book.apply(BookPlan((RangeWrite(OURS, 1, 6, cells),))) == ()
    book.save(target)
    before, after = cells_of(source), cells_of(target)
    assert {name for name in after if before.get(name) != after[name]} == {
        f"F{row}" for row in range(1, 6)
    }
    assert after["F2"] == b'<c r="F2" s="1"><v>2</v></c>'
    assert b'<f t="array" ref="F1:F5">IF(N("xb:' in after["F1"]
    assert errors(target) == errors(source)


def test_without_a_plan_every_part_is_the_same(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "同.xlsm"
    PackedBook(source).save(target)
    assert raw_entries(target) == raw_entries(source)
    assert parts(target) == parts(source)


def test_the_same_plan_twice_is_the_plan_once(saved: Path, tmp_path: Path) -> None:
    book = PackedBook(saved)
    book.apply(PLAN)
    book.apply(PLAN)
    book.save(tmp_path / "再.xlsm")
    assert parts(tmp_path / "再.xlsm") == parts(saved)


def test_over_its_own_source_only_with_force(source: Path, saved: Path) -> None:
    book = PackedBook(source)
    book.apply(PLAN)
    before = source.read_bytes()
    with pytest.raises(OutputRefused):
        book.save(source)
    assert source.read_bytes() == before
    book.save(source, force=True)
    assert source.read_bytes() == saved.read_bytes()


def test_a_value_under_a_merged_range_stops_the_whole_plan(source: Path, tmp_path: Path) -> None:
    book = PackedBook(source)
    first = RangeWrite(OURS, 1, 1, ((CellWrite("x"),),))
    hidden = RangeWrite(OURS, 16, 1, ((CellWrite("左上"), CellWrite(None), CellWrite("藏")),))
    with pytest.raises(OutputRefused) as caught:
        book.apply(BookPlan((first, hidden)))
    assert f"{OURS}!C16" in str(caught.value)
    assert "A16:C16" in str(caught.value)
    book.save(tmp_path / "同.xlsm")
    assert parts(tmp_path / "同.xlsm") == parts(source)
    seen = RangeWrite(OURS, 16, 1, ((CellWrite("左上"), CellWrite(None), CellWrite(None)),))
    book.apply(BookPlan((seen,)))
    assert book.read(OURS).at(16, 1) == "左上"


def test_the_kind_of_workbook_cannot_change(source: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match=r"\.xlsm"):
        PackedBook(source).save(tmp_path / "新.xlsx")


def test_types(source: Path) -> None:
    found: Mapping[str, bytes] = parts(source)
    assert {"xl/vbaProject.bin", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"} <= set(found)
    assert b"sparkline" in found[SHEET]
