"""A public table as a sheet, laid out as the official one: values only, totals included."""

from __future__ import annotations

from xlbudget.books.port import CellWrite
from xlbudget.results import Results
from xlbudget.results.official_tables import official_table
from xlbudget.results.printed_tables import PrintedTable, Role
from xlbudget.results.table_places import (
    ABOVE,
    NUMBER_ROW,
    TITLE_ROW,
    UNIT_ROW,
    table_sheet,
)
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.marks import conditions
from xlbudget.workbook.page import Page
from xlbudget.workbook.table_pages import MANY_COLUMNS, pages_wide, year_column

_OPEN = {
    Role.HEADER: "header",
    Role.LABEL: "open_label",
    Role.CODE: "open_code",
    Role.NUMBER: "number",
    Role.AMOUNT: "open_amount",
}
"""How the cells of a sheet look that people work on."""


def draw_table(canvas: Canvas, results: Results, name: str) -> None:
    """The sheet of one table of the format, filled with the account's amounts, with spare rows."""
    table = official_table(results, name, spare=True)
    last = table.columns
    page = canvas.page(
        table_sheet(results.format.tables[name]),
        [*table.widths],
        landscape=True,
        paper=table.paper,
        pages_wide=pages_wide(table),
    )
    page.merged(TITLE_ROW, (1, min(last, MANY_COLUMNS)), table.title, "title")
    page.text(NUMBER_ROW, last, f"{table.number}表", "right")
    unit, year, money = table.above
    page.text(UNIT_ROW, 1, unit, "open_plain")
    page.text(UNIT_ROW, year_column(table.widths), year, "plain")
    page.text(UNIT_ROW, last, money, "open_right")
    for top, left, below, right in table.amounts:
        area = (top + ABOVE, left, below + ABOVE, right)
        page.blank(area, _OPEN[Role.AMOUNT])
        page.numbers_only(area)
    _draw_cells(page, table)
    bottom = ABOVE + table.rows
    page.mark((1, 1, bottom, last), conditions(table.title))
    _draw_notes(page, table)
    page.header_until(ABOVE + table.header_rows, columns=table.lead_columns)


def _draw_cells(page: Page, table: PrintedTable) -> None:
    """Header and rows below the lines on top of a sheet; amounts as exact as they are known."""
    for cell in table.cells:
        row, column, style = cell.row + ABOVE, cell.column, _OPEN[cell.role]
        if cell.rows > 1 or cell.columns > 1:
            last = column + cell.columns - 1
            page.merged(row, (column, last), cell.text, style, rows=cell.rows)
        elif cell.role in (Role.AMOUNT, Role.NUMBER):
            page.put(row, column, CellWrite(cell.value), style)
        else:
            page.text(row, column, cell.text, style)


def _draw_notes(page: Page, table: PrintedTable) -> None:
    """What is said below a table."""
    last = min(table.columns, MANY_COLUMNS)
    for below, note in enumerate(table.notes, ABOVE + table.rows + 1):
        page.merged(below, (1, last), note, "note")
