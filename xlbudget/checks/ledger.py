"""The ledger of what was checked: every check that ran, on which cells, with which outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from xlbudget.domain.findings import Verdict

_UNSEEN = "文中没有"
"""How a remark begins that says why a check had nothing to look at: the text has no such thing."""

_DOUBT = "或者"


def absent(remark: str) -> bool:
    """Whether a remark says for sure that the text has no such thing.

    >>> absent("文中没有完成率"), absent("文中没有这一项，或者没有可以复算的数"), absent("没有表")
    (True, False, False)
    """
    return remark.startswith(_UNSEEN) and _DOUBT not in remark


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
