"""The numbers of a text as values that can be reckoned with, and how exactly each is known.

Amounts are in 万元 whatever unit they are printed in, ratios in percent; changes and rates have the
sign that the words give them. A document that drops zeros prints 1456.3 for 1456.30, so how exactly
an amount is known follows from what the document usually prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from xlbudget.binding.outline import Role
from xlbudget.binding.said import MONEY, Mention, Quantity
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose.ratio_verdicts import shown
from xlbudget.domain.money import PUBLISHED_PLACES
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import AVERAGES, SUPPLEMENT, Kind
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    SHARE,
    SIGNED,
)

_SCALES: Mapping[str, Fraction] = {
    **{unit: Fraction(yuan, MONEY["万元"]) for unit, yuan in MONEY.items()},
    "%": Fraction(1),
    "倍": Fraction(100),
}
_RATES = (SHARE, CHANGE_RATE, COMPLETION_RATE)
_OFTEN = Fraction(1, 10)
"""What a tenth of the numbers print is usual, not a slip."""

_YUAN, _WAN = "元", "万元"
_TELLING = 6
"""So many amounts tell how a document prints them; of fewer it may be chance."""

_TOTAL_PLACES = 4
_NEAR = 4
"""So many numbers before a rate may stand its change."""

_SMALL = 10_000
"""An amount printed in 元 below this prints as less than 1 万元."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a value: `half` is how far the true one may lie from it, `step` one unit of its
    last digit in the value's scale, `places` the decimals that the document would usually print it
    with. An amount of the text drops zeros only; one of an annex may be printed coarser.
    """

    value: Fraction
    half: Fraction
    step: Fraction
    places: int


class Numbers:
    """The numbers of a manuscript by the position of their mention."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.mentions = manuscript.bound.said.mentions
        self.unit = _usual_unit(self.mentions)
        amounts = [
            each.quantity
            for each in self.mentions
            if each.quantity.unit == self.unit and each.quantity.value
        ]
        self._places = _usual_places(amounts)
        self._largest = max((each.value for each in amounts), default=Decimal(0))
        if len(amounts) < _TELLING:
            self._places = max(self._places, PUBLISHED_PLACES)
        self._rates = {
            measure: _usual_places(
                each.quantity for each in self._explained() if each.measure == measure
            )
            for measure in _RATES
        }
        self._any_rate = _usual_places(
            each.quantity for each in self._explained() if each.measure in _RATES
        )
        self.known = {at: self._number(at) for at in range(len(self.mentions))}

    def unit_at(self, at: int) -> str:
        """The unit that a number is meant in: where none stands at an amount, or 元 where the
        document prints 万元 and the amount would be next to nothing, that of the document.
        """
        mention = self.mentions[at]
        unit = mention.quantity.unit
        if unit == "" and self.lacks_unit(at):
            return self.unit
        if self.is_small_yuan(at) or self.is_large_wan(at):
            return self.unit
        return unit

    def lacks_unit(self, at: int) -> bool:
        """Whether an amount of a sentence stands without any unit: one that prints a figure of
        money.
        """
        mention, bound = self.mentions[at], self.manuscript.bound
        if mention.quantity.unit or at not in bound.owners:
            return False
        if not self.manuscript.is_sentence(mention.mark):
            return False
        return self._is_money(at)

    def is_small_yuan(self, at: int) -> bool:
        """Whether an amount of 情况说明 is printed in 元 that must be 万元, as its neighbours are:
        one with decimals, of a line of the tables.
        """
        mention, bound = self.mentions[at], self.manuscript.bound
        return (
            self.unit == _WAN
            and mention.quantity.unit == _YUAN
            and 0 < mention.quantity.value < _SMALL
            and mention.quantity.places > 0
            and at in bound.owners
            and bound.owners[at].figure.table != AVERAGES
            and bound.outline.at(mention.mark.block).role is Role.EXPLANATION
        )

    def is_large_wan(self, at: int) -> bool:
        """Whether an amount of 情况说明 is printed in 万元 that must be 元, as its neighbours are:
        one greater than all of theirs.
        """
        mention, outline = self.mentions[at], self.manuscript.bound.outline
        return (
            self.unit == _YUAN
            and mention.quantity.unit == _WAN
            and mention.quantity.value * _SMALL > self._largest
            and outline.at(mention.mark.block).role is Role.EXPLANATION
        )

    def usual_places(self, measure: str) -> int:
        """The decimals that the document prints of a ratio."""
        return self._rates.get(measure) or self._any_rate

    def shown(self, at: int, value: Fraction) -> str:
        """A value as this number would print it, without the sign that words give."""
        mention = self.mentions[at]
        unit = self.unit_at(at)
        scale = _SCALES.get(unit, Fraction(1))
        places = mention.quantity.places
        if mention.quantity.is_money or self.lacks_unit(at):
            places = max(places, self._places if unit == self.unit else 0)
        if unit == "%":
            places = max(places, self.usual_places(mention.measure))
        signed = mention.measure in SIGNED
        return shown((abs(value) if signed else value) / scale, places) + unit

    def total_shown(self, at: int, value: Fraction) -> str:
        """A sum of numbers of the kind of one of them, in its unit."""
        unit = self.unit_at(at)
        return shown(value / _SCALES.get(unit, Fraction(1)), _TOTAL_PLACES) + unit

    def direction(self, at: int) -> int:
        """The sign that words give a change or a rate; a rate without a word of its own has that of
        its change.
        """
        mention = self.mentions[at]
        if mention.measure not in SIGNED:
            return 0
        if mention.direction:
            return mention.direction
        change = self.change_of(at)
        return self.mentions[change].direction if change is not None else 0

    def change_of(self, at: int) -> int | None:
        """The change that a rate is of: the one before it that qualifies the same amount."""
        mention = self.mentions[at]
        measure = {CHANGE_RATE: CHANGE, BUDGET_CHANGE_RATE: BUDGET_CHANGE}.get(mention.measure)
        for before in range(at - 1, max(0, at - _NEAR) - 1, -1):
            other = self.mentions[before]
            if (
                other.measure == measure
                and other.mark.block == mention.mark.block
                and other.of == mention.of
                and other.direction
            ):
                return before
        return None

    def turning(self) -> dict[int, tuple[int, ...]]:
        """The numbers that have their sign from a word, each with the rates that follow its word:
        where the word is wrong, they are wrong with it.
        """
        signed = [at for at in range(len(self.mentions)) if self.direction(at)]
        turning: dict[int, tuple[int, ...]] = dict.fromkeys(signed, ())
        for at in signed:
            change = self.change_of(at)
            if change is not None and self.direction(at) == self.direction(change):
                turning[change] = (*turning[change], at)
        return turning

    def _explained(self) -> Iterable[Mention]:
        outline = self.manuscript.bound.outline
        for mention in self.mentions:
            if outline.at(mention.mark.block).role is Role.EXPLANATION:
                yield mention

    def _is_money(self, at: int) -> bool:
        """Whether the figure of a mention is an amount of money: of a table, or an amount of
        补充资料.
        """
        bound = self.manuscript.bound
        name = bound.owners[at].figure
        if name.is_rate:
            return False
        field = bound.format.supplement.get(name.line) if name.table == SUPPLEMENT else None
        return name.table in bound.format.tables or (
            field is not None and field.kind is Kind.AMOUNT
        )

    def _number(self, at: int) -> Number:
        mention = self.mentions[at]
        quantity = mention.quantity
        unit = self.unit_at(at)
        scale = _SCALES.get(unit, Fraction(1))
        value = Fraction(quantity.value) * scale * (self.direction(at) or 1)
        step = scale / 10**quantity.places
        places = quantity.places
        if unit == self.unit:
            places = max(places, self._places)
            if self.manuscript.bound.outline.at(mention.mark.block).role is not Role.ANNEX:
                step = scale / 10**places
        elif unit == "%":
            places = max(places, self.usual_places(mention.measure))
        return Number(value, self._half(unit, step), step, places)

    def _half(self, unit: str, step: Fraction) -> Fraction:
        """元 are exact; other amounts are known to half a unit of what the document usually
        prints, finer where they print more; counts are exact.
        """
        if unit == self.unit and unit != _YUAN:
            usual: Fraction = _SCALES[unit] / 10**self._places
            return min(step, usual) / 2
        if unit != _YUAN and unit in _SCALES:
            return step / 2
        if unit == _YUAN and self.unit == _YUAN and not self._places:
            return step / 2
        return Fraction(0)


def _usual_unit(mentions: Iterable[Mention]) -> str:
    """The unit of most amounts."""
    counts = Counter(each.quantity.unit for each in mentions if each.quantity.is_money)
    full = {"万": _WAN, "亿": "亿元"}
    merged: Counter[str] = Counter()
    for unit, count in counts.items():
        merged[full.get(unit, unit)] += count
    return merged.most_common(1)[0][0] if merged else _WAN


def _usual_places(quantities: Iterable[Quantity]) -> int:
    """The most decimals that are no slip: those of a tenth of the numbers, zeros left out."""
    counts = Counter(each.places for each in quantities if each.value % 100)
    whole = sum(counts.values())
    return max((at for at, count in counts.items() if count >= _OFTEN * whole), default=0)
