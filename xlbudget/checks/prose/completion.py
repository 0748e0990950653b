"""The completion rate of a total against those of its items: R83."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.codes import enumerated, strangers
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import PERCENT, shown
from xlbudget.checks.prose.sentences import Sentences
from xlbudget.domain.money import PUBLISHED_PLACES
from xlbudget.formats.names import BUDGET, COMPLETION_RATE, FigureName

_FEW = 2
_CENT = Fraction(1, 100)

Range = tuple[Fraction, Fraction]


def items_completion(
    numbers: Numbers, facts: Facts, sentences: Sentences, accused: Collection[int]
) -> Iterator[Noticed]:
    """A total has no smaller budget than its items together; items of which nothing was spent are
    not listed, so it may have a greater one. Budgets follow from the amounts and completion rates.
    """
    for (table, column), items in enumerated(facts).items():
        total = facts.exact.get(FigureName(table, "total", column), [])
        rated = [(at, sentences.beside(at, COMPLETION_RATE)) for at in total]
        wholes = [(at, rate) for at, rate in rated if rate is not None and facts.rank(at) == 0]
        if len(items) < _FEW or not wholes or strangers(items.values(), facts):
            continue
        amount, rate = wholes[0]
        beside = [
            sentences.beside(at, each)
            for at in (amount, *items.values())
            for each in (BUDGET, COMPLETION_RATE)
        ]
        if {amount, rate, *items.values(), *beside} & set(accused):
            continue
        summed = sum((numbers.known[at].value for at in items.values()), Fraction(0))
        if abs(summed - numbers.known[amount].value) > len(items) * _CENT:
            continue
        budgets = [_budget(at, numbers, sentences) for at in items.values()]
        whole = _budget(amount, numbers, sentences)
        known = [budget for budget in budgets if budget is not None]
        if whole is not None and len(known) == len(budgets):
            least = sum((low for low, _ in known), Fraction(0))
            yield _judged(numbers, amount, rate, whole, least)


def _budget(at: int, numbers: Numbers, sentences: Sentences) -> Range | None:
    """Between what the budget of an amount lies: as it is stated, or as its completion tells."""
    spent = numbers.known[at]
    budget, rate = (sentences.beside(at, each) for each in (BUDGET, COMPLETION_RATE))
    if budget is not None:
        stated = numbers.known[budget]
        return stated.value - stated.half, stated.value + stated.half
    if rate is None or not numbers.known[rate].value:
        return None
    ratio = numbers.known[rate]
    low = PERCENT * (spent.value - spent.half) / (ratio.value + ratio.step / 2)
    return low, PERCENT * (spent.value + spent.half) / (ratio.value - ratio.step / 2)


def _judged(numbers: Numbers, amount: int, rate: int, whole: Range, least: Fraction) -> Noticed:
    mention = numbers.mentions[rate]
    mark: Mark = mention.mark
    text = mention.quantity.text
    if whole[1] >= least:
        return Noticed(mark, inputs=(text,))
    most = f"{shown(PERCENT * numbers.known[amount].value / least, PUBLISHED_PLACES)}%"
    return Noticed(
        mark,
        f"合计的完成率印{text}；按各项自己的完成率推算，预算数合起来至少"
        f"{shown(least, PUBLISHED_PLACES)}万元，合计的完成率至多{most}。请核对合计与各项的完成率。",
        printed=text,
        expected=most,
        inputs=(text,),
    )
