"""The rows of 上年数 and 预算数: what is asked for, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlbudget.domain.account import FinalAccount
from xlbudget.formats.model import SUPPLEMENT, Format, Layout, Table
from xlbudget.formats.names import FigureName, default_column
from xlbudget.narrative import template
from xlbudget.narrative.nodes import compared_figures


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A row that asks for an amount of a table's line and column."""

    table: str
    line: str
    column: str

    def words(self, resolved: Format) -> tuple[str, str, str, str]:
        """表, 编码, 项目 and 列 of the row; 列 only where it is not the line's first."""
        name = FigureName(self.table, self.line, self.column)
        first = self.column == default_column(resolved, self.table, self.line)
        return (
            resolved.tables[self.table].title,
            self.line if self.line.isdecimal() else "",
            name.line_label(resolved),
            "" if first else name.column_label(resolved),
        )


def prior_rows(resolved: Format, given: Iterable[tuple[str, str, str]]) -> list[AmountRow]:
    """The lines whose last year's amount is asked for: those that a table names, those that a
    template or an identity compares with last year; then the items that were given.
    """
    asked = dict.fromkeys(_asked(resolved))
    own = [AmountRow(*key) for key in asked]
    items = sorted(key for key in given if key not in asked and key[0] != SUPPLEMENT)
    return own + [AmountRow(*key) for key in items]


def _asked(resolved: Format) -> Iterator[tuple[str, str, str]]:
    for name, table in resolved.tables.items():
        wanted = {line for figure in _compared(resolved, name) for line in _lines(resolved, figure)}
        for line in table.lines():
            if line.prior or line.name in wanted:
                yield name, line.name, table.default_column(line.name)
        for identity in resolved.identities:
            for term in (identity.left, *identity.right):
                if term.prior and term.table == name and table.line(term.line):
                    yield name, term.line, term.column


def _compared(resolved: Format, table: str) -> Iterator[FigureName]:
    for section in resolved.sections:
        for figure in compared_figures(template.parse(section, resolved)):
            if figure.table == table:
                yield figure


def _lines(resolved: Format, figure: FigureName) -> tuple[str, ...]:
    for agreed in resolved.tables[figure.table].agreed:
        if agreed.name == figure.line:
            return agreed.lines
    return (figure.line,)


def budget_rows(
    resolved: Format, account: FinalAccount | None, given: Iterable[tuple[str, str]]
) -> list[AmountRow]:
    """The lines whose budget is asked for: 合计 and the items of the account, item lines of
    “三公”经费.
    """
    rows: list[AmountRow] = []
    listed = set(given)
    for name, table in resolved.tables.items():
        if not table.budget:
            continue
        lines = [line.name for line in table.lines()]
        if table.layout is not Layout.CROSSED:
            lines += sorted(_items(table, account) | {c for t, c in listed if t == name} - {*lines})
        rows += [AmountRow(name, line, table.default_column(line)) for line in lines]
    return rows


def _items(table: Table, account: FinalAccount | None) -> set[str]:
    statement = account.statements.get(table.name) if account else None
    return {line.name for line in statement.group("items")} if statement else set()
