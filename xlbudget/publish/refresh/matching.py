"""Generated sentences and the sentences that stand in the document: left alone, edited or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from xlbudget.domain.records import dataclass
from xlbudget.publish.refresh.sentences import Said, Sentence, said_in
from xlbudget.publish.refresh.shapes import likeness
from xlbudget.publish.refresh.standing import Standing
from xlbudget.publish.word.marks import tag_of
from xlbudget.results.text_changes import ALIKE

_COVERED = 0.75
"""A sentence that another one holds nearly all of was put together with its neighbour."""

Key = tuple[int, int]
"""A generated sentence: its paragraph's position, and its own in the paragraph."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a generated sentence stands, and whether word by word as generated."""

    said: Said
    exact: bool


class Matching:
    """Finds the sentences, each with what of the document no other one has taken."""

    def __init__(self, texts: Mapping[int, str], standing: Standing) -> None:
        self._standing = standing
        self._said = {block: said_in(block, text) for block, text in texts.items()}
        self._taken: set[tuple[int, int]] = set()

    def match(
        self,
        paragraphs: Sequence[Sequence[Sentence]],
        regions: Mapping[int, tuple[int, ...]],
    ) -> dict[Key, Match]:
        """Where each sentence stands; one without a match stands nowhere any more."""
        found: dict[Key, Match] = {}
        keys = [(at, k) for at, each in enumerate(paragraphs) for k in range(len(each))]
        last: dict[int, tuple[int, int]] = {}
        for at, k in keys:
            sentence = paragraphs[at][k]
            said = self._exact(sentence, regions.get(at, ()), last.get(at, (-1, -1)))
            if said is not None:
                found[at, k] = Match(said, exact=True)
                self._taken.add((said.block, said.start))
                last[at] = (said.block, said.start)
        for at, k in keys:
            if (at, k) not in found:
                said = self._edited(paragraphs[at][k], regions.get(at, ()))
                if said is not None:
                    found[at, k] = Match(said, exact=False)
        return found

    def _exact(
        self, sentence: Sentence, blocks: Iterable[int], after: tuple[int, int]
    ) -> Said | None:
        text = sentence.text.strip()
        marked = {mark.block for mark in map(self._standing.at, _marks(sentence)) if mark}
        for where in (blocks, sorted(marked)):
            same = [each for each in self._free(where) if each.text == text]
            later = [each for each in same if (each.block, each.start) > after]
            if same:
                return (later or same)[0]
        return None

    def _edited(self, sentence: Sentence, blocks: Sequence[int]) -> Said | None:
        votes: Counter[tuple[int, int]] = Counter()
        by_start: dict[tuple[int, int], Said] = {}
        for block, start in self._marked(sentence, blocks):
            for said in self._free((block,)):
                if said.start <= start < said.end:
                    votes[block, said.start] += 1
                    by_start[block, said.start] = said
        if votes:
            return by_start[votes.most_common(1)[0][0]]
        free = [*self._free(blocks)]
        alike = [(likeness(sentence.text, each.text), each) for each in free]
        best = max(alike, key=lambda pair: pair[0], default=None)
        if best is None:
            return None
        known = best[0] >= ALIKE or _covered(sentence.text, best[1].text) >= _COVERED
        return best[1] if known else None

    def _marked(self, sentence: Sentence, blocks: Sequence[int]) -> Iterable[tuple[int, int]]:
        """Where the numbers of a sentence stand by their marks: bookmarks, or else controls."""
        for span in sentence.spans:
            at = self._standing.at(span.mark) if span.mark else None
            if at is not None:
                yield at.block, at.start
            elif span.mark and span.mark not in self._standing.bookmarks:
                inside = [
                    each
                    for each in self._standing.controls.get(tag_of(span), ())
                    if each.block in blocks
                ]
                if len(inside) == 1:
                    yield inside[0].block, inside[0].start

    def _free(self, blocks: Iterable[int]) -> Iterable[Said]:
        for block in blocks:
            for said in self._said.get(block, ()):
                if (block, said.start) not in self._taken:
                    yield said


def _marks(sentence: Sentence) -> list[str]:
    return [span.mark for span in sentence.spans if span.mark]


def _covered(one: str, other: str) -> float:
    """What part of a sentence stands in another, in pieces that are more than a few characters."""
    pieces = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(each.size for each in pieces if each.size > 2) / max(len(one), 1)  # noqa: PLR2004
