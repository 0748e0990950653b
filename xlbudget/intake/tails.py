"""尾差: what rounding to the printed amounts does to sums that are equal before it."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.wording import Words
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell, Statement
from xlbudget.domain.text import Place
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.intake.gathered import Gathered, Key

TAIL = "import-tail"
OFF_BEFORE = "import-off-before-rounding"


def rounding_tails(
    account: FinalAccount, gathered: Gathered, resolved: Format
) -> tuple[Finding, ...]:
    """Each sum of the account that rounding alone puts out, as an info; and each that the sources
    put out already, by so little that rounding hides it, as a warning.

    `account` holds the rounded amounts, `gathered` the exact ones. What the checks find without
    that is for them to tell.
    """
    exact_account = exactly(account, gathered)
    exact, rounded = Evaluation(exact_account, resolved), Evaluation(account, resolved)
    printed, known = Words(account, resolved), Words(exact_account, resolved)
    found = []
    for before_ran, ran in zip(exact.ran, rounded.ran, strict=True):
        for number, at in sorted({*before_ran.told, *ran.told}):
            if number in before_ran.remarks or number in ran.remarks:
                continue
            before = exact.outcome_at(before_ran, number, at)
            outcome = rounded.outcome_at(ran, number, at)
            if not outcome.filled:
                continue
            if before.verdict is Verdict.FAIL and outcome.verdict is Verdict.PASS:
                found.append(_of_sources(before, account.file, known))
            elif before.difference == 0 and (outcome.is_tail or outcome.verdict is Verdict.FAIL):
                found.append(_of_rounding(outcome, account.file, printed))
    return tuple(found)


def exactly(account: FinalAccount, gathered: Gathered) -> FinalAccount:
    """The account with the amounts as the sources have them, at the places of the account."""
    numbers = {
        name: _with(cell, gathered.numbers.get(name)) for name, cell in account.numbers.items()
    }
    prior = {
        key: cell if key[0] == SUPPLEMENT else _with(cell, gathered.prior.get(key))
        for key, cell in account.prior.items()
    }
    statements = {
        name: _exact_statement(statement, gathered.amounts)
        for name, statement in account.statements.items()
    }
    return replace(account, statements=statements, prior=prior, numbers=numbers)


def _exact_statement(statement: Statement, amounts: Mapping[Key, Cell]) -> Statement:
    lines = tuple(
        replace(
            line,
            cells={
                column: _with(cell, amounts.get((statement.table, line.name, column)))
                for column, cell in line.cells.items()
            },
        )
        for line in statement.lines
    )
    return replace(statement, lines=lines)


def _with(cell: Cell, source: Cell | None) -> Cell:
    """The cell with the amount that its source has exactly; one that was left as it is stays."""
    if source is None or source.amount is None or cell.amount is None:
        return cell
    step = max(cell.amount.precision, 1)
    if source.amount.rounded(step).fen != cell.amount.fen:
        return cell
    return cell._replace(amount=source.amount)


def _of_rounding(outcome: Outcome, file: str, words: Words) -> Finding:
    message = f"尾差：{words.failure(outcome)}四舍五入前两边相等。"
    if outcome.verdict is Verdict.FAIL:  # 零不计入允许的差额，校验会把它当作不符
        message += "有的数四舍五入成了零，校验时会列为不符。"
    return _finding(TAIL, Level.INFO, outcome, file, message)


def _of_sources(outcome: Outcome, file: str, words: Words) -> Finding:
    return _finding(
        OFF_BEFORE,
        Level.WARNING,
        outcome,
        file,
        f"来源里就对不上：{words.failure(outcome)}四舍五入以后看不出来，请核对来源。",
    )


def _finding(check: str, level: Level, outcome: Outcome, file: str, message: str) -> Finding:
    cells = dict.fromkeys(str(addend.cell.source) for addend in outcome.filled)
    at = (outcome.left or outcome.addends)[0].cell.source
    return Finding(
        check=check,
        verdict=Verdict.FAIL,
        level=level,
        file=file,
        where=Place(sheet=at.sheet, cell=at.cell),
        inputs=tuple(cells),
        cause="rounding" if level is Level.INFO else None,
        basis="published" if level is Level.INFO else "yuan",
        message=message,
    )
