"""The nodes of a narrative template: what `compose` walks to write and `binding` walks to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlbudget.formats.names import ACTUAL, FigureName

COMPARING = ("有变动", "增加", "减少", "持平")
"""The predicates that look at last year's amount."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that every text has at this place."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph; `ordinal` counts the template's paragraphs that come before."""

    ordinal: int


@dataclass(frozen=True, slots=True)
class Word:
    """年度, 上年度 or 单位."""

    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure printed as it is."""

    figure: FigureName


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure put into words by a filter: the filter, its variant of wording, its subject."""

    figure: FigureName
    filter: str
    variant: str
    subject: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What a person writes into 补充资料."""

    field: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the format, by title."""

    title: str


@dataclass(frozen=True, slots=True)
class LoopName:
    """The name of the line that a loop stands at."""


@dataclass(frozen=True, slots=True)
class LoopSlot:
    """A measure of the line that a loop stands at."""

    table: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of an if: the figure and predicate it needs (None for else), and its body."""

    figure: FigureName | None
    predicate: str
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An if with its branches in order; at most one is written."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A for over the lines of a group."""

    table: str
    group: str
    body: tuple[Node, ...]


Node = (
    Literal | Break | Word | Slot | Phrase | Reason | Chart | LoopName | LoopSlot | Choice | Repeat
)


def walk(sequence: Iterable[Node]) -> Iterator[Node]:
    """All nodes, those inside branches and loops too."""
    for node in sequence:
        yield node
        if isinstance(node, Choice):
            for branch in node.branches:
                yield from walk(branch.body)
        elif isinstance(node, Repeat):
            yield from walk(node.body)


def compared_figures(sequence: Iterable[Node]) -> Iterator[FigureName]:
    """The figures for which a template needs last year's amount."""
    for node in walk(sequence):
        if isinstance(node, Phrase) or (isinstance(node, Slot) and node.figure.measure != ACTUAL):
            yield node.figure
        elif isinstance(node, Choice):
            for branch in node.branches:
                if branch.figure is not None and branch.predicate in COMPARING:
                    yield branch.figure
