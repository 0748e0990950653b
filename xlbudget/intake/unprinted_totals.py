"""Totals that a public table does not print though it has all their parts (公开08: 合计)."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Cell, Statement
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import Table
from xlbudget.intake.added import COMPUTED
from xlbudget.intake.feeds import Computed, sum_of
from xlbudget.intake.gathered import Key


def unprinted_totals(statement: Statement, table: Table) -> Iterator[tuple[Key, Cell, Finding]]:
    """Each total with its amount and what is said about it.

    Only a row that the table does not have: one that is there and blank is its author's. Nor is
    there a sum where a part is missing.
    """
    for line in table.lines():
        if not line.sum_of or statement.line(line.name) is not None:
            continue
        block = table.block_of(line.name)
        for column in block.column_names if block else ():
            parts = [statement.cell(name, column) for name in line.sum_of]
            cells = [cell for cell in parts if cell is not None and cell.amount is not None]
            if len(cells) == len(parts):
                key = (table.name, line.name, column)
                formula = Computed(key, tuple((1, cell.source) for cell in cells)).formula()
                yield key, sum_of(cells), _told(statement, line.label, formula, cells)


def _told(statement: Statement, label: str, formula: str, cells: list[Cell]) -> Finding:
    return Finding(
        check=COMPUTED,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=statement.file,
        where=Place(sheet=statement.sheet, cell=cells[0].source.cell),
        message=f"“{statement.title}”没有印“{label}”，由 {formula} 算出。",
        inputs=tuple(str(cell.source) for cell in cells),
    )
