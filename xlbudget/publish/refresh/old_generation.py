"""The old generation of a document: the map inside it, or the one beside it."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass
from xlbudget.files.package import Package
from xlbudget.files.system import reason
from xlbudget.publish.delivery import SIDECAR
from xlbudget.publish.word.marks import allowed
from xlbudget.publish.word.package import TRACE
from xlbudget.results.trace import Trace
from xlbudget.results.trace_json import trace_json, trace_of_json

_ITEM = re.compile(r"customXml/[^/]*\.xml", re.IGNORECASE)
_LARGEST = 32 << 20


@dataclass(frozen=True, slots=True)
class OldGeneration:
    """What was generated, and the part of the package or the file that says so."""

    trace: Trace
    found_by: str
    part: str | None = None


def old_generation(package: Package, sidecar: Path | None = None) -> OldGeneration | None:
    """The old generation of a document; None where both maps are lost. `sidecar` is a file that a
    person names, which then holds whatever the document says itself; else one of the document's
    name is looked for where the document has none. Raises UnreadableFile.
    """
    maps = (
        (name, text)
        for name in package.names()
        if _ITEM.fullmatch(name) and TRACE.encode() in package.read(name)
        if (text := _content(package, name)) is not None
    )
    inner = next(maps, None)
    if sidecar is not None:
        trace = trace_of_json(_read(sidecar), str(sidecar))
        return OldGeneration(trace, f"指定的 {sidecar.name}", inner[0] if inner else None)
    if inner is not None:
        name, text = inner
        where = f"{package.path} · {name}"
        return OldGeneration(trace_of_json(text, where), "文档内的对照", name)
    beside = package.path.with_suffix(SIDECAR)
    if not beside.is_file():
        return None
    return OldGeneration(trace_of_json(_read(beside), str(beside)), f"旁边的 {beside.name}")


def part_with(package: Package, name: str, trace: Trace) -> bytes:
    """The part that holds the map, with another one in it: all else of it stays."""
    content = package.read(name)
    root = etree.fromstring(content, _parser())
    root.text = allowed(trace_json(trace))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _content(package: Package, name: str) -> str | None:
    try:
        root = etree.fromstring(package.xml(name), _parser())
    except etree.XMLSyntaxError:
        return None
    return (root.text or "") if root.tag == f"{{{TRACE}}}trace" else None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) <= _LARGEST:
            return data.decode("utf-8-sig")
        seen = f"大于 {_LARGEST >> 20} MB"
    except OSError as error:
        seen = f"文件打不开（{reason(error)}）"
    except UnicodeDecodeError:
        seen = "不是 UTF-8 的文本"
    raise UnreadableFile(
        where=str(path),
        seen=seen,
        expected="随文档写出的 .trace.json",
        remedy="请指定生成文档时一起写出的对照文件。",
    )
