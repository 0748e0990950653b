"""A difference that is just another amount of the text: it was counted in, or left out."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.relations import Key
from xlbudget.formats.names import ACTUAL

_TELLING = 3
"""So many digits of a difference are no chance."""

_KIND = 2
"""The last characters of a subject tell its kind: 收入, 支出."""


def amount_of(
    off: Fraction, at: Key, without: Collection[Key], numbers: Numbers, facts: Facts
) -> Key | None:
    """The amount of 情况说明 that is as much as a difference around the number `at`, of its kind
    rather than another; None where there is none, or where too few digits may agree by chance.
    """
    digits = str(round(abs(off) * 10_000)).strip("0")
    if len(digits) < _TELLING:
        return None
    kind = numbers.mentions[at].subject[-_KIND:]
    found = [
        other
        for other, mention in enumerate(numbers.mentions)
        if other not in without
        and mention.quantity.is_money
        and mention.measure == ACTUAL
        and other in facts.owners
        and facts.rank(other) == 0
        and numbers.known[other].value == abs(off)
    ]
    return min(
        found, key=lambda other: numbers.mentions[other].subject[-_KIND:] != kind, default=None
    )
