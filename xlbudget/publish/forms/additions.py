"""What a form gains beside its words: charts, the map of what is ours; all else stays as it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from lxml import etree

from xlbudget.domain.records import dataclass, field
from xlbudget.files.package import Package
from xlbudget.publish.editing import part_bytes
from xlbudget.publish.word.charts import CHART_TYPE, WORKBOOK_TYPE, WordChart
from xlbudget.publish.word.marks import allowed
from xlbudget.publish.word.package import OFFICE, TRACE, WordPackage
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import Parts

_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"
_ITEM = re.compile(r"customXml/[^/]*\.xml", re.IGNORECASE)
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


@dataclass(slots=True)
class Additions:
    """The parts, types and relations that are added to a package."""

    word: OpenWord
    parts: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    _taken: set[str] = field(init=False)
    _ids: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._taken = {name.casefold() for name in self.word.package.names()}
        root = Parts(self.word.package).root(self._links)
        self._ids = {each.get("Id", "") for each in root} if root is not None else set()

    @property
    def _links(self) -> str:
        folder, file = posixpath.split(self.word.main)
        return posixpath.join(folder, "_rels", f"{file}.rels")

    def relate(self, kind: str, target: str) -> str:
        """The id of a new relation of the text to a part; `target` is an absolute name."""
        key = self.key()
        self.relations.append((key, kind, f"/{target}"))
        return key

    def key(self) -> str:
        """The id that the next relation gets."""
        used = self._ids | {key for key, _, _ in self.relations}
        return next(f"rIdXb{n}" for n in range(1, len(used) + 2) if f"rIdXb{n}" not in used)

    def chart(self, chart: WordChart, kind: str) -> None:
        """The parts of a chart, under names that are free; `chart.relation` is `key()`."""
        stem = posixpath.basename(chart.target).removesuffix(".xml")
        free = self._free_stem()
        for name, content in chart.parts.items():
            is_link = name.endswith(".rels")
            fresh = name.replace(f"/{stem}.", f"/{free}.")
            self.parts[fresh] = (
                content.replace(f"/{stem}.".encode(), f"/{free}.".encode()) if is_link else content
            )
            self._taken.add(fresh.casefold())
            if name.endswith(".xlsx"):
                self.types[fresh] = WORKBOOK_TYPE
        name = f"word/charts/{free}.xml"
        self.types[name] = CHART_TYPE
        self.relations.append((chart.relation, kind, f"/{name}"))

    def _free_stem(self) -> str:
        number = 1
        while {
            f"word/charts/xbchart{number}.xml",
            f"word/embeddings/xbchart{number}.xlsx",
        } & self._taken:
            number += 1
        return f"xbchart{number}"

    def trace(self, text: str) -> None:
        """The map: in the part that holds one already, else in a new one."""
        for name in self.word.package.names():
            if _ITEM.fullmatch(name) and TRACE.encode() in self.word.package.read(name):
                root = Parts(self.word.package).root(name)
                if root is not None and root.tag == f"{{{TRACE}}}trace":
                    root.text = allowed(text)
                    self.changed[name] = part_bytes(root)
                    return
        made = WordPackage()
        made.add_trace(text)
        number = 1
        while any(f"customxml/{stem}{number}.xml" in self._taken for stem in ("item", "itemprops")):
            number += 1
        for name, content in made.parts.items():
            fresh = re.sub(r"(item|itemProps)1\.xml", rf"\g<1>{number}.xml", name)
            links = name.endswith(".rels")
            self.parts[fresh] = (
                content.replace(b"itemProps1.xml", f"itemProps{number}.xml".encode())
                if links
                else content
            )
            if name in made.types:
                self.types[fresh] = made.types[name]
        self.relate(f"{OFFICE}/customXml", f"customXml/item{number}.xml")

    def package(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The parts that change and those that are added, types and relations included."""
        changed, added = dict(self.changed), dict(self.parts)
        source = self.word.package
        types = self._with_types(source)
        if types is not None:
            changed[_TYPES_PART] = types
        if self.relations:
            links = self._with_relations()
            (changed if self._links in source else added)[self._links] = links
        return changed, added

    def _with_types(self, source: Package) -> bytes | None:
        root = Parts(source).needed(_TYPES_PART)
        is_template = _TEMPLATE in source.read(_TYPES_PART)
        if not self.types and not is_template:
            return None
        for override in root.iter(f"{{{_TYPES}}}Override"):
            kind = override.get("ContentType", "")
            override.set("ContentType", kind.replace(_TEMPLATE.decode(), _DOCUMENT.decode()))
        for name, kind in self.types.items():
            override = etree.SubElement(root, f"{{{_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", kind)
        return part_bytes(root)

    def _with_relations(self) -> bytes:
        root = Parts(self.word.package).root(self._links)
        if root is None:
            root = etree.fromstring(f'<Relationships xmlns="{_LINKS}"/>')
        _put_links(root, self.relations)
        return part_bytes(root)


def _put_links(root: etree._Element, relations: Iterable[tuple[str, str, str]]) -> None:
    for key, kind, target in relations:
        link = etree.SubElement(root, f"{{{_LINKS}}}Relationship")
        link.set("Id", key)
        link.set("Type", kind)
        link.set("Target", target)
