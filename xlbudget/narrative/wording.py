"""The decision tables of wording: which case holds for two amounts, and its pattern filled in.

The word carries the sign: amounts and rates are printed without one. The direction follows the
amounts, and the printed rate never contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from xlbudget.domain.figures import Figure, Missing, NotComparable
from xlbudget.domain.money import Amount, Zeros, scaled_text
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap, Printed, Span, Words

_SLOT = re.compile(r"\{([^{}]+)\}")


def comparison_case(current: Figure, prior: Figure, rate: Figure, style: Style) -> str:
    """The case of 比上年 that holds."""
    now, then = current.amount, prior.amount
    if now is not None and isinstance(prior.value, NotComparable):
        return "no_prior_year"
    if now is None or then is None:
        return "missing"
    if now.fen == then.fen:
        return "both_nil" if now.fen == 0 else "equal"
    increased = now.fen > then.fen
    if not style.prints_nonzero(now - then):
        return "about_equal"
    if then.fen == 0:
        return "nil_last_year" if increased else "not_comparable_decrease"
    if then.fen < 0 or now.fen < 0:
        return "not_comparable_increase" if increased else "not_comparable_decrease"
    if now.fen == 0:
        return "nil_this_year"
    printed = abs(style.scaled_rate(rate.ratio or Fraction(0)))
    if printed == 0:
        return "tiny_increase" if increased else "tiny_decrease"
    if not increased and printed == whole_rate(style):
        return "near_nil"
    return "increase" if increased else "decrease"


def whole_rate(style: Style) -> int:
    """100 % in the last printed place.

    >>> whole_rate(Style())
    10000
    """
    return int(100 * 10**style.rate_places)


def compare(
    figures: Mapping[str, Figure], patterns: Mapping[str, str], style: Style, words: dict[str, str]
) -> tuple[Span, ...]:
    """A comparison with last year in words. `figures` holds actual, prior_actual, change and
    change_rate of one line; `words` the plain slots (上年度, 主语; 年度, 单位 of a new unit).
    """
    change, rate = figures["change"], figures["change_rate"]
    case = comparison_case(figures["actual"], figures["prior_actual"], rate, style)
    spans: dict[str, Span] = {slot: Words(text) for slot, text in words.items()}
    for figure in (figures["actual"], figures["prior_actual"]):
        if isinstance(figure.value, Missing):
            spans["缺口"] = Gap.of(figure.value)
    if isinstance(change.value, Amount):
        spans["增减额"] = Printed(style.amount(abs(change.value)), change)
    if isinstance(rate.value, Fraction):
        spans["增减率"] = Printed(style.rate(abs(rate.value)), rate)
        spans["最小率"] = Printed(bound_rate(style, 1), rate)
        spans["最大率"] = Printed(bound_rate(style, whole_rate(style) - 1), rate)
    assert not isinstance(rate.value, NotComparable) or "增减率}" not in patterns[case]
    return fill(patterns[case], spans)


def completion_case(actual: Figure, budget: Figure, rate: Figure, style: Style) -> str:
    """The case of 完成 that holds. No rate is printed that says a budget was met which was not."""
    spent, planned = actual.amount, budget.amount
    if spent is None or planned is None:
        return "missing"
    if spent.fen < 0 or planned.fen < 0:
        return "not_comparable"
    if planned.fen == 0:
        return "nil_budget" if spent.fen else "both_nil"
    if spent.fen == planned.fen:
        return "equal"
    if spent.fen == 0:
        return "nil_actual"
    printed = style.scaled_rate(rate.ratio or Fraction(0))
    over = spent.fen > planned.fen
    if printed == whole_rate(style):
        return "near_over" if over else "near_under"
    if printed == 0:
        return "tiny"
    return "over" if over else "under"


def tells_amount(patterns: Mapping[str, str]) -> bool:
    """Whether a comparison with the budget says by which amount they differ: one that prints as
    nothing is then no difference.
    """
    return any("{预算增减额}" in row for row in patterns.values())


def complete(
    figures: Mapping[str, Figure],
    patterns: Mapping[str, str],
    style: Style,
    base: str,
    reason: Sequence[Span],
) -> tuple[Span, ...]:
    """A comparison with the budget in words. `figures` holds actual, budget, completion_rate and
    how far the line is off its budget; `base` is what the budget is called, `reason` why.
    """
    rate = figures["completion_rate"]
    case = completion_case(figures["actual"], figures["budget"], rate, style)
    off_by = figures["budget_change"].amount
    nothing_off = off_by is not None and not style.prints_nonzero(off_by)
    if nothing_off and tells_amount(patterns) and case not in ("both_nil", "not_comparable"):
        case = "equal"
    spans: dict[str, Span] = {"预算口径": Words(base)}
    for figure in (figures["actual"], figures["budget"]):
        if isinstance(figure.value, Missing):
            spans["缺口"] = Gap.of(figure.value)
    if isinstance(rate.value, Fraction):
        spans["完成率"] = Printed(style.rate(rate.value), rate)
        spans["最小率"] = Printed(bound_rate(style, 1), rate)
        spans["最大率"] = Printed(bound_rate(style, whole_rate(style) - 1), rate)
        spans["超率"] = Printed(bound_rate(style, whole_rate(style) + 1), rate)
    change, off = figures["budget_change"], figures["budget_change_rate"]
    if isinstance(change.value, Amount):
        spans["预算增减额"] = Printed(style.amount(abs(change.value)), change)
    if isinstance(off.value, Fraction):
        spans["预算增减幅度"] = Printed(style.rate(abs(off.value)), off)
    return fill(patterns[case], spans, {"原因": tuple(reason)})


def bound_rate(style: Style, scaled: int) -> str:
    """A rate of so many last printed places, as a bound in words.

    >>> bound_rate(Style(), 1), bound_rate(Style(), 9999)
    ('0.01%', '99.99%')
    """
    return scaled_text(scaled, style.rate_places, Zeros.KEEP, separators=False) + "%"


def fill(
    pattern: str,
    spans: Mapping[str, Span],
    runs: Mapping[str, tuple[Span, ...]] | None = None,
) -> tuple[Span, ...]:
    """A pattern's words and slots as spans; a slot of `runs` may hold several.

    >>> [span.text for span in fill("比{主语}多", {"主语": Words("甲")})]
    ['比', '甲', '多']
    """
    parts = _SLOT.split(pattern)
    found: list[Span] = []
    for position, part in enumerate(parts):
        if position % 2 and part in (runs or {}):
            found.extend((runs or {})[part])
        elif position % 2:
            found.append(spans[part])
        elif part:
            found.append(Words(part))
    return tuple(found)
