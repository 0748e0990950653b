"""What the cells of our own sheets are there for, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.statements import Source
from xlbudget.formats.model import Format
from xlbudget.formats.names import BUDGET, PRIOR_ACTUAL, FigureName


def named_cells(
    account: FinalAccount, resolved: Format, wanted: Callable[[Source], bool]
) -> Iterator[tuple[Source, str]]:
    """The cells of 首页, 上年数, 预算数, 补充资料, 名词解释 and 改写, with their names; of 上年数
    and 预算数, which are many, only those that are wanted.
    """
    yield from ((source, name) for name, source in account.supplement_cells.items())
    yield from ((source, name) for name, source in account.setting_cells.items())
    yield from ((entry.source, name) for name, entry in account.settings.items())
    yield from ((entry.source, name) for name, entry in account.terms.items())
    yield from ((entry.source, f"改写 {name}") for name, entry in account.rewrites.items())
    for (table, line, column), cell in account.prior.items():
        if wanted(cell.source):
            yield cell.source, FigureName(table, line, column, PRIOR_ACTUAL).label(resolved)
    for (table, line, column, base), cell in account.budgets.items():
        if wanted(cell.source):
            label = FigureName(table, line, column, BUDGET).label(resolved)
            yield cell.source, f"{label}（{base}）"
    for (table, line), source in account.budget_reason_cells.items():
        yield source, f"{_line(table, line, resolved)}与预算不同的原因"
    for (table, line), source in account.purpose_cells.items():
        yield source, f"{_line(table, line, resolved)}的用途"


def _line(table: str, line: str, resolved: Format) -> str:
    return FigureName(table, line, "").line_label(resolved)
