"""An identity as it came out on one account, with the cells that it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Line
from xlbudget.formats.identity_model import Identity, Term

_ZERO = Amount(0)

NOT_FILLED, NO_ROWS, NO_LINES = "没有填数", "没有这一级科目", "没有下级科目"
"""How the ledger says that an identity has nothing to look at."""


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


def unchecked(identity: Identity, remark: str, row: str = "") -> Outcome:
    """An identity, or one row of it, that could not be checked, and why."""
    return Outcome(identity, (), (), Verdict.UNCHECKED, remark=remark, row=row)


def judged(
    identity: Identity,
    row: str,
    relation: str,
    left: Sequence[Addend],
    right: Sequence[Addend],
    absent: Sequence[Term],
    remark: str = "",
) -> Outcome:
    """Whether the sides agree; nothing filled in is nothing checked."""
    filled: list[Addend] = []
    difference = slack = 0
    for side, addends in ((1, left), (-1, right)):
        for addend in addends:
            amount = addend.cell.amount
            if amount is not None:
                filled.append(addend)
                if amount.fen:
                    difference += side * addend.sign * amount.fen
                    slack += amount.slack
    if identity.same_amount and len({addend.amount.precision for addend in filled}) == 1:
        slack = 0
    off = -difference if relation == ">=" else abs(difference)
    verdict = Verdict.FAIL if 2 * off > slack else Verdict.PASS
    return Outcome(
        identity,
        tuple(left),
        tuple(right),
        verdict if filled else Verdict.UNCHECKED,
        difference,
        slack,
        remark if filled else NOT_FILLED,
        tuple(absent),
        row,
        tuple(filled),
        relation,
    )


class Outcomes(Sequence[Outcome]):
    """The outcomes of a run, each made with its cells when somebody asks for it."""

    def __init__(
        self, every: Callable[[], Iterable[Outcome]], once: Callable[[], Iterable[Outcome]]
    ) -> None:
        self._every, self._once = every, once

    @cached_property
    def _all(self) -> tuple[Outcome, ...]:
        return tuple(self._every())

    @property
    def once(self) -> Outcomes:
        """Those of identities that hold once and look at anything that is filled in."""
        return Outcomes(self._once, self._once)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Outcome, ...]: ...

    def __getitem__(self, index: int | slice) -> Outcome | tuple[Outcome, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)
