from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator

import pytest

from xlbudget.domain.errors import (
    BrokenFormat,
    OutputRefused,
    SeveralErrors,
    UnknownName,
    UnreadableCell,
    UnreadableFile,
    UnsafeFile,
    XlbudgetError,
    raise_all,
)


def single_kinds(kind: type[XlbudgetError] = XlbudgetError) -> Iterator[type[XlbudgetError]]:
    """Every class of the tree whose errors stand for one thing."""
    if kind is not SeveralErrors:
        yield kind
    for below in kind.__subclasses__():
        yield from single_kinds(below)


CELL = UnreadableCell(
    where="决算.xlsx · 公开01!C15",
    seen="“见附表”",
    expected="金额（数字）",
    remedy="请填写数字，或留空。",
)
PLACE = UnknownName(where="格式", seen="“四川”")


def test_message_says_where_what_and_what_to_do() -> None:
    assert str(CELL) == (
        "决算.xlsx · 公开01!C15\n"
        "    这里是：“见附表”；应为：金额（数字）。\n"
        "    请填写数字，或留空。"
    )


@pytest.mark.parametrize(
    ("expected", "remedy", "message"),
    [
        ("", "", "甲.xlsx\n    这里是：乙。"),
        ("丙", "", "甲.xlsx\n    这里是：乙；应为：丙。"),
        ("", "请重试。", "甲.xlsx\n    这里是：乙。\n    请重试。"),
    ],
)
def test_message_without_some_parts(expected: str, remedy: str, message: str) -> None:
    error = OutputRefused(where="甲.xlsx", seen="乙", expected=expected, remedy=remedy)
    assert str(error) == message


@pytest.mark.parametrize("kind", list(single_kinds()), ids=lambda kind: kind.__name__)
def test_errors_travel_between_processes(kind: type[XlbudgetError]) -> None:
    error = kind(where="甲.xlsx", seen="乙", expected="丙", remedy="丁。")
    for travelled in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert type(travelled) is kind
        assert str(travelled) == str(error)
        parts = (travelled.where, travelled.seen, travelled.expected, travelled.remedy)
        assert parts == ("甲.xlsx", "乙", "丙", "丁。")


def test_several_errors_travel_between_processes() -> None:
    inner = SeveralErrors([PLACE, CELL])
    error = SeveralErrors([CELL, inner])
    travelled = pickle.loads(pickle.dumps(error))  # noqa: S301  自己刚写出的
    assert type(travelled) is SeveralErrors
    assert str(travelled) == str(error)
    assert [type(each) for each in travelled.errors] == [UnreadableCell, SeveralErrors]
    assert travelled.errors[0].where == CELL.where


def test_several_errors_speak_one_after_the_other() -> None:
    assert str(SeveralErrors([CELL, PLACE])) == f"{CELL}\n{PLACE}"


def test_unsafe_files_are_unreadable_ones() -> None:
    assert issubclass(UnsafeFile, UnreadableFile)
    assert not issubclass(BrokenFormat, UnreadableFile)


def test_nothing_to_raise() -> None:
    raise_all([])


def test_one_error_is_raised_as_itself() -> None:
    with pytest.raises(UnreadableCell) as caught:
        raise_all([CELL])
    assert caught.value is CELL


def test_several_errors_are_raised_together() -> None:
    with pytest.raises(SeveralErrors) as caught:
        raise_all([CELL, PLACE])
    assert caught.value.errors == (CELL, PLACE)
