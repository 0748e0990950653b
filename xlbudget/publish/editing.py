"""Edits in a .docx that people wrote: a stretch of a paragraph is set apart, replaced or wrapped.

Only the elements that hold the stretch change; their formats stay, and so do all other parts of
the package, byte for byte.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import cast

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import TextBlock
from xlbudget.publish.fragments import parsed
from xlbudget.publish.runs import SPACE, clear, write_runs
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.word_leaves import Leaf
from xlbudget.reading.documents.xml_parts import W

_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


class Editor:
    """A document being edited. Positions are those of the text as it was read, whatever has been
    replaced since: edits may come in any order, as long as no two touch the same characters.
    """

    def __init__(self, word: OpenWord) -> None:
        self.word = word
        self.root = word.root
        self._leaves: dict[int, list[Leaf]] = {at: [*each] for at, each in word.leaves.items()}
        self._paragraphs = {
            at: next(leaves[0].element.iterancestors(f"{W}p"), None)
            for at, leaves in word.leaves.items()
            if leaves
        }
        self._before = etree.tostring(word.root)

    def text(self, mark: Mark) -> str:
        """The words of a stretch, as they were read."""
        block = self.word.document.blocks[mark.block]
        return block.text[mark.start : mark.end] if isinstance(block, TextBlock) else ""

    def paragraph(self, block: int) -> etree._Element | None:
        """The w:p in which a paragraph's first characters stand; None where that is not known."""
        return self._paragraphs.get(block)

    def runs(self, mark: Mark) -> list[etree._Element] | None:
        """The runs that hold exactly a stretch, split off from those around it where need be; None
        where it cannot be edited (a formula, lines put together otherwise).
        """
        leaves = self._leaves.get(mark.block)
        if leaves is None or mark.start >= mark.end:
            return None
        if not all(
            _in_run(leaf.element)
            for leaf in leaves
            if leaf.end > mark.start and leaf.start < mark.end
        ):
            return None
        self._cut(mark.block, mark.start)
        self._cut(mark.block, mark.end)
        runs: list[etree._Element] = []
        for leaf in self._leaves[mark.block]:
            if leaf.start >= mark.start and leaf.end <= mark.end:
                run = leaf.element.getparent()
                assert run is not None
                if run not in runs:
                    runs.append(run)
        return runs or None

    def replace(self, mark: Mark, text: str) -> bool:
        """Put other words in the place of a stretch, in the format of its first character; False
        where it cannot be edited.
        """
        runs = self.runs(mark)
        if not runs:
            return False
        write_runs(runs, text)
        return True

    def put(self, mark: Mark, xml: str) -> bool:
        """Put ready-made content of a paragraph (runs, controls, bookmarks) in the place of a
        stretch; its runs take the format of the first character. False where it cannot be edited.
        """
        runs = self.runs(mark)
        if not runs:
            return False
        self.root = declare_w15(self.root)
        first = runs[0]
        properties = first.find(f"{W}rPr")
        pieces = parsed(xml)
        for piece in pieces:
            for run in piece.iter(f"{W}r"):
                if properties is not None and run.find(f"{W}rPr") is None:
                    run.insert(0, copy.deepcopy(properties))
            first.addprevious(piece)
        for run in runs:
            clear(run)
        return True

    def remove_paragraph(self, block: int) -> bool:
        """Take a paragraph away; one that ends a section or is alone in a cell is only emptied."""
        paragraph = self.paragraph(block)
        if paragraph is None:
            return False
        parent = paragraph.getparent()
        assert parent is not None
        alone = sum(1 for each in parent if each.tag == f"{W}p") == 1
        section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
        if section or (alone and parent.tag != f"{W}body"):
            for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
                paragraph.remove(child)
        else:
            parent.remove(paragraph)
        return True

    @property
    def changed(self) -> bool:
        """Whether anything has been edited."""
        return etree.tostring(self.root) != self._before

    def saved(
        self,
        changed: Mapping[str, bytes] | None = None,
        added: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """The package with the text as edited, and other parts that are `changed` or `added`; the
        bytes that were read where nothing is edited.
        """
        parts = dict(changed or {})
        if self.changed:
            parts[self.word.main] = part_bytes(self.root)
        if not parts and not added:
            return self.word.package.data
        return self.word.package.patched(parts, added)

    def _cut(self, block: int, at: int) -> None:
        """Split the run that a position stands in, so that it begins there."""
        leaves = self._leaves[block]
        inside = next((n for n, leaf in enumerate(leaves) if leaf.start < at < leaf.end), None)
        if inside is not None:
            leaves[inside : inside + 1] = _split_leaf(leaves[inside], at)
        first = next((n for n, leaf in enumerate(leaves) if leaf.start == at), 0)
        if not first:
            return
        run, before = leaves[first].element.getparent(), leaves[first - 1].element.getparent()
        if run is before and run is not None:
            _split_run(run, leaves[first].element)


def declare_w15(root: etree._Element) -> etree._Element:
    """The root of a text part with the namespace of hidden controls declared and ignorable; a new
    element where it has to be declared.
    """
    ignorable = (root.get(f"{{{_MC}}}Ignorable") or "").split()
    known = dict(root.nsmap)
    if known.get("w15") != _W15 or "mc" not in known:
        spaces = {**known, "w15": _W15, "mc": _MC}
        fresh = etree.Element(root.tag, None, nsmap=cast("dict[str, str]", spaces))
        _copy_attributes(root, fresh)
        fresh.extend(list(root))
        root = fresh
    if "w15" not in ignorable:
        root.set(f"{{{_MC}}}Ignorable", " ".join([*ignorable, "w15"]))
    return root


def part_bytes(root: etree._Element) -> bytes:
    """A part of the package as it is written."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _split_leaf(leaf: Leaf, at: int) -> list[Leaf]:
    """A w:t in two, in the same run."""
    text, cut = leaf.element.text or "", at - leaf.start
    after = copy.deepcopy(leaf.element)
    leaf.element.text, after.text = text[:cut], text[cut:]
    for part in (leaf.element, after):
        part.set(SPACE, "preserve")
    leaf.element.addnext(after)
    return [Leaf(leaf.element, leaf.start, at), Leaf(after, at, leaf.end)]


def _split_run(run: etree._Element, first: etree._Element) -> None:
    """A run in two: what begins with `first` goes into a run of its own, with the same format."""
    after = etree.Element(f"{W}r")
    _copy_attributes(run, after)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        after.append(copy.deepcopy(properties))
    moved = [first, *first.itersiblings()]
    after.extend(moved)
    run.addnext(after)


def _copy_attributes(source: etree._Element, target: etree._Element) -> None:
    for name, value in source.attrib.items():
        target.set(name, value)


def _in_run(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}r"
