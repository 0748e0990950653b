"""A table without any amount that other tables contradict: one cause, however many sums fail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlbudget.checks.causes import Cause, Suspect
from xlbudget.checks.outcomes import Outcome
from xlbudget.domain.account import FinalAccount


def empty_tables(account: FinalAccount) -> frozenset[str]:
    """The tables of an account that hold no amount at all."""
    return frozenset(name for name, known in account.statements.items() if not known.has_amounts)


def split_off(
    causes: Sequence[Cause], empty: Collection[str]
) -> tuple[list[Cause], Mapping[str, tuple[Outcome, ...]]]:
    """The causes that have nothing to do with an empty table; and the failures that one explains,
    by table. Where a cell of another table explains a failure, that cell is the cause.
    """
    kept: list[Cause] = []
    explained: dict[str, list[Outcome]] = {}
    for cause in causes:
        tables = [_empty_table(failure, empty) for failure in cause.failures]
        if all(tables) and not any(map(_holds_an_amount, cause.suspects)):
            for table, failure in zip(tables, cause.failures, strict=True):
                explained.setdefault(table, []).append(failure)
        else:
            kept.append(cause)
    return kept, {table: tuple(failures) for table, failures in explained.items()}


def _empty_table(failure: Outcome, empty: Collection[str]) -> str:
    terms = (failure.identity.left, *failure.identity.right)
    return next((term.table for term in terms if not term.prior and term.table in empty), "")


def _holds_an_amount(suspect: Suspect) -> bool:
    return suspect.addend.cell.amount is not None
