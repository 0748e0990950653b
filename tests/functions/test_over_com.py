"""每个函数经 xlwings 自己的转换：单元格、行、列、块、空白、错误、货币格式、文字。"""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest

import xlbudget.functions
from tests.functions.excel_over_com import ERROR_CODES, LEFT_OUT, SPILL, ComRange, Excel
from xlbudget.functions import FUNCTIONS

NUMERIC = ("XB_CHANGE", "XB_CHANGE_RATE", "XB_SHARE", "XB_COMPLETION")
TWO_BLOCKS = (*NUMERIC, "XB_COMPARE_TEXT", "XB_COMPLETION_TEXT")
GAP = "〔请填写：{}〕"


@pytest.mark.parametrize(
    ("name", "first", "second", "answer"),
    [
        ("XB_CHANGE", 1482.22, 636.43, 845.79),
        ("XB_CHANGE", 0.3, 0.1, 0.2),
        ("XB_CHANGE", 1e20, 1.0, 99999999999999999999.0),
        ("XB_CHANGE", 636.43, 1482.22, -845.79),
        ("XB_CHANGE", 0.0000005, 0.0, 0.000001),
        ("XB_CHANGE", 0.0, 0.0000005, -0.000001),
        ("XB_CHANGE", 1.7e308, -1.7e308, "#NUM!"),
        ("XB_CHANGE_RATE", 1482.22, 636.43, 132.9),
        ("XB_CHANGE_RATE", 50.0, 200.0, -75.0),
        ("XB_CHANGE_RATE", 1.0, 0.0, "#DIV/0!"),
        ("XB_CHANGE_RATE", 0.0, 0.0, "#DIV/0!"),
        ("XB_CHANGE_RATE", 1.0, -1.0, "#DIV/0!"),
        ("XB_SHARE", 25.92, 1433.63, 1.81),
        ("XB_SHARE", 1.0, 8.0, 12.5),
        ("XB_SHARE", 0.0, 8.0, 0.0),
        ("XB_SHARE", 1.0, -8.0, -12.5),
        ("XB_SHARE", 1.0, 0.0, "#DIV/0!"),
        ("XB_COMPLETION", 380.0, 382.0, 99.48),
        ("XB_COMPLETION", -1.0, 4.0, -25.0),
        ("XB_COMPLETION", 5.0, 0.0, "#DIV/0!"),
        ("XB_COMPLETION", 5.0, -1.0, "#DIV/0!"),
        ("XB_COMPARE_TEXT", 1482.22, 636.43, "较上年度增加845.79万元，增长132.90%"),
        ("XB_COMPARE_TEXT", 50.0, 200.0, "较上年度减少150万元，下降75%"),
        ("XB_COMPARE_TEXT", 0.0, 0.0, "与上年度持平，两年均为零"),
        ("XB_COMPARE_TEXT", 5.0, 0.0, "较上年度增加5万元（上年无此项，增长率不可比）"),
        ("XB_COMPARE_TEXT", 5.004, 5.0, "与上年度持平"),
        ("XB_COMPLETION_TEXT", 380.0, 382.0, "完成预算99.48%"),
        ("XB_COMPLETION_TEXT", 9999.9, 10000.0, "完成预算的比例超过99.99%"),
        ("XB_COMPLETION_TEXT", 5.0, 0.0, "未安排预算，不计算完成率"),
    ],
)
def test_one_cell(
    com_excel: Excel, name: str, first: float, second: float, answer: str | float
) -> None:
    assert com_excel.on_ranges(name, [[first]], [[second]]) == answer
    assert com_excel.call(name, first, second, *[LEFT_OUT] * (name != "XB_CHANGE")) == answer


@pytest.mark.parametrize(
    ("yuan", "wan"),
    [
        (14822250.0, 1482.23),
        (14822249.99, 1482.22),
        (-14822250.0, -1482.23),
        (Decimal("50.0000"), 0.01),
        (0.0, 0.0),
        (None, ""),
    ],
)
def test_yuan_to_wan(com_excel: Excel, yuan: object, wan: object) -> None:
    assert com_excel.call("XB_TO_WAN", ComRange([[yuan]]), LEFT_OUT) == wan


def test_places(com_excel: Excel) -> None:
    assert com_excel.call("XB_SHARE", 1.0, 3.0, 4.0) == 33.3333
    assert com_excel.call("XB_SHARE", 1.0, 8.0, ComRange([[0.0]])) == 13.0
    assert com_excel.call("XB_SHARE", 1.0, 3.0, ComRange([[None]])) == 33.33
    assert com_excel.call("XB_CHANGE_RATE", 115.0, 100.0, Decimal("1.0000")) == 15.0
    assert com_excel.call("XB_COMPLETION", 2.0, 3.0, 6.0) == 66.666667
    assert com_excel.call("XB_TO_WAN", 123456.78, 6.0) == 12.345678


@pytest.mark.parametrize("places", [7.0, -1.0, 1.5, "2", True, ComRange([[1.0, 2.0]])])
def test_places_that_are_none(com_excel: Excel, places: object) -> None:
    answer = com_excel.call("XB_SHARE", ComRange([[1.0], [2.0]]), 3.0, places)
    assert answer == [["#VALUE!"], ["#VALUE!"]]


def test_an_error_in_an_option_is_handed_on(com_excel: Excel) -> None:
    assert com_excel.call("XB_SHARE", 1.0, 3.0, ERROR_CODES["#REF!"]) == "#REF!"
    assert com_excel.call("XB_COMPARE_TEXT", 1.0, 3.0, ERROR_CODES["#N/A"]) == "#N/A"


def test_column_row_and_block_keep_their_shape(com_excel: Excel) -> None:
    column = com_excel.on_ranges("XB_SHARE", [[1.0], [3.0]], [[4.0], [4.0]])
    assert column == [[25.0], [75.0]]
    assert com_excel.on_ranges("XB_SHARE", [[1.0, 3.0]], [[4.0, 4.0]]) == [25.0, 75.0]
    block = com_excel.on_ranges("XB_CHANGE", [[1.0, 2.0], [3.0, 4.0]], [[1.0, 1.0], [1.0, 1.0]])
    assert block == [[0.0, 1.0], [2.0, 3.0]]
    texts = com_excel.on_ranges("XB_COMPLETION_TEXT", [[1.0], [2.0]], [[2.0], [2.0]])
    assert texts == [["完成预算50%"], ["完成预算100%"]]


def test_one_cell_row_or_column_goes_with_all(com_excel: Excel) -> None:
    assert com_excel.on_ranges("XB_SHARE", [[1.0], [3.0]], [[4.0]]) == [[25.0], [75.0]]
    rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert com_excel.on_ranges("XB_SHARE", rows, [[10.0, 20.0]]) == [
        [10.0, 10.0],
        [30.0, 20.0],
        [50.0, 30.0],
    ]
    assert com_excel.on_ranges("XB_CHANGE", rows, [[1.0], [2.0], [3.0]]) == [
        [0.0, 1.0],
        [1.0, 2.0],
        [2.0, 3.0],
    ]
    assert com_excel.on_ranges("XB_CHANGE", [[3.0], [5.0]], [[1.0, 2.0]]) == [
        [2.0, 1.0],
        [4.0, 3.0],
    ]


@pytest.mark.parametrize("name", TWO_BLOCKS)
def test_blocks_that_do_not_fit(com_excel: Excel, name: str) -> None:
    answer = com_excel.on_ranges(name, [[1.0], [2.0], [3.0]], [[1.0], [2.0]])
    assert answer == [["#VALUE!"]] * 3
    assert com_excel.on_ranges(name, [[1.0, 2.0]], [[1.0, 2.0, 3.0]]) == ["#VALUE!"] * 3


def test_arrays_of_constants(com_excel: Excel) -> None:
    assert com_excel.call("XB_SHARE", ((1.0,), (3.0,)), 4.0, LEFT_OUT) == [[25.0], [75.0]]
    assert com_excel.call("XB_SHARE", (1.0, 3.0), 4.0, LEFT_OUT) == [25.0, 75.0]


@pytest.mark.parametrize("blank", [None, "", "  ", "　", "—", "一", "-", "--", "不适用"])
@pytest.mark.parametrize("name", NUMERIC)
def test_blank_and_not_applicable(com_excel: Excel, name: str, blank: object) -> None:
    assert com_excel.on_ranges(name, [[blank], [1.0], [blank]], [[1.0], [blank], [blank]]) == [
        [""],
        [""],
        [""],
    ]


@pytest.mark.parametrize("name", NUMERIC)
@pytest.mark.parametrize("error", ERROR_CODES)
def test_errors_are_handed_on(com_excel: Excel, name: str, error: str) -> None:
    code = ERROR_CODES[error]
    answer = com_excel.on_ranges(name, [[code], [1.0], [None], ["见附表"]], [[1.0], *[[code]] * 3])
    assert answer == [[error]] * 4


@pytest.mark.parametrize(
    "wrong",
    ["见附表", "12.5", "1,482.22", "0", True, False, dt.datetime(2024, 12, 31), SPILL],  # noqa: DTZ001
)
@pytest.mark.parametrize("name", TWO_BLOCKS)
def test_what_is_no_number(com_excel: Excel, name: str, wrong: object) -> None:
    assert com_excel.on_ranges(name, [[wrong], [1.0]], [[1.0], [wrong]]) == [["#VALUE!"]] * 2


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("name", TWO_BLOCKS)
def test_numbers_without_end(com_excel: Excel, name: str, number: float) -> None:
    assert com_excel.on_ranges(name, [[number]], [[1.0]]) == "#NUM!"


def test_cells_in_a_currency_format(com_excel: Excel) -> None:
    money = Decimal("25.9200"), Decimal("1433.6300")
    assert com_excel.on_ranges("XB_SHARE", [[money[0]]], [[money[1]]]) == 1.81
    assert com_excel.on_ranges("XB_CHANGE", [[money[1]]], [[25.92]]) == 1407.71
    said = com_excel.on_ranges("XB_COMPARE_TEXT", [[money[0]]], [[money[0]]])
    assert said == "与上年度持平"


def test_no_answer_is_a_decimal_or_a_whole_number(com_excel: Excel) -> None:
    """A Decimal would be stored as money with four decimals."""
    answers = com_excel.on_ranges("XB_CHANGE", [[Decimal("5.0000")], [3.0]], [[1.0], [1.0]])
    assert [type(row[0]) for row in answers] == [float, float]


def test_missing_amounts_are_gaps_in_texts(com_excel: Excel) -> None:
    said = com_excel.on_ranges("XB_COMPARE_TEXT", [[1.0], [None]], [["—"], [1.0]])
    assert said == [
        [f"与上年度相比，{GAP.format('上年决算数')}"],
        [f"与上年度相比，{GAP.format('决算数')}"],
    ]
    said = com_excel.on_ranges("XB_COMPLETION_TEXT", [[1.0], [None]], [[None], [1.0]])
    assert said == [[f"完成预算{GAP.format('预算数')}"], [f"完成预算{GAP.format('决算数')}"]]


def test_format_by_name(com_excel: Excel) -> None:
    for place in ("sichuan", " national ", "", ComRange([["sichuan"]])):
        assert com_excel.call("XB_COMPLETION_TEXT", 1.0, 2.0, place) == "完成预算50%"
    for wrong in ("nowhere", "四川", "../national", 1.0, True):
        assert com_excel.call("XB_COMPLETION_TEXT", 1.0, 2.0, wrong) == "#VALUE!"
    answer = com_excel.call("XB_COMPARE_TEXT", ComRange([[1.0], [2.0]]), 2.0, "nowhere")
    assert answer == [["#VALUE!"], ["#VALUE!"]]


def test_what_nobody_expected_is_logged_and_shown_as_an_error(
    com_excel: Excel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("断了")

    monkeypatch.setattr(xlbudget.functions.phrases, "compare_text", broken)
    monkeypatch.setattr(xlbudget.functions.phrases, "shares_text", broken)
    answer = com_excel.on_ranges("XB_COMPARE_TEXT", [[1.0, 2.0]] * 2, [[1.0, 2.0]])
    assert answer == [["#VALUE!", "#VALUE!"]] * 2
    assert com_excel.on_ranges("XB_SHARES_TEXT", [["甲"], ["乙"]], [[1.0]] * 2) == "#VALUE!"
    assert [record.message for record in caplog.records] == ["XB_COMPARE_TEXT", "XB_SHARES_TEXT"]
    assert "断了" in caplog.text


def test_xlwings_writes_the_same_arguments_into_vba(com_excel: Excel) -> None:
    text = io.StringIO()
    book = SimpleNamespace(Name="决算.xlsm")
    com_excel.udfs.generate_vba_wrapper("xlbudget.functions", xlbudget.functions, text, book)
    written = dict(re.findall(r"^Function (\w+)\((.*)\)$", text.getvalue(), re.MULTILINE))
    ours = {
        name: ", ".join(f"{'Optional ' * optional}{argument}" for argument, optional in arguments)
        for name, arguments in FUNCTIONS.signatures().items()
    }
    assert written == ours
    passed = re.findall(r'"(\w+)", Array\((.*?)\)', text.getvalue())
    assert ("XB_SHARES_TEXT", "names, amounts, whole, format") in passed


def test_what_xlwings_is_told(com_excel: Excel) -> None:
    del com_excel
    told = {entry.name: vars(entry.call)["__xlfunc__"] for entry in FUNCTIONS}
    for entry in FUNCTIONS:
        known = told[entry.name]
        assert known["category"] == "xlbudget"
        assert known["ret"]["doc"] == entry.docs
        for argument, seen in zip(entry.arguments, known["args"], strict=True):
            shape = {"ndim": 2} if argument.is_block else {}
            assert seen["options"] == {"err_to_str": True, **shape}
            assert (seen["name"], seen["doc"]) == (argument.name, argument.docs)
