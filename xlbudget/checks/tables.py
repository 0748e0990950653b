"""The check of an account's tables: outcomes of the identities as findings and ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xlbudget.checks.blank_totals import check_blank_totals
from xlbudget.checks.causes import Cause, group_causes
from xlbudget.checks.empty_tables import (
    confirmed_empty,
    empty_tables,
    ended_unconfirmed,
    split_off,
)
from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.identity_entries import IdentityEntries
from xlbudget.checks.ledger import Ledger
from xlbudget.checks.outcomes import Outcome, Outcomes
from xlbudget.checks.registry import RULES
from xlbudget.checks.rules import check_rules
from xlbudget.checks.taking_part import Precisions, taking_part
from xlbudget.checks.withheld import REMARK
from xlbudget.checks.wording import Words
from xlbudget.checks.wrong_units import other_unit, split_off_units
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import EXACT
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format

ROUNDING_TAILS = "rounding-tails"
TABLE_MISSING = "table-missing"
TABLE_EMPTY = "table-empty"
TABLE_UNIT = "table-unit"
TABLE_ENDED = "table-empty-unlike-last-year"
ONE_CELL = "one-cell"
WITHHELD_ITEMS = "withheld-items"
_FEW = 4
"""So many places of many are named."""


class Checked(NamedTuple):
    """What the check of the tables gave: findings, the ledger, and the outcomes of the sums."""

    findings: list[Finding]
    ledger: Ledger
    outcomes: Outcomes


def check_tables(account: FinalAccount, resolved: Format) -> Checked:
    """Findings of the sums, one for each cause, tails folded into one, then those of the other
    rules; the ledger; and the outcomes.
    """
    evaluation = Evaluation(account, resolved)
    words = Words(account, resolved)
    causes, of_unit = split_off_units(_causes(evaluation), account)
    empty = empty_tables(account) if causes else frozenset()
    causes, of_empty = split_off(causes, empty, confirmed_empty(evaluation, empty))
    outcomes = list(evaluation.told())
    findings = [_of_unit(account, *each, words) for each in of_unit.items()]
    findings += [_of_cause(cause, account.file, words) for cause in causes]
    findings += [_of_empty_table(account, *each, words) for each in of_empty.items()]
    ended = ended_unconfirmed(account, resolved, evaluation)
    findings += [_of_ended_table(account, *one) for one in ended.items() if one[0] not in of_empty]
    ruled, of_rules = check_rules(RULES, account, resolved)
    findings = _joined(findings, ruled)
    tails = [outcome for outcome in outcomes if outcome.is_tail]
    if tails:
        findings.append(_of_tails(tails, account.file, words))
    open_below = [each for each in outcomes if each.remark == REMARK and each.difference > 0]
    if open_below:
        findings.append(_of_withheld(open_below, account.file))
    blanks, looked_at = check_blank_totals(evaluation, account.file)
    findings += [*blanks, *_missing_tables(account, resolved)]
    ledger = Ledger((IdentityEntries(evaluation, words), *looked_at, *of_rules))
    return Checked(findings, ledger, Outcomes(evaluation.outcomes, evaluation.once))


def _causes(evaluation: Evaluation) -> list[Cause]:
    """What failed, by cause."""
    failures = [told for told in evaluation.told() if told.verdict is Verdict.FAIL]
    if not failures:
        return []
    evaluation.fill_in()
    return group_causes(taking_part(evaluation, failures), Precisions(evaluation).of)


def unfilled_tables(account: FinalAccount, findings: Iterable[Finding]) -> frozenset[str]:
    """The empty tables that other tables, or last year alone, have amounts for: that they are empty
    says nothing.
    """
    sheets = {f.where.sheet for f in findings if f.check in (TABLE_EMPTY, TABLE_ENDED)}
    return frozenset(name for name, known in account.statements.items() if known.sheet in sheets)


def _joined(sums: Sequence[Finding], ruled: Iterable[tuple[Finding, bool]]) -> list[Finding]:
    """One cause is one finding: what a rule about amounts has against the one cell that is wrong
    anyway, or only against cells of a sum that fails, goes below the finding of the sum.
    """
    told = list(sums)
    for finding, about_amounts in ruled:
        behind = [at for at, cause in enumerate(sums) if _explains(cause, finding)]
        if about_amounts and behind:
            cause = told[behind[0]]
            told[behind[0]] = replace(cause, follows=(*cause.follows, finding))
        else:
            told.append(finding)
    return told


def _explains(cause: Finding, finding: Finding) -> bool:
    accused = f"{cause.where.sheet}!{cause.where.cell}" if cause.cause == ONE_CELL else ""
    cells = {cell for told in (cause, *cause.follows) for cell in told.inputs}
    return accused in finding.inputs or cells.issuperset(finding.inputs)


def _missing_tables(account: FinalAccount, resolved: Format) -> Iterator[Finding]:
    """A table of the format that the workbook does not have: what needs it stays a gap."""
    for name, table in resolved.tables.items():
        if name not in account.statements:
            yield Finding(
                check=TABLE_MISSING,
                verdict=Verdict.UNCHECKED,
                level=Level.WARNING,
                file=account.file,
                message=f"没有{table.number}“{table.title}”：用到它的句子留着缺口，有关的勾稽没有核对。"
                "请补上这张表；没有数就放一张空表。",
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
        cause=ONE_CELL if suspect else "one-of-several-cells" if suspects else None,
    )


def _of_empty_table(
    account: FinalAccount, table: str, failures: Sequence[Outcome], words: Words
) -> Finding:
    statement = account.statements[table]
    follows = _because_of(failures, account, words)
    return Finding(
        check=TABLE_EMPTY,
        verdict=Verdict.FAIL,
        level=_gravest(follows),
        file=account.file,
        where=Place(sheet=statement.sheet),
        inputs=_cells_of(follows),
        message=f"“{statement.title}”一个数也没有，与别的表有 {len(follows)} 处对不上。"
        "请填上这张表；若没有这项收支，请更正别的表。",
        follows=follows,
    )


def _of_unit(
    account: FinalAccount, table: str, failures: Sequence[Outcome], words: Words
) -> Finding:
    statement = account.statements[table]
    unit, other = statement.unit.value, other_unit(statement.unit).value
    follows = _because_of(failures, account, words)
    return Finding(
        check=TABLE_UNIT,
        verdict=Verdict.FAIL,
        level=_gravest(follows),
        file=account.file,
        where=Place(sheet=statement.sheet),
        printed=unit,
        expected=other,
        inputs=_cells_of(follows),
        message=f"“{statement.title}”的金额单位写的是“{unit}”，与别的表有 {len(follows)} 处对不上；"
        f"照“{other}”读，就都相符。请核对这张表的金额单位。",
        follows=follows,
    )


def _because_of(
    failures: Sequence[Outcome], account: FinalAccount, words: Words
) -> tuple[Finding, ...]:
    """What fails because of a table as a whole."""
    return tuple(_finding(failure, Cause((failure,)), account.file, words) for failure in failures)


def _gravest(findings: Sequence[Finding]) -> Level:
    return min((found.level for found in findings), key=lambda level: level.rank)


def _cells_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell for found in findings for cell in found.inputs))


def _of_ended_table(account: FinalAccount, table: str, last: Sequence[Cell]) -> Finding:
    statement = account.statements[table]
    return Finding(
        check=TABLE_ENDED,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=account.file,
        where=Place(sheet=statement.sheet),
        inputs=tuple(str(cell.source) for cell in last),
        message=f"“{statement.title}”一个数也没有，上年有数（{last[0].source}），别的表也看不出"
        "本年有没有：正文里留着缺口。漏填的请补上；确实没有的，请在合计填 0。",
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


def _of_withheld(outcomes: Sequence[Outcome], file: str) -> Finding:
    """The wholes that are more than what is shown below them, because something is withheld."""
    wholes = dict.fromkeys(str(outcome.left[0].cell.source) for outcome in outcomes)
    return Finding(
        check=WITHHELD_ITEMS,
        verdict=Verdict.FAIL,
        level=Level.INFO,
        file=file,
        inputs=tuple(wholes),
        message=f"有 {len(wholes)} 处{REMARK}，大于公开的各行之和：{'、'.join(list(wholes)[:_FEW])}"
        f"{' 等' if len(wholes) > _FEW else ''}。",
    )


def _of_tail(tail: Outcome, file: str, words: Words) -> Finding:
    found = _finding(tail, Cause((tail,)), file, words)
    return replace(found, level=Level.INFO, cause="rounding")


def _exact(outcome: Outcome) -> bool:
    return all(addend.amount.precision == EXACT for addend in outcome.filled)
