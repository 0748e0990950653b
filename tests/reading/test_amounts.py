from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.books.port import CellError, UnsavedFormula, Value
from xlbudget.domain.errors import UnreadableCell
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.reading.amounts import (
    RawCell,
    between_fen,
    in_fen,
    may_be_amount,
    precision_of,
    read_cell,
    statement_precision,
    to_cell,
)

PLACE = Source("决算.xlsx", "公开01", "C15")


def raw(number: str) -> RawCell:
    return RawCell(PLACE, Decimal(number), Holds.AMOUNT)


BLANK = RawCell(PLACE, None, Holds.BLANK)


@pytest.mark.parametrize(
    ("value", "number", "holds"),
    [
        (Decimal("12.5"), "12.5", Holds.AMOUNT),
        (Decimal(0), "0", Holds.AMOUNT),
        (Decimal(-3), "-3", Holds.AMOUNT),
        ("1,482.22", "1482.22", Holds.AMOUNT),
        ("0.00", "0.00", Holds.AMOUNT),
        (None, None, Holds.BLANK),
        ("  ", None, Holds.BLANK),
        ("\u3000\n", None, Holds.BLANK),
        ("—", None, Holds.NOT_APPLICABLE),
        ("一", None, Holds.NOT_APPLICABLE),
        (Decimal(99999999999999999), "99999999999999999", Holds.AMOUNT),
    ],
)
def test_what_a_cell_holds(value: Value, number: str | None, holds: Holds) -> None:
    expected = None if number is None else Decimal(number)
    read = read_cell(value, PLACE)
    assert (read.source, read.number, read.holds) == (PLACE, expected, holds)


@pytest.mark.parametrize(
    ("value", "text"),
    [(" 1,482.22 ", "1,482.22"), ("0.00", "0.00"), (Decimal("12.5"), ""), ("—", ""), ("  ", "")],
)
def test_a_number_stored_as_text_keeps_the_text(value: Value, text: str) -> None:
    assert read_cell(value, PLACE).text == text


@pytest.mark.parametrize(
    "value",
    [
        "见附表",
        "0元",
        True,
        False,
        dt.date(2024, 12, 31),
        dt.datetime(2024, 12, 31, 8),  # noqa: DTZ001  表格里的时间没有时区
        dt.time(8, 30),
        CellError("#REF!"),
        UnsavedFormula("=A1"),
        Decimal("1E+17"),
        Decimal("-1E+20"),
        "100000000000000000",
    ],
)
def test_what_is_no_amount_is_an_error_at_its_place(value: Value) -> None:
    with pytest.raises(UnreadableCell) as caught:
        read_cell(value, PLACE)
    assert caught.value.where == "决算.xlsx · 公开01!C15"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(0), True),
        ("8.5", True),
        (UnsavedFormula("=A1"), True),
        (CellError("#N/A"), True),
        ("—", False),
        ("填表人：甲", False),
        (None, False),
        (True, False),
    ],
)
def test_what_would_be_lost(value: Value, *, expected: bool) -> None:
    assert may_be_amount(value) is expected


@pytest.mark.parametrize(
    ("numbers", "unit", "expected"),
    [
        (["1", "2.5", "3.25"], Unit.TEN_THOUSAND_YUAN, PUBLISHED),
        (["1", "2.5", "3.251"], Unit.TEN_THOUSAND_YUAN, EXACT),
        (["1.250000"], Unit.TEN_THOUSAND_YUAN, PUBLISHED),
        (["1"], Unit.YUAN, EXACT),
        ([], Unit.TEN_THOUSAND_YUAN, PUBLISHED),
    ],
)
def test_one_fine_number_makes_all_exact(numbers: list[str], unit: Unit, expected: int) -> None:
    assert statement_precision([BLANK, *map(raw, numbers)], unit) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("12.34", Unit.YUAN, False),
        ("12.345", Unit.YUAN, True),
        ("12.345678", Unit.TEN_THOUSAND_YUAN, False),
        ("12.3456785", Unit.TEN_THOUSAND_YUAN, True),
        ("-0.001", Unit.YUAN, True),
    ],
)
def test_numbers_between_two_fen(number: str, unit: Unit, *, expected: bool) -> None:
    assert between_fen(raw(number), unit) is expected


def test_a_blank_lies_between_nothing() -> None:
    assert not between_fen(BLANK, Unit.YUAN)


def test_a_cell_gets_its_amount_in_fen() -> None:
    assert to_cell(raw("12.5"), Unit.TEN_THOUSAND_YUAN, PUBLISHED) == Cell(
        PLACE, Amount(12_500_000, PUBLISHED), Holds.AMOUNT
    )
    assert to_cell(raw("0.005"), Unit.YUAN, EXACT).amount == Amount(1, EXACT)
    assert to_cell(BLANK, Unit.YUAN, EXACT) == Cell(PLACE, None, Holds.BLANK)


def test_traces_of_floating_point_make_no_table_exact() -> None:
    """1482.22 − 1433.63 − 48.58 − 0.01 gives −0.00000000000008 in Excel: that is zero."""
    source = Source("决算.xlsx", "公开01", "F35")
    trace = read_cell(Decimal("-0.00000000000008"), source)
    plain = read_cell(Decimal("1482.22"), source)
    assert statement_precision([trace, plain], Unit.TEN_THOUSAND_YUAN) == PUBLISHED
    assert not between_fen(trace, Unit.TEN_THOUSAND_YUAN)
    assert to_cell(trace, Unit.TEN_THOUSAND_YUAN, PUBLISHED).amount == Amount(0, PUBLISHED)


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**11))
    | st.integers(-(10**14), 10**14).map(lambda fen: Decimal(fen) / 100)
    | st.from_regex(r"-?[0-9]{1,12}\.[0-9]{1,60}", fullmatch=True).map(Decimal),
    unit=st.sampled_from(Unit),
)
@settings(max_examples=25, deadline=None)
def test_whole_cents_are_found_as_an_amount_finds_them(number: Decimal, unit: Unit) -> None:
    """乘得尽的直接取整，乘不尽的照一般的办法四舍五入：两条路一样。"""
    cell = RawCell(PLACE, number, Holds.AMOUNT)
    amounts, between = in_fen([cell, BLANK], unit)
    assert amounts == [Amount.of(number, unit, EXACT).fen, None]
    assert between == ([cell] if between_fen(cell, unit) else [])
    assert statement_precision([cell], unit) == precision_of(amounts, unit)
