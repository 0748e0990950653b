"""Amounts in lists: which are parts of which whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xlbudget.binding.said import MONEY, Listing, Mention, Quantity
from xlbudget.domain.records import dataclass, field

AMONG = re.compile(
    r"^(?:[，、和]|并且)*(?P<words>其中(?:主要)?(?:包括|包含|有)?|(?:主要|具体)?(?:包括|包含|涵盖))"
)
LEADS = re.compile(
    r"(?:用于|包括|分为|由|涉及|构成).{0,12}(?:方面|如下|下列|以下|组成|包括|构成)$|"
    r"(?:(?:主要|具体|分别)用于|包括)$|^按[^，。；：]{0,8}(?:分类|划分|分)$"
)
WITHIN = re.compile(r"^(?P<whole>.{0,80}(?:支出|收入|经费|决算|费|总额|总计|合计))中$")
_OTHER_SUM = re.compile(r"结转|结余|此外|另外")
_STAFF_ANEW = re.compile(r"(?:年末|实有|现有|核定|编制|在编)[^，]{0,12}(?:人|编制)")
"""Another number of staff, after the kinds of the one before (编制10人，其中…；实有人员8人)."""

_IS_TOTAL = re.compile(r"总计|总收入|总支出|结转|结余")
_SUBTOTAL = re.compile(r"[二两三四五六七八九十]项|(?<!收入)(?<!支出)合计|小计|共计")
_SIBLINGS = (("人员", "公用"), ("购置", "运行"), ("国内", "外事"), ("国内", "国（境）外"))


def kind(quantity: Quantity) -> str:
    """What can be added to what: money in any unit, or counts in one. A number without a unit is
    taken for money whose unit was left out.
    """
    return "元" if quantity.is_money or not quantity.unit else quantity.unit


def size(quantity: Quantity) -> Decimal:
    """An amount in 元, or a count."""
    return quantity.value * MONEY.get(quantity.unit, 1)


@dataclass(slots=True)
class Frame:
    """A list that is being read: the wholes it may divide, by kind, and its parts so far with the
    sign before each.
    """

    wholes: dict[str, int]
    words: str
    inner: bool = False
    parts: list[int] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    between: set[str] = field(default_factory=set)
    """The signs between parts."""
    sure: bool = True
    initial: bool = False
    across: bool = False
    """Whether its whole stands in the paragraph before."""
    led: str = ""
    """The name that leads to it (其中，办公费：), with what goes by that name."""
    led_wholes: dict[str, int] = field(default_factory=dict)
    ordinal: int | None = None
    """The number of its last item, where items are numbered in one paragraph."""
    rivals: dict[str, list[int]] = field(default_factory=dict)
    """Other amounts stated beside the wholes, which the parts might divide as well."""

    def whole_of(self, quantity: Quantity) -> int | None:
        """The whole that an amount may be part of."""
        return self.wholes.get(kind(quantity))

    def add(self, mention: int, sign: str) -> None:
        """Another part, after a sign."""
        if self.parts and sign:
            self.between.add(sign)
        self.parts.append(mention)
        self.signs.append(sign)

    def ends_before(self, sign: str, subject: str, whole_subject: str) -> bool:
        """Whether an amount after a sign is no part of this list any more."""
        if _OTHER_SUM.search(subject) and not _IS_TOTAL.search(whole_subject):
            return True
        if self.parts and _STAFF_ANEW.match(subject):
            return True
        if self.inner and self.between == {"、"} and sign == "，":
            return True
        return sign == "；" and (self.inner or (bool(self.between) and "；" not in self.between))


def made_up(frame: Frame, whole: int, mentions: Sequence[Mention]) -> bool:
    """Whether the parts so far make up a whole."""
    amount = mentions[whole].quantity
    parts = [mentions[at].quantity for at in frame.parts]
    total = sum(size(part) for part in parts if kind(part) == kind(amount))
    return total == size(amount)


def siblings(one: str, other: str) -> bool:
    """Whether two subjects are the two halves of one whole (人员经费, 公用经费)."""
    return any(
        (first in one and second in other) or (second in one and first in other)
        for first, second in _SIBLINGS
    )


def _side(subject: str) -> str:
    return "收入" if "收入" in subject else "支出" if "支出" in subject else ""


def doubtful(frame: Frame, mentions: Sequence[Mention]) -> bool:
    """Whether its parts may divide another amount than the last that was stated before them."""
    if frame.across and not any(_akin(frame, part, mentions) for part in frame.parts):
        return True
    by_kind: dict[str, list[int]] = {}
    for part in frame.parts:
        by_kind.setdefault(kind(mentions[part].quantity), []).append(part)
    return any(
        each in frame.wholes
        and len(frame.rivals.get(each, [])) > 1
        and not _divides(parts, frame.wholes[each], frame.rivals[each], mentions)
        for each, parts in by_kind.items()
    )


_WORDS = 4
"""So many signs that two names have in common are words (公务用车)."""
_IS_SUM = re.compile(r"合计|总计|总额|总收入|总支出|基本支出")


def _akin(frame: Frame, part: int, mentions: Sequence[Mention]) -> bool:
    """Whether the names of a part and of its whole have words in common, or the whole is a sum."""
    whole = frame.whole_of(mentions[part].quantity)
    if whole is None:
        return True
    name, own = mentions[whole].subject, mentions[part].subject
    common = any(own[at : at + _WORDS] in name for at in range(len(own) - _WORDS + 1))
    return common or bool(_IS_SUM.search(name))


def _divides(
    parts: Sequence[int], whole: int, stated: Sequence[int], mentions: Sequence[Mention]
) -> bool:
    """Whether parts are of this one of the amounts stated: the only one of their side (收入, 支出),
    or the one that they make up.
    """
    sides = {_side(mentions[part].subject) for part in parts}
    if len(sides) == 1 and "" not in sides:
        alike = [at for at in stated if _side(mentions[at].subject) in sides]
        if alike == [whole]:
            return True
    total = sum(size(mentions[part].quantity) for part in parts)
    return total == size(mentions[whole].quantity)


def listings(frame: Frame, mentions: Sequence[Mention]) -> list[Listing]:
    """What a list says, a listing for each kind of amounts in it."""
    if (
        not frame.sure
        or doubtful(frame, mentions)
        or any(_SUBTOTAL.search(mentions[part].subject) for part in frame.parts)
    ):
        return []
    by_kind: dict[str, list[int]] = {}
    for part in frame.parts:
        by_kind.setdefault(kind(mentions[part].quantity), []).append(part)
    if frame.wholes:
        by_kind = {each: parts for each, parts in by_kind.items() if each in frame.wholes}
    return [
        Listing(tuple(parts), frame.wholes.get(each), frame.words)
        for each, parts in by_kind.items()
    ]


def settle(inner: Frame, outer: Frame, mentions: Sequence[Mention]) -> list[int]:
    """Parts that may belong to an inner list or to the one around it: only where the first of them
    make up the whole is it certain where the inner list ends; else neither list is. Returns the
    parts that go to the outer one.
    """
    signs = {sign for sign in outer.signs[1:] if sign}
    own = {sign for sign in inner.signs[1:] if sign}
    if "；" in signs or not own or ("；" not in own and "，" not in own and "、" in own):
        return []
    total = Decimal(0)
    whole = inner.whole_of(mentions[inner.parts[0]].quantity) if inner.parts else None
    for count, part in enumerate(inner.parts, 1):
        total += size(mentions[part].quantity)
        if whole is not None and total == size(mentions[whole].quantity):
            moved = inner.parts[count:]
            for following, sign in zip(moved, inner.signs[count:], strict=True):
                outer.add(following, sign)
            del inner.parts[count:], inner.signs[count:]
            return moved
    inner.sure = outer.sure = False
    return []
