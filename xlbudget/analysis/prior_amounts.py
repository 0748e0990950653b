"""Last year's amounts under this year's codes: a renumbered code is still the same item."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.account import CellKey, FinalAccount
from xlbudget.domain.codes import is_code
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import Format


def prior_cells(account: FinalAccount, resolved: Format) -> Mapping[CellKey, tuple[Cell, ...]]:
    """上年数 by this year's lines; several cells where several old codes became one."""
    found: dict[CellKey, tuple[Cell, ...]] = {}
    for (table, line, column), cell in account.prior.items():
        known = resolved.tables.get(table)
        coded = known is not None and known.functional is not None and is_code(line)
        key = (table, resolved.present_code(line) if coded else line, column)
        found[key] = (*found.get(key, ()), cell)
    return found


def old_codes(account: FinalAccount, resolved: Format) -> Mapping[str, tuple[str, ...]]:
    """The codes of 上年数 that have another number now, by the number of now."""
    found: dict[str, tuple[str, ...]] = {}
    for table, line, _ in account.prior:
        known = resolved.tables.get(table)
        if known is None or known.functional is None or not is_code(line):
            continue
        present = resolved.present_code(line)
        if present != line and line not in found.get(present, ()):
            found[present] = (*found.get(present, ()), line)
    return found
