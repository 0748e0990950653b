from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.reading.labels import plain, row_label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收　入 支\n出\t决算 总表", "收入支出决算总表"),
        ("单位：　万 元", "单位:万元"),
        ("（１）ＡＢ", "(1)AB"),
        ("使用非财政拨款结余（含专用结余）", "使用非财政拨款结余(含专用结余)"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "城乡社区支出",
        "一、城乡社区支出",
        "十一、城乡社区支出",
        "二十四、城乡社区支出",
        " 十 一 、 城 乡 社 区 支 出 ",
        "一．城乡社区支出",
        "（十一）城乡社区支出",
        "(3)城乡社区支出",
        "3.城乡社区支出",
        "11、城乡社区支出",
        "3）城乡社区支出",
        "⑶城乡社区支出",
        "其中：城乡社区支出",
        "其中：1．城乡社区支出",
        "城乡社区\n支出",
    ],
)
def test_a_row_label_has_no_ordinal(text: str) -> None:
    assert row_label(text) == "城乡社区支出"


@pytest.mark.parametrize("label", ["一般公共服务支出", "三公经费", "十三五规划", "2024年支出"])
def test_a_label_that_begins_with_a_numeral_keeps_it(label: str) -> None:
    assert row_label(label) == label


def test_only_the_first_ordinal_goes() -> None:
    assert row_label("一、一般公共服务支出") == "一般公共服务支出"
    assert row_label("一、二、支出") == "二、支出"


@settings(max_examples=25)
@given(st.text("一二十其中基本支出ＡﬁͺA豈①、（）:1 ", max_size=8))
def test_a_label_of_letters_alone_is_read_as_one_with_blanks_is(text: str) -> None:
    assert row_label(text) == row_label(f"{text} ")
