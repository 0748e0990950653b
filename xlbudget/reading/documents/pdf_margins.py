"""Page numbers and running heads: what a page prints around its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from xlbudget.reading.documents.pdf_lines import TextLine

_NUMBER = re.compile(
    r"[-—–―－─·•~]*[1-9]\d{0,3}[-—–―－─·•~]*"
    r"|第?\d{1,4}页?[/,，、|]?共?\d{1,4}页?|第(?:\d{1,4}|[一二三四五六七八九十]+)页"
    r"|[Pp]age\d{1,4}(?:of\d{1,4})?"
)
_EDGE = 0.13
"""Heads and feet stand in this part of the page's height, above and below."""

_FEWEST, _MOST = 3, 0.4
"""A running head stands on so many pages, and on such a part of all: odd and even pages may have
one each."""

_SAME_HEIGHT = 4.0
_LINES = 2
"""A head or foot has no more lines."""

_OF_TABLE = re.compile(r"表$|单位[:：]|部门[:：]|(?:公开|财决)\d")
"""Titles and unit lines stand at the same height on each page of tables: no running head."""

Height = float


def without_margins(
    pages: Sequence[tuple[Height, Sequence[TextLine]]],
) -> list[list[TextLine]]:
    """The lines of each page without its number and its running head and foot."""
    numbered = [_without_numbers(height, lines) for height, lines in pages]
    heights = [height for height, _ in pages]
    running = _running(list(zip(heights, numbered, strict=True)))
    return [
        [line for line in lines if not _at_edge(height, line, lines) or _key(line) not in running]
        for height, lines in zip(heights, numbered, strict=True)
    ]


def is_page_number(text: str) -> bool:
    """Whether a line only numbers its page.

    >>> [is_page_number(text) for text in ("— 3 —", "第 3 页 共 9 页", "3/9", "3.5", "2024年")]
    [True, True, True, False, False]
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    return bool(_NUMBER.fullmatch(words))


def _without_numbers(height: Height, lines: Sequence[TextLine]) -> list[TextLine]:
    numbers = [line for line in lines if is_page_number(line.text) and _near_edge(height, line)]
    outermost = [line for line in numbers if _at_edge(height, line, lines)]
    return [line for line in lines if line not in outermost]


def _near_edge(height: Height, line: TextLine) -> bool:
    return line.box.bottom < _EDGE * height or line.box.top > (1 - _EDGE) * height


def _at_edge(height: Height, line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a line is among the first or last of its page, near the edge."""
    return _near_edge(height, line) and (line in lines[:_LINES] or line in lines[-_LINES:])


def _key(line: TextLine) -> tuple[str, int]:
    return "".join(line.text.split()), round(line.box.top / _SAME_HEIGHT)


def _running(pages: Sequence[tuple[Height, Sequence[TextLine]]]) -> frozenset[tuple[str, int]]:
    """The texts that stand at the same height of most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for height, lines in pages:
        keys = {_key(line) for line in lines if _at_edge(height, line, lines)}
        seen.update({(text, place + near) for text, place in keys for near in (-1, 0, 1)})
    most = max(_FEWEST, _MOST * sum(bool(lines) for _, lines in pages))
    return frozenset(
        key for key, count in seen.items() if count >= most and not _OF_TABLE.search(key[0])
    )
