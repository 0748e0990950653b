"""Whose and which year's a document is, by its own words: the cover, headings, and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xlbudget.domain.documents import Document
from xlbudget.reading.unit_names import own_name_as_printed

_YEAR = r"(?<!\d)((?:19|20)\d{2})\s*年度?"
_OWN = r"(?<![与比较同和])"
"""The year compared with is not that of the document."""

_TITLE = re.compile(_OWN + _YEAR + r"\s*(?:部门|单位)?\s*决算(?!数)")
_SPOKEN = re.compile(_OWN + _YEAR)


def year_of(document: Document) -> int | None:
    """The year of the final account that a document explains: that of its title, else the one
    that its texts name most often; None where they name none.

    >>> from xlbudget.domain.documents import TextBlock
    >>> from xlbudget.domain.text import Place
    >>> words = ("第二部分 2024年度部门决算情况说明", "与2023年度相比，增加1万元。")
    >>> year_of(Document("说明.txt", tuple(TextBlock(each, Place()) for each in words)))
    2024
    """
    titles = Counter(int(found[1]) for text in _texts(document) for found in _TITLE.finditer(text))
    spoken = Counter(int(found[1]) for text in _texts(document) for found in _SPOKEN.finditer(text))
    for years in (titles, spoken):
        if years:
            return max(years, key=lambda year: (years[year], year))
    return None


def unit_of(document: Document) -> str:
    """The name of the unit as the cover, headings and sentences print it most often; "" if unknown.

    >>> from xlbudget.domain.documents import TextBlock
    >>> from xlbudget.domain.text import Place
    >>> unit_of(Document("说明.txt", (TextBlock("示例街道办事处2024年度部门决算", Place()),)))
    '示例街道办事处'
    """
    return own_name_as_printed(list(_texts(document)))


def _texts(document: Document) -> Iterator[str]:
    for _, block in document.texts():
        text = re.sub(r"\s+", "", block.text)
        if text:
            yield text
