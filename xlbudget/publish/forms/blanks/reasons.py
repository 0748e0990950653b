"""主要变动原因是……: from 补充资料 and 预算数, a gap where nobody has given one."""

from __future__ import annotations

import re

from xlbudget.binding.facts import facts_of
from xlbudget.domain.account import SUPPLEMENT_SHEET
from xlbudget.domain.money import Amount
from xlbudget.domain.text import Gap
from xlbudget.formats.model import Kind
from xlbudget.formats.names import ACTUAL, BUDGET_CHANGE, CHANGE, FigureName, resolve
from xlbudget.narrative.reasons import as_clause, as_reason, budget_reason_gap
from xlbudget.publish.forms.blanks.blank import Blank
from xlbudget.publish.forms.blanks.paragraph import Paragraph, Why, pieces_of
from xlbudget.publish.forms.blanks.pieces import Left, Piece, words

_WHY = re.compile(
    r"(?P<before>^|[，。；;,：])\s*(?P<clause>[^，。；;,：]{0,24}原因(?:主要)?(?:是|为|系|在于)?(?:因为|由于)?[：:]?)$"
)
_TO_REASON = re.compile(r"[^，。；;]{0,12}原因[^，。；;]{0,6}")


def fill_why(why: Why, text: Paragraph) -> None:
    """A reason; nothing where nothing has changed."""
    measure = BUDGET_CHANGE if why.of_budget else CHANGE
    change = text.figure(why.figure.of(measure)).amount
    if change is None:
        _leave(why, "不知道有没有变动", text)
        return
    if not text.format.style.prints_nonzero(change):
        without_reason(why.figure, of_budget=why.of_budget, text=text)
        return
    pieces = _of_budget(why.figure, text) if why.of_budget else _of_change(why.figure, text)
    if pieces is None:
        _leave(why, "补充资料里没有这一项的原因", text)
        return
    _choose(why, change, text)
    start, end = why.blank.start, why.blank.end
    before: tuple[Piece, ...] = ()
    if start == end:
        before, start = words(text.text[start - 1]), start - 1
    text.put(start, end, (*before, *pieces))


def fill_text(blank: Blank, name: str, text: Paragraph) -> None:
    """What a person wrote into a field of 补充资料, as a clause; the gap where she has not."""
    entry, known = text.account.supplement.get(name), text.format.supplement[name]
    gap = Gap(name, SUPPLEMENT_SHEET)
    text.group += 1
    said = as_clause(entry.text if entry else known.default, gap, text.text[: blank.start])
    text.put(blank.start, blank.end, pieces_of(said))


def without_reason(name: FigureName, *, of_budget: bool, text: Paragraph) -> None:
    """Take away 主要原因是…… where nothing has changed."""
    for why in text.whys:
        same = why.figure == name.of(ACTUAL) and why.of_budget == of_budget
        if not same or text.is_gone(why.blank.start):
            continue
        lead = _WHY.search(text.text, 0, why.blank.start)
        if lead is None:
            _leave(why, "没有变动，原因请删去", text)
            continue
        keep = lead["before"] in ("。", "")
        start = lead.start("clause") if keep else lead.start()
        end = why.blank.end
        if keep and text.text[end : end + 1] in ("。", "；", ";"):
            end += 1
        text.gone.append((start, end))
        text.put(start, end, ())


def _choose(why: Why, change: Amount, text: Paragraph) -> None:
    """The word in 增加（减少）的主要原因是."""
    for choice in text.choices:
        between = text.text[choice.end : why.blank.start]
        taken = any(each.start <= choice.start < each.end for each in text.edits)
        if choice.end <= why.blank.start and _TO_REASON.fullmatch(between) and not taken:
            measure = BUDGET_CHANGE if why.of_budget else CHANGE
            text.direct(choice, why.figure.of(measure), 1 if change.fen > 0 else -1)


def _of_change(name: FigureName, text: Paragraph) -> tuple[Piece, ...] | None:
    facts = facts_of(text.format)
    found = [
        each
        for each in text.format.supplement.values()
        if each.kind is Kind.REASON
        and each.required_figure
        and facts.same(resolve(text.format, each.required_figure.split(".")), name)
    ]
    if len(found) != 1:
        return None
    entry = text.account.supplement.get(found[0].name)
    gap = Gap(found[0].name, SUPPLEMENT_SHEET)
    return pieces_of(as_reason(entry.text if entry else found[0].default, gap))


def _of_budget(name: FigureName, text: Paragraph) -> tuple[Piece, ...]:
    entry = text.account.budget_reasons.get((name.table, name.line))
    return pieces_of(as_reason(entry.text if entry else "", budget_reason_gap(name, text.format)))


def _leave(why: Why, reason: str, text: Paragraph) -> None:
    text.left.append(Left(why.blank.start, why.blank.end, reason))
