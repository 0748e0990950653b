"""R93: 名词解释 explains the 科目 that the text uses, no others, each once, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import passages
from xlbudget.checks.words.subjects import FUNDS, Cited, bare, cited, is_near, listed, names_of
from xlbudget.checks.words.word_lists import purposes
from xlbudget.domain.codes import is_code, level
from xlbudget.domain.findings import Level

_TERM = re.compile(
    r"^(?:\d{1,3}[.、]|（\d{1,3}）|[一二三四五六七八九十]{1,3}、)?([^：，。]{2,30})：(.*)$"
)
_AMOUNT = re.compile(r"\d|预算|决算")
_SHORT = 12
_GENERIC = re.compile(r"基本支出|除上述|以外|未单独设置|其他")
_FEW = 0.5
_PURPOSE = re.compile(r"主要用于([^。；]{6,})")
_SHARED = re.compile("人员|公用|日常|工资|运转|运行|办公|社保|社会保险|经费|上述|等支出|各项")
"""What items of any 类 may be used for."""


def items_explained(manuscript: Manuscript) -> Iterator[Noticed]:
    """Every 项 of the text is explained; where 名词解释 explains none at all, that is its way."""
    used, explained = _both(manuscript)
    if not used or not explained:
        return
    known = {each.key for each in explained}
    lost = [each for each in used.values() if not _among(each.key, known)]
    if not lost:
        yield Noticed(explained[0].passage.whole())
        return
    few = len(lost) > _FEW * len(used)
    yield Noticed(
        mark=lost[0].passage.mark(lost[0].start, lost[0].end),
        message=f"正文用了而名词解释没有解释的科目 {len(lost)} 个："
        f"{listed(each.title for each in lost)}。请补上释义，或核对科目名称。",
        elsewhere=tuple(each.passage.mark(each.start, each.end) for each in lost[1:]),
        level=Level.INFO if few else None,
        cause="item-not-explained",
    )


def items_used(manuscript: Manuscript) -> Iterator[Noticed]:
    """Every 项 explained is used. Funds and other money are itemised in the tables only, so that
    without the tables this is no more than a hint.
    """
    used, explained = _both(manuscript)
    if not used or not explained:
        return
    known = set(used)
    codes = _codes_of_tables(manuscript)
    names = names_of(manuscript.bound.format)
    spare = [
        each
        for each in {each.key: each for each in explained}.values()
        if not _among(each.key, known)
        and not FUNDS.search(each.names[1])
        and names.code(each.key) not in codes
    ]
    if not spare:
        yield Noticed(explained[0].passage.whole())
        return
    yield Noticed(
        mark=spare[0].passage.mark(spare[0].start, spare[0].end),
        message=f"名词解释里有、正文没有用到的科目 {len(spare)} 个："
        f"{listed(each.title for each in spare)}。"
        "可能是从往年或别的单位抄来的：本年确实没有这项支出的，请删去。",
        elsewhere=tuple(each.passage.mark(each.start, each.end) for each in spare[1:]),
        level=None if codes else Level.INFO,
        cause="item-not-used",
    )


def _both(manuscript: Manuscript) -> tuple[dict[tuple[str, str, str], Cited], list[Cited]]:
    """The 项 that the explanation cites by their keys, and those that 名词解释 explains; where its
    heading is missing, the explanations without any amount at the end of the explanation.
    """
    said = list(cited(manuscript, Role.EXPLANATION))
    explained = [each for each in cited(manuscript, Role.TERMS) if _is_head(each)]
    if not explained:
        explained = [
            each for each in said if _is_head(each) and _AMOUNT.search(each.behind) is None
        ]
        first = min((each.passage.block for each in explained), default=0)
        said = [each for each in said if each.passage.block < first]
        explained = explained if said else []
    return {each.key: each for each in said}, explained


def _is_head(each: Cited) -> bool:
    """Whether the 项 is what the paragraph explains, not one it speaks of."""
    return each.start < _SHORT and each.behind.lstrip()[:1] in ("：", "，", "")


def _among(key: tuple[str, str, str], known: set[tuple[str, str, str]]) -> bool:
    """Whether a 项 is among others: by all its names, or by 款 and 项 where only the 类 or one sign
    of a name differs.
    """
    if key in known:
        return True
    _, group, item = key
    return any(
        (group == other_group and (item == other or is_near(item, other)))
        or (item == other and is_near(group, other_group))
        for _, other_group, other in known
    )


def _codes_of_tables(manuscript: Manuscript) -> set[str]:
    account = manuscript.account
    if account is None:
        return set()
    return {
        line.name
        for statement in account.statements.values()
        for line in statement.lines
        if is_code(line.name) and level(line.name) == "项"
    }


def terms_explained_once(manuscript: Manuscript) -> Iterator[Noticed]:
    """No term is explained twice."""
    seen: set[str] = set()
    for passage in passages(manuscript, Role.TERMS):
        found = _TERM.match(passage.text)
        if found is None or "…" in found[0]:
            continue
        name = _term_key(found[1])
        if name not in seen:
            seen.add(name)
            yield Noticed(passage.whole())
            continue
        yield Noticed(
            mark=passage.mark(*found.span(1)),
            message=f"名词解释里“{found[1]}”解释了两次，请留一条。",
            printed=found[1],
            cause="term-twice",
        )


def _term_key(name: str) -> str:
    return "/".join(bare(part) for part in re.split("（[类款项]）", name) if part)


def explanations_apart(manuscript: Manuscript) -> Iterator[Noticed]:
    """Two different 项 do not have the same explanation, two of different 类 not the same purpose;
    what all of a kind share is no fault.
    """
    yield from _same_explanations(manuscript)
    yield from _same_purposes(manuscript)


def _same_purposes(manuscript: Manuscript) -> Iterator[Noticed]:
    seen: dict[str, Cited] = {}
    for each in cited(manuscript, Role.EXPLANATION):
        purpose = _PURPOSE.search(re.split("（项）", each.behind)[0])
        if purpose is None or _SHARED.search(purpose[1]):
            continue
        first = seen.setdefault(purpose[1], each)
        start = each.end + purpose.start(1)
        mark = each.passage.mark(start, start + len(purpose[1]))
        if first.key[0] == each.key[0]:
            yield Noticed(mark)
            continue
        yield Noticed(
            mark=mark,
            message=f"“{each.title}”的用途与“{first.title}”一字不差，其中一条可能抄错了，请核对。",
            printed=purpose[1],
            elsewhere=(first.passage.mark(first.start, first.end),),
            cause="purpose-of-another",
        )


def _same_explanations(manuscript: Manuscript) -> Iterator[Noticed]:
    seen: dict[str, Cited] = {}
    for each in cited(manuscript, Role.TERMS):
        words = re.sub(r"[：，。\s]|^指?反映|指", "", each.behind)
        if not _is_head(each) or len(words) < _SHORT or _GENERIC.search(words):
            continue
        first = seen.setdefault(words, each)
        if first.key[2] == each.key[2]:
            yield Noticed(each.passage.whole())
            continue
        yield Noticed(
            mark=each.passage.whole(),
            message=f"“{each.title}”的释义与“{first.title}”一字不差，其中一条可能抄错了，"
            "请对照科目说明核对。",
            elsewhere=(first.passage.whole(),),
            cause="explanation-of-another",
        )


def purposes_fit(manuscript: Manuscript) -> Iterator[Noticed]:
    """The purpose or explanation of an item is not that of another (住房公积金 as 医疗保险)."""
    for role in (Role.EXPLANATION, Role.TERMS):
        for each in cited(manuscript, role):
            known = [p for p in purposes() if p.item.search(each.names[2])]
            words = re.split("（项）", each.behind)[0].partition("原因")[0]
            for purpose in known:
                other = purpose.others.search(words)
                if other is None or purpose.own.search(words):
                    yield Noticed(each.passage.whole())
                    continue
                at = each.end + other.start()
                yield Noticed(
                    mark=each.passage.mark(at, at + len(other.group())),
                    message=f"“{each.names[2]}”的用途写的是“{other.group()}”，像是别的科目的，"
                    "请核对。",
                    printed=other.group(),
                    cause="purpose-of-another",
                )
