"""R94: the parts of a text have their headings, numbered through, and its contents name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Heading, Role, Stretch
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.heading_rules import headings, line_of, parts_of, whole_mark
from xlbudget.checks.words.passages import Passage, passages
from xlbudget.domain.numerals import ordinal, value_of
from xlbudget.formats.model import Format

_PART = re.compile(r"^第([一二三四五六七八九十]+)部分")
_SECOND = 2


def parts_in_order(manuscript: Manuscript) -> Iterator[Noticed]:
    """第一部分, 第二部分 …: numbered through. A number left out is a heading left out; where the
    first is, an extract begins.
    """
    found = [each for each in headings(manuscript, 1) if value_of(each.number)]
    before = value_of(found[0].number) - 1 if found else 0
    for heading in found:
        number = value_of(heading.number)
        mark = whole_mark(manuscript, heading)
        if number == before + 1:
            yield Noticed(mark)
        elif number > before + 1:
            lost = [each for each in range(before + 1, number) if not _printed(manuscript, each)]
            if not lost:
                yield Noticed(mark)
                before = number
                continue
            names = "、".join(_part_name(manuscript.bound.format, each) for each in lost)
            yield Noticed(
                mark=mark,
                message=f"“{line_of(manuscript, heading)}”前面缺{names}的标题，请补上。",
                expected=names,
                cause="heading-missing",
            )
        else:
            yield Noticed(
                mark=mark,
                message=f"“{line_of(manuscript, heading)}”的编号与前面重复或倒退"
                f"（前面已到第{ordinal(before)}部分），请核对编号。",
                cause="heading-order",
            )
        before = max(before, number)
    if found:
        yield from _terms_without_heading(manuscript, found)
        yield from _ends_without_heading(manuscript, found)
        yield from _contents_agree(manuscript, found)


def _terms_without_heading(manuscript: Manuscript, parts: list[Heading]) -> Iterator[Noticed]:
    """名词解释 that begins without its heading, where the gap in the numbers does not tell."""
    numbers = [value_of(each.number) for each in parts]
    if numbers != list(range(1, len(numbers) + 1)):
        return
    stretch = next(
        (each for each in manuscript.bound.outline.stretches if each.role is Role.TERMS), None
    )
    if stretch is not None and not stretch.under:
        yield Noticed(
            mark=Mark(stretch.first, 0, 0),
            message="名词解释从这里开始，缺标题，请补上。",
            cause="heading-missing",
        )


def _ends_without_heading(manuscript: Manuscript, parts: list[Heading]) -> Iterator[Noticed]:
    """The overview before 第二部分, or the annexes behind the last part, without their headings."""
    stretches = manuscript.bound.outline.stretches
    first, last = value_of(parts[0].number), value_of(parts[-1].number)
    overview = next((each for each in stretches if each.role is Role.OVERVIEW), None)
    before = overview is not None and overview.first < parts[0].block
    if overview is not None and before and first == _SECOND and not _printed(manuscript, 1):
        yield _without(manuscript, overview, 1)
    form = {value_of(each.number): each.words for each in parts_of(manuscript.bound.format)}
    annex = next((each for each in stretches if each.role is Role.ANNEX), None)
    if annex is None or annex.first < parts[-1].block or "附件" not in form.get(last + 1, ""):
        return
    if all(heading.depth > 1 for heading in annex.under):
        yield _without(manuscript, annex, last + 1)


def _printed(manuscript: Manuscript, number: int) -> bool:
    """Whether a line of the text begins with a part's number after all, besides the contents."""
    lines = [
        passage.role
        for passage in passages(manuscript)
        if passage.text.startswith(f"第{ordinal(number)}部分")
    ]
    return len(lines) > (Role.CONTENTS in lines)


def _without(manuscript: Manuscript, stretch: Stretch, number: int) -> Noticed:
    name = _part_name(manuscript.bound.format, number)
    return Noticed(
        mark=Mark(stretch.first, 0, 0),
        message=f"从这里开始的一部分没有标题，应是{name}，请补上。",
        expected=name,
        cause="heading-missing",
    )


def _contents_agree(manuscript: Manuscript, parts: list[Heading]) -> Iterator[Noticed]:
    """The parts of the contents are those of the text; gaps in the numbers are told apart."""
    listed: dict[int, Passage] = {}
    for passage in passages(manuscript, Role.CONTENTS):
        found = _PART.match(passage.text)
        if found:
            listed.setdefault(value_of(found[1]), passage)
    numbers = {value_of(each.number) for each in parts}
    if len(listed) < _SECOND:
        return
    for number, passage in listed.items():
        if number > max(numbers):
            yield Noticed(
                mark=passage.whole(),
                message=f"目录里有第{ordinal(number)}部分，正文没有这个标题。请补上，或改正目录。",
                cause="contents-differ",
            )
    for heading in parts:
        if value_of(heading.number) not in listed:
            yield Noticed(
                mark=whole_mark(manuscript, heading),
                message=f"“{line_of(manuscript, heading)}”目录里没有。请补进目录。",
                cause="contents-differ",
            )


def _part_name(resolved: Format, number: int) -> str:
    """第三部分“名词解释”, as the form calls it."""
    numeral = ordinal(number)
    name = next((each.words for each in parts_of(resolved) if each.number == numeral), "")
    return f"第{numeral}部分（{name}）" if name else f"第{numeral}部分"
