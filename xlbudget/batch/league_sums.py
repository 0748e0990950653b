"""The sums over the tables of thousands of units, which do not keep their addends.

Every unit is read when it is its turn: what is kept does not grow with the number of units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from xlbudget.analysis.eliminations import PAYMENTS, SUMMARY, Booked, Side, booked_by
from xlbudget.batch.league_units import AMOUNTS, CELLS, UnitRecord, Units, extract_line
from xlbudget.batch.stamp import Json
from xlbudget.domain.account import CellKey
from xlbudget.domain.codes import is_code
from xlbudget.domain.money import EXACT, Amount
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source

_SIDES = tuple(side for payment in PAYMENTS for side in (payment.paid, payment.received))


class Total(NamedTuple):
    """A cell of the superior: the sum over the units in 分, and how far the true one may lie from
    it, in half 分.
    """

    fen: int
    slack: int = 0


@dataclass(slots=True)
class OfTable:
    """What decides whether the sums of a table can be compared: the units that lack it, whether
    any has filled it in, the words of its budgets, and the units that leave those blank.
    """

    filled: bool = False
    lacking: list[str] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)
    unplanned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """The sums, by table and column and then by line; `names` are the units, `withheld` the codes
    that any of them withholds, `booked` what they paid each other.
    """

    tables: dict[str, OfTable]
    sums: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    slacks: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    booked: dict[Side, list[Booked]] = field(default_factory=lambda: {side: [] for side in _SIDES})
    received: bool = False

    def add(self, units: Units, record: UnitRecord, amounts: Json) -> None:
        """One unit more."""
        self.withheld.update(amounts["withheld"])
        own = amounts["tables"]
        for name, known in self.tables.items():
            if name not in own:
                known.lacking.append(record.unit)
                continue
            said = own[name]
            known.filled = known.filled or said["filled"]
            known.bases.setdefault(said["base"], record.unit)
            if said["unplanned"]:
                known.unplanned.append(record.unit)
        for name, precision, column, lines in columns_of(amounts):
            known_sums = self.sums.setdefault((name, column), {})
            for line, fen in lines.items():
                known_sums[line] = known_sums.get(line, 0) + fen
            if precision > EXACT:
                slack = self.slacks.setdefault((name, column), {})
                for line in lines:
                    slack[line] = slack.get(line, 0) + precision
        self._book(units, record, own)

    def _book(self, units: Units, record: UnitRecord, own: Json) -> None:
        """What the unit paid to others, or received: few units do."""
        bookings = [side for side in _SIDES if side.table in own and _column(own, side)]
        summary = own.get(SUMMARY, {"amounts": {}})["amounts"].values()
        received = {payment.received.column for payment in PAYMENTS}
        self.received = self.received or any(
            received & by_column.get("actual", {}).keys() for by_column in summary
        )
        if not bookings:
            return
        places = (extract_line(units.out / record.folder, CELLS) or {"tables": {}})["tables"]
        for side in bookings:
            at = places.get(side.table, {"sheet": side.table, "cells": {}})
            amounts = _column(own, side)
            cells = {
                line: _cell(record, at, side.column, line, amounts.get(line))
                for line in _lines(own[side.table])
                if is_code(line)
            }
            self.booked[side] += booked_by(record.unit, side, cells)

    def totals(self, taken: Mapping[CellKey, int], tables: Collection[str]) -> dict[CellKey, Total]:
        """The sums by cell, without what is eliminated, of these tables."""
        return {
            (name, line, column): Total(
                fen - taken.get((name, line, column), 0),
                self.slacks.get((name, column), {}).get(line, 0),
            )
            for (name, column), lines in self.sums.items()
            if name in tables
            for line, fen in lines.items()
        }

    def budgets_differ(self, name: str, own: str) -> str:
        """Why the budgets of a table cannot be added up, in words; "" where they can. `own` is
        what the budgets of the superior are.
        """
        known = self.tables[name]
        if known.unplanned:
            return f"{some(known.unplanned)}没有填预算数"
        others = [f"{unit}是{base}" for base, unit in known.bases.items() if base != own]
        return f"预算口径不同：上级是{own}，{some(others)}" if own and others else ""


def columns_of(amounts: Json) -> Iterator[tuple[str, int, str, dict[str, int]]]:
    """Table, precision, column, and the amounts by line."""
    for name, said in amounts["tables"].items():
        for precision, by_column in said["amounts"].items():
            for column, lines in by_column.items():
                yield name, int(precision), column, lines


def parts_of(amounts: Json) -> Iterator[tuple[CellKey, int]]:
    """What a unit brings in, by cell, in 分."""
    for name, _, column, lines in columns_of(amounts):
        for line, fen in lines.items():
            yield (name, line, column), fen


def amount_in(amounts: Json, key: CellKey) -> int:
    """What a unit brings into one cell, in 分."""
    name, line, column = key
    by_precision = amounts["tables"].get(name, {"amounts": {}})["amounts"].values()
    return sum(by_column.get(column, {}).get(line, 0) for by_column in by_precision)


def amounts_of(units: Units, record: UnitRecord) -> Json | None:
    """The amounts of a unit's tables."""
    found = extract_line(units.out / record.folder, AMOUNTS)
    return found if found is not None and _is_sound(found) else None


def _is_sound(amounts: Json) -> bool:
    """Whether the amounts have the shape that `extract` gives them."""
    tables, withheld = amounts.get("tables"), amounts.get("withheld")
    return (
        isinstance(withheld, list)
        and isinstance(tables, dict)
        and all(isinstance(known, dict) and known.keys() >= _OF_TABLE for known in tables.values())
    )


_OF_TABLE = {"filled", "base", "unplanned", "amounts"}


def _column(own: Json, side: Side) -> dict[str, Amount]:
    return {
        line: Amount(fen, int(precision))
        for precision, by_column in own[side.table]["amounts"].items()
        for line, fen in by_column.get(side.column, {}).items()
    }


def _lines(said: Json) -> dict[str, None]:
    """All lines of a table that hold an amount."""
    return dict.fromkeys(
        line
        for by_column in said["amounts"].values()
        for lines in by_column.values()
        for line in lines
    )


def _cell(record: UnitRecord, at: Json, column: str, line: str, amount: Amount | None) -> Cell:
    address = at["cells"].get(column, {}).get(line, "")
    source = Source(record.workbook or record.folder, at["sheet"], address)
    return Cell(source) if amount is None else Cell.with_amount(source, amount)


_SHOWN = 6


def some(names: Sequence[str]) -> str:
    """Some of many names, and how many there are.

    >>> some(["甲", "乙"]), some([str(at) for at in range(9)])
    ('甲、乙', '0、1、2、3、4、5等 9 个')
    """
    told = "、".join(names[:_SHOWN])
    return f"{told}等 {len(names)} 个" if len(names) > _SHOWN else told
