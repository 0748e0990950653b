"""R94: the sections of the form are there, in order, and none is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from xlbudget.binding.outline import SECTION_DEPTH, Heading, Role, Stretch
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import passages
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format, Section

_PART = re.compile(r"^第([一二三四五六七八九十]+)部分[\s　]*(.*)$")
_SECTION = re.compile(r"^([一二三四五六七八九十]+)、(.*)$")
_PLACEHOLDER = re.compile(r"{{.*?}}|{%.*?%}")
_COMMON = re.compile(r"情况|说明|的|决算|总体|支出|收入支出|财政拨款|和|、|与")
_ALIKE = 0.72
_MOST = 0.7
_FEW_HEADINGS = 3
_NAMES_A_SECTION = re.compile(
    r"(?:情况|说明|职责|职能|概况|结论|问题|建议|构成|设置|组成|解释|报告|分析|绩效|经费|管理)$"
)
"""How headings end that a section stands under; else it may be a point of a list."""

_OWN_ROLES = (Role.OVERVIEW, Role.EXPLANATION, Role.TERMS, Role.TABLES)


@dataclass(frozen=True, slots=True)
class Expected:
    """A heading of the form: its number, and its words without what differs from unit to unit."""

    number: str
    words: str


def headings(manuscript: Manuscript, depth: int, *roles: Role) -> list[Heading]:
    """The headings of a depth, in order, without those of a table of contents."""
    again = printed_again(manuscript)
    found: dict[int, Heading] = {}
    for stretch in manuscript.bound.outline.stretches:
        if stretch.role is not Role.CONTENTS and (not roles or stretch.role in roles):
            for heading in stretch.under:
                if heading.depth == depth and heading.block >= stretch.first:
                    found.setdefault(heading.block, heading)
    return [heading for heading in found.values() if heading.block not in again]


def printed_again(manuscript: Manuscript) -> set[int]:
    """The lines that stand once more further down: a table of contents that nothing marks as one
    is made of them.
    """
    last = {re.sub(r"\s", "", passage.text): passage.block for passage in passages(manuscript)}
    return {
        passage.block
        for passage in passages(manuscript)
        if last[re.sub(r"\s", "", passage.text)] != passage.block
    }


@lru_cache(maxsize=64)
def _expected(sections: tuple[Section, ...]) -> tuple[tuple[Expected, ...], tuple[Expected, ...]]:
    """The parts of the form, and the sections of its explanation."""
    parts: list[Expected] = []
    own: list[Expected] = []
    for section in sections:
        for line in section.template.splitlines():
            text = _PLACEHOLDER.sub("", line).strip()
            part, numbered = _PART.match(text), _SECTION.match(text)
            if part:
                parts.append(Expected(part[1], part[2]))
            elif numbered and numbered[1] == section.id:
                own.append(Expected(numbered[1], numbered[2]))
    return tuple(parts), tuple(own)


def parts_of(resolved: Format) -> tuple[Expected, ...]:
    """The parts that a form has."""
    return _expected(resolved.sections)[0]


def sections_of_form(manuscript: Manuscript) -> Iterator[Noticed]:
    """The sections of the form are all there and in its order; where the text is built otherwise,
    nothing is said.
    """
    if not manuscript.bound.is_of_form:
        yield Noticed(None, remark="没有收录的格式与它相符，章节没有对照")
        return
    wanted = _expected(manuscript.bound.format.sections)[1]
    found = headings(manuscript, SECTION_DEPTH, *_OWN_ROLES)
    if len(wanted) < _FEW_HEADINGS or len(found) < _FEW_HEADINGS:
        return
    pairs = _matched(wanted, found)
    others = {each.block for each in headings(manuscript, SECTION_DEPTH, Role.EXPLANATION)}
    others -= {each.block for each in pairs.values()}
    if len(pairs) < _MOST * len(wanted) or len(others) > 1:
        return
    lines = {_key(passage.text) for passage in passages(manuscript, *_OWN_ROLES)}
    lost = [
        each
        for each in wanted
        if each.number not in pairs and not any(_key(each.words) in line for line in lines)
    ]
    numbers = [each.number for each in wanted]
    last = max(numbers.index(number) for number in pairs)
    inside = [each for each in lost if numbers.index(each.number) < last]
    if inside:
        names = "、".join(f"“{each.words}”" for each in inside)
        yield Noticed(
            mark=whole_mark(manuscript, found[0]),
            message=f"公开格式有{names}{'各节' if len(inside) > 1 else '一节'}，文中没有找到。"
            "没有这类收支的，也请按格式写明没有。",
            expected="、".join(each.words for each in inside),
            cause="section-missing",
        )
    elif lost:
        yield Noticed(None, remark=f"文中没有{'、'.join(f'“{each.words}”' for each in lost)}")
    order = [pairs[each.number] for each in wanted if each.number in pairs]
    for one, other in pairwise(order):
        if other.block < one.block:
            yield Noticed(
                mark=whole_mark(manuscript, other),
                message=f"“{other.words}”排在“{one.words}”前面，与公开格式的次序不同，请核对。",
                cause="heading-order",
            )
            return
    if not lost:
        yield Noticed(whole_mark(manuscript, found[0]))


def _matched(wanted: tuple[Expected, ...], found: list[Heading]) -> dict[str, Heading]:
    """Which heading of the text is which of the form: the most alike, each taken once."""
    scores = sorted(
        (
            (_alike(each.words, heading.words), each.number, at)
            for each in wanted
            for at, heading in enumerate(found)
        ),
        key=lambda one: (-one[0], one[2]),
    )
    pairs: dict[str, Heading] = {}
    taken: set[int] = set()
    for score, number, at in scores:
        if score >= _ALIKE and number not in pairs and at not in taken:
            pairs[number] = found[at]
            taken.add(at)
    return pairs


def _key(words: str) -> str:
    """What tells a heading from others.

    >>> _key("八、政府性基金预算支出决算情况说明"), _key("支出决算情况说明")
    ('政府性基金预算', '支出决算情况说明')
    """
    return _COMMON.sub("", re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", words)) or words


def _alike(one: str, other: str) -> float:
    if _key(one) == _key(other):
        return 1 + SequenceMatcher(None, one, other).ratio()
    return SequenceMatcher(None, one, other).ratio()


def empty_sections(manuscript: Manuscript) -> Iterator[Noticed]:
    """A heading with nothing below it."""
    stretches = manuscript.bound.outline.stretches
    blocks = manuscript.bound.document.blocks
    again = printed_again(manuscript)
    for at, stretch in enumerate(stretches):
        if stretch.first in again:
            continue
        if not stretch.under or stretch.role in (Role.CONTENTS, Role.TABLES, Role.COVER):
            continue
        heading = stretch.under[-1]
        title = not heading.number and heading.depth == 1
        if heading.block != stretch.first or heading.depth > SECTION_DEPTH + 1 or title:
            continue
        head = blocks[heading.block]
        below = blocks[stretch.first + 1 : stretch.last]
        filled = any(not isinstance(each, TextBlock) or each.text.strip() for each in below)
        if filled or (isinstance(head, TextBlock) and _goes_on(head.text, heading)):
            yield Noticed(whole_mark(manuscript, heading))
            continue
        after = stretches[at + 1] if at + 1 < len(stretches) else None
        if after is not None and after.under and _is_below(after, heading):
            continue
        if after is not None and after.under and not after.under[-1].number:
            continue  # 标题写成两行：第三部分 / 决算情况说明
        if heading.number.startswith("附") or not _NAMES_A_SECTION.search(heading.words):
            continue
        yield Noticed(
            mark=whole_mark(manuscript, heading),
            message=f"“{line_of(manuscript, heading)}”下面没有内容。请补上；没有的写明没有。",
            cause="section-empty",
        )


def _goes_on(text: str, heading: Heading) -> bool:
    """Whether the paragraph goes on behind its heading."""
    return len(text.strip()) > len(heading.number) + len(heading.words) + 8


def _is_below(stretch: Stretch, heading: Heading) -> bool:
    return any(each.block == heading.block for each in stretch.under)


def line_of(manuscript: Manuscript, heading: Heading) -> str:
    """A heading as its line prints it."""
    block = manuscript.bound.document.blocks[heading.block]
    text = block.text.strip() if isinstance(block, TextBlock) else heading.words
    return re.sub(r"[\s　]+", " ", text)[:40]


def whole_mark(manuscript: Manuscript, heading: Heading) -> Mark:
    """All of a heading's line."""
    block = manuscript.bound.document.blocks[heading.block]
    return Mark(heading.block, 0, len(block.text) if isinstance(block, TextBlock) else 0)
