"""The lines of a table, indexed once: by name, by group, by the code above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from xlbudget.domain.codes import parents
from xlbudget.domain.statements import Line


def code_above(name: str) -> str:
    """The code right above the code that a line or a column is named by, or nothing.

    >>> code_above("2010301"), code_above("30101"), code_above("301"), code_above("合计")
    ('20103', '301', '', '')
    """
    above = parents(name) if name.isdecimal() else ()
    return above[0] if above else ""


class Columns:
    """The columns that a line has: their names in order, those `above` which any of them stands."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.all = frozenset(names)
        self.above = frozenset(map(code_above, names)) - {""}


class Rows:
    """The lines of one table and year, as identities ask for them."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: dict[str, Line] = {line.name: line for line in lines}
        self.groups: dict[str, list[Line]] = {}
        self.below: dict[str, list[Line]] = {}
        for line in self.lines.values():
            self.groups.setdefault(line.group, []).append(line)
            above = code_above(line.name)
            if above:
                self.below.setdefault(above, []).append(line)

    @cached_property
    def columns(self) -> Mapping[str, Columns]:
        """The columns of each line, filled in or not; most lines have the same."""
        made: dict[tuple[str, ...], Columns] = {}
        found = {}
        for name, line in self.lines.items():
            columns = tuple(line.cells)
            if columns not in made:
                made[columns] = Columns(columns)
            found[name] = made[columns]
        return found

    @cached_property
    def columns_below(self) -> Mapping[str, tuple[str, ...]]:
        """The columns right below the column of each code."""
        found: dict[str, list[str]] = {}
        layouts = dict.fromkeys(self.columns.values())
        for column in dict.fromkeys(name for layout in layouts for name in layout.names):
            above = code_above(column)
            if above:
                found.setdefault(above, []).append(column)
        return {column: tuple(below) for column, below in found.items()}

    @cached_property
    def filled_in(self) -> Mapping[str, frozenset[str]]:
        """The columns in which each line holds an amount."""
        return {
            name: frozenset(
                [column for column, cell in line.filled.items() if cell.amount is not None]
            )
            for name, line in self.lines.items()
        }

    @cached_property
    def filled_below(self) -> Mapping[str, frozenset[str]]:
        """The columns in which any line right below each code holds an amount."""
        return {
            code: frozenset().union(*(self.filled_in[line.name] for line in below))
            for code, below in self.below.items()
        }

    @cached_property
    def filled(self) -> frozenset[str]:
        """The columns in which any line holds an amount."""
        return frozenset().union(*self.filled_in.values())
