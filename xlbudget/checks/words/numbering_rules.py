"""R94: headings and lists are numbered through, once each, and in one way of writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from xlbudget.binding.outline import Heading, Role
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.heading_rules import whole_mark
from xlbudget.checks.words.passages import Passage, passages
from xlbudget.domain.findings import Level
from xlbudget.domain.numerals import ordinal, value_of

_LIST = re.compile(r"^(\d{1,3})\s*([.．、])(?!\d)")
_TWICE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、[一二三四五六七八九十]{1,3}、"
    r"|（[一二三四五六七八九十]{1,3}）（[一二三四五六七八九十]{1,3}）"
    r"|\d{1,2}[.、]\d{1,2}、)"
)
_DEPTHS = (2, 3, 4)
_ITEM_DEPTH = 4


def numbers_in_order(manuscript: Manuscript) -> Iterator[Noticed]:
    """No number of a heading or of a list is left out or there twice."""
    texts = {passage.block: passage.text for passage in passages(manuscript)}
    for headings in _siblings(manuscript):
        way = _SUB if texts.get(headings[0].block, "").startswith("（") else _SECTION
        yield from _in_order(_numbered(manuscript, headings), texts, way)
    for items in _lists(manuscript):
        yield from _in_order(items, texts, _LISTED)
    for passage in passages(manuscript):
        found = _TWICE.match(passage.text)
        if found and passage.role is not Role.CONTENTS:
            yield Noticed(
                mark=passage.mark(*found.span()),
                message=f"“{passage.text[:16]}”有两个编号，请删去一个。",
                printed=found.group(),
            )


_Numbered = tuple[int, str, Mark]
"""A number's value, the words it stands in, and where."""


def _siblings(manuscript: Manuscript) -> Iterator[list[Heading]]:
    """The headings of one depth under the same one, in order."""
    groups: dict[tuple[int, ...], list[Heading]] = {}
    seen: set[int] = set()
    for stretch in manuscript.bound.outline.stretches:
        if stretch.role in (Role.CONTENTS, Role.TABLES):
            continue
        for at, heading in enumerate(stretch.under):
            if heading.block in seen or heading.depth not in _DEPTHS:
                continue
            seen.add(heading.block)
            above = tuple(each.block for each in stretch.under[:at])
            annex = stretch.role is Role.ANNEX
            groups.setdefault((heading.depth, annex, *above), []).append(heading)
    for key, headings in groups.items():
        is_item = key[0] >= _ITEM_DEPTH
        if all(value_of(each.number) for each in headings) and not is_item:
            yield headings


def _numbered(manuscript: Manuscript, headings: Iterable[Heading]) -> list[_Numbered]:
    return [(value_of(each.number), each.words, whole_mark(manuscript, each)) for each in headings]


def _lists(manuscript: Manuscript) -> Iterator[list[_Numbered]]:
    """The numbered lists of the explanation and of 名词解释: what stands under one heading."""
    listed = passages(manuscript, Role.EXPLANATION, Role.TERMS)
    for _, group in groupby(listed, key=lambda each: each.stretch.first):
        items: list[_Numbered] = []
        for passage in group:
            if passage.numbered:
                items = []
                break
            found = _LIST.match(passage.text)
            if found:
                words = passage.text[found.end() : found.end() + 16]
                items.append((int(found[1]), words, passage.mark(*found.span())))
        if items:
            yield items


_SECTION, _SUB, _LISTED = "{numeral}、", "（{numeral}）", r"(?<!\d){number}[.、](?!\d)"
"""How the numbers of headings and of lists look inside a paragraph."""


def _in_order(items: list[_Numbered], texts: dict[int, str], way: str) -> Iterator[Noticed]:
    before, block = 0, 0
    for at, (number, words, mark) in enumerate(items):
        lost = range(before + 1, number)
        between = range(block, mark.block)
        if (
            number in (1, before + 1)
            or at == 0
            or number < before
            or _run_in(lost, between, texts, way)
        ):
            yield Noticed(mark)
        elif number == before:
            yield Noticed(
                mark=mark,
                message=f"“{words}”的编号{_say(number)}与前面一条重复，请改正编号。",
                printed=str(number),
                expected=str(before + 1),
                cause="number-twice",
            )
        else:
            skipped = "、".join(map(_say, lost))
            yield Noticed(
                mark=mark,
                message=f"编号从{_say(before)}跳到{_say(number)}（“{words}”），缺{skipped}。"
                "请核对是漏了一条还是编错了号。",
                printed=str(number),
                expected=str(before + 1),
                cause="number-skipped",
            )
        before, block = number, mark.block


def _run_in(lost: range, between: range, texts: dict[int, str], way: str) -> bool:
    """Whether the numbers that seem left out stand inside paragraphs, their lines run together."""
    text = "\n".join(texts.get(block, "") for block in between) if lost else ""
    return bool(lost) and all(
        re.search(way.format(numeral=ordinal(each), number=each), text) for each in lost
    )


def _say(number: int) -> str:
    return f" {number} "


_SIGNS = {"．": "."}


def numbers_alike(manuscript: Manuscript) -> Iterator[Noticed]:
    """一、 and 1、, or 1. and 1、, side by side: two ways of writing numbers of one rank."""
    looked = False
    for headings in _siblings(manuscript):
        looked = True
        ways = {each.number.isdecimal() for each in headings}
        if len(ways) > 1:
            odd = _minority([each.number.isdecimal() for each in headings])
            other = headings[odd]
            yield Noticed(
                mark=whole_mark(manuscript, other),
                message=f"同一级标题的编号有的写“{ordinal(1)}、”，有的写“1、”"
                f"（如“{other.number}、{other.words[:12]}”），请统一。",
                printed=other.number,
                level=Level.INFO,
            )
    for role in (Role.EXPLANATION, Role.TERMS):
        found: list[tuple[Passage, re.Match[str]]] = []
        for passage in passages(manuscript, role):
            match = _LIST.match(passage.text)
            if match and passage.heading is None and not passage.numbered:
                found.append((passage, match))
        signs = [_SIGNS.get(match[2], match[2]) == "." for _, match in found]
        looked = looked or bool(found)
        if len(set(signs)) > 1:
            passage, match = found[_minority(signs)]
            yield Noticed(
                mark=passage.mark(*match.span()),
                message=f"{role.value}里的编号有的写“1.”，有的写“1、”（如“{passage.text[:12]}”），"
                "请统一。",
                printed=match.group(),
                level=Level.INFO,
            )
    if looked:
        yield Noticed(None)


def _minority(ways: list[bool]) -> int:
    """Where the rarer of two ways first stands."""
    rarer = sum(ways) * 2 <= len(ways)
    return ways.index(rarer)
