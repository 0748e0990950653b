"""Word documents (.docx): the text a reader of the page sees, its tables, charts and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from xlbudget.domain.documents import Document, DocumentBlock, TableBlock, TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place
from xlbudget.files.foreign import DOCUMENT, WORD_DOCUMENT, damaged
from xlbudget.files.package import Limits, Package
from xlbudget.reading.documents.blocks import EDGES, numbered, origins
from xlbudget.reading.documents.drawings import Drawings, is_drawing
from xlbudget.reading.documents.flat_package import FlatPackage
from xlbudget.reading.documents.grids import GridCell, cell_text, full_grid
from xlbudget.reading.documents.word_kinds import refuse_other_kinds
from xlbudget.reading.documents.word_leaves import Leaf, within
from xlbudget.reading.documents.word_revision import under_revision
from xlbudget.reading.documents.word_styles import Styles
from xlbudget.reading.documents.xml_parts import Parts, W, is_on, value, visible, whole_number

_LIMITS = Limits(file=100 << 20, total=512 << 20, part=64 << 20)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_TEXTS = (f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_MATH_LINES = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara"
_PRIVATE = 0xE000
_NOTES = ("footnote", "endnote")


def read_word(path: Path) -> Document:
    """The blocks of a .docx; what is still under revision in it is told in `findings`."""
    return _read(path, Parts(Package.open(path, _LIMITS, DOCUMENT))).document


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A .docx as read, with the XML that it was read from, to be edited.

    `leaves` are the elements of each paragraph's characters, by position in `document.blocks`; a
    paragraph that is broken into lines in a way that cannot be followed has none. `tables` are the
    elements of tables, `drawings` those that charts and pictures are drawn by, by position too.
    """

    document: Document
    package: Package
    main: str
    root: etree._Element
    leaves: Mapping[int, tuple[Leaf, ...]]
    tables: Mapping[int, etree._Element]
    drawings: Mapping[int, etree._Element]


def open_word(path: Path, data: bytes | None = None) -> OpenWord:
    """A .docx with the elements of its text; errors as of `read_word`. With `data` it is what
    stands there in the place of the file.
    """
    if data is None:
        package = Package.open(path, _LIMITS, WORD_DOCUMENT)
    else:
        package = Package.of_bytes(data, path, _LIMITS, WORD_DOCUMENT)
    parts = Parts(package)
    refuse_other_kinds(path, parts)
    read = _read(path, parts)
    return OpenWord(
        read.document, package, parts.main(), read.root, read.leaves, read.tables, read.drawings
    )


def read_flat_word(path: Path, data: bytes) -> Document:
    """The same of a document that Word saved as one XML file."""
    return _read(path, Parts(FlatPackage(path, data))).document


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document
    root: etree._Element
    leaves: Mapping[int, tuple[Leaf, ...]]
    tables: Mapping[int, etree._Element]
    drawings: Mapping[int, etree._Element]


def _read(path: Path, parts: Parts) -> _Read:
    name = parts.main()
    root = parts.root(name)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise damaged(path, f"正文部件“{name}”里没有正文", DOCUMENT)
    reader = _Reader(
        str(path),
        Styles(
            _related(parts, name, "/styles"),
            _related(parts, name, "/numbering"),
        ),
        Drawings(parts, name),
    )
    blocks = [*reader.blocks(body)]
    for kind in _NOTES:
        blocks += reader.notes(kind, _related(parts, name, f"/{kind}s"))
    document = Document(str(path), numbered(blocks), tuple(under_revision(str(path), root)))
    leaves: dict[int, tuple[Leaf, ...]] = {}
    tables: dict[int, etree._Element] = {}
    drawings: dict[int, etree._Element] = {}
    for at, (of, begin) in enumerate(origins(blocks)):
        known = reader.leaves.get(id(blocks[of]))
        block = document.blocks[at]
        if known and begin is not None and isinstance(block, TextBlock):
            leaves[at] = tuple(within(known, begin, begin + len(block.text)))
        elif isinstance(block, TableBlock) and id(blocks[of]) in reader.tables:
            tables[at] = reader.tables[id(blocks[of])]
        elif not isinstance(block, TextBlock | TableBlock) and id(blocks[of]) in reader.drawn:
            drawings[at] = reader.drawn[id(blocks[of])]
    return _Read(document, root, leaves, tables, drawings)


def _related(parts: Parts, name: str, kind: str) -> etree._Element | None:
    part = parts.of_kind(name, kind)
    return parts.root(part) if part is not None else None


@dataclass(slots=True)
class _Reader:
    file: str
    styles: Styles
    drawings: Drawings
    notes_seen: dict[str, list[str]] = field(default_factory=dict)
    leaves: dict[int, list[Leaf]] = field(default_factory=dict)
    tables: dict[int, etree._Element] = field(default_factory=dict)
    drawn: dict[int, etree._Element] = field(default_factory=dict)

    def blocks(self, container: etree._Element) -> Iterator[DocumentBlock]:
        """The blocks of the body, of a cell or of a text box."""
        begun = ""  # words of a paragraph whose mark was deleted: they go with the next one
        leaves: list[Leaf] = []
        for element in visible(container):
            if element.tag == f"{W}p":
                properties = element.find(f"{W}pPr")
                words, attached = self._paragraph(element, leaves, len(begun))
                text = begun + words
                begun = text if _joins_the_next(properties) else ""
                if not begun and text.strip(EDGES):
                    block = TextBlock(
                        text.strip(EDGES),
                        Place(),
                        self.styles.level(properties),
                        self.styles.is_numbered(properties),
                    )
                    lead = len(text) - len(text.lstrip(EDGES))
                    self.leaves[id(block)] = [*within(leaves, lead, lead + len(block.text))]
                    yield block
                leaves = leaves if begun else []
                yield from attached
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
        if begun.strip(EDGES):
            yield TextBlock(begun.strip(EDGES), Place())

    def notes(self, kind: str, root: etree._Element | None) -> Iterator[DocumentBlock]:
        """The notes that the text refers to, in order."""
        if root is None:
            return
        notes = {note.get(f"{W}id", ""): note for note in root.findall(f"{W}{kind}")}
        for key in self.notes_seen.get(kind, []):
            if key in notes:
                yield from self.blocks(notes[key])

    def _paragraph(
        self, paragraph: etree._Element, leaves: list[Leaf], begin: int
    ) -> tuple[str, list[DocumentBlock]]:
        """The words of a paragraph, and what is drawn in it; `leaves` get the elements of its
        characters, counted from `begin`.
        """
        words: list[str] = []
        attached: list[DocumentBlock] = []
        for element in self._content(paragraph):
            said = ""
            if element.tag in _TEXTS:
                said = element.text or ""
            elif element.tag in _SIGNS:
                said = _SIGNS[element.tag]
            elif element.tag == f"{W}sym":
                said = _symbol(element)
            elif is_drawing(element):
                drawn = [*self.drawings.read(element, self.blocks)]
                self.drawn |= {id(block): element for block in drawn}
                attached += drawn
            else:
                self._note(element)
            if said:
                words.append(said)
                leaves.append(Leaf(element, begin, begin + len(said)))
                begin += len(said)
        return "".join(words), attached

    def _content(self, parent: etree._Element) -> Iterator[etree._Element]:
        """What stands in a paragraph or run, hidden runs left out."""
        for element in visible(parent):
            if element.tag == f"{W}r":
                if not is_on(element.find(f"{W}rPr"), "vanish"):
                    yield from self._content(element)
            elif element.tag in (_MATH, _MATH_LINES):
                yield from element.iter(_TEXTS[1])
            else:
                yield element

    def _note(self, element: etree._Element) -> None:
        for kind in _NOTES:
            if element.tag == f"{W}{kind}Reference":
                self.notes_seen.setdefault(kind, []).append(element.get(f"{W}id", ""))

    def _table(self, table: etree._Element) -> Iterator[DocumentBlock]:
        """A table, then what is drawn in its cells; a frame of one cell is what stands in it."""
        attached: list[DocumentBlock] = []
        rows: list[list[GridCell]] = []
        within: list[DocumentBlock] = []
        for row in visible(table):
            properties = row.find(f"{W}trPr")
            if row.tag != f"{W}tr" or (
                properties is not None and properties.find(f"{W}del") is not None
            ):
                continue
            cells: list[GridCell] = []
            skipped = whole_number(value(properties, "gridBefore"))
            for cell in visible(row):
                if cell.tag != f"{W}tc":
                    continue
                within = [*self.blocks(cell)]
                attached += (
                    block for block in within if not isinstance(block, TextBlock | TableBlock)
                )
                laid = _cell(cell, cell_text(within))
                if skipped > 0 and not cells:
                    cells.append(GridCell("", across=skipped))
                if value(cell.find(f"{W}tcPr"), "hMerge") in ("", "continue") and cells:
                    cells[-1].across += laid.across
                else:
                    cells.append(laid)
            rows.append(cells)
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from within
        elif rows:
            grid = full_grid(self.file, rows)
            if any(any(row) for row in grid.rows):
                self.tables[id(grid)] = table
                yield grid
            yield from attached


def _cell(cell: etree._Element, text: str) -> GridCell:
    properties = cell.find(f"{W}tcPr")
    merge = value(properties, "vMerge")
    return GridCell(
        text,
        across=max(whole_number(value(properties, "gridSpan"), 1), 1),
        continues=merge in ("", "continue"),
    )


def _joins_the_next(properties: etree._Element | None) -> bool:
    mark = properties.find(f"{W}rPr") if properties is not None else None
    return mark is not None and any(
        mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom")
    )


def _symbol(element: etree._Element) -> str:
    """A sign named by its code; those of picture fonts stand in the private area."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0 < code < _PRIVATE else ""
