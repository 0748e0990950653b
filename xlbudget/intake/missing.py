"""What an import leaves to do: tables without amounts, budgets and last year's amounts."""

from __future__ import annotations

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format
from xlbudget.formats.names import BUDGET
from xlbudget.workbook.own_rows import AmountRow, budget_rows, prior_rows


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody gave yet, in words: titles of tables, rows of 预算数 and of 上年数."""

    tables: tuple[str, ...] = ()
    budgets: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()


def still_missing(account: FinalAccount, resolved: Format) -> Missing:
    """What an account still lacks."""
    filled = {name for name, known in account.statements.items() if known.has_amounts}
    return Missing(
        tables=tuple(t.title for name, t in resolved.tables.items() if name not in filled),
        budgets=tuple(
            _words(row, resolved)
            for row in budget_rows(resolved, account, ())
            if row.table in filled and _lacks_budget(row, account, resolved)
        ),
        prior=tuple(
            _words(row, resolved)
            for row in (() if resolved.is_new_unit else prior_rows(resolved, ()))
            if row.table in filled and _is_blank(account, row)
        ),
    )


def _is_blank(account: FinalAccount, row: AmountRow) -> bool:
    cell = account.prior.get((row.table, row.line, row.column))
    return cell is None or cell.amount is None


def _lacks_budget(row: AmountRow, account: FinalAccount, resolved: Format) -> bool:
    """Whether a row that has an amount has no budget, neither in its table nor on 预算数."""
    actual = account.cell(row.table, row.line, row.column)
    if actual is None or actual.amount is None:
        return False
    printed = account.cell(row.table, row.line, BUDGET)
    if printed is not None and printed.amount is not None:
        return False
    base = resolved.traits.get(resolved.tables[row.table].budget, "")
    cell = account.budgets.get((row.table, row.line, row.column, base))
    return cell is None or cell.amount is None


def _words(row: AmountRow, resolved: Format) -> str:
    return " ".join(word for word in row.words(resolved) if word)
