# ruff: noqa: DTZ001 — 单元格里的时间没有时区
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import CellError, SheetInfo, UnsavedFormula, Value

TEXT = r"""== 公开01
项目 | 金额 | 比例
.
本年收入 | 1482.22 | 0.5
'2010301 |  | 0
合计 | =B3+1 → 1483.22 | =C3/0 → #DIV/0!
未存 | =B3*2
 | TRUE | FALSE
2024-12-31 | 2024-12-31 08:30:00 | 08:30:00
#N/A | '#N/A | '=A1
a\|b | 两行\n文字 | \s前后\s
=IF(A1="\→","\|","") →
== 上年数 (隐藏)
== 空
"""


def test_every_kind_of_cell() -> None:
    book = MemoryBook(TEXT)
    assert book.sheets() == (
        SheetInfo("公开01"),
        SheetInfo("上年数", visible=False),
        SheetInfo("空"),
    )
    assert book.read("公开01").rows == (
        ("项目", "金额", "比例"),
        (None, None, None),
        ("本年收入", Decimal("1482.22"), Decimal("0.5")),
        ("2010301", None, Decimal(0)),
        ("合计", Decimal("1483.22"), CellError("#DIV/0!")),
        ("未存", UnsavedFormula("=B3*2"), None),
        (None, True, False),
        (dt.date(2024, 12, 31), dt.datetime(2024, 12, 31, 8, 30), dt.time(8, 30)),
        (CellError("#N/A"), "#N/A", "=A1"),
        ("a|b", "两行\n文字", " 前后 "),
    )
    assert book.read("上年数").rows == ()


def test_the_text_comes_back() -> None:
    assert MemoryBook(TEXT).text() == TEXT


def test_an_unknown_sheet_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        MemoryBook(TEXT).read("无")


@pytest.mark.parametrize("text", ["a | b", "== 表\n== 表"])
def test_a_text_that_is_no_book(text: str) -> None:
    with pytest.raises(ValueError, match="sheet"):
        MemoryBook(text)


MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1))
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text(min_size=1),
    st.sampled_from(
        ["== 表", ".", "'", "''", "0123", "TRUE", "#REF!", "2024-01-01", " ", "=A1", "→"]
    ),
    st.booleans(),
    st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents).scaleb(-2).normalize() + 0),
    MOMENTS,
    MOMENTS.map(dt.datetime.date),
    MOMENTS.map(dt.datetime.time),
    st.sampled_from(["#DIV/0!", "#N/A", "#NAME?"]).map(CellError),
)


@given(st.lists(st.lists(VALUES, max_size=4), max_size=5))
def test_any_grid_comes_back_from_its_text(rows: list[list[Value]]) -> None:
    book = MemoryBook("== 表")
    book._values["表"] = {
        (row, column): value
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
    }
    again = MemoryBook(book.text())
    assert again.read("表") == book.read("表")
    assert again.text() == book.text()
