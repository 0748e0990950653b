"""JSON 的文本与标准库写的逐字相同。"""

from __future__ import annotations

import json
from collections import OrderedDict
from enum import StrEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.results.json_text import json_text

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


class Word(StrEnum):
    YEAR = "年度"


class Pair(NamedTuple):
    first: int
    second: list[str]


def by_the_library(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@settings(max_examples=25, deadline=None)
@given(VALUES)
def test_the_text_is_that_of_the_library(value: Any) -> None:
    assert json_text(value) == by_the_library(value)


@pytest.mark.parametrize(
    "value",
    [
        {1: "一", None: [True]},
        {"甲": {2.5: 1}},
        Word.YEAR,
        {Word.YEAR: Word.YEAR},
        OrderedDict(甲=Pair(1, ["二\n"])),
        [Pair(1, [])],
        {"甲": '\u2028\x01"\\'},
        [float("nan"), 1e300, -0.0],
    ],
)
def test_other_kinds_of_values_too(value: Any) -> None:
    assert json_text(value) == by_the_library(value)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text({"甲": {1, 2}})
