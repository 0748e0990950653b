"""Numbers of performance and people: weighted progress, averages, heads: R95, R83."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import groupby

from xlbudget.analysis.averages import terms_of
from xlbudget.binding.said import Mark, Mention
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import rounded, shown
from xlbudget.domain.money import PUBLISHED_PLACES, Unit
from xlbudget.domain.records import replace
from xlbudget.formats.model import AVERAGES, VALUE
from xlbudget.formats.names import FigureName

_PROGRESS = ("执行", "进度")
_CLAUSE = 20
"""So many characters before a rate say what it is the rate of."""

_MOST = 6
_FEW = 2
_POSTS = "编制"
_HEADS = ("人", "名")
_GAP = re.compile(r"〔请填写|[Xx×]{2,}|…")
_ALL_HEADS = ("实有", "总人数", "人员合计", "共计", "合计")

Weighed = tuple[int, int]
"""An amount and the progress of it, by position."""


def weighted_progress(numbers: Numbers, facts: Facts) -> Iterator[Noticed]:
    """The progress of a whole is that of its parts weighed with their amounts. Parts are amounts
    right behind the whole's that make it up, each with its own progress.
    """
    pairs = list(_pairs(numbers, facts))
    for start, (amount, progress) in enumerate(pairs):
        summed, weighed, slack = Fraction(0), Fraction(0), Fraction(0)
        for other, rate in pairs[start + 1 : start + 1 + _MOST]:
            part = numbers.known[other].value
            summed += part
            weighed += part * numbers.known[rate].value
            slack += part * numbers.known[rate].step / 2
            if summed >= numbers.known[amount].value:
                break
        whole = numbers.known[amount]
        if summed and abs(summed - whole.value) <= whole.half * _MOST and summed != weighed:
            yield _judged(numbers, progress, weighed / summed, slack / summed)


def _pairs(numbers: Numbers, facts: Facts) -> Iterator[Weighed]:
    """Amounts with the progress that the same paragraph gives of them."""
    last: int | None = None
    for at, mention in enumerate(numbers.mentions):
        if mention.quantity.is_money:
            last = at
        elif mention.quantity.unit == "%" and _is_progress(mention, facts) and last is not None:
            if numbers.mentions[last].mark.block == mention.mark.block:
                yield last, at
            last = None


def _is_progress(mention: Mention, facts: Facts) -> bool:
    before = facts.manuscript.text(Mark(mention.mark.block, 0, mention.mark.start))
    clause = before[-_CLAUSE:]
    return all(word in f"{mention.subject}{clause}" for word in _PROGRESS)


def _judged(numbers: Numbers, progress: int, exact: Fraction, slack: Fraction) -> Noticed:
    mention = numbers.mentions[progress]
    printed, places = numbers.known[progress].value, mention.quantity.places
    low, high = rounded(exact - slack, places), rounded(exact + slack, places)
    text = mention.quantity.text
    if low <= printed <= high:
        return Noticed(mention.mark, inputs=(text,))
    expected = f"{shown(exact, max(places, PUBLISHED_PLACES))}%"
    return Noticed(
        mention.mark,
        f"总体执行进度印{text}，按各部分的预算额加权平均是{expected}。请核对。",
        printed=text,
        expected=expected,
        inputs=(text,),
    )


def averages(numbers: Numbers, facts: Facts, accused: Collection[int]) -> Iterator[Noticed]:
    """An average is its amount divided by its count, where the text states all three; where it
    states only an amount that the average's is part of, no more than that. Of an amount or count
    that is `accused` itself nothing follows.
    """
    for known in facts.format.averages.values():
        of, counted = terms_of(known)
        for at in facts.of(FigureName(AVERAGES, known.name, VALUE)):
            amount, count = facts.nearest(of, at), facts.nearest(counted, at)
            whole = _whole_of(of, facts, at) if amount is None else None
            stated = whole if amount is None else amount
            if stated is None or count is None:
                continue
            counts = numbers.known[count].value
            if not counts and numbers.known[stated].value:
                continue
            if stated in accused or count in accused or at in accused:
                continue
            ten_thousand = Fraction(Unit.TEN_THOUSAND_YUAN.fen // known.unit.fen)
            scale = ten_thousand / counts if counts else Fraction(0)
            exact = numbers.known[stated].value * scale
            off = numbers.known[stated].half * scale
            yield _average(numbers, at, exact, off, known.unit, at_most=amount is None)


def _whole_of(part: FigureName, facts: Facts, at: int) -> int | None:
    """The amount that an amount is part of by an identity of the format, where it is stated."""
    table = facts.format.tables.get(part.table)
    line = table.line(part.line) if table else None
    lines = {part.line, line.group if line else ""}
    for identity in facts.format.identities:
        for term in identity.right if identity.relation == "=" and not identity.each else ():
            mine = (term.table, term.column) == (part.table, part.column) and term.line in lines
            if mine and term.sign > 0 and not term.prior:
                left = identity.left
                return facts.nearest(FigureName(left.table, left.line, left.column), at)
    return None


def _average(
    numbers: Numbers, at: int, exact: Fraction, off: Fraction, unit: Unit, *, at_most: bool
) -> Noticed:
    mention = numbers.mentions[at]
    places, text = mention.quantity.places, mention.quantity.text
    value = Fraction(mention.quantity.value)
    printed = next((each for each in Unit if each.value == mention.quantity.unit), None)
    if printed is None:
        return Noticed(mention.mark, inputs=(text,))
    exact, off = (each * unit.fen / printed.fen for each in (exact, off))
    enough = at_most or rounded(exact - off, places) <= value
    if enough and value <= rounded(exact + off, places):
        return Noticed(mention.mark, inputs=(text,))
    decimals = places if printed is unit else max(places, PUBLISHED_PLACES)
    expected = f"{shown(exact * printed.fen / unit.fen, decimals)}{unit.value}"
    words = "至多是" if at_most else "是"
    return Noticed(
        mention.mark,
        f"{mention.subject}印{text}，按文中的金额和数量算{words}{expected}。请核对。",
        printed=text,
        expected=expected,
        inputs=(text,),
    )


def heads(numbers: Numbers, facts: Facts) -> Iterator[Noticed]:
    """A sentence that lists people by kind and ends with their number. Posts (编制) alone are no
    people: they need not all be filled. Where a number is still to be filled in, nothing is summed.
    """
    said = facts.manuscript.bound.said
    listed = {listing.whole for listing in said.listings}
    people = [at for at, each in enumerate(numbers.mentions) if each.quantity.unit in _HEADS]
    for _, group in groupby(people, key=lambda at: numbers.mentions[at].mark.block):
        *parts, whole = list(group)
        mention = numbers.mentions[whole]
        if len(parts) < _FEW or whole in listed or listed & set(parts):
            continue
        in_a_row = whole - parts[0] == len(parts)
        if not in_a_row or not any(word in mention.subject for word in _ALL_HEADS):
            continue
        if all(_POSTS in numbers.mentions[at].subject for at in parts):
            continue
        if _GAP.search(facts.manuscript.text(replace(mention.mark, start=0))):
            continue
        summed = sum(numbers.known[at].value for at in parts)
        text = mention.quantity.text
        if summed == numbers.known[whole].value:
            yield Noticed(mention.mark, inputs=(text,))
            continue
        terms = "＋".join(numbers.mentions[at].quantity.text for at in parts)
        yield Noticed(
            mention.mark,
            f"{mention.subject}印{text}，前面各类是{terms}={shown(Fraction(summed), 0)}"
            f"{mention.quantity.unit}。编制数与实有人数口径不同的可以不等，请核对。",
            printed=text,
            inputs=(text,),
        )
