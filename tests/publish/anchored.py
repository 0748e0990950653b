"""The words that each comment of a document stands at, read from the XML by ElementTree."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ET.fromstring(package.read(name))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def anchored(data: bytes) -> dict[str, str]:
    """The text between start and end of each comment's range, by the comment's id."""
    found: dict[str, str] = {}
    within: list[str] = []
    signs = []
    for element in part(data, "word/document.xml").iter():
        key = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            assert key not in found
            within.append(key)
            found[key] = ""
        elif element.tag == f"{W}commentRangeEnd":
            within.remove(key)
        elif element.tag == f"{W}commentReference":
            signs.append(key)
        elif element.tag == f"{W}t":
            for each in within:
                found[each] += element.text or ""
    assert not within
    assert sorted(signs) == sorted(set(signs))
    assert set(found) <= set(signs)
    return found


def said(data: bytes) -> dict[str, list[str]]:
    """The paragraphs of each comment, by its id."""
    return {
        comment.get(f"{W}id", ""): [
            "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            for paragraph in comment.iter(f"{W}p")
        ]
        for comment in part(data, "word/comments.xml").iter(f"{W}comment")
    }
