"""The package of a document: its parts, their types and relationships."""

from __future__ import annotations

from functools import lru_cache

from xlbudget.domain.records import dataclass, field
from xlbudget.files.archive import Entry, deflated, written
from xlbudget.publish.word.marks import xml_text
from xlbudget.publish.word.ooxml import HEAD

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT = "word/document.xml"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_XML_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
TRACE = "urn:xlbudget:trace"
"""The namespace of the part that holds the map of a document."""

_TRACE_ID = "{6D0C3C2E-5B0B-5C5E-9E0B-7C1B6B0F4A11}"


@dataclass(slots=True)
class WordPackage:
    """A package that is being made; the text of the document relates to other parts by id."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)

    def add(self, name: str, content: str, kind: str = "", *, shared: bool = False) -> None:
        """A part of XML; `kind` is its content type (short: that of a part of Word), `shared` says
        that other documents have the same, so that it is compressed once.
        """
        self.parts[name] = f"{HEAD}{content}".encode()
        if shared:
            self.shared.add(name)
        if kind:
            self.types[name] = kind if "/" in kind else f"{_WORD}.{kind}+xml"

    def relate(self, kind: str, target: str) -> str:
        """The id by which the document relates to a part, by its name from word/."""
        self.relations.append((f"{OFFICE}/{kind}", target))
        return f"rId{len(self.relations)}"

    def add_word(self, kind: str, content: str, number: str = "") -> str:
        """A part of the document (styles, header …), related to it; its id."""
        name = f"{kind}{number}.xml"
        self.add(f"word/{name}", content, kind, shared=True)
        return self.relate(kind, name)

    def add_trace(self, trace: str) -> None:
        """The map of the document as a custom XML part."""
        self.add("customXml/item1.xml", f'<trace xmlns="{TRACE}">{xml_text(trace)}</trace>')
        self.add(
            "customXml/itemProps1.xml",
            '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'customXml" ds:itemID="{_TRACE_ID}"><ds:schemaRefs><ds:schemaRef '
            f'ds:uri="{TRACE}"/></ds:schemaRefs></ds:datastoreItem>',
            _XML_PROPERTIES,
            shared=True,
        )
        self.add(
            "customXml/_rels/item1.xml.rels",
            _relationships([(f"{OFFICE}/customXmlProps", "itemProps1.xml")]),
            shared=True,
        )
        self.relate("customXml", "../customXml/item1.xml")

    def packed(self, title: str, made_by: str) -> bytes:
        """The whole file. It names no author and no date, but the versions of what made it: 主题 of
        its properties, which stands in a PDF of it as well.
        """
        self.add(
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{xml_text(title)}</dc:title><dc:subject>{xml_text(made_by)}</dc:subject>"
            "<dc:creator></dc:creator>"
            "<dc:language>zh-CN</dc:language></cp:coreProperties>",
            _CORE,
        )
        self.add("word/_rels/document.xml.rels", _relationships(self.relations), shared=True)
        self.add(
            "_rels/.rels",
            _relationships(
                [
                    (f"{OFFICE}/officeDocument", DOCUMENT),
                    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ]
            ),
            shared=True,
        )
        types = "".join(
            f'<Default Extension="{extension}" ContentType="{kind}"/>'
            for extension, kind in _DEFAULTS.items()
        ) + "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in self.types.items()
        )
        listed = f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'
        self.add("[Content_Types].xml", listed, shared=True)
        first = ("[Content_Types].xml", "_rels/.rels", DOCUMENT)
        names = [*first, *(name for name in self.parts if name not in first)]
        return written([self._deflated(name) for name in names])

    def _deflated(self, name: str) -> tuple[Entry, bytes]:
        content = self.parts[name]
        if name in self.shared:
            return _deflated_once(name, content)
        return deflated(Entry.new(name), content)


@lru_cache(maxsize=128)
def _deflated_once(name: str, content: bytes) -> tuple[Entry, bytes]:
    return deflated(Entry.new(name), content)


def _relationships(relations: list[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'
