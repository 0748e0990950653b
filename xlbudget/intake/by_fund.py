"""Sheets by functional code with columns for each fund side by side: one sheet for each fund."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from xlbudget.books.port import Grid, Value
from xlbudget.checks.code_rules import FUNDS
from xlbudget.reading.labels import plain
from xlbudget.reading.raw_sheets import has_budgets
from xlbudget.reading.recognise import HEAD_ROWS

_MONEY = ("", "预算", "拨款", "财政拨款", "预算拨款", "预算财政拨款")
"""What may stand behind the name of a fund in a header that names nothing else."""


def by_fund(grid: Grid, lead: Collection[str]) -> Mapping[str, Grid]:
    """The sheet for each fund: the columns of its budgets, and those of codes and names, which
    `lead` are the headers of. Empty where no row names several funds with budgets below each.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> rows = "编码 | 一般公共预算 | | 政府性基金\\n | 年初预算数 | 全年预算数 | 年初预算数"
    >>> sheet = MemoryBook(f"== 表\\n{rows}").read("表")
    >>> [part.rows[1] for part in by_fund(sheet, ("编码",)).values()]
    [(None, '年初预算数', '全年预算数', None), (None, None, None, '年初预算数')]
    """
    for row, values in enumerate(grid.rows[:HEAD_ROWS], 1):
        spans = _spans(values)
        funds = {fund: span for word, span in spans if (fund := _fund(word))}
        named = sum(bool(_fund(word)) for word, _ in spans)
        if len(funds) > 1 and len(funds) == named:
            others = [span for word, span in spans if not _fund(word) and word not in lead]
            if all(has_budgets(_part(grid, row, span)) for span in funds.values()):
                return {
                    fund: _without(
                        grid, [span for span in (*funds.values(), *others) if span != own]
                    )
                    for fund, own in funds.items()
                }
    return {}


def _spans(values: Sequence[Value]) -> list[tuple[str, range]]:
    """The words of a row (empty for what is no text), each with the columns (0 is A) up to the next
    one's.
    """
    starts = [at for at, value in enumerate(values) if value is not None]
    words = (value if isinstance(value, str) else "" for value in values if value is not None)
    spans = (range(at, end) for at, end in pairwise([*starts, len(values)]))
    return [(plain(word), span) for word, span in zip(words, spans, strict=True)]


def _part(grid: Grid, row: int, span: range) -> Grid:
    """What stands in some columns below a row."""
    return Grid(grid.sheet, tuple(each[span.start : span.stop] for each in grid.rows[row:]))


def _fund(text: str) -> str:
    """The fund that a header names, and nothing else with it."""
    named = (
        (fund, text.removeprefix(word)) for fund, word in FUNDS.items() if text.startswith(word)
    )
    return next((fund for fund, rest in named if rest in _MONEY), "")


def _without(grid: Grid, spans: Iterable[range]) -> Grid:
    left_out = {at for span in spans for at in span}
    return Grid(
        grid.sheet,
        tuple(
            tuple(None if at in left_out else value for at, value in enumerate(values))
            for values in grid.rows
        ),
    )
