"""R81, R95: statements that cannot both hold, and lists that are not as long as said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages
from xlbudget.checks.words.word_lists import Contradiction, contradictions
from xlbudget.checks.words.year_rules import document_year
from xlbudget.domain.numerals import value_of

_ROLES = (Role.OVERVIEW, Role.EXPLANATION, Role.TABLES, Role.ANNEX)
_ELSEWHEN = re.compile(r"上年|去年|往年|以前年度|如无|如果|若|应|不得|计划|拟|下年|如$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")

_Hit = tuple[Passage, re.Match[str]]


def none_and_some(manuscript: Manuscript) -> Iterator[Noticed]:
    """无下属二级预算单位 here, 下属二级预算单位2个 there."""
    listed = list(passages(manuscript, *_ROLES))
    year = document_year(manuscript)
    for contradiction in contradictions():
        none = list(_hits(listed, contradiction.none, year))
        some = [hit for hit in _hits(listed, contradiction.some, year) if _is_some(hit[1])]
        if not none and not some:
            continue
        if not none or not some:
            passage, found = (none or some)[0]
            yield Noticed(passage.mark(*found.span()))
            continue
        yield _contradicted(contradiction, none[0], some[0])


def _contradicted(contradiction: Contradiction, none: _Hit, some: _Hit) -> Noticed:
    (passage, found), (other, there) = sorted(
        (none, some), key=lambda hit: hit[0].block, reverse=True
    )
    return Noticed(
        mark=passage.mark(*found.span()),
        message=f"{contradiction.subject}前后矛盾：{other.role.value}里写“{there.group()}”，"
        f"{passage.role.value}里写“{found.group()}”。请核对，改正其中一处。",
        printed=found.group(),
        elsewhere=(other.mark(*there.span()),),
        cause="contradiction",
    )


def _hits(listed: list[Passage], pattern: re.Pattern[str], year: int) -> Iterator[_Hit]:
    """Where a statement on the year itself stands."""
    for passage in listed:
        for found in pattern.finditer(passage.text):
            start, end = passage.sentence_at(found.start())
            clause = passage.text[max(start, found.start() - 30) : found.start()]
            named = [int(each[1]) for each in _YEAR.finditer(passage.text[start:end])]
            other_year = bool(named) and year not in named
            if not _ELSEWHEN.search(clause) and not other_year:
                yield passage, found


def _is_some(found: re.Match[str]) -> bool:
    """Whether the number said is not nil."""
    return bool(found["数"].strip("0,."))


_COUNTED = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})个(?P<what>[一-龥]{0,12})?"
    r"(?:，?(?:分别是|分别为)[：:]?|[：:])(?P<names>[^。；：\d]{4,400})(?:[。；]|$)"
)
_LED = re.compile(r"(?:单位|机构|部门)(?:名单)?(?:包括|如下|分别是|分别为|是)?：$")
_SAID = re.compile(
    r"(?<!行政)(?<!事业)(?<!企业)(?<!参公)(?:二级预算单位|预算单位|决算单位|所属单位|下属单位|单位)"
    r"(?:共|共有|为|共计)?(?P<n>\d{1,3})个"
)
_ITEM = re.compile(r"^(?:\d{1,3}[.、]|（\d{1,3}）|（[一二三四五六七八九十]{1,3}）|[①-⑳])")
_OPEN = re.compile("等|其中|一是|第一")
_COUNTABLE = re.compile("机构|科室|股室|处室|内设|单位|社区|村|部门|中心|学校|办公室|站所|支部")
_NOUN = 8
_JOINT = re.compile("和|及|与")
_FEWEST = 2


def lists_as_long_as_said(manuscript: Manuscript) -> Iterator[Noticed]:
    """内设机构5个，分别是…; 下属二级预算单位2个 and a list of them."""
    for passage in passages(manuscript, Role.OVERVIEW, Role.EXPLANATION, Role.ANNEX):
        for found in _COUNTED.finditer(passage.text):
            noticed = _in_one_line(passage, found)
            if noticed is not None:
                yield noticed
    yield from _below(manuscript)


def _in_one_line(passage: Passage, found: re.Match[str]) -> Noticed | None:
    """A count and the names behind it; None where the names cannot be told apart."""
    said = _value(found["n"])
    names = re.sub(r"（[^（）]*）", "", found["names"])
    about = found.string[max(0, found.start() - _NOUN) : found.start("names")]
    if not said or _OPEN.search(names) or not _COUNTABLE.search(about):
        return None
    sign = "；" if "；" in names else ("、" if "、" in names else "，")
    if sign != "，" and "，" in names:
        return None
    parts = [part for part in names.split(sign) if part.strip()]
    if len(parts) < _FEWEST or max(map(len, parts)) > 24:  # noqa: PLR2004  句子，不是名称
        return None
    most = len(parts) + sum(len(_JOINT.findall(part)) for part in parts)
    if len(parts) <= said <= most:
        return Noticed(passage.mark(*found.span("n")))
    return Noticed(
        mark=passage.mark(*found.span("n")),
        message=f"说是 {said} 个，后面列出 {len(parts)} 个（{parts[0]}、…、{parts[-1]}）。请核对。",
        printed=found["n"],
        expected=str(len(parts)),
        cause="list-count",
    )


def _value(numeral: str) -> int:
    return value_of(numeral.replace("两", "二"))


def _below(manuscript: Manuscript) -> Iterator[Noticed]:
    """The units said in one line, and listed one a line below another that ends in 包括：."""
    said: tuple[Passage, re.Match[str]] | None = None
    listed = list(passages(manuscript, Role.OVERVIEW))
    for at, passage in enumerate(listed):
        found = _SAID.search(passage.text)
        if found and int(found["n"]):
            said = (passage, found)
        if said is None or not _LED.search(passage.text) or "单位" not in passage.text:
            continue
        items = 0
        for below in listed[at + 1 :]:
            if not _ITEM.match(below.text) or below.stretch.first > passage.stretch.last:
                break
            items += 1
        if items < _FEWEST - 1:
            continue
        number = int(said[1]["n"])
        mark = said[0].mark(*said[1].span("n"))
        if items == number or any(each.numbered for each in listed[at + 1 : at + 1 + items + 1]):
            yield Noticed(mark)
        else:
            yield Noticed(
                mark=mark,
                message=f"说是 {number} 个单位，后面列出 {items} 个。请核对。",
                printed=str(number),
                expected=str(items),
                cause="list-count",
            )
        return
