"""Fills 名词解释 with the terms of last year's document: new ones only, none is changed."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.own_lists import SHEET_MISSING, Open
from xlbudget.intake.pen import Pen
from xlbudget.intake.spare_rows import list_rows
from xlbudget.pipeline import Reading
from xlbudget.reading.labels import plain
from xlbudget.workbook import layout


def fill_terms(reading: Reading, gathered: Gathered, pen: Pen, may_take: Open) -> Iterator[Finding]:
    """名词解释: a blank row for each term that the list does not have."""
    standing = {plain(name) for name in reading.account.terms}
    new = {name: text for name, text in gathered.terms.items() if plain(name) not in standing}
    if not new:
        return
    found = reading.sheets.table(layout.TERMS)
    if found is None:
        yield Finding(
            check=SHEET_MISSING,
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=reading.account.file,
            message=f"工作簿里没有“{layout.TERMS}”，上年说明的 {len(new)} 条名词解释没有写入。"
            "请从新建的工作簿里把这张表复制过来，再导入一次。",
        )
        return
    grid, header, columns = found
    rows = (row for row in list_rows(grid, header, ()) if may_take(grid.sheet, row))
    for (name, text), at in zip(new.items(), rows, strict=False):
        for word, value in (("名词", name), ("释义", text)):
            place = (grid.sheet, at, columns[word])
            pen.blank(place, value, f"名词解释 {name}", gathered.terms_from)
