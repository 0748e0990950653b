"""The workbook open in Excel, over an engine that behaves as Excel does: see xlwings_engine."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from tests.books.test_blocks import OBSTACLES, OTHER, SERIES, SHARE, block, column_of
from tests.xlwings_engine.session import Excel
from tests.xlwings_engine.typed import ComError, ErrorValue
from xlbudget.books.excel_refusals import Outcome
from xlbudget.books.formulas import marked
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import (
    BookPlan,
    CellError,
    CellWrite,
    ChartWrite,
    LeftAlone,
    RangeWrite,
)
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.domain.charts import ChartKind
from xlbudget.domain.errors import OutputRefused, UnsafeFile
from xlbudget.files.chart_parts import ChartData

RawBook = Callable[..., Path]
TEXTS = (
    "001",
    "1-2",
    "5%",
    "=A1",
    "+1",
    "-支出",
    "@某",
    "'引号",
    "TRUE",
    "false",
    "#N/A",
    "1E5",
    "1,234.50",
    "¥5",
    "(3)",
    "8:30",
    "2024年5月",
    "2024/12/31",
    "Jan 5",
    " 5 ",
    "=",
    "３",
    "2024年度，我部门…",
    "正文\n第二行",
    "abc",
    "x" * 20_000,
    "1" * 9_000,
)


# Reading.


def test_currency_has_all_its_places(tmp_path: Path, excel: Excel) -> None:
    path = tmp_path / "币.xlsx"
    with xlsxwriter.Workbook(path) as book:
        money = book.add_format({"num_format": "¥#,##0.00"})
        account = book.add_format({"num_format": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ '})
        sheet = book.add_worksheet("表")
        sheet.write("A1", 1482.223456, money)
        sheet.write("A2", -0.1, account)
        sheet.write_formula("B1", "=A1/10", money, 148.2223456)
    seen = XlwingsBook(excel.open(path)).read("表")
    assert seen == PackedBook(path).read("表")
    assert seen.at(1, 1) == Decimal("1482.223456")


def test_errors_and_the_same_words(raw_book: RawBook, excel: Excel) -> None:
    path = raw_book(
        表='<row r="1"><c r="A1" t="e"><v>#N/A</v></c>'
        '<c r="B1" t="inlineStr"><is><t>#N/A</t></is></c></row>'
    )
    assert XlwingsBook(excel.open(path)).read("表").rows == ((CellError("#N/A"), "#N/A"),)


def test_a_sheet_is_read_by_few_calls(tmp_path: Path, excel: Excel) -> None:
    path = tmp_path / "大.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for row in range(500):
            for column in range(12):
                sheet.write(row, column, row * 1.25)
        second = book.add_worksheet("有标题")
        second.merge_range("A1:L1", "标题")
        second.merge_range("A2:A3", "项目")
        second.merge_range("B2:D2", "支出")
        for row in range(3, 500):
            second.write_row(row, 0, range(12))
    book_ = XlwingsBook(excel.open(path))
    for sheet_name, most in (("表", 3), ("有标题", 60)):
        excel.app.calls.clear()
        assert book_.read(sheet_name) == PackedBook(path).read(sheet_name)
        assert excel.app.calls["read"] <= most
        assert set(excel.app.calls) == {"read"}


def test_a_sheet_too_large(raw_book: RawBook, excel: Excel) -> None:
    path = raw_book(表='<row r="1048576"><c r="Z1048576"><v>1</v></c></row>')
    with pytest.raises(UnsafeFile, match="1048576"):
        XlwingsBook(excel.open(path)).read("表")


# Writing.


def test_texts_stay_texts(raw_book: RawBook, excel: Excel) -> None:
    book = XlwingsBook(excel.open(raw_book(表="")))
    plan = column_of([CellWrite(text) for text in TEXTS])
    assert book.apply(plan) == ()
    assert [value for _, _, value in book.read("表").cells()] == list(TEXTS)
    excel.app.calls.clear()
    assert book.apply(plan) == ()
    assert excel.app.calls["write"] == 0  # all of it stands already


def test_numbers_do_not_become_currency(raw_book: RawBook, excel: Excel) -> None:
    opened = excel.open(raw_book(表=""))
    XlwingsBook(opened).apply(column_of([CellWrite(Decimal("1482.223456"))]))
    cell = excel.store(opened)["表"].cell((1, 2))
    assert (cell.value, cell.number_format) == (1482.223456, "General")


@pytest.mark.parametrize("case", SERIES)
def test_series_of_plans_with_blocks(case: str, raw_book: RawBook, excel: Excel) -> None:
    plans, values, expected = SERIES[case]
    opened = excel.open(raw_book(表=""))
    book = XlwingsBook(opened)
    for plan in plans:
        excel.calculate_from(plan)
        assert book.apply(plan) == ()
    arrays = excel.store(opened)["表"].arrays
    assert {f"B{a[0]}:B{a[2]}": text for a, text in arrays.items()} == expected
    if case != "renewed":  # Excel keeps its own result of a formula that stays
        seen = book.read("表")
        assert [seen.at(row, 2) for row in range(1, seen.height + 1)] == list(values)


@pytest.mark.parametrize("case", OBSTACLES)
def test_blocks_left_alone(case: str, raw_book: RawBook, excel: Excel) -> None:
    xml, formulas = OBSTACLES[case]
    opened = excel.open(raw_book(表=xml))
    before = excel.store(opened).dump()
    plan = column_of(block(range(1, 6), column="C"), column=3)
    left = tuple(LeftAlone("表", f"C{row}", formulas.get(row, "")) for row in range(1, 6))
    assert XlwingsBook(opened).apply(plan) == left
    assert excel.store(opened).dump() == before


def test_a_long_array_formula_is_refused_before_anything_is_written(
    raw_book: RawBook, excel: Excel
) -> None:
    opened = excel.open(raw_book(表=""))
    before = excel.store(opened).dump()
    long = marked("=A1:A9" + "+A1:A9" * 50)
    plan = column_of([CellWrite("头"), *block(range(2, 5), long)])
    with pytest.raises(OutputRefused, match=r"表!B2:B4[\s\S]*255"):
        XlwingsBook(opened).apply(plan)
    assert excel.store(opened).dump() == before
    assert excel.app.calls["write"] == 0


def test_formulas_that_stand_are_not_written(raw_book: RawBook, excel: Excel) -> None:
    book = XlwingsBook(excel.open(raw_book(表="")))
    plan = column_of([CellWrite(Decimal(1), marked(f"=A{row}*2")) for row in range(1, 9)])
    book.apply(plan)
    assert excel.app.calls["write"] == 1
    assert book.apply(plan) == ()
    assert excel.app.calls["write"] == 1


def test_a_value_under_a_merged_range_stops_the_whole_plan(tmp_path: Path, excel: Excel) -> None:
    path = tmp_path / "合.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.merge_range("B5:C6", "合并")
    opened = excel.open(path)
    before = excel.store(opened).dump()
    book = XlwingsBook(opened)
    with pytest.raises(OutputRefused, match=r"表!B6[\s\S]*B5:C6"):
        book.apply(column_of([CellWrite("x")] * 6))
    assert excel.store(opened).dump() == before
    free = [CellWrite("x")] * 5 + [CellWrite(None)]
    assert book.apply(column_of(free)) == ()
    assert book.read("表").at(5, 2) == "x"


@pytest.mark.usefixtures("soffice")
def test_libreoffice_computes_what_was_written(
    raw_book: RawBook, excel: Excel, tmp_path: Path
) -> None:
    numbers = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in (1, 2, 3))
    opened = excel.open(raw_book(表=numbers))
    excel.calculate_by_office(tmp_path)
    book = XlwingsBook(opened)
    wrong = CellWrite(Decimal(-1), "=SUM(A1:A3)")
    book.apply(column_of([*block(range(1, 3), marked("=A1:A2*10")), wrong, CellWrite("001")]))
    seen = book.read("表")
    assert [seen.at(row, 2) for row in range(1, 5)] == [10, 20, 6, "001"]


# Whole or not at all.


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A workbook with all that may have to be put back."""
    path = tmp_path / "原.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    texts = ("001", "=A1", "#N/A", "1-2", "TRUE", "5%", "y" * 9_000)
    for row, text in enumerate(texts, 1):
        cell = sheet.cell(row, 2, text)
        cell.data_type = "s"
        cell.number_format = "#,##0.00" if row % 2 else "General"
    sheet["B8"], sheet["B9"], sheet["B10"] = 0.1 + 0.2, True, 45657.4375
    sheet["B10"].number_format = "yyyy-mm-dd hh:mm"
    sheet["B11"] = 1482.223456
    sheet["B11"].number_format = "¥#,##0.00"
    sheet["B12"], sheet["B12"].data_type = "#DIV/0!", "e"
    sheet["B13"] = marked("=A1*3")
    sheet["C1"] = ArrayFormula("C1:C4", SHARE)
    sheet["E1"] = "=SUM(A1:A9)"
    other = book.create_sheet("另")
    other["A1"] = "别动"
    other["A2"] = marked("=表!B8*2")
    book.save(path)
    return path


BIG_PLAN = BookPlan(
    (
        *column_of([CellWrite(Decimal(row)) for row in range(12)]).ranges,
        *column_of([CellWrite(None, marked("=A1*4"))], row=13).ranges,
        *column_of([CellWrite("n" * 9_000)], row=15).ranges,
        *column_of(
            [*block(range(1, 3), OTHER, column="C"), CellWrite("间"), CellWrite(value=True)],
            column=3,
        ).ranges,
        *column_of([CellWrite("x")], column=5).ranges,
        RangeWrite("另", 1, 1, ((CellWrite("'改"),), (CellWrite(Decimal(1)),))),
    )
)


def writes_of(full: Path, excel: Excel) -> int:
    opened = excel.open(full)
    assert XlwingsBook(opened).apply(BIG_PLAN) == (LeftAlone("表", "E1", "=SUM(A1:A9)"),)
    opened.close()
    return excel.app.calls["write"]


def test_any_failing_write_puts_everything_back(full: Path, excel: Excel) -> None:
    count = writes_of(full, excel)
    assert count >= 6
    for failing in range(1, count + 1):
        opened = excel.open(full)
        store = excel.store(opened)
        before, settings = store.dump(), dict(excel.app.settings)
        results = {
            (sheet.name, at): cell.value
            for sheet in store.sheets
            for at, cell in sheet.cells.items()
        }
        excel.app.on_calculate = lambda store: store.give_results(
            lambda sheet, row, column: results.get((sheet, (row, column)))  # noqa: B023
        )
        excel.app.fail_at = failing
        book = XlwingsBook(opened)
        with pytest.raises(OutputRefused, match="Excel 没有接受写入") as caught:
            book.apply(BIG_PLAN)
        assert book.outcome is Outcome.RESTORED
        assert isinstance(caught.value.__cause__, ComError)
        assert store.dump() == before, failing
        assert excel.app.settings == settings
        opened.close()


def test_an_interruption_puts_everything_back_too(
    full: Path, excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = excel.open(full)
    before = excel.store(opened).dump()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tests.xlwings_engine.store.SheetStore.enter_array", interrupt)
        patch.setattr("xlbudget.books.excel_target.Target._enter", lambda *_: interrupt())
        with pytest.raises(KeyboardInterrupt):
            XlwingsBook(opened).apply(column_of([CellWrite("x")]))
    assert excel.store(opened).dump() == before
    assert excel.app.settings["calculation"] == "automatic"


def test_what_cannot_be_put_back_is_told(
    full: Path, excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ComError("工作表受保护")

    monkeypatch.setattr("tests.xlwings_engine.store.SheetStore.enter", refuse)
    book = XlwingsBook(excel.open(full))
    with pytest.raises(OutputRefused, match="Excel 没有接受写入（工作表受保护）") as caught:
        book.apply(column_of([CellWrite("x")]))
    assert book.outcome is Outcome.HALF
    assert caught.value.__cause__ is not None
    assert "工作表受保护" in caught.value.__cause__.__notes__[0]


@pytest.mark.parametrize("refused", ["enable_events=False", "calculation=manual"])
def test_a_setting_that_is_refused_before_the_write(full: Path, excel: Excel, refused: str) -> None:
    opened = excel.open(full)
    before, settings = excel.store(opened).dump(), dict(excel.app.settings)
    excel.app.refuse_setting = refused
    book = XlwingsBook(opened)
    with pytest.raises(OutputRefused, match="Excel 没有接受写入"):
        book.apply(BIG_PLAN)
    assert book.outcome is Outcome.RESTORED
    assert excel.app.settings == settings
    assert excel.store(opened).dump() == before


@pytest.mark.parametrize("refused", ["enable_events=True", "calculation=automatic"])
def test_a_setting_that_does_not_come_back_after_the_write(
    full: Path, excel: Excel, refused: str
) -> None:
    """内容写好了就说写好了；别的设置照样恢复。"""
    expected = dict(excel.app.settings)
    excel.app.refuse_setting = refused
    book = XlwingsBook(excel.open(full))
    with pytest.raises(OutputRefused, match="内容已经写好"):
        book.apply(BIG_PLAN)
    assert book.outcome is Outcome.WRITTEN
    name, value = refused.split("=")
    expected[name] = {"True": False, "automatic": "manual"}[value]
    assert excel.app.settings == expected


def test_what_would_be_left_alone_is_told_before_anything_is_written(
    full: Path, excel: Excel
) -> None:
    opened = excel.open(full)
    before = excel.store(opened).dump()
    book = XlwingsBook(opened)
    told = book.left_alone(BIG_PLAN)
    assert excel.store(opened).dump() == before
    assert book.outcome is Outcome.UNTOUCHED
    assert book.apply(BIG_PLAN) == told


def test_calculation_that_was_manual_stays_manual(full: Path, excel: Excel) -> None:
    excel.app.settings["calculation"] = "manual"
    XlwingsBook(excel.open(full)).apply(BIG_PLAN)
    assert excel.app.settings["calculation"] == "manual"


# Charts.


def chart_data(last: int, kind: ChartKind = ChartKind.PIE) -> ChartData:
    names, values = ("甲", "乙", "丙")[:last], (Decimal(3), Decimal(2), Decimal(1))[:last]
    return ChartData(
        kind, "图题", names, values, "表!$C$1", f"表!$A$1:$A${last}", f"表!$B$1:$B${last}"
    )


def test_a_chart_gets_new_references_only_where_they_differ(tmp_path: Path, excel: Excel) -> None:
    path = tmp_path / "图.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        chart = made.add_chart({"type": "pie"})
        chart.add_series({"categories": "='表'!$A$1:$A$2", "values": "='表'!$B$1:$B$2"})
        sheet.insert_chart("E1", chart, {"object_position": 1})
        chart.chart_name = "图1"
    opened = excel.open(path)
    book = XlwingsBook(opened)
    (stub,) = excel.store(opened)["表"].charts.values()
    before = stub.formula
    assert book.apply(BookPlan((), (ChartWrite("表", stub.name, chart_data(2)),))) == ()
    assert (stub.formula, excel.app.calls["write"]) == (before, 0)
    plan = BookPlan(
        (),
        (
            ChartWrite("表", stub.name, chart_data(3, ChartKind.BAR)),
            ChartWrite("表", "没有", chart_data(3)),
        ),
    )
    assert book.apply(plan) == (LeftAlone("表", "", "", "没有"),)
    assert stub.formula == "=SERIES(,表!$A$1:$A$3,表!$B$1:$B$3,1)"
    assert stub.chart_type == "bar_clustered"
    stub.formula, stub.chart_type = before, "pie"
    excel.app.fail_at = 2
    with pytest.raises(OutputRefused):
        book.apply(plan)
    assert (stub.formula, stub.chart_type) == (before, "pie")


# What the buttons need.


def test_the_application_around_the_book(full: Path, excel: Excel) -> None:
    import xlwings as xw

    excel.open(full, caller=True)
    book = XlwingsBook(xw.Book.caller())
    assert book.host() == "Microsoft Excel"
    excel.app.api.Path = r"C:\Program Files\Kingsoft\WPS Office"
    assert book.host() == "WPS"
    book.say("好了", "部门决算")
    assert excel.app.alerts == [("好了", "部门决算", "ok", None, None)]
    shown: list[object] = []
    for text in ("读取…", None):
        book.status(text)
        shown.append(excel.app.status_bar)
    assert shown == ["读取…", False]
    assert book.selection() is None
    book.select("另", 2, 1)
    assert book.selection() == ("另", 2, 1)


def test_a_program_that_does_not_tell_its_name(full: Path, excel: Excel) -> None:
    book = XlwingsBook(excel.open(full))
    excel.app.api = None  # type: ignore[assignment]
    assert book.host() == ""


def test_a_selection_in_another_book_is_none(full: Path, excel: Excel, tmp_path: Path) -> None:
    second = tmp_path / "二.xlsx"
    second.write_bytes(full.read_bytes())
    first, other = XlwingsBook(excel.open(full)), XlwingsBook(excel.open(second))
    other.select("另", 1, 1)
    assert first.selection() is None


def test_hidden_texts_under_a_merged_range(raw_book: RawBook, excel: Excel) -> None:
    """The format brush hides values under a merged range: the same ones, or amounts."""
    head = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml'
    path = raw_book(
        表=head + '/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>合计</v></c>'
        '<c r="B1" t="str"><v>合计</v></c><c r="C1" t="str"><v>其中</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData>'
        '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
        "</worksheet>"
    )
    seen = XlwingsBook(excel.open(path)).read("表")
    assert seen == PackedBook(path).read("表")
    assert seen.rows == (("合计", None, "其中"), (Decimal(1), None, None))


def test_xlwings_forgets_the_engine() -> None:
    import xlwings as xw

    assert "openpyxl" not in [engine.name for engine in xw.engines]
    assert ErrorValue("#N/A").code == -2146826246
