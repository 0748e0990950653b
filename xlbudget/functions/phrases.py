"""The phrases of the narrative for amounts that stand in cells: the same code, the same tables.

A format's wording has several variants of a comparison. Cells know neither the year nor what is
compared, so the first variant is taken whose patterns ask for neither. A place whose every variant
says which budget is meant (年初预算, 全年预算) says 预算.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xlbudget.domain import ratios
from xlbudget.domain.figures import Figure, Missing, Value
from xlbudget.domain.money import Amount, Unit, total
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.style import Style
from xlbudget.domain.text import Span
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE, Composition, Format, Part
from xlbudget.formats.names import SHARE, FigureName
from xlbudget.functions.cells import WRONG, Block, Refused, error_in, is_blank, number_in
from xlbudget.narrative import lists, wording
from xlbudget.narrative.nodes import Structure

NEWEST = 9999
"""The year that stands for the newest edition of a format and the names that hold today."""

NATIONAL = "national"
_OF_AN_ACCOUNT = frozenset(("上年度", "主语", "原因"))
"""The slots that only a whole account can fill."""

_BASE, _SOME_BUDGET = "预算口径", "预算"
"""The slot of the budget that is meant, and what cells say there."""

_SLOT = re.compile(r"\{([^{}]+)\}")
_WHOLE = "总额"


def format_in(cell: object) -> Format:
    """The format that an option names, in its newest edition; blank is the national one.

    UnknownName for a place that nobody knows.
    """
    if error := error_in(cell):
        raise Refused(error)
    if cell is not None and not isinstance(cell, str):
        raise Refused
    return find((cell or "").strip() or NATIONAL, NEWEST)


def variant_of(resolved: Format, filter_: str) -> str:
    """The first variant of a format's wording that asks for nothing but amounts and names.

    >>> national = find("national", 2024)
    >>> [variant_of(national, filter_) for filter_ in ("比上年", "完成", "构成")]
    ['较上年', '比率', '总体']
    """
    for not_asked in (_OF_AN_ACCOUNT | {_BASE}, _OF_AN_ACCOUNT):
        for (own, variant), patterns in resolved.wording.items():
            asked = {slot for row in patterns.values() for slot in _SLOT.findall(row)}
            if own == filter_ and not asked & not_asked:
                return variant
    raise Refused


def single_cell(given: Block) -> object:
    """The cell of a block of one; Refused for a larger block."""
    if len(given) != 1 or len(given[0]) != 1:
        raise Refused
    return given[0][0]


def named_cells(names: Block, amounts: Block) -> list[tuple[str, object]]:
    """Names and amounts in pairs; rows blank in both are passed over. Refused where a name is
    missing, no text or given twice, or where the blocks are not one row or column of one size.
    """
    is_line = len(names) == 1 or len(names[0]) == 1
    if not is_line or [len(row) for row in names] != [len(row) for row in amounts]:
        raise Refused
    pairs = [
        (name, amount)
        for row, line in zip(names, amounts, strict=True)
        for name, amount in zip(row, line, strict=True)
        if not (is_blank(name) and is_blank(amount))
    ]
    found: dict[str, object] = {}
    for name, amount in pairs:
        if error := error_in(name):
            raise Refused(error)
        if not isinstance(name, str) or not name.strip() or name.strip() in found:
            raise Refused
        found[name.strip()] = amount
    return list(found.items())


def compare_text(current: object, prior: object, resolved: Format) -> str:
    """比上年 of two cells in 万元; the error where a cell holds one or is no number."""
    style = resolved.style
    now, then = _amount(current, "决算数", style), _amount(prior, "上年决算数", style)
    if isinstance(now, str) or isinstance(then, str):
        return _first_error(now, then)
    if isinstance(now, Amount) and isinstance(then, Amount):
        difference: Value = ratios.change(now, then)
        rate: Value = ratios.change_rate(now, then)
    else:
        difference = rate = then if isinstance(now, Amount) else now
    figures = {
        "actual": _figure("决算数", now),
        "prior_actual": _figure("上年决算数", then),
        "change": _figure("增减额", difference),
        "change_rate": _figure("增减率", rate),
    }
    patterns = resolved.wording["比上年", variant_of(resolved, "比上年")]
    return _text(wording.compare(figures, patterns, style, {}))


def completion_text(actual: object, budget: object, resolved: Format) -> str:
    """完成 of two cells in 万元; the error where a cell holds one or is no number."""
    style = resolved.style
    spent, planned = _amount(actual, "决算数", style), _amount(budget, "预算数", style)
    if isinstance(spent, str) or isinstance(planned, str):
        return _first_error(spent, planned)
    if isinstance(spent, Amount) and isinstance(planned, Amount):
        rate: Value = ratios.completion_rate(spent, planned)
        off: Value = ratios.change(spent, planned)
        off_rate: Value = ratios.budget_change_rate(spent, planned)
    else:
        rate = off = off_rate = planned if isinstance(spent, Amount) else spent
    figures = {
        "actual": _figure("决算数", spent),
        "budget": _figure("预算数", planned),
        "completion_rate": _figure("完成率", rate),
        "budget_change": _figure("预算增减额", off),
        "budget_change_rate": _figure("预算增减率", off_rate),
    }
    patterns = resolved.wording["完成", variant_of(resolved, "完成")]
    return _text(wording.complete(figures, patterns, style, _SOME_BUDGET, ()))


def shares_text(
    parts: Iterable[tuple[str, object]], whole: tuple[object, ...], resolved: Format
) -> str:
    """构成 of named cells in 万元 and of the cell of their whole; without one, of their sum."""
    style = resolved.style
    known = [(name, _amount(cell, name, style)) for name, cell in parts]
    own = _amount(whole[0], _WHOLE, style) if whole else _sum(amount for _, amount in known)
    if any(isinstance(amount, str) for amount in (own, *(amount for _, amount in known))):
        return _first_error(*(amount for _, amount in known), own)
    figures = _Listed(
        {name: amount for name, amount in known if not isinstance(amount, str)},
        own if not isinstance(own, str) else Missing(_WHOLE),
    )
    made = Composition(
        name=_WHOLE, whole=Part(table=SUPPLEMENT, line=_WHOLE, column=_WHOLE), parts=()
    )
    node = Structure(_WHOLE, "构成", variant_of(resolved, "构成"))
    return _text(lists.listed(node, replace(resolved, compositions={_WHOLE: made}), figures))


@dataclass(frozen=True, slots=True)
class _Listed:
    """The figures of a list: amounts by name, and their whole."""

    amounts: Mapping[str, Amount | Missing]
    whole: Amount | Missing

    def figure(self, name: FigureName) -> Figure:
        amount = self.whole if name.column == _WHOLE else self.amounts[name.line]
        if name.measure != SHARE:
            return _figure(name.line, amount)
        share: Value = self.whole if isinstance(amount, Amount) else amount
        if isinstance(amount, Amount) and isinstance(self.whole, Amount):
            share = ratios.share(amount, self.whole)
        return _figure(f"{name.line}占比", share)

    def lines(self, table: str, group: str) -> tuple[str, ...]:
        del table, group
        return ()

    def parts(self, composition: Composition) -> Iterable[tuple[FigureName, str]]:
        del composition
        return [(FigureName(SUPPLEMENT, name, VALUE), name) for name in self.amounts]


def _sum(amounts: Iterable[Amount | Missing | str]) -> Amount | Missing | str:
    known = [amount for amount in amounts if isinstance(amount, Amount)]
    return total(known) if known else Missing("各项金额")


def _amount(cell: object, what: str, style: Style) -> Amount | Missing | str:
    """The amount of a cell in 万元 as the text prints it; what is missing, or the error."""
    if error := error_in(cell):
        return error
    if is_blank(cell):
        return Missing(what)
    found = number_in(cell)
    return WRONG if found is None else style.basis_amount(Amount.of(found, Unit.TEN_THOUSAND_YUAN))


def _first_error(*amounts: object) -> str:
    return next(amount for amount in amounts if isinstance(amount, str))


def _figure(label: str, value: Value) -> Figure:
    return Figure(label, label, value, "", ())


def _text(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)
