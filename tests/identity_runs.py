"""每条等式一格一格地算：按数直接核（`checks.evaluation`）的对照。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from xlbudget.checks.causes import Cause, group_causes
from xlbudget.checks.identities import Runner
from xlbudget.checks.outcomes import NOT_FILLED, Outcome
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import EXACT
from xlbudget.formats.model import Format


def run_identities(account: FinalAccount, resolved: Format) -> list[Outcome]:
    """每条等式的每一行，连同它的各格。"""
    runner = Runner(account, resolved)
    return with_blanks(runner, run(runner))


def run(runner: Runner) -> list[Outcome]:
    """每条等式的每一行；一个数也没有填的行不带格子。"""
    identities = runner.format.identities
    return [outcome for identity in identities for outcome in runner.outcomes(identity)]


def with_blanks(runner: Runner, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """没有填数的行也带上格子。"""
    return [
        runner.outcome(outcome.identity, outcome.row)
        if outcome.row and outcome.remark == NOT_FILLED
        else outcome
        for outcome in outcomes
    ]


def causes_of(outcomes: Sequence[Outcome]) -> list[Cause]:
    """不符的归到原因；每张表精确到哪一位，由全部结果说。"""
    return group_causes(outcomes, _precisions(outcomes))


def _precisions(outcomes: Sequence[Outcome]) -> Callable[[str], int]:
    precisions: dict[str, int] = defaultdict(lambda: EXACT)
    for outcome in outcomes:
        for addend in outcome.filled:
            sheet = addend.cell.source.sheet
            precisions[sheet] = max(precisions[sheet], addend.amount.precision)
    return precisions.__getitem__
