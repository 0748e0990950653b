"""What a run is asked, and what it keeps of each unit."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from xlbudget.domain.records import dataclass
from xlbudget.formats.versions import PROGRAM

ROOM = ".xlbudget-batch"
"""The hidden folder in OUT in which the folders of units are made."""

STOP = "stop"
"""A file in it that asks the workers to stop after the unit that they are at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the whole run is asked: `place` and `year` are for exports alone; `formats_digest` and
    `program` are those of whoever started the run.
    """

    out: Path
    kinds: tuple[str, ...]
    place: str | None = None
    year: int | None = None
    formats: tuple[Path, ...] = ()
    formats_digest: str = ""
    program: str = PROGRAM
    resume: bool = False

    @property
    def room(self) -> Path:
        """Where folders of units are made before they appear."""
        return self.out / ROOM


class State(Enum):
    """How it went with a unit."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the run keeps of a unit: little, since there may be tens of thousands."""

    folder: str
    state: State
    errors: int = 0
    warnings: int = 0
    gaps: int = 0
    says: str = ""
    trace: str = ""
    seconds: float = 0.0

    @property
    def red(self) -> bool:
        """Whether the unit failed, or has findings at error level."""
        return self.state is State.FAILED or bool(self.errors)

    @property
    def amber(self) -> bool:
        """Whether there is something to look at or to fill in, and nothing wrong."""
        return not self.red and bool(self.warnings or self.gaps)
