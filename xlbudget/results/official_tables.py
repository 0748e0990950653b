"""The tables of a format with an account's amounts, laid out and printed as the official ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from xlbudget.domain.codes import is_code
from xlbudget.domain.money import Amount, Unit, Zeros, half_up, scaled_text
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Holds, Statement
from xlbudget.domain.text import Gap
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.table_model import Table
from xlbudget.narrative.paragraphs import is_missed
from xlbudget.results.computed import Results
from xlbudget.results.printed_tables import PrintedCell, PrintedTable, Role
from xlbudget.results.table_headers import block_header, crossed_header, header
from xlbudget.results.table_places import (
    ABOVE,
    BlockPlace,
    TablePlaces,
    money_width,
    money_words,
    table_places,
)

PLACES = 2
"""Tables are published to the cent, in 元 and in 万元."""

_NOT_APPLICABLE = "—"
_NARROW, _WIDE = 13.0, 18.0
_FEW = 3
"""So many columns of amounts have room to be wide."""


def official_tables(results: Results) -> tuple[PrintedTable, ...]:
    """The format's tables in official order, as they are published."""
    return tuple(official_table(results, name) for name in results.format.tables)


def official_table(results: Results, name: str, *, spare: bool = False) -> PrintedTable:
    """One table of the format with the account's amounts; as published it is laid out once for each
    run.

    As published it has the account's codes and no other rows; those of 涉密科目 are left out, the
    sums above them stay. With `spare` it is a sheet that people work on: all rows of the account,
    and empty ones ready for more. A table that the account does not have is a visible gap.
    """
    if spare:
        return _laid_out(results, name, spare=True)
    if name not in results.printed:
        results.printed[name] = _laid_out(results, name, spare=False)
    return results.printed[name]


def _laid_out(results: Results, name: str, *, spare: bool) -> PrintedTable:
    table, account = results.format.tables[name], results.account
    statement = account.statements.get(name) or _absent(results, table)
    withheld = () if spare else account.withheld
    codes = [line.name for line in statement.lines if line.name.isdecimal()]
    shown = [code for code in codes if not (is_code(code) and is_withheld(code, withheld))]
    places = table_places(table, shown, spare=spare)
    amounts = _Amounts(statement=statement, separators=results.format.own_style.separators)
    cells = _crossed(places, amounts) if places.crossed else _blocks(places, amounts)
    totals_first = table.functional is not None and not table.totals_last
    return PrintedTable(
        name=name,
        number=table.number,
        title=table.title,
        above=(
            f"部门：{statement.unit_name or ''}",
            f"{results.format.year}年度",
            money_words(statement.unit),
        ),
        widths=tuple(_widths(places, statement.unit)),
        header_rows=places.first_row - 1 - ABOVE,
        total_rows=len(table.lines()) if totals_first else 0,
        lead_columns=2 if table.functional else 0,
        cells=tuple(cells),
        notes=tuple(filter(None, _notes(results, table, spare=spare))),
        paper=table.paper,
        amounts=tuple(_amount_areas(places)),
    )


def _amount_areas(places: TablePlaces) -> Iterator[tuple[int, int, int, int]]:
    """Where the cells of amounts stand: the columns of a block from its first to its last."""
    top, bottom = places.first_row - ABOVE, places.last_row - ABOVE
    if places.crossed:
        yield top, min(places.crossed.values()), bottom, max(places.crossed.values())
    for place in places.blocks:
        yield top, min(place.amounts.values()), bottom, place.last


def _absent(results: Results, table: Table) -> Statement:
    """A table that the account does not have."""
    account, unit = results.account, results.format.own_style.unit
    return Statement(table.name, table.title, account.file, "", unit, (), account.unit_name)


def _notes(results: Results, table: Table, *, spare: bool) -> Iterator[str]:
    """What stands below a table: its note, why it is empty, and that it is not there at all."""
    account = results.account
    yield table.note
    statement = account.statements.get(table.name)
    if statement is None:
        yield Gap(f"{table.number}表，工作簿里没有这张表").text
        return
    if statement.has_amounts or not account.has_begun(results.format.tables):
        return
    missed = is_missed(results.paragraphs, table.title, account.year)
    if spare or not (missed or table.name in account.unfilled):
        yield table.empty_note


def _widths(places: TablePlaces, unit: Unit) -> Iterator[float]:
    narrow, wide = (money_width(width, unit) for width in (_NARROW, _WIDE))
    if places.crossed:
        yield from [narrow] * places.last_column
    for place in places.blocks:
        amount = narrow if len(place.amounts) > _FEW or place.code else wide
        label = 40.0 if places.table.functional else 30.0 if place.code else 36.0
        small = len(places.blocks) == 1 and len(place.amounts) == 1
        yield from [10.0, label] if place.code else [label, 12.0 if small else 6.0]
        yield from [amount] * len(place.amounts)


def printed_amount(amount: Amount, unit: Unit, *, separators: bool = False) -> str:
    """An amount as a published table prints it: to the cent, without its unit.

    >>> printed_amount(Amount(1_482_225_000), Unit.TEN_THOUSAND_YUAN)
    '1482.23'
    >>> printed_amount(Amount(1_482_225_000), Unit.YUAN, separators=True)
    '14,822,250.00'
    """
    scaled = half_up(amount.fen * 10**PLACES, unit.fen)
    return scaled_text(scaled, PLACES, Zeros.KEEP, separators)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amounts:
    """The cells of amounts of a statement; `known` are those printed already, by their 分."""

    statement: Statement
    separators: bool
    known: dict[int, tuple[str, Decimal]] = field(default_factory=dict)

    def row(self, row: int, line: str, columns: Mapping[str, int]) -> Iterator[PrintedCell]:
        """The cells of a line that hold something, in a row of the printed table; 不适用 is a dash.
        `columns` are the places of its columns by name.
        """
        found = self.statement.line(line)
        for name, held in found.filled.items() if found else ():
            if held.amount is not None:
                if name in columns:
                    text, value = self._printed(held.amount)
                    yield PrintedCell(row, columns[name], text, Role.AMOUNT, 1, 1, value)
            elif held.holds is Holds.NOT_APPLICABLE and name in columns:
                yield PrintedCell(row, columns[name], _NOT_APPLICABLE, Role.AMOUNT)

    def _printed(self, amount: Amount) -> tuple[str, Decimal]:
        """An amount as printed, and as the account has it."""
        found = self.known.get(amount.fen)
        if found is None:
            found = _as_printed(amount, self.statement.unit, separators=self.separators)
            self.known[amount.fen] = found
        return found


@lru_cache(maxsize=1024)
def _as_printed(amount: Amount, unit: Unit, *, separators: bool) -> tuple[str, Decimal]:
    """An amount as printed, and its number; the tables of a unit repeat each other's sums."""
    return printed_amount(amount, unit, separators=separators), amount.number(unit)


def _crossed(places: TablePlaces, amounts: _Amounts) -> Iterator[PrintedCell]:
    """One row of amounts below its header and the numbers of its columns."""
    yield from crossed_header(places)
    for (line, column), at in places.crossed.items():
        yield header(places.first_row - 1, at, str(at))
        yield from amounts.row(places.first_row - ABOVE, line, {column: at})


def _blocks(places: TablePlaces, amounts: _Amounts) -> list[PrintedCell]:
    """The blocks beside each other, each with its header; 行次 runs on from block to block."""
    height = places.last_row + 1 - places.first_row
    cells: list[PrintedCell] = []
    for at, block in enumerate(places.blocks):
        cells += block_header(block)
        if places.table.functional:
            cells += _code_rows(places, block, amounts)
        else:
            cells += _rows(places, block, amounts, at * height)
    return cells


def _rows(
    places: TablePlaces, place: BlockPlace, amounts: _Amounts, number: int
) -> list[PrintedCell]:
    """A block's rows; `number` is the last 行次 of the block before."""
    lines = {places.rows[line.name]: line for line in place.block.lines}
    cells: list[PrintedCell] = []
    for row in range(places.first_row, places.last_row + 1):
        number += 1
        line, at = lines.get(row), row - ABOVE
        cells.append(PrintedCell(at, place.label, line.label if line else "", Role.LABEL))
        if place.code:
            code = line.name if line and line.name.isdecimal() else ""
            cells.append(PrintedCell(at, place.code, code, Role.CODE))
        else:
            value = Decimal(number)
            cells.append(PrintedCell(at, place.number, str(number), Role.NUMBER, value=value))
        cells += amounts.row(at, line.name if line else "", place.amounts)
    return cells


def _code_rows(places: TablePlaces, place: BlockPlace, amounts: _Amounts) -> list[PrintedCell]:
    """合计 and the account's codes; rows without either are spare."""
    names = {row: name for name, row in places.rows.items()}
    cells: list[PrintedCell] = []
    for row in range(places.first_row, places.last_row + 1):
        name, at = names.get(row, ""), row - ABOVE
        line = amounts.statement.line(name)
        cells.append(PrintedCell(at, place.code, name if name.isdecimal() else "", Role.CODE))
        cells.append(PrintedCell(at, place.label, line.label if line else "", Role.LABEL))
        cells += amounts.row(at, name, place.amounts)
    return cells
