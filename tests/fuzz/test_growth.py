"""时间随长度成比例地长：四倍长的文字，做的事不过四倍多一点。

数的是程序里函数和生成器被叫了几次（不计时）；正则表达式里面的一步步数不到，它们另用长的文字找一遍，
平方的那些几分钟也跑不完，由 benchmarks/fuzz/patterns.py 逐个量。
"""

from __future__ import annotations

import re
import sys
from types import FrameType

import pytest

from benchmarks.fuzz.targets import target
from benchmarks.fuzz.targets.target import tried
from xlbudget.binding.clauses import words
from xlbudget.binding.outline import headings
from xlbudget.checks.prose import chart_rules, institutions
from xlbudget.checks.words import empty_table_notes, leftover_rules
from xlbudget.checks.words.word_lists import leftovers

SHORT = 100
PIECES = ("%%", "、X年", "万元元", "支出1万元，")


def work(name: str, data: bytes) -> int:
    """How often anything is called while an input is tried."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        tried(target(name), data)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", PIECES)
def test_the_work_grows_as_the_text_does(piece: str) -> None:
    tried(target("binder"), piece.encode())
    short = work("binder", (piece * SHORT).encode())
    assert work("binder", (piece * (4 * SHORT)).encode()) < 6 * short


LONG = 200_000
SEARCHED = (
    (institutions._INSTITUTIONS, "1"),
    (words._CHANGE, "共"),
    (words._CHANGE, "均"),
    (headings._SPACES, "\t"),
    (chart_rules._PERCENT, "1"),
    (empty_table_notes._AMOUNT, "1,"),
    (leftover_rules._LEADER, "."),
)


@pytest.mark.parametrize(
    ("pattern", "word"), SEARCHED, ids=lambda each: getattr(each, "pattern", each)
)
def test_a_long_text_is_looked_through_once(pattern: re.Pattern[str], word: str) -> None:
    assert [*pattern.finditer(word * LONG)] == []


@pytest.mark.parametrize("word", ["_", "X", "×", "*", "1"])
def test_leftovers_are_looked_for_once(word: str) -> None:
    for leftover in leftovers():
        assert len([*leftover.pattern.finditer(word * LONG)]) <= 1
