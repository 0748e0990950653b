"""The quick way of reading a sheet and the general one give the same values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlbudget.books import packed_values
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.plain_sheet import CellKinds, plain_sheet
from xlbudget.books.plain_tables import may_be_date, shared_texts, styles_of_dates
from xlbudget.books.port import CellError, Grid, UnsavedFormula, column_letters
from xlbudget.domain.errors import UnreadableFile, UnsafeFile

RawBook = Callable[..., Path]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

SHARED = [
    "<t>项目</t>",
    '<t xml:space="preserve"> 前后有空格 </t>',
    "<t> 前后有空格\n </t>",
    '<t>\u3000全角</t><phoneticPr fontId="1" type="noConversion"/>',
    "<t>A&amp;B&lt;C&gt;&quot;&apos;</t>",
    "<t></t>",
    "<t>换&#10;行&#10;</t>",
    "<r><t>两种</t></r><r><rPr><b/></rPr><t>字体</t></r>",
    '<t>汉</t><rPh sb="0" eb="1"><t>han</t></rPh>',
    "<t>换_x000D_行</t>",
    "<t/>",
]
PLAIN_TEXTS = 7
"""So many of the shared texts are plain."""


def book(raw_book: RawBook, **sheets: str | bytes) -> Path:
    """A workbook with shared texts."""
    sheet_relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    relations = (
        f'<Relationships xmlns="{RELATIONS}">{sheet_relations}'
        f'<Relationship Id="rId98" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
    texts = "".join(f"<si>{text}</si>" for text in SHARED)
    extra = {
        "xl/_rels/workbook.xml.rels": relations.encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>'.encode(),
    }
    return raw_book(extra=extra, **sheets)


def grids(path: Path) -> list[Grid]:
    read = PackedBook(path)
    return [read.read(sheet.name) for sheet in read.sheets()]


def by_library(path: Path) -> list[Grid]:
    """The grids as the general way reads them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed_values, "plain_sheet", lambda *_: None)
        return grids(path)


def is_quick(path: Path) -> bool:
    """Whether no sheet needs the library."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed_values, "open_values", lambda *_: pytest.fail("the library reads"))
        try:
            PackedBook(path)
        except (pytest.fail.Exception, UnreadableFile):
            return False
    return True


NUMBERS = st.one_of(
    st.floats(-1e12, 1e12).map(repr),
    st.decimals(-(10**9), 10**9, places=2).map(str),
    st.sampled_from(["0", "-0", "1E+20", "1e-7", "1e999", "0.1000000000000000055511151231257827"]),
)
FORMULAS = st.sampled_from(
    ["", "", '<f>A1&amp;"&lt;"</f>', '<f t="array" ref="B1:B2">A1:A2</f>', '<f t="shared" si="0"/>']
)
STYLES = st.sampled_from(["", ' s="0"', ' s="17"'])
CELLS = st.one_of(
    st.builds("{}><v>{}</v>".format, st.sampled_from(["", ' t="n"']), NUMBERS),
    st.builds(' t="s"><v>{}</v>'.format, st.integers(0, PLAIN_TEXTS - 1)),
    st.sampled_from(
        [
            ' t="str">F<v>文字 &amp; </v>',
            ' t="str">F<v xml:space="preserve"> 文字</v>',
            ' t="str">F<v></v>',
            ">F<v>12.50</v>",
            ' t="str" cm="1">F<v>动态</v>',
            ' t="e">F<v>#SPILL!</v>',
            ' t="e">F<v>#N/A</v>',
            ' t="b">F<v>1</v>',
            ' t="inlineStr"><is><t> 单元格里的 </t></is>',
            ' t="inlineStr"><is><t xml:space="preserve"> 单元格里的 </t></is>',
            "><f>SUM(A1:A9)</f>",
            "><f>A1&amp;B1</f><v></v>",
            "><f>A1</f><v/>",
            ">",
        ]
    ).flatmap(lambda cell: FORMULAS.map(lambda formula: cell.replace("F", formula, 1))),
    st.just(None),
)
ROWS = st.dictionaries(st.integers(1, 12), st.dictionaries(st.integers(1, 30), CELLS), max_size=6)
AREAS = st.lists(st.sampled_from(["A1:C2", "B2:B9", "AA1:AC4", "A12:AD12"]), unique=True)


def sheet_part(
    rows: dict[int, dict[int, str | None]], areas: list[str], styles: list[str]
) -> bytes:
    lines = ""
    for row in sorted(rows):
        cells = ""
        for column in sorted(rows[row]):
            content = rows[row][column]
            style = styles[(row + column) % len(styles)] if styles else ""
            opened = f'<c r="{column_letters(column)}{row}"{style}'
            cells += f"{opened}/>" if content is None else f"{opened}{content}</c>"
        lines += f'<row r="{row}" spans="1:30">{cells}</row>'
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    tail = f'<mergeCells count="{len(areas)}">{merged}</mergeCells>' if areas else ""
    data = f"<sheetData>{lines}</sheetData>"
    return f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>{data}{tail}</worksheet>'.encode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, AREAS, st.lists(STYLES, max_size=3))
def test_both_ways_of_reading_agree(
    raw_book: RawBook, rows: dict[int, dict[int, str | None]], areas: list[str], styles: list[str]
) -> None:
    path = book(raw_book, 表=sheet_part(rows, areas, styles))
    assert grids(path) == by_library(path)


def one(cell: str, row: str = '<row r="1">') -> str:
    return f"{row}{cell}</row>"


QUICK = [
    '<c r="A1" t="str"><v> 甲&#10;&#20057;&#x3C;&#38;lt; </v></c>',
    '<c r="A1" t="inlineStr"><is><t>&#32;甲&#10;乙&#10;</t></is></c>',
    '<c r="B1"><f>A1&#38;2</f></c>',
    '<c r="A1" s="7" t="s"><v>0</v></c>',
    '<c r="A1" t="n"><v>1.5</v></c><c r="B1"/><c r="C1" s="1" /><c r="D1"></c>',
    '<c r="B1" t="str"><f>A1&amp;"x"</f><v>x</v></c>',
    '<c r="B1"><f>A1*2</f></c><c r="C1"><f>A1*3</f><v></v></c>',
    '<c r="B1"><f t="shared" ref="B1:B2" si="0">A1</f><v>1</v></c>',
    '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1" t="b"><v>0</v></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>',
    '<c r="A1" s="1" t="s"><v>0</v></c>',
]
GENERAL = [
    "<c r='A1'><v>1</v></c>",
    "<c><v>1</v></c>",
    '<c s="1" r="A1"><v>1</v></c>',
    '<c r="A1"><!-- 注 --><v>1</v></c>',
    '<c r="A1" t="inlineStr"><is><t><![CDATA[甲]]></t></is></c>',
    '<c r="A1" t="str"><v>甲_x000D_乙</v></c>',
    '<c r="A1" t="str"><v>甲\r\n乙</v></c>',
    '<c r="A1" t="str"><v>甲</v><extLst/></c>',
    '<c r="A1" t="d"><v>2024-12-31</v></c>',
    '<c r="A1" s="1"><v>45000</v></c>',
    '<c r="A1" s="5"><v>45000.5</v></c>',
    f'<c r="A1" t="s"><v>{PLAIN_TEXTS}</v></c>',
    f'<c r="A1" t="s"><v>{PLAIN_TEXTS + 1}</v></c>',
    f'<c r="A1" t="s"><v>{PLAIN_TEXTS + 2}</v></c>',
    f'<c r="A1" t="s"><v>{PLAIN_TEXTS + 3}</v></c>',
    '<c r="A1" t="s"><v>99</v></c>',
    '<c r="A1" t="str"><v>&nbsp;</v></c>',
    '<c r="A1" t="str"><v>&#1;</v></c>',
    '<c r="A1" t="str"><v>&#95;x000D_</v></c>',
    '<c r="A1" t="b"><v>true</v></c>',
    '<c r="A1" t="e"><v>#N/A </v></c>',
    '<c r="A1" t="inlineStr"><is><r><t>两</t></r><r><t>种</t></r></is></c>',
    '<c r="A1" t="inlineStr"><f>B1</f><is><t>甲</t></is></c>',
    '<c r="B1"><f t="shared" ref="B1:B2" si="0">A1</f></c>',
    '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
    '<c r="A1"><v>.5</v></c>',
    '<x:c xmlns:x="urn:x" r="A1"><v>1</v></x:c>',
    '<c r="A1"><v>1</v></c></row><row><c r="A2"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", QUICK)
def test_what_programs_write_is_read_in_one_pass(raw_book: RawBook, cell: str) -> None:
    path = book(raw_book, 表=one(cell))
    assert is_quick(path)
    assert grids(path) == by_library(path)


@pytest.mark.parametrize("cell", GENERAL)
def test_what_is_written_in_another_way_is_read_by_the_library(
    raw_book: RawBook, cell: str
) -> None:
    assert not is_quick(book(raw_book, 表=one(cell)))


@pytest.mark.parametrize(
    ("data", "tail"),
    [
        ("<sheetData/>", ""),
        ("<x:sheetData xmlns:x='m'/>", ""),
        ("<sheetData><row r='1'/></sheetData>", ""),
        ("<sheetData></sheetData>", "<!-- 注 -->"),
        ("<sheetData></sheetData>", "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>"),
        ("<sheetData></sheetData>", '<mergeCells><mergeCell\nref="A1:B2"/></mergeCells>'),
        ("<sheetData></sheetData>", '<mergeCells><mergeCell ref="甲"/></mergeCells>'),
        (
            '<sheetData><row r="2"><c r="A2"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData>',
            "",
        ),
        ('<sheetData><row r="1"><c r="XFE1"><v>1</v></c></row></sheetData>', ""),
        ('<sheetData><row r="999999"><c r="XFD999999"><v>1</v></c></row></sheetData>', ""),
    ],
)
def test_parts_that_are_not_plain(data: str, tail: str) -> None:
    part = f'<worksheet xmlns="{MAIN}">{data}{tail}</worksheet>'.encode()
    assert plain_sheet("表", part, CellKinds([], frozenset())) is None


def test_what_the_library_does_not_tell_stands_under_a_merged_range_too(raw_book: RawBook) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><f>A1</f></c>'
    cells += '<c r="D1"><v>4</v></c>'
    merged = '<mergeCells><mergeCell ref="A1:D1"/></mergeCells>'
    data = f"<sheetData>{one(cells)}</sheetData>"
    path = book(raw_book, 表=f'<worksheet xmlns="{MAIN}">{data}{merged}</worksheet>'.encode())
    assert is_quick(path)
    row = (Decimal(1), CellError("#N/A"), UnsavedFormula("=A1"))
    assert grids(path)[0].rows == (row,)
    assert grids(path) == by_library(path)


def test_workbooks_of_two_libraries_are_plain(tmp_path: Path) -> None:
    one_path, other_path = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    with xlsxwriter.Workbook(one_path) as written:
        sheet = written.add_worksheet("表")
        money = written.add_format(
            {"num_format": '_ * #,##0.00_ ;[Red]\\-#,##0.00"元";@', "border": 1}
        )
        sheet.write_row(0, 0, ["项目", 1482.22, True], money)
        sheet.write_formula(1, 1, "=B1*2", money, 2964.44)
        sheet.merge_range("A4:C4", "合并", money)
    other = openpyxl.Workbook()
    other.worksheets[0].append(["项目", 1482.22, True, None, "=B1*2"])
    other.save(other_path)
    for path in (one_path, other_path):
        assert is_quick(path)
        assert grids(path) == by_library(path)


@pytest.mark.parametrize("part", [b"<sst><si><t>A</t></si><si/></sst>", b"<sst><!-- --></sst>"])
def test_shared_texts_that_cannot_be_told_apart(part: bytes) -> None:
    assert shared_texts(part) is None


@pytest.mark.parametrize(
    "part",
    [
        b"<styleSheet/>",
        b"<styleSheet><cellXfs><xf/></cellXfs></styleSheet>",
        b'<styleSheet><!-- --><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
        b"<styleSheet><cellXfs><xf numFmtId='0'/></cellXfs></styleSheet>",
    ],
)
def test_styles_that_cannot_be_told(part: bytes) -> None:
    assert styles_of_dates(part) is None


def test_a_format_of_the_file_goes_before_a_built_in_one() -> None:
    part = (
        '<styleSheet><numFmts><numFmt numFmtId="14" formatCode="0.0"/>'
        '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;"/></numFmts><cellXfs>'
        '<xf numFmtId="14"/><xf fontId="1" numFmtId="170"><alignment/></xf><xf numFmtId="58"/>'
        "</cellXfs></styleSheet>"
    )
    assert styles_of_dates(part.encode()) == frozenset({1, 2})
    assert not may_be_date("General")
    assert may_be_date("General上午/下午")


def test_a_format_of_a_rule_is_none_of_a_cell() -> None:
    part = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs>'
        '<xf numFmtId="164"/></cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0.00"/></dxf>'
        "</dxfs></styleSheet>"
    )
    assert styles_of_dates(part.encode()) == frozenset({0})


def with_relations(raw_book: RawBook, sheet: str, *also: str, **parts: bytes) -> Path:
    """A workbook of a sheet and of what its relations name: kinds and targets."""
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, _, target) in enumerate(
            (each.partition(" ") for each in ("worksheet worksheets/sheet1.xml", *also)), 1
        )
    )
    whole = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'.encode()
    named = {f"xl/{name}.xml": part for name, part in parts.items()}
    return raw_book(extra={"xl/_rels/workbook.xml.rels": whole, **named}, 表=sheet)


@pytest.mark.parametrize("also", [(), ("styles Styles.xml",)])
def test_where_the_styles_are_not_found_the_library_tells_dates(
    raw_book: RawBook, also: tuple[str, ...]
) -> None:
    path = with_relations(raw_book, one('<c r="A1" s="1"><v>45000</v></c>'), *also)
    assert not is_quick(path)
    assert grids(path)[0].rows == ((dt.date(2023, 3, 15),),)


def test_texts_that_are_no_utf8_are_an_error_of_ours(raw_book: RawBook) -> None:
    texts = f'<sst xmlns="{MAIN}"><si><t>项目</t></si></sst>'.encode("gbk")
    also = ("sharedStrings sharedStrings.xml", "styles styles.xml")
    cells = one('<c r="A1" t="s"><v>0</v></c>')
    with pytest.raises(UnreadableFile):
        grids(with_relations(raw_book, cells, *also, sharedStrings=texts))


def test_texts_are_safe_to_parse_where_the_styles_are_not_found(raw_book: RawBook) -> None:
    texts = b"<!DOCTYPE sst><sst><si><t>A</t></si></sst>"
    cells, also = one('<c r="A1" t="s"><v>0</v></c>'), "sharedStrings sharedStrings.xml"
    with pytest.raises(UnsafeFile):
        grids(with_relations(raw_book, cells, also, sharedStrings=texts))


def test_a_duration_beyond_all_days_is_an_error_of_ours(raw_book: RawBook) -> None:
    with pytest.raises(UnreadableFile, match="日期"):
        grids(book(raw_book, 表=one('<c r="A1" s="4"><v>1E+300</v></c>')))
