"""Where a text states each figure: the same fact may stand in several places and tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xlbudget.binding.bound import BY_WORDS, Owner
from xlbudget.binding.facts import facts_of
from xlbudget.binding.outline import Role
from xlbudget.binding.said import Told
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose.relations import Form
from xlbudget.domain.records import dataclass
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE,
    PRIOR_ACTUAL,
    FigureName,
)

_RANK = {Role.EXPLANATION: 0, Role.OVERVIEW: 1, Role.COVER: 1, Role.ANNEX: 2}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as sums of numbers of the text: usually one number; last year's amount may be this
    year's less its change, one that the text says there is none of is no number at all.
    """

    form: Form
    said: bool = True


class Facts:
    """The figures of a manuscript with the mentions that print them."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.format = manuscript.bound.format
        self.mentions = manuscript.bound.said.mentions
        self._known = facts_of(self.format)
        self.exact: dict[FigureName, list[int]] = defaultdict(list)
        self._alike: dict[FigureName, list[int]] = defaultdict(list)
        self.owners = _with_inferred(manuscript)
        for at, owner in sorted(self.owners.items()):
            mention = self.mentions[at]
            if not mention.quantity.unit and not manuscript.is_sentence(mention.mark):
                continue  # 图上的字，抄图时认不准
            if mention.quantity.is_rate == owner.figure.is_rate:
                self.exact[owner.figure].append(at)
                self._alike[self._class(owner.figure)].append(at)
        self._none: dict[FigureName, set[Told]] = defaultdict(set)
        for remark, figure in manuscript.bound.spoken_of.items():
            told = manuscript.bound.said.remarks[remark].told
            self._none[self._class(figure.of(ACTUAL))].add(told)

    def rank(self, at: int) -> int:
        """How far from the text's main part a number stands."""
        stretch = self.manuscript.bound.outline.at(self.mentions[at].mark.block)
        return _RANK.get(stretch.role, 3)

    def spot(self, at: int, text: str = "") -> str:
        """A number with its paragraph, as the ledger names it: 第12段“1.8%”."""
        mention = self.mentions[at]
        where = self.manuscript.place(mention.mark).paragraph_words or "文中"
        return f"{where}“{text or mention.quantity.text}”"

    def of(self, name: FigureName) -> list[int]:
        """The mentions of a figure and of those that are the same amount in another table."""
        return self._alike.get(self._class(name), [])

    def is_same(self, one: FigureName, other: FigureName) -> bool:
        """Whether two figures are one amount, in one table or in two."""
        return self._class(one) == self._class(other)

    def groups(self) -> Iterator[list[int]]:
        """The mentions of each fact that is stated more than once."""
        yield from (found for found in self._alike.values() if len(found) > 1)

    def nearest(self, name: FigureName, at: int) -> int | None:
        """The mention of a figure that stands nearest to another mention; none of the figure
        itself counts less than its twin in another table, and twins that disagree none.
        """
        found = self.exact.get(name) or self.of(name)
        if not self.exact.get(name) and len(found) > 1:
            values = {self.mentions[each].quantity.value for each in found if self.rank(each) == 0}
            if len(values) > 1:
                return None
        block = self.mentions[at].mark.block
        stretch = self.manuscript.bound.outline.at(block)

        def far(each: int) -> tuple[int, int, int, int]:
            other = self.mentions[each].mark.block
            away = not stretch.first <= other < stretch.last
            return (int(other != block), self.rank(each), int(away), abs(other - block))

        return min(found, key=far, default=None)

    def stated(self, name: FigureName, at: int) -> Stated | None:
        """A figure as the text states it, seen from a mention; None where it does not."""
        found = self.nearest(name, at)
        if found is not None:
            return Stated(((1, found),))
        told = self._none.get(self._class(name.of(ACTUAL)), set())
        if name.measure == ACTUAL:
            return Stated((), said=False) if Told.NONE in told else None
        actual = self.nearest(name.of(ACTUAL), at)
        if actual is None:
            return None
        if name.measure == PRIOR_ACTUAL:
            change = self.nearest(name.of(CHANGE), at)
            if change is not None and self.mentions[change].direction:
                return Stated(((1, actual), (-1, change)))
            return Stated(((1, actual),)) if Told.AS_PRIOR in told else None
        if name.measure == BUDGET and Told.AS_BUDGET in told:
            return Stated(((1, actual),))
        return None

    def _class(self, name: FigureName) -> FigureName:
        return self._known.fact(name)


def _with_inferred(manuscript: Manuscript) -> dict[int, Owner]:
    """The figures of numbers, with those of amounts that are only known by what is said of them:
    the amount that 收入总计 of last year is the last year's of is 收入总计.
    """
    bound = manuscript.bound
    found = dict(bound.owners)
    inferred: dict[int, set[FigureName]] = defaultdict(set)
    for at, owner in bound.owners.items():
        of = bound.said.mentions[at].of
        if of is not None and of not in found and owner.figure.measure != ACTUAL:
            inferred[of].add(owner.figure.of(ACTUAL))
    for at, figures in inferred.items():
        if len(figures) == 1 and bound.said.mentions[at].measure in ("", ACTUAL):
            found[at] = Owner(figures.pop(), BY_WORDS)
    return found
