"""The amounts of one table and year as plain numbers, by line and column, with their sums.

A detailed table has ten thousand cells and thousands of sums over them: each sum is made once, in
one pass over the amounts, and an identity then only looks its two sides up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from xlbudget.checks.rows import Rows
from xlbudget.domain.statements import Line
from xlbudget.formats.identity_model import Term

ByColumn = Mapping[str, int]
"""Amounts or sums in 分 by column; a column in which nothing is filled in is left out."""


class Numbers:
    """The amounts of one table and year; what is blank or 不适用 is not in them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._amounts: dict[str, dict[str, int]] = {
            name: {
                column: cell.amount.fen
                for column, cell in line.filled.items()
                if cell.amount is not None
            }
            for name, line in rows.lines.items()
        }
        self._groups: dict[str, dict[str, ByColumn]] = {}
        self.filled = frozenset().union(*self._amounts.values())
        """The columns in which any line holds an amount."""

    def of(self, term: Term) -> Mapping[str, ByColumn]:
        """What a term of an identity adds up to, by the line (code, group) that it may name."""
        if term.whole_group:
            return self._group(term.line)
        if term.children:
            return self._below
        return self._sub_columns if term.sub_columns else self._amounts

    def has(self, term: Term) -> bool:
        """Whether any of the columns that a term looks at holds an amount in any row."""
        if term.sub_columns:
            return not self.filled.isdisjoint(self._rows.columns_below.get(term.column, ()))
        return term.column in self.filled

    def _group(self, name: str) -> Mapping[str, ByColumn]:
        """The sums of a group of lines; hardly any but the 类 are asked for."""
        if name not in self._groups:
            self._groups[name] = {name: self._sum(self._rows.groups.get(name, ()))}
        return self._groups[name]

    @cached_property
    def _below(self) -> dict[str, ByColumn]:
        """The sums of the lines right below each code."""
        return {code: self._sum(lines) for code, lines in self._rows.below.items()}

    def _sum(self, lines: Sequence[Line]) -> ByColumn:
        first, *others = [self._amounts[line.name] for line in lines] or [{}]
        if not others:
            return first
        sums = dict(first)
        for amounts in others:
            for column, fen in amounts.items():
                sums[column] = sums.get(column, 0) + fen
        return sums

    @cached_property
    def _sub_columns(self) -> dict[str, ByColumn]:
        """The sums of the columns right below the column of each code, by line."""
        above = {
            column: code for code, below in self._rows.columns_below.items() for column in below
        }
        found: dict[str, ByColumn] = {}
        for name, amounts in self._amounts.items():
            sums: dict[str, int] = {}
            for column, fen in amounts.items():
                code = above.get(column)
                if code is not None:
                    sums[code] = sums.get(code, 0) + fen
            found[name] = sums
        return found
