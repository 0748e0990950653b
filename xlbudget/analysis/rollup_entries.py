"""上年数, 预算数 and 补充资料 of a department: sums of what all its units have filled in.

In a table a blank cell is nothing; here it is a number that nobody gave. Where one unit leaves out
what others fill in, there is no sum, and the units are named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from xlbudget.analysis.sums import Sum, UnitAccount
from xlbudget.domain.account import (
    BUDGET_SHEET,
    PRIOR_SHEET,
    SUPPLEMENT_SHEET,
    BudgetKey,
    CellKey,
)
from xlbudget.domain.codes import is_code
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, Format, Kind, SupplementField
from xlbudget.formats.names import FigureName

K = TypeVar("K")

OPERATING_EXPENSES = "机关运行经费支出"
"""A 事业单位 has none and leaves it blank."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Rows of a sheet without a sum, and the units that left them blank; none where it is what the
    units paid each other last year that nobody knows.
    """

    sheet: str
    rows: tuple[str, ...]
    units: tuple[str, ...] = ()


def prior_sums(
    units: Sequence[UnitAccount], resolved: Format, reduced: Collection[CellKey]
) -> tuple[dict[CellKey, Sum], list[Incomplete]]:
    """上年数. The amounts out of which this year's payments between units are `reduced` held last
    year's too, and nobody knows how much.
    """
    sums, blank = _sums(
        (key for unit in units for key in unit.account.prior if _summed(key, resolved)),
        units,
        lambda unit, key: unit.account.prior.get(key),
        lambda unit, key: _prior_is_asked(unit, key, resolved),
    )
    doubled = [key for key in sums if key in reduced]
    told = list(_told(PRIOR_SHEET, blank, lambda key: _words(key, resolved)))
    if doubled:
        rows = tuple(_words(key, resolved) for key in doubled)
        told.append(Incomplete(PRIOR_SHEET, rows))
    return {key: each for key, each in sums.items() if key not in reduced}, told


def budget_sums(
    units: Sequence[UnitAccount], resolved: Format
) -> tuple[dict[BudgetKey, Sum], list[Incomplete]]:
    """预算数."""
    sums, blank = _sums(
        (key for unit in units for key in unit.account.budgets),
        units,
        lambda unit, key: unit.account.budgets.get(key),
        lambda unit, key: not is_code(key[1]) or _spent(unit, key[:3]),
    )
    words = _told(BUDGET_SHEET, blank, lambda key: f"{_words(key[:3], resolved)}的{key[3]}")
    return sums, list(words)


def number_sums(
    units: Sequence[UnitAccount], resolved: Format
) -> tuple[dict[str, Sum], list[Incomplete]]:
    """The counts and amounts of 补充资料. A score is no sum, nor is what only describes the whole
    department.
    """
    sums, blank = _sums(
        (name for name, known in resolved.supplement.items() if _adds_up(known)),
        units,
        lambda unit, name: unit.account.numbers.get(name),
        lambda unit, name: _field_is_asked(unit, resolved.supplement[name], resolved),
    )
    return sums, list(_told(SUPPLEMENT_SHEET, blank, str))


def _sums(
    keys: Iterable[K],
    units: Sequence[UnitAccount],
    cell_of: Callable[[UnitAccount, K], Cell | None],
    is_asked: Callable[[UnitAccount, K], bool],
) -> tuple[dict[K, Sum], dict[K, tuple[str, ...]]]:
    """Sums of keys that all units have filled in; and which units left which keys blank."""
    sums: dict[K, Sum] = {}
    blank: dict[K, tuple[str, ...]] = {}
    for key in dict.fromkeys(keys):
        cells = [(unit, cell_of(unit, key)) for unit in units]
        filled = tuple(
            (unit.account.unit_name, cell) for unit, cell in cells if cell and _is_filled(cell)
        )
        lacking = tuple(
            unit.account.unit_name
            for unit, cell in cells
            if not (cell and _is_filled(cell)) and is_asked(unit, key)
        )
        if filled and lacking:
            blank[key] = lacking
        elif filled:
            sums[key] = Sum(filled)
    return sums, blank


def _is_filled(cell: Cell) -> bool:
    return cell.amount is not None or cell.count is not None


def _told(
    sheet: str, blank: dict[K, tuple[str, ...]], words: Callable[[K], str]
) -> Iterator[Incomplete]:
    """Rows that the same units left blank, together."""
    by_units: dict[tuple[str, ...], list[str]] = {}
    for key, units in blank.items():
        by_units.setdefault(units, []).append(words(key))
    for units, rows in by_units.items():
        yield Incomplete(sheet, tuple(rows), units)


def _words(key: CellKey, resolved: Format) -> str:
    """A row of 上年数 or 预算数 in words."""
    table, line, column = key
    if table == SUPPLEMENT:
        return line
    name = FigureName(table, line, column)
    code = f"{line} " if is_code(line) else ""
    return f"“{resolved.tables[table].title}”{code}{name.line_label(resolved)}"


def _summed(key: CellKey, resolved: Format) -> bool:
    """Whether a row of 上年数, or last year's value on 补充资料, is an amount of all units."""
    return key[0] != SUPPLEMENT or _adds_up(resolved.supplement[key[1]])


def _prior_is_asked(unit: UnitAccount, key: CellKey, resolved: Format) -> bool:
    """Whether a unit that gives no amount of last year should have given one. A new unit had no
    last year; an item that a unit does not list it did not have, if it gives any amount of that
    table.
    """
    table, line, _ = key
    if unit.format.is_new_unit:
        return False
    if table == SUPPLEMENT:
        return _field_is_asked(unit, resolved.supplement[line], resolved)
    if not is_code(line) or key in unit.account.prior:
        return True
    of_table = (cell for (name, _, _), cell in unit.account.prior.items() if name == table)
    return not any(cell.amount is not None for cell in of_table)


def _spent(unit: UnitAccount, key: tuple[str, ...]) -> bool:
    """Whether a unit has this year's amount of a line."""
    cell = unit.account.cell(*key)
    return cell is not None and cell.amount is not None and cell.amount.fen != 0


def _adds_up(known: SupplementField) -> bool:
    return known.kind in (Kind.COUNT, Kind.AMOUNT) and known.summed


def _field_is_asked(unit: UnitAccount, known: SupplementField, resolved: Format) -> bool:
    """Whether a unit that leaves a number of 补充资料 blank should have filled it in."""
    if any(known.name in identity.adjusted_by for identity in resolved.identities):
        return False
    if known.name == OPERATING_EXPENSES and unit.format.traits["单位性质"] == "事业单位":
        return False
    table, _, field = known.required_figure.partition(".")
    if known.required_when == "有数" and table == resolved.glossary.chinese(SUPPLEMENT):
        whole = unit.account.numbers.get(field)
        nothing = whole is not None and not (whole.amount.fen if whole.amount else whole.count)
        return not (nothing and whole is not None and _is_filled(whole))
    return True
