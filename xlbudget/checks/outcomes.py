"""An identity as it came out on one account, with the cells that it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Line
from xlbudget.formats.model import Identity, Term

_ZERO = Amount(0)


class Addend(NamedTuple):
    """A cell in an identity with its sign, and the line it stands in."""

    sign: int
    line: Line
    column: str
    cell: Cell

    @property
    def amount(self) -> Amount:
        """Its amount; zero when blank or not applicable."""
        return self.cell.amount or _ZERO


@dataclass(frozen=True, slots=True)
class Outcome:
    """An identity as it came out on one account.

    `row` is the line that it was run for, of an identity that holds for each line of a group.
    `left` has one addend or none, unless it is a sum; `filled` are the addends whose cell holds an
    amount. `relation` is that of the identity, or "=" where it must be equal on this account.
    `difference` = left − right in 分; `slack` is the tolerance in half 分. `absent` are the cells
    named by the identity that the table does not have.
    """

    identity: Identity
    left: tuple[Addend, ...]
    right: tuple[Addend, ...]
    verdict: Verdict
    difference: int = 0
    slack: int = 0
    remark: str = ""
    absent: tuple[Term, ...] = ()
    row: str = ""
    filled: tuple[Addend, ...] = ()
    relation: str = "="

    @property
    def addends(self) -> tuple[Addend, ...]:
        """Left and right."""
        return self.left + self.right

    @property
    def is_tail(self) -> bool:
        """A difference inside the tolerance."""
        short = self.relation == ">=" and self.difference > 0
        return self.verdict is Verdict.PASS and self.difference != 0 and not short
