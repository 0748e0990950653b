# ruff: noqa: DTZ001 — 单元格里的时间没有时区
"""Every adapter sees the same grid at the same addresses, and a plan does the same to it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.xlwings_engine.session import Excel
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.openpyxl_book import OpenpyxlBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import (
    Book,
    BookPlan,
    CellError,
    CellWrite,
    Grid,
    LeftAlone,
    RangeWrite,
    SheetInfo,
    UnsavedFormula,
    Value,
    grid,
)
from xlbudget.books.xlwings_book import XlwingsBook

RawBook = Callable[..., Path]
FileBook = type[OpenpyxlBook] | type[PackedBook]
FILE_BOOKS = [OpenpyxlBook, PackedBook]

# name: (the sheet as readable text, the same as sheet XML, what a person sees)
CASES: dict[str, tuple[str, str, tuple[tuple[Value, ...], ...]]] = {
    "empty": ("", "", ()),
    "leading empty rows and columns": (
        ".\n.\n | | 5",
        '<row r="3"><c r="C3"><v>5</v></c></row>',
        ((None, None, None), (None, None, None), (None, None, Decimal(5))),
    ),
    "numbers as Excel shows them": (
        "1482.22 | 0.3 | 3 | 1000000000000001 | 999999999999.99 | -0.01 | 100000000000000000000",
        (
            '<row r="1"><c r="A1"><v>1482.2200000000003</v></c>'
            '<c r="B1"><v>0.30000000000000004</v></c>'
            '<c r="C1"><v>3.0</v></c><c r="D1"><v>1000000000000001</v></c>'
            '<c r="E1"><v>999999999999.99</v></c><c r="F1"><v>-0.01</v></c>'
            '<c r="G1"><v>1E20</v></c>'
            "</row>"
        ),
        (
            (
                Decimal("1482.22"),
                Decimal("0.3"),
                Decimal(3),
                Decimal(1000000000000000),
                Decimal("999999999999.99"),
                Decimal("-0.01"),
                Decimal(10) ** 20,
            ),
        ),
    ),
    "texts": (
        r"'0123 | '#DIV/0! | '=A1 | 两行\n文字 | \s前后\s | 中\s文 | a\rb",
        (
            '<row r="1"><c r="A1" t="str"><v>0123</v></c>'
            '<c r="B1" t="inlineStr"><is><t>#DIV/0!</t></is></c>'
            '<c r="C1" t="inlineStr"><is><t>=A1</t></is></c><c r="D1" t="str"><v>两行\n文字</v></c>'
            '<c r="E1" t="inlineStr"><is><t xml:space="preserve"> 前后 </t></is></c>'
            '<c r="F1" t="inlineStr"><is><r><t>中</t></r><r><rPr><b/></rPr>'
            '<t xml:space="preserve"> 文</t></r><rPh sb="0" eb="1"><t>zhōng</t></rPh></is></c>'
            '<c r="G1" t="inlineStr"><is><t>a_x000D_b</t></is></c></row>'
        ),
        (("0123", "#DIV/0!", "=A1", "两行\n文字", " 前后 ", "中 文", "a\rb"),),
    ),
    "dates": (
        "2024-12-31 | 2024-12-31 10:30:00 | 10:30:00 | 1.5 | 2024-12-31 | 2024-05-06",
        (
            '<row r="1"><c r="A1" s="1"><v>45657</v></c><c r="B1" s="2"><v>45657.4375</v></c>'
            '<c r="C1" s="3"><v>0.4375</v></c><c r="D1" s="4"><v>1.5</v></c>'
            '<c r="E1" s="5"><v>45657</v></c><c r="F1" t="d"><v>2024-05-06</v></c></row>'
        ),
        (
            (
                dt.date(2024, 12, 31),
                dt.datetime(2024, 12, 31, 10, 30),
                dt.time(10, 30),
                Decimal("1.5"),
                dt.date(2024, 12, 31),
                dt.date(2024, 5, 6),
            ),
        ),
    ),
    "errors and truth": (
        "#DIV/0! | #N/A | #SPILL! | #CALC! | TRUE | FALSE",
        (
            '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c>'
            '<c r="B1" t="e"><f>NA()</f><v>#N/A</v></c>'
            '<c r="C1" t="e"><v>#SPILL!</v></c><c r="D1" t="e"><v>#CALC!</v></c>'
            '<c r="E1" t="b"><v>1</v></c><c r="F1" t="b"><v>0</v></c></row>'
        ),
        (
            (
                CellError("#DIV/0!"),
                CellError("#N/A"),
                CellError("#SPILL!"),
                CellError("#CALC!"),
                True,
                False,
            ),
        ),
    ),
    "formulas": (
        '2 | =A1*2 → 4 | =A1*3 | =IF(A1>9,A1,"") → | =A1&"元" → \'2元\n.\n | | =A3*3',
        (
            '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f><v>4</v></c>'
            '<c r="C1"><f t="shared" ref="C1:C3" si="0">A1*3</f></c>'
            '<c r="D1" t="str"><f>IF(A1&gt;9,A1,"")</f><v></v></c>'
            '<c r="E1" t="str"><f>A1&amp;"元"</f><v>2元</v></c></row>'
            '<row r="3"><c r="C3"><f t="shared" si="0"/></c></row>'
        ),
        (
            (Decimal(2), Decimal(4), UnsavedFormula("=A1*3"), None, "2元"),
            (None, None, None, None, None),
            (None, None, UnsavedFormula("=A3*3"), None, None),
        ),
    ),
    "array formula": (
        "1 | =A1:A2*2 → 2\n3 | 6",
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f>'
            '<v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>6</v></c></row>'
        ),
        ((Decimal(1), Decimal(2)), (Decimal(3), Decimal(6))),
    ),
    "merged cells hold one value": (
        "合并 | | 3",
        (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData'
            ">"
            '<row r="1"><c r="A1" t="str"><v>合并</v></c><c r="B1"><v>2</v></c>'
            '<c r="C1"><v>3</v></c>'
            '</row><row r="2"><c r="A2"><v>7</v></c></row></sheetData>'
            '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
        ),
        (("合并", None, Decimal(3)),),
    ),
    "rows and cells without addresses": (
        "1 | | | 2 | 3\n.\n.\n4\n5",
        (
            '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
            '<row r="4"><c><v>4</v></c></row><row><c><v>5</v></c></row>'
        ),
        (
            (Decimal(1), None, None, Decimal(2), Decimal(3)),
            (None,) * 5,
            (None,) * 5,
            (Decimal(4), None, None, None, None),
            (Decimal(5), None, None, None, None),
        ),
    ),
    "prefixes, odd order, comments": (
        "1 | 12\n2",
        (
            "<?xml version='1.0' encoding='utf-8'?>\n<!-- 手写 -->"
            "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
            "<x:sheetData><!-- "
            "<c r='A9'/> --><x:row r='2'><x:c s='0' r='A2'><x:v>2</x:v></x:c></x:row>"
            "<x:row spans='1:2' r='1'><x:c r='B1' t='n'><x:v>1<!-- . -->2</x:v></x:c>"
            "<x:c t='n' r='A1' ><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        ),
        ((Decimal(1), Decimal(12)), (Decimal(2), None)),
    ),
    "styled blanks do not count": (
        "1",
        (
            '<row r="1"><c r="A1"><v>1</v></c>'
            '<c r="B1" s="1"/></row><row r="9" s="1" customFormat="1">'
            '<c r="XFD9" s="1"/></row>'
        ),
        ((Decimal(1),),),
    ),
    "last column and last row": (
        "",
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>',
        (),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_memory_sees(case: str) -> None:
    text, _, rows = CASES[case]
    assert MemoryBook(f"== 公开01\n{text}").read("公开01") == Grid("公开01", rows)


@pytest.mark.parametrize("kind", FILE_BOOKS)
@pytest.mark.parametrize("case", CASES)
def test_file_books_see(kind: FileBook, case: str, raw_book: RawBook) -> None:
    _, xml, rows = CASES[case]
    seen = kind(raw_book(公开01=xml)).read("公开01")
    assert seen == Grid("公开01", rows)
    kinds = [[type(value) for value in row] for row in seen.rows]
    assert kinds == [[type(value) for value in row] for row in rows]  # 1 == True == Decimal(1)


@pytest.mark.parametrize("case", CASES)
def test_excel_sees(case: str, raw_book: RawBook, excel: Excel) -> None:
    """As the file books, but that Excel leaves no formula without a result."""
    _, xml, rows = CASES[case]
    computed = [
        [None if isinstance(value, UnsavedFormula) else value for value in row] for row in rows
    ]
    seen = XlwingsBook(excel.open(raw_book(公开01=xml))).read("公开01")
    assert seen == grid("公开01", computed)
    assert [[type(value) for value in row] for row in seen.rows] == [
        [type(value) for value in row] for row in grid("公开01", computed).rows
    ]


@pytest.mark.parametrize("kind", FILE_BOOKS)
def test_sheets_in_order_hidden_ones_too_charts_left_out(
    kind: FileBook, tmp_path: Path, excel: Excel
) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("公开01 收入支出决算总表").write("A1", 1)
        book.add_worksheet("上年数").hide()
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='公开01 收入支出决算总表'!$A$1:$A$1"})
        book.add_chartsheet("图表").set_chart(chart)
        book.add_worksheet("极隐藏").very_hidden()
        book.add_worksheet("a&b <'>")
    books: list[Book] = [kind(path), XlwingsBook(excel.open(path))]
    for opened in books:
        assert opened.sheets() == (
            SheetInfo("公开01 收入支出决算总表"),
            SheetInfo("上年数", visible=False),
            SheetInfo("极隐藏", visible=False),
            SheetInfo("a&b <'>"),
        )
        assert opened.name == "表.xlsx"
        for sheet in ("图表", "无"):
            with pytest.raises(KeyError):
                opened.read(sheet)


# A plan.

SHEET = (
    '<row r="1"><c r="A1" t="str"><v>项目</v></c><c r="B1" s="1"><v>45657</v></c></row>'
    '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>A3*2</f><v>2</v></c>'
    '<c r="C3"><f t="shared" ref="C3:C4" si="0">A3*3</f><v>3</v></c>'
    '<c r="D3"><f t="array" ref="D3:D4">A3:A4*4</f><v>4</v></c></row>'
    '<row r="4"><c r="A4"><v>2</v></c><c r="C4"><f t="shared" si="0"/><v>6</v></c>'
    '<c r="D4"><v>8</v></c></row>'
)
PLAN = BookPlan(
    (
        RangeWrite(
            "公开01",
            3,
            1,
            (
                tuple(
                    CellWrite(value, formula)
                    for value, formula in (
                        (Decimal("1482.22"), None),
                        (Decimal("2964.44"), "=A3*2"),
                        (Decimal("4446.66"), "=A3 * 3"),
                        (Decimal("5928.88"), "=A3:A4*4"),
                        ("=A1", None),
                    )
                ),
                tuple(
                    CellWrite(value, formula)
                    for value, formula in (
                        (None, None),
                        (True, None),
                        (Decimal(0), "=A4*3"),
                        (Decimal(7), None),
                        ("元", '=A1&"元"'),
                    )
                ),
            ),
        ),
        RangeWrite("公开01", 7, 2, ((CellWrite("第一行\n<第二行> & _x0041_ \x01"),),)),
    )
)
AFTER = (
    ("项目", dt.date(2024, 12, 31), None, None, None),
    (None,) * 5,
    (Decimal("1482.22"), Decimal("2964.44"), Decimal("4446.66"), Decimal("5928.88"), "=A1"),
    (None, True, Decimal(0), Decimal(8), "元"),
    (None,) * 5,
    (None,) * 5,
    (None, "第一行\n<第二行> & _x0041_ \x01", None, None, None),
)
LEFT = (LeftAlone("公开01", "D4", "=A3:A4*4"),)


def test_a_plan_in_memory() -> None:
    book = MemoryBook(
        "== 公开01\n项目 | 2024-12-31\n.\n1 | =A3*2 → 2 | =A3*3 → 3 | =A3:A4*4 → 4\n"
        "2 |  | =A4*3 → 6 | =A3:A4*4 → 8"
    )
    assert book.apply(PLAN) == LEFT
    assert book.read("公开01").rows == AFTER


@pytest.mark.parametrize("kind", FILE_BOOKS)
def test_a_plan_in_a_file(kind: FileBook, raw_book: RawBook) -> None:
    book = kind(raw_book(公开01=SHEET))
    assert book.apply(PLAN) == LEFT
    assert book.read("公开01").rows == AFTER


def test_a_plan_in_excel(raw_book: RawBook, excel: Excel) -> None:
    """Excel computes the formulas itself: what it shows is what the plan says they come to."""
    book = XlwingsBook(excel.open(raw_book(公开01=SHEET)))
    excel.calculate_from(PLAN)
    assert book.apply(PLAN) == LEFT
    assert book.read("公开01").rows == AFTER


def test_a_saved_plan(raw_book: RawBook, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    book = PackedBook(raw_book(公开01=SHEET))
    book.apply(PLAN)
    book.save(target)
    assert PackedBook(target).read("公开01").rows == AFTER
    assert OpenpyxlBook(target).read("公开01").rows == AFTER


def test_openpyxl_saves_the_same_values_but_no_results(raw_book: RawBook, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    book = OpenpyxlBook(raw_book(公开01=SHEET))
    book.apply(PLAN)
    book.save(target)
    seen = PackedBook(target).read("公开01")
    assert seen == OpenpyxlBook(target).read("公开01")
    for row, column, value in seen.cells():
        if isinstance(value, UnsavedFormula):
            assert (row, column) in {(3, 2), (3, 3), (3, 4), (4, 3), (4, 5)}
        elif (row, column) != (4, 4):
            assert value == AFTER[row - 1][column - 1]


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
@pytest.mark.parametrize("kind", FILE_BOOKS)
def test_the_tallest_wish_for_a_row_counts(
    kind: FileBook, raw_book: RawBook, tmp_path: Path
) -> None:
    line = ((CellWrite("字"),),)
    ranges = (
        RangeWrite("公开01", 1, 1, line * 2, (31.5, 63)),
        RangeWrite("公开01", 1, 2, line * 3, (47.25, 0, 0)),
        RangeWrite("公开01", 4, 1, (), (78.75,)),
    )
    book = kind(raw_book(公开01=SHEET))
    book.apply(BookPlan(ranges))
    book.save(tmp_path / "新.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "新.xlsx")["公开01"].row_dimensions
    assert [rows[number].height for number in range(1, 6)] == [47.25, 63, None, 78.75, None]


@pytest.mark.parametrize("kind", FILE_BOOKS)
def test_an_unknown_sheet_in_a_plan(kind: FileBook, raw_book: RawBook, excel: Excel) -> None:
    plan = BookPlan((RangeWrite("无", 1, 1, ((CellWrite("x"),),)),))
    with pytest.raises(KeyError):
        kind(raw_book(公开01=SHEET)).apply(plan)
    with pytest.raises(KeyError):
        XlwingsBook(excel.open(raw_book(公开01=SHEET))).apply(plan)
    with pytest.raises(KeyError):
        MemoryBook("== 公开01").apply(plan)
