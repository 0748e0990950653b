"""段落的规整文字：半角的数、全角的句读，每个字都找得回原处。"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.binding.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１，２３４．５ 萬元", "1,234.5万元"),
        ("占 ５０．００ ％", "占50.00%"),
        ("1456. 3万元", "1456.3万元"),
        ("支出1 482.22万元", "支出1482.22万元"),
        ("支出14\n56.3万元", "支出1456.3万元"),
        ("西区 2024 年", "西区2024年"),
        ("支出5万元。\n其中", "支出5万元。\n其中"),
        ("支出\n5万元，与\n2023年度相比", "支出5万元，与2023年度相比"),
        ("（一）支出情况\n2024年度支出", "（一）支出情况\n2024年度支出"),
        ("图1 2024年", "图1 2024年"),
        ("1. 2024年度收入", "1. 2024年度收入"),
        ("支出544.01 471.26", "支出544.01 471.26"),
        ("分别为4125.49,4143.91万元", "分别为4125.49，4143.91万元"),
        ("分别为125,143万元", "分别为125，143万元"),
        ("为8，237.23万元", "为8,237.23万元"),
        ("1,234,567.89元", "1,234,567.89元"),
        ("减\u200b少\ufeff5万元", "减少5万元"),
        ("決算數(總計):5萬元;預算", "决算数（总计）：5万元；预算"),
        ("", ""),
    ],
)
def test_a_text_is_written_the_usual_way(text: str, expected: str) -> None:
    assert plain(text).text == expected


_SIGNS = st.sampled_from("12０，,. .％万元（)\n\t\u200b支出、：;2024年")


@settings(max_examples=30)
@given(st.text(_SIGNS, max_size=40))
def test_each_sign_is_found_again(text: str) -> None:
    found = plain(text)
    assert len(found.offsets) == len(found.text) + 1
    assert list(found.offsets) == sorted(set(found.offsets))
    for at, sign in enumerate(found.text):
        start, end = found.original(at, at + 1)
        assert end == start + 1
        assert plain(text[start:end]).text in ("", sign) or sign in ",，"


@settings(max_examples=30)
@given(st.text(_SIGNS, max_size=40))
def test_a_text_written_the_usual_way_stays(text: str) -> None:
    once = plain(text).text
    assert plain(once).text == once
