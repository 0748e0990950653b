"""The blanks of a paragraph whose figures are known, filled as the figures come out."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    COMPLETION_RATE,
    SHARE,
    SIGNED,
)
from xlbudget.publish.forms.blanks.budgets import fill_completion, fill_over
from xlbudget.publish.forms.blanks.comparisons import fill_change, fill_pair, is_of_base, is_pair
from xlbudget.publish.forms.blanks.lists import drop_nil, fill_share, name_parts
from xlbudget.publish.forms.blanks.paragraph import Known, Over, Paragraph, Part
from xlbudget.publish.forms.blanks.reasons import fill_why

_PAIR = 2


def fill_paragraph(
    text: Paragraph,
    known: Sequence[Known],
    overs: Sequence[Over],
    lists: Sequence[Sequence[Part]],
) -> None:
    """Fill what is known of a paragraph; `lists` are the parts of its lists."""
    at = 0
    while at < len(known):
        pair = known[at : at + _PAIR]
        text.group += 1
        if len(pair) == _PAIR and is_pair(pair[0], pair[1], text):
            fill_pair(pair[0], pair[1], text)
            at += _PAIR
        else:
            _fill_one(known[at], known[at - 1] if at else None, text)
            at += 1
    for over in overs:
        text.group += 1
        fill_over(over, text)
    for why in text.whys:
        if not text.is_gone(why.blank.start):
            text.group += 1
            fill_why(why, text)
    for parts in lists:
        drop_nil(parts, known, text)
    for each in known:
        if each.figure.measure == ACTUAL:
            name_parts(each, text)


def _fill_one(known: Known, before: Known | None, text: Paragraph) -> None:
    measure = known.figure.measure
    if measure == COMPLETION_RATE:
        fill_completion(known, text)
    elif measure in SIGNED:
        fill_change(known, before, text)
    elif measure == SHARE:
        fill_share(known, text)
    elif measure != BUDGET or is_of_base(known, text):
        text.number(known, signed=False)
