"""What made a document that people wrote in: 主题 of its properties, as in one of our own."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from xlbudget.files.foreign import DOCUMENT
from xlbudget.files.package import Limits, Package
from xlbudget.formats.versions import OURS
from xlbudget.publish.editing import part_bytes
from xlbudget.reading.documents.xml_parts import Parts

_CORE = "docProps/core.xml"
_DC = "http://purl.org/dc/elements/1.1/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES = f"{_PACKAGE}/metadata/core-properties"
_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
_KIND = "application/vnd.openxmlformats-package.core-properties+xml"
_OURS = re.compile(rf"(?:^|；){OURS}.*", re.DOTALL)


def told_made_by(data: bytes, path: Path, words: str) -> bytes:
    """The document whose 主题 says what made it; `path` is what errors call it. What a person put
    there stays, and ours stands behind it.
    """
    limits = Limits(file=100 << 20, total=512 << 20, part=64 << 20)
    package = Package.of_bytes(data, path, limits, DOCUMENT)
    parts = Parts(package)
    root = parts.root(_CORE)
    if root is not None:
        return package.patched({_CORE: _with_subject(root, words)})
    root = etree.Element(f"{{{_PROPERTIES}}}coreProperties", None, nsmap={"cp": _PROPERTIES})
    types, links = parts.needed("[Content_Types].xml"), parts.needed("_rels/.rels")
    etree.SubElement(
        types,
        f"{{{_PACKAGE}/content-types}}Override",
        {"PartName": f"/{_CORE}", "ContentType": _KIND},
    )
    taken = {each.get("Id") for each in links}
    key = next(f"rIdXb{n}" for n in range(1, len(taken) + 2) if f"rIdXb{n}" not in taken)
    etree.SubElement(
        links,
        f"{{{_PACKAGE}/relationships}}Relationship",
        {"Id": key, "Type": _RELATION, "Target": _CORE},
    )
    changed = {"[Content_Types].xml": part_bytes(types), "_rels/.rels": part_bytes(links)}
    return package.patched(changed, {_CORE: _with_subject(root, words)})


def _with_subject(root: etree._Element, words: str) -> bytes:
    subject = root.find(f"{{{_DC}}}subject")
    if subject is None:
        subject = etree.SubElement(root, f"{{{_DC}}}subject", None, nsmap={"dc": _DC})
    own = _OURS.sub("", subject.text or "")
    subject.text = f"{own}；{words}" if own else words
    return part_bytes(root)
