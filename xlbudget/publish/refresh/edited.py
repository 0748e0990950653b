"""A sentence that a person rewrote: only what she left alone in it gets this run's numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from xlbudget.domain.records import dataclass, replace
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.placing import PlacedSpan
from xlbudget.results.trace import SpanKind, TracedSpan

_MORE = re.compile(r"增|升|提高|超")
_LESS = re.compile(r"减|降|不足|少")


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch that was left as it stands, and why."""

    kind: LeftKind
    placed: PlacedSpan
    new: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What becomes of an edited sentence: what is replaced by which words, what is kept, the
    sentence as the map has it from now on, and how many stretches were up to date.
    """

    changes: tuple[tuple[PlacedSpan, str], ...]
    kept: tuple[Kept, ...]
    spans: tuple[TracedSpan, ...]
    current: int
    split: bool
    """A direction changed that the person's sentence does not let change."""


def refreshed_spans(
    placed: Sequence[PlacedSpan],
    texts: Sequence[str],
    agrees: Callable[[PlacedSpan], bool],
) -> Edited:
    """The stretches of an edited sentence with their new `texts`, one by one. `agrees` tells
    whether the words around a number that has no mark say the same figure.
    """
    untouched = [_is_untouched(each, new) for each, new in zip(placed, texts, strict=True)]
    for at, each in enumerate(placed):
        if untouched[at] and each.now != texts[at] and not _may_change(each, agrees):
            untouched[at] = False
    held = set(_held_back(placed, texts, untouched))
    changes: list[tuple[PlacedSpan, str]] = []
    kept: list[Kept] = []
    spans: list[TracedSpan] = []
    current = 0
    for at, (each, new) in enumerate(zip(placed, texts, strict=True)):
        if each.span.kind is SpanKind.WORDS:
            spans.append(each.span)
        elif each.now == new and each.mark is not None:
            current += 1
            spans.append(_now(each.span, new))
        elif untouched[at] and at not in held:
            changes.append((each, new))
            spans.append(_now(each.span, new))
        else:
            spans.append(each.span)
            why = _why(each, new)
            if why is not None and not (at in held and untouched[at]):
                kept.append(Kept(why, each, new))
    return Edited(tuple(changes), tuple(kept), tuple(spans), current, bool(held))


def _is_untouched(placed: PlacedSpan, new: str) -> bool:
    return placed.mark is not None and placed.now in (placed.span.text, new)


def _may_change(placed: PlacedSpan, agrees: Callable[[PlacedSpan], bool]) -> bool:
    return placed.sure and (placed.span.kind is not SpanKind.FIGURE or agrees(placed))


def _now(span: TracedSpan, text: str) -> TracedSpan:
    """A stretch as it is from now on: a gap that was filled is words."""
    if span.kind is SpanKind.GAP and text != span.text:
        return TracedSpan(SpanKind.WORDS, text)
    return replace(span, text=text)


def _why(placed: PlacedSpan, new: str) -> LeftKind | None:
    if placed.span.kind is SpanKind.GAP:
        if placed.mark is None:
            return None
        return LeftKind.FILLED if new == placed.span.text else LeftKind.CONFLICT
    return LeftKind.REMOVED if placed.mark is None else LeftKind.CONFLICT


def _subject(name: str) -> str:
    return name.rpartition(".")[0]


def _held_back(
    placed: Sequence[PlacedSpan], texts: Sequence[str], untouched: Sequence[bool]
) -> Iterator[int]:
    """Stretches that could be replaced, but for what the person made of the words that go with
    them: a direction changes with all numbers that it tells the sign of, or not at all.
    """
    told: dict[str, set[str]] = {}
    for each in placed:
        if each.span.kind is SpanKind.DIRECTION:
            told.setdefault(_subject(each.span.name), set()).add(each.span.name)
    for names in told.values():
        group = [at for at, each in enumerate(placed) if each.span.name in names]
        turns = any(
            placed[at].span.kind is SpanKind.DIRECTION and placed[at].span.text != texts[at]
            for at in group
        )
        contrary = any(
            placed[at].span.kind is SpanKind.DIRECTION
            and not untouched[at]
            and sense(placed[at].now) != sense(texts[at])
            for at in group
        )
        if (turns and not all(untouched[at] for at in group)) or contrary:
            yield from (at for at in group if placed[at].now != texts[at])


def sense(words: str) -> int:
    """What a word says of a sign: 1 more, −1 less, 0 neither or both.

    >>> sense("增长了"), sense("下降"), sense("持平")
    (1, -1, 0)
    """
    return bool(_MORE.search(words)) - bool(_LESS.search(words))
