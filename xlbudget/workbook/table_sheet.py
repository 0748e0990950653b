"""A public table as a sheet, laid out as the official one: values only, totals included."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xlbudget.books.port import CellWrite
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Statement
from xlbudget.formats.table_model import Column
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.marks import conditions
from xlbudget.workbook.page import Page
from xlbudget.workbook.table_places import (
    BLOCK_ROW,
    COLUMN_NUMBER_ROW,
    COLUMN_ROW,
    NUMBER_ROW,
    TITLE_ROW,
    UNIT_ROW,
    BlockPlace,
    TablePlaces,
    table_places,
    table_sheet,
)

_NARROW, _WIDE = 13.0, 18.0
_MANY_COLUMNS = 20
"""So many columns are printed on a page; a table with more takes several side by side."""

_UNIT_ROOM = 40.0
"""The width that the unit's name may take before the year."""


def draw_table(canvas: Canvas, results: Results, name: str) -> None:
    """The sheet of one table of the format, filled with the account's amounts."""
    table = results.format.tables[name]
    statement = results.account.statements[name]
    places = table_places(table, [line.name for line in statement.lines if line.name.isdecimal()])
    last, widths = places.last_column, _widths(places, statement.unit)
    page = canvas.page(
        table_sheet(table),
        widths,
        landscape=True,
        paper=table.paper,
        pages_wide=-(-last // _MANY_COLUMNS),
    )
    page.merged(TITLE_ROW, (1, min(last, _MANY_COLUMNS)), table.title, "title")
    page.text(NUMBER_ROW, last, f"{table.number}表", "right")
    page.text(UNIT_ROW, 1, f"部门：{statement.unit_name or ''}", "open_plain")
    page.text(UNIT_ROW, _year_column(widths), f"{results.format.year}年度", "plain")
    page.text(UNIT_ROW, last, layout.money_words(statement.unit), "open_right")
    if places.crossed:
        _crossed(page, places, statement)
    else:
        number = 0
        for block in places.blocks:
            _header(page, block)
            if table.functional:
                _code_rows(page, places, block, statement)
            else:
                number = _rows(page, places, block, statement, number)
    page.mark((1, 1, places.last_row, last), conditions(table.title))
    below = places.last_row + 1
    first = results.account.statements[next(iter(results.format.tables))]
    empty = first.is_filled and not statement.has_amounts
    for note in (table.note, table.empty_note if empty else ""):
        if note:
            page.merged(below, (1, min(last, _MANY_COLUMNS)), note, "note")
            below += 1
    fixed = 2 if table.functional else 0
    page.header_until(places.first_row - 1, columns=fixed)


def _year_column(widths: Sequence[float]) -> int:
    """The first column behind the room for the unit's name; in a small table the last but one."""
    return next(
        (at for at in range(2, len(widths)) if sum(widths[: at - 1]) >= _UNIT_ROOM),
        len(widths) - 1,
    )


def _widths(places: TablePlaces, unit: Unit) -> list[float]:
    narrow, wide = (layout.money_width(width, unit) for width in (_NARROW, _WIDE))
    if places.crossed:
        return [narrow] * places.last_column
    widths: list[float] = []
    for place in places.blocks:
        amount = narrow if len(place.amounts) > 3 or place.code else wide  # noqa: PLR2004
        label = 40.0 if places.table.functional else 30.0 if place.code else 36.0
        small = len(places.blocks) == 1 and len(place.amounts) == 1
        lead = [10.0, label] if place.code else [label, 12.0 if small else 6.0]
        widths += [*lead, *[amount] * len(place.amounts)]
    return widths


def _header(page: Page, place: BlockPlace) -> None:
    """A block's heading over its columns, and 栏次 below them."""
    columns = place.block.printed_columns
    if place.code:
        page.merged(
            BLOCK_ROW, (place.code, place.code), place.block.code_headers[0], "header", rows=2
        )
        page.merged(
            BLOCK_ROW, (place.label, place.label), place.block.label_headers[0], "header", rows=2
        )
        page.text(COLUMN_NUMBER_ROW, place.code, "栏次", "header")
        page.text(COLUMN_NUMBER_ROW, place.label, "", "header")
        _parents(page, place, columns)
    else:
        page.merged(BLOCK_ROW, (place.label, place.last), place.block.heading, "header")
        page.text(COLUMN_ROW, place.label, place.block.label_headers[0], "header")
        page.text(COLUMN_ROW, place.number, "行次", "header")
        page.text(COLUMN_NUMBER_ROW, place.label, "栏次", "header")
        page.text(COLUMN_NUMBER_ROW, place.number, "", "header")
        for column in columns:
            page.text(COLUMN_ROW, place.amounts[column.name], column.headers[0], "header")
    for number, column in enumerate(columns, 1):
        page.text(COLUMN_NUMBER_ROW, place.amounts[column.name], str(number), "header")


def _parents(page: Page, place: BlockPlace, columns: Sequence[Column]) -> None:
    """Columns under a common heading stand below it; others take both rows."""
    for parent, members in groupby(columns, key=lambda column: column.parent):
        group = list(members)
        first, last = (place.amounts[group[at].name] for at in (0, -1))
        if not parent:
            for column in group:
                at = place.amounts[column.name]
                page.merged(BLOCK_ROW, (at, at), column.headers[0], "header", rows=2)
            continue
        page.merged(BLOCK_ROW, (first, last), parent, "header")
        for column in group:
            page.text(COLUMN_ROW, place.amounts[column.name], column.headers[0], "header")


def _rows(
    page: Page, places: TablePlaces, place: BlockPlace, statement: Statement, number: int
) -> int:
    """A block's rows; 行次 runs on from block to block. Returns the last 行次."""
    lines = {places.rows[line.name]: line for line in place.block.lines}
    for row in range(places.first_row, places.last_row + 1):
        number += 1
        line = lines.get(row)
        page.text(row, place.label, line.label if line else "", "open_label")
        if place.code:
            page.text(
                row, place.code, line.name if line and line.name.isdecimal() else "", "open_code"
            )
        else:
            page.put(row, place.number, CellWrite(Decimal(number)), "number")
        for column, at in place.amounts.items():
            page.put(row, at, _amount(statement, line.name if line else "", column), "open_amount")
    amounts = sorted(place.amounts.values())
    page.numbers_only((places.first_row, amounts[0], places.last_row, amounts[-1]))
    return number


def _code_rows(page: Page, places: TablePlaces, place: BlockPlace, statement: Statement) -> None:
    """合计, the account's codes, and spare rows."""
    names = {row: name for name, row in places.rows.items()}
    for row in range(places.first_row, places.last_row + 1):
        name = names.get(row, "")
        line = statement.line(name)
        page.text(row, place.code, name if name.isdecimal() else "", "open_code")
        page.text(row, place.label, line.label if line else "", "open_label")
        for column, at in place.amounts.items():
            page.put(row, at, _amount(statement, name, column), "open_amount")
    amounts = sorted(place.amounts.values())
    page.numbers_only((places.first_row, amounts[0], places.last_row, amounts[-1]))


def _amount(statement: Statement, line: str, column: str) -> CellWrite:
    cell = statement.cell(line, column)
    amount = cell.amount if cell else None
    return CellWrite(None if amount is None else amount.number(statement.unit))


def _crossed(page: Page, places: TablePlaces, statement: Statement) -> None:
    """One row of amounts under the header of items and columns; cars are split in three."""
    below = places.first_row - 1
    if places.table.interleaved:
        _items_over_columns(page, places)
    else:
        _columns_over_items(page, places)
    for (name, column_name), number in places.crossed.items():
        page.text(below, number, str(number), "header")
        page.put(places.first_row, number, _amount(statement, name, column_name), "open_amount")
    page.numbers_only((places.first_row, 1, places.first_row, places.last_column))


def _columns_over_items(page: Page, places: TablePlaces) -> None:
    """预算数 over all items, then 决算数."""
    table = places.table
    for column in table.blocks[0].columns:
        at = {line.name: places.crossed[line.name, column.name] for line in table.lines()}
        page.merged(BLOCK_ROW, (min(at.values()), max(at.values())), column.headers[0], "header")
        for line in table.lines():
            parts = [at[each.name] for each in table.lines() if each.after == line.name]
            if parts:
                page.merged(COLUMN_ROW, (at[line.name], max(parts)), line.label, "header")
                page.text(COLUMN_ROW + 1, at[line.name], "小计", "header")
            elif line.after:
                page.text(COLUMN_ROW + 1, at[line.name], line.label, "header")
            else:
                page.merged(COLUMN_ROW, (at[line.name],) * 2, line.label, "header", rows=2)


def _items_over_columns(page: Page, places: TablePlaces) -> None:
    """Each item over its 预算数 and 决算数."""
    table = places.table
    for line in table.lines():
        at = [number for (name, _), number in places.crossed.items() if name == line.name]
        parts = [each.name for each in table.lines() if each.after == line.name]
        below = [number for (name, _), number in places.crossed.items() if name in parts]
        if parts:
            page.merged(BLOCK_ROW, (min(at), max(below)), line.label, "header")
            page.merged(COLUMN_ROW, (min(at), max(at)), "小计", "header")
        elif line.after:
            page.merged(COLUMN_ROW, (min(at), max(at)), line.label, "header")
        else:
            page.merged(BLOCK_ROW, (min(at), max(at)), line.label, "header", rows=2)
    headers = {column.name: column.headers[0] for column in table.blocks[0].columns}
    for (_, column), number in places.crossed.items():
        page.text(COLUMN_ROW + 1, number, headers[column], "header")
