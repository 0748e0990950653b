"""What all readers do with the blocks that they found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlbudget.domain.documents import DocumentBlock, TextBlock
from xlbudget.domain.records import replace

EDGES = " \t\r\n\u3000\xa0"
"""Blanks that a paragraph may begin and end with."""

_NUMERAL = "[一二三四五六七八九十\\d]{1,3}"
_ORDINAL = (
    rf"(?:第{_NUMERAL}部分|[一二三四五六七八九十]{{1,3}}、|（{_NUMERAL}）"
    r"|\d{1,2}[.、．](?!\d)|附件)"
)
_ENDS = re.compile(rf"[。；：！？]$|^{_ORDINAL}[^。，；：]{{4,40}}$")
"""How a line ends after which the next is a paragraph of its own: a sentence, or a heading."""

_BEGINS = re.compile(rf"^{_ORDINAL}")


def numbered(blocks: Iterable[DocumentBlock]) -> tuple[DocumentBlock, ...]:
    """The blocks with their numbers in the document."""
    return tuple(
        replace(block, place=replace(block.place, paragraph=at))
        for at, block in enumerate((part for block in blocks for part in _paragraphs(block)), 1)
    )


def origins(blocks: Iterable[DocumentBlock]) -> Iterator[tuple[int, int | None]]:
    """Of each block of `numbered`: the position of the block that it came from, and where its text
    begins there; None where lines were put together otherwise than they stood.
    """
    for position, block in enumerate(blocks):
        begin = 0
        for part in _paragraphs(block):
            if not isinstance(part, TextBlock) or not isinstance(block, TextBlock):
                yield position, None
                continue
            found = block.text.find(part.text, begin)
            yield position, found if found >= 0 else None
            begin = found + len(part.text) if found >= 0 else begin


def _paragraphs(block: DocumentBlock) -> Iterator[DocumentBlock]:
    """A block that holds several paragraphs, with nothing but line breaks between them, in parts:
    pages on the web are often written so. A line broken in the middle of a sentence or of a title
    stays as it is.
    """
    if not isinstance(block, TextBlock) or "\n" not in block.text:
        yield block
        return
    parts: list[str] = []
    last = ""
    for line in (each.strip(EDGES) for each in block.text.split("\n")):
        if last and line and not (_ENDS.search(last) or _BEGINS.match(line)):
            parts[-1] += f"\n{line}"
        elif line:
            parts.append(line)
        last = line
    yield replace(block, text=parts[0]) if parts else block
    for part in parts[1:]:
        yield replace(block, text=part, level=None, numbered=False)
