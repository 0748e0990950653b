"""Which amount a clause speaks of: the last of its sentence, or the one of the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.binding.clauses.lists import kind, size
from xlbudget.binding.clauses.subjects import both, likeness, same_words
from xlbudget.binding.said import Mention, Quantity
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import ACTUAL

_SURE = 2
_NEAR = 200
"""So many amounts back a name is looked for."""
_STANDARD = re.compile(
    r"(?:(?<!拨款)(?<!预算)(?<!性质)(?:收入合计|支出合计)|一般公共预算财政拨款支出|政府采购支出总额|"
    r"三公经费)$"
)
"""Names of wholes that may follow the name of a unit."""

_FUND = re.compile(r"财政拨款|一般公共预算|政府性基金|国有资本")


def _keys(words: str) -> set[str]:
    """The names that an amount may be called by elsewhere."""
    plain = same_words(words)
    shorter = plain.replace("本年", "").replace("三公经费支出", "三公经费")
    found = _STANDARD.search(shorter)
    total = {f"{shorter}合计"} if shorter in ("收入", "支出") and shorter != plain else set()
    return {plain, shorter, found.group() if found else plain} | total


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the words after it go on to speak of: an amount, or None where it is not certain."""

    of: int | None
    subject: str = ""


def fits(quantity: Quantity, amount: Quantity) -> bool:
    """Whether a number may qualify an amount: a ratio any, an amount one of its kind."""
    any_kind = quantity.is_rate or quantity.unit in ("", "个百分点", "‰")
    return any_kind or not amount.unit or kind(quantity) == kind(amount)


def of_name(
    subject: str, among: Sequence[int], mentions: Sequence[Mention], quantity: Quantity | None
) -> int | None:
    """The amount that goes by a name: the last of those, if all of them are the same amount."""
    best: dict[int, list[int]] = {}
    for at in among[-_NEAR:]:
        mention = mentions[at]
        if quantity is not None and not fits(quantity, mention.quantity):
            continue
        likely = likeness(subject, mention.subject)
        if likely:
            best.setdefault(likely, []).append(at)
    if not best:
        return None
    found = best[max(best)]
    names = {same_words(mentions[at].subject) for at in found}
    return max(found) if len(names) == 1 or max(best) >= _SURE + 1 else None


def of_pair(subject: str, among: Sequence[int], mentions: Sequence[Mention]) -> int | None:
    """One of two amounts stated apart that are spoken of at once, where both are equal."""
    pair = both(subject)
    if pair is None:
        return None
    found = [of_name(each, among, mentions, None) for each in pair]
    first, second = found
    if first is None or second is None:
        return None
    equal = size(mentions[first].quantity) == size(mentions[second].quantity)
    return second if equal else None


@dataclass(slots=True)
class Known:
    """The amounts of a document by the words they go by, to find wholes that stand elsewhere."""

    _by_words: dict[str, list[int]] = field(default_factory=dict)

    def add(self, at: int, mention: Mention) -> None:
        """Another amount."""
        if mention.measure == ACTUAL and mention.subject and mention.quantity.unit:
            for each in _keys(mention.subject):
                self._by_words.setdefault(each, []).append(at)

    def whole(self, words: str, mentions: Sequence[Mention]) -> int | None:
        """The amount named, where all that go by this name are equal."""
        keys = _keys(words)
        found = [at for key in sorted(keys) for at in self._by_words.get(key, [])]
        sizes = {size(mentions[at].quantity) for at in found}
        if len(sizes) != 1 or of_a_fund_since(words, max(found), mentions):
            return None
        return max(found)


def of_a_fund_since(words: str, at: int, mentions: Sequence[Mention]) -> int | None:
    """The last amount after a mention that goes by the same name of one fund alone: after
    财政拨款基本支出 the words 基本支出 are likely to mean it, and not all 基本支出 any more.
    """
    for later in range(len(mentions) - 1, at, -1):
        mention = mentions[later]
        fund = mention.subject.removesuffix(words)
        named = mention.measure == ACTUAL and mention.quantity.is_money and fund != mention.subject
        if named and _FUND.search(fund) and size(mention.quantity) != size(mentions[at].quantity):
            return later
    return None
