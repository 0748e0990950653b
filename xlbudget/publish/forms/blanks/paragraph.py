"""One paragraph of a form while it is filled in: what is put where, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Figure
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Gap, Span
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.formats.settings import base_words
from xlbudget.narrative.wording import bound_rate, whole_rate
from xlbudget.publish.forms.blanks.blank import Blank
from xlbudget.publish.forms.blanks.choices import Choice, fixed
from xlbudget.publish.forms.blanks.numbers import (
    is_published_in,
    number,
    places_of,
    rounded_from,
    why_not,
)
from xlbudget.publish.forms.blanks.pieces import Edit, Left, Piece, words
from xlbudget.results.trace import SpanKind

_FILLER = re.compile(r"(?:额|率|幅度?|比例|了|约|为|：|:|\s)*")


@dataclass(frozen=True, slots=True)
class Known:
    """A number blank with its figure. `budget_words` are those of the sentence (年初预算)."""

    blank: Blank
    figure: FigureName
    budget_words: str = ""


Part = tuple[Blank, Known | None]
"""The blank of a list's part, and what is known of it."""


@dataclass(frozen=True, slots=True)
class Why:
    """A blank for a reason, with the amount that it explains; `of_budget` tells against what."""

    blank: Blank
    figure: FigureName
    of_budget: bool


@dataclass(frozen=True, slots=True)
class Over:
    """A choice of 大于（小于） with the amount that is set against its budget."""

    choice: Choice
    figure: FigureName


@dataclass(slots=True)
class Paragraph:
    """A paragraph with what is known of its blanks; `gone` are stretches that are left out."""

    text: str
    choices: Sequence[Choice]
    whys: Sequence[Why]
    account: FinalAccount
    format: Format
    figures: Figures
    edits: list[Edit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    gone: list[tuple[int, int]] = field(default_factory=list)
    group: int = 0

    def figure(self, name: FigureName) -> Figure:
        """A figure of the account."""
        return self.figures.figure(name)

    def put(self, start: int, end: int, pieces: tuple[Piece, ...]) -> None:
        """Put words in the place of a stretch."""
        self.edits.append(Edit(start, end, pieces, self.group))

    def leave(self, known: Known, why: str) -> None:
        """Leave a number blank."""
        label = known.figure.label(self.format)
        self.left.append(Left(known.blank.start, known.blank.end, why, (label,)))

    def number(self, known: Known, *, signed: bool) -> None:
        """Print a figure in its blank."""
        figure, blank, style = self.figure(known.figure), known.blank, self.format.style
        stood = self.text[blank.start : blank.end]
        places = places_of(stood)
        text = number(figure, blank.unit, style, signed=signed, places=places)
        exact = rounded_from(figure, blank.unit, style, places)
        if text is not None:
            own = figure.amount is None or is_published_in(blank.unit)
            asked = "" if own else f"{stood}{blank.unit}"
            piece = Piece(text, SpanKind.FIGURE, known.figure, exact=exact, blank=asked)
            self.put(blank.start, blank.end, (piece,))
        elif exact:
            self.leave(known, f"{exact}按范本的 {places} 位小数会印成零")
        else:
            self.leave(known, why_not(figure))

    def bound(self, known: Known, word: str, step: int) -> None:
        """不足0.01, 超过99.99: a rate that would print as nothing or as all."""
        scaled = step if step > 0 else whole_rate(self.format.style) + step
        said = bound_rate(self.format.style, scaled).removesuffix("%")
        self.put(known.blank.start, known.blank.end, words(word + said))

    def direct(self, choice: Choice, name: FigureName, sign: int) -> None:
        """Choose the word for a change of this sign."""
        piece = Piece(choice.word(sign), SpanKind.DIRECTION, name)
        self.put(choice.start, choice.end, (piece,))

    def direction(self, blank: Blank) -> Choice | None:
        """The word before a number that tells its direction."""
        for choice in self.choices:
            between = self.text[choice.end : blank.start]
            if choice.end <= blank.start and _FILLER.fullmatch(between):
                return choice
        return fixed(self.text, blank.start)

    def after(self, blank: Blank) -> int:
        """Where the words go on behind a blank and its unit."""
        return self.text.find(blank.unit, blank.end) + len(blank.unit)

    def base(self, name: FigureName) -> str:
        """Which of the year's budgets a figure's table is about, in words."""
        table = self.format.tables.get(name.table)
        return base_words(self.format.traits.get(table.budget, "")) if table else ""

    def is_gone(self, at: int) -> bool:
        """Whether a place is left out already."""
        return any(start <= at <= end for start, end in self.gone)


def pieces_of(spans: Sequence[Span]) -> tuple[Piece, ...]:
    """What a person wrote, with its gaps."""
    return tuple(
        Piece(span.text, SpanKind.GAP, None, span.name)
        if isinstance(span, Gap)
        else Piece(span.text)
        for span in spans
    )
