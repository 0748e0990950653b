"""A table whose 金额单位 is not that of its amounts: one cause, however many sums fail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlbudget.checks.causes import Cause
from xlbudget.checks.outcomes import Addend, Outcome, judged
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Statement

_ENOUGH = 3
"""So many sums that the other unit alone would mend are no accident."""


def other_unit(unit: Unit) -> Unit:
    """元 for 万元, 万元 for 元."""
    return Unit.TEN_THOUSAND_YUAN if unit is Unit.YUAN else Unit.YUAN


def split_off_units(
    causes: Sequence[Cause], account: FinalAccount
) -> tuple[list[Cause], Mapping[str, tuple[Outcome, ...]]]:
    """The causes that have nothing to do with a wrong unit; and the failures that one explains, by
    table: all that the table has with others, and they hold once it is read in the other unit.
    Where two tables explain as many, neither is accused.
    """
    left = [failure for cause in causes for failure in cause.failures]
    explained: dict[str, tuple[Outcome, ...]] = {}
    while found := _explanations(left, account):
        most = max(map(len, found.values()))
        first, *rivals = [table for table, failures in found.items() if len(failures) == most]
        if rivals:
            break
        explained[first] = found[first]
        left = _without(left, found[first])
    told = [failure for failures in explained.values() for failure in failures]
    kept = [
        cause if len(rest) == len(cause.failures) else Cause(tuple(rest))
        for cause in causes
        if (rest := _without(cause.failures, told))
    ]
    return kept, explained


def _explanations(
    failures: Sequence[Outcome], account: FinalAccount
) -> Mapping[str, tuple[Outcome, ...]]:
    found: dict[str, tuple[Outcome, ...]] = {}
    for name, statement in account.statements.items():
        own = tuple(each for each in failures if _looks_at(each, statement))
        if len(own) >= _ENOUGH and all(_would_hold(each, statement) for each in own):
            found[name] = own
    return found


def _without(failures: Sequence[Outcome], told: Collection[Outcome]) -> list[Outcome]:
    known = {id(each) for each in told}
    return [each for each in failures if id(each) not in known]


def _looks_at(failure: Outcome, statement: Statement) -> bool:
    return any(addend.cell.source.sheet == statement.sheet for addend in failure.filled)


def _would_hold(failure: Outcome, statement: Statement) -> bool:
    left, right = (
        [_reread(addend, statement) for addend in side] for side in (failure.left, failure.right)
    )
    again = judged(failure.identity, failure.row, failure.relation, left, right, failure.absent)
    return again.verdict is Verdict.PASS


def _reread(addend: Addend, statement: Statement) -> Addend:
    """The addend in the other unit, where it stands in the table."""
    cell, unit = addend.cell, statement.unit
    if cell.source.sheet != statement.sheet or cell.amount is None:
        return addend
    wanted = other_unit(unit)
    fen = cell.amount.fen * wanted.fen // unit.fen
    precision = EXACT if wanted is Unit.YUAN else PUBLISHED
    return addend._replace(cell=cell._replace(amount=Amount(fen, precision)))
