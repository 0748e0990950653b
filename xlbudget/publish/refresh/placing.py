"""Where the numbers of a generated sentence stand in the sentence that a person made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, replace
from xlbudget.publish.refresh.sentences import Said, Sentence
from xlbudget.publish.refresh.standing import Standing
from xlbudget.results.text_changes import NUMBER
from xlbudget.results.trace import SpanKind, TracedSpan

_SIGNS = re.compile(rf"{NUMBER.pattern}|.", re.DOTALL)
_AROUND = 2
"""So many characters beside a number without a mark must stand as generated."""


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """A stretch of ours in a document: where it stands (None where nothing stands for it any
    more), the words there, whether that is sure enough to put others in their place, and whether
    its own bookmark says so.
    """

    span: TracedSpan
    mark: Mark | None
    now: str
    sure: bool
    by_mark: bool = False


def place_spans(sentence: Sentence, said: Said, text: str, standing: Standing) -> list[PlacedSpan]:
    """Every number, direction word and gap of an edited sentence: by its bookmark, else by what
    stands around it. `text` is that of the block. Words come with where nothing is asked of them.
    """
    beside = _Beside(sentence.text, said.text)
    found: list[PlacedSpan] = []
    for start, end, span in sentence.placed():
        if span.kind is SpanKind.WORDS:
            found.append(PlacedSpan(span, None, span.text, sure=False))
            continue
        mark = standing.at(span.mark) if span.mark else None
        if mark is not None and mark.block == said.block:
            now = text[mark.start : mark.end]
            found.append(PlacedSpan(span, mark, now, sure=True, by_mark=True))
            continue
        place, sure = beside.place(start, end)
        if place is None:
            found.append(PlacedSpan(span, None, "", sure=False))
            continue
        mark = Mark(said.block, said.start + place[0], said.start + place[1])
        now = text[mark.start : mark.end]
        found.append(PlacedSpan(span, mark, now, sure and now == span.text))
    return _apart(found)


def _apart(placed: list[PlacedSpan]) -> list[PlacedSpan]:
    """Two stretches cannot stand in the same place: neither is sure then."""
    found = []
    for each in placed:
        shared = each.mark is not None and any(
            other is not each
            and other.mark is not None
            and other.mark.start < each.mark.end
            and each.mark.start < other.mark.end
            for other in placed
        )
        found.append(replace(each, sure=each.sure and not shared))
    return found


class _Beside:
    """A generated sentence beside an edited one, sign by sign; a number is one sign."""

    def __init__(self, old: str, now: str) -> None:
        self._old, self._now = ([*_SIGNS.finditer(each)] for each in (old, now))
        was, said = ([each[0] for each in both] for both in (self._old, self._now))
        self._same: Mapping[int, int] = {
            block.a + k: block.b + k
            for block in SequenceMatcher(None, was, said, autojunk=False).get_matching_blocks()
            for k in range(block.size)
        }

    def place(self, start: int, end: int) -> tuple[tuple[int, int] | None, bool]:
        """Where the characters from `start` to `end` stand now, and whether they and those around
        them stand as generated.
        """
        inside = [
            at for at, each in enumerate(self._old) if each.start() < end and each.end() > start
        ]
        first, last = inside[0], inside[-1]
        begin = max((at for at in self._same if at < first), default=None)
        after = min((at for at in self._same if at > last), default=None)
        if all(self._same.get(at) == self._same.get(first, -1) + at - first for at in inside):
            here = self._same[first], self._same[last]
            place = self._now[here[0]].start(), self._now[here[1]].end()
            return place, self._stands(first, here[0], -1) or self._stands(last, here[1], 1)
        left = self._now[self._same[begin]].end() if begin is not None else 0
        right = len(self._now) if after is None else self._same[after]
        edge = self._now[right].start() if right < len(self._now) else self._length
        return ((left, edge) if left < edge else None), False

    @property
    def _length(self) -> int:
        return self._now[-1].end() if self._now else 0

    def _stands(self, old: int, now: int, step: int) -> bool:
        """Whether the signs on one side stand as generated."""
        return all(self._same.get(old + step * k) == now + step * k for k in range(1, _AROUND + 1))
