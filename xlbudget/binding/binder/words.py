"""Numbers bound by the words of their clause, which only one figure of the section goes by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xlbudget.analysis.compositions import whole_of
from xlbudget.binding.binder.lexicon import Lexicon
from xlbudget.binding.binder.template_lines import Spot, TemplateLines
from xlbudget.binding.facts import Facts
from xlbudget.binding.outline import Outline, Role
from xlbudget.binding.said import Mark, Mention, Quantity, Said
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import (
    ACTUAL,
    PRIOR_ACTUAL,
    SHARE,
    FigureName,
)

_SILENT = (Role.COVER, Role.CONTENTS, Role.TERMS, Role.TABLES)


@dataclass(frozen=True, slots=True)
class Answer:
    """The figure of a mention, or why it has none."""

    figure: FigureName | None = None
    why: str = ""
    several: tuple[FigureName, ...] = ()


NOTHING = Answer()


@dataclass(slots=True)
class WordReader:
    """Finds the figure of each mention by its own words and by the amount that it qualifies.

    `known` are figures found otherwise (by templates): what qualifies such an amount is a measure
    of it.
    """

    document: Document
    said: Said
    outline: Outline
    lines: TemplateLines
    lexicon: Lexicon
    known: Mapping[int, FigureName] = field(default_factory=dict)
    _answers: dict[int, Answer] = field(default_factory=dict)
    _spots: dict[int, tuple[Role, Spot | None]] = field(default_factory=dict)

    def answer(self, index: int) -> Answer:
        """The figure of a mention by words alone."""
        if index not in self._answers:
            self._answers[index] = NOTHING
            self._answers[index] = self._answer(index)
        return self._answers[index]

    def spot(self, block: int) -> tuple[Role, Spot | None]:
        """The part of the document that a block stands in, and the section of the format."""
        stretch = self.outline.at(block)
        if stretch.first not in self._spots:
            self._spots[stretch.first] = stretch.role, self.lines.spot_of(stretch)
        return self._spots[stretch.first]

    def called(self, mark: Mark, subject: str) -> tuple[FigureName, ...]:
        """The amounts of this year that words at a place may mean."""
        role, spot = self.spot(mark.block)
        if role in _SILENT:
            return ()
        amount = Mention(mark, Quantity("", Decimal(0), 0, "万元"), ACTUAL, subject)
        return self.lexicon.owners(spot, amount)

    @property
    def _facts(self) -> Facts:
        return self.lexicon.facts

    def _of(self, index: int) -> Answer:
        known = self.known.get(index)
        return Answer(known) if known else self.answer(index)

    def _answer(self, index: int) -> Answer:
        mention = self.said.mentions[index]
        role, spot = self.spot(mention.mark.block)
        if role in _SILENT:
            return NOTHING
        if not self.is_of_year(mention):
            return NOTHING
        block = self.document.blocks[mention.mark.block]
        text = block.text if isinstance(block, TextBlock) else ""
        by_words = self.lexicon.owners(spot, mention, text)
        if len(by_words) > 1:
            by_words = self._after(index, by_words)
        elif not by_words and mention.measure == ACTUAL and mention.whole is not None:
            whole = self._of(mention.whole).figure
            by_words = self.lexicon.parts_called(whole, mention.subject) if whole else ()
        answer = Answer(several=by_words) if len(by_words) > 1 else NOTHING
        if len(by_words) == 1:
            answer = Answer(by_words[0])
        if mention.of is not None and mention.measure:
            answer = self._with(answer, by_words, mention)
        if answer.figure and answer.figure.measure == SHARE:
            return self._share(mention, answer)
        return answer

    def _after(self, index: int, figures: tuple[FigureName, ...]) -> tuple[FigureName, ...]:
        """Of several figures the one that follows what was just said, as in the template."""
        mentions = self.said.mentions
        if not index or mentions[index - 1].mark.block != mentions[index].mark.block:
            return figures
        before = self._of(index - 1).figure
        following = [each for each in figures if before in self.lexicon.before.get(each, ())]
        return tuple(following) if len(following) == 1 else figures

    def _with(self, answer: Answer, by_words: tuple[FigureName, ...], mention: Mention) -> Answer:
        """Its own words and the amount that it qualifies must lead to the same figure."""
        base = self._of(mention.of).figure if mention.of is not None else None
        if base is None:
            return answer
        figure = base.of(mention.measure)
        if not by_words or any(self._facts.same(figure, each) for each in by_words):
            return Answer(figure)
        return Answer(several=(figure, *by_words))

    def is_of_year(self, mention: Mention) -> bool:
        """Whether the year named is the one that the measure is of."""
        year = self.lexicon.format.year
        if mention.year is None:
            return True
        if mention.measure == PRIOR_ACTUAL:
            return mention.year == year - 1
        return (
            mention.year in (year, year - 1) if mention.measure != ACTUAL else mention.year == year
        )

    def _share(self, mention: Mention, answer: Answer) -> Answer:
        """A share is bound only where the whole that the text names is the figure's own."""
        figure = answer.figure
        if figure is None:
            return answer
        own = whole_of(figure.of(ACTUAL), self.lexicon.format)
        if own is None:
            return NOTHING
        if mention.whole is not None:
            whole = self._of(mention.whole).figure
            if whole is not None:
                fits = self._facts.same(whole.of(ACTUAL), own)
                return answer if fits else Answer(why="占比所指的总额与格式的不同")
        if mention.whole_words and not self.lexicon.means_whole(
            figure.of(ACTUAL), mention.whole_words
        ):
            return Answer(why="占比所指的总额与格式的不同")
        if mention.whole is not None and not mention.whole_words:
            return Answer(why="占比所指的总额没有认出")
        return answer
