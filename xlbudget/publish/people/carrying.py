"""What a stretch of text relates to (pictures, charts, links, notes), carried into our package."""

from __future__ import annotations

import copy
import posixpath
import re

from lxml import etree

from xlbudget.domain.errors import UnreadableFile
from xlbudget.publish.package_edits import PackageEdits
from xlbudget.publish.people.packages import Source
from xlbudget.reading.documents.xml_parts import R, W, whole_number

_SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_IN_DIAGRAM = re.compile(rb'(?<=\srelId=")[^"]+(?=")')
_NOTE = (
    '<w:{kind} w:type="{type}" w:id="{id}"><w:p><w:pPr><w:spacing w:line="240" '
    'w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:r><w:{type}/>'
    "</w:r></w:p></w:{kind}>"
)


class Carrying:
    """Carries the parts of one document; each part once."""

    def __init__(self, source: Source, target: PackageEdits) -> None:
        self._source, self._target = source, target
        self._carried: dict[str, str] = {}

    def rewire(self, element: etree._Element, part: str, into: str) -> None:
        """Make a stretch of a part of theirs relate to the same things from a part of ours."""
        links = self._source.links(part)
        for each in element.iter(etree.Element):
            for name, key in [(str(name), str(key)) for name, key in each.attrib.items()]:
                if not name.startswith(R) or not key:
                    continue
                link = links.get(key)
                known = link is not None and (link.external or link.target in self._source.package)
                if link is None or not known:
                    raise self._broken(each)
                target = link.target if link.external else self._part(link.target)
                each.set(name, self._target.relate(into, link.kind, target, external=link.external))

    def notes(self, kind: str, body: list[etree._Element], theirs: etree._Element | None) -> None:
        """The footnotes or endnotes that a text refers to, behind ours."""
        references = [each for root in body for each in root.iter(f"{W}{kind}Reference")]
        name = self._source.parts.of_kind(self._source.main, f"/{kind}s")
        if not references:
            return
        separators = (("separator", -1), ("continuationSeparator", 0))
        empty = "".join(_NOTE.format(kind=kind, type=type_, id=id_) for type_, id_ in separators)
        ours = self._target.related(f"{kind}s", f"<w:{kind}s {_SPACES}>{empty}</w:{kind}s>")
        into = self._target.part_of_kind(f"{kind}s")
        assert into is not None
        known = {each.get(f"{W}id"): each for each in (theirs if theirs is not None else ())}
        for reference in references:
            note = known.get(reference.get(f"{W}id"))
            if note is None or name is None:
                raise self._broken(reference)
            copied = copy.deepcopy(note)
            new = 1 + max(whole_number(each.get(f"{W}id")) for each in ours)
            self.rewire(copied, name, into)
            for each in (reference, copied):
                each.set(f"{W}id", str(new))
            ours.append(copied)

    def _part(self, name: str) -> str:
        """The name in our package of a part of theirs, with all that it relates to."""
        if name in self._carried:
            return self._carried[name]
        new = self._target.free(name)
        self._carried[name] = new
        content = self._source.package.read(name)
        if name.endswith((".xml", ".vml")):
            self._source.package.xml(name)  # 不带 DTD 的
        self._target.put(new, self._diagram(content), self._source.type_of(name))
        root = etree.Element(f"{{{_LINKS}}}Relationships")
        for key, link in self._source.links(name).items():
            if link.target == self._source.main or not (
                link.external or link.target in self._source.package
            ):
                continue
            each = etree.SubElement(root, f"{{{_LINKS}}}Relationship")
            target = link.target
            if not link.external:
                target = posixpath.relpath(self._part(link.target), posixpath.dirname(new))
            for attribute, text in (("Id", key), ("Type", link.kind), ("Target", target)):
                each.set(attribute, text)
            if link.external:
                each.set("TargetMode", "External")
        if len(root):
            folder, file = posixpath.split(new)
            links = posixpath.join(folder, "_rels", f"{file}.rels")
            self._target.put(links, etree.tostring(root, encoding="UTF-8"), _LINK_TYPE)
        return new

    def _diagram(self, content: bytes) -> bytes:
        """A SmartArt names its drawing by an id of the text's own."""
        if b"dataModelExt" not in content:
            return content
        links = self._source.links(self._source.main)

        def ours(found: re.Match[bytes]) -> bytes:
            link = links.get(found[0].decode("ascii", "replace"))
            if link is None or link.external or link.target not in self._source.package:
                return b""
            into = self._target.main
            return self._target.relate(into, link.kind, self._part(link.target)).encode()

        return _IN_DIAGRAM.sub(ours, content)

    def _broken(self, element: etree._Element) -> UnreadableFile:
        what = etree.QName(element).localname
        return UnreadableFile(
            where=str(self._source.path),
            seen=f"文中有一处（{what}）所指的图片、图、脚注或链接不在文件里",
            expected="完整的 Word 文档",
            remedy="请用 Word 打开，看哪里缺了图或显示不出来，删去或重新插入，保存以后再试。",
        )


NOTES = ("footnote", "endnote")
"""The kinds of notes."""
