"""What of the gathered amounts our own sheets ask for: 上年数, 预算数, 补充资料."""

from __future__ import annotations

from collections.abc import Container, Mapping

from xlbudget.domain.codes import is_code, level
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Kind
from xlbudget.formats.table_model import LEVELS
from xlbudget.intake.gathered import BudgetKey, Key
from xlbudget.workbook.own_rows import budgeted_groups, prior_rows


def asked_prior(resolved: Format, prior: Mapping[Key, Cell]) -> dict[Key, Cell]:
    """Last year's amounts that 上年数 has rows for: the lines that are compared, and each 项 that
    may have moved one of them. A code must be one that the catalogue has, if only of other years.
    """
    own = {(row.table, row.line, row.column) for row in prior_rows(resolved, ())}
    groups = {
        (part.table, part.line, part.column)
        for known in resolved.supplement.values()
        for part in known.drivers
        if part.whole_group
    }
    return {
        key: cell
        for key, cell in prior.items()
        if cell.amount is not None and (key in own or _is_of(resolved, key, groups))
    }


def _is_of(resolved: Format, key: Key, groups: Container[Key]) -> bool:
    """Whether a line is a code of one of the groups."""
    table = resolved.tables.get(key[0])
    if table is None or table.functional is None or not is_code(key[1]):
        return False
    group = LEVELS[level(key[1])]
    return bool(table.functional.names(key[1])) and (key[0], group, key[2]) in groups


def asked_budgets(resolved: Format, budgets: Mapping[BudgetKey, Cell]) -> dict[BudgetKey, Cell]:
    """The budgets that 预算数 has rows for: lines of tables with a budget, in their first column.

    A code must be one of the year's: a row of another could not be read again. It must be of a
    level that the text compares with budgets: 项, or 类.
    """
    found = {}
    groups = {name: budgeted_groups(resolved, name) for name in {key[0] for key in budgets}}
    for key, cell in budgets.items():
        table = resolved.tables.get(key[0])
        if cell.amount is None or table is None or not table.budget:
            continue
        if is_code(key[1]) and LEVELS[level(key[1])] not in groups[key[0]]:
            continue
        if table.line(key[1]) is not None and key[2] == table.default_column(key[1]):
            found[key] = cell
    return found


def asked_numbers(resolved: Format, numbers: Mapping[str, Cell]) -> dict[str, Cell]:
    """Counts and amounts for the fields of 补充资料 that take them."""
    found = {}
    for name, cell in numbers.items():
        known = resolved.supplement.get(name)
        if known is None or not known.kind.is_number:
            continue
        value = cell.amount if known.kind is Kind.AMOUNT else cell.count
        if value is not None:
            found[name] = cell
    return found


def asked_prior_numbers(resolved: Format, prior: Mapping[Key, Cell]) -> dict[str, Cell]:
    """Last year's numbers of 补充资料, by field."""
    given = {
        name: cell
        for (table, name, column), cell in prior.items()
        if table == SUPPLEMENT and column == VALUE
    }
    asked = asked_numbers(resolved, given)
    return {name: cell for name, cell in asked.items() if resolved.supplement[name].prior}
