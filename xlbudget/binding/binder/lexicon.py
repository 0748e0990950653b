"""Which words lead to which figure, by section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from xlbudget.analysis.compositions import whole_of
from xlbudget.binding.binder.line_keys import key_of
from xlbudget.binding.binder.subject_keys import (
    MONEY,
    RATE,
    TELLING,
    Words,
    asked,
    behind,
    subject_key,
    telling,
    unit_class,
    without_unit,
)
from xlbudget.binding.binder.template_lines import Spot
from xlbudget.binding.facts import Facts
from xlbudget.binding.said import Mention
from xlbudget.domain.codes import DIGITS
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

Found = dict[FigureName, None]
"""Figures, in the order they were met."""

_MARKED = re.compile(r"[（(]([类款项])[）)]")
_APPROPRIATION = "财政拨款"


@dataclass(slots=True)
class Lexicon:
    """The words of one format, as `lexicon_learning` learns them.

    By section: `own` is what words lead to in its sentences, `named` the lines that go by their
    names there, `lower` those of other levels than it lists, `rows` the rows of its tables by the
    names they have in them. `everywhere` are words that only one fact goes by. `before` are the
    figures that a figure is printed behind, `wholes` the words that name what its share is of,
    `parts` what the parts of a list are called.
    """

    format: Format
    facts: Facts
    own: dict[Spot, dict[Words, Found]] = field(default_factory=dict)
    named: dict[Spot, dict[str, Found]] = field(default_factory=dict)
    lower: dict[Spot, dict[str, Found]] = field(default_factory=dict)
    rows: dict[Spot, dict[str, Found]] = field(default_factory=dict)
    everywhere: dict[Words, Found] = field(default_factory=dict)
    before: dict[FigureName, set[FigureName]] = field(default_factory=dict)
    wholes: dict[FigureName, set[str]] = field(default_factory=dict)
    parts: dict[FigureName, set[str]] = field(default_factory=dict)

    def owners(self, spot: Spot | None, mention: Mention, text: str = "") -> tuple[FigureName, ...]:
        """The figures that a mention's own words lead to, each fact once: of its heading, else of
        its section, else of the whole format. `text` is that of the mention's block.
        """
        for near in self._near(spot):
            found = (
                self._line(near, mention)
                or self._sentence(near, mention, text)
                or self._row(near, mention)
            )
            if found:
                return found
        return ()

    def parts_called(self, whole: FigureName, subject: str) -> tuple[FigureName, ...]:
        """The parts of a whole whose names end in a subject's words (货物支出 of 政府采购)."""
        key = subject_key(subject)
        if len(key) <= TELLING:
            return ()
        found: Found = {}
        for figure, names in self.parts.items():
            of = (
                whole_of(figure, self.format) if any(name.endswith(key) for name in names) else None
            )
            if of is not None and self.facts.same(of, whole):
                found[figure] = None
        return self._once(found)

    def means_whole(self, figure: FigureName, words: str) -> bool:
        """Whether words name the whole that a figure's share is of."""
        return subject_key(words) in self.wholes.get(figure, ())

    def _near(self, spot: Spot | None) -> Iterator[list[Spot]]:
        """Where to look, the nearest first; nowhere in particular is everywhere."""
        if spot is not None:
            yield [spot]
            known = dict.fromkeys((*self.own, *self.named))
            yield [each for each in known if each.whole == spot.whole]
        yield []

    def _sentence(self, near: list[Spot], mention: Mention, text: str) -> tuple[FigureName, ...]:
        """What the words lead to in the sentences of the templates."""
        kind, measure = unit_class(mention.quantity), mention.measure
        full, tail = subject_key(mention.subject), behind(text, mention)
        for key in without_unit(full):
            queries = asked(telling(key, tail), kind, measure, sides=bool(near))
            whole = key == full or len(key) > TELLING
            for words in queries if whole else islice(queries, 1):
                found = self._led(near, words, measure)
                if found:
                    return found
        return ()

    def _led(
        self, near: list[Spot], words: tuple[Words, ...], measure: str
    ) -> tuple[FigureName, ...]:
        known = [self.own.get(spot, {}) for spot in near] if near else [self.everywhere]
        found: Found = {}
        for each in words:
            for figures in known:
                for figure in figures.get(each, ()):
                    found[figure if each.measure == measure else figure.of(measure)] = None
        return self._once(found)

    def _row(self, near: list[Spot], mention: Mention) -> tuple[FigureName, ...]:
        """The rows of the section's tables that a subject names as the table does."""
        if not _may_be_of_line(mention):
            return ()
        for key in without_unit(subject_key(mention.subject)):
            found: Found = {}
            for spot in near:
                own = _APPROPRIATION in spot.section
                name = key.removeprefix(_APPROPRIATION) if own else key
                found |= self.rows.get(spot, {}).get(name, {})
            if found:
                return self._once({each.of(mention.measure): None for each in found})
        return ()

    def _line(self, near: list[Spot], mention: Mention) -> tuple[FigureName, ...]:
        """The lines that a subject names by themselves."""
        if not _may_be_of_line(mention):
            return ()
        key = key_of(mention.subject)
        marks = _MARKED.findall(mention.subject)
        for names in (self.named, self.lower):
            figures = [each for spot in near for each in names.get(spot, {}).get(key, ())]
            if marks:
                figures = [each for each in figures if len(each.line) == DIGITS[marks[-1]]]
            if figures:
                return self._once({each.of(mention.measure): None for each in figures})
        return ()

    def _once(self, found: Found) -> tuple[FigureName, ...]:
        """Each fact once, by the figure met first."""
        return tuple({self.facts.fact(each): each for each in reversed(found)}.values())


def _may_be_of_line(mention: Mention) -> bool:
    return bool(mention.measure) and unit_class(mention.quantity) in (MONEY, RATE)
