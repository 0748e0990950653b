"""A document of any kind, read by what it holds and not by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.documents import Document
from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.files.foreign import DOCUMENT, OLE, is_encrypted, not_a_package, read_limited
from xlbudget.files.package import Limits, directory

LIMITS = Limits(file=100 << 20, total=512 << 20, part=64 << 20)
"""How large a document may be; pictures included, an honest one is far below."""

MOST_WORDS = 1_000_000
"""Characters of a text; three hundred pages have a quarter of it."""

_SHEETS = "电子表格，不是说明文档"
_GIVE_TEXT = "请指定说明文档；决算表所在的工作簿另行指定。"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
FLAT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_WORD_2003 = b"schemas.microsoft.com/office/word/2003/wordml"
_WEB_PAGE = (b"<html", b"<!doctype html", b"<head", b"<meta", b"<body", b"<table", b"<div", b"<p")


def read_document(path: Path) -> Document:
    """The blocks of a document: .docx, .doc, .wps, .rtf, .odt, .pdf, .html, .mht, .txt, .md.

    Raises an UnreadableFile that says in Chinese what the file is and what to do, or a
    ProgramMissing where an old format needs LibreOffice.
    """
    document = _read(path)
    words = sum(len(block.text) for _, block in document.texts())
    if words > MOST_WORDS:
        raise _too_long(path, words)
    return document


def _read(path: Path) -> Document:
    data = read_limited(path, LIMITS.file, DOCUMENT)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith(b"PK\x03\x04"):
        return _package(path, data)
    if data.startswith(OLE):
        return _compound(path, data)
    if b"%PDF-" in data[:1024]:
        from xlbudget.reading.documents.pdf import read_pdf

        return read_pdf(path)
    if head.startswith(b"<?xml") and FLAT.lower() in head:
        from xlbudget.reading.documents.word import read_flat_word

        return read_flat_word(path, data)
    if head.startswith(b"{\\rtf") or (head.startswith(b"<?xml") and _WORD_2003 in head):
        return _through_office(path)
    if head.startswith(b"mime-version") or b"\ncontent-type: multipart/related" in head:
        from xlbudget.reading.documents.html import read_mime

        return read_mime(path, data)
    if _is_web_page(head):
        from xlbudget.reading.documents.html import read_html

        return read_html(path, data)
    if data.startswith(_PICTURES):
        remedy = "图片里的字读不出来。请指定它的 Word 文件，或有文字的 PDF。"
        raise unreadable(path, "一张图片", remedy)
    from xlbudget.reading.documents.plain_text import decoded, read_plain_text

    text = decoded(data)
    if text is None or head.startswith(b"<?xml"):
        raise not_a_package(path, data, DOCUMENT)
    if len(text) > MOST_WORDS:
        raise _too_long(path, len(text))
    return read_plain_text(path, text)


def _too_long(path: Path, words: int) -> UnsafeFile:
    return UnsafeFile(
        where=str(path),
        seen=f"{words // 10_000} 万字的文字",
        expected=f"一份说明文档，不超过 {MOST_WORDS // 10_000} 万字",
        remedy="请检查是否选错了文件；合订的请按部门拆开，分别审核。",
    )


def unreadable(path: Path, seen: str, remedy: str) -> UnreadableFile:
    """The error for a file that holds no text to review."""
    return UnreadableFile(where=str(path), seen=seen, expected=DOCUMENT.words, remedy=remedy)


def _is_web_page(head: bytes) -> bool:
    """Whether a file starts as a web page does; UTF-16 ones too."""
    plain = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if plain.startswith((b"<?xml", b"<!--")):
        return b"<html" in plain
    return plain.lstrip().startswith(_WEB_PAGE)


def _package(path: Path, data: bytes) -> Document:
    names = {info.filename for info in directory(path, data, LIMITS, DOCUMENT)}
    if any(name.startswith("xl/") for name in names):
        raise unreadable(path, f"{_SHEETS}（内容是 .xlsx）", _GIVE_TEXT)
    if any(name.startswith("ppt/") for name in names):
        raise unreadable(path, "演示文稿（内容是 .pptx）", DOCUMENT.save_as)
    if "OFD.xml" in names:
        remedy = "请用阅读 OFD 的程序打开，导出为 PDF，或指定它的 Word 文件。"
        raise unreadable(path, "OFD 版式文件", remedy)
    if "content.xml" in names and "mimetype" in names:
        if b"opendocument.text" not in data[:200]:
            raise unreadable(path, f"{_SHEETS}（内容是 .ods 或 .odp）", _GIVE_TEXT)
        return _through_office(path)
    from xlbudget.reading.documents.word import read_word

    return read_word(path)


def _compound(path: Path, data: bytes) -> Document:
    if is_encrypted(data):
        raise not_a_package(path, data, DOCUMENT)
    # A text may hold a workbook, so that both streams are there.
    if _holds(data, "WordDocument"):
        from xlbudget.reading.documents.legacy import refuse_locked

        refuse_locked(path, data)
        return _through_office(path)
    if _holds(data, "Workbook") or _holds(data, "Book"):
        raise unreadable(path, f"{_SHEETS}（内容是 .xls 或 .et）", _GIVE_TEXT)
    if _holds(data, "PowerPoint Document"):
        raise unreadable(path, "演示文稿（内容是 .ppt）", DOCUMENT.save_as)
    raise unreadable(path, "认不出的复合文件", "请检查是否选错了文件；" + DOCUMENT.save_as)


def _holds(data: bytes, stream: str) -> bool:
    """Whether the directory of a compound file names a stream."""
    return (stream + "\x00").encode("utf-16-le") in data


def _through_office(path: Path) -> Document:
    from xlbudget.reading.documents.legacy import read_through_office

    return read_through_office(path)
