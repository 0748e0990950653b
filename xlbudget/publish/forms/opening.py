"""A bureau's form opened; what cannot be filled in is refused with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass
from xlbudget.publish.forms.blanks.blank import blanks
from xlbudget.publish.revision import refuse_strict
from xlbudget.reading.documents.word import OpenWord, open_word
from xlbudget.reading.documents.word_revision import tracked_changes
from xlbudget.reading.documents.xml_parts import Parts, W

_EXPECTED = "Word 文档（.docx）或模板（.dotx）"
_OTHERS = {
    ".doc": "旧格式的 Word 文档",
    ".dot": "旧格式的 Word 模板",
    ".wps": "WPS 文字文档",
    ".wpt": "WPS 文字模板",
    ".rtf": "RTF 文档",
    ".odt": "ODF 文档",
    ".docm": "带宏的 Word 文档",
    ".dotm": "带宏的 Word 模板",
    ".pdf": "PDF",
}
_TEXTS = ("hdr", "ftr", "footnotes", "endnotes", "comments")
_SIGN = "【".encode()
_OF_PAGES = re.compile(rb"<(?:\w+:)?(?:hdr|ftr|footnotes|endnotes)[\s>]")
_OPENING = 2000
"""So many bytes of a part tell what it is."""


@dataclass(slots=True)
class TextPart:
    """A part of the form that has words: the text itself, a header, a footer, the notes."""

    name: str
    root: etree._Element

    @property
    def kind(self) -> str:
        """The name of its root: document, hdr, ftr, footnotes, endnotes, comments."""
        return etree.QName(self.root).localname


def open_form(path: Path) -> OpenWord:
    """The form. Raises UnreadableFile for what is no .docx, or is still under revision."""
    other = _OTHERS.get(path.suffix.lower())
    if other is not None:
        raise UnreadableFile(
            where=str(path),
            seen=other,
            expected=_EXPECTED,
            remedy="请用 Word 或 WPS 打开，另存为“Word 文档(*.docx)”再用。",
        )
    word = open_word(path)
    refuse_strict(path, word.package.read(word.main))
    roots = [word.root, *(part.root for part in other_texts(word))]
    changes = tracked_changes(roots)
    if changes:
        raise UnreadableFile(
            where=str(path),
            seen=f"还有 {changes} 处修订没有接受或拒绝",
            expected="没有修订的范本",
            remedy="请在 Word 里“审阅”→“接受”或“拒绝”全部修订，保存以后再用。",
        )
    return word


def other_texts(word: OpenWord) -> list[TextPart]:
    """The headers, footers, notes and comments in which placeholders stand, and the headers,
    footers and notes with blanks.
    """
    parts = Parts(word.package)
    found = []
    for name in sorted(set(parts.linked(word.main).values())):
        if not name.endswith(".xml") or name not in word.package:
            continue
        content = word.package.read(name)
        asks = _SIGN in content
        if not asks and not _OF_PAGES.search(content, 0, _OPENING):
            continue
        root = parts.root(name)
        if root is None or root.tag not in [f"{W}{kind}" for kind in _TEXTS]:
            continue
        if asks or any(blanks(words) for words in _paragraphs(root)):
            found.append(TextPart(name, root))
    return found


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        yield "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


def is_protected(word: OpenWord) -> bool:
    """Whether the form is protected from editing (without being encrypted)."""
    parts = Parts(word.package)
    name = parts.of_kind(word.main, "/settings")
    root = parts.root(name) if name else None
    if root is None:
        return False
    protection = root.find(f"{W}documentProtection")
    return protection is not None and protection.get(f"{W}enforcement") in ("1", "true", "on")


def has_template_type(content_types: bytes) -> bool:
    """Whether the package says that it is a template (.dotx)."""
    return b"wordprocessingml.template.main+xml" in content_types
