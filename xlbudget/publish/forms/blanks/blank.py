"""The blanks of a bureau's form: XX万元, ____, ××年度, XX单位, 原因是……."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from xlbudget.domain.records import dataclass

_X = "XxＸｘ×✕╳Ⅹ"
_SIGN = rf"[{_X}*＊_＿○〇◯△□]"
_SPACE = "[ \u3000\xa0]"
_ANY = (
    rf"(?:(?<![A-Za-z])[{_X}]{{1,8}}(?:[.．][{_X}]{{1,4}})?(?![A-Za-z])|[_＿]{{2,60}}|[*＊]{{2,20}}|"
    rf"[○〇◯△□]{{2,20}}|…{{1,20}}|\.{{3,60}}|。{{3,20}}|[（(【\[]{_SPACE}{{0,60}}[）)】\]])"
)
_MONEY = r"百万元|千元|万元|亿元|元|%|％|个百分点|百分点"
_COUNTED = (
    r"批次|人次|车次|台(?:[（(]套[）)]|/套|套)?|套|个团组|团组|辆|人(?![员均才大民])|个(?!人)|"
    r"次(?!要)|名(?!称)|项(?!目)|户|家(?!庭)|件|场(?!所)|期(?![末初间])|平方米|分(?![别局配])|批(?!复)"
)
_EMPTY = rf"(?:{_SPACE}{{2,60}}|\t{{1,20}})"
"""A blank that is only underlined."""

_NUMBER = re.compile(
    rf"{_ANY}(?={_SPACE}{{0,9}}(?P<unit>{_MONEY}|{_COUNTED}))|{_EMPTY}(?=(?P<after>{_MONEY}|辆|批次|人次))"
)
_BARE = re.compile(
    rf"(?<![A-Za-z0-9])(?:[{_X}]{{2,}}|[_＿]{{2,}}|[*＊]{{2,}}|…+|[○〇◯△□]{{2,}})(?![A-Za-z0-9])"
)
_WHOLE = re.compile(
    rf"(?P<blank>(?:[{_X}]{{2,8}}|[{_X}]{{1,8}}[.．][{_X}]{{1,4}}|[_＿]{{2,60}}|[*＊]{{2,20}}|[○〇◯△□]{{2,20}})"
    rf"|{_ANY}(?=(?:{_MONEY}|{_COUNTED})$)){_SPACE}{{0,9}}(?P<unit>{_MONEY}|{_COUNTED})?"
)
_YEAR = re.compile(
    rf"(?<![\dA-Za-z])(?=[\d{_X}*＊_＿○〇◯△□]{{0,3}}?{_SIGN})(?P<century>[12][09]|[12](?=0?{_SIGN}{{2}}))?[\d{_X}*＊_＿○〇◯△□]{{1,4}}(?={_SPACE}*年)"
)
_YEAR_AFTER = re.compile(rf"{_SPACE}*年(?!级|限|龄|均|来|以)(?:度|末|底|初)?(?P<rest>.{{0,10}})")
_MONTH = re.compile(rf"[\d{_X}_＿*＊]{{1,4}}月(?!31日)")
_AGAINST = re.compile(rf"(?:与|比|较|同|和|于){_SPACE}*$")
_OPENS = re.compile(r"(?:^|[，。；：、（(“\s]|与|比|较|同|和|至|单位|部门)$")
_REASON = re.compile(
    rf"原因(?:主要)?(?:是|为|系|在于)?(?:因为|由于)?[：:]?(?P<blank>{_ANY}|(?<=[是为系于：:]))(?=[。；;，,）)]|$)"
)
_NAME = re.compile(
    rf"(?:[（(](?:单位|部门)(?:名称|全称)[）)]|(?:{_SIGN}{{2,12}}(?:省|自治区|市|区|县|州|旗)){{0,4}}(?:"
    rf"{_SIGN}{{2,12}}[（(](?:单位|部门)(?:名称|全称)?[）)]|"
    rf"{_SIGN}{{2,12}}(?P<body>单位|部门|街道办事处|办事处|街道|委员会|办公室|人民政府|乡镇?|镇|局|委|办|厅|中心|"
    r"院|校|馆|站|所|队)))"
)
_STARTS = re.compile(r"(?:^|[，。：:（(“\n]|年度?|日|月)\s*$")
"""What stands before the name of the unit that speaks."""

_OTHERS = re.compile(
    r"(?:包括|如下|名单|单位|部门|分别[为是])[：:]?\s*$|原因[^。]*$|^\s*(?:\d{1,2}[.．、]|（\d{1,2}）)\s*$"
)
"""What stands before the name of another."""
_EITHER = re.compile(
    r"(?P<own>本)?(?:部门(?:[（(]单位[）)]|[/／]单位)|单位(?:[（(]部门[）)]|[/／]部门))"
)


class Sort(Enum):
    """What a blank asks for."""

    NUMBER = "数"
    YEAR = "年度"
    NAME = "单位名称"
    BODY = "部门或单位"
    REASON = "原因"
    OTHER = "内容"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a paragraph, from `start` to `end`. `unit` is what stands behind a number, `prior`
    tells that a year is the one before.
    """

    start: int
    end: int
    sort: Sort
    unit: str = ""
    prior: bool = False


def blanks(text: str) -> list[Blank]:
    """The blanks of a paragraph, in order.

    >>> [(each.sort.value, each.unit) for each in blanks("20XX年度支出XX万元，原因是……。")]
    [('年度', ''), ('数', '万元'), ('原因', '')]
    """
    found: list[Blank] = []
    taken: set[int] = set()
    bare = (Blank(*match.span(), Sort.OTHER) for match in _BARE.finditer(text))
    for of_sort in (_years, _names, _bodies, _reasons, _numbers, lambda _: bare):
        for each in of_sort(text):
            stretch = range(each.start, each.end)
            if taken.isdisjoint(stretch):
                found.append(each)
                taken.update(stretch)
    return sorted(found, key=lambda each: each.start)


def whole(text: str) -> Blank | None:
    """The number that a cell of a table asks for, where nothing else stands in it.

    >>> whole("XX.XX"), whole("XX万元").unit, whole("XX单位"), whole("……")
    (Blank(start=0, end=5, sort=<Sort.NUMBER: '数'>, unit='', prior=False), '万元', None, None)
    """
    stripped = text.strip()
    found = _WHOLE.fullmatch(stripped)
    if found is None:
        return None
    lead = text.index(stripped)
    start, end = found.span("blank")
    return Blank(lead + start, lead + end, Sort.NUMBER, found["unit"] or "")


def _years(text: str) -> Iterator[Blank]:
    for match in _YEAR.finditer(text):
        after, before = _YEAR_AFTER.match(text, match.end()), text[: match.start()]
        if after is None or _MONTH.match(after["rest"]):
            continue
        if not (match["century"] or "度" in after.group()[:4] or _OPENS.search(before)):
            continue
        of_budget = "预算" in after["rest"][:8]
        prior = bool(_AGAINST.search(before)) and not of_budget
        yield Blank(match.start(), match.end(), Sort.YEAR, prior=prior)


def _names(text: str) -> Iterator[Blank]:
    for match in _NAME.finditer(text):
        before, end = text[: match.start()], match.end()
        if match["body"] in ("单位", "部门") and text.startswith(("决算", "预算"), end):
            end -= len(match["body"])
        elif match["body"] in ("单位", "部门") and text.startswith(("名称", "全称"), end):
            end += len("名称")
        listed = text[end : end + 1] in ("、", "；", ";")
        if _STARTS.search(before) and not _OTHERS.search(before) and not listed:
            yield Blank(match.start(), end, Sort.NAME)


def _bodies(text: str) -> Iterator[Blank]:
    for match in _EITHER.finditer(text):
        start = match.start() + len(match["own"] or "")
        yield Blank(start, match.end(), Sort.BODY)


def _reasons(text: str) -> Iterator[Blank]:
    for match in _REASON.finditer(text):
        yield Blank(*match.span("blank"), Sort.REASON)


def _numbers(text: str) -> Iterator[Blank]:
    for match in _NUMBER.finditer(text):
        unit = match["unit"] or match["after"]
        yield Blank(match.start(), match.end(), Sort.NUMBER, unit)
