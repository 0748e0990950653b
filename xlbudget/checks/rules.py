"""Rules that a sum cannot say: functions that yield what they found, with their names.

A rule that finds nothing wrong has passed if it looked at anything, and was not run otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from xlbudget.checks.coded_rows import Coded
from xlbudget.checks.ledger import Entry, Kind
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format

_NOTHING_SEEN = "没有可核的数"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that a rule looked at: the cells, and what is wrong with them, if anything."""

    inputs: tuple[Source, ...]
    message: str = ""
    printed: str | None = None
    expected: str | None = None


Look = Callable[[FinalAccount, Format], Iterable[Seen]]
LookAtCodes = Callable[[Coded], Iterable[Seen]]


def nowhere(_account: FinalAccount, _resolved: Format) -> Iterable[Seen]:
    """Where a rule looks that looks at codes alone."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the obligation it serves, what it says, how much it matters.

    With `about_amounts`, a wrong amount may be all that is behind its finding. A rule about codes
    looks at their rows (`look_at_codes`), which are found once for all such rules.
    """

    name: str
    obligation: str
    title: str
    level: Level
    look: Look = nowhere
    about_amounts: bool = True
    look_at_codes: LookAtCodes | None = None

    def seen(self, coded: Coded) -> list[Seen]:
        """What the rule looked at on an account."""
        if self.look_at_codes is not None:
            return list(self.look_at_codes(coded))
        return list(self.look(coded.account, coded.format))


class RuleEntries:
    """What a rule looked at, for the ledger: counted, and told with its cells when asked for."""

    def __init__(self, rule: Rule, seen: Sequence[Seen]) -> None:
        self._rule, self._seen = rule, seen

    def kinds(self) -> Mapping[Kind, int]:
        """How many entries there are of each kind, in the order in which the kinds first stand."""
        if not self._seen:
            return {self._kind(Verdict.UNCHECKED, _NOTHING_SEEN): 1}
        wrong = sum(bool(each.message) for each in self._seen)
        found = {Verdict.FAIL: wrong, Verdict.PASS: len(self._seen) - wrong}
        return {self._kind(verdict): number for verdict, number in found.items() if number}

    def _kind(self, verdict: Verdict, remark: str = "") -> Kind:
        rule = self._rule
        return Kind(rule.name, rule.obligation, rule.title, verdict, remark)

    def entries(self) -> Iterator[Entry]:
        """The entries."""
        if not self._seen:
            name, obligation, title, verdict, remark = self._kind(Verdict.UNCHECKED, _NOTHING_SEEN)
            yield Entry(name, obligation, title, verdict, (), remark)
        for each in self._seen:
            kind = self._kind(Verdict.FAIL if each.message else Verdict.PASS)
            yield Entry(*kind[:-1], tuple(map(str, each.inputs)))


def check_rules(
    rules: Iterable[Rule], account: FinalAccount, resolved: Format
) -> tuple[list[tuple[Finding, bool]], list[RuleEntries]]:
    """The findings of rules, each with whether it is about amounts; and what they looked at."""
    findings: list[tuple[Finding, bool]] = []
    entries: list[RuleEntries] = []
    coded = Coded(account, resolved)
    for known in rules:
        seen = known.seen(coded)
        found = _findings(known, seen, account.file)
        findings += ((finding, known.about_amounts) for finding in found)
        entries.append(RuleEntries(known, seen))
    return findings, entries


def run_rules(
    rules: Iterable[Rule], account: FinalAccount, resolved: Format
) -> tuple[list[tuple[Finding, bool]], list[Entry]]:
    """The findings of rules, each with whether it is about amounts; and the ledger's entries."""
    findings, looked_at = check_rules(rules, account, resolved)
    return findings, [entry for each in looked_at for entry in each.entries()]


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
