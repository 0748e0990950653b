"""What words without a number say: 持平, 大于预算, 无此项, 不可比, and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.clauses.subjects import cleaned
from xlbudget.binding.clauses.words import Against, against, without_comparison
from xlbudget.binding.said import Told
from xlbudget.domain.records import dataclass

_SAME = r"持平|相同|一致|相等|无变化|没有变化|无增减|无变动|没有变动"
_ABOUT = re.compile(rf"基本(?:{_SAME})|大体持平|略有(?:增减|变动)$")
_EQUAL = re.compile(_SAME)
_OVER = re.compile(r"(?:决算数?|支出)(?:[大高多]于|超过?|超出)[^，。；]{0,8}预算")
_UNDER = re.compile(r"(?:决算数?|支出)(?:[小低少]于|未达到?)[^，。；]{0,8}预算")
_NOT_COMPARABLE = re.compile(r"不可比|不具(?:有)?可比性|基数为[零0]|不计算(?:完成率|增减率|增长率)")
_NONE = re.compile(
    r"均?无此项|(?P<before>^.{0,40}?)(?:均?无|没有|未(?:安排|使用|发生|产生|列支|涉及)|不涉及)"
    r"(?P<subject>[^，。；、]{0,40}?(?:支出|收入|费用?|经费|结转|结余|拨款|(?<=安排).{0,6}预算数?))"
    r"(?=[、情数]|决算|$)"
)
_MORE = re.compile(r"(?:有所|略有)?(?:增加|增长|上升|提高)$")
_LESS = re.compile(r"(?:有所|略有)?(?:减少|下降|降低)$")
REASON = re.compile(
    r"(?:主要|变动|增减|增加|减少|增长|下降|差异|的){0,8}原因(?:(?:主要)?(?:是|为|系|在于|如下|：|$)|(?=同上|同前))(?:由于|因为|因)?|"
    r"(?:主要|主要是|这主要)(?:系|是(?:因为|由于|因)|由于|因为)"
)
_MAINLY = re.compile(r"^主要是(?!用于|业务|因为|由于)")
"""After a comparison these words tell why; elsewhere, what it is."""
PURPOSE = re.compile(r"(?:主要|资金|经费|具体)*(?:是|为)?用于|主要是用于|开支内容(?:包括)?")


def reason_in(words: str, *, compared: bool) -> re.Match[str] | None:
    """The words that lead to a reason.

    >>> reason_in("主要变动原因是项目增加", compared=True).group()
    '主要变动原因是'
    >>> reason_in("主要是项目减少", compared=False)
    """
    return REASON.search(words) or (_MAINLY.search(words) if compared else None)


@dataclass(frozen=True, slots=True)
class Word:
    """Words that say something of an amount: where they stand in their clause."""

    told: Told
    start: int
    end: int
    subject: str


def spoken(words: str, known: Against | None) -> Iterator[Word]:
    """What the words of a clause say; `known` is the comparison that the sentence is in.

    >>> [each.told.name for each in spoken("公务接待费与上年持平", None)]
    ['AS_PRIOR']
    """
    reason = reason_in(words, compared=known is not None)
    told = words[: reason.start()] if reason else words
    equal = _equal(told, known)
    if equal:
        yield equal
        return
    for kind, pattern in ((Told.OVER_BUDGET, _OVER), (Told.UNDER_BUDGET, _UNDER)):
        found = pattern.search(told)
        if found:
            yield Word(kind, found.start(), found.end(), cleaned(told[: found.start()]))
            return
    found = _NOT_COMPARABLE.search(told)
    if found:
        yield Word(Told.NOT_COMPARABLE, 0, len(told), "")
        return
    if not re.search(r"上一?年|去年|目标|问题", told):
        nothing = list(_nothing(told))
        if nothing:
            yield from nothing
            return
    yield from _moved(told, known)


def _nothing(words: str) -> Iterator[Word]:
    """What there is none of; several may be named: 无公务接待费、无因公出国（境）费."""
    start = 0
    for piece in re.split(r"、(?=无|没有)", words):
        found = _NONE.search(piece)
        if found:
            subject = cleaned(found["subject"] or found["before"] or "")
            yield Word(Told.NONE, start, start + len(piece), subject)
        start += len(piece) + 1


def _equal(words: str, known: Against | None) -> Word | None:
    found = _ABOUT.search(words) or _EQUAL.search(words)
    base = against(words) or known
    if not found or base is None:
        return None
    about = bool(_ABOUT.search(words))
    told = Told.ABOUT_PRIOR if about else Told.AS_PRIOR
    told = Told.AS_BUDGET if base.budget else told
    before = without_comparison(words[: found.start()])
    subject = cleaned(re.sub(r"(?:基本|均|都|保持|总体)+$", "", before))
    return Word(told, 0, found.end(), subject)


def _moved(words: str, known: Against | None) -> Iterator[Word]:
    base = against(words) or known
    if base is None or base.budget:
        return
    for told, pattern in ((Told.MORE, _MORE), (Told.LESS, _LESS)):
        found = pattern.search(words)
        if found:
            before = without_comparison(words[: found.start()])
            yield Word(told, 0, found.end(), cleaned(before))
            return
