"""What a person must fill in where an amount is not there, in words, and on which sheet."""

from __future__ import annotations

from xlbudget.domain.account import BUDGET_SHEET, PRIOR_SHEET, SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.figures import Missing
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import PRIOR_ACTUAL, FigureName, default_column


def missing_amount(
    name: FigureName, cell: Cell | None, account: FinalAccount, resolved: Format
) -> Missing:
    """An amount of this year or last: of a public table, of 上年数, or a number of 补充资料."""
    prior = name.measure == PRIOR_ACTUAL
    year = account.year - 1 if prior else account.year
    if name.table == SUPPLEMENT:
        what = f"{year}年度{name.line}" if prior else name.line
        return Missing(what, SUPPLEMENT_SHEET, _waiting(name, cell, account))
    table = resolved.tables[name.table].title
    state = "（表中为“—”）" if cell and cell.holds is Holds.NOT_APPLICABLE else ""
    statement = account.statements.get(name.table)
    own = PRIOR_SHEET if account.prior_unit else ""
    sheet = own if prior else statement.sheet if statement else table
    what = f"{year}年度{table}的{_line_words(name, resolved)}{state}"
    return Missing(what, sheet, cell.source if cell else None)


def missing_budget(name: FigureName, cell: Cell | None, resolved: Format) -> Missing:
    """A line's budget, of the base that 首页 says."""
    known = resolved.tables.get(name.table)
    base = resolved.traits.get(known.budget, "") if known else ""
    title = known.title if known else ""
    source = cell.source if cell else None
    return Missing(f"{title}的{name.line_label(resolved)}的{base}", BUDGET_SHEET, source)


def _waiting(name: FigureName, cell: Cell | None, account: FinalAccount) -> Source | None:
    """The cell of 补充资料 that waits for a number."""
    if cell is not None or name.measure == PRIOR_ACTUAL:
        return cell.source if cell else None
    return account.supplement_cells.get(name.line)


def _line_words(name: FigureName, resolved: Format) -> str:
    """A line in words; with its column where that is not the first."""
    words = name.line_label(resolved)
    if name.column == default_column(resolved, name.table, name.line):
        return words
    return f"{words}·{name.column_label(resolved)}"
