"""Comparisons with last year or with the budget: 增加（减少）XX万元，增长（下降）XX%."""

from __future__ import annotations

import re

from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    PRIOR_ACTUAL,
    FigureName,
)
from xlbudget.narrative.wording import comparison_case
from xlbudget.publish.forms.blanks.choices import Choice
from xlbudget.publish.forms.blanks.numbers import in_unit, why_not
from xlbudget.publish.forms.blanks.paragraph import Known, Paragraph
from xlbudget.publish.forms.blanks.pieces import words
from xlbudget.publish.forms.blanks.reasons import without_reason

_AMOUNTS = (CHANGE, BUDGET_CHANGE)
_OF_RATE = {CHANGE: CHANGE_RATE, BUDGET_CHANGE: BUDGET_CHANGE_RATE}
_TO_RATE = re.compile(
    r"[，,、；（(]?\s*(?:即|比例|幅度|增减率|变动率)?\s*(?:额|率|幅度?|比例|了|约|为|达|：|\s)*"
)
_JOINED = ("、", "，", "和", "与", ",", "及")
_EACH = re.compile(r"(?:各自?|均|共|分别|略有|有所)+$")
_LEAD = re.compile(
    r"(?P<sign>较|比)(?:于)?(?P<base>(?:上一?年|去年|[^，。；较比]{1,4}年)(?:年?度)?(?:(?:决算|支出|收入)数?)?|"
    r"(?:年初|全年|调整后?|批复|本年)?预算(?:批复)?数?)(?:相比)?[，,]?$"
)
_CASES = {
    "equal": "same",
    "both_nil": "same",
    "about_equal": "same",
    "increase": "rate",
    "decrease": "rate",
    "nil_this_year": "rate",
    "tiny_increase": "tiny",
    "tiny_decrease": "tiny",
    "near_nil": "near",
}
_BOUNDS = {"tiny": ("不足", 1), "near": ("超过", -1)}


def is_pair(one: Known, other: Known, text: Paragraph) -> bool:
    """Whether two blanks are a change and its rate, one right after the other."""
    rate = _OF_RATE.get(one.figure.measure)
    if rate is None or other.figure != one.figure.of(rate):
        return False
    end, choice = text.after(one.blank), text.direction(other.blank)
    stop = choice.start if choice else other.blank.start
    return end <= stop and bool(_TO_RATE.fullmatch(text.text[end:stop]))


def fill_pair(amount: Known, rate: Known, text: Paragraph) -> None:
    """A change with its rate."""
    case, sign = _case(amount.figure, amount.blank.unit, text)
    if not _can_be_told(amount, case, text, rate):
        return
    one, other = text.direction(amount.blank), text.direction(rate.blank)
    if case == "same":
        _same(amount, rate, one, text)
        return
    if one is None or (other is None and (case == "rate" or case in _BOUNDS)):
        text.leave(amount, "空格前没有写明增加还是减少")
        text.leave(rate, "空格前没有写明增长还是下降")
        return
    text.direct(one, amount.figure, sign)
    text.number(amount, signed=True)
    if other is not None and case == "rate":
        text.direct(other, rate.figure, sign)
        text.number(rate, signed=True)
    elif other is not None and case in _BOUNDS:
        text.direct(other, rate.figure, sign)
        text.bound(rate, *_BOUNDS[case])
    else:
        tail = _tail(case, amount.figure, text)
        text.put(text.after(amount.blank), text.after(rate.blank), words(tail))


def fill_change(known: Known, before: Known | None, text: Paragraph) -> None:
    """A change, or a rate of change, that stands alone."""
    case, sign = _case(known.figure, known.blank.unit, text)
    if not _can_be_told(known, case, text):
        return
    choice, joined = text.direction(known.blank), _is_joined(known, before, text)
    if case == "same" and not joined:
        _same(known, known, choice, text)
    elif choice is None and joined and before and _case_of(before, text) == (case, sign):
        text.number(known, signed=True)
    elif choice is None or case == "same":
        text.leave(known, "空格前没有写明增加还是减少")
    elif known.figure.measure in _AMOUNTS or case == "rate":
        text.direct(choice, known.figure, sign)
        text.number(known, signed=True)
    elif case in _BOUNDS:
        text.direct(choice, known.figure, sign)
        text.bound(known, *_BOUNDS[case])
    else:
        text.leave(known, why_not(text.figure(known.figure)))


def is_of_base(known: Known, text: Paragraph, rate: Known | None = None) -> bool:
    """Whether the budget that the sentence names is the one that the account has; else the blanks
    are left.
    """
    base, said = text.base(known.figure), known.budget_words
    kinds = {"年初预算": ("年初",), "全年预算": ("全年", "调整")}
    named = any(word in said for word in ("年初", "全年", "调整"))
    if not base or not named or any(word in said for word in kinds.get(base, ())):
        return True
    for each in (known, rate):
        if each is not None:
            text.leave(each, f"范本说的是{said}，工作簿里填的是{base}数")
    return False


def _is_joined(known: Known, before: Known | None, text: Paragraph) -> bool:
    """Whether a number comes right after another: 分别增加5万元、3万元."""
    if before is None or before.figure.measure != known.figure.measure:
        return False
    return text.text[text.after(before.blank) : known.blank.start].strip() in _JOINED


def _case_of(known: Known, text: Paragraph) -> tuple[str, int]:
    return _case(known.figure, known.blank.unit, text)


def _case(name: FigureName, unit: str, text: Paragraph) -> tuple[str, int]:
    """How a change comes out (same, rate, tiny, near, missing, or why no rate can be), its sign."""
    of_budget = _is_of_budget(name)
    actual = text.figure(name.of(ACTUAL))
    base = text.figure(name.of(BUDGET if of_budget else PRIOR_ACTUAL))
    rate = text.figure(name.of(BUDGET_CHANGE_RATE if of_budget else CHANGE_RATE))
    if actual.amount is None or base.amount is None:
        return "missing", 0
    case = comparison_case(actual, base, rate, in_unit(text.format.style, unit))
    told = _CASES.get(case, case)
    sign = 1 if actual.amount.fen > base.amount.fen else -1
    return told, 0 if told == "same" else sign


def _is_of_budget(name: FigureName) -> bool:
    return name.measure in (BUDGET_CHANGE, BUDGET_CHANGE_RATE)


def _can_be_told(known: Known, case: str, text: Paragraph, rate: Known | None = None) -> bool:
    of_budget = _is_of_budget(known.figure)
    if of_budget and not is_of_base(known, text, rate):
        return False
    if case != "missing":
        return True
    base = known.figure.of(BUDGET if of_budget else PRIOR_ACTUAL)
    figures = [text.figure(each) for each in (known.figure.of(ACTUAL), base)]
    why = next(why_not(each) for each in figures if each.amount is None)
    for each in (known, rate):
        if each is not None:
            text.leave(each, why)
    return False


def _same(first: Known, last: Known, choice: Choice | None, text: Paragraph) -> None:
    """与上年持平 in the place of 增加（减少）XX万元，增长（下降）XX%; no reason is then given."""
    if choice is None:
        for each in {first.blank: first, last.blank: last}.values():
            text.leave(each, "两数相同，空格前没有可以改成“持平”的说法")
        return
    each_of = _EACH.search(text.text, 0, choice.start)
    start = each_of.start() if each_of else choice.start
    lead = _LEAD.search(text.text, 0, start)
    if lead:
        text.put(lead.start("sign"), lead.end("sign"), words("与"))
    of_budget = _is_of_budget(first.figure)
    base = text.figure(first.figure.of(BUDGET if of_budget else PRIOR_ACTUAL)).amount
    actual = text.figure(first.figure.of(ACTUAL)).amount
    exact = actual is not None and base is not None and actual.fen == base.fen
    text.put(start, text.after(last.blank), words("持平" if exact else "基本持平"))
    without_reason(first.figure, of_budget=of_budget, text=text)


def _tail(case: str, name: FigureName, text: Paragraph) -> str:
    """What our own wording says in the place of a rate that cannot be."""
    if _is_of_budget(name):
        return "（没有预算，增减率不可比）"
    return text.format.wording["比上年", "总体"][case].partition("{增减额}")[2]
