"""The elements of a .docx that hold the characters of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from xlbudget.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element that holds characters of a paragraph, and which: from `start` to `end` in the text
    of the block.
    """

    element: etree._Element
    start: int
    end: int


def within(leaves: Iterable[Leaf], start: int, end: int) -> Iterator[Leaf]:
    """The leaves of a part of a text, counted from its start; one may begin before it."""
    for leaf in leaves:
        if leaf.end > start and leaf.start < end:
            yield Leaf(leaf.element, leaf.start - start, leaf.end - start)
