"""What changed between two texts: paragraph by paragraph, numbers apart from words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from xlbudget.domain.documents import Document
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place

NUMBER = re.compile(r"\d(?:[\d,，]*\d)?(?:\.\d+)?")
ALIKE = 0.6
"""Two sentences, or paragraphs, that have so much in common are one, written anew."""

_NEAR = 40
"""So many paragraphs around the place where one should stand are looked at."""


def plain(text: str) -> str:
    """A text without its spaces."""
    return re.sub(r"\s+", "", text)


def changed_words(was: str, now: str) -> str:
    """What was put instead of what, in words.

    >>> changed_words("", "万"), changed_words("用于", ""), changed_words("和", "、")
    ('加“万”', '删“用于”', '“和”改为“、”')
    """
    if not was:
        return f"加“{now}”"
    return f"“{was}”改为“{now}”" if now else f"删“{was}”"


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that changed: where it stands now and stood before, its two wordings ("" where
    it is new or gone), and what was put instead of what, numbers apart from words.
    """

    now_at: Place | None
    before_at: Place | None
    now: str
    before: str
    numbers: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


def text_changes(now: Document, before: Document) -> Iterator[Change]:
    """The paragraphs that changed, are new or gone; one that only moved has not changed."""
    new, old = _paragraphs(now), _paragraphs(before)
    same: dict[str, list[int]] = {}
    for at, (text, _) in enumerate(old):
        same.setdefault(text, []).append(at)
    pairs = {
        position: same[text].pop(0) for position, (text, _) in enumerate(new) if same.get(text)
    }
    taken = set(pairs.values())
    gone = [at for at in range(len(old)) if at not in taken]
    expected = 0
    for position, (text, place) in enumerate(new):
        if position in pairs:
            expected = pairs[position] + 1
            continue
        here = expected
        near = sorted(gone, key=lambda at: (abs(at - here), at))[:_NEAR]
        likeness = {at: _likeness(text, old[at][0]) for at in near}
        nearest = max(near, key=likeness.__getitem__, default=None)
        if nearest is not None and likeness[nearest] >= ALIKE:
            gone.remove(nearest)
            expected = nearest + 1
            yield _change(text, place, *old[nearest])
        else:
            yield Change(place, None, text, "")
    for at in gone:
        text, place = old[at]
        yield Change(None, place, "", text)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, NUMBER.sub("#", one), NUMBER.sub("#", other), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _paragraphs(document: Document) -> list[tuple[str, Place]]:
    texts = ((plain(block.text), block.place) for _, block in document.texts())
    return [(text, place) for text, place in texts if text]


def _change(now: str, now_at: Place, before: str, before_at: Place) -> Change:
    """What was put instead of what: a whole number is one sign, whatever digits it shares."""
    new, old = _signs(now), _signs(before)
    numbers: list[tuple[str, str]] = []
    words: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[i:j], new[k:m]
        was, now_is = ([sign for sign in signs if NUMBER.fullmatch(sign)] for signs in (gone, come))
        if was or now_is:
            numbers += _beside(was, now_is)
        left = tuple(
            "".join(sign for sign in signs if not NUMBER.fullmatch(sign)) for signs in (gone, come)
        )
        if any(left):
            words.append((left[0], left[1]))
    return Change(now_at, before_at, now, before, tuple(numbers), tuple(words))


def _beside(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at in range(max(len(was), len(now))):
        yield was[at] if at < len(was) else "", now[at] if at < len(now) else ""


def _signs(text: str) -> list[str]:
    """A text in numbers and single characters.

    >>> _signs("占1.8%")
    ['占', '1.8', '%']
    """
    return re.findall(rf"{NUMBER.pattern}|.", text, re.DOTALL)
