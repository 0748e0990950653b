"""R87, R88: a reason where there is a change, one that explains it, none where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages, times
from xlbudget.checks.words.reason_words import contradicts, says_nothing
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass

_REASON = re.compile(
    r"(?:主要|变动|增减|变化|增加|减少|增长|下降|差异|持平){0,6}的?(?:主要|变动|增减|变化){0,3}原因"
    r"(?:主要)?(?P<link>是|为|系|在于|：)+(?P<reason>(?:一是|1[.、]|（[1一]）|①)[^。]*|[^。；]*)"
)
_UP = "增加|增长|上升|提高|增幅"
_DOWN = "减少|下降|降低|减幅|降幅"
_TURN = re.compile(
    rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<even>持平)|(?P<over>大于|高于|超过|多于)(?=[^，。；]{{0,6}}预算)"
    rf"|(?P<under>小于|低于|少于)(?=[^，。；]{{0,6}}预算)"
)
_AMOUNT = re.compile(r"\d[\d,.]{0,30}(?:万元|亿元|元|%|倍)")
_NOTHING = re.compile(r"^[\s，、：…]*$")
_SHOWN = 36
_REMAINDER = re.compile("结转|结余|资产|负债")
"""What falls when more is spent, so that a reason may well speak of the other direction."""

_PART = re.compile("人员|公用")
_NEXT_CLAUSE = re.compile(r"，(?:完成|较|比|与|占)")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as written: where, its words, and what it explains: 1 more, −1 less, 0 the same,
    None where that cannot be told. `even` are the words that say the same, `of_budget` tells
    whether it explains a difference from the budget.
    """

    passage: Passage
    start: int
    end: int
    words: str
    direction: int | None
    even: str = ""
    of_budget: bool = False


def reasons(manuscript: Manuscript) -> Iterator[Reason]:
    """All reasons of the explanation."""
    for passage in passages(manuscript, Role.EXPLANATION):
        text, last = passage.text, 0
        for found in _REASON.finditer(text):
            words = found["reason"]
            cut = _NEXT_CLAUSE.search(words)
            words = words[: cut.start()] if cut else words
            start = found.start("reason")
            before = text[last : found.start()]
            direction, even, of_budget = _direction(before, found.group())
            yield Reason(passage, start, start + len(words), words, direction, even, of_budget)
            last = found.end()


def _direction(before: str, said: str) -> tuple[int | None, str, bool]:
    """What the words before a reason say of the amount: the last sentence that says anything."""
    if "持平" in said:
        return None, "", False
    own = re.match(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?", said)
    if own and (own["up"] or own["down"]) and not re.match(r"增加减少|减少增加|增减", said):
        return (1 if own["up"] else -1), "", False
    sentences = re.split("[。；]", before)
    for at in range(len(sentences) - 1, -1, -1):
        sentence = sentences[at]
        turns = list(_TURN.finditer(sentence))
        if not turns:
            if _AMOUNT.search(sentence):
                return None, "", False
            continue
        budget = any(turn["over"] or turn["under"] for turn in turns)
        if budget:
            turns = [turn for turn in turns if turn["over"] or turn["under"]]
        signs = {_sign(turn) for turn in turns}
        if len(signs) != 1 or _REMAINDER.search(sentence):
            return None, "", budget
        sign = signs.pop()
        if sign == 0:
            others = any(_sign(turn) for each in sentences[:at] for turn in _TURN.finditer(each))
            unsure = others or "基本" in sentence
            return (None if unsure else 0), sentence, "预算" in sentence
        return sign, "", budget
    return None, "", False


def _sign(turn: re.Match[str]) -> int:
    if turn["even"]:
        return 0
    return 1 if turn["up"] or turn["over"] else -1


def reason_not_written(manuscript: Manuscript) -> Iterator[Noticed]:
    """主要原因是。: the place of a reason is empty."""
    for reason in reasons(manuscript):
        if reason.words and not _NOTHING.match(reason.words):
            yield Noticed(reason.passage.mark(reason.start, reason.end))
        elif "…" not in reason.words:
            at = max(reason.start - 1, 0)
            yield Noticed(
                mark=reason.passage.mark(at, at + 1),
                message="“原因”后面没有写内容。请写出具体原因：哪个项目、多少钱、为什么。",
                cause="reason-empty",
            )


def reason_of_nothing(manuscript: Manuscript) -> Iterator[Noticed]:
    """A reason after 与上年持平: there is no change to explain."""
    for reason in reasons(manuscript):
        if reason.direction is None:
            continue
        mark = reason.passage.mark(reason.start, max(reason.end, reason.start + 1))
        if reason.direction != 0 or not reason.words:
            yield Noticed(mark)
            continue
        yield Noticed(
            mark=mark,
            message=f"前面说“{_tail(reason.even)}”，后面又写变动原因“{_short(reason.words)}”。"
            "确实持平的，删去原因；不持平的，改正前面的话。",
            printed=reason.words,
            level=Level.INFO if reason.of_budget else Level.WARNING,
            cause="even-with-reason",
        )


def reason_against_direction(manuscript: Manuscript) -> Iterator[Noticed]:
    """厉行节约 explains no increase, 新增项目 no decrease."""
    for reason in reasons(manuscript):
        if not reason.direction or not reason.words:
            continue
        mark = reason.passage.mark(reason.start, reason.end)
        if not contradicts(reason.words, reason.direction):
            yield Noticed(mark)
            continue
        is_, only = ("增加", "减少") if reason.direction > 0 else ("减少", "增加")
        if reason.of_budget:
            is_, only = ("大于预算", "减少") if reason.direction > 0 else ("小于预算", "增加")
        yield Noticed(
            mark=mark,
            message=f"数是{is_}的，而原因“{_short(reason.words)}”只能说明{only}。"
            "请核对增减方向，或改写原因。",
            printed=reason.words,
            cause="reason-against-direction",
        )


def reason_without_content(manuscript: Manuscript) -> Iterator[Noticed]:
    """项目增加，项目经费增加: the reason repeats what it should explain. The same words are one
    finding.
    """
    repeated: dict[str, list[Mark]] = {}
    for reason in reasons(manuscript):
        if not reason.words or _NOTHING.match(reason.words):
            continue
        mark = reason.passage.mark(reason.start, reason.end)
        if says_nothing(reason.words):
            repeated.setdefault(reason.words, []).append(mark)
        else:
            yield Noticed(mark)
    for words, marks in repeated.items():
        yield Noticed(
            mark=marks[0],
            message=f"原因“{_short(words)}”{times(len(marks))}只是重复增减本身。"
            "请写明是哪个项目、什么事、增减了多少。",
            printed=words,
            elsewhere=tuple(marks[1:]),
            level=Level.INFO if _PART.search(words) else None,
            cause="reason-repeats",
        )


def _tail(sentence: str) -> str:
    return sentence if len(sentence) <= _SHOWN else f"…{sentence[-_SHOWN:]}"


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
