"""The page numbers in the contents of a document that people went on editing, found anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from xlbudget.files.foreign import DOCUMENT
from xlbudget.files.package import Package
from xlbudget.publish.editing import part_bytes
from xlbudget.publish.word.pages import page_numbers
from xlbudget.reading.documents.xml_parts import Parts, W

_ENTRY = re.compile(r"\s*PAGEREF\s+(\S+)")
_FIELD = f"{W}fldCharType"


def numbered_anew(document: bytes, where: Path) -> tuple[bytes, bool]:
    """The document with the pages of its headings in its contents, and whether each entry has one:
    a heading that a person wrote may have no bookmark. Raises ProgramMissing where LibreOffice is
    not installed.
    """
    package = Package.of_bytes(document, where, wanted=DOCUMENT)
    parts = Parts(package)
    name = parts.main()
    root = parts.root(name)
    entries = list(_entries(root)) if root is not None else []
    if root is None or not entries:
        return document, True
    pages = page_numbers(document)
    known = [_number(run, mark, pages) for run, mark in entries]
    return package.patched({name: part_bytes(root)}), all(known)


def _entries(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The runs that begin the page of an entry, with the bookmark of its heading."""
    for instruction in root.iter(f"{W}instrText"):
        entry = _ENTRY.match(instruction.text or "")
        run = instruction.getparent()
        if entry and run is not None:
            yield run, entry[1]


def _number(run: etree._Element, mark: str, pages: Mapping[str, int]) -> bool:
    """Write the page as what the field shows; whether it is known."""
    if mark not in pages:
        return False
    separator: etree._Element | None = None
    shown: list[etree._Element] = []
    for following in run.itersiblings():
        kinds = [each.get(_FIELD) for each in following.iter(f"{W}fldChar")]
        if "end" in kinds:
            break
        if "separate" in kinds:
            separator = following
        elif separator is not None:
            shown.append(following)
    if separator is None:
        return False
    texts = [text for each in shown for text in each.iter(f"{W}t")]
    if not texts:
        written = etree.Element(f"{W}r")
        looks = separator.find(f"{W}rPr")
        if looks is not None:
            written.append(etree.fromstring(etree.tostring(looks)))
        texts = [etree.SubElement(written, f"{W}t")]
        separator.addnext(written)
    for text in texts:
        text.text = ""
    texts[0].text = str(pages[mark])
    return True
