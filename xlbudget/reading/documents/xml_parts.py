"""The XML parts of a .docx and their links, parsed without entities, network or great depth."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from xlbudget.domain.errors import UnsafeFile
from xlbudget.files.foreign import DOCUMENT, damaged
from xlbudget.files.package import Package
from xlbudget.reading.documents.flat_package import FlatPackage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

# ISO/IEC 29500 Strict writes the same elements under other namespaces.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", C),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}",
    ),
)
_LONGEST = 64 << 20


class Parts:
    """The parts of one document."""

    def __init__(self, package: Package | FlatPackage) -> None:
        self._package = package

    def main(self) -> str:
        """The name of the part that holds the text."""
        for kind, target in self._links("").values():
            if kind.endswith("/officeDocument") and target in self._package:
                return target
        if "word/document.xml" in self._package:
            return "word/document.xml"
        raise damaged(self._package.path, "缺少正文部件“word/document.xml”", DOCUMENT)

    def root(self, name: str) -> etree._Element | None:
        """The root element of a part; None if the package has no such part."""
        if name not in self._package:
            return None
        content = self._package.xml(name)
        if len(content) > _LONGEST:
            raise UnsafeFile(
                where=f"{self._package.path} · {name}",
                seen=f"{len(content) >> 20} MB 的正文",
                expected=f"不超过 {_LONGEST >> 20} MB",
                remedy="请用 Word 或 WPS 打开，把文件拆开或另存后再试。",
            )
        for strict, plain in _STRICT:
            if strict in content:
                content = content.replace(strict, plain[1:-1].encode())
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise damaged(
                self._package.path, f"部件“{name}”不是完整的 XML，或层数太深", DOCUMENT
            ) from error

    def needed(self, name: str) -> etree._Element:
        """The root of a part that no package is without; UnreadableFile where it is missing."""
        root = self.root(name)
        if root is None:
            raise damaged(self._package.path, f"缺少部件“{name}”", DOCUMENT)
        return root

    def linked(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relationship; outside ones left out."""
        return {key: target for key, (_, target) in self._links(name).items()}

    def of_kind(self, name: str, kind: str) -> str | None:
        """The part that a part is related to in one way (styles, numbering, footnotes …)."""
        found = (target for said, target in self._links(name).values() if said.endswith(kind))
        return next((target for target in found if target in self._package), None)

    def _links(self, name: str) -> dict[str, tuple[str, str]]:
        folder, file = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        links: dict[str, tuple[str, str]] = {}
        for link in root.iter(f"{_LINKS}Relationship") if root is not None else ():
            if link.get("TargetMode") == "External":
                continue
            target = posixpath.join("/", folder, link.get("Target", ""))
            path = posixpath.normpath(target).lstrip("/")
            links[link.get("Id", "")] = (link.get("Type", ""), path)
        return links


def value(parent: etree._Element | None, name: str) -> str | None:
    """The w:val of a child element: None without the child, "" without the attribute."""
    if parent is None:
        return None
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "")


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Whether a switch such as w:vanish is on."""
    return value(parent, name) not in (None, "0", "false", "off")


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """A number in an attribute; another where it is missing or none.

    >>> whole_number("3"), whole_number(None, 1), whole_number("三", 1)
    (3, 1, 1)
    """
    try:
        return int(text or "")
    except ValueError:
        return otherwise


_TRANSPARENT = {
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink")
} | {f"{W}{name}" for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase")}
_LEFT_OUT = {
    f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "rt", "rubyPr", "pPr")
}


def visible(parent: etree._Element) -> Iterator[etree._Element]:
    """What stands in an element, seen through content controls, hyperlinks and insertions;
    deleted and moved-away text and mc:Fallback left out.
    """
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            continue
        if element.tag in _TRANSPARENT:
            waiting.extend(reversed(element))
        elif element.tag == f"{MC}AlternateContent":
            choice = element.find(f"{MC}Choice")
            if choice is None:
                choice = element.find(f"{MC}Fallback")
            waiting.extend(reversed(choice) if choice is not None else ())
        else:
            yield element
