"""附表 as a workbook of its own, published beside the text: values and nothing else.

A sheet for each table in official order. No formulas, spare rows, protection, rules for entries,
colours or notes: what people work with stays in the workbook that it was made from.
"""

from __future__ import annotations

from functools import lru_cache

from xlbudget.formats.versions import made_by
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
from xlbudget.workbook.table_pages import MANY_COLUMNS, pages_wide, year_column
from xlbudget.workbook.text_size import row_height, text_lines
from xlbudget.workbook.value_sheet import Print, ValueSheet
from xlbudget.workbook.value_styles import styles_part
from xlbudget.workbook.value_workbook import value_workbook

TITLE = "部门决算公开表"
"""The title in the properties of the file."""

_TITLE, _RIGHT, _PLAIN, _HEADER, _LABEL, _CODE, _NUMBER, _NOTE, _AMOUNT = range(1, 10)
_LOOKS = (
    "title",
    "right",
    "plain",
    "printed_header",
    "printed_label",
    "printed_code",
    "printed_number",
    "printed_note",
)
"""The looks at those positions; that of amounts is the format's."""

_STYLES = {
    Role.HEADER: _HEADER,
    Role.LABEL: _LABEL,
    Role.CODE: _CODE,
    Role.NUMBER: _NUMBER,
    Role.AMOUNT: _AMOUNT,
}


_WRAPS = (Role.HEADER, Role.LABEL)
"""Texts that are not cut off: their rows become higher."""


def annex(results: Results) -> bytes:
    """附表 of a run, as the bytes of an .xlsx package."""
    title = f"{results.account.unit_name}{results.format.year}年度{TITLE}"
    separators = results.format.own_style.separators
    looks = (*_LOOKS, "printed_amount" if separators else "printed_plain_amount")
    strings: dict[str, int] = {}
    sheets = [
        _drawn(table_sheet(results.format.tables[table.name]), table, strings)
        for table in official_tables(results)
    ]
    return value_workbook(title, made_by(results.format), styles_part(looks), sheets, strings)


def _drawn(name: str, table: PrintedTable, strings: dict[str, int]) -> ValueSheet:
    """One table; what stands above it is on the first of the pages that it takes."""
    last, bottom = min(table.columns, MANY_COLUMNS), ABOVE + table.rows
    setup = Print(
        name=name,
        widths=table.widths,
        header_rows=ABOVE + table.header_rows,
        lead_columns=table.lead_columns,
        paper=table.paper,
        pages_wide=pages_wide(table),
    )
    sheet = ValueSheet(setup, bottom + len(table.notes), strings)
    sheet.merge((TITLE_ROW, 1, TITLE_ROW, last), table.title, _TITLE)
    sheet.text(NUMBER_ROW, last, f"{table.number}表", _RIGHT)
    unit, year, money = table.above
    sheet.text(UNIT_ROW, 1, unit, _PLAIN)
    sheet.text(UNIT_ROW, year_column(table.widths), year, _PLAIN)
    sheet.text(UNIT_ROW, last, money, _RIGHT)
    for top, left, below, right in table.amounts:
        sheet.blank((top + ABOVE, left, below + ABOVE, right), _AMOUNT)
    lines = _draw_cells(sheet, table)
    for row, note in enumerate(table.notes, bottom + 1):
        sheet.merge((row, 1, row, last), note, _NOTE)
        lines[row] = _text_lines(note, sum(table.widths[:last]))
    sheet.heights = {row: row_height(count) for row, count in lines.items() if count > 1}
    return sheet


def _draw_cells(sheet: ValueSheet, table: PrintedTable) -> dict[int, int]:
    """Header and rows; how many lines the longest text takes that wraps in a row."""
    widths, lines = table.widths, dict.fromkeys(range(1, ABOVE + table.rows + 1), 1)
    for row, column, text, role, rows, columns, value, _ in table.cells:
        top = row + ABOVE
        if role is Role.AMOUNT and value is not None:
            sheet.number(top, column, _number(text), _AMOUNT)
            continue
        if role is Role.NUMBER:
            sheet.number(top, column, text, _NUMBER)
            continue
        if rows == columns == 1:
            sheet.text(top, column, text, _STYLES[role])
        else:
            area = (top, column, top + rows - 1, column + columns - 1)
            sheet.merge(area, text, _STYLES[role])
        if role in _WRAPS and text:
            wide = widths[column - 1] if columns == 1 else sum(widths[column - 1 :][:columns])
            needed = -(-_text_lines(text, wide) // rows)
            for each in range(top, top + rows):
                lines[each] = max(lines[each], needed)
    return lines


@lru_cache(maxsize=1024)
def _number(text: str) -> str:
    """An amount as printed, as a cell holds it.

    >>> _number("1,482.20"), _number("-350.00")
    ('1482.2', '-350')
    """
    whole, _, decimals = text.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


_text_lines = lru_cache(maxsize=1024)(text_lines)
"""The same names stand in most tables of a unit, and in those of the next."""
