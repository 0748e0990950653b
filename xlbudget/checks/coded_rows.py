"""The rows of functional codes in all tables, looked up once for the rules that ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from xlbudget.checks.rows import code_above
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.statements import Line, Source
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table


class Row(NamedTuple):
    """A line of a functional code that holds an amount, and the first of its cells that does;
    `lowest` where the table has no line right below it.
    """

    table: Table
    line: Line
    source: Source
    lowest: bool


class Coded:
    """An account and its format, with the rows of codes."""

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self.account, self.format = account, resolved

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """Every line of a functional code that holds an amount, by code, in the order of the
        codes.
        """
        found: dict[str, list[Row]] = {}
        for name, table in self.format.tables.items():
            statement = self.account.statements.get(name)
            if statement is None or table.functional is None:
                continue
            coded = [line for line in statement.lines if line.name.isdecimal()]
            above = {code_above(line.name) for line in coded}
            for line in coded:
                for cell in line.filled.values():
                    if cell.amount is not None:
                        row = Row(table, line, cell.source, line.name not in above)
                        found.setdefault(line.name, []).append(row)
                        break
        return dict(sorted(found.items()))
