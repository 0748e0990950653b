"""The lines of a table, indexed once: by name, by group, by the code above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from xlbudget.domain.codes import parents
from xlbudget.domain.statements import Line


class Rows:
    """The lines of one table and year, as identities ask for them."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: dict[str, Line] = {line.name: line for line in lines}
        self.groups: dict[str, list[Line]] = {}
        self.below: dict[str, list[Line]] = {}
        for line in self.lines.values():
            self.groups.setdefault(line.group, []).append(line)
            above = parents(line.name) if line.name.isdecimal() else ()
            if above:
                self.below.setdefault(above[0], []).append(line)

    @cached_property
    def columns_below(self) -> Mapping[str, tuple[str, ...]]:
        """The columns right below the column of each code."""
        found: dict[str, list[str]] = {}
        for column in dict.fromkeys(name for line in self.lines.values() for name in line.cells):
            above = parents(column) if column.isdecimal() else ()
            if above:
                found.setdefault(above[0], []).append(column)
        return {column: tuple(below) for column, below in found.items()}

    @cached_property
    def filled_in(self) -> Mapping[str, frozenset[str]]:
        """The columns in which each line holds an amount."""
        return {
            name: frozenset(
                [column for column, cell in line.cells.items() if cell.amount is not None]
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
