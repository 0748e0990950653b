"""Which paragraphs of a document hold a generated paragraph now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from xlbudget.publish.refresh.shapes import likeness
from xlbudget.publish.refresh.standing import Standing
from xlbudget.results.text_changes import ALIKE
from xlbudget.results.trace import TracedParagraph

_NEAR = 12
"""So many paragraphs around the place where one should stand are looked at."""


def regions_of(
    paragraphs: Sequence[TracedParagraph], standing: Standing, texts: Mapping[int, str]
) -> dict[int, tuple[int, ...]]:
    """The blocks of each generated paragraph, by its position: found by its bookmark, the marks of
    its numbers, its very words, or words like them where it should stand.
    """
    found = dict(_by_marks(paragraphs, standing, texts))
    taken = {block for blocks in found.values() for block in blocks}
    free = {at: text for at, text in texts.items() if at not in taken | standing.contents}
    same: dict[str, list[int]] = {}
    for at, text in free.items():
        same.setdefault(text, []).append(at)
    for position, paragraph in enumerate(paragraphs):
        if position in found:
            continue
        standing_there = same.get(paragraph.text.strip())
        if standing_there:
            block = _nearest(standing_there, position, found)
            standing_there.remove(block)
            del free[block]
            found[position] = (block,)
    for position, paragraph in enumerate(paragraphs):
        if position in found:
            continue
        near = sorted(free, key=_distance(position, found))[:_NEAR]
        alike = {at: likeness(paragraph.text, free[at]) for at in near}
        best = max(near, key=alike.__getitem__, default=None)
        if best is not None and alike[best] >= ALIKE:
            del free[best]
            found[position] = (best,)
    return found


def _by_marks(
    paragraphs: Sequence[TracedParagraph], standing: Standing, texts: Mapping[int, str]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    for position, paragraph in enumerate(paragraphs):
        stretch = standing.bookmarks.get(paragraph.mark)
        if stretch is not None:
            yield position, tuple(block for block in stretch.blocks if block in texts)
            continue
        places = (standing.at(span.mark) for span in paragraph.spans if span.mark)
        blocks = Counter(mark.block for mark in places if mark is not None)
        if blocks:
            yield position, (blocks.most_common(1)[0][0],)


def _expected(position: int, found: Mapping[int, tuple[int, ...]]) -> float:
    """Where a paragraph should stand: behind the one before it."""
    before = max((at for at in found if at < position and found[at]), default=None)
    return found[before][-1] + 0.5 if before is not None else -1.0


def _nearest(blocks: Sequence[int], position: int, found: Mapping[int, tuple[int, ...]]) -> int:
    return min(blocks, key=_distance(position, found))


def _distance(
    position: int, found: Mapping[int, tuple[int, ...]]
) -> Callable[[int], tuple[float, int]]:
    """How far a block is from where a paragraph should stand; of two as far, the first."""
    expected = _expected(position, found)
    return lambda block: (abs(block - expected), block)
