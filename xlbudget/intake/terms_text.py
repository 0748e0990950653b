"""Part Three of a published document: the terms of 名词解释 with their explanations."""

from __future__ import annotations

import re

from xlbudget.binding.outline import Outline, Role
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.reading.labels import plain

_NUMBER = re.compile(
    r"\s*(?:[0-9]{1,3}\s*[.、．]|[（(][0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)\s*"
)
_TERM = re.compile(r"([^：:。；]{2,80}?)\s*[：:]\s*(.+)", re.DOTALL)
_LEFT_OVER = re.compile(r"…|\.{3}|××|XX|xx|（请|（解释|（名词")
"""What a form leaves for people to fill in: such an explanation is none."""

_LEAST = 4
"""Shorter explanations (指。) say nothing."""


@dataclass(slots=True)
class Terms:
    """The terms as printed with their explanations and paragraphs; `left` are those not taken, with
    why.
    """

    texts: dict[str, str] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)


def terms_of(document: Document, outline: Outline) -> Terms:
    """The terms that a document explains.

    >>> from xlbudget.binding.outline import outline
    >>> from xlbudget.domain.text import Place
    >>> words = ("第三部分 名词解释", "1.基本支出：指保障机构正常运转的支出。", "2.项目：指……。")
    >>> text = Document("说明.txt", tuple(TextBlock(each, Place()) for each in words))
    >>> terms_of(text, outline(text)).texts
    {'基本支出': '指保障机构正常运转的支出。'}
    """
    found = Terms()
    seen: set[str] = set()
    for stretch in outline.stretches:
        if stretch.role is not Role.TERMS:
            continue
        headings = {heading.block for heading in stretch.under}
        for at in range(stretch.first, stretch.last):
            block = document.blocks[at]
            if isinstance(block, TextBlock) and at not in headings:
                _take(block.text, found, seen)
    return found


def _take(text: str, found: Terms, seen: set[str]) -> None:
    words = text[number.end() :] if (number := _NUMBER.match(text)) else text.strip()
    term = _TERM.fullmatch(words)
    if term is None:
        if words.strip("…. 。"):
            found.left.append((words, "看不出名词和释义"))
        return
    name, explanation = term[1].strip(), term[2].strip()
    if _LEFT_OVER.search(name) or _LEFT_OVER.search(explanation) or len(explanation) < _LEAST:
        found.left.append((name, "没有写完"))
    elif plain(name) in seen:
        found.left.append((name, "第二次出现"))
    else:
        seen.add(plain(name))
        found.texts[name] = explanation
