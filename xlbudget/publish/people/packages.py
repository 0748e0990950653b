"""The package of our document while parts are put into it, and that of a person's document."""

from __future__ import annotations

import posixpath
from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass
from xlbudget.files.archive import locate
from xlbudget.files.foreign import DOCUMENT, WORD_DOCUMENT
from xlbudget.files.package import Limits, Package, directory
from xlbudget.publish.editing import part_bytes
from xlbudget.publish.revision import refuse_strict
from xlbudget.reading.documents.word_kinds import refuse_other_kinds
from xlbudget.reading.documents.xml_parts import Parts, W

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LIMITS = Limits(file=100 << 20, total=512 << 20, part=64 << 20)


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: its type, and the part or address that it leads to."""

    kind: str
    target: str
    external: bool


class Source:
    """A person's document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package = Package.open(path, LIMITS, WORD_DOCUMENT)
        self.parts = Parts(self.package)
        refuse_other_kinds(path, self.parts)
        self.main = self.parts.main()
        refuse_strict(path, self.package.xml(self.main))
        root = self.parts.root(self.main)
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise UnreadableFile(
                where=str(path),
                seen="没有正文",
                expected=WORD_DOCUMENT.words,
                remedy=WORD_DOCUMENT.save_as,
            )
        self.root, self.body = root, body
        self._types = self.parts.root(_CONTENT)

    def links(self, name: str) -> dict[str, Link]:
        """What a part relates to, by id."""
        return _links(self.parts, name)

    def related(self, kind: str) -> etree._Element | None:
        """The root of the part that the text relates to in one way."""
        name = self.parts.of_kind(self.main, f"/{kind}")
        return self.parts.root(name) if name else None

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        return _type_of(self._types, name)


class Target:
    """Our document: roots of parts that are edited, and parts that are new."""

    def __init__(self, data: bytes) -> None:
        path = Path("说明.docx")
        infos = directory(path, data, LIMITS, DOCUMENT)
        self.package = Package(path, data, locate(path, data, infos, DOCUMENT), DOCUMENT)
        self.parts = Parts(self.package)
        self.main = self.parts.main()
        self._roots: dict[str, etree._Element] = {}
        self._added: dict[str, bytes] = {}

    def root(self, name: str) -> etree._Element:
        """The root of a part of ours, to be edited."""
        if name not in self._roots:
            root = self.parts.root(name)
            assert root is not None, name
            self._roots[name] = root
        return self._roots[name]

    def renew(self, name: str, root: etree._Element) -> None:
        """Put another root in the place of a part's."""
        self._roots[name] = root

    def related(self, kind: str, empty: str) -> etree._Element:
        """The root of the part that the text relates to in one way; `empty` where there is none."""
        name = self.part_of_kind(kind)
        if name is None:
            name = self.free(posixpath.join(posixpath.dirname(self.main), f"{kind}.xml"))
            self._roots[name] = etree.fromstring(empty)
            self._added[name] = b""
            self._declare(name, f"{_WORD}.{kind}+xml")
            self.relate(self.main, f"{OFFICE}/{kind}", name)
        return self.root(name)

    def part_of_kind(self, kind: str) -> str | None:
        """The name of the part that the text relates to in one way."""
        links = _links_of(self._links_root(self.main), self.main)
        found = (link.target for link in links.values() if link.kind.endswith(f"/{kind}"))
        return next(found, None)

    def links(self, name: str) -> dict[str, Link]:
        """What a part of ours relates to, by id."""
        return _links_of(self._links_root(name), name)

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id by which a part of ours relates to another; one id for the same target."""
        root = self._links_root(name)
        for key, link in _links_of(root, name).items():
            if link == Link(kind, target, external):
                return key
        taken = {each.get("Id") for each in root}
        key = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        made = etree.SubElement(root, f"{{{_LINKS}}}Relationship")
        made.set("Id", key)
        made.set("Type", kind)
        where = posixpath.relpath(target, posixpath.dirname(name) or ".")
        made.set("Target", target if external else where)
        if external:
            made.set("TargetMode", "External")
        return key

    def put(self, name: str, content: bytes, kind: str) -> None:
        """Add a part."""
        self._added[name] = content
        self._declare(name, kind)

    def free(self, name: str) -> str:
        """A name that no part has: this one, or one like it."""
        taken = {each.casefold() for each in (*self.package.names(), *self._added)}
        if name.casefold() not in taken:
            return name
        stem, suffix = posixpath.splitext(name)
        stem = stem.rstrip("0123456789")
        number = 1
        while f"{stem}{number}{suffix}".casefold() in taken:
            number += 1
        return f"{stem}{number}{suffix}"

    def saved(self) -> bytes:
        """The package."""
        changed = {
            name: part_bytes(root) for name, root in self._roots.items() if name in self.package
        }
        added = {
            name: part_bytes(self._roots[name]) if name in self._roots else content
            for name, content in self._added.items()
        }
        return self.package.patched(changed, added)

    def _links_root(self, name: str) -> etree._Element:
        links = _links_name(name)
        if links not in self._roots and links not in self.package:
            self._roots[links] = etree.fromstring(f'<Relationships xmlns="{_LINKS}"/>')
            self._added[links] = b""
        return self.root(links)

    def _declare(self, name: str, kind: str) -> None:
        root = self.root(_CONTENT)
        if _type_of(root, name) != kind:
            override = etree.SubElement(root, f"{{{_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", kind)


def _links_name(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _links(parts: Parts, name: str) -> dict[str, Link]:
    root = parts.root(_links_name(name))
    return _links_of(root, name) if root is not None else {}


def _links_of(root: etree._Element, name: str) -> dict[str, Link]:
    folder = posixpath.dirname(name)
    found: dict[str, Link] = {}
    for each in root.iter(f"{{{_LINKS}}}Relationship"):
        target, external = each.get("Target", ""), each.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[each.get("Id", "")] = Link(each.get("Type", ""), target, external)
    return found


def _type_of(types: etree._Element | None, name: str) -> str:
    suffix = posixpath.splitext(name)[1].lstrip(".").casefold()
    by_suffix = ""
    for each in types if types is not None else ():
        if (each.get("PartName") or "").casefold() == f"/{name}".casefold():
            return each.get("ContentType", "")
        if (each.get("Extension") or "").casefold() == suffix:
            by_suffix = each.get("ContentType", "")
    return by_suffix
