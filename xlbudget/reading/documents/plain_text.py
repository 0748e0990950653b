"""Plain text: what people saved as .txt or .md, and what programs extracted from a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlbudget.domain.documents import Document, DocumentBlock, PictureBlock, TextBlock
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.text import Place
from xlbudget.files.foreign import DOCUMENT
from xlbudget.reading.documents.blocks import EDGES, numbered
from xlbudget.reading.documents.text_charts import charts_at_the_end
from xlbudget.reading.documents.text_lines import paragraphs
from xlbudget.reading.documents.text_tables import TextTables

_BOOKMARK = re.compile(r"\[bookmark: [^\[\]\n]*\]")
_IMAGE = re.compile(r"\[image: ([^\[\]\n]*)\]")
_GUESSED = re.compile(r"(?:[0-9]{1,2}、|（[0-9]{1,2}）) (?=[^0-9 ])")
"""A number that an extractor made for an automatic one: 1、 and a blank, where 一、 is printed."""

_MARKDOWN = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4096


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or GB18030; None if it is none of them.

    >>> decoded("占98.19%".encode("gb18030"))
    '占98.19%'
    >>> decoded(bytes(range(8))) is None
    True
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" and not is_chinese(text) and _is_gb18030(data):
            continue  # a few words of GB18030 may be UTF-8 by chance
        if not _CONTROL.search(text):
            return text.removeprefix("\ufeff")
    return None


def is_chinese(text: str) -> bool:
    """Whether a text may be what a Chinese document holds: Chinese characters, or ASCII alone."""
    return text.isascii() or _CHINESE.search(text) is not None


def _is_gb18030(data: bytes) -> bool:
    try:
        return _CHINESE.search(data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are Chinese in UTF-8, which those of UTF-16 never happen to be."""
    try:
        return _CHINESE.search(data.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(_UTF16):
        return ("utf-16",)
    sample = data[:_SAMPLE]
    if b"\x00" in sample and not _is_utf8(data):
        # Chinese text has few zero bytes in UTF-16, but digits and line ends have one each.
        low = sample[1::2].count(0) >= sample[::2].count(0)
        return ("utf-16-le",) if low else ("utf-16-be",)
    return ("utf-8", "gb18030")


def read_plain_text(path: Path, text: str) -> Document:
    """The blocks of a plain text: lines, tables written with tabs, charts written at the end."""
    lines = paragraphs(_BREAKS.split(text))
    extracted = bool(_BOOKMARK.search(text) or _IMAGE.search(text))
    end, charts = charts_at_the_end(lines)
    blocks = [*_blocks(str(path), lines[:end], extracted=extracted), *charts]
    if not blocks:
        raise UnreadableFile(
            where=str(path),
            seen="只有空行的文件",
            expected=DOCUMENT.words,
            remedy="文件可能没有保存完整，请重新取得。",
        )
    return Document(str(path), numbered(blocks))


def _blocks(file: str, lines: Sequence[str], *, extracted: bool) -> Iterator[DocumentBlock]:
    tables = TextTables(file, lines)
    at = 0
    while at < len(lines):
        found = tables.table_at(at)
        if found is not None:
            table, at = found
            yield table
            continue
        yield from _line(lines[at], extracted=extracted)
        at += 1


def _line(line: str, *, extracted: bool) -> Iterator[DocumentBlock]:
    """The blocks of one line: its words, and the pictures marked in it."""
    # _IMAGE.split gives words, name, words, name, …
    parts = _IMAGE.split(_BOOKMARK.sub("", line))
    text = "".join(parts[::2]).strip(EDGES)
    if text:
        number = _GUESSED.match(text) if extracted else None
        if number is not None:
            yield TextBlock(text[number.end() :], Place(), numbered=True)
        elif heading := _MARKDOWN.fullmatch(text):
            yield TextBlock(heading[2], Place(), level=len(heading[1]))
        else:
            yield TextBlock(text, Place())
    for name in parts[1::2]:
        yield PictureBlock(name, Place())
