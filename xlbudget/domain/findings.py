"""Findings: what a check has to say, with the place, the numbers and the formula."""

from __future__ import annotations

from enum import Enum

from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place


class Verdict(Enum):
    """The outcome of one check. What could not be checked is never a pass."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    UNCHECKED = "unchecked"


class Level(Enum):
    """How much a finding matters: an error must be corrected, a warning looked at."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word that users see."""
        return {"error": "错误", "warning": "提醒", "info": "说明"}[self.value]

    @property
    def rank(self) -> int:
        """Its place among the levels, the gravest first."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `printed` is what stands there, `expected` what was computed by `formula` from
    `inputs` (places of cells). `basis` is "published" (0.01 万元) or "yuan". `cause` is a short
    name of why it probably happened; `follows` are findings that this one implies.
    """

    check: str
    verdict: Verdict
    level: Level
    file: str
    message: str
    where: Place = field(default_factory=Place)
    printed: str | None = None
    expected: str | None = None
    formula: str | None = None
    basis: str | None = None
    inputs: tuple[str, ...] = ()
    cause: str | None = None
    follows: tuple[Finding, ...] = ()
