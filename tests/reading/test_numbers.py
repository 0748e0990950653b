from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlbudget.reading.numbers import not_applicable, read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("0.00", "0.00"),
        ("1482.22", "1482.22"),
        (" 1,482.22\u3000", "1482.22"),
        ("１，４８２．２２", "1482.22"),
        ("12,345,678.9", "12345678.9"),
        ("5.", "5"),
        (".5", "0.5"),
        ("+3.5", "3.5"),
        ("-3.5", "-3.5"),
        ("－3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("–3.5", "-3.5"),
        ("(12.00)", "-12.00"),
        ("（1,200）", "-1200"),
    ],
)
def test_a_number(text: str, expected: str) -> None:
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "—", "()", "(-12)", "(+12)", "1e5", "0x10", "14,82", "1,48,2", ",482",
        "4125.49,4143.91", "1 482.22", "12O0", "1.2.3", "--5", "5-", "12%", "12万元", "¥12",
        "一", "三", "见附表", "NaN", "Infinity", "1_000",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["—", "——", "-", "--", "–", "―", "─", "－", "−", "ー", "一", " 一 ", "/", "\\", "不适用", "无"],
)
def test_not_applicable(text: str) -> None:
    assert not_applicable(text)
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["", "0", "二", "-5", "无数据", "一般", "见附表"])
def test_not_a_mark_of_not_applicable(text: str) -> None:
    assert not not_applicable(text)


@given(st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False))
def test_every_way_of_writing_a_number_reads_the_same(number: Decimal) -> None:
    width = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    for text in (f"{number}", f"{number:,}", f"{number:,}".translate(width), f" {number} "):
        assert read_number(text) == number
    assert read_number(f"({abs(number)})") == -abs(number)
