"""What is added to a package of Word's, or edited in it: parts, and what has to name them (content
types and relationships). All other parts stay byte for byte.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from xlbudget.domain.records import dataclass
from xlbudget.files.package import Package
from xlbudget.publish.editing import part_bytes
from xlbudget.reading.documents.xml_parts import Parts

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: its type, and the part or address that it leads to."""

    kind: str
    target: str
    external: bool


class PackageEdits:
    """A package while it is edited: roots of parts that change, and parts that are new."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts = Parts(package)
        self.main = self.parts.main()
        self._roots: dict[str, etree._Element] = {}
        self._added: dict[str, bytes] = {}

    def root(self, name: str) -> etree._Element:
        """The root of a part, to be edited."""
        if name not in self._roots:
            self._roots[name] = self.parts.needed(name)
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
        """What a part relates to, by id."""
        return _links_of(self._links_root(name), name)

    def relate(
        self, name: str, kind: str, target: str, *, external: bool = False, stem: str = "rId"
    ) -> str:
        """The id by which a part relates to another; one id for the same target. `stem` is how a
        new one begins.
        """
        root = self._links_root(name)
        for key, link in _links_of(root, name).items():
            if link == Link(kind, target, external):
                return key
        taken = {each.get("Id") for each in root}
        key = next(f"{stem}{n}" for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)
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

    def changes(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The parts that change, and those that are new."""
        changed = {
            name: part_bytes(root) for name, root in self._roots.items() if name in self.package
        }
        added = {
            name: part_bytes(self._roots[name]) if name in self._roots else content
            for name, content in self._added.items()
        }
        return changed, added

    def saved(self) -> bytes:
        """The package."""
        return self.package.patched(*self.changes())

    def _links_root(self, name: str) -> etree._Element:
        links = _links_name(name)
        if links not in self._roots and links not in self.package:
            self._roots[links] = etree.fromstring(f'<Relationships xmlns="{_LINKS}"/>')
            self._added[links] = b""
        return self.root(links)

    def _declare(self, name: str, kind: str) -> None:
        root = self.root(TYPES)
        if type_of(root, name) != kind:
            override = etree.SubElement(root, f"{{{_TYPES_SPACE}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", kind)


def _links_name(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def links(parts: Parts, name: str) -> dict[str, Link]:
    """What a part relates to, by id."""
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


def type_of(types: etree._Element | None, name: str) -> str:
    """The content type of a part, by the root of the part that lists them."""
    suffix = posixpath.splitext(name)[1].lstrip(".").casefold()
    by_suffix = ""
    for each in types if types is not None else ():
        if (each.get("PartName") or "").casefold() == f"/{name}".casefold():
            return each.get("ContentType", "")
        if (each.get("Extension") or "").casefold() == suffix:
            by_suffix = each.get("ContentType", "")
    return by_suffix
