"""R93: 科目 go by the names of their year: no former name, and none with a sign wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages, times
from xlbudget.checks.words.subjects import Names, bare, cited, former_names, is_near, names_of
from xlbudget.domain.codes import level
from xlbudget.domain.findings import Level

_MARKED = re.compile(r"(?:^|(?<=[。；：，、）\d.]))([一-龥、]{2,40}?)（[类款]）")
_SPENT = re.compile(
    r"(?:^|(?<=[。；：，\d.）]))([一-龥、]{2,30}?)(?:（类）)?支出[\d,.]+(?:万|亿)?元?，占"
)

_LIST = re.compile(r"用于以下(?:几个)?方面|功能分类|支出结构")


def former_subject_names(manuscript: Manuscript) -> Iterator[Noticed]:
    """文化体育与传媒, 医疗卫生与计划生育: names that the catalogue of the year no longer has. One
    finding for each name.
    """
    resolved = manuscript.bound.format
    old = former_names(resolved)
    places: dict[str, list[tuple[Passage, int, int]]] = {}
    looked = False
    for passage in passages(manuscript, Role.EXPLANATION, Role.TERMS):
        for pattern in (_MARKED, _SPENT):
            for found in pattern.finditer(passage.text):
                looked = True
                name = bare(found[1])
                # 句子里的“农业支出”未必是旧的款
                if name in old and (pattern is _MARKED or level(old[name][0]) == "类"):
                    places.setdefault(name, []).append((passage, *found.span(1)))
    for name, hits in places.items():
        code, present, sure = old[name]
        passage, start, end = hits[0]
        now = f"现在是“{present}”" if present else "已经没有这个科目"
        many = times(len(hits))
        yield Noticed(
            mark=passage.mark(start, end),
            message=f"“{name}”{many}是旧的科目名称，{resolved.year}年的目录里 {code} {now}。"
            "请按当年的《政府收支分类科目》改。",
            printed=name,
            expected=present or None,
            elsewhere=tuple(each.mark(first, last) for each, first, last in hits[1:]),
            level=None if sure else Level.INFO,
            cause="former-name",
        )
    if looked and not places:
        yield Noticed(None)


def misspelt_subjects(manuscript: Manuscript) -> Iterator[Noticed]:
    """城乡支出 for 城乡社区支出, 拥军拥属 for 拥军优属: names that the catalogue of the year
    has only nearly so. One finding for each name.
    """
    resolved = manuscript.bound.format
    names = names_of(resolved)
    told: set[str] = set()
    for role in (Role.EXPLANATION, Role.TERMS):
        for each in cited(manuscript, role):
            meant = _meant(each.key, names)
            if meant is None or each.names[2] in told:
                yield Noticed(each.passage.mark(each.start, each.end))
                continue
            wrong, right = meant
            told.add(each.names[2])
            yield Noticed(
                mark=each.passage.mark(each.start, each.end),
                message=f"{resolved.year}年的目录里没有科目“{wrong}”，像是“{right}”写错了字，"
                "请核对。",
                printed=wrong,
                expected=right,
                cause="subject-misspelt",
            )
    yield from _categories(manuscript, names)


def _meant(key: tuple[str, str, str], names: Names) -> tuple[str, str] | None:
    """The name that is wrong in a 项 as cited, and the one that is meant."""
    code = ""
    for name in key:
        below = names.below.get(code, {})
        if name in below:
            code = below[name]
            continue
        near = [known for known in below if is_near(name, known)]
        return (name, near[0]) if len(near) == 1 and not names.is_known(name) else None
    return None


def _categories(manuscript: Manuscript, names: Names) -> Iterator[Noticed]:
    """The 类 in the list of what money was used for."""
    known = names.below.get("", {})
    for passage in passages(manuscript, Role.EXPLANATION):
        if not _LIST.search(passage.text):
            continue
        for found in _SPENT.finditer(passage.text):
            name = bare(f"{found[1]}支出")
            if name in known:
                yield Noticed(passage.mark(*found.span(1)))
                continue
            near = [each for each in known if each.startswith(name) or is_near(name, each)]
            if len(near) == 1 and len(name) > 1:
                yield Noticed(
                    mark=passage.mark(*found.span(1)),
                    message=f"没有“{name}支出”这个类，应是“{near[0]}支出”，请改正。",
                    printed=name,
                    expected=near[0],
                    cause="subject-misspelt",
                )
