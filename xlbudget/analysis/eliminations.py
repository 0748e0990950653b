"""What the units of one department pay each other: 上缴 and 补助, which are no money of the
department as a whole and are taken out of both sides.

A subordinate's 上缴上级支出 is its superior's 附属单位上缴收入; a superior's 对附属单位补助支出
is its subordinate's 上级补助收入. How much of them stays inside the department is derived where
only one answer is possible, and asked otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from xlbudget.domain.account import CellKey, FinalAccount
from xlbudget.domain.codes import is_code, parents
from xlbudget.domain.money import Amount, total
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell

SUMMARY = "revenue_expenditure_summary"
WHOLE = "total"
"""The line 合计 and the column 合计 of the tables by code."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what units pay each other: its column in a table by code, and the lines of
    收入支出决算总表 that contain it (on the side of expenditure those by 类 too).
    """

    table: str
    column: str
    summary: tuple[str, ...]
    by_function: bool = False

    def keys(self, code: str) -> Iterator[CellKey]:
        """All cells of the department that contain what stands in a row of the table.

        >>> len(set(PAYMENTS[0].paid.keys("2050202")))
        11
        """
        for line in (code, *parents(code), WHOLE):
            yield self.table, line, self.column
            yield self.table, line, WHOLE
        for line in (*self.summary, *((code[:3],) if self.by_function else ())):
            yield SUMMARY, line, "actual"


_REVENUE = ("current_year_revenue", "revenue_grand_total")
_EXPENDITURE = ("current_year_expenditure", "expenditure_grand_total")


@dataclass(frozen=True, slots=True)
class Payment:
    """A kind of payment between units: who pays it out, and who receives it. `downwards`: from a
    superior to its subordinates.
    """

    word: str
    paid: Side
    received: Side
    downwards: bool


def _paid(column: str) -> Side:
    return Side("expenditure_accounts", column, _EXPENDITURE, by_function=True)


def _received(column: str) -> Side:
    return Side("revenue_accounts", column, (column, *_REVENUE))


PAYMENTS = (
    Payment(
        "上缴",
        _paid("superior_remittance"),
        _received("affiliate_remittance_revenue"),
        downwards=False,
    ),
    Payment(
        "补助", _paid("affiliate_subsidy"), _received("superior_subsidy_revenue"), downwards=True
    ),
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What a unit has booked on one side under one code, or the part of it that is eliminated."""

    unit: str
    side: Side
    code: str
    cell: Cell
    amount: Amount


@dataclass(frozen=True, slots=True)
class Elimination:
    """What is eliminated of one kind of payment, on both sides alike."""

    payment: Payment
    booked: tuple[Booked, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A payment of which nobody but a person knows how much stays inside. With `one_sided` only a
    superior has booked it, no unit below, and nothing is eliminated.
    """

    payment: Payment
    paid: tuple[Booked, ...]
    received: tuple[Booked, ...]
    one_sided: bool = False


Given = Mapping[Payment, Sequence[Booked]]
"""What a person says is to be eliminated, of each kind of payment that she says something of."""


def eliminations(
    accounts: Sequence[FinalAccount], given: Given | None = None
) -> tuple[list[Elimination], list[Question]]:
    """What is to be eliminated, as given or as derived; and what must be asked."""
    return eliminated(lambda side: booked(accounts, side), given)


def eliminated(
    booked_on: Callable[[Side], Sequence[Booked]], given: Given | None = None
) -> tuple[list[Elimination], list[Question]]:
    """The same of units whose bookings on each side are known."""
    found: list[Elimination] = []
    asked: list[Question] = []
    paid: Sequence[Booked]
    received: Sequence[Booked]
    for payment in PAYMENTS:
        if given and payment in given:
            internal: Sequence[Booked] | None = [b for b in given[payment] if b.amount.fen]
            paid = received = ()
        else:
            paid = booked_on(payment.paid)
            received = booked_on(payment.received)
            internal = _internal(paid, received)
        if internal is None:
            asked.append(Question(payment, tuple(paid), tuple(received)))
        elif internal:
            found.append(Elimination(payment, tuple(internal)))
        elif paid if payment.downwards else received:
            asked.append(Question(payment, tuple(paid), tuple(received), one_sided=True))
    return found, asked


def tables_of_payments() -> frozenset[str]:
    """The tables in which units book what they pay each other.

    >>> sorted(tables_of_payments())
    ['expenditure_accounts', 'revenue_accounts']
    """
    return frozenset(side.table for p in PAYMENTS for side in (p.paid, p.received))


def has_received(account: FinalAccount) -> bool:
    """Whether 收入支出决算总表 says that a unit received 上缴 or 补助, from whomever."""
    cells = (account.cell(SUMMARY, payment.received.column, "actual") for payment in PAYMENTS)
    return any(cell is not None and cell.amount and cell.amount.fen for cell in cells)


def booked(accounts: Iterable[FinalAccount], side: Side) -> list[Booked]:
    """What the units have booked on a side, by the lowest codes of their tables."""
    found: list[Booked] = []
    for account in accounts:
        statement = account.statements.get(side.table)
        lines = statement.lines if statement else ()
        cells = {line.name: line.cells.get(side.column) for line in lines if is_code(line.name)}
        found += booked_by(account.unit_name, side, cells)
    return found


def booked_by(unit: str, side: Side, cells: Mapping[str, Cell | None]) -> Iterator[Booked]:
    """What one unit has booked on a side, by the lowest of all codes of its table."""
    above = {code for line in cells for code in parents(line)}
    for line, cell in cells.items():
        if line not in above and cell is not None and cell.amount and cell.amount.fen:
            yield Booked(unit, side, line, cell, cell.amount)


def reductions(found: Iterable[Elimination]) -> Counter[CellKey]:
    """How much is taken out of each cell of the department, in 分."""
    taken: Counter[CellKey] = Counter()
    for elimination in found:
        for each in elimination.booked:
            for key in dict.fromkeys(each.side.keys(each.code)):
                taken[key] += each.amount.fen
    return taken


def _internal(paid: Sequence[Booked], received: Sequence[Booked]) -> list[Booked] | None:
    """The part that stays inside the department; None where that is not certain.

    All of it where both sides agree. Where one unit alone pays, what it receives itself comes from
    outside; where one unit alone receives, what it pays itself goes outside.
    """
    out, into = _by_unit(paid), _by_unit(received)
    if not out or not into or (len(out) == 1 and out.keys() == into.keys()):
        return []
    if any(fen < 0 for fen in (*out.values(), *into.values())):
        return None
    if out.total() == into.total() and _possible(out, into):
        return [*paid, *received]
    if len(out) == 1:
        others = [each for each in received if each.unit not in out]
        if _fen(others) == out.total():
            return [*paid, *others]
    if len(into) == 1:
        others = [each for each in paid if each.unit not in into]
        if _fen(others) == into.total():
            return [*others, *received]
    return None


def _by_unit(side: Iterable[Booked]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in side:
        found[each.unit] += each.amount.fen
    return found


def _fen(side: Iterable[Booked]) -> int:
    return total(each.amount for each in side).fen


def _possible(out: Counter[str], into: Counter[str]) -> bool:
    """Whether units can have paid each other all of it: none pays itself."""
    return all(out[unit] + into[unit] <= out.total() for unit in {*out, *into})
