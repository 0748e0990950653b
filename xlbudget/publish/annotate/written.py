"""The part of a .docx that holds comments, and what has to name it."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable

from lxml import etree

from xlbudget.publish.editing import Editor, part_bytes
from xlbudget.publish.package_edits import OFFICE, PackageEdits
from xlbudget.publish.word.marks import allowed
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import Parts, W, whole_number

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIZE = "18"
"""Half points: the texts of comments stand in the document's own style, which may be large."""

_LONGEST = 2_000
"""Characters of one paragraph of a comment."""


class Written:
    """The comments of a document: those that stand there, and ours behind them."""

    def __init__(self, word: OpenWord, author: str, date: dt.date) -> None:
        self._word = word
        self._author, self._date = author, f"{date.isoformat()}T00:00:00Z"
        parts = Parts(word.package)
        self._name = parts.of_kind(word.main, "/comments")
        root = parts.root(self._name) if self._name else None
        if root is None:
            root = etree.Element(f"{W}comments", None, nsmap={"w": W[1:-1]})
        self._root = root
        known = [*root.iter(f"{W}comment"), *word.root.iter(*_MARKS)]
        self._next = 1 + max((whole_number(each.get(f"{W}id"), -1) for each in known), default=-1)
        self._any = False

    def add(self, lines: Iterable[str]) -> int:
        """Write a comment, a paragraph a line; its id."""
        number = self._next
        self._next += 1
        self._any = True
        comment = etree.SubElement(self._root, f"{W}comment")
        for name, value in (
            ("id", str(number)),
            ("author", self._author),
            ("date", self._date),
            ("initials", "xb"),
        ):
            comment.set(f"{W}{name}", value)
        first = True
        for line in lines:
            comment.append(_paragraph(line, first=first))
            first = False
        return number

    def saved(self, editor: Editor) -> bytes:
        """The package with the text as edited and the comments."""
        if not self._any:
            return self._word.package.data
        content = part_bytes(self._root)
        if self._name is not None:
            return editor.saved({self._name: content})
        edits = PackageEdits(self._word.package)
        name = edits.free(posixpath.join(posixpath.dirname(edits.main), "comments.xml"))
        edits.put(name, content, _KIND)
        edits.relate(edits.main, f"{OFFICE}/comments", name, stem="xbComments")
        return editor.saved(*edits.changes())


def _paragraph(line: str, *, first: bool) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    _set(properties, "spacing", before="0", after="0", line="240", lineRule="auto")
    _set(properties, "ind", left="0", right="0", firstLineChars="0", firstLine="0")
    _set(properties, "jc", val="left")
    if first:
        etree.SubElement(_run(paragraph), f"{W}annotationRef")
    text = etree.SubElement(_run(paragraph), f"{W}t")
    words = allowed(line)
    text.text = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    text.set(_SPACE, "preserve")
    return paragraph


def _run(paragraph: etree._Element) -> etree._Element:
    run = etree.SubElement(paragraph, f"{W}r")
    properties = etree.SubElement(run, f"{W}rPr")
    for name in ("sz", "szCs"):
        _set(properties, name, val=_SIZE)
    return run


def _set(parent: etree._Element, name: str, **values: str) -> None:
    element = etree.SubElement(parent, f"{W}{name}")
    for key, value in values.items():
        element.set(f"{W}{key}", value)
