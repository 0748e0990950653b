"""What came of the identities of a shape: in short where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.shapes import Shape
from xlbudget.formats.identity_model import Identity


class State(Enum):
    """How a row of an identity came out where there is nothing to tell of it."""

    SOUND = "相符"
    """Something is filled in, and the two sides are equal (or the left one is more, where it may);
    every cell that the identity names is there.
    """

    BLANK = "未填数"


Told = Outcome | str
"""What else came out: with its cells, or only why it could not be checked."""

At = tuple[int, int]
"""Which of a shape's identities, and which of its rows."""


class Ran(NamedTuple):
    """A shape's identities as they came out.

    `remarks` say, by identity, why one was not run. The others were run for the `rows` ("" where
    they hold once): `filled` are the columns, by row, in which anything that an identity looks at
    is filled in, `told` what came out otherwise than sound or blank.
    """

    shape: Shape
    remarks: Mapping[int, str]
    rows: Sequence[str]
    filled: list[Collection[str]]
    told: dict[At, Told]

    def states(self) -> Iterator[tuple[Identity, str, State | Told]]:
        """Each identity and row in order, and what came of it."""
        for number, identity in enumerate(self.shape.identities):
            if number in self.remarks:
                yield identity, "", self.remarks[number]
                continue
            for at, row in enumerate(self.rows):
                yield identity, row, self.state(number, at)

    def state(self, number: int, at: int) -> State | Told:
        """What came of a row of an identity that was run."""
        told = self.told.get((number, at))
        if told is not None:
            return told
        return State.SOUND if self.shape.columns[number] in self.filled[at] else State.BLANK
