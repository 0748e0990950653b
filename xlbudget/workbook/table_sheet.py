"""A public table as a sheet, laid out as the official one: values only, totals included."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.port import CellWrite
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.canvas import Canvas, Page


def draw_table(canvas: Canvas, results: Results, name: str) -> None:
    """The sheet of one table of the format, filled with the account's amounts."""
    table = results.format.tables[name]
    statement = results.account.statements[name]
    places = layout.table_places(table)
    widths = [width for block in places.blocks for width in (36, 6, *[18] * len(block.amounts))]
    page = canvas.page(
        layout.table_sheet(table), [float(width) for width in widths], landscape=True
    )
    last = places.last_column
    page.merged(layout.TITLE_ROW, (1, last), table.title, "title")
    page.text(layout.NUMBER_ROW, last, f"{table.number}表", "right")
    page.text(layout.UNIT_ROW, 1, f"部门：{statement.unit_name or ''}", "plain")
    page.text(layout.UNIT_ROW, 3, f"{results.format.year}年度", "plain")
    page.text(layout.UNIT_ROW, last, layout.money_words(statement.unit), "right")
    number = 0
    for block in places.blocks:
        _header(page, block)
        number = _rows(page, results, places, block, number)
    if table.note:
        page.merged(places.last_row + 1, (1, last), table.note, "note")
    page.header_until(layout.COLUMN_NUMBER_ROW)


def _header(page: Page, place: layout.BlockPlace) -> None:
    """A block's heading over its columns, and 栏次 below them."""
    page.merged(layout.BLOCK_ROW, (place.label, place.last), place.block.heading, "header")
    page.text(layout.COLUMN_ROW, place.label, place.block.label_headers[0], "header")
    page.text(layout.COLUMN_ROW, place.number, "行次", "header")
    page.text(layout.COLUMN_NUMBER_ROW, place.label, "栏次", "header")
    page.text(layout.COLUMN_NUMBER_ROW, place.number, "", "header")
    for number, column in enumerate(place.block.columns, 1):
        page.text(layout.COLUMN_ROW, place.amounts[column.name], column.headers[0], "header")
        page.text(layout.COLUMN_NUMBER_ROW, place.amounts[column.name], str(number), "header")


def _rows(
    page: Page,
    results: Results,
    places: layout.TablePlaces,
    place: layout.BlockPlace,
    number: int,
) -> int:
    """A block's rows; 行次 runs on from block to block. Returns the last 行次."""
    name = places.table.name
    unit = results.account.statements[name].unit
    lines = {places.rows[line.name]: line for line in place.block.lines}
    for row in range(places.first_row, places.last_row + 1):
        number += 1
        line = lines.get(row)
        page.text(row, place.label, line.label if line else "", "label")
        page.put(row, place.number, CellWrite(Decimal(number)), "number")
        for column, at in place.amounts.items():
            cell = results.account.cell(name, line.name, column) if line else None
            amount = cell.amount if cell else None
            shown = None if amount is None else amount.number(unit)
            page.put(row, at, CellWrite(shown), "amount")
    return number
