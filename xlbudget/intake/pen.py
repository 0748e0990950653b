"""Writes an import down: cells that are blank are filled, cells that say otherwise are left."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xlbudget.books.port import BookPlan, CellWrite, LeftAlone, RangeWrite, address, parse_address
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.statements import Cell, Holds
from xlbudget.domain.style import Style
from xlbudget.intake.changes import Change
from xlbudget.intake.rounding import agrees, held

_NOT_APPLICABLE = "—"


@dataclass(slots=True)
class Pen:
    """Gathers what is to be written, cell by cell.

    `changes` are written; `conflicts` are cells that hold something else, and are written only
    where `overwrite` says so.
    """

    style: Style
    overwrite: bool = False
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    _values: dict[tuple[str, str], str | Decimal | None] = field(default_factory=dict)

    def amount(self, cell: Cell, source: Cell, unit: Unit, what: str) -> None:
        """An amount for a cell of a sheet in `unit`."""
        assert source.amount is not None
        amount = source.amount
        standing = cell.amount
        if standing is not None and agrees(standing, amount, unit, self.style):
            return
        if cell.holds is Holds.NOT_APPLICABLE and amount.fen == 0:
            return
        before = _NOT_APPLICABLE if cell.holds is Holds.NOT_APPLICABLE else ""
        before = _shown(standing, unit) if standing is not None else before
        new = held(amount, unit, self.style).number(unit)
        self._put(cell.source.sheet, cell.source.cell, new, before, what, source.source.in_file)

    def count(self, cell: Cell, source: Cell, what: str) -> None:
        """A count for a cell of 补充资料."""
        assert source.count is not None
        if cell.count == source.count:
            return
        before = "" if cell.count is None else f"{cell.count}"
        place = source.source.in_file
        self._put(cell.source.sheet, cell.source.cell, source.count, before, what, place)

    def blank(self, at: tuple[str, int, int], value: str | Decimal, what: str, source: str) -> None:
        """A value for a cell that is known to be blank; nothing for an empty text."""
        sheet, row, column = at
        if value != "":
            self._put(sheet, address(row, column), value, "", what, source)

    def text(
        self, at: tuple[str, int, int], standing: str, value: str, what: str, source: str
    ) -> None:
        """A text for a cell that may hold one; nothing where it holds the same, or for no text."""
        sheet, row, column = at
        if value and "".join(standing.split()) != "".join(value.split()):
            self._put(sheet, address(row, column), value, standing, what, source)

    def number(self, at: tuple[str, int, int], source: Cell, unit: Unit, what: str) -> None:
        """An amount for a cell that is known to be blank."""
        assert source.amount is not None
        new = held(source.amount, unit, self.style).number(unit)
        self.blank(at, new, what, source.source.in_file)

    def named(self, at: tuple[str, int, int], standing: str, text: str) -> None:
        """The unit's name behind the word for it that stands alone in the head of a table."""
        sheet, row, column = at
        cell = address(row, column)
        self._values[sheet, cell] = text
        self.changes.append(Change(sheet, cell, "表头单位名称", standing, text, ""))

    def clear(self, at: tuple[str, int, int], standing: str, what: str) -> None:
        """Take away a text of ours that is no longer true."""
        sheet, row, column = at
        self._values[sheet, address(row, column)] = None
        self.changes.append(Change(sheet, address(row, column), what, standing, "", ""))

    def _put(
        self, sheet: str, cell: str, value: str | Decimal, before: str, what: str, source: str
    ) -> None:
        change = Change(sheet, cell, what, before, f"{value}", source)
        self._values[sheet, cell] = value
        if before and not self.overwrite:
            self.conflicts.append(change)
        else:
            self.changes.append(change)

    def plan(self, *, conflicts: bool = False) -> BookPlan:
        """What is to be written; with `conflicts` what would be, if all were overwritten."""
        listed = [*self.changes, *self.conflicts] if conflicts else self.changes
        return BookPlan(
            tuple(
                RangeWrite(
                    change.sheet,
                    *parse_address(change.cell),
                    ((CellWrite(self._values[change.sheet, change.cell]),),),
                )
                for change in listed
            )
        )

    def leave(self, left: Iterable[LeftAlone]) -> None:
        """Formulas of the user's stay: what would have been written there is a conflict."""
        formulas = {(each.sheet, each.cell): each.formula for each in left}
        changes, conflicts = self.changes, self.conflicts
        self.changes = [each for each in changes if (each.sheet, each.cell) not in formulas]
        stay = [each for each in changes if (each.sheet, each.cell) in formulas]
        self.conflicts = [
            replace(each, formula=formulas.get((each.sheet, each.cell), ""))
            for each in (*conflicts, *stay)
        ]


def _shown(amount: Amount, unit: Unit) -> str:
    return f"{amount.number(unit)}"
