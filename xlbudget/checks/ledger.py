"""The ledger of what was checked: every check that ran, on which cells, with which outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple, Protocol

from xlbudget.domain.findings import Verdict
from xlbudget.domain.records import dataclass

_UNSEEN = "文中没有"
"""How a remark begins that says why a check had nothing to look at: the text has no such thing."""

_DOUBT = "或者"


def absent(remark: str) -> bool:
    """Whether a remark says for sure that the text has no such thing.

    >>> absent("文中没有完成率"), absent("文中没有这一项，或者没有可以复算的数"), absent("没有表")
    (True, False, False)
    """
    return remark.startswith(_UNSEEN) and _DOUBT not in remark


class Kind(NamedTuple):
    """What entries of the ledger have in common that are told together: all but the cells."""

    check: str
    rule: str
    title: str
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One check as it ran: name and rule, outcome, cells looked at, and why if it did not run."""

    check: str
    rule: str
    title: str
    verdict: Verdict
    inputs: tuple[str, ...]
    remark: str = ""

    @property
    def kind(self) -> Kind:
        """What it has in common with others."""
        return Kind(self.check, self.rule, self.title, self.verdict, self.remark)


class Counted(Protocol):
    """Entries that are counted, and only made when somebody asks for their cells."""

    def kinds(self) -> Mapping[Kind, int]:
        """How many there are of each kind, in the order in which the kinds first stand."""

    def entries(self) -> Iterable[Entry]:
        """The entries."""


class Ledger:
    """All entries of a run, of which some may only be counted so far."""

    def __init__(self, entries: Iterable[Entry | Counted] = ()) -> None:
        self._parts = tuple(entries)

    def __eq__(self, other: object) -> bool:
        return self.entries == other.entries if isinstance(other, Ledger) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.entries)

    def followed_by(self, entries: Iterable[Entry]) -> Ledger:
        """The ledger with more entries at its end."""
        return Ledger((*self._parts, *entries))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry."""
        found: list[Entry] = []
        for part in self._parts:
            found.extend((part,) if isinstance(part, Entry) else part.entries())
        return tuple(found)

    @cached_property
    def kinds(self) -> Mapping[Kind, int]:
        """How many entries there are of each kind, in the order of their first."""
        found: dict[Kind, int] = {}
        for part in self._parts:
            kinds = {part.kind: 1} if isinstance(part, Entry) else part.kinds()
            for kind, number in kinds.items():
                found[kind] = found.get(kind, 0) + number
        return found

    def count(self, verdict: Verdict) -> int:
        """How many checks ended so."""
        return sum(number for kind, number in self.kinds.items() if kind.verdict is verdict)
