"""The nodes of a narrative template: what `compose` walks to write and `binding` walks to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.domain.records import dataclass
from xlbudget.formats.names import CHANGE, CHANGE_RATE, PRIOR_ACTUAL, FigureName

COMPARING = ("有变动", "增加", "减少", "持平", "上年有数", "应比")
"""The predicates that look at last year's amount."""


@dataclass(frozen=True, slots=True)
class LoopFigure:
    """A figure of the line that a loop stands at: its table, and the words after the line."""

    table: str
    words: tuple[str, ...] = ()


Reference = FigureName | LoopFigure
"""What names a figure: the name itself, or the place in a loop."""


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
    """年度, 上年度, 单位, or what the unit is (公开主体)."""

    name: str


@dataclass(frozen=True, slots=True)
class BudgetBase:
    """Which budget a table's completion rates are of: 年初预算 or 全年预算, by the trait."""

    trait: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure printed as it is."""

    figure: Reference


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure put into words by a filter: the filter, its variant of wording, its subject."""

    figure: Reference
    filter: str
    variant: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of a composition in a row: with their shares (构成), or their names (列举)."""

    composition: str
    filter: str
    variant: str


@dataclass(frozen=True, slots=True)
class Average:
    """An average of the format, by name, in a unit of its own."""

    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason that a person writes into 补充资料, made to fit into a sentence."""

    field: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person writes into 补充资料, as it stands; each of its lines is a paragraph."""

    field: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a line's money was used for, as a person writes it on 预算数: words in a sentence."""

    figure: Reference


@dataclass(frozen=True, slots=True)
class Terms:
    """名词解释: the terms and codes that the text uses, a paragraph each."""


@dataclass(frozen=True, slots=True)
class Annexes:
    """附表: the titles of the tables, each in a paragraph; what an empty one says below it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the format, by title."""

    title: str


@dataclass(frozen=True, slots=True)
class LoopName:
    """The name of the line that a loop stands at, or of the code above it: 名称, 类名 (without its
    ending 支出) or 类全名, 款名.
    """

    part: str = "名称"


@dataclass(frozen=True, slots=True)
class LoopNumber:
    """The number of the loop's turn: 序号."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of an if, and its body.

    It needs a figure with a predicate, or a label of 首页 (`trait`) with a word; neither is else.
    """

    figure: Reference | None
    predicate: str
    body: tuple[Node, ...]
    trait: str = ""

    @property
    def is_else(self) -> bool:
        """Whether the branch needs nothing."""
        return self.figure is None and not self.trait


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
    Literal
    | Break
    | Word
    | BudgetBase
    | Slot
    | Phrase
    | Structure
    | Average
    | Reason
    | Filled
    | Purpose
    | Terms
    | Annexes
    | Chart
    | LoopName
    | LoopNumber
    | Choice
    | Repeat
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


def references(sequence: Iterable[Node]) -> Iterator[FigureName]:
    """The figures that a template names outright, those of its conditions too."""
    for node in walk(sequence):
        if isinstance(node, Slot | Phrase) and isinstance(node.figure, FigureName):
            yield node.figure
        elif isinstance(node, Choice):
            for branch in node.branches:
                if isinstance(branch.figure, FigureName):
                    yield branch.figure


def compared_figures(sequence: Iterable[Node]) -> Iterator[FigureName]:
    """The figures for which a template needs last year's amount."""
    needing = (PRIOR_ACTUAL, CHANGE, CHANGE_RATE)
    for node in walk(sequence):
        if isinstance(node, Phrase) and isinstance(node.figure, FigureName):
            if node.filter == "比上年":
                yield node.figure
        elif isinstance(node, Slot) and isinstance(node.figure, FigureName):
            if node.figure.measure in needing:
                yield node.figure
        elif isinstance(node, Choice):
            for branch in node.branches:
                if isinstance(branch.figure, FigureName) and branch.predicate in COMPARING:
                    yield branch.figure
