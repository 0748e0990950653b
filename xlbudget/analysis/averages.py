"""平均数: an amount divided by a count, as a place asks for it (人均接待费, 车均运行维护费)."""

from __future__ import annotations

from xlbudget.domain.figures import Figure, NotComparable, Value
from xlbudget.domain.money import Amount, half_up, plain
from xlbudget.domain.style import Style
from xlbudget.formats.model import SUPPLEMENT, VALUE, Average
from xlbudget.formats.names import FigureName


def terms_of(known: Average) -> tuple[FigureName, FigureName]:
    """The figures that an average is computed from: the amount and the count."""
    of = known.amount
    return FigureName(of.table, of.line, of.column), FigureName(SUPPLEMENT, known.field, VALUE)


def no_average(known: Average, count: str) -> str:
    """Why a count bears no average."""
    return f"{known.field}是{count}，不计算平均数"


def average(known: Average, amount: Figure, count: Figure, style: Style) -> Value:
    """The amount for each one counted, half up to the last printed place of its unit. Where nothing
    was spent on nobody it is nothing; an amount that nobody stands for has no average.
    """
    if amount.amount is None:
        return amount.value
    if count.count is None:
        return count.value
    if count.count == 0 and amount.amount.fen == 0:
        return Amount(0)
    if count.count <= 0 or count.count % 1:
        return NotComparable(no_average(known, str(plain(count.count))))
    step = max(known.unit.fen // 10**style.amount_places, 1)
    return Amount(half_up(amount.amount.fen, int(count.count) * step) * step)
