"""The publishable copy of a Word document: without marks, comments, author, watermark."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.records import dataclass
from xlbudget.files.foreign import DOCUMENT
from xlbudget.files.package import Limits, Package
from xlbudget.publish.editing import part_bytes
from xlbudget.publish.revision import refuse_changes, without_bookmarks, without_comments
from xlbudget.publish.runs import drop, is_ours, unwrap
from xlbudget.publish.word.package import TRACE
from xlbudget.publish.word.styles import COVER_NOTE
from xlbudget.publish.word.watermark import DRAFT, SHAPE
from xlbudget.reading.documents.xml_parts import Parts, W

_TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"word/(?:comments\w*|people)\.xml")
_SHOWN = tuple(f"{W}{name}" for name in ("highlight", "shd"))
_OPEN = re.compile(r"〔(?:请填写：|暂不生成：)[^〔〕]{0,80}〕?")
_SETTINGS_LINKS = "_rels/settings.xml.rels"
_PEOPLE = ("creator", "lastModifiedBy", "Manager", "Company")
_RED = ("FF0000", "C00000")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The copy, and what was taken out of it, in words."""

    data: bytes
    told: tuple[str, ...]


def cleaned(path: Path, data: bytes | None = None) -> Cleaned:
    """A copy of a .docx to publish, or of `data` in its place. Raises OutputRefused while a gap or
    a tracked change stands.
    """
    limits = Limits(file=100 << 20, total=512 << 20, part=64 << 20)
    if data is None:
        package = Package.open(path, limits, DOCUMENT)
    else:
        package = Package.of_bytes(data, path, limits, DOCUMENT)
    parts = Parts(package)
    main = parts.main()
    roots: dict[str, etree._Element] = {}
    for name in package.names():
        root = parts.root(name) if _TEXTS.fullmatch(name) or name == main else None
        if root is not None:
            roots[name] = root
    refuse_changes(path, roots.values())
    _refuse_open(path, roots.values())
    told: dict[str, int] = {}
    changed: dict[str, bytes] = {}
    for name, root in roots.items():
        before = etree.tostring(root)
        for what, count in _clear(root):
            told[what] = told.get(what, 0) + count
        if etree.tostring(root) != before:
            changed[name] = part_bytes(root)
    removed = {name for name in package.names() if _is_to_go(package, name)}
    removed |= {_properties_of(name) for name in removed if name.startswith("customXml/")}
    removed |= {_links_of(name) for name in removed}
    removed &= set(package.names())
    if any(_COMMENTS.fullmatch(name) for name in removed):
        told.setdefault("批注", 0)
    changed |= dict(_without_links(package, parts, removed))
    changed |= dict(_without_people(parts))
    changed |= dict(_without_template(parts))
    lines = tuple(f"{what} {count} 处" if count else what for what, count in told.items())
    return Cleaned(package.patched(changed, removed=removed), lines)


def _refuse_open(path: Path, roots: Iterable[etree._Element]) -> None:
    for root in roots:
        text = "".join(each.text or "" for each in root.iter(f"{W}t"))
        left = _OPEN.findall(text)
        if left:
            raise OutputRefused(
                where=str(path),
                seen=f"还有 {len(left)} 处没有填：{'、'.join(left[:5])}",
                expected="没有待填写的文档",
                remedy="请填齐以后再定稿。",
            )


def _clear(root: etree._Element) -> Iterator[tuple[str, int]]:
    """Take out of one text what is not to be published; how much of each."""
    controls = [each for each in root.iter(f"{W}sdt") if is_ours(each)]
    for control in controls:
        _uncolour(control)
        unwrap(control)
    yield from _counted("数的标记", len(controls))
    without_bookmarks(root)
    yield from _counted("批注", without_comments(root))
    marks = [each for each in root.iter() if _is_watermark(each)]
    for mark in marks:
        run = next(mark.iterancestors(f"{W}r"), mark)
        drop(run)
    yield from _counted("送审稿水印", len(marks))
    for paragraph in [each for each in root.iter(f"{W}p") if _is_draft_line(each)]:
        drop(paragraph)


def _counted(what: str, count: int) -> Iterator[tuple[str, int]]:
    if count:
        yield what, count


def _is_watermark(element: etree._Element) -> bool:
    """A watermark of ours in a header: what Word writes, with our words."""
    if not isinstance(element.tag, str) or not element.tag.endswith("}shape"):
        return False
    return (element.get("id") or "").startswith(SHAPE) and any(
        each.get("string") == DRAFT for each in element
    )


def _is_draft_line(paragraph: etree._Element) -> bool:
    """The line （送审稿） of our cover."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    said = "".join(each.text or "" for each in paragraph.iter(f"{W}t")).strip()
    ours = style is not None and style.get(f"{W}val") == COVER_NOTE
    return said == f"（{DRAFT}）" and ours and paragraph.find(f"{W}pPr/{W}sectPr") is None


def _uncolour(control: etree._Element) -> None:
    """What stands in a control without the colours that marked a gap."""
    for properties in control.iter(f"{W}rPr"):
        for child in list(properties):
            red = child.tag == f"{W}color" and child.get(f"{W}val") in _RED
            if child.tag in _SHOWN or red:
                properties.remove(child)


def _local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _is_to_go(package: Package, name: str) -> bool:
    if _COMMENTS.fullmatch(name):
        return True
    return (
        name.startswith("customXml/")
        and name.endswith(".xml")
        and TRACE.encode() in package.read(name)
    )


def _properties_of(name: str) -> str:
    return re.sub(r"item(\d+)\.xml$", r"itemProps\1.xml", name)


def _links_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


def _without_links(
    package: Package, parts: Parts, removed: set[str]
) -> Iterator[tuple[str, bytes]]:
    """The parts that name what is gone, without it: relationships and content types."""
    for name in package.names():
        if name in removed or not (name.endswith(".rels") or name == "[Content_Types].xml"):
            continue
        root = parts.root(name)
        if root is None:
            continue
        base = posixpath.dirname(posixpath.dirname(name))
        gone = []
        for each in root:
            target = each.get("PartName") or each.get("Target") or ""
            path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            if path in removed and each.get("TargetMode") != "External":
                gone.append(each)
        for each in gone:
            root.remove(each)
        if gone:
            yield name, part_bytes(root)


def _without_people(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """The properties of the document without the names of people and offices."""
    for name in ("docProps/core.xml", "docProps/app.xml"):
        root = parts.root(name)
        named = [each for each in root if _local(each) in _PEOPLE] if root is not None else []
        named = [each for each in named if each.text or len(each)]
        for each in named:
            del each[:]
            each.text = ""
        if root is not None and named:
            yield name, part_bytes(root)


def _without_template(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """The settings without the template that Word was started with: its path names a person's
    folder.
    """
    settings, links = (parts.root(f"word/{name}") for name in ("settings.xml", _SETTINGS_LINKS))
    named = list(settings.iter(f"{W}attachedTemplate")) if settings is not None else []
    linked = [each for each in links if _is_template(each)] if links is not None else []
    for each in [*named, *linked]:
        drop(each)
    if settings is not None and named:
        yield "word/settings.xml", part_bytes(settings)
    if links is not None and linked:
        yield f"word/{_SETTINGS_LINKS}", part_bytes(links)


def _is_template(link: etree._Element) -> bool:
    return (link.get("Type") or "").endswith("/attachedTemplate")
