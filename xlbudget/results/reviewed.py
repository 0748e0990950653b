"""What the review of a document produced: its numbers and their figures, findings, ledger."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from xlbudget.binding.bound import BoundText
from xlbudget.checks.ledger import Entry, Ledger, absent
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.unbound import unbound_mentions
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.formats.model import Format


class Standing(Enum):
    """How what must be checked came out."""

    FAILED = "不符"
    PASSED = "相符"
    UNCHECKED = "没有核到"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Obligation:
    """What must be checked: how it came out, how often it was found in order and how often not,
    and why, where it was not checked or not everywhere.
    """

    rule: str
    title: str
    standing: Standing
    passed: int = 0
    failed: int = 0
    why: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a document: those whose figure is known, those of the explanation whose
    figure is not, and those of other parts that are no figures of the tables.
    """

    bound: int
    unbound: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The outcome of the review of one document.

    `account` are the tables it was held against: those of the workbook `workbook`, or where that
    is "" those that stand in the document itself; None where there were none. `unit` is the name
    the document gives its unit, `sha256` the digest of the file.
    """

    bound: BoundText
    findings: tuple[Finding, ...]
    ledger: Ledger
    account: FinalAccount | None = None
    workbook: str = ""
    unit: str = ""
    sha256: str = ""

    @property
    def file(self) -> str:
        """The document's file."""
        return self.bound.document.file

    @property
    def format(self) -> Format:
        """The format that it was read by."""
        return self.bound.format

    @property
    def tables(self) -> str:
        """What tables the document was held against, in words."""
        if self.account is None:
            return "没有表，只核文字自身"
        return f"工作簿“{self.workbook}”" if self.workbook else "文件里的决算表"

    def count(self, level: Level) -> int:
        """Findings of a level."""
        return sum(finding.level is level for finding in self.findings)

    @property
    def numbers(self) -> Numbers:
        """How many numbers are known to print which figure, and how many are not."""
        manuscript = Manuscript(self.bound)
        said, bound = len(self.bound.said.mentions), len(Facts(manuscript).owners)
        unbound = sum(1 for _ in unbound_mentions(manuscript))
        return Numbers(bound, unbound, said - bound - unbound)

    def obligations(self) -> tuple[Obligation, ...]:
        """What must be checked, each with how it came out: what texts must fulfil, and of the
        tables what was checked of those in the document.
        """
        by_rule: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            by_rule.setdefault(entry.rule, []).append(entry)
        of_tables = self.account is not None and not self.workbook
        listed = {
            rule: title
            for rule, title in self.format.obligations.items()
            if of_tables or rule in by_rule
        }
        listed |= self.format.text_obligations
        complete = not self.numbers.unbound
        found = (
            _obligation(rule, title, by_rule.get(rule, []), complete=complete)
            for rule, title in listed.items()
        )
        return tuple(
            _without_tables(each)
            if each.rule in self.format.against_tables and not _held(by_rule.get(each.rule, []))
            else each
            for each in found
        )


def _held(entries: list[Entry]) -> bool:
    """Whether a number of the text was held against a cell: cells are named by sheet and cell."""
    return any("!" in place for entry in entries for place in entry.inputs)


def _without_tables(obligation: Obligation) -> Obligation:
    """An obligation that needs tables, where none was at hand: that the numbers of the text agree
    with each other does not fulfil it.
    """
    if obligation.standing is not Standing.PASSED:
        return obligation
    why = ("没有可以对照的表，只核了文中的数互相一致", *obligation.why)
    return replace(obligation, standing=Standing.UNCHECKED, why=why)


def _obligation(rule: str, title: str, entries: list[Entry], *, complete: bool) -> Obligation:
    """One obligation. That the text has no such thing is only known where each of its numbers is
    known.
    """
    counts = Counter(entry.verdict for entry in entries)
    left = [entry.remark for entry in entries if entry.verdict is Verdict.UNCHECKED]
    why = tuple(dict.fromkeys(filter(None, left)))
    if counts[Verdict.FAIL]:
        standing = Standing.FAILED
    elif counts[Verdict.PASS]:
        standing = Standing.PASSED
    elif complete and why and all(map(absent, why)):
        standing = Standing.NOT_APPLICABLE
    else:
        standing = Standing.UNCHECKED
        why = why or ("没有这条规则",)
    return Obligation(
        rule=rule,
        title=title,
        standing=standing,
        passed=counts[Verdict.PASS],
        failed=counts[Verdict.FAIL],
        why=why,
        checks=tuple(dict.fromkeys(entry.check for entry in entries)),
    )
