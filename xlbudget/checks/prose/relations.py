"""Relations between printed numbers: sums and ratios, and what each lets one of its numbers be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xlbudget.checks.prose.numbers import Number
from xlbudget.checks.prose.ratio_verdicts import PERCENT, Quotient, rounded, truncated
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass

Key = int
"""A number: the position of its mention; a negative one is no mention of the text (a point of a
chart, a figure of the tables).
"""

Form = tuple[tuple[int, Key], ...]
"""A sum of numbers, each with its sign."""

Values = Mapping[Key, Number]

_NOTHING = Fraction(0)
Range = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """left = right, or left ≥ right with `at_least`; with `base`, left is right ÷ base in percent.

    `check` is the rule it is told under, `title` says it in words. `same` tells that both sides
    print one fact, so that there is no tolerance but for what one of them prints coarser.
    `extra` is a tolerance that the text itself suggests (all parts printed with fewer decimals):
    what only it saves is no more than a note. `is_open` tells that a part may have been left out.
    """

    check: str
    title: str
    left: Form
    right: Form
    base: Form = ()
    at_least: bool = False
    same: bool = False
    level: Level = Level.ERROR
    extra: Fraction = _NOTHING
    is_open: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """The numbers in it, each once, in order."""
        return tuple(dict.fromkeys(key for _, key in (*self.left, *self.right, *self.base)))

    @property
    def is_ratio(self) -> bool:
        """Whether the left is a ratio."""
        return bool(self.base)

    @property
    def ratio(self) -> Key:
        """The number that prints the ratio."""
        return self.left[0][1]


def difference(relation: Relation, values: Values) -> Fraction:
    """Left − right of a sum."""
    return total(relation.left, values) - total(relation.right, values)


def total(form: Form, values: Values) -> Fraction:
    """The value of a sum of numbers."""
    return sum((sign * values[key].value for sign, key in form), _NOTHING)


def tolerance(relation: Relation, values: Values) -> Fraction:
    """How far the sides of a sum may differ: what each number that is not zero may be off by."""
    numbers = [values[key] for _, key in (*relation.left, *relation.right)]
    if relation.same:
        steps = {number.step for number in numbers}
        return max(steps) / 2 if len(steps) > 1 else _NOTHING
    return sum((number.half for number in numbers if number.value), _NOTHING)


def quotient(relation: Relation, values: Values) -> Quotient:
    """The ratio of a relation from its amounts. A base put together from several numbers is itself
    an amount that was published, known as exactly as they are.
    """
    above, *less = relation.right
    if tuple(less) == tuple((-sign, key) for sign, key in relation.base):
        return Quotient(
            total((above,), values),
            total(relation.base, values),
            _half((above,), values),
            _half(relation.base, values),
            is_change=True,
        )
    return Quotient(
        total(relation.right, values),
        total(relation.base, values),
        _half(relation.right, values),
        _half(relation.base, values),
    )


def _half(form: Form, values: Values) -> Fraction:
    """A sum of the text is an amount that was published; of one of the tables each cell was rounded
    on its own.
    """
    cells = sum((values[key].half for _, key in form if key < 0), _NOTHING)
    return max((values[key].half for _, key in form if key >= 0), default=cells)


def holds(relation: Relation, values: Values, *, generous: bool = False) -> bool:
    """Whether a relation holds within its tolerance; `generous` allows what is only a note."""
    if relation.base:
        if total(relation.base, values) <= 0:
            return False
        number = values[relation.ratio]
        reach = quotient(relation, values).reach()
        if reach is None:
            return True
        places = _places(number)
        if number.step > 1:
            return reach[0] - number.step / 2 <= number.value <= reach[1] + number.step / 2
        if generous and number.value == truncated(quotient(relation, values).value, places):
            return True
        return rounded(reach[0], places) <= number.value <= rounded(reach[1], places)
    allowed = tolerance(relation, values) + (relation.extra if generous else _NOTHING)
    off = difference(relation, values)
    return (relation.at_least and off > 0) or abs(off) <= allowed


def _places(number: Number) -> int:
    """The decimals of a ratio in percent."""
    places = 0
    while number.step < Fraction(1, 10**places):
        places += 1
    return places


def bounds(relation: Relation, key: Key, values: Values) -> Range:
    """What one number may be for the relation to hold, the others as they are."""
    if not relation.base:
        return _sum_bounds(relation, key, values)
    if key == relation.ratio and all(
        key != other for _, other in (*relation.right, *relation.base)
    ):
        number, reach = values[key], quotient(relation, values).reach()
        if reach is None:
            return None, None
        return reach[0] - number.step / 2, reach[1] + number.step / 2
    return _ratio_bounds(relation, key, values)


def _sum_bounds(relation: Relation, key: Key, values: Values) -> Range:
    factor = sum(sign for sign, other in relation.left if other == key)
    factor -= sum(sign for sign, other in relation.right if other == key)
    if not factor:
        return None, None
    allowed = tolerance(relation, values) + relation.extra
    rest = difference(relation, values) - factor * values[key].value
    ends: list[Fraction | None] = [(-allowed - rest) / factor, (allowed - rest) / factor]
    if relation.at_least:
        ends[1] = None
    return (ends[1], ends[0]) if factor < 0 else (ends[0], ends[1])


def _ratio_bounds(relation: Relation, key: Key, values: Values) -> Range:
    """The two sides of the rounding of a printed ratio are linear in each of its amounts."""
    low: Fraction | None = None
    high: Fraction | None = None
    printed = values[relation.ratio]
    margins = _half(relation.right, values), _half(relation.base, values)
    for side in (1, -1):
        edge = (printed.value - side * printed.step / 2) / PERCENT
        slope = side * (_factor(relation.right, key) - edge * _factor(relation.base, key))
        rest = (
            side * (total(relation.right, values) - edge * total(relation.base, values))
            - slope * values[key].value
        )
        rest += margins[0] + abs(edge) * margins[1]
        if slope > 0:
            low = -rest / slope if low is None else max(low, -rest / slope)
        elif slope < 0:
            high = -rest / slope if high is None else min(high, -rest / slope)
        elif rest < 0:
            return Fraction(1), Fraction(0)
    return low, high


def _factor(form: Form, key: Key) -> int:
    return sum(sign for sign, other in form if other == key)


def merged(relations: Iterator[Relation]) -> list[Relation]:
    """The relations, each once: of two over the same numbers the stricter."""
    found: dict[tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]], Form], Relation] = {}
    for relation in relations:
        key = (frozenset(relation.left), frozenset(relation.right), relation.base)
        other = found.get(key)
        if other is None or (other.at_least and not relation.at_least):
            found[key] = relation
    return list(found.values())
