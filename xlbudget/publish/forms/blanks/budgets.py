"""完成预算XX%, and 决算数大于（小于）预算数."""

from __future__ import annotations

import re

from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    COMPLETION_RATE,
)
from xlbudget.narrative.wording import complete, completion_case
from xlbudget.publish.forms.blanks.comparisons import is_of_base
from xlbudget.publish.forms.blanks.numbers import why_not
from xlbudget.publish.forms.blanks.paragraph import Known, Over, Paragraph
from xlbudget.publish.forms.blanks.pieces import Left, words

_PRINTED = ("equal", "over", "under", "nil_actual")
_COMPLETES = re.compile(r"完成(?:了)?[^，。；]{0,10}?预算数?的?(?:比例)?(?:为|约)?$")
_BUDGET = re.compile(r"[^，。；]{0,8}?预算(?:批复)?数?")
_LEADS = re.compile(r"的?(?:主要)?(?:差异)?原因(?:主要)?(?:是|为|系)?[：:]?")


def fill_completion(known: Known, text: Paragraph) -> None:
    """A rate of completion; what our own wording says where none can be printed."""
    if not is_of_base(known, text):
        return
    name, style = known.figure, text.format.style
    figures = {
        measure: text.figure(name.of(measure))
        for measure in (ACTUAL, BUDGET, COMPLETION_RATE, BUDGET_CHANGE, BUDGET_CHANGE_RATE)
    }
    case = completion_case(figures[ACTUAL], figures[BUDGET], figures[COMPLETION_RATE], style)
    if case == "missing":
        none = next(figures[each] for each in (ACTUAL, BUDGET) if figures[each].amount is None)
        text.leave(known, why_not(none))
        return
    if case in _PRINTED:
        text.number(known, signed=False)
        return
    begin = _COMPLETES.search(text.text, 0, known.blank.start)
    if begin is None:
        text.leave(known, why_not(figures[COMPLETION_RATE]))
        return
    patterns = text.format.wording["完成", "比率"]
    told = complete(figures, patterns, style, text.base(name), ())
    said = "".join(span.text for span in told)
    text.put(begin.start(), text.after(known.blank), words(said))


def fill_over(over: Over, text: Paragraph) -> None:
    """Choose 大于 or 小于; 决算数与预算数持平 where neither holds, without the reason."""
    choice, name = over.choice, over.figure.of(BUDGET_CHANGE)
    change = text.figure(name)
    if change.amount is None:
        text.left.append(Left(choice.start, choice.end, why_not(change)))
        return
    if text.format.style.prints_nonzero(change.amount):
        text.direct(choice, name, 1 if change.amount.fen > 0 else -1)
        return
    base = _BUDGET.match(text.text, choice.end)
    if base is None:
        text.left.append(Left(choice.start, choice.end, "决算数与预算数相同"))
        return
    end = base.end()
    for why in text.whys:
        if why.blank.start >= end and _LEADS.fullmatch(text.text[end : why.blank.start]):
            end = why.blank.end
            text.gone.append((choice.start, end))
            break
    same = "持平" if not change.amount.fen else "基本持平"
    text.put(choice.start, end, words(f"与{base.group()}{same}"))
