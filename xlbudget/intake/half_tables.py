"""Tables that were cut off when they were copied: their totals are missing."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.books.port import parse_address
from xlbudget.domain.codes import is_code
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Statement
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import Layout, LineDef, Table

HALF = "table-cut-off"


def cut_off(statement: Statement, table: Table) -> Iterator[Finding]:
    """What is said of a table with amounts but without the row that ends each of its sides, or
    without any of its totals.
    """
    if not statement.has_amounts:
        return
    missing = [line for line in _ends(statement, table) if statement.line(line.name) is None]
    if not missing:
        return
    rows = "、".join(dict.fromkeys(f"“{line.label}”" for line in missing))
    sources = (cell.source for line in statement.lines for cell in line.cells.values())
    last = max(sources, key=lambda source: parse_address(source.cell))
    yield Finding(
        check=HALF,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=statement.file,
        where=Place(sheet=statement.sheet, cell=last.cell),
        message=(
            f"“{table.title}”没有{rows}行，读到第 {parse_address(last.cell)[0]} 行为止："
            "可能只复制了半张表。请核对来源，把整张表复制过来再导入。"
        ),
        inputs=(str(last),),
    )


def _ends(statement: Statement, table: Table) -> list[LineDef]:
    """The last row of each side; elsewhere the totals, where not one of them is there."""
    if table.layout is Layout.SIDES:
        return [block.lines[-1] for block in table.blocks]
    totals = [line for line in table.lines() if not is_code(line.name)]
    if table.layout is Layout.CROSSED:
        return totals[:1]
    return [] if any(statement.line(line.name) for line in totals) else totals[-1:]
