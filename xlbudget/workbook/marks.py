"""Cells that findings are about, coloured by conditional formats while 校验 lists them.

The formats of the cells themselves are never touched, so there is nothing to restore: an empty
list, or 否 on 首页, and the colours are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.books.port import CellWrite
from xlbudget.domain.findings import Finding
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.expressions import quoted
from xlbudget.workbook.styles import MARKED
from xlbudget.workbook.texts import Row


def conditions(title: str) -> dict[str, str]:
    """When a cell of the sheet with this title is coloured, by level: while 校验 lists it and 首页
    says so.

    Through names, because not every Excel takes other sheets in such formulas.
    """
    here = "ADDRESS(ROW(),COLUMN(),4)"
    return {
        level: f'=AND({layout.MARKING_NAME}="{layout.YES}",ISNUMBER(MATCH('
        f"{quoted(layout.mark(level, title, ''))}&{here},{layout.MARKS_NAME},0)))"
        for level in MARKED
    }


def mark_rows(results: Results, own: Mapping[str, str]) -> list[Row]:
    """The cells to be coloured, each once, errors first; `own` are the titles of our own sheets by
    their names.
    """
    titles = {s.sheet: s.title for s in results.account.statements.values()} | dict(own)
    marked = [
        layout.mark(level, titles[sheet], cell)
        for level in MARKED
        for finding in _all(results.findings)
        if finding.level.chinese == level
        and (sheet := finding.where.sheet) in titles
        and (cell := finding.where.cell)
    ]
    rows: list[Row] = [(CellWrite(text),) for text in dict.fromkeys(marked)]
    return rows[: layout.MOST_MARKS]


def _all(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from _all(finding.follows)
