"""One cause is one finding, for texts: which number, corrected alone, mends what does not hold.

A number explains failures when another value of it mends all that fail with it and breaks nothing
that holds. A ratio that was computed from a wrong amount agrees with it: such a ratio may break, if
the amount explains several failures; it is then to be corrected with it. Numbers that explain the
same are suspects alike and none is accused, but a ratio before the amounts it is computed from,
and a number of the text before one of the tables. A change whose word says the contrary turns with
the rates that follow its word.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence

from xlbudget.checks.prose.numbers import Number
from xlbudget.checks.prose.ratio_verdicts import rounded
from xlbudget.checks.prose.relations import (
    Key,
    Relation,
    Values,
    difference,
    holds,
    quotient,
    tolerance,
    total,
)
from xlbudget.checks.prose.suspects import Suspect, suspect
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass, replace

_MOST_WORK = 100_000
"""So many terms of relations are looked at in search of causes; an honest document needs a
hundredth. What fails beyond is told one by one.
"""


@dataclass(frozen=True, slots=True)
class Cause:
    """Relations that fail together, the clearest first, and the numbers each of which explains
    them all.
    """

    failures: tuple[Relation, ...]
    suspects: tuple[Suspect, ...] = ()

    @property
    def suspect(self) -> Suspect | None:
        """The only suspect, if not even a part that was left out would explain the same."""
        one = self.suspects[0] if len(self.suspects) == 1 else None
        return one if one and not one.may_lack else None


def group_causes(
    relations: Sequence[Relation],
    values: Values,
    ranks: Mapping[Key, int],
    ratios: frozenset[Key],
    turning: Mapping[Key, tuple[Key, ...]] | None = None,
) -> list[Cause]:
    """The failing relations by cause, the one that explains most first. `ranks` say how far from
    the main text a number stands: of two that differ the farther is the suspect; `ratios` are the
    numbers that are computed from others; `turning` are those that have their sign from a word,
    each with the rates that follow its word.
    """
    search = _Search(relations, values, ranks, ratios, turning or {})
    causes: list[Cause] = []
    while (found := search.best()) is not None:
        mended, suspects = found
        cause = Cause(tuple(_clearest_first(mended)), suspects)
        causes.append(cause)
        search.mend(mended, cause.suspect)
    return causes + _short_alike(_clearest_first(search.left), search.state)


def _short_alike(left: Sequence[Relation], state: Values) -> list[Cause]:
    """What nothing explains, one by one; but sums that fall short by the same and share a part lack
    the same part.
    """
    found: list[list[Relation]] = []
    for relation in left:
        group = next((each for each in found if _is_short_alike(each[0], relation, state)), None)
        if group is None:
            found.append([relation])
        else:
            group.append(relation)
    return [Cause(tuple(group)) for group in found]


def _is_short_alike(one: Relation, other: Relation, state: Values) -> bool:
    if not (one.is_open and other.is_open and set(one.right) & set(other.right)):
        return False
    short = difference(one, state), difference(other, state)
    slack = tolerance(one, state) + tolerance(other, state)
    return min(short) > 0 and abs(short[0] - short[1]) <= slack


_Option = tuple[list[Relation], Suspect]


class _Search:
    """The search for the number that explains most; what was found of a number stays known until
    something near it changes.
    """

    def __init__(
        self,
        relations: Sequence[Relation],
        values: Values,
        ranks: Mapping[Key, int],
        ratios: frozenset[Key],
        turning: Mapping[Key, tuple[Key, ...]],
    ) -> None:
        self.state = dict(values)
        self.left = [each for each in relations if not holds(each, self.state, generous=True)]
        self._by_key = _by_key(relations)
        self._ranks, self._ratios, self._turning = ranks, ratios, turning
        self._turned_by: dict[Key, list[Key]] = {}
        for key, rates in turning.items():
            for rate in rates:
                self._turned_by.setdefault(rate, []).append(key)
        self._known: dict[Key, _Option | None] = {}
        self._work = 0

    def best(self) -> Found | None:
        """The suspects that explain most, with what they mend."""
        open_ = set(map(id, self.left))
        options: list[_Option] = []
        for key in dict.fromkeys(key for each in self.left for key in each.keys):
            if key not in self._ranks:
                continue
            if key not in self._known:
                if self._work > _MOST_WORK:
                    return None
                self._known[key] = self._option(key, open_)
            option = self._known[key]
            if option is not None:
                options.append(option)
        if not options:
            return None
        size = max(len(failing) for failing, _ in options)
        best = [(failing, one) for failing, one in options if len(failing) == size]
        best = [each for each in best if each[1].key >= 0] or best
        first = best[0][0]
        ids = set(map(id, first))
        rivals = [(failing, one) for failing, one in best if not ids.isdisjoint(map(id, failing))]
        named = {id(each) for failing, _ in rivals for each in failing}
        told = [each for each in self.left if id(each) in named]
        if len(named) > len(ids):
            return told, ()
        suspects = [one for _, one in rivals]
        return told, tuple(_preferred(suspects, first, self._ranks, self._ratios))

    def _option(self, key: Key, open_: set[int]) -> _Option | None:
        """What a number explains, and the value that mends it."""
        turns = (key, *self._turning[key]) if key in self._turning else ()
        touched = _once(each for one in turns for each in self._by_key.get(one, ()))
        mine = self._by_key[key]
        self._work += sum(len(each.left) + len(each.right) + 1 for each in (*touched, *mine))
        turned = ChainMap(_turned(turns, self.state), self.state)
        if touched and all(holds(each, turned, generous=True) for each in touched):
            failing = [relation for relation in touched if id(relation) in open_]
            should_be = -self.state[key].value
            return failing, Suspect(key, should_be, closes=True, turned=True, turning=turns[1:])
        failing = [relation for relation in mine if id(relation) in open_]
        found = suspect(key, mine, failing, self.state)
        return (failing, found) if found else None

    def mend(self, mended: Sequence[Relation], one: Suspect | None) -> None:
        """Take relations as explained, and the only suspect, if there is one, as corrected."""
        gone = set(map(id, mended))
        self.left = [each for each in self.left if id(each) not in gone]
        near = list(mended)
        if one is not None:
            self.state[one.key] = replace(self.state[one.key], value=one.should_be)
            self.state |= _turned(one.turning, self.state)
            for key in one.along:
                self.state[key] = _recomputed(key, self._by_key[key], self.state)
            changed = (one.key, *one.turning, *one.along)
            touched = _once(each for key in changed for each in self._by_key.get(key, ()))
            hold = {id(each) for each in touched if holds(each, self.state, generous=True)}
            self.left = [each for each in self.left if id(each) not in hold]
            near += touched
        for key in {key for each in near for key in each.keys}:
            for other in (key, *self._turned_by.get(key, ())):
                self._known.pop(other, None)


def _by_key(relations: Iterable[Relation]) -> Mapping[Key, Sequence[Relation]]:
    """The relations of each number."""
    found: dict[Key, list[Relation]] = {}
    for relation in relations:
        for key in relation.keys:
            found.setdefault(key, []).append(relation)
    return found


def _recomputed(key: Key, relations: Sequence[Relation], state: Values) -> Number:
    """A ratio as it follows from amounts that were corrected; of nothing there is none."""
    number = state[key]
    for relation in relations:
        if relation.is_ratio and relation.ratio == key and total(relation.base, state) > 0:
            value = rounded(quotient(relation, state).value, number.places)
            return replace(number, value=value)
    return number


def _clearest_first(failures: Iterable[Relation]) -> list[Relation]:
    return sorted(
        failures, key=lambda one: (one.is_ratio, one.level is not Level.ERROR, len(one.keys))
    )


Found = tuple[list[Relation], tuple[Suspect, ...]]


def _once(relations: Iterable[Relation]) -> list[Relation]:
    return list({id(relation): relation for relation in relations}.values())


def _turned(keys: Iterable[Key], state: Values) -> dict[Key, Number]:
    """Numbers with the contrary sign."""
    return {key: replace(state[key], value=-state[key].value) for key in keys}


def _preferred(
    suspects: list[Suspect],
    failing: Sequence[Relation],
    ranks: Mapping[Key, int],
    ratios: frozenset[Key],
) -> list[Suspect]:
    """Of suspects alike: those whose word says the contrary; those that break nothing; a computed
    number; the one farther away.
    """
    suspects = [one for one in suspects if one.turned] or suspects
    sound = [one for one in suspects if not one.along]
    suspects = sound or suspects
    computed = [one for one in suspects if one.key in ratios]
    if computed and len(computed) < len(suspects):
        suspects = computed
    if all(relation.same for relation in failing):
        far = max(ranks[one.key] for one in suspects)
        if far > 1:
            suspects = [one for one in suspects if ranks[one.key] == far]
    return suspects
