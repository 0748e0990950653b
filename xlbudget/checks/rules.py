"""Rules that a sum cannot say: functions that yield what they found, with their names.

A rule that finds nothing wrong has passed if it looked at anything, and was not run otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlbudget.checks.ledger import Entry
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that a rule looked at: the cells, and what is wrong with them, if anything."""

    inputs: tuple[Source, ...]
    message: str = ""
    printed: str | None = None
    expected: str | None = None


Look = Callable[[FinalAccount, Format], Iterable[Seen]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the obligation it serves, what it says, how much it matters.

    With `about_amounts`, a wrong amount may be all that is behind its finding.
    """

    name: str
    obligation: str
    title: str
    level: Level
    look: Look
    about_amounts: bool = True


def run_rules(
    rules: Iterable[Rule], account: FinalAccount, resolved: Format
) -> tuple[list[tuple[Finding, bool]], list[Entry]]:
    """The findings of rules, each with whether it is about amounts; and the ledger's entries."""
    findings: list[tuple[Finding, bool]] = []
    entries: list[Entry] = []
    for known in rules:
        seen = list(known.look(account, resolved))
        found = _findings(known, seen, account.file)
        findings += ((finding, known.about_amounts) for finding in found)
        entries += _entries(known, seen)
    return findings, entries


def differs(whole: Amount, parts: Sequence[Amount]) -> bool:
    """Whether an amount is not the sum of others, beyond what their precision allows.

    >>> differs(Amount(30_000, 10_000), [Amount(10_000, 10_000), Amount(10_000, 10_000)])
    False
    >>> differs(Amount(30_000), [Amount(10_000), Amount(10_000)])
    True
    """
    off = abs(whole.fen - sum(part.fen for part in parts))
    return 2 * off > sum(amount.slack for amount in (whole, *parts) if amount.fen)


def _findings(known: Rule, seen: Iterable[Seen], file: str) -> Iterator[Finding]:
    for each in seen:
        if each.message:
            at = each.inputs[0]
            yield Finding(
                check=known.name,
                verdict=Verdict.FAIL,
                level=known.level,
                file=file,
                message=each.message,
                where=Place(sheet=at.sheet, cell=at.cell),
                printed=each.printed,
                expected=each.expected,
                inputs=tuple(dict.fromkeys(map(str, each.inputs))),
            )


def _entries(known: Rule, seen: list[Seen]) -> Iterator[Entry]:
    if not seen:
        yield Entry(
            known.name, known.obligation, known.title, Verdict.UNCHECKED, (), "没有可核的数"
        )
    for each in seen:
        verdict = Verdict.FAIL if each.message else Verdict.PASS
        inputs = tuple(map(str, each.inputs))
        yield Entry(known.name, known.obligation, known.title, verdict, inputs)
