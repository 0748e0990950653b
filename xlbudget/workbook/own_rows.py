"""The rows of 上年数 and 预算数: what is asked for, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName, default_column
from xlbudget.formats.table_model import LEVELS, Layout, Table
from xlbudget.narrative import template
from xlbudget.narrative.nodes import Node, Phrase, Purpose, Repeat, compared_figures, walk


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
            _label(name, resolved),
            "" if first else name.column_label(resolved),
        )


def _label(name: FigureName, resolved: Format) -> str:
    """A line in words; a code of earlier years by the last name that it had."""
    known = resolved.tables[name.table].line(name.line)
    old = resolved.functional.names(name.line)[-1:] if known is None else ()
    return old[0] if old else name.line_label(resolved)


def prior_rows(resolved: Format, given: Iterable[tuple[str, str, str]]) -> list[AmountRow]:
    """The lines whose last year's amount is asked for: those that a table names, those that a
    template or an identity compares with last year; then the items that were given.
    """
    asked = dict.fromkeys(_asked(resolved))
    own = [AmountRow(*key) for key in asked]
    items = sorted(key for key in given if key not in asked and key[0] != SUPPLEMENT)
    return own + [AmountRow(*key) for key in items]


def _asked(resolved: Format) -> Iterator[tuple[str, str, str]]:
    terms = (term for each in resolved.identities for term in (each.left, *each.right))
    last_year = [term for term in terms if term.prior]
    for name, table in resolved.tables.items():
        wanted: dict[str, list[str]] = {}
        for figure in _compared(resolved, name):
            for line_name in _lines(resolved, figure):
                wanted.setdefault(line_name, []).append(figure.column)
        for line in table.lines():
            first, block = table.default_column(line.name), table.block_of(line.name)
            if line.prior or line.name in wanted:
                yield name, line.name, first
            for column in wanted.get(line.name, ()):
                if block and column != first and column in block.column_names:
                    yield name, line.name, column
        for term in last_year:
            if term.table == name and table.line(term.line):
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


def purpose_tables(resolved: Format) -> frozenset[str]:
    """The tables of whose lines the text says what they were used for.

    >>> from xlbudget.formats.library import find
    >>> purpose_tables(find("national", 2024))
    frozenset()
    """
    return frozenset(
        node.figure.table
        for section in resolved.sections
        for node in walk(template.parse(section, resolved))
        if isinstance(node, Purpose)
    )


def budget_rows(
    resolved: Format, account: FinalAccount | None, given: Iterable[tuple[str, str]]
) -> list[AmountRow]:
    """The lines whose budget is asked for: 合计 and the items of the account (or the 类, where the
    text compares those with their budgets), item lines of “三公”经费.
    """
    rows: list[AmountRow] = []
    listed = set(given)
    for name, table in resolved.tables.items():
        if not table.budget:
            continue
        lines = [line.name for line in table.lines()]
        if table.layout is not Layout.CROSSED:
            codes = _codes(table, account, budgeted_groups(resolved, name))
            lines += sorted(codes | {c for t, c in listed if t == name} - {*lines})
        rows += [AmountRow(name, line, table.default_column(line)) for line in lines]
    return rows


def budgeted_groups(resolved: Format, table: str) -> set[str]:
    """The groups of codes that the text compares with their budgets, or whose use it tells, line by
    line.
    """
    parsed = (template.parse(section, resolved) for section in resolved.sections)
    loops = (node for nodes in parsed for node in walk(nodes) if isinstance(node, Repeat))
    groups = {
        loop.group
        for loop in loops
        if loop.table == table and any(_needs_a_row(node) for node in walk(loop.body))
    }
    return groups or {LEVELS["项"]}


def _needs_a_row(node: Node) -> bool:
    """Whether what a node prints of a line is filled in on 预算数."""
    return isinstance(node, Purpose) or (isinstance(node, Phrase) and node.filter == "完成")


def _codes(table: Table, account: FinalAccount | None, groups: set[str]) -> set[str]:
    statement = account.statements.get(table.name) if account else None
    if statement is None:
        return set()
    return {line.name for group in groups for line in statement.group(group)}
