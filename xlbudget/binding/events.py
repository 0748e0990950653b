"""What a line of a template says when it is read backwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from xlbudget.domain.records import dataclass
from xlbudget.narrative.nodes import Reference


@dataclass(frozen=True, slots=True)
class Turn:
    """The beginning of a loop's turn."""

    table: str
    group: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a loop's line, or of the code above it."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number: the figure it prints (another measure of it, if one is named), and the cases of
    wording that it may stand in.
    """

    figure: Reference
    text: str
    measure: str = ""
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """A phrase: what it speaks of, and the cases of wording that have these words."""

    figure: Reference
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a figure differs from its budget."""

    figure: Reference
    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """What a line's money was used for."""

    figure: Reference
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote into a field of 补充资料."""

    field: str
    text: str
    is_reason: bool


Event = tuple[int, Turn | Name | Number | Cases | Why | Used | Written]
"""What is said, and where."""

Reader = Callable[[str, int], Iterable[Event] | None]
"""From a group's text and place to what it says; None where it cannot be told apart."""

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
AMOUNT = rf"-?{NUMBER}(?:万元|元)"
RATE = rf"-?{NUMBER}[%％]"
GAP = r"〔请填写：[^〕\n]*〕"
ANY = r"[^\n]+?"


def _as_given(words: str) -> str:
    return words


@dataclass(frozen=True, slots=True)
class Hand:
    """How a text is written: how given words look in it, and the expressions of the unit's name, of
    amounts, of amounts of nothing, and of counts.
    """

    plain: Callable[[str], str] = _as_given
    unit: str = r"[^\n]*?"
    amount: str = AMOUNT
    nil: str = r"0(?:\.0+)?(?:万元|元)"
    count: str = rf"-?{NUMBER}"

    def words(self, words: str) -> str:
        """The expression of given words.

        >>> OWN_HAND.words("（图）")
        '（图）'
        """
        return re.escape(self.plain(words))


OWN_HAND = Hand()
"""As our own text is written, to the sign."""
