"""A number that alone explains failing relations: the value that mends them and breaks nothing."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from fractions import Fraction

from xlbudget.checks.prose.numbers import Number
from xlbudget.checks.prose.ratio_verdicts import rounded
from xlbudget.checks.prose.relations import (
    Key,
    Relation,
    Values,
    bounds,
    difference,
    holds,
    quotient,
    total,
)
from xlbudget.domain.records import dataclass, replace

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Suspect:
    """A number that alone explains failures, with the value that mends them. `closes` tells that
    the value follows from the others, not only that some such value would do; `along` are ratios
    that have to be corrected with it. `turned` tells that only its word says the contrary, and
    `turning` are the rates that turn with it. `may_lack` tells that a part that was left out would
    explain the same.
    """

    key: Key
    should_be: Fraction
    closes: bool
    along: tuple[Key, ...] = ()
    turned: bool = False
    turning: tuple[Key, ...] = ()
    may_lack: bool = False


def suspect(
    key: Key, mine: Sequence[Relation], failing: Sequence[Relation], state: dict[Key, Number]
) -> Suspect | None:
    """A number with the value that makes all its relations hold, if there is one."""
    may_lack = _may_lack(key, failing, state)
    if may_lack and len(failing) < _SEVERAL:
        return None
    should_be = _value(key, mine, failing, state)
    if should_be is not None:
        return Suspect(key, *should_be, may_lack=may_lack)
    if len(failing) < _SEVERAL or may_lack:
        return None
    open_ = set(map(id, failing))
    computed = [
        relation
        for relation in mine
        if relation.is_ratio and relation.ratio != key and id(relation) not in open_
    ]
    gone = set(map(id, computed))
    kept = [relation for relation in mine if id(relation) not in gone]
    should_be = _value(key, kept, failing, state)
    if should_be is None or not computed:
        return None
    changed: Values = ChainMap({key: replace(state[key], value=should_be[0])}, state)
    along = tuple(one.ratio for one in computed if not holds(one, changed, generous=True))
    return Suspect(key, *should_be, along)


def _may_lack(key: Key, failing: Sequence[Relation], state: Values) -> bool:
    """Whether all that speaks against a part is that the parts fall short of their whole: another
    part may be missing.
    """
    return all(
        relation.is_open
        and key in {other for _, other in relation.right}
        and difference(relation, state) > 0
        for relation in failing
    )


def _value(
    key: Key, mine: Sequence[Relation], failing: Sequence[Relation], state: Values
) -> tuple[Fraction, bool] | None:
    """The value that mends; the one that closes a failing sum or ratio exactly, where it does."""
    low: Fraction | None = None
    high: Fraction | None = None
    for relation in mine:
        least, most = bounds(relation, key, state)
        if least is not None:
            low = least if low is None else max(low, least)
        if most is not None:
            high = most if high is None else min(high, most)
        if low is not None and high is not None and low > high:
            return None
    for relation in sorted(failing, key=lambda one: (one.is_ratio, len(one.keys))):
        exact = _closing(relation, key, state)
        if exact is not None and (low is None or low <= exact) and (high is None or exact <= high):
            return exact, True
    if low is None or high is None:
        end = low if high is None else high
        return (end, False) if end is not None else None
    middle = rounded((low + high) / 2, state[key].places)
    return (middle, False) if low <= middle <= high else None


def _closing(relation: Relation, key: Key, state: Values) -> Fraction | None:
    """What a number must be for a relation to close with no difference."""
    number = state[key]
    if relation.is_ratio:
        if key != relation.ratio or total(relation.base, state) <= 0:
            return None
        return rounded(quotient(relation, state).value, number.places)
    factor = sum(sign for sign, other in relation.left if other == key)
    factor -= sum(sign for sign, other in relation.right if other == key)
    if not factor or relation.at_least:
        return None
    return number.value - difference(relation, state) / factor
