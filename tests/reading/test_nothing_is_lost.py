"""改坏任何一格文字（表头、行名、编码），每个金额要么照旧读在原处，要么有一条话说它没有读入。

最坏的错误是一个数没有读入，又没有人知道。
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from tests.reading import test_round_trip
from tests.reading.test_round_trip_codes import SEEDS, TABLES, sheets
from xlbudget.books.port import Grid, address, column_letters, parse_address
from xlbudget.books.port import grid as grid_of
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.domain.statements import Statement
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.extract import extract
from xlbudget.reading.numbers import not_applicable
from xlbudget.reading.recognise import head

NATIONAL = find("national", 2024)
few = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
OF_SICHUAN = [table for table in TABLES if str(table.id).startswith("sichuan2024")]
Read = tuple[Statement | None, list[Finding], list[XlbudgetError]]
Amounts = dict[str, tuple[str, str, int]]
"""Line, column and amount in 分 by the cell where they stand."""


def read(sheet: Grid, table: Table) -> Read:
    return extract(sheet, table, head(sheet, "决算.xlsx", []), "决算.xlsx")


def by_cell(found: Statement) -> Amounts:
    return {
        cell.source.cell: (line.name, column, cell.amount.fen)
        for line in found.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


def words(sheet: Grid) -> list[tuple[int, int, str]]:
    """The texts below the unit line that are no amounts: headers, names, codes."""
    first = next(row for row, _, value in sheet.cells() if str(value).startswith("编制单位"))
    return [
        (row, column, value)
        for row, column, value in sheet.cells()
        if row > first
        and isinstance(value, str)
        and value.strip()
        and (value.isdecimal() or not may_be_amount(value))
        and not not_applicable(value)
        and not re.match("注|我的", value)
    ]


def over_details(table: Table) -> set[str]:
    """The header words of a wide table: without one, what stands left of it or above holds too.

    明细表的表头删去一个款名，剩下上面的类名，和只有一列的类没有分别；这时由勾稽发现。
    """
    columns = [c for block in table.blocks for c in block.columns if c.name.isdecimal()]
    return {word for column in columns for word in (*column.headers, *column.under)}


def damaged(text: str, chance: random.Random) -> str | None:
    """Nothing, another word, or one character less or wrong; a code never becomes another."""
    wrong = "208050" if text.isdecimal() and chance.random() < 0.5 else "待定"
    if any(map(str.isdecimal, text)) or len(text) < 3 or chance.random() < 0.5:
        return chance.choice([None, wrong])
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(["", "某"]) + text[at + 1 :]


def is_told(cell: str, findings: Sequence[Finding]) -> bool:
    """Whether a finding speaks of the row or the column of a cell."""
    row, column = parse_address(cell)
    for finding in findings:
        assert finding.where.cell
        there = parse_address(finding.where.cell)
        if finding.check == "row-unrecognised" and there[0] == row:
            return True
        said = f"{column_letters(column)} 列" in finding.message
        if finding.check == "column-unrecognised" and (said or there[1] == column):
            return True
    return False


def check(sheet: Grid, table: Table, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  不是密码
    whole, _, faults = read(sheet, table)
    assert faults == []
    assert whole is not None
    before, known, details = by_cell(whole), words(sheet), over_details(table)
    for row, column, text in chance.sample(known, min(5, len(known))):
        rows = [list(values) for values in sheet.rows]
        kept = details.intersection((text, *text.split(), text.rpartition("\n")[2]))
        rows[row - 1][column - 1] = "待定" if kept else damaged(text, chance)
        found, findings, faults = read(grid_of(sheet.sheet, rows), table)
        if faults:
            continue
        assert found is not None
        after = by_cell(found)
        harm = f"{address(row, column)}: {text} → {rows[row - 1][column - 1]}"
        wrong = {cell: after[cell] for cell in after if after[cell] != before.get(cell)}
        lost = [cell for cell in before if cell not in after and not is_told(cell, findings)]
        assert (harm, wrong, lost) == (harm, {}, [])


@pytest.mark.parametrize(("found", "name"), OF_SICHUAN)
def test_tables_of_codes_and_items(found: Format, name: str) -> None:
    @few
    @given(sheets(found.tables[name]), SEEDS)
    def loses_nothing(printed: tuple[Grid, object], seed: int) -> None:
        check(printed[0], found.tables[name], seed)

    loses_nothing()


@pytest.mark.parametrize("name", ["revenue_expenditure_summary", "appropriation_summary"])
def test_tables_of_two_sides(name: str) -> None:
    table = NATIONAL.tables[name]

    @few
    @given(test_round_trip.accounts(table), test_round_trip.LAYOUTS, SEEDS)
    def loses_nothing(
        amounts: test_round_trip.Amounts, layout: test_round_trip.Layout, seed: int
    ) -> None:
        assume(not (layout.budget and layout.three_rows))  # 同一上层表头下的预算数和决算数，同上
        check(test_round_trip.rendered(table, amounts, layout), table, seed)

    loses_nothing()
