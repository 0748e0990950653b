"""One paragraph of a document as a heading: its depth, its number and its words."""

from __future__ import annotations

import re
from enum import Enum

from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass

LONGEST = 45
"""No heading of a section is longer."""

_RUN_IN = 24
"""A heading that its own paragraph goes on behind is shorter."""

_RUN_IN_ENDS = ("情况", "说明", "概况")
_NUMERAL = "一二三四五六七八九十"
_PART = re.compile(rf"^第\s*([{_NUMERAL}]+|\d{{1,2}})\s*部分[\s:：、.．]*(.*)$")
_ANNEX = re.compile(rf"^(附件\s*[\d{_NUMERAL}]*)\s*(?:[:：.．、\s]\s*(.*))?$")
_SECTION = re.compile(rf"^([{_NUMERAL}]{{1,3}})\s*[、.．]\s*(.+)$")
_GUESSED = re.compile(r"^(\d{1,2})\s*、\s*(.+)$")
_SUB = re.compile(rf"^[（(]\s*([{_NUMERAL}]{{1,3}}|\d{{1,2}})\s*[）)]\s*[.．、]?\s*(.+)$")
_ITEM = re.compile(r"^(\d{1,2})\s*[.．、]\s*(.+)$")
_SPACES = re.compile(r"(?<=[^\x00-\x7f])\s+|(?<!\s)\s+(?=[^\x00-\x7f])")
_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("．"): "."}
_JOINED = re.compile(r"([^，。；：\d]{2,34}情况(?:的?说明)?)(?=20\d\d年)")
_STOPS = re.compile(r"[。；;！？]")
_PAGE = re.compile(r"(?:[.．·…⋯_\-－—]{3,}+|[\t　 ]{2,}+|\t)\s*+[-—]?\s*+\d{1,3}\s*+[-—]?$")
_OF_ACCOUNTS = re.compile(r"情况的?说明$|(?:决算|收支|支出|收入|占[有]?用|管理|采购).*情况$")
_SENTENCE = re.compile(r"[。；;！？]|\d[\d,，.]*\s*(?:万元|亿元|元|%|％|个|辆|人|次)")
_TERM = re.compile(
    r"^(?:\d{1,3}\s*[.．、]?|[（(]\d{1,3}[）)])?\s*[^：:。]{2,70}[：:]\s*"
    r"(?:是?指|反映|为保障|…)"
)


_KNOWN_TERM = re.compile(
    r"^(?:\d{1,3}\s*[.．、]|[（(]\d{1,3}[）)])\s*(?:(?:一般公共预算)?财政拨款收入|事业收入|经营收入|"
    r"上级补助收入|其他收入|使用非财政拨款结余|[年上][初末年]?结转和结余|结余分配|基本支出|项目支出)"
    r"(?:（[^（）]*）)?[：:](?!\s*无)[^\d]{8,}$"
)
"""An entry of 名词解释 that says what a term is without 指."""


class Rank(Enum):
    """What kind of number a heading bears."""

    PART = "第一部分"
    ANNEX = "附件1"
    SECTION = "一、"
    SUB = "（一）"
    ITEM = "1."
    BARE = ""


@dataclass(frozen=True, slots=True)
class Title:
    """What a paragraph is as a heading: how it is numbered, and its words."""

    rank: Rank
    number: str
    words: str
    is_whole: bool = True
    """Whether the paragraph is nothing but the heading."""


def title_of(block: TextBlock) -> Title | None:
    """The heading that a paragraph is, or begins with; None where it is none.

    >>> from xlbudget.domain.text import Place
    >>> def read(text): return title_of(TextBlock(text, Place()))
    >>> read("二、收入决算情况说明").number, read("第3部分 名词解释").words
    ('二', '名词解释')
    >>> read("（一）收入情况。本年收入合计5万元。").words
    '收入情况'
    >>> read("1.负责辖区经济、文化等工作。") is None, read("三、本年支出合计5万元。") is None
    (True, True)
    """
    text = plain(block.text)
    spaced = block.text.strip().translate(_DIGITS)
    found = _part(text) or _annex(spaced) or _numbered(text)
    if found:
        return found
    marked = block.level is not None or block.numbered
    if len(text) > LONGEST or _SENTENCE.search(text) or re.match(r"[（(]?图\s*\d*", text):
        return None
    if marked and len(text) > 1 and not text.endswith(("：", ":")):
        return Title(Rank.BARE, "", text)
    if re.fullmatch(r"(?:专业)?名词解释|.{2,30}决算情况的?说明", text):
        return Title(Rank.BARE, "", text)
    return None


def plain(text: str) -> str:
    """A heading's words with half-width digits, without spaces between its signs.

    >>> plain(" 一 、收入  决算（１）")
    '一、收入决算（1）'
    """
    return _SPACES.sub("", text.strip().translate(_DIGITS))


def is_contents_line(text: str) -> bool:
    """Whether a line is one of a table of contents: words, dots, and the number of a page.

    >>> is_contents_line("一、部门职责..........3"), is_contents_line("本年支出合计3")
    (True, False)
    """
    return len(text) < 2 * LONGEST and bool(_PAGE.search(text.strip()))


def is_term(text: str) -> bool:
    """Whether a paragraph explains a term: 基本支出：指为保障机构正常运转而发生的支出.

    >>> is_term("1.财政拨款收入：指从同级财政部门取得的财政预算资金。")
    True
    >>> is_term("1.财政拨款收入：本级财政按预算拨给单位的资金。"), is_term("1.其他收入：3万元。")
    (True, False)
    """
    words = text.strip()
    return bool(_TERM.match(words) or _KNOWN_TERM.match(words))


def speaks_of_accounts(words: str) -> bool:
    """Whether a heading's words are those of a section on the accounts.

    >>> speaks_of_accounts("收入决算情况说明"), speaks_of_accounts("提升城市形象")
    (True, False)
    """
    return bool(_OF_ACCOUNTS.search(words))


def _part(text: str) -> Title | None:
    match = _PART.match(text)
    if not match or len(text) > LONGEST or "。" in text:
        return None
    return Title(Rank.PART, match[1], _words(match[2]))


def _annex(text: str) -> Title | None:
    match = _ANNEX.match(text)
    if not match or len(text) > 2 * LONGEST or _STOPS.search(text):
        return None
    return Title(Rank.ANNEX, match[1].replace(" ", ""), _words(match[2] or ""))


def _numbered(text: str) -> Title | None:
    for rank, pattern in ((Rank.SECTION, _SECTION), (Rank.SUB, _SUB)):
        match = pattern.match(text)
        if match:
            return _of(rank, match[1], match[2])
    match = _GUESSED.match(text)
    if match and speaks_of_accounts(_words(match[2])) and len(text) <= LONGEST:
        return _of(Rank.SECTION, match[1], match[2])
    match = _ITEM.match(text)
    if match:
        title = _of(Rank.ITEM, match[1], match[2])
        return title if title and not re.search("[，、：:]", title.words) else None
    return None


def _of(rank: Rank, number: str, rest: str) -> Title | None:
    """A numbered heading; behind its full stop its paragraph may go on, and without one where
    both ran together (二、收入决算情况说明2024年度本年收入合计…).
    """
    joined = _JOINED.match(rest)
    if joined:
        return Title(rank, number, _words(joined[1]), is_whole=False)
    words, stop, behind = rest.partition("。")
    whole = not behind.strip()
    longest = LONGEST if whole else _RUN_IN
    if len(words) > longest or _SENTENCE.search(words):
        return None
    if (not whole or (stop and rank is Rank.ITEM)) and "，" in words:
        return None
    if not whole and rank is Rank.SECTION and not words.endswith(_RUN_IN_ENDS):
        return None
    if is_term(rest):
        return None
    return Title(rank, number, _words(words), whole)


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("：:。.")
