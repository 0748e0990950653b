"""附表 as a workbook of its own, published beside the text: values and nothing else.

A sheet for each table in official order. No formulas, spare rows, protection, rules for entries,
colours or notes: what people work with stays in the workbook that it was made from.
"""

from __future__ import annotations

from xlbudget.results import Results
from xlbudget.results.official_tables import official_tables
from xlbudget.results.printed_tables import PrintedTable, Role
from xlbudget.results.table_places import (
    ABOVE,
    NUMBER_ROW,
    TITLE_ROW,
    UNIT_ROW,
    table_sheet,
)
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.table_sheet import (
    MANY_COLUMNS,
    draw_cells,
    draw_notes,
    pages_wide,
    year_column,
)

TITLE = "部门决算公开表"
"""The title in the properties of the file."""

_STYLES = {
    Role.HEADER: "printed_header",
    Role.LABEL: "printed_label",
    Role.CODE: "printed_code",
    Role.NUMBER: "printed_number",
}


def annex(results: Results) -> bytes:
    """附表 of a run, as the bytes of an .xlsx package."""
    canvas = Canvas(f"{results.account.unit_name}{results.format.year}年度{TITLE}")
    separators = results.format.own_style.separators
    styles = _STYLES | {Role.AMOUNT: "printed_amount" if separators else "printed_plain_amount"}
    for table in official_tables(results):
        _draw(canvas, table_sheet(results.format.tables[table.name]), table, styles)
    return canvas.close()


def _draw(canvas: Canvas, sheet: str, table: PrintedTable, styles: dict[Role, str]) -> None:
    """One table; what stands above it is on the first of the pages that it takes."""
    last = min(table.columns, MANY_COLUMNS)
    page = canvas.page(
        sheet,
        [*table.widths],
        landscape=True,
        paper=table.paper,
        pages_wide=pages_wide(table),
        protected=False,
    )
    page.merged(TITLE_ROW, (1, last), table.title, "title")
    page.text(NUMBER_ROW, last, f"{table.number}表", "right")
    unit, year, money = table.above
    page.text(UNIT_ROW, 1, unit, "plain")
    page.text(UNIT_ROW, year_column(table.widths), year, "plain")
    page.text(UNIT_ROW, last, money, "right")
    draw_cells(page, table, styles, printed=True)
    draw_notes(page, table, "printed_note")
    page.header_until(ABOVE + table.header_rows, columns=table.lead_columns)
