"""The paragraphs of a document as the rules about words read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Heading, Role, Stretch
from xlbudget.binding.plain import Plain, plain
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript
from xlbudget.domain.documents import TableBlock, TextBlock
from xlbudget.domain.records import dataclass

STOPS = "。；！？"
_SIGNS = 8
"""第…部分 and the signs of a heading's number are no longer."""

_NEAR = 10
_CUTS = re.compile("[，、；：。！？（）]")
"""Words are shown with so many signs beside them, up to the next of these."""

_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: its normalised text, and the stretch it stands in. `heading` is set where it
    is one and nothing else.
    """

    block: int
    stretch: Stretch
    plain: Plain
    raw: str
    heading: Heading | None = None
    numbered: bool = False

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.plain.text

    @property
    def role(self) -> Role:
        """What the part is for."""
        return self.stretch.role

    @property
    def is_sentence(self) -> bool:
        """Whether it is no title and no name in a list."""
        return self.heading is None and any(sign in self.text for sign in "。；，")

    def mark(self, start: int, end: int) -> Mark:
        """A stretch of the normalised text, where it stands in the document."""
        return Mark(self.block, *self.plain.original(start, end))

    def whole(self) -> Mark:
        """All of it."""
        return Mark(self.block, 0, len(self.raw))

    def sentence_at(self, at: int) -> tuple[int, int]:
        """The sentence around a character."""
        start = max(self.text.rfind(stop, 0, at) for stop in STOPS) + 1
        ends = [self.text.find(stop, at) for stop in STOPS]
        return start, min((end for end in ends if end >= 0), default=len(self.text))

    def beside(self, start: int, end: int) -> str:
        """A stretch with the words beside it."""
        before = _CUTS.split(self.text[max(0, start - _NEAR) : start])[-1]
        after = _CUTS.split(self.text[end : end + _NEAR])[0]
        return before + self.text[start:end] + after

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a stretch stands inside “…” or 《…》."""
        return any(
            quoted.start() <= start and end <= quoted.end()
            for quoted in _QUOTED.finditer(self.text)
        )


def times(number: int) -> str:
    """How messages say that something stands in several places.

    >>> times(1), times(3)
    ('', '（3 处）')
    """
    return f"（{number} 处）" if number > 1 else ""


def passages(manuscript: Manuscript, *roles: Role) -> Iterator[Passage]:
    """The paragraphs with words in them, of some parts or of all."""
    blocks = manuscript.bound.document.blocks
    for stretch in manuscript.bound.outline.stretches:
        if roles and stretch.role not in roles:
            continue
        heads = {heading.block: heading for heading in stretch.under}
        for position in range(stretch.first, stretch.last):
            block = blocks[position]
            if not isinstance(block, TextBlock) or not block.text.strip():
                continue
            normal = plain(block.text)
            heading = _whole(heads.get(position), normal.text)
            yield Passage(position, stretch, normal, block.text, heading, block.numbered)


def _whole(heading: Heading | None, text: str) -> Heading | None:
    """A heading that is all of its paragraph; one that its paragraph goes on behind is none."""
    if heading is None or len(text) > len(heading.number) + len(heading.words) + _SIGNS:
        return None
    return heading


def tables(manuscript: Manuscript, *roles: Role) -> Iterator[tuple[Stretch, int, TableBlock]]:
    """The tables, each with its stretch and position."""
    for stretch in manuscript.bound.outline.stretches:
        if roles and stretch.role not in roles:
            continue
        for position in range(stretch.first, stretch.last):
            block = manuscript.bound.document.blocks[position]
            if isinstance(block, TableBlock):
                yield stretch, position, block
