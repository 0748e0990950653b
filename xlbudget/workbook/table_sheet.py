"""A public table as a sheet, laid out as the official one: values only, totals included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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

MANY_COLUMNS = 20
"""So many columns are printed on a page; a table with more takes several side by side."""

_UNIT_ROOM = 40.0
"""The width that the unit's name may take before the year."""

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
    draw_cells(page, table, _OPEN)
    for area in _amount_areas(table):
        page.numbers_only(area)
    bottom = ABOVE + table.rows
    page.mark((1, 1, bottom, last), conditions(table.title))
    draw_notes(page, table)
    page.header_until(ABOVE + table.header_rows, columns=table.lead_columns)


def pages_wide(table: PrintedTable) -> int:
    """How many pages a table takes side by side."""
    return -(-table.columns // MANY_COLUMNS)


def year_column(widths: Sequence[float]) -> int:
    """The first column behind the room for the unit's name; in a small table the last but one."""
    return next(
        (at for at in range(2, len(widths)) if sum(widths[: at - 1]) >= _UNIT_ROOM),
        len(widths) - 1,
    )


def draw_cells(
    page: Page, table: PrintedTable, styles: Mapping[Role, str], *, printed: bool = False
) -> None:
    """Header and rows below the lines on top of a sheet; `styles` by the role of a cell. Amounts
    are as exact as the account has them or, as `printed`, what the published table says.
    """
    for cell in table.cells:
        row, column, style = cell.row + ABOVE, cell.column, styles[cell.role]
        if cell.rows > 1 or cell.columns > 1:
            last = column + cell.columns - 1
            page.merged(row, (column, last), cell.text, style, rows=cell.rows)
        elif cell.role in (Role.AMOUNT, Role.NUMBER):
            value = cell.printed_value if printed else cell.value
            dash = cell.text if printed and value is None else value
            page.put(row, column, CellWrite(dash), style)
        else:
            page.text(row, column, cell.text, style)


def draw_notes(page: Page, table: PrintedTable, style: str = "note") -> None:
    """What is said below a table."""
    last = min(table.columns, MANY_COLUMNS)
    for below, note in enumerate(table.notes, ABOVE + table.rows + 1):
        page.merged(below, (1, last), note, style)


def _amount_areas(table: PrintedTable) -> Iterator[tuple[int, int, int, int]]:
    """Columns of amounts beside each other, from the first row below the header to the last."""
    amounts = sorted({cell.column for cell in table.cells if cell.role is Role.AMOUNT})
    for first in amounts:
        if first - 1 in amounts:
            continue
        last = first
        while last + 1 in amounts:
            last += 1
        yield ABOVE + table.header_rows + 1, first, ABOVE + table.rows, last
