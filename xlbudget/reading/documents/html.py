"""Saved web pages, also those that a program saved under the name of a .doc."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import cast

from lxml import etree

from xlbudget.domain.documents import Document, DocumentBlock, PictureBlock, TextBlock
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place
from xlbudget.files.foreign import DOCUMENT
from xlbudget.reading.documents.blocks import EDGES, numbered
from xlbudget.reading.documents.html_tables import Table
from xlbudget.reading.documents.plain_text import decoded, is_chinese

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_SAMPLE = 16 << 10
_ENCODINGS = {
    *("utf-8", "ascii", "gb18030", "hz", "big5", "big5hkscs", "cp950", "iso8859-1", "cp1252"),
    *("utf-16", "utf-16-le", "utf-16-be"),
}
"""What pages are written in; others that Python knows (punycode) take hours for a megabyte."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section", "article"),
    *("main", "figure", "figcaption", "center", "form", "fieldset", "address", "hr", "body"),
    *("caption", "details", "summary"),
    *_HEADINGS,
}
_UNSEEN = {
    *("script", "style", "nav", "head", "title", "noscript", "template", "select", "button"),
    *("textarea", "svg", "iframe", "object", "option", "aside"),
}
_EMPTY = {"br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "embed"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_WIDE = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f\u2018-\u201d"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t\f]*\r[ \t\f\r]*(?=[{_WIDE}])")
"""A line of the source that ends between Chinese characters: no blank is seen there."""

_BLANKS = re.compile(r"[ \t\r\f]+")
_DEEPEST = 10_000


def read_html(path: Path, data: bytes) -> Document:
    """The blocks of a web page: its paragraphs and tables; menus, scripts and styles left out."""
    page = _Page(str(path))
    target = cast("etree.ParserTarget", page)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, recover=True)
    try:
        parser.feed(_text(path, data).encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError as error:
        raise _unreadable(path, "写坏了的网页") from error
    blocks = page.finished()
    if not blocks:
        raise _unreadable(path, "没有文字的网页")
    return Document(str(path), numbered(blocks))


def read_mime(path: Path, data: bytes) -> Document:
    """The blocks of a web page saved as one file (.mht)."""
    try:
        parts = [*message_from_bytes(data).walk()]
    except RecursionError as error:
        raise _unreadable(path, "单个文件的网页（.mht），层层相套") from error
    for part in parts:
        if part.get_content_type() == "text/html" and (content := _payload(part)):
            return read_html(path, content)
    raise _unreadable(path, "单个文件的网页（.mht），里面没有网页")


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    text = _in_encoding(content, part.get_content_charset() or "")
    return content if text is None else text.encode("utf-8")


def _text(path: Path, data: bytes) -> str:
    """The page as text: in UTF-8 if it is that, whatever it says, else as it says."""
    said = _CHARSET.search(data[:_SAMPLE])
    names = ("utf-8", said[1].decode("ascii") if said else "")
    texts = (_in_encoding(data, name) for name in names)
    text = next((text for text in texts if text and is_chinese(text)), None) or decoded(data)
    if text is None:
        raise _unreadable(path, "网页，编码认不出")
    return text.removeprefix("\ufeff")


def _in_encoding(data: bytes, name: str) -> str | None:
    """Bytes in an encoding that a page says it is in; None if they are not."""
    if not name or b"\x00" in data[:_SAMPLE]:
        return None
    # Pages that say GB2312 hold characters of GBK and GB18030, which contain it.
    name = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
    try:
        if codecs.lookup(name).name not in _ENCODINGS:
            return None
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _unreadable(path: Path, seen: str) -> UnreadableFile:
    return UnreadableFile(
        where=str(path),
        seen=seen,
        expected=DOCUMENT.words,
        remedy="请用浏览器或 Word 打开，另存为 .docx 后再试。",
    )


@dataclass(slots=True)
class _Page:
    """What the parser hands over, one tag after the other."""

    file: str
    blocks: list[DocumentBlock] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    level: int | None = None
    unseen: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    kept: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag begins."""
        hidden = tag in _UNSEEN or _HIDDEN.search(attributes.get("style", ""))
        if self.unseen or (hidden and tag not in _EMPTY):
            if tag not in _EMPTY:
                self.unseen.append(tag)
            if len(self.unseen) > _DEEPEST:
                raise _unreadable(Path(self.file), "层层相套的网页")
            return
        if tag == "br":
            self.words.append("\n")
        elif tag == "img" and not hidden:
            self._break()
            self._add(PictureBlock(attributes.get("alt", ""), Place()))
        elif tag == "table":
            self._break()
            self.tables.append(Table(self.file))
        elif self.tables and tag in ("tr", "td", "th"):
            self._break()
            self._into_table(tag, attributes)
        elif tag in _BLOCKS:
            self._break()
            self.level = _HEADINGS.get(tag)
            self.kept += tag == "pre"

    def end(self, tag: str) -> None:
        """A tag ends."""
        if self.unseen:
            if tag in self.unseen:
                while self.unseen.pop() != tag:
                    pass
            return
        if tag == "table" and self.tables:
            self._break()
            self._close_table()
        elif tag in _BLOCKS or tag in ("td", "th", "tr"):
            self._break()
            self.level = None
            self.kept = max(self.kept - (tag == "pre"), 0)

    def data(self, text: str) -> None:
        """Characters."""
        if not self.unseen:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            # \r stands for a line end of the source, \n for one of the page.
            self.words.append(text if self.kept else text.replace("\n", "\r"))

    def comment(self, text: str) -> None:
        """A comment, which nobody sees."""

    def close(self) -> None:
        """The page ends."""

    def finished(self) -> list[DocumentBlock]:
        """All blocks, with what was left open."""
        self._break()
        while self.tables:
            self._close_table()
        return self.blocks

    def _into_table(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr":
            self.tables[-1].row()
        else:
            self.tables[-1].cell(attributes.get("colspan"), attributes.get("rowspan"))

    def _close_table(self) -> None:
        for block in self.tables.pop().blocks():
            self._add(block)

    def _break(self) -> None:
        """The paragraph so far ends."""
        joined = _BLANKS.sub(" ", _WRAPPED.sub("", "".join(self.words)))
        self.words = []
        text = "\n".join(line.strip(EDGES) for line in joined.split("\n")).strip(EDGES)
        if text:
            self._add(TextBlock(text, Place(), self.level))

    def _add(self, block: DocumentBlock) -> None:
        if self.tables:
            self.tables[-1].add(block)
        else:
            self.blocks.append(block)
