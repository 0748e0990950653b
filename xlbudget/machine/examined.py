"""What an examination says: one thing a line, whether it is well, what it means, what to do."""

from __future__ import annotations

from enum import Enum

from xlbudget.domain.records import dataclass


class State(Enum):
    """How a thing is: well, worth a look, or so that the work cannot be done."""

    GOOD = "好"
    CARE = "注意"
    BAD = "不行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was looked at: its name, what was `seen`, what it `means` for the work, and
    the `remedy` where it is not well.
    """

    name: str
    state: State
    seen: str
    means: str = ""
    remedy: str = ""

    def json(self) -> dict[str, str]:
        """As the JSON has it."""
        return {
            "name": self.name,
            "state": self.state.value,
            "seen": self.seen,
            "means": self.means,
            "remedy": self.remedy,
        }


def good(name: str, seen: str, means: str = "") -> Line:
    """A thing that is well."""
    return Line(name=name, state=State.GOOD, seen=seen, means=means)


def care(name: str, seen: str, means: str, remedy: str) -> Line:
    """A thing that takes something away, but not the work itself."""
    return Line(name=name, state=State.CARE, seen=seen, means=means, remedy=remedy)


def bad(name: str, seen: str, means: str, remedy: str) -> Line:
    """A thing without which the work cannot be done."""
    return Line(name=name, state=State.BAD, seen=seen, means=means, remedy=remedy)
