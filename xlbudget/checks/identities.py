"""Runs the identities of a format: left = sum(right), or left >= sum(right).

The tolerance is derived from how exactly the amounts are known: half a unit of the last known
digit for each amount that is not zero, nothing where 元 are known. Blank and 不适用 count as zero
and add no tolerance, and so does a row that the table lacks, which is then named. Where nothing is
filled in there is nothing to check, and that is no pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Line
from xlbudget.formats.model import Format, Identity, Term


@dataclass(frozen=True, slots=True)
class Addend:
    """A cell in an identity with its sign, and the line it stands in."""

    sign: int
    line: Line
    column: str
    cell: Cell

    @property
    def amount(self) -> Amount:
        """Its amount; zero when blank or not applicable."""
        return self.cell.amount or Amount(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An identity as it came out on one account.

    `left` has one addend or none. `difference` = left − right in 分; `slack` is the tolerance in
    half 分. `absent` are the cells named by the identity that the table does not have.
    """

    identity: Identity
    left: tuple[Addend, ...]
    right: tuple[Addend, ...]
    verdict: Verdict
    difference: int = 0
    slack: int = 0
    remark: str = ""
    absent: tuple[Term, ...] = ()

    @property
    def addends(self) -> tuple[Addend, ...]:
        """Left and right."""
        return self.left + self.right

    @property
    def filled(self) -> tuple[Addend, ...]:
        """The addends whose cell holds an amount."""
        return tuple(addend for addend in self.addends if addend.cell.amount is not None)

    @property
    def is_tail(self) -> bool:
        """A difference inside the tolerance."""
        short = self.identity.relation == ">=" and self.difference > 0
        return self.verdict is Verdict.PASS and self.difference != 0 and not short


def run_identities(account: FinalAccount, resolved: Format) -> list[Outcome]:
    """Every identity of the format on one account."""
    return [_run(account, identity) for identity in resolved.identities]


def _run(account: FinalAccount, identity: Identity) -> Outcome:
    for term in (identity.left, *identity.right):
        if term.table not in account.statements:
            return Outcome(identity, (), (), Verdict.UNCHECKED, remark="没有这张表")
    left = tuple(_addends(account, identity.left))
    right = tuple(addend for term in identity.right for addend in _addends(account, term))
    absent = tuple(
        term
        for term in (identity.left, *identity.right)
        if not term.whole_group and account.cell(term.table, term.line, term.column) is None
    )
    outcome = Outcome(identity, left, right, Verdict.UNCHECKED, remark="没有填数", absent=absent)
    if not outcome.filled:
        return outcome
    difference = sum(addend.sign * addend.amount.fen for addend in left) - sum(
        addend.sign * addend.amount.fen for addend in right
    )
    slack = sum(addend.amount.slack for addend in outcome.filled if addend.amount.fen)
    if identity.same_amount and len({addend.amount.precision for addend in outcome.filled}) == 1:
        slack = 0
    off = -difference if identity.relation == ">=" else abs(difference)
    verdict = Verdict.FAIL if 2 * off > slack else Verdict.PASS
    return Outcome(identity, left, right, verdict, difference, slack, absent=absent)


def _addends(account: FinalAccount, term: Term) -> Iterator[Addend]:
    statement = account.statements[term.table]
    line = statement.line(term.line)
    lines = statement.group(term.line) if term.whole_group else (line,) if line else ()
    for found in lines:
        cell = found.cells.get(term.column)
        if cell is not None:
            yield Addend(term.sign, found, term.column, cell)
