"""Every paragraph of a form, wherever it stands: text, cells, text boxes, headers, notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place
from xlbudget.publish.editing import Editor
from xlbudget.publish.forms.opening import TextPart, other_texts
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.word_leaves import Leaf
from xlbudget.reading.documents.xml_parts import MC, W, is_on, value, visible

_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_NAMES = {
    "hdr": "页眉",
    "ftr": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_BOX = f"{W}txbxContent"
_FIELD = f"{W}fldChar"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A paragraph: its element, its words, where it stands in words, and what holds it.

    `is_main` tells that it stands in the text itself; `again` that it is the same text once more
    (for old programs); `in_field` are the positions that a field makes anew.
    """

    block: int
    element: etree._Element
    text: str
    where: str
    is_main: bool
    again: bool = False
    in_field: frozenset[int] = frozenset()

    @property
    def cell(self) -> etree._Element | None:
        """The cell of a table that it stands in."""
        return next(self.element.iterancestors(f"{W}tc"), None)

    @property
    def in_box(self) -> bool:
        """Whether it stands in a text box."""
        return next(self.element.iterancestors(_BOX), None) is not None

    @property
    def in_body(self) -> bool:
        """Whether it stands right in the text."""
        return self.is_main and self.cell is None and not self.in_box


@dataclass(slots=True)
class FormText:
    """A part of the form with its paragraphs, to be edited."""

    name: str
    places: list[FormPlace]
    editor: Editor
    is_main: bool


def form_texts(word: OpenWord) -> Iterator[FormText]:
    """The text of a form, then its headers, footers, notes and comments."""
    numbers = {
        leaf.element: block.place.paragraph
        for at, leaves in word.leaves.items()
        for leaf in leaves
        if isinstance(block := word.document.blocks[at], TextBlock)
    }
    yield _text(word, TextPart(word.main, word.root), numbers)
    for part in other_texts(word):
        yield _text(word, part, numbers)


def _text(word: OpenWord, part: TextPart, numbers: dict[etree._Element, int | None]) -> FormText:
    scan = _Scan(part, numbers, is_main=part.name == word.main)
    scan.run()
    blocks = tuple(TextBlock(each.text, Place()) for each in scan.places)
    read = OpenWord(
        Document(word.document.file, blocks, ()),
        word.package,
        part.name,
        part.root,
        scan.leaves,
        {},
        {},
    )
    return FormText(part.name, scan.places, Editor(read), scan.is_main)


@dataclass(slots=True)
class _Scan:
    part: TextPart
    numbers: dict[etree._Element, int | None]
    is_main: bool
    places: list[FormPlace] = field(default_factory=list)
    leaves: dict[int, tuple[Leaf, ...]] = field(default_factory=dict)
    _depth: int = 0
    _tables: dict[etree._Element, int] = field(default_factory=dict)
    _rows: dict[etree._Element, dict[etree._Element, int]] = field(default_factory=dict)

    def run(self) -> None:
        for paragraph in self.part.root.iter(f"{W}p"):
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: etree._Element) -> None:
        leaves: list[Leaf] = []
        made: set[int] = set()
        at = 0
        words: list[str] = []
        for element in _content(paragraph):
            if element.tag == _FIELD:
                kind = element.get(f"{W}fldCharType")
                self._depth = max(self._depth + {"begin": 1, "end": -1}.get(kind or "", 0), 0)
                continue
            said = (element.text or "") if element.tag == f"{W}t" else _SIGNS.get(element.tag, "")
            if not said:
                continue
            simple = next(element.iterancestors(f"{W}fldSimple", f"{W}hyperlink"), None)
            if self._depth or simple is not None:
                made.update(range(at, at + len(said)))
            words.append(said)
            leaves.append(Leaf(element, at, at + len(said)))
            at += len(said)
        if not leaves:
            return
        block = len(self.places)
        self.leaves[block] = tuple(leaves)
        self.places.append(
            FormPlace(
                block,
                paragraph,
                "".join(words),
                self._where(paragraph, leaves),
                self.is_main,
                again=next(paragraph.iterancestors(f"{MC}Fallback"), None) is not None,
                in_field=frozenset(made),
            )
        )

    def _where(self, paragraph: etree._Element, leaves: list[Leaf]) -> str:
        if not self.is_main:
            return _NAMES.get(self.part.kind, "")
        number = next((n for leaf in leaves if (n := self.numbers.get(leaf.element))), None)
        box = "（文本框）" if next(paragraph.iterancestors(_BOX), None) is not None else ""
        if number:
            return f"第{number}段{box}"
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        return self._cell(cell) if cell is not None else (box.strip("（）") or "正文")

    def _cell(self, cell: etree._Element) -> str:
        """Which cell: 第2张表第3行第1列, columns counted as they stand in the row."""
        row = next(cell.iterancestors(f"{W}tr"))
        table = next(cell.iterancestors(f"{W}tbl"))
        if not self._tables:
            tables = self.part.root.iter(f"{W}tbl")
            self._tables = {each: number for number, each in enumerate(tables, 1)}
        if table not in self._rows:
            rows = (each for each in visible(table) if each.tag == f"{W}tr")
            self._rows[table] = {each: number for number, each in enumerate(rows, 1)}
        cells = [each for each in visible(row) if each.tag == f"{W}tc"]
        at = self._rows[table][row], cells.index(cell) + 1
        return f"第{self._tables[table]}张表第{at[0]}行第{at[1]}列"


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """What stands in a paragraph; hidden runs, and what is drawn in it, left out."""
    for element in visible(parent):
        if element.tag == f"{W}r":
            if not is_on(element.find(f"{W}rPr"), "vanish"):
                yield from (each for each in element if isinstance(each.tag, str))
        else:
            yield element


def words_in(element: etree._Element) -> str:
    """The words that stand in an element."""
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def plain_control(element: etree._Element) -> etree._Element | None:
    """The control around an element that may hold nothing but a value."""
    for control in element.iterancestors(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        if properties is not None and any(
            properties.find(f"{W}{name}") is not None
            for name in ("text", "dropDownList", "comboBox", "date", "dataBinding")
        ):
            return control
    return None


def is_bound(control: etree._Element) -> bool:
    """Whether Word takes a control's words from elsewhere each time it opens the document."""
    return control.find(f"{W}sdtPr/{W}dataBinding") is not None or any(
        each.tag.endswith("}dataBinding")
        for each in control.iterfind(f"{W}sdtPr/*")
        if isinstance(each.tag, str)
    )


def is_placeholder_text(control: etree._Element) -> bool:
    """Whether a control shows the words that ask for its value."""
    return value(control.find(f"{W}sdtPr"), "showingPlcHdr") is not None


def before(place: FormPlace) -> str:
    """The words of the paragraph before, blank ones left out."""
    return next(_texts(place.element.itersiblings(preceding=True)), "")


def after(place: FormPlace) -> str:
    """The words of the paragraph behind, blank ones left out."""
    for each in place.element.itersiblings():
        text = words_in(each).strip()
        if each.tag != f"{W}p" or text:
            return text if each.tag == f"{W}p" else ""
    return ""


def _texts(elements: Iterator[etree._Element]) -> Iterator[str]:
    """The words of paragraphs up to a table, blank ones left out."""
    for each in elements:
        if each.tag == f"{W}tbl":
            return
        text = words_in(each).strip()
        if each.tag == f"{W}p" and text:
            yield text
