"""A table's amounts as areas of its sheet, for formulas that look at all of them."""

from __future__ import annotations

from xlbudget.books.port import column_letters, parse_address
from xlbudget.domain.statements import Source, Statement
from xlbudget.workbook import expressions


def area(statement: Statement) -> str:
    """The rectangle of a table's amounts."""
    at = [
        parse_address(cell.source.cell) for line in statement.lines for cell in line.cells.values()
    ]
    top, left = min(row for row, _ in at), min(column for _, column in at)
    bottom, right = max(row for row, _ in at), max(column for _, column in at)
    sheet = expressions.reference(Source("", statement.sheet, f"{column_letters(left)}{top}"))
    return f"{sheet}:{column_letters(right)}{bottom}"


def any_amount(statement: Statement) -> str:
    """Whether a table's columns of amounts hold any that is not zero."""
    columns: dict[int, list[int]] = {}
    for line in statement.lines:
        for cell in line.cells.values():
            row, column = parse_address(cell.source.cell)
            columns.setdefault(column, []).append(row)
    areas = []
    for column, rows in columns.items():
        letters = column_letters(column)
        first = expressions.reference(Source("", statement.sheet, f"{letters}{min(rows)}"))
        areas.append(f"{first}:{letters}{max(rows)}")
    return "+".join(f'COUNTIF({each},">0")+COUNTIF({each},"<0")' for each in areas) + ">0"
