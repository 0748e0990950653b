"""Values of cells to amounts: what counts as a number, as blank, as 不适用, and what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from typing import NamedTuple

from xlbudget.books.port import CellError, UnsavedFormula, Value
from xlbudget.domain.errors import UnreadableCell
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.reading.numbers import is_spoilt, not_applicable, read_number

_SANE = Decimal(10) ** 17
"""More 元 than all of China's money; a larger number is a slip or an attack."""


_TRACE = Decimal("0.0001")
"""Of a 分; less is the arithmetic of floating point, not an amount."""

_EXACTLY = Context(prec=60, traps=[Inexact])
"""Multiplies without rounding, or raises Inexact."""


class RawCell(NamedTuple):
    """A cell whose number is read but whose precision is not known yet.

    `text` is what stands there where a number is stored as text.
    """

    source: Source
    number: Decimal | None
    holds: Holds
    text: str = ""


def read_cell(value: Value, source: Source) -> RawCell:
    """The number of a cell; UnreadableCell for anything that is no amount, blank or 不适用."""
    if value is None:
        return RawCell(source, None, Holds.BLANK)
    if isinstance(value, Decimal):
        if not -_SANE < value < _SANE:
            raise _too_large(value, source)
        return RawCell(source, value, Holds.AMOUNT)
    if isinstance(value, str):
        number = read_number(value)
        if number is not None:
            if not -_SANE < number < _SANE:
                raise _too_large(number, source)
            return RawCell(source, number, Holds.AMOUNT, value.strip())
        if not value.strip():
            return RawCell(source, None, Holds.BLANK)
        if not_applicable(value):
            return RawCell(source, None, Holds.NOT_APPLICABLE)
    raise _unreadable(value, source)


def may_be_amount(value: Value) -> bool:
    """Whether a cell that is not read would lose an amount: a number, or what may be one.

    >>> [may_be_amount(value) for value in (Decimal(0), "1,482.22", "—", "填表人：", None)]
    [True, True, False, False, False]
    >>> may_be_amount("¥1,482.22")
    True
    """
    if isinstance(value, str):
        return read_number(value) is not None or is_spoilt(value)
    return isinstance(value, Decimal | UnsavedFormula | CellError)


_SHOWN = 60
"""So many signs of a text tell which it is."""


def _too_large(number: Decimal, source: Source) -> UnreadableCell:
    return UnreadableCell(
        where=source.in_file,
        seen=_in_short(str(number)),
        expected="金额（小于 10 亿亿）",
        remedy="请核对这个数，是否粘贴成了别的内容。",
    )


def _unreadable(value: Value, source: Source) -> UnreadableCell:
    seen, remedy = f"“{_in_short(str(value))}”", "请改成数字；没有就留空，不适用就填“—”。"
    if isinstance(value, UnsavedFormula):
        seen = f"公式 {value.formula}，但没有保存过计算结果"
        remedy = "请在 Excel 或 WPS 中打开这个文件，保存一次，再运行。"
    elif isinstance(value, CellError):
        seen, remedy = f"错误值 {value.text}", "请先改好这个公式。"
    elif isinstance(value, bool):
        seen = f"逻辑值 {str(value).upper()}"
    elif isinstance(value, dt.date | dt.time):
        seen = f"日期或时间 {value}"
        remedy = "这一格被设成了日期格式：请改成“数值”格式，再核对数字。"
    return UnreadableCell(
        where=source.in_file, seen=seen, expected="金额（数字）、空白或“—”", remedy=remedy
    )


def _in_short(text: str) -> str:
    """The beginning of what stands in a cell, where it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…（共 {len(text)} 字）"


def statement_precision(cells: Iterable[RawCell], unit: Unit) -> int:
    """To what a statement's amounts are known, in 分: all to 1 分 as soon as one cell shows it."""
    return EXACT if unit is Unit.YUAN else precision_of(in_fen(cells, unit)[0], unit)


def precision_of(amounts: Iterable[int | None], unit: Unit) -> int:
    """The precision of a statement's amounts, given in 分, where `unit` is printed.

    >>> precision_of([1_482_220_000, None], Unit.TEN_THOUSAND_YUAN)
    10000
    >>> precision_of([1_482_220_000, 1_234], Unit.TEN_THOUSAND_YUAN)
    1
    """
    if unit is Unit.YUAN:
        return EXACT
    return EXACT if any(fen and fen % PUBLISHED for fen in amounts) else PUBLISHED


def in_fen(cells: Iterable[RawCell], unit: Unit) -> tuple[list[int | None], list[RawCell]]:
    """The number of each cell in whole 分, and the cells whose number lies between two 分.

    >>> cell = RawCell(Source("", "", "C5"), Decimal("0.015"), Holds.AMOUNT)
    >>> in_fen([cell], Unit.TEN_THOUSAND_YUAN)[0], in_fen([cell], Unit.YUAN)[0]
    ([15000], [2])
    """
    factor = Decimal(unit.fen)
    amounts: list[int | None] = []
    between: list[RawCell] = []
    for cell in cells:
        number = cell.number
        if number is None:
            amounts.append(None)
            continue
        try:
            exact = _EXACTLY.multiply(number, factor)
            fen = int(exact)
            whole = fen == exact
        except Inexact:
            whole = False
        if not whole:
            fen = Amount.of(number, unit, EXACT).fen
            if between_fen(cell, unit):
                between.append(cell)
        amounts.append(fen)
    return amounts, between


def between_fen(cell: RawCell, unit: Unit) -> bool:
    """Whether a number lies between two 分, so that its amount is rounded; traces such as
    0.00000000000008, which sums in Excel leave, do not count.
    """
    if cell.number is None:
        return False
    rounded = Amount.of(cell.number, unit, EXACT).number(unit)
    return abs(cell.number - rounded) * unit.fen > _TRACE


def to_cell(cell: RawCell, unit: Unit, precision: int) -> Cell:
    """The cell with its amount."""
    amount = None if cell.number is None else Amount.of(cell.number, unit, precision)
    return Cell(cell.source, amount, cell.holds)
