"""Rows of a workbook that the source's same table has not: perhaps an item changed its code."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlbudget.domain.codes import is_code
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Line, Statement
from xlbudget.domain.text import Place
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.names import unnumbered
from xlbudget.formats.table_model import Table

ROW_ABSENT = "import-row-absent"

_SHOWN = 8
"""So many rows are named."""


def absent_rows(
    statement: Statement,
    table: Table,
    codes: Collection[str],
    withheld: Collection[str],
    file: str,
) -> Iterator[Finding]:
    """A warning about the rows with amounts that the source, which has `codes`, does not have.

    They are nobody's to delete but the user's. Levels that the source does not print are no rows
    of its own: 类 and 款 above its 项, 项 where it has 款 only; nor is anything known of `withheld`
    codes.
    """
    if table.functional is None or not codes:
        return
    lengths = {len(code) for code in codes}
    rows = [
        line
        for line in statement.lines
        if is_code(line.name)
        and line.name not in codes
        and not is_withheld(line.name, withheld)
        and len(line.name) in lengths
        and not any(code.startswith(line.name) for code in codes)
        and _first_cell(line)
    ]
    if rows:
        listed = "、".join(
            f"{_first_cell(row)} {row.name} {_label(row)}".rstrip() for row in rows[:_SHOWN]
        )
        more = f"等 {len(rows)} 行" if len(rows) > _SHOWN else ""
        yield Finding(
            check=ROW_ABSENT,
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=file,
            where=Place(sheet=statement.sheet, cell=_first_cell(rows[0])),
            inputs=tuple(f"{file} · {statement.sheet}!{_first_cell(row)}" for row in rows),
            message=f"“{table.title}”的这几行有数，来源的同一张表里没有：{listed}{more}。"
            "没有动它们。来源是对的（如科目换了编码），请删去这几行或清空它们的数。",
        )


def _first_cell(line: Line) -> str:
    """Where the first amount of a row stands; nothing where it has none."""
    cells = (c.source.cell for c in line.cells.values() if c.amount is not None and c.amount.fen)
    return next(cells, "")


def _label(line: Line) -> str:
    return "" if line.label == line.name else unnumbered(line.label)
