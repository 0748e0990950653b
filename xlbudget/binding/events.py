"""What a line of a template says when it is read backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
