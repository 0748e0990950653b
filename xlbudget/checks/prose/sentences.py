"""Relations inside a sentence: a share of a whole, a change, its rate, a completion rate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from xlbudget.analysis.compositions import whole_of
from xlbudget.binding.clauses.owners import of_a_fund_since
from xlbudget.binding.said import MONEY, Mention
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import PERCENT
from xlbudget.checks.prose.relations import Form, Relation, holds
from xlbudget.domain.records import replace
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
)

_AMOUNTS = ("", ACTUAL)
_BASES = {PRIOR_ACTUAL: "上年数", BUDGET: "预算数"}
_TOTAL = re.compile("(?:本年)?总(收入|支出)")


class Sentences:
    """The numbers of a text by the amount that they qualify."""

    def __init__(self, numbers: Numbers, facts: Facts) -> None:
        self.numbers, self.facts = numbers, facts
        self.mentions = numbers.mentions
        self._of: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at, mention in enumerate(self.mentions):
            actual = self.actual(at)
            if actual is not None:
                self._of[actual, mention.measure].append(at)
        self._called: dict[str, list[int]] = defaultdict(list)
        for at, mention in enumerate(self.mentions):
            if mention.measure in _AMOUNTS and mention.quantity.is_money:
                self._called[mention.subject].append(at)

    def relations(self) -> Iterator[Relation]:
        """Every relation that a ratio or a change has with the amounts it comes from."""
        for at, mention in enumerate(self.mentions):
            of = {
                SHARE: self._share,
                CHANGE: self._change,
                CHANGE_RATE: self._change_rate,
                COMPLETION_RATE: self._completion,
                BUDGET_CHANGE: self._change,
                BUDGET_CHANGE_RATE: self._change_rate,
            }.get(mention.measure)
            if of is not None:
                yield from of(at, mention)

    def actual(self, at: int) -> int | None:
        """The amount that a number qualifies: what `of` points to, past a change."""
        found, seen = self.mentions[at].of, {at}
        while found is not None and found not in seen:
            seen.add(found)
            if self.mentions[found].measure in _AMOUNTS:
                return found
            found = self.mentions[found].of
        owner = self.facts.owners.get(at)
        if owner is None or owner.figure.measure == ACTUAL:
            return None
        return self.facts.nearest(owner.figure.of(ACTUAL), at)

    def whole(self, at: int) -> int | None:
        """The whole that a share or a part is of: named in its sentence, or stated elsewhere under
        the name that the sentence gives, or the one that the format says.
        """
        mention, part = self.mentions[at], self.actual(at)
        if mention.whole is not None:
            return mention.whole
        named = self._named(mention, at)
        if named is not None:
            return named
        total = self._total(mention, at)
        if total is not None:
            return total
        listed = None if part is None else self.mentions[part].whole
        if listed is not None and self._may_be(mention.whole_words, listed):
            return listed
        owner = self.facts.owners.get(at)
        name = owner and whole_of(owner.figure, self.facts.format)
        return self.facts.nearest(name, at) if name else None

    def _may_be(self, words: str, whole: int) -> bool:
        """Whether the words for a whole may mean this one: those of another amount do not."""
        subject = self.mentions[whole].subject
        return not words or not subject or words in subject or subject in words

    def _named(self, mention: Mention, at: int) -> int | None:
        """The amount that goes by the words of a whole, if the text states it in one way only."""
        words = mention.whole_words
        if not words:
            return None
        found = [
            each
            for each in self._called.get(words, ())
            if self.facts.rank(each) <= self.facts.rank(at)
        ]
        values = {self.numbers.known[each].value for each in found}
        if len(values) != 1:
            return None
        before = max((each for each in found if each < at), default=found[0])
        of_a_fund = of_a_fund_since(words, before, self.mentions[:at])
        return found[0] if of_a_fund is None else of_a_fund

    def _total(self, mention: Mention, at: int) -> int | None:
        """What the paragraph calls 收入合计 where it says 总收入, 支出合计 where it says 总支出."""
        kind = _TOTAL.fullmatch(mention.whole_words)
        if kind is None:
            return None
        ends = (f"{kind[1]}合计", f"{kind[1]}总计")
        return next(
            (
                each
                for each, other in reversed(list(enumerate(self.mentions[:at])))
                if other.mark.block == mention.mark.block
                and other.subject.endswith(ends)
                and other.measure in _AMOUNTS
                and other.quantity.is_money
            ),
            None,
        )

    def _share(self, at: int, mention: Mention) -> Iterator[Relation]:
        part, whole = self.actual(at), self.whole(at)
        if part is None or whole is None or part == whole or not mention.quantity.is_rate:
            return
        if self._alike(part, whole) and self.numbers.known[whole].value > 0:
            yield Relation(
                "share-recomputed",
                "占比等于部分除以总额",
                ((1, at),),
                ((1, part),),
                ((1, whole),),
            )

    def _change(self, at: int, mention: Mention) -> Iterator[Relation]:
        actual = self.actual(at)
        if actual is None or not mention.direction or mention.quantity.is_rate:
            return
        measure = BUDGET if mention.measure == BUDGET_CHANGE else PRIOR_ACTUAL
        base = self._base(actual, measure, at)
        if base is not None and self._alike(actual, at):
            words = _BASES[measure]
            yield Relation(
                "change-in-text",
                f"增减额等于决算数减{words}",
                ((1, at),),
                ((1, actual), (-1, base)),
            )

    def _change_rate(self, at: int, mention: Mention) -> Iterator[Relation]:
        against_budget = mention.measure == BUDGET_CHANGE_RATE
        measure = BUDGET if against_budget else PRIOR_ACTUAL
        actual = self.actual(at)
        if actual is None or not mention.quantity.is_rate:
            return
        change = self.beside_of(at, actual, BUDGET_CHANGE if against_budget else CHANGE)
        base = self._base(actual, measure, at)
        if change is not None and not self.mentions[change].direction:
            change = None
        if change is None and base is None:
            return
        amount: Form = ((1, change),) if change is not None else ((1, actual), (-1, base or 0))
        below: Form
        below = ((1, base),) if base is not None else ((1, actual), (-1, change or 0))
        value = sum(sign * self.numbers.known[key].value for sign, key in below)
        if value <= 0 or not self._alike(actual, below[0][1]):
            return
        if not mention.direction and change is None:
            return
        title = f"增减率等于增减额除以{_BASES[measure]}"
        found = Relation("rate-recomputed", title, ((1, at),), amount, below)
        if change is None or base is not None or holds(found, self.numbers.known, generous=True):
            yield found
        else:
            yield self._of_another(found, actual, change) or found

    def _of_another(self, relation: Relation, actual: int, change: int) -> Relation | None:
        """The same rate of another amount of the paragraph, if it is that of one: a sentence with
        two subjects does not always tell which of them a clause is about.
        """
        block, known = self.mentions[change].mark.block, self.numbers.known
        for other, mention in enumerate(self.mentions):
            if mention.mark.block != block or mention.measure not in _AMOUNTS or other == actual:
                continue
            if mention.quantity.is_money and known[other].value > known[change].value:
                found = replace(relation, base=((1, other), (-1, change)))
                if holds(found, known, generous=True):
                    return found
        return None

    def _completion(self, at: int, mention: Mention) -> Iterator[Relation]:
        actual = self.actual(at)
        if actual is None or not mention.quantity.is_rate:
            return
        budget = self._base(actual, BUDGET, at)
        if budget is None or self.numbers.known[budget].value <= 0:
            return
        if self._alike(actual, budget):
            yield Relation(
                "completion-recomputed",
                "完成率等于决算数除以预算数",
                ((1, at),),
                ((1, actual),),
                ((1, budget),),
            )

    def _base(self, actual: int, measure: str, at: int) -> int | None:
        """What an amount is compared with: last year's or the budget, as the text states it."""
        beside = self.beside_of(at, actual, measure)
        if beside is not None:
            return beside
        owner = self.facts.owners.get(actual)
        if owner is None or owner.figure.measure != ACTUAL:
            return None
        found = self.facts.exact.get(owner.figure.of(measure), [])
        values = {self.numbers.known[each].value for each in found}
        return found[0] if len(values) == 1 else None

    def foot(self, parts: Sequence[int]) -> bool:
        """Whether each part has a share and the shares make a hundred."""
        shares = [self.beside(at, SHARE) for at in parts]
        known = [self.numbers.known[at] for at in shares if at is not None]
        if not known or len(known) < len(parts):
            return False
        step = max(number.step for number in known)
        off = sum((number.value for number in known), Fraction(-PERCENT))
        return abs(off) <= step * Fraction(len(known) + 2, 2)

    def beside(self, actual: int, measure: str) -> int | None:
        """What the paragraph of an amount says of it."""
        return self.beside_of(actual, actual, measure)

    def beside_of(self, at: int, actual: int, measure: str) -> int | None:
        """What else the same paragraph says of an amount, the nearest, before rather than after."""
        block = self.mentions[at].mark.block
        found = [
            each
            for each in self._of.get((actual, measure), [])
            if self.mentions[each].mark.block == block and each != at
        ]
        return min(found, key=lambda each: (each > at, abs(each - at)), default=None)

    def _alike(self, one: int, other: int) -> bool:
        """Whether two numbers are of one kind: money both, or counts of one unit."""
        units = (self.numbers.unit_at(at) for at in (one, other))
        first, second = ("元" if unit in MONEY else unit for unit in units)
        return first == second
