"""Two generations of a paragraph or sentence side by side: what has become of each part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from xlbudget.domain.records import replace
from xlbudget.publish.refresh.sentences import Sentence
from xlbudget.results.trace import SpanKind, TracedSpan

_Part = TypeVar("_Part")
Pair = tuple[int | None, int | None]
_DIGITS = re.compile(r"\d[\d,.]*")
_LEAST = 0.05


def side_by_side(
    old: Sequence[_Part], new: Sequence[_Part], score: Callable[[_Part, _Part], float]
) -> list[Pair]:
    """The pairs of two sequences whose scores add up to the most, in order, and what has no
    partner; a score of 0 forbids a pair.

    >>> side_by_side("ab", "b", lambda one, other: float(one == other))
    [(0, None), (1, 0)]
    """
    rows, columns = len(old), len(new)
    begin = 0
    while begin < min(rows, columns) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(rows, columns) - begin and old[rows - 1 - end] == new[columns - 1 - end]:
        end += 1
    middle = _aligned(old[begin : rows - end], new[begin : columns - end], score)
    return [
        *((at, at) for at in range(begin)),
        *((_plus(one, begin), _plus(other, begin)) for one, other in middle),
        *((rows - end + at, columns - end + at) for at in range(end)),
    ]


def _plus(at: int | None, begin: int) -> int | None:
    return None if at is None else at + begin


def _aligned(
    old: Sequence[_Part], new: Sequence[_Part], score: Callable[[_Part, _Part], float]
) -> list[Pair]:
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    gains = [[score(one, other) for other in new] for one in old]
    for i in range(rows - 1, -1, -1):
        for k in range(columns - 1, -1, -1):
            both = best[i + 1][k + 1] + gains[i][k] if gains[i][k] else 0.0
            best[i][k] = max(both, best[i + 1][k], best[i][k + 1])
    pairs: list[Pair] = []
    i = k = 0
    while i < rows and k < columns:
        if gains[i][k] and best[i][k] == best[i + 1][k + 1] + gains[i][k]:
            pairs.append((i, k))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, k))
            k += 1
    pairs += [(at, None) for at in range(i, rows)]
    return [*pairs, *((None, at) for at in range(k, columns))]


def sentence_pairs(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Pair]:
    """Two generations of a paragraph, sentence by sentence; what says another thing now is still
    the same sentence where only one can be meant.
    """
    return side_by_side([each.bare for each in old], [each.bare for each in new], _alike)


def _alike(one: Sentence, other: Sentence) -> float:
    if one == other:
        return 4.0
    old, new = ({s.name for s in each.spans if s.name} for each in (one, other))
    shared = len(old & new) / max(len(old | new), 1)
    return _LEAST + 2 * shared + likeness(one.text, other.text)


def likeness(one: str, other: str) -> float:
    """How much two sentences have in common, whatever their numbers are."""
    was, now = (_DIGITS.sub("#", each) for each in (one, other))
    return SequenceMatcher(None, was, now, autojunk=False).ratio()


def span_pairs(old: Sequence[TracedSpan], new: Sequence[TracedSpan]) -> list[Pair]:
    """Two generations of a sentence, stretch by stretch: a number stands beside the same figure."""
    was, now = ([replace(span, mark="") for span in each] for each in (old, new))
    return side_by_side(was, now, _same_stretch)


def _same_stretch(one: TracedSpan, other: TracedSpan) -> float:
    if one.kind is not other.kind:
        return 0.0
    if one.kind is SpanKind.WORDS:
        return 2.0 if one.text == other.text else _LEAST + likeness(one.text, other.text)
    if one.name != other.name:
        return 0.0
    return 4.0 if one.text == other.text else 3.0


def same_shape(old: Sentence, new: Sentence) -> list[str] | None:
    """The new text of each stretch of an old sentence, where both say the same of the same
    figures; a gap may have been filled. None where the sentence says another thing now.

    >>> gap = TracedSpan(SpanKind.GAP, "〔请填写：原因〕", "原因")
    >>> words = [TracedSpan(SpanKind.WORDS, text) for text in ("因", "。", "因人员增加。")]
    >>> same_shape(Sentence((words[0], gap, words[1])), Sentence((words[2],)))
    ['因', '人员增加', '。']
    """
    texts: list[str] = []
    waiting: list[TracedSpan] = []
    beside = [span for span in new.spans if span.kind in _PRINTED]
    marked = [span for span in old.spans if span.kind in _PRINTED]
    if [(s.kind, s.name) for s in beside] != [(s.kind, s.name) for s in marked]:
        return None
    told = iter(_between(new))
    for span in (*old.spans, None):
        if span is not None and span.kind not in _PRINTED:
            waiting.append(span)
            continue
        words = _filled(waiting, next(told))
        if words is None:
            return None
        texts += words
        waiting = []
        if span is not None:
            texts.append(beside.pop(0).text)
    return texts


_PRINTED = (SpanKind.FIGURE, SpanKind.DIRECTION)


def _between(sentence: Sentence) -> list[str]:
    """What stands before, between and behind the numbers of a sentence."""
    found = [""]
    for span in sentence.spans:
        if span.kind in _PRINTED:
            found.append("")
        else:
            found[-1] += span.text
    return found


def _filled(spans: Sequence[TracedSpan], now: str) -> list[str] | None:
    """What stands now in the place of words and gaps; the words must be the same."""
    pattern = "".join(
        "(.+?)" if span.kind is SpanKind.GAP else f"({re.escape(span.text)})" for span in spans
    )
    found = re.fullmatch(pattern, now, re.DOTALL)
    return [*found.groups()] if found else None
