"""The check of an account's tables: outcomes of the identities as findings and ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlbudget.checks.causes import Cause, group_causes
from xlbudget.checks.identities import Outcome, run_identities
from xlbudget.checks.ledger import Entry, Ledger
from xlbudget.checks.wording import Words
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import EXACT
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format

ROUNDING_TAILS = "rounding-tails"


def check_tables(account: FinalAccount, resolved: Format) -> tuple[list[Finding], Ledger]:
    """Findings, one for each cause, tails folded into one at the end; and the ledger."""
    outcomes = run_identities(account, resolved)
    words = Words(account, resolved)
    findings = [_of_cause(cause, account.file, words) for cause in group_causes(outcomes)]
    tails = [outcome for outcome in outcomes if outcome.is_tail]
    if tails:
        findings.append(_of_tails(tails, account.file, words))
    return findings, Ledger(tuple(_entry(outcome, words) for outcome in outcomes))


def _entry(outcome: Outcome, words: Words) -> Entry:
    identity = outcome.identity
    remarks = [outcome.remark] if outcome.remark else []
    if outcome.is_tail:
        remarks.append("差额在四舍五入允许范围内")
    if outcome.verdict is not Verdict.UNCHECKED and outcome.absent:
        remarks.append(words.absent(outcome))
    return Entry(
        check=identity.name,
        rule=identity.rule,
        title=identity.title,
        verdict=outcome.verdict,
        inputs=tuple(str(addend.cell.source) for addend in outcome.filled),
        remark="；".join(remarks),
    )


def _of_cause(cause: Cause, file: str, words: Words) -> Finding:
    """The clearest failure, with what to do about it; the others follow from it."""
    first, *others = cause.failures
    follows = tuple(_finding(outcome, Cause((outcome,)), file, words) for outcome in others)
    return _finding(first, cause, file, words, advice=words.advice(cause), follows=follows)


def _finding(
    outcome: Outcome,
    cause: Cause,
    file: str,
    words: Words,
    advice: str = "",
    follows: tuple[Finding, ...] = (),
) -> Finding:
    suspect = cause.suspect
    at = suspect.addend if suspect else (outcome.left or outcome.addends)[0]
    left = sum(addend.sign * addend.amount.fen for addend in outcome.left)
    suspects = tuple(suspect.addend for suspect in cause.suspects)
    cells = dict.fromkeys(
        str(addend.cell.source) for addend in (*outcome.left, *outcome.filled, *suspects)
    )
    return Finding(
        check=outcome.identity.name,
        verdict=Verdict.FAIL,
        level=outcome.identity.level,
        file=file,
        message=words.failure(outcome) + advice,
        where=Place(sheet=at.cell.source.sheet, cell=at.cell.source.cell),
        printed=words.money(outcome, left),
        expected=words.money(outcome, left - outcome.difference),
        formula=words.formula(outcome),
        inputs=tuple(cells),
        follows=follows,
        basis="yuan" if _exact(outcome) else "published",
        cause="one-cell" if suspect else "one-of-several-cells" if suspects else None,
    )


def _of_tails(tails: Sequence[Outcome], file: str, words: Words) -> Finding:
    cells = dict.fromkeys(str(addend.cell.source) for tail in tails for addend in tail.filled)
    return Finding(
        check=ROUNDING_TAILS,
        verdict=Verdict.FAIL,
        level=Level.INFO,
        file=file,
        inputs=tuple(cells),
        cause="rounding",
        basis="published",
        message=f"有 {len(tails)} 处差额在四舍五入允许范围内，不算错误。",
        follows=tuple(_of_tail(tail, file, words) for tail in tails),
    )


def _of_tail(tail: Outcome, file: str, words: Words) -> Finding:
    found = _finding(tail, Cause((tail,)), file, words)
    return replace(found, level=Level.INFO, cause="rounding")


def _exact(outcome: Outcome) -> bool:
    return all(addend.amount.precision == EXACT for addend in outcome.filled)
