"""Codes that were renumbered: which code of a later year an older one became.

Last year's amount under an old code is compared with this year's under its successor: a new number
is neither a fall by 100 % nor something new.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.records import dataclass, field

UNVERIFIED = "待核"
"""What a note begins with where no official table of both codes was seen."""


@dataclass(frozen=True, slots=True)
class Succession:
    """An old code, the code it became, the first year of the new one."""

    old: str
    new: str
    from_year: int
    note: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the succession is certain."""
        return not self.note.startswith(UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Successions:
    """All renumberings, in the order of the years.

    >>> from xlbudget.domain.codes import CodeName
    >>> catalogue = Catalogue([CodeName("2089901", "其他", None, 2020),
    ...                        CodeName("2089999", "其他", 2021)])
    >>> known = Successions([Succession("2089901", "2089999", 2021)])
    >>> known.code_in(2024, "2089901", catalogue), known.code_in(2020, "2089901", catalogue)
    ('2089999', '2089901')
    """

    entries: Iterable[Succession]
    _by_old: dict[str, Succession] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entries = tuple(self.entries)
        object.__setattr__(self, "entries", entries)
        object.__setattr__(self, "_by_old", {entry.old: entry for entry in entries})

    def steps(self, year: int, code: str, catalogue: Catalogue) -> tuple[Succession, ...]:
        """The renumberings that lead from a code to the one of a year; none where the code itself
        exists in that year, or no successor of it does.
        """
        found: list[Succession] = []
        here = code
        while catalogue.entry(here, year) is None:
            step = self._by_old.get(here)
            if step is None or step.from_year > year or step in found:
                return ()
            found.append(step)
            here = step.new
        return tuple(found)

    def code_in(self, year: int, code: str, catalogue: Catalogue) -> str:
        """What a code is called in a year; itself where it exists, or no successor is known."""
        steps = self.steps(year, code, catalogue)
        return steps[-1].new if steps else code
