"""The usual mistakes behind a printed ratio that is wrong: what it would be right for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from xlbudget.binding.said import Mention
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import PERCENT, rounded
from xlbudget.checks.prose.relations import Key, Relation, Values, total
from xlbudget.domain.records import dataclass
from xlbudget.formats.names import ACTUAL, SHARE

_AS_CURRENT = "分母用了本年数，应当用上年数"
_AS_BASE = "分子和分母颠倒了"
_NOT_PERCENT = "没有乘以100"
_LAST_BUDGET = "分母用了决算数，应当用预算数"


@dataclass(frozen=True, slots=True)
class Guess:
    """Why a ratio is probably wrong: a short name, and words."""

    name: str
    words: str


def guess(relation: Relation, numbers: Numbers, facts: Facts, known: Values) -> Guess | None:
    """The mistake that gives just what is printed; none where no usual one does, or several do."""
    at = relation.ratio
    printed, places = abs(numbers.known[at].value), _places(numbers.mentions[at])
    found = [
        one
        for value, one in _mistakes(relation, numbers, facts, known)
        if rounded(abs(value), places) == printed
    ]
    return found[0] if found and len({one.name for one in found}) == 1 else None


def _places(mention: Mention) -> int:
    return mention.quantity.places if mention.quantity.unit == "%" else 0


def _mistakes(
    relation: Relation, numbers: Numbers, facts: Facts, known: Values
) -> Iterator[tuple[Fraction, Guess]]:
    above, below = total(relation.right, known), total(relation.base, known)
    yield above / below, Guess("not_in_percent", _NOT_PERCENT)
    if relation.check == "rate-recomputed":
        current = above + below
        budget = "预算" in relation.title
        if current > 0:
            words = _LAST_BUDGET if budget else _AS_CURRENT
            yield PERCENT * above / current, Guess("wrong_denominator", words)
            yield (
                PERCENT * current / below,
                Guess("level_for_change", "这是本年数除以上年数，不是增减率"),
            )
    if relation.check == "completion-recomputed" and above:
        yield PERCENT * below / above, Guess("upside_down", _AS_BASE)
    if relation.check == "share-recomputed":
        yield from _other_amounts(relation, numbers, facts, known)


def _other_amounts(
    relation: Relation, numbers: Numbers, facts: Facts, known: Values
) -> Iterator[tuple[Fraction, Guess]]:
    """Another whole of the text, or another part of the same sentence."""
    at = relation.ratio
    part, whole = relation.right[0][1], relation.base[0][1]
    for other in _wholes(numbers, facts):
        value = known[other].value
        if value > 0 and value != known[whole].value:
            words = f"分母用了{_called(numbers, other)}，应当用{_called(numbers, whole)}"
            yield PERCENT * known[part].value / value, Guess("other_whole", words)
    block = numbers.mentions[at].mark.block
    for other, mention in enumerate(numbers.mentions):
        if (
            mention.mark.block == block
            and mention.quantity.is_money
            and mention.measure in ("", ACTUAL)
            and known[other].value not in (known[part].value, known[whole].value)
        ):
            words = f"分子用了{_called(numbers, other)}，应当用{_called(numbers, part)}"
            yield PERCENT * known[other].value / known[whole].value, Guess("other_amount", words)


def _wholes(numbers: Numbers, facts: Facts) -> Iterator[Key]:
    """The amounts of 情况说明 that some share or list of the text is of."""
    said = facts.manuscript.bound.said
    listed = [listing.whole for listing in said.listings if listing.whole is not None]
    shared = [each.whole for each in numbers.mentions if each.measure == SHARE]
    seen: set[Fraction] = set()
    for at in (*listed, *(each for each in shared if each is not None)):
        value = numbers.known[at].value
        if facts.rank(at) == 0 and numbers.mentions[at].quantity.is_money and value not in seen:
            seen.add(value)
            yield at


def _called(numbers: Numbers, at: Key) -> str:
    mention = numbers.mentions[at]
    return f"{mention.subject}{mention.quantity.text}"
