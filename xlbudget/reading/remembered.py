"""What need not be found out again: the same tables, headers and labels come in every workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from xlbudget.formats.table_model import Table

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_MOST = 4096
"""So many answers are kept; then all are forgotten, for texts of workbooks are without end."""


class Remembered(dict[Asked, Answer]):
    """The answers of a pure function: looked up by what is asked, found out where it is new.

    >>> lengths = Remembered(len)
    >>> lengths["合计"], len(lengths)
    (2, 1)
    """

    def __init__(self, answer: Callable[[Asked], Answer], most: int = _MOST) -> None:
        super().__init__()
        self._answer = answer
        self._most = most

    def __missing__(self, asked: Asked) -> Answer:
        if len(self) >= self._most:
            self.clear()
        found = self[asked] = self._answer(asked)
        return found


def once_for_each_table(make: Callable[[Table], Answer]) -> Callable[[Table], Answer]:
    """A function of a format's table that is called once for each: for the very same table, for to
    compare two takes longer than to ask.
    """
    known: Remembered[_Same, Answer] = Remembered(lambda same: make(same.table))
    return lambda table: known[_Same(table)]


class _Same:
    """A table as a key: that one, not one which says the same."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.table is other.table
