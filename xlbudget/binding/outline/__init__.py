"""The parts and sections of a document, found by the words of their headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum

from xlbudget.binding.outline.contents import contents_of
from xlbudget.binding.outline.headings import (
    LONGEST,
    Rank,
    Title,
    is_term,
    plain,
    speaks_of_accounts,
    title_of,
)
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.numerals import value_of
from xlbudget.domain.records import dataclass, field

SECTION_DEPTH = 2


class Role(Enum):
    """What a part of the document is for."""

    COVER = "封面"
    CONTENTS = "目录"
    OVERVIEW = "概况"
    EXPLANATION = "情况说明"
    TERMS = "名词解释"
    ANNEX = "附件"
    TABLES = "附表"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the position of its block, its depth (1 is 第一部分, 2 is 一、, 3 is （一）, 4 is
    1.), its number as printed ("" where a program numbers it), and its words without the number.

    An annex is of depth 2 (附件1), what it numbers itself is one deeper than elsewhere: its 一、 is
    no section of the explanation.
    """

    block: int
    depth: int
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The blocks under one heading, up to the next: first to last, last excluded. `under` are the
    headings above it and its own, from the outside in.
    """

    role: Role
    under: tuple[Heading, ...]
    first: int
    last: int

    @property
    def section(self) -> str:
        """The number of the section of depth 2 (一, 二 …), "" outside of all."""
        return next((each.number for each in self.under if each.depth == SECTION_DEPTH), "")

    def words(self, depth: int) -> str:
        """The words of the heading of a depth, "" where there is none."""
        return next((each.words for each in self.under if each.depth == depth), "")


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's stretches, in order; together they hold every block once."""

    stretches: tuple[Stretch, ...]

    def at(self, block: int) -> Stretch:
        """The stretch that a block stands in."""
        after = bisect_right(self.stretches, block, key=lambda each: each.first)
        return self.stretches[after - 1]


def outline(document: Document) -> Outline:
    """The parts and sections of a document, by the words of their headings.

    What stands before the first heading is the cover. A part whose heading is missing is known by
    what it holds: sections on the accounts, or explanations of terms one after the other.

    >>> from xlbudget.domain.text import Place
    >>> lines = ["第二部分 决算情况说明", "一、收入决算情况说明", "本年收入合计5万元。"]
    >>> found = outline(Document("甲.txt", tuple(TextBlock(line, Place()) for line in lines)))
    >>> [(each.role.value, each.section) for each in found.stretches]
    [('情况说明', ''), ('情况说明', '一')]
    """
    return _Reader(document).read()


_DEPTHS = {Rank.PART: 1, Rank.ANNEX: 2, Rank.SECTION: 2, Rank.SUB: 3, Rank.ITEM: 4}
_OF_PART = (
    (Role.TERMS, re.compile("名词解释|名词术语|术语解释")),
    (Role.EXPLANATION, re.compile("说明|重要事项|分析|情况$")),
    (Role.TABLES, re.compile("附表|决算.*表|报表|公开表|表格")),
    (Role.ANNEX, re.compile("附件|附录")),
)
_DIVIDING = re.compile("总体|结构|具体|分项|实物量")
_FUNDS = ("三公", "一般公共预算")
_OVERVIEW = re.compile("概况|职责|职能|机构设置|基本情况|单位构成|联系方式")


def role_of(words: str) -> Role | None:
    """What a part or section is for, by the words of its heading."""
    if _OVERVIEW.search(words) and "决算情况" not in words:
        return Role.OVERVIEW
    return next((role for role, pattern in _OF_PART if pattern.search(words)), None)


@dataclass(slots=True)
class _Reader:
    """What was read of a document so far: the role, the headings above, and where they began."""

    document: Document
    _texts: list[tuple[int, TextBlock]] = field(init=False)
    _titles: dict[int, Title] = field(init=False)
    _contents: set[int] = field(init=False)
    _has_parts: bool = False
    _role: Role = Role.COVER
    _under: tuple[Heading, ...] = ()
    _first: int = 0
    _stretches: list[Stretch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._texts = list(self.document.texts())
        found = ((position, title_of(block)) for position, block in self._texts)
        self._titles = {position: title for position, title in found if title}
        self._contents = set(contents_of(self._texts, self._titles))

    def read(self) -> Outline:
        """All stretches."""
        parts = [
            at
            for at, title in self._titles.items()
            if title.rank is Rank.PART and at not in self._contents
        ]
        self._has_parts = bool(parts)
        for index, (position, block) in enumerate(self._texts):
            if position in self._contents:
                if self._role is not Role.CONTENTS:
                    self._begin(position, Role.CONTENTS, ())
                continue
            if self._role is Role.CONTENTS:
                self._begin(position, Role.COVER, ())
            title = self._titles.get(position)
            if title is not None:
                self._take(index, position, block, title)
            elif self._terms_begin(index):
                self._begin(position, Role.TERMS, ())
        self._close(len(self.document.blocks))
        if self._stretches and all(each.role is Role.COVER for each in self._stretches):
            self._without_headings()
        return Outline(tuple(self._stretches))

    def _take(self, index: int, position: int, block: TextBlock, title: Title) -> None:
        match title.rank:
            case Rank.PART:
                self._part(index, position, title)
            case Rank.ANNEX:
                if self._role is not Role.COVER:
                    above = self._under[:1] if self._role is Role.ANNEX else ()
                    above = tuple(each for each in above if each.depth == 1)
                    self._head(position, Role.ANNEX, title, 2, above)
            case Rank.SECTION:
                self._section(position, title)
            case Rank.SUB | Rank.ITEM:
                self._below(position, title)
            case Rank.BARE:
                self._bare(position, block, title)

    def _part(self, index: int, position: int, title: Title) -> None:
        words = title.words
        if not words and index + 1 < len(self._texts):
            after, block = self._texts[index + 1]
            known = self._titles.get(after)
            if len(block.text) < LONGEST and (known is None or known.rank is Rank.BARE):
                words = re.sub(r"\s+", "", plain(block.text))
        role = role_of(words)
        if self._role is Role.ANNEX:
            last = next((value_of(each.number) for each in self._under if each.depth == 1), 0)
            if role is None or role is Role.OVERVIEW or value_of(title.number) <= last:
                return
        named = Title(title.rank, title.number, words)
        self._head(position, role or Role.ANNEX, named, 1, ())

    def _section(self, position: int, title: Title) -> None:
        role = self._role
        said = role_of(title.words)
        of_accounts = "决算" in title.words and speaks_of_accounts(title.words)
        if role is Role.ANNEX:
            self._head(position, role, title, 3, self._above(_DEPTHS[Rank.SUB]))
            return
        if role is Role.TERMS:
            by_section = bool(self._under) and self._under[-1].depth == SECTION_DEPTH
            if not of_accounts and not by_section:
                return
            role = Role.EXPLANATION if of_accounts else said or Role.OVERVIEW
        elif role is Role.COVER or not self._has_parts:
            role = said or (Role.EXPLANATION if of_accounts else role)
        elif said is Role.TERMS:
            role = Role.TERMS
        elif role in (Role.OVERVIEW, Role.TABLES) and of_accounts:
            role = Role.EXPLANATION
        above = self._above(SECTION_DEPTH) if role is self._role else ()
        self._head(position, role, title, SECTION_DEPTH, above)

    def _below(self, position: int, title: Title) -> None:
        if self._role is Role.COVER and speaks_of_accounts(title.words):
            self._role = Role.EXPLANATION
        if self._role in (Role.TERMS, Role.COVER, Role.TABLES):
            return
        depth = _DEPTHS[title.rank] + (self._role is Role.ANNEX)
        is_item = title.rank is Rank.ITEM and title.is_whole and self._role is not Role.ANNEX
        if is_item and not title.words.endswith(("情况", "概况")):
            return
        self._head(position, self._role, title, depth, self._above(depth))

    def _bare(self, position: int, block: TextBlock, title: Title) -> None:
        """A heading without a number: its words tell what it is, then its level in the file."""
        words = title.words
        of_whole = re.fullmatch(r".*(?:部门|单位|年度?)决算(?:公开)?情况的?说明", words)
        if self._role is Role.COVER and self._has_parts:
            return
        if self._role is Role.ANNEX:
            return
        if role_of(words) is Role.TERMS and len(words) < LONGEST // 3:
            self._head(position, Role.TERMS, title, 1, ())
        elif of_whole:
            self._head(position, Role.EXPLANATION, title, 1, ())
        elif self._role is Role.TERMS:
            return
        elif self._is_below(words):
            self._head(
                position, self._role, title, _DEPTHS[Rank.SUB], self._above(_DEPTHS[Rank.SUB])
            )
        elif speaks_of_accounts(words) and "决算" in words and words.endswith("说明"):
            role = Role.EXPLANATION
            above = self._above(SECTION_DEPTH) if role is self._role else ()
            self._head(position, role, title, SECTION_DEPTH, above)
        elif block.level is not None and self._role in (Role.OVERVIEW, Role.EXPLANATION):
            depth = max(SECTION_DEPTH + 1, min(block.level, _DEPTHS[Rank.ITEM]))
            self._head(position, self._role, title, depth, self._above(depth))

    def _is_below(self, words: str) -> bool:
        """Whether a heading without a number divides the section that it stands in."""
        section = next((each.words for each in self._under if each.depth == SECTION_DEPTH), "")
        divides = _DIVIDING.search(words) and not _DIVIDING.search(section)
        return bool(divides) and any(each in section and each in words for each in _FUNDS)

    def _terms_begin(self, index: int) -> bool:
        """Whether explanations of terms begin here, without a heading."""
        if self._role is not Role.EXPLANATION:
            return False
        here = self._texts[index : index + 2]
        return len(here) > 1 and all(is_term(block.text) for _, block in here)

    def _above(self, depth: int) -> tuple[Heading, ...]:
        return tuple(each for each in self._under if each.depth < depth)

    def _head(
        self, position: int, role: Role, title: Title, depth: int, above: tuple[Heading, ...]
    ) -> None:
        heading = Heading(position, depth, title.number, title.words)
        self._begin(position, role, (*above, heading))

    def _begin(self, position: int, role: Role, under: tuple[Heading, ...]) -> None:
        self._close(position)
        self._role, self._under = role, under

    def _close(self, position: int) -> None:
        if position > self._first:
            stretch = Stretch(self._role, self._under, self._first, position)
            self._stretches.append(stretch)
        self._first = position

    def _without_headings(self) -> None:
        """A notice without any heading explains from its first sentence on."""
        sentences = (at for at, block in self._texts if "。" in block.text)
        first, last = next(sentences, 0), len(self.document.blocks)
        cover = [Stretch(Role.COVER, (), 0, first)] if first else []
        self._stretches = [*cover, Stretch(Role.EXPLANATION, (), first, last)]
