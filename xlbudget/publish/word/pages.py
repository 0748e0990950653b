"""The pages of the headings of a document, as LibreOffice lays it out: for its contents.

Chinese characters are as wide as high in every font, so the pages hold although the fonts of the
office are not installed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from xlbudget.files.foreign import DOCUMENT as WORD_FILE
from xlbudget.files.office import convert
from xlbudget.files.package import Package
from xlbudget.files.temporary import temporary_folder
from xlbudget.files.xml_text import unescape
from xlbudget.publish.word.fonts import substitutes
from xlbudget.publish.word.package import DOCUMENT
from xlbudget.reading.documents.pdf_outline import pdf_outline

_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_MARK = re.compile(r'<w:bookmarkStart\b[^>]*\bw:name="(_Toc\d{8,})"')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def page_numbers(document: bytes) -> Mapping[str, int]:
    """The page of each heading that the contents of a document of ours list, by its bookmark; the
    text begins with page 1. Raises ProgramMissing where LibreOffice is not installed.
    """
    with temporary_folder("pages") as room:
        source = room / "in.docx"
        source.write_bytes(document)
        with substitutes() as fonts:
            pdf = convert(source, "pdf", room, fonts=fonts).read_bytes()
    return pages_in(pdf, document)


def pages_in(pdf: bytes, document: bytes) -> Mapping[str, int]:
    """The pages of the headings of a document in its PDF."""
    outline = pdf_outline(pdf)
    pages: dict[str, int] = {}
    at = 0
    for marks, words in headings(document):
        following = range(at, len(outline))
        found = next((n for n in following if _same(outline[n].title) == _same(words)), None)
        if found is not None:
            pages |= dict.fromkeys(marks, outline[found].page)
            at = found + 1
    first = min(pages.values(), default=1)
    return {mark: page - first + 1 for mark, page in pages.items()}


def headings(document: bytes) -> Iterator[tuple[list[str], str]]:
    """The headings that have a bookmark of the contents (Word adds its own), with their words."""
    package = Package.of_bytes(document, Path("说明.docx"), wanted=WORD_FILE)
    text = package.xml(DOCUMENT).decode()
    for paragraph in _PARAGRAPH.findall(text):
        marks = _MARK.findall(paragraph)
        if marks:
            yield marks, unescape("".join(_TEXT.findall(paragraph)))


def _same(words: str) -> str:
    return "".join(words.split())
