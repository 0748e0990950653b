"""A table without any amount that other tables contradict: one cause, however many sums fail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlbudget.checks.causes import Cause, Suspect
from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.ran import Ran
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Verdict
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import Format


def empty_tables(account: FinalAccount) -> frozenset[str]:
    """The tables of an account that hold no amount at all."""
    return frozenset(name for name, known in account.statements.items() if not known.has_amounts)


def ended_unconfirmed(
    account: FinalAccount, resolved: Format, evaluation: Evaluation
) -> Mapping[str, tuple[Cell, ...]]:
    """Tables whose emptiness means that there is none, though there was some last year and no other
    table confirms it: nobody can tell “none” from “forgotten”. With last year's amounts.
    """
    found: dict[str, tuple[Cell, ...]] = {}
    for table in sorted(empty_tables(account)):
        known = resolved.tables.get(table)
        if known is None or not known.nil_when_empty or resolved.is_new_unit:
            continue
        last = tuple(
            cell
            for (name, _, _), cell in account.prior.items()
            if name == table and cell.amount is not None and cell.amount.fen
        )
        if last and not any(_confirms(evaluation, ran, table) for ran in evaluation.ran):
            found[table] = last
    return found


def _confirms(evaluation: Evaluation, ran: Ran, table: str) -> bool:
    """Whether another table that has amounts this year has none where a sum leads to this one."""
    named = {term.table for term in ran.shape.terms if not term.prior}
    others = (evaluation.account.statements.get(name) for name in named - {table})
    return (
        table in named
        and any(other is not None and other.has_amounts for other in others)
        and any(
            outcome.verdict is not Verdict.FAIL and not outcome.absent
            for outcome in evaluation.outcomes_of(ran)
        )
    )


def confirmed_empty(evaluation: Evaluation, empty: Collection[str]) -> frozenset[str]:
    """The empty tables whose total another table has none of either."""
    found: set[str] = set()
    for ran in evaluation.ran if empty else ():
        terms = ran.shape.terms
        names = {term.table for term in terms if term.table in empty}
        others = [term.table for term in terms if term.table not in names]
        told = [evaluation.account.statements.get(name) for name in others]
        once = ran.shape.first.each is None and not any(term.prior for term in terms)
        if len(names) == 1 and once and any(each is not None and each.has_amounts for each in told):
            outcomes = evaluation.outcomes_of(ran)
            if any(_all_zero(outcome) for outcome in outcomes):
                found |= names
    return frozenset(found)


def _all_zero(outcome: Outcome) -> bool:
    return (
        outcome.relation == "="
        and not outcome.absent
        and not any(addend.amount.fen for addend in outcome.addends)
    )


def split_off(
    causes: Sequence[Cause], empty: Collection[str], confirmed: Collection[str] = ()
) -> tuple[list[Cause], Mapping[str, tuple[Outcome, ...]]]:
    """The causes that have nothing to do with an empty table; and the failures that one explains,
    by table. Where a cell of another table explains a failure, that cell is the cause. One that is
    `confirmed` to be empty is not what a sum of several tables lacks.
    """
    kept: list[Cause] = []
    explained: dict[str, list[Outcome]] = {}
    for cause in causes:
        tables = [_empty_table(failure, empty, confirmed) for failure in cause.failures]
        if all(tables) and not any(map(_holds_an_amount, cause.suspects)):
            for table, failure in zip(tables, cause.failures, strict=True):
                explained.setdefault(table, []).append(failure)
        else:
            kept.append(cause)
    return kept, {table: tuple(failures) for table, failures in explained.items()}


def _empty_table(failure: Outcome, empty: Collection[str], confirmed: Collection[str]) -> str:
    """The empty table that could mend a failure by holding amounts, which are not negative."""
    identity = failure.identity
    for factor, terms in ((-1, (identity.left,)), (1, identity.right)):
        several = len({term.table for term in terms}) > 1
        for term in terms:
            helps = factor * term.sign * failure.difference > 0
            settled = several and term.table in confirmed
            if not term.prior and term.table in empty and helps and not settled:
                return term.table
    return ""


def _holds_an_amount(suspect: Suspect) -> bool:
    return suspect.addend.cell.amount is not None
