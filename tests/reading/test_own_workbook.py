"""The tables of a workbook that we build read back the same, cell for cell, in every format."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.codes import parents
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import EXACT, Amount
from xlbudget.domain.statements import Statement
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, recognise
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.table_sheet import draw_table

FILE = "示例街道办事处.xlsx"
Key = tuple[str, str, str]


def keys(resolved: Format) -> list[Key]:
    """Table, line and column of every cell; of functional codes a few, with those above them."""
    chance = random.Random(2024)  # noqa: S311  不是密码
    found: list[Key] = []
    for name, table in resolved.tables.items():
        lines = [(line.name, block) for block in table.blocks for line in block.lines]
        if table.functional is not None:
            known = [e.code for e in table.functional.entries if e.holds_in(table.year)]
            some = chance.sample(known, 5)
            codes = sorted({code for each in some for code in (each, *parents(each))})
            lines += [(code, table.blocks[0]) for code in codes]
        found += [(name, line, column.name) for line, block in lines for column in block.columns]
    return found


def fens(found: Statement) -> dict[tuple[str, str, str], int]:
    """The amounts by line, column and cell."""
    return {
        (line.name, column, cell.source.cell): cell.amount.fen
        for line in found.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


def groups(found: Statement) -> list[tuple[str, str, str]]:
    return sorted((line.name, line.group, line.label) for line in found.lines)


@pytest.mark.parametrize(
    ("place", "year"), [("sichuan", 2024), ("sichuan", 2020), ("national", 2024)]
)
def test_a_workbook_of_ours_reads_back_the_same(place: str, year: int, tmp_path: Path) -> None:
    resolved = find(place, year)
    chance = random.Random(year)  # noqa: S311  不是密码
    amounts = {
        key: Amount(chance.randrange(-(10**8), 10**12), EXACT)
        for key in keys(resolved)
        if chance.random() < 2 / 3
    }
    account = account_in_layout(resolved, "示例街道办事处", FILE, amounts)
    canvas = Canvas("示例")
    drawn = SimpleNamespace(format=resolved, account=account, paragraphs=())
    for name in resolved.tables:
        draw_table(canvas, cast("Results", drawn), name)
    path = tmp_path / FILE
    path.write_bytes(canvas.close())
    book = PackedBook(path)
    errors: list[XlbudgetError] = []
    grids = [book.read(info.name) for info in book.sheets()]
    recognised = recognise(grids, resolved, FILE, errors)
    assert recognised.findings == ()
    assert set(recognised.tables) == set(resolved.tables)
    for name, sheet in recognised.tables.items():
        above = head(sheet, FILE, errors)
        found, findings, faults = extract(sheet, resolved.tables[name], above, FILE)
        assert ([str(error) for error in errors + faults], findings) == ([], [])
        assert found is not None
        written = account.statements[name]
        assert groups(found) == groups(written)
        assert (found.unit, found.unit_name, found.year) == (written.unit, "示例街道办事处", year)
        assert fens(found) == fens(written)
        assert len(fens(found)) == sum(key[0] == name for key in amounts)
