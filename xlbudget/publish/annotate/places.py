"""Where a finding's comment stands in the XML of a document.

Word ignores comments in text boxes, footnotes and endnotes ([MS-OI29500] 2.1.315): there the
comment stands in the text, at the box or at the sign of the note.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place
from xlbudget.publish.annotate.cells import TableCells
from xlbudget.publish.editing import Editor
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.word_leaves import Leaf
from xlbudget.reading.documents.xml_parts import W

_OPEN = tuple(
    f"{W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "dir", "bdo", "customXml")
)
"""What may hold an end of a comment's range."""

_PLAIN = tuple(
    f"{W}{name}"
    for name in ("text", "dropDownList", "comboBox", "date", "picture", "citation", "equation")
)
"""Controls that hold nothing but a value."""

_SMALL = "16"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a document: all from one element to another. `exact` tells that it is the very
    words, and not what stands nearest to them.
    """

    first: etree._Element
    last: etree._Element
    exact: bool

    def mark(self, number: int) -> None:
        """Put the range and the sign of a comment around it."""
        start, end = (
            etree.Element(f"{W}commentRange{side}", {f"{W}id": str(number)})
            for side in ("Start", "End")
        )
        sign = _sign(number)
        if self.first.tag == f"{W}p":  # 空段
            self.first.extend([start, end, sign])
            return
        self.first.addprevious(start)
        self.last.addnext(end)
        top = end
        while (above := top.getparent()) is not None and above.tag != f"{W}p":
            top = above
        top.addnext(sign)


def _sign(number: int) -> etree._Element:
    run = etree.Element(f"{W}r")
    properties = etree.SubElement(run, f"{W}rPr")
    for name in ("sz", "szCs"):
        etree.SubElement(properties, f"{W}{name}").set(f"{W}val", _SMALL)
    etree.SubElement(run, f"{W}commentReference").set(f"{W}id", str(number))
    return run


class Places:
    """The places of a document that findings speak of."""

    def __init__(self, word: OpenWord) -> None:
        self.word = word
        self.editor = Editor(word)
        self._cells = TableCells(word)

    def spot(self, where: Place) -> Spot:
        """Where a finding belongs: at its words, at its cell, at its paragraph or chart, else at
        the first paragraph.
        """
        blocks = self.word.document.blocks
        at = None if where.paragraph is None else where.paragraph - 1
        if at is not None and not 0 <= at < len(blocks):
            at = None
        cell = self._cells.cell(where)
        if cell is not None:
            return _around(cell, exact=True)
        found = None if at is None else self._of_block(at, where)
        if found is None:
            found = self._nearest(len(blocks) if at is None else at, first=at is None)
        return found

    def _of_block(self, at: int, where: Place) -> Spot | None:
        block = self.word.document.blocks[at]
        if at in self.word.tables:
            return _around(self.word.tables[at], exact=True)
        if at in self.word.drawings:
            unit = _unit(self.word.drawings[at])
            return Spot(unit, unit, exact=True)
        if not isinstance(block, TextBlock) or not self.word.leaves.get(at):
            return None
        start, end = where.span or (0, len(block.text))
        if 0 <= start < end <= len(block.text) and _same_words(block.text, where):
            return self._stretch(at, start, end)
        whole = self._stretch(at, 0, len(block.text))
        return None if whole is None else Spot(whole.first, whole.last, exact=False)

    def _stretch(self, at: int, start: int, end: int) -> Spot | None:
        leaves = [leaf for leaf in self.word.leaves[at] if leaf.end > start and leaf.start < end]
        if not leaves:
            return None
        sides = [
            self._side(leaf, Mark(at, max(leaf.start, start), min(leaf.end, end)), position)
            for leaf, position in ((leaves[0], 0), (leaves[-1], -1))
        ]
        first, last = (side for side, _ in sides)
        if first is None or last is None:
            return None
        return Spot(first, last, exact=all(exact for _, exact in sides))

    def _side(self, leaf: Leaf, mark: Mark, position: int) -> tuple[etree._Element | None, bool]:
        """What one side of a stretch stands beside: its own run, set apart, or what holds that run
        and cannot be parted; and whether that is no more than the words.
        """
        element, exact = leaf.element, True
        root = element.getroottree().getroot()
        if root is not self.word.root:
            sign = self._sign_of(element)
            return (None if sign is None else _unit(sign)), False
        unit = _unit(element, len(self.editor.text(mark)))
        if unit is element.getparent() and unit.tag == f"{W}r":
            runs = self.editor.runs(mark)
            return (runs[position] if runs else unit), bool(runs)
        if any(each.tag == f"{W}txbxContent" for each in element.iterancestors()):
            exact = False
        return unit, exact

    def _sign_of(self, element: etree._Element) -> etree._Element | None:
        """The sign in the text of the note that an element stands in."""
        for kind in ("footnote", "endnote"):
            note = next(element.iterancestors(f"{W}{kind}"), None)
            if note is not None:
                return next(
                    (
                        each
                        for each in self.word.root.iter(f"{W}{kind}Reference")
                        if each.get(f"{W}id") == note.get(f"{W}id")
                    ),
                    None,
                )
        return None

    def _nearest(self, before: int, *, first: bool) -> Spot:
        """The paragraph in the text nearest before a block that cannot be marked, or the first."""
        known = [
            at
            for at, leaves in sorted(self.word.leaves.items())
            if at < before
            and leaves
            and leaves[0].element.getroottree().getroot() is self.word.root
        ]
        for at in known if first else reversed(known):
            block = self.word.document.blocks[at]
            assert isinstance(block, TextBlock)
            spot = self._stretch(at, 0, len(block.text))
            if spot is not None:
                return Spot(spot.first, spot.last, exact=False)
        return _around(self.word.root, exact=False)


def _same_words(text: str, where: Place) -> bool:
    """Whether the quote of a finding stands in a paragraph where the finding says."""
    if where.quote is None or where.quote_at is None:
        return True
    return text.startswith(where.quote, where.quote_at)


def _around(element: etree._Element, *, exact: bool) -> Spot:
    """The first paragraph with words in a table, a cell or the body; the first where none has."""
    paragraphs = [*element.iter(f"{W}p")]
    paragraph = next(
        (each for each in paragraphs if next(each.iter(f"{W}t"), None) is not None),
        paragraphs[0],
    )
    content = [each for each in paragraph if each.tag != f"{W}pPr"]
    if not content:
        return Spot(paragraph, paragraph, exact)
    return Spot(content[0], content[-1], exact)


def _unit(element: etree._Element, words: int = 0) -> etree._Element:
    """The outermost that holds an element and that a range may not begin or end in: mostly its
    run, else the control, the formula or the drawing that it is part of. `words` is how much of it
    is wanted: a control of free text is parted only where it holds more.
    """
    path = [*_up(element)]
    at = len(path) - 2
    while at > 0 and (
        path[at].tag in (*_OPEN, f"{W}sdtContent")
        or (path[at].tag == f"{W}sdt" and _is_free(path[at], words))
    ):
        at -= 1
    return path[at]


def _up(element: etree._Element) -> Iterator[etree._Element]:
    """An element and those that it stands in, up to the outermost paragraph."""
    path = [element, *element.iterancestors()]
    top = max((at for at, each in enumerate(path) if each.tag == f"{W}p"), default=1)
    yield from path[: top + 1]


def _is_free(control: etree._Element, words: int) -> bool:
    properties = control.find(f"{W}sdtPr")
    kinds = {child.tag for child in properties} if properties is not None else set()
    if kinds.intersection(_PLAIN) or any(str(kind).endswith("}checkbox") for kind in kinds):
        return False
    held = sum(len(each.text or "") for each in control.iter(f"{W}t"))
    return held > words > 0
