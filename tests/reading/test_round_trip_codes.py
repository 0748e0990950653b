"""Tables of codes and of items: random amounts, printed in a random way, read back the same.

编码一列或分三列，合计在前或在后，一组、两组或三组，预算数和决算数分块或相间，元或万元，数字或文本，有没有
栏次、空行、自己的列、网页上的零碎行，读出的都是同样的金额。
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.printed import (
    LAYOUTS,
    Amounts,
    Layout,
    basic_sheet,
    functional_sheet,
    items_sheet,
)
from xlbudget.books.port import Grid
from xlbudget.domain.codes import parents
from xlbudget.domain.errors import XlbudgetError
from xlbudget.formats import table_model
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, table_on

FORMATS = [find("sichuan", 2024), find("sichuan", 2020), find("national", 2024)]
SEEDS = st.integers(0, 2**32 - 1)
few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

TABLES = [
    pytest.param(found, name, id=f"{found.place}{found.year}-{name}")
    for found in FORMATS
    for name, table in found.tables.items()
    if table.layout is not table_model.Layout.SIDES
]


@st.composite
def _functional_sheets(draw: st.DrawFn, table: Table) -> tuple[Grid, Amounts]:
    """Codes with all codes above them, some columns, and amounts in some of the cells.

    补零的写法里，以 00 结尾的项和它的款分不清，不取。
    """
    assert table.functional is not None
    entries = table.functional.entries
    known = [e.code for e in entries if e.holds_in(table.year) and not e.code.endswith("00")]
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
    codes = sorted({code for each in chosen for code in (each, *parents(each))})
    names = [column.name for column in table.blocks[0].columns]
    wide = [name for name in names if name.isdecimal()]
    some = draw(st.lists(st.sampled_from(wide), max_size=5, unique=True)) if wide else []
    columns = [name for name in names if name in some or name not in wide]
    keys = [(line, column) for line in [table.lines()[0].name, *codes] for column in columns]
    amounts = _some(draw, keys)
    return functional_sheet(table, amounts, codes, columns, draw(LAYOUTS)), amounts


def _some(draw: st.DrawFn, keys: list[tuple[str, str]]) -> Amounts:
    """Amounts in some of the cells: small and large, negative, zero; two in three are filled."""
    chance = random.Random(draw(SEEDS))  # noqa: S311  不是密码
    sizes = (10, 10**5, 10**8, 10**13)
    return {
        key: chance.randrange(-chance.choice(sizes) // 10, chance.choice(sizes))
        for key in keys
        if chance.random() < 2 / 3
    }


@st.composite
def _other_sheets(
    draw: st.DrawFn, table: Table, draws: Callable[[Table, Amounts, Layout], Grid]
) -> tuple[Grid, Amounts]:
    columns = [column.name for column in table.blocks[0].columns]
    amounts = _some(draw, [(line.name, c) for line in table.lines() for c in columns])
    return draws(table, amounts, draw(LAYOUTS)), amounts


def sheets(table: Table) -> st.SearchStrategy[tuple[Grid, Amounts]]:
    """A table printed in some way, and what it holds."""
    if table.functional is not None:
        return _functional_sheets(table)
    return _other_sheets(
        table, items_sheet if table.layout is table_model.Layout.CROSSED else basic_sheet
    )


def read_back(sheet: Grid, found: Format, name: str) -> Amounts:
    """The amounts of a sheet that is read without a word but of texts; no cell is read twice."""
    table = found.tables[name]
    assert table_on(sheet, found.tables.values()) is table
    errors: list[XlbudgetError] = []
    read, findings, faults = extract(sheet, table, head(sheet, "决算.xlsx", errors), "决算.xlsx")
    assert [str(error) for error in errors + faults] == []
    assert {finding.check for finding in findings} <= {"amount-as-text"}
    assert read is not None
    assert read.unit_name == "示例街道办事处"
    places = [str(cell.source) for line in read.lines for cell in line.cells.values()]
    assert len(places) == len(set(places))
    return {
        (line.name, column): cell.amount.fen // 10_000
        for line in read.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


@pytest.mark.parametrize(("found", "name"), TABLES)
def test_a_table_reads_back_the_same(found: Format, name: str) -> None:
    @few
    @given(sheets(found.tables[name]))
    def reads_back(printed: tuple[Grid, Amounts]) -> None:
        sheet, amounts = printed
        assert read_back(sheet, found, name) == amounts

    reads_back()
