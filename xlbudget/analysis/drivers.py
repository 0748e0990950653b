"""Drivers: the items that moved a total, largest first, the rest as one line, summing exactly."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import is_code, level
from xlbudget.domain.money import Amount, total
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell
from xlbudget.domain.style import Style
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.model import Format, Part, SupplementField
from xlbudget.formats.names import ACTUAL, CHANGE, FigureName, resolve
from xlbudget.formats.said_names import said_names
from xlbudget.formats.table_model import LEVELS, Table

SHOWN = 5
"""So many items are named; the others are one line."""


@dataclass(frozen=True, slots=True)
class Driver:
    """An item whose amount changed: by how much, and the cells of both years."""

    code: str
    name: str
    change: Amount
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drivers:
    """What moved a total: `change` is the sum of the drivers' changes and `rest`."""

    change: Amount
    drivers: tuple[Driver, ...]
    rest: Amount

    def text(self, style: Style) -> str:
        """The drivers in one line.

        >>> Drivers(Amount(3_000_000), (Driver("2210108", "老旧小区改造", Amount(5_000_000), ()),),
        ...         Amount(-2_000_000)).text(Style())
        '2210108 老旧小区改造增加5万元；其余减少2万元'
        """
        said = [
            f"{driver.code} {driver.name}{_in_words(driver.change, style)}"
            for driver in self.drivers
        ]
        if self.rest.fen:
            said.append(f"其余{_in_words(self.rest, style)}")
        return "；".join(said)


def _in_words(change: Amount, style: Style) -> str:
    return ("增加" if change.fen > 0 else "减少") + style.amount(abs(change))


def drivers_of(
    field: SupplementField, account: FinalAccount, resolved: Format, figures: Figures
) -> Drivers | None:
    """The drivers of the total that a reason explains.

    None where the total did not change, or where last year's items are not filled in.
    """
    if not field.drivers or not field.required_figure:
        return None
    name = said_names(resolved).resolved(tuple(field.required_figure.split(".")))
    change = figures.figure(name.of(CHANGE)).amount
    if change is None or not change.fen:
        return None
    found = [
        driver
        for part in field.drivers
        if _has_prior(part, account)
        for driver in _changes(part, account, resolved, figures)
    ]
    if not found:
        return None
    found.sort(key=lambda driver: (-abs(driver.change.fen), driver.code))
    shown = tuple(found[:SHOWN])
    return Drivers(change, shown, change - total(driver.change for driver in shown))


def drivers_of_figure(
    name: FigureName, account: FinalAccount, resolved: Format, figures: Figures
) -> Drivers | None:
    """The drivers of a line's change, where a reason of 补充资料 explains it."""
    for field in resolved.supplement.values():
        if field.drivers and resolve(resolved, field.required_figure.split(".")) == name.of(ACTUAL):
            return drivers_of(field, account, resolved, figures)
    return None


def all_drivers(account: FinalAccount, resolved: Format, figures: Figures) -> dict[str, Drivers]:
    """The drivers beside each reason of 补充资料, by field."""
    found = {
        field.name: drivers_of(field, account, resolved, figures)
        for field in resolved.supplement.values()
    }
    return {name: drivers for name, drivers in found.items() if drivers is not None}


def _has_prior(part: Part, account: FinalAccount) -> bool:
    """Whether last year's amounts were filled in by item: then an item that lacks one was nil."""
    return any(
        table == part.table and column == part.column and cell.amount is not None
        for (table, line, column), cell in account.prior.items()
        if line.isdecimal()
    )


def _changes(
    part: Part, account: FinalAccount, resolved: Format, figures: Figures
) -> Iterator[Driver]:
    table = resolved.tables[part.table]
    statement = account.statements.get(part.table)
    now = {line.name: line for line in (statement.group(part.line) if statement else ())}
    then = {
        line: cells
        for (known, line, column), cells in figures.prior.items()
        if known == part.table and column == part.column and _in_group(table, line, part)
    }
    renumbered = figures.old_codes
    for code in sorted({*now, *then}):
        if code.isdecimal() and is_withheld(code, account.withheld):
            continue
        current = now[code].cells.get(part.column) if code in now else None
        before = then.get(code, ())
        cells = tuple(
            cell for cell in (current, *before) if cell is not None and cell.amount is not None
        )
        change = _amount(current, resolved)
        change -= total(_amount(cell, resolved) for cell in before)
        if change.fen:
            name = _name(code, now[code].label if code in now else "", resolved)
            if code in renumbered:
                name += f"（上年编码{'、'.join(renumbered[code])}）"
            yield Driver(code, name, change, cells)


def _name(code: str, printed: str, resolved: Format) -> str:
    """An item's name of the year; else what the tables print, else its last one."""
    ended = "".join(resolved.functional.names(code)[-1:])
    return resolved.code_name(code) or printed or f"{ended}（今年无此科目）"


def _amount(cell: Cell | None, resolved: Format) -> Amount:
    """A cell's amount as the figures take it; nothing counts as zero."""
    known = cell.amount if cell is not None else None
    return Amount(0) if known is None else resolved.style.basis_amount(known)


def _in_group(table: Table, line: str, part: Part) -> bool:
    defined = table.line(line)
    if defined is None and is_code(line):  # 今年目录里没有、也不知道新编码的科目
        return LEVELS[level(line)] == part.line
    return defined is not None and defined.group == part.line
