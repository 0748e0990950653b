"""How other people write the sentences of a format: the same words with small differences."""

from __future__ import annotations

import re
from functools import lru_cache

from xlbudget.binding.events import NUMBER, Hand
from xlbudget.binding.plain import Plain, plain

_DROPPED = re.compile(
    r"决算数|决算|（[类款项]）|(?<=年)度|(?<=预算)数|共计|(?<!公)共|[“”\"'‘’「」]|[的为均]|[ \t　]"
)
_SAME = (
    ("、", "，"),
    ("；", "，"),
    ("％", "%"),
    ("上升", "增长"),
    ("降低", "下降"),
    ("提高", "增长"),
)
_LIST_NUMBER = re.compile(r"^(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳])[.．、]?")


def loose(text: str) -> Plain:
    """A paragraph without what differs from hand to hand, with the places in the original.

    >>> loose("1. ２０２４ 年度“三公”经费支出决算数为５万元").text
    '2024年三公经费支出5万元'
    """
    known = plain(text)
    kept = _kept(known.text)
    words = "".join(sign for sign, _ in kept)
    at = tuple(known.offsets[place] for _, place in kept)
    return Plain(words, (*at, len(text)))


def _kept(text: str) -> list[tuple[str, int]]:
    """The signs that are kept, each with its place."""
    number = _LIST_NUMBER.match(text)
    dropped = [(0, number.end())] if number else []
    dropped += [match.span() for match in _DROPPED.finditer(text)]
    gone = {place for start, end in dropped for place in range(start, end)}
    meant = list(text)
    for other, word in _SAME:
        start = text.find(other)
        while start >= 0:
            meant[start : start + len(other)] = word
            start = text.find(other, start + 1)
    return [(sign, place) for place, sign in enumerate(meant) if place not in gone]


@lru_cache(maxsize=8192)
def loosened(words: str) -> str:
    """Given words of a template as `loose` leaves them in a text; a number may stand at them.

    >>> loosened("年度支出决算为")
    '年支出'
    """
    return "".join(sign for sign, _ in _kept(plain(f"字{words}字").text))[1:-1]


AMOUNT_OR_BARE = rf"-?{NUMBER}(?:万元|元|亿元|万|亿)?"

LOOSE_HAND = Hand(
    plain=loosened,
    unit=r"[^\n。：，]{0,40}?",
    amount=AMOUNT_OR_BARE,
    nil=r"0(?:\.0+)?(?:万元|元|万)?",
)
"""As people write: an amount may lack its unit."""
