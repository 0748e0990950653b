"""The ledger of what was checked: every check that ran, on which cells, with which outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from xlbudget.domain.findings import Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One check as it ran: name and rule, outcome, cells looked at, and why if it did not run."""

    check: str
    rule: str
    title: str
    verdict: Verdict
    inputs: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of a run."""

    entries: tuple[Entry, ...]

    def count(self, verdict: Verdict) -> int:
        """How many checks ended so."""
        return sum(entry.verdict is verdict for entry in self.entries)

    def by_check(self) -> dict[str, Counter[Verdict]]:
        """Outcomes by check, in the order of the format."""
        counts: dict[str, Counter[Verdict]] = {}
        for entry in self.entries:
            counts.setdefault(entry.check, Counter())[entry.verdict] += 1
        return counts
