"""R90: the unit goes by one name, in full or short, wherever its own name stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages
from xlbudget.domain.records import dataclass
from xlbudget.reading.unit_names import (
    is_nobody,
    is_office,
    name_in_sentence,
    name_in_title,
    own_name,
    stem,
)

_LONG_ENOUGH = 5
_RENAMED = re.compile(r"(?:原名|更名为?|曾用名|原为|由)[^。；]{0,40}")
_SURE = 2
_HEAD = 3
"""By so many signs a name is known, and so many are its common part."""

_OUTER = 12
"""The names of the province, the city and the county before it are no longer."""


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    start: int
    end: int
    name: str


def unit_names(manuscript: Manuscript) -> Iterator[Noticed]:
    """Where the unit's own name stands, its name stands; and nowhere a slip of it."""
    said = list(_said(manuscript))
    listed = list(passages(manuscript))
    given = manuscript.account.unit_name if manuscript.account else ""
    own = given or own_name([passage.text for passage in listed], _SURE)
    if not own:
        return
    known = " ".join(
        found.group() for passage in listed for found in _RENAMED.finditer(passage.text)
    ) + " ".join(passage.text for passage in listed if passage.role is Role.OVERVIEW)
    told: dict[int, tuple[int, int]] = {}
    for each in said:
        name = stem(each.name)
        if is_nobody(each.name) or _is_short_for(name, own):
            yield Noticed(each.passage.mark(each.start, each.end))
        elif is_office(name) and not name.endswith(own) and name not in known:
            told[each.passage.block] = (each.start, each.end)
            yield Noticed(
                mark=each.passage.mark(each.start, each.end),
                message=f"这里应是本单位的名称，写的是“{each.name}”，别处写“{own}”。"
                "请统一成全称或规定的简称。",
                printed=each.name,
                expected=own,
                cause="name-differs",
            )
    for passage in listed:
        for start, end, meant in _slips(passage.text, own):
            first, last = told.get(passage.block, (0, 0))
            if start < last and end > first:
                continue
            words = passage.text[start:end]
            yield Noticed(
                mark=passage.mark(start, end),
                message=f"“{words}”像是“{meant}”写错了字，请核对改正。",
                printed=words,
                expected=meant,
                cause="name-misprint",
            )


def _said(manuscript: Manuscript) -> Iterator[_Said]:
    roles = (Role.COVER, Role.CONTENTS, Role.OVERVIEW, Role.EXPLANATION)
    for passage in passages(manuscript, *roles):
        found = name_in_title(passage.text)
        if found is None and passage.heading is None:
            found = name_in_sentence(passage.text)
        if found:
            yield _Said(passage, *found.span("name"), found["name"])


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name's signs stand in another in the same order.

    >>> _is_short_for("示例街办", "示例区示例街道办事处"), _is_short_for("示例办办", "示例街办")
    (True, False)
    """
    signs = iter(name)
    return all(sign in signs for sign in short)


def _slips(text: str, own: str) -> Iterator[tuple[int, int, str]]:
    """Where the name, or its own part, stands with one sign doubled (街道办办事处), and what is
    meant. Another sign in it may be another unit: 第一中学 is not 第二中学.
    """
    for size in range(len(own), max(_LONG_ENOUGH, len(own) - _OUTER) - 1, -1):
        name = own[-size:]
        head = min(_HEAD, size - _HEAD)
        for found in re.finditer(re.escape(name[:head]), text):
            start = found.start()
            if text.startswith(name, start):
                continue
            if any(text.startswith(name[: at + 1] + name[at:], start) for at in range(head, size)):
                yield start, start + size + 1, name
                return
