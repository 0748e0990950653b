"""The word lists of the rules about words, what is known to be wrong, as data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass

_HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Leftover:
    """A trace of the form: its kind, how it is written, where it counts (any, sentence, title,
    explanation), how much it matters, and what to do.
    """

    kind: str
    pattern: re.Pattern[str]
    scope: str
    level: Level
    advice: str


@dataclass(frozen=True, slots=True)
class Misprint:
    """A misprint: how it is written, and what is meant (may hold groups of the pattern)."""

    pattern: re.Pattern[str]
    meant: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both hold: that there is none, and that there is some. The group
    数 of `some` is the number.
    """

    subject: str
    none: re.Pattern[str]
    some: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the purpose of an item must name, and what belongs to other items."""

    item: re.Pattern[str]
    own: re.Pattern[str]
    others: re.Pattern[str]


def _rows(name: str) -> list[dict[str, str]]:
    """The rows of a list: words/<name>s.toml holds [[name]]."""
    text = (_HOME / f"{name}s.toml").read_text(encoding="utf-8")
    rows: list[dict[str, str]] = tomllib.loads(text)[name]
    return rows


@cache
def leftovers() -> tuple[Leftover, ...]:
    """The traces of a form, the more telling first."""
    return tuple(
        Leftover(
            row["kind"],
            re.compile(row["pattern"]),
            row["scope"],
            Level(row["level"]),
            row["advice"],
        )
        for row in _rows("leftover")
    )


@cache
def misprints() -> tuple[Misprint, ...]:
    """The known misprints."""
    return tuple(Misprint(re.compile(row["pattern"]), row["meant"]) for row in _rows("misprint"))


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """The pairs of statements that contradict each other."""
    return tuple(
        Contradiction(row["subject"], re.compile(row["none"]), re.compile(row["some"]))
        for row in _rows("contradiction")
    )


@cache
def purposes() -> tuple[Purpose, ...]:
    """The items whose purposes are easily taken for one another."""
    return tuple(
        Purpose(re.compile(row["item"]), re.compile(row["own"]), re.compile(row["others"]))
        for row in _rows("purpose")
    )
