"""The placeholders of a form: 【收支总表.总计】, 【段：三】, 【图2】, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from xlbudget.domain.records import dataclass

_FOUND = re.compile(r"【([^【】]*)】")
_ALONE = re.compile(r"[【】]")
_WIDE = str.maketrans("．·｜０１２３４５６７８９", "..|0123456789")
_BLANKS = re.compile(r"[\s　]+")
_SECTION = re.compile(r"(?:段|节|正文)[:：](?P<of>.+)")
_CHART = re.compile(
    r"图(?:表)?(?:(?P<number>\d{1,3})|"
    r"[:：](?:图?(?P<with>\d{1,3})$|(?P<title>.+)))"
)
_TABLE = re.compile(
    r"(?:附表|表)(?:(?P<number>\d{1,3})|"
    r"[:：](?:(?P<with>\d{1,3})$|(?P<title>.+)))"
)


class Sort(Enum):
    """What a placeholder asks for."""

    INLINE = "文字"
    SECTION = "段"
    CHART = "图"
    TABLE = "附表"
    TABLES = "附表目录"
    CONTENTS = "目录"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder from `start` to `end` of a paragraph; `of` is what it names."""

    start: int
    end: int
    text: str
    sort: Sort
    of: str

    @property
    def is_block(self) -> bool:
        """Whether it stands for paragraphs, and so needs a paragraph of its own."""
        return self.sort is not Sort.INLINE


def placeholders(text: str) -> list[Placeholder]:
    """The placeholders of a paragraph, in order.

    >>> [(each.sort.value, each.of) for each in placeholders("共【收支总表．总计】【段：三.1】")]
    [('文字', '收支总表.总计'), ('段', '三.1')]
    >>> [(each.sort.value, each.of) for each in placeholders("【图2】【附表：收入决算表】")]
    [('图', '2'), ('附表', '收入决算表')]
    """
    return [_read(match) for match in _FOUND.finditer(text)]


def unpaired(text: str) -> Iterator[int]:
    """Where a 【 or 】 stands without its other half.

    >>> [*unpaired("【甲】【乙")]
    [3]
    """
    rest = _FOUND.sub(lambda match: " " * len(match[0]), text)
    yield from (match.start() for match in _ALONE.finditer(rest))


def _read(match: re.Match[str]) -> Placeholder:
    said = _BLANKS.sub("", match[1].translate(_WIDE))
    sort, of = Sort.INLINE, said
    if said == "附表":
        sort = Sort.TABLES
    elif said == "目录":
        sort = Sort.CONTENTS
    elif said == "名词解释":
        sort = Sort.SECTION
    elif found := _SECTION.fullmatch(said):
        sort, of = Sort.SECTION, found["of"]
    elif found := _CHART.fullmatch(said):
        sort, of = Sort.CHART, found["number"] or found["with"] or found["title"]
    elif found := _TABLE.fullmatch(said):
        sort, of = Sort.TABLE, found["number"] or found["with"] or found["title"]
    return Placeholder(match.start(), match.end(), match[0], sort, of)
