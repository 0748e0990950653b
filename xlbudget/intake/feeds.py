"""What the statement of a raw sheet becomes: amounts of public tables, budgets, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlbudget.domain.codes import is_code
from xlbudget.domain.money import total
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Line, Source, Statement
from xlbudget.formats.exports import BudgetFeed, Feed, NumberFeed, RawSheet
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Kind
from xlbudget.formats.table_model import Table
from xlbudget.intake.gathered import BudgetKey, Key


@dataclass(frozen=True, slots=True)
class Computed:
    """An amount that stands nowhere: its table (SUPPLEMENT for a field of 补充资料), line and
    column, and the cells that it was computed from, each with its sign.
    """

    key: Key
    parts: tuple[tuple[int, Source], ...]

    def formula(self) -> str:
        """The cells as a sum.

        >>> places = [Source("甲.xlsx", "F03", cell) for cell in ("D13", "D14")]
        >>> parts = ((1, places[0]), (-1, places[1]))
        >>> Computed(("supplement", "国内公务接待支出", "value"), parts).formula()
        'D13 - D14'
        """
        text = "".join(f" {'+' if sign > 0 else '-'} {at.cell}" for sign, at in self.parts)
        return text.removeprefix(" + ").strip()

    def sources(self) -> tuple[Source, ...]:
        """The cells."""
        return tuple(source for _, source in self.parts)


@dataclass(slots=True)
class Fed:
    """What one sheet gives. `added` are parts of amounts that several sheets make up, `lacking` the
    tables that it should fill and cannot, with the line that it lacks.
    """

    amounts: list[tuple[Key, Cell]] = field(default_factory=list)
    added: list[tuple[Key, Cell]] = field(default_factory=list)
    budgets: list[tuple[BudgetKey, Cell]] = field(default_factory=list)
    numbers: list[tuple[str, Cell]] = field(default_factory=list)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    computed: list[Computed] = field(default_factory=list)
    lacking: list[tuple[str, str]] = field(default_factory=list)


def feed(statement: Statement, sheet: RawSheet, resolved: Format) -> Fed:
    """All that a raw sheet gives to a format; tables and fields it lacks are passed over."""
    fed = Fed()
    for each in sheet.feeds:
        table = resolved.tables.get(each.table)
        if table is None:
            continue
        if each.turned:
            fed.amounts += _turned(statement, each, table, fed)
        else:
            cells = list(_same(statement, each, table))
            (fed.added if each.added else fed.amounts).extend(cells)
            fed.labels.update(labels_of(statement, table))
    for budget in sheet.budgets:
        fed.budgets += _budgets(statement, budget, resolved)
    for number in sheet.numbers:
        _number(statement, number, resolved, fed)
    return fed


def labels_of(statement: Statement, table: Table) -> dict[tuple[str, str], str]:
    """What a statement prints beside the codes of a table."""
    return {
        (table.name, line.name): line.label for line in statement.lines if publishes(table, line)
    }


def publishes(table: Table, line: Line) -> bool:
    """Whether a table has a line of that name; any code where its rows are codes."""
    any_code = table.functional is not None and is_code(line.name)
    return any_code or table.line(line.name) is not None


def _same(statement: Statement, feed: Feed, table: Table) -> Iterator[tuple[Key, Cell]]:
    """The amounts of lines and columns of the same names, or of those named instead."""
    lines = {line.name: (line.name,) for line in statement.lines if publishes(table, line)}
    known = {name: names for name, names in feed.lines.items() if table.line(name) is not None}
    for name, sources in {**lines, **known}.items():
        block = table.block_of(name)
        for column in block.column_names if block else ():
            for source in sources:
                cell = _first(statement, source, feed.columns.get(column, (column,)))
                if cell is not None:
                    yield (table.name, name, column), cell


def _first(statement: Statement, line: str, columns: Sequence[str]) -> Cell | None:
    """The first of a line's cells that holds an amount."""
    cells = (statement.cell(line, column) for column in columns)
    return next((cell for cell in cells if cell is not None and cell.amount is not None), None)


def _turned(statement: Statement, feed: Feed, table: Table, fed: Fed) -> Iterator[tuple[Key, Cell]]:
    """The columns of one line as lines of a table, and the sums that the sheet lacks."""
    row = statement.line(feed.turned)
    if row is None or all(cell.amount is None for cell in row.cells.values()):
        if statement.has_amounts:
            fed.lacking.append((table.name, feed.turned))
        return
    for column, cell in row.cells.items():
        if table.line(column) is not None and cell.amount is not None:
            yield (table.name, column, table.default_column(column)), cell
    for name, columns in feed.sums.items():
        parts = [row.cells[column] for column in columns if column in row.cells]
        parts = [cell for cell in parts if cell.amount is not None]
        if table.line(name) is not None and parts:
            key = (table.name, name, table.default_column(name))
            yield key, sum_of(parts)
            fed.computed.append(Computed(key, tuple((1, cell.source) for cell in parts)))


def sum_of(cells: Sequence[Cell]) -> Cell:
    """The sum of cells that hold amounts, in the place of the first.

    >>> from xlbudget.domain.money import Amount
    >>> places = [Source("甲.xlsx", "Z08", cell) for cell in ("E7", "F7")]
    >>> found = sum_of([Cell.with_amount(place, Amount(150)) for place in places])
    >>> found.source.cell, found.amount
    ('E7', Amount(fen=300, precision=1))
    """
    if len(cells) == 1:
        return cells[0]
    amounts = (cell.amount for cell in cells)
    return Cell.with_amount(cells[0].source, total(each for each in amounts if each is not None))


def _budgets(
    statement: Statement, feed: BudgetFeed, resolved: Format
) -> Iterator[tuple[BudgetKey, Cell]]:
    """The budgets of one base for a table whose budgets 预算数 asks for."""
    table = resolved.tables.get(feed.table)
    if table is None or not table.budget:
        return
    same: Mapping[str, tuple[str, ...]] = {
        line.name: (line.name,) for line in statement.lines if publishes(table, line)
    }
    for name, sources in (feed.lines or same).items():
        for source in sources:
            cell = _first(statement, source, (feed.column,))
            if cell is not None:
                yield (table.name, name, table.default_column(name), feed.base), cell


def _number(statement: Statement, feed: NumberFeed, resolved: Format, fed: Fed) -> None:
    """A field of 补充资料: an amount, or a count, which stands among the amounts of the sheet."""
    known = resolved.supplement.get(feed.field)
    if known is None or not known.kind.is_number:
        return
    signed = [(sign, _in_first_column(statement, name)) for sign, name in feed.lines]
    parts = [(sign, cell) for sign, cell in signed if cell is not None and cell.amount is not None]
    if all(sign < 0 for sign, _ in parts):
        return
    amounts = (cell.amount if sign > 0 else -cell.amount for sign, cell in parts if cell.amount)
    amount, source = total(amounts), parts[0][1].source
    if known.kind is Kind.AMOUNT:
        fed.numbers.append((feed.field, Cell.with_amount(source, amount)))
    else:
        count = Decimal(amount.number(statement.unit))
        fed.numbers.append((feed.field, Cell.with_count(source, count)))
    if len(parts) > 1:
        places = tuple((sign, cell.source) for sign, cell in parts)
        fed.computed.append(Computed((SUPPLEMENT, feed.field, VALUE), places))


def _in_first_column(statement: Statement, line: str) -> Cell | None:
    found = statement.line(line)
    return next(iter(found.cells.values()), None) if found else None
