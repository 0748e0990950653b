"""What is written on one sheet of the open workbook, and how it is put back if Excel refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from xlbudget.books.entry_text import entry
from xlbudget.books.excel_values import Rows, as_seen, entered_again, is_formula
from xlbudget.books.giving_way import Decision, Place, places
from xlbudget.books.port import CellWrite, address
from xlbudget.books.rectangles import joined
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle
from xlbudget.books.undo import Journal
from xlbudget.books.values import as_read
from xlbudget.domain.records import dataclass

_LONGEST_IN_ROWS = 8_000
"""Longer texts are entered cell by cell: within an array Excel refuses them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a rectangle: formula texts and raw values, as Excel gives them."""

    box: Rectangle
    texts: Rows
    raw: Rows

    def at(self, row: int, column: int) -> tuple[object, object]:
        """Formula text and raw value of a cell."""
        down, right = row - self.box[0], column - self.box[1]
        return self.texts[down][right], self.raw[down][right]

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell, if it has one."""
        text, raw = self.at(row, column)
        return str(text) if is_formula(text, raw) else None

    def runs(self) -> Iterator[Rectangle]:
        """Cells below each other with the same formula text: most of them are array formulas."""
        top, left, bottom, right = self.box
        for column in range(left, right + 1):
            first = top
            for row in range(top + 1, bottom + 2):
                text = self.formula(row, column) if row <= bottom else None
                if text is None or text != self.formula(first, column):
                    if row - first > 1 and self.formula(first, column) is not None:
                        yield first, column, row - 1, column
                    first = row

    def formulas_in(self, part: Rectangle) -> bool:
        """Whether any cell of a part has a formula."""
        return any(self.formula(*at) is not None for at in places(part))


@dataclass(frozen=True, slots=True)
class Target:
    """What is written on one sheet."""

    sheet: Any
    name: str
    writes: Mapping[Place, CellWrite]
    decision: Decision
    standing: Standing

    def blocks(self) -> dict[Rectangle, str]:
        """The array formulas to enter."""
        return {
            rectangle(write.block): "=" + (write.formula or "").removeprefix("=")
            for write in self.writes.values()
            if write.block
        }

    def write(self, journal: Journal) -> None:
        """End arrays of ours that give way, enter the rectangles, then the new arrays."""
        for area in self.decision.dissolved:
            text = self.standing.formula(*area[:2]) or ""
            journal.before(partial(self._enter_array, area, text))
            self._range(area).clear_contents()
        for area in joined(at for at, write in self.writes.items() if not write.block):
            if all(self._stands(at) for at in places(area)):
                continue
            journal.before(partial(self._restore, area))
            self._enter(area, [[entry(self.writes[at]) for at in row] for row in _by_row(area)])
        for area, formula in self.blocks().items():
            journal.before(partial(self._restore, area))
            journal.before(partial(self._range(area).clear_contents))
            self._enter_array(area, formula)

    def _stands(self, at: Place) -> bool:
        """Whether a value stands in its cell already."""
        write = self.writes[at]
        text, raw = self.standing.at(*at)
        if write.formula is not None or is_formula(text, raw):
            return False
        if not isinstance(raw, str | float | bool | None):
            return False  # dates, currency, errors: not worth comparing
        seen = as_seen(raw, str)
        return type(seen) is type(as_read(write)) and seen == as_read(write)

    def _range(self, area: Rectangle) -> Any:
        return self.sheet.range(reference(area))

    def _enter(self, area: Rectangle, rows: list[list[Any]]) -> None:
        long = {}
        for at, place in zip(places(area), indices(rows), strict=True):
            value = rows[place[0]][place[1]]
            if isinstance(value, str) and len(value) > _LONGEST_IN_ROWS:
                long[at] = value
                rows[place[0]][place[1]] = ""
        self._range(area).formula = rows
        for at, value in long.items():
            self.sheet.range(at).value = value

    def _enter_array(self, area: Rectangle, formula: str) -> None:
        self._range(area).formula_array = formula

    def _restore(self, area: Rectangle) -> None:
        """Enter what stood in an area; its array formulas are entered by steps of their own."""
        rows: list[list[Any]] = [
            [
                ""
                if any(contains(ended, *at) for ended in self.decision.dissolved)
                else entered_again(*self.standing.at(*at))
                for at in row
            ]
            for row in _by_row(area)
        ]
        self._enter(area, rows)


def reference(area: Rectangle) -> str:
    """The address of a rectangle, `B2:C5`."""
    return f"{address(*area[:2])}:{address(*area[2:])}"


def _by_row(area: Rectangle) -> Iterator[list[Place]]:
    top, left, bottom, right = area
    for row in range(top, bottom + 1):
        yield [(row, column) for column in range(left, right + 1)]


def indices(rows: list[list[Any]]) -> Iterator[tuple[int, int]]:
    """Positions in rows, from 0."""
    return ((y, x) for y, row in enumerate(rows) for x in range(len(row)))
