"""Where the marks of a document of ours stand in it now: bookmarks, controls and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass
from xlbudget.publish.word.marks import TAG
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import W, value
from xlbudget.results.trace import BOOKMARK

_NAME = re.compile(rf"{BOOKMARK}[pt]?_\d+")
_CONTENTS = re.compile(r"^\s*(?:PAGEREF|TOC)\b")


@dataclass(slots=True)
class Stretch:
    """What a bookmark or control holds: the first and last characters of ours in it, and the
    blocks that it reaches into.
    """

    block: int
    start: int
    end: int
    blocks: tuple[int, ...]

    @property
    def mark(self) -> Mark | None:
        """The stretch, if it stands in one block."""
        one = len(self.blocks) == 1
        return Mark(self.block, self.start, self.end) if one else None


@dataclass(frozen=True, slots=True)
class Standing:
    """The marks as they stand: `bookmarks` by name (also those that hold nothing any more, with
    None), `controls` by tag in order, `contents` the blocks that are entries of the table of
    contents.
    """

    bookmarks: Mapping[str, Stretch | None]
    controls: Mapping[str, tuple[Stretch, ...]]
    contents: frozenset[int]

    @classmethod
    def of(cls, word: OpenWord) -> Standing:
        """The marks of a document, as it was read."""
        leaves = {
            leaf.element: (block, leaf.start, leaf.end)
            for block, each in word.leaves.items()
            for leaf in each
        }
        walk = _Walk(leaves)
        walk.through(word.root)
        contents = set()
        for block in word.leaves:
            paragraph = _paragraph(word, block)
            if paragraph is not None and _is_contents(paragraph):
                contents.add(block)
        tags = {tag: tuple(each) for tag, each in walk.controls.items()}
        return cls(walk.bookmarks, tags, frozenset(contents))

    def at(self, name: str) -> Mark | None:
        """Where the words of a bookmark stand, if all in one block."""
        stretch = self.bookmarks.get(name)
        return stretch.mark if stretch is not None else None


def texts_of(word: OpenWord) -> dict[int, str]:
    """The paragraphs whose elements are known, by position."""
    return {
        at: block.text
        for at, block in enumerate(word.document.blocks)
        if isinstance(block, TextBlock) and at in word.leaves
    }


class _Walk:
    """Goes through a text part once, in the order of the page."""

    def __init__(self, leaves: Mapping[etree._Element, tuple[int, int, int]]) -> None:
        self._leaves = leaves
        self._open: dict[str, str] = {}
        self._inside: list[str] = []
        self.bookmarks: dict[str, Stretch | None] = {}
        self.controls: dict[str, list[Stretch]] = {}
        self._held: dict[str, Stretch] = {}
        """What a control within a bookmark holds: typed beside it is not typed into it."""

    def through(self, root: etree._Element) -> None:
        """Note every mark."""
        for element in root.iter():
            if element.tag == f"{W}bookmarkStart":
                name = element.get(f"{W}name", "")
                if _NAME.fullmatch(name) and name not in self.bookmarks:
                    self._open[element.get(f"{W}id", "")] = name
                    self.bookmarks[name] = None
            elif element.tag == f"{W}bookmarkEnd":
                self._open.pop(element.get(f"{W}id", ""), None)
            elif element.tag == f"{W}sdt":
                self._control(element)
            elif element in self._leaves:
                self._leaf(*self._leaves[element])
        self.bookmarks |= self._held

    def _leaf(self, block: int, start: int, end: int) -> None:
        for name in self._open.values():
            self.bookmarks[name] = _wider(self.bookmarks[name], block, start, end)

    def _control(self, element: etree._Element) -> None:
        tag = value(element.find(f"{W}sdtPr"), "tag") or ""
        if not tag.startswith(TAG):
            return
        stretch: Stretch | None = None
        for each in element.iter():
            if each in self._leaves:
                stretch = _wider(stretch, *self._leaves[each])
        if stretch is None:
            return
        self.controls.setdefault(tag, []).append(stretch)
        spans = [name for name in self._open.values() if name.startswith(f"{BOOKMARK}_")]
        if len(spans) == 1:
            self._held.setdefault(spans[0], stretch)


def _wider(stretch: Stretch | None, block: int, start: int, end: int) -> Stretch:
    if stretch is None:
        return Stretch(block, start, end, (block,))
    if block == stretch.block:
        stretch.end = max(stretch.end, end)
    if block not in stretch.blocks:
        stretch.blocks += (block,)
    return stretch


def _paragraph(word: OpenWord, block: int) -> etree._Element | None:
    leaves = word.leaves.get(block)
    return next(leaves[0].element.iterancestors(f"{W}p"), None) if leaves else None


def _is_contents(paragraph: etree._Element) -> bool:
    """Whether a paragraph is an entry of the contents: it links to its heading or asks its page."""
    if any(link.get(f"{W}anchor") for link in paragraph.iter(f"{W}hyperlink")):
        return True
    return any(_CONTENTS.match(text) for text in _instructions(paragraph))


def _instructions(paragraph: etree._Element) -> Iterator[str]:
    for each in paragraph.iter(f"{W}instrText"):
        yield each.text or ""
    for each in paragraph.iter(f"{W}fldSimple"):
        yield each.get(f"{W}instr", "")
