"""Whether amounts have their unit, and the right one: R91."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.binding.said import Mention
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.domain.findings import Level

_YUAN, _WAN = "元", "万元"
_SHORT = ("万", "亿")
_REACH = 2
"""The stretches whose wording is published as the unit's own: 情况说明, 概况, 附件."""


def amount_units(numbers: Numbers, facts: Facts) -> Iterator[Noticed]:
    """An amount without a unit, in 元 where its neighbours are in 万元 or the other way round, or
    with 万 or 亿 and no 元.
    """
    for at, mention in enumerate(numbers.mentions):
        noticed = _noticed(at, mention, numbers, facts)
        if noticed is not None:
            yield noticed
        elif mention.quantity.is_money and facts.rank(at) <= _REACH:
            yield Noticed(mention.mark, inputs=(mention.quantity.text,))


def _noticed(at: int, mention: Mention, numbers: Numbers, facts: Facts) -> Noticed | None:
    text, unit = mention.quantity.text, mention.quantity.unit
    if not unit and numbers.lacks_unit(at) and mention.quantity.value:
        return _told(
            mention,
            f"{mention.subject}印{text}，没有金额单位。请补上“{numbers.unit}”。",
            f"{text}{numbers.unit}",
            Level.ERROR,
        )
    if numbers.is_small_yuan(at):
        expected = text.replace(_YUAN, _WAN)
        return _told(
            mention,
            f"{mention.subject}印{text}，文中其他金额以万元计，与它相差一千倍以上。"
            f"看来是{expected}，请核对金额单位。",
            expected,
            Level.ERROR,
        )
    if numbers.is_large_wan(at):
        expected = text.replace(_WAN, _YUAN)
        return _told(
            mention,
            f"{mention.subject}印{text}，比文中其他金额都大，其他金额以元计。"
            f"看来是{expected}，请核对金额单位。",
            expected,
            Level.ERROR,
        )
    if unit in _SHORT and facts.rank(at) in (0, _REACH) and mention.measure:
        return _told(
            mention,
            f"{mention.subject}印{text}，“{unit}”后面缺“元”。",
            f"{text}元",
            Level.WARNING,
        )
    return None


def _told(mention: Mention, message: str, expected: str, level: Level) -> Noticed:
    text = mention.quantity.text
    return Noticed(
        mention.mark,
        message,
        printed=text,
        expected=expected,
        cause="unit",
        inputs=(text,),
        level=level,
    )
