"""A random account, laid out in a random way, reads back to the same amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.books.port import Grid, Value, grid
from xlbudget.domain.errors import XlbudgetError
from xlbudget.formats.library import find
from xlbudget.formats.table_model import BlockDef, LineDef, Table
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, table_on

NATIONAL = find("national", 2024)
ORDINALS = ["", "七、", "（三）", "12.", "其中：", "二十六、"]
NOTHING: list[Value] = [None, "—", "一", "-", " "]
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")

Amounts = dict[tuple[str, str], int]
"""Whole hundredths of 万元 by line and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is printed."""

    yuan: bool
    row_numbers: bool
    column_numbers: bool
    budget: bool
    three_rows: bool
    as_text: bool
    above: int
    left: int
    own_columns: bool
    year: str
    ordinal: int
    gap_every: int
    nothing: Value


LAYOUTS = st.builds(
    Layout,
    yuan=st.booleans(), row_numbers=st.booleans(), column_numbers=st.booleans(),
    budget=st.booleans(), three_rows=st.booleans(), as_text=st.booleans(),
    above=st.integers(0, 3), left=st.integers(0, 2), own_columns=st.booleans(),
    year=st.sampled_from(["", "2024年度", "示例街道办事处2024年度"]),
    ordinal=st.integers(0, 5), gap_every=st.integers(2, 9), nothing=st.sampled_from(NOTHING),
)  # fmt: skip


@st.composite
def accounts(draw: st.DrawFn, table: Table) -> Amounts:
    cells = [
        (line.name, column.name)
        for block in table.blocks
        for line in block.lines
        for column in block.columns
    ]
    chosen = draw(st.lists(st.sampled_from(cells), unique=True))
    return {cell: draw(st.integers(-(10**9), 10**12)) for cell in chosen}


def printed(cents: int, layout: Layout) -> Value:
    number = Decimal(cents) * 100 if layout.yuan else Decimal(cents) / 100
    if not layout.as_text:
        return number
    text = f"{number:,.2f}"
    return text.translate(FULL_WIDTH) if cents % 2 else text


def side(block: BlockDef, amounts: Amounts, layout: Layout) -> list[list[Value]]:
    """A block as rows of equal length: header rows, then data."""
    heading: list[Value] = [block.heading]
    upper: list[Value] = [block.label_headers[0]]
    lower: list[Value] = [None]
    numbers: list[Value] = ["栏次"]
    if layout.row_numbers:
        upper.append("行次")
        lower.append(None)
        numbers.append(None)
    for position, column in enumerate(block.columns):
        word = column.headers[layout.ordinal % len(column.headers)]
        if layout.budget:
            upper.append("年初预算数")
            lower.append(word)
            numbers.append("8")
        if layout.three_rows and position:
            upper.append("财政拨款" if position == 1 or layout.budget else None)
            lower.append(word)
        else:
            upper.append(word)
            lower.append(None)
        numbers.append(Decimal(position + 1))
    two_rows = layout.three_rows or layout.budget
    rows = [heading, upper, *([lower] if two_rows else [])]
    if layout.column_numbers:
        rows.append(numbers)
    for number, line in enumerate(block.lines, 1):
        row: list[Value] = [label(line, number, layout)]
        if layout.row_numbers:
            row.append(Decimal(number))
        for column in block.columns:
            if layout.budget:
                row.append(Decimal(999))
            cents = amounts.get((line.name, column.name))
            row.append(layout.nothing if cents is None else printed(cents, layout))
        rows.append(row)
        if number % layout.gap_every == 0:
            rows.append([])
    width = len(upper)
    return [row + [None] * (width - len(row)) for row in rows]


def label(line: LineDef, number: int, layout: Layout) -> str:
    bare = line.labels[-1].rpartition("、")[2]
    spaced = " ".join(bare) if number % 3 == layout.ordinal % 3 else bare
    return ORDINALS[(number + layout.ordinal) % len(ORDINALS)] + spaced


def beside(sides: Sequence[list[list[Value]]]) -> list[list[Value]]:
    height = max(len(rows) for rows in sides)
    joined: list[list[Value]] = [[] for _ in range(height)]
    for rows in sides:
        empty: list[Value] = [None] * len(rows[0])
        for row in range(height):
            joined[row] += rows[row] if row < len(rows) else empty
    return joined


def rendered(table: Table, amounts: Amounts, layout: Layout) -> Grid:
    body = beside([side(block, amounts, layout) for block in table.blocks])
    if layout.own_columns:
        for number, row in enumerate(body):
            row += [None, "我的备注" if number == 1 else None, Decimal(number)]
    rows: list[list[Value]] = [
        *[[] for _ in range(layout.above)],
        [layout.year + table.title],
        ["编制单位：示例街道办事处", None, "金额单位：元" if layout.yuan else "金额单位：万元"],
        *body,
        ["注：本表由测试生成。", Decimal(1)],
    ]
    return grid("Sheet1", [[None] * layout.left + row for row in rows])


def read_back(sheet: Grid, table: Table, *, as_text: bool) -> Amounts:
    assert table_on(sheet, NATIONAL.tables.values()) is table
    errors: list[XlbudgetError] = []
    found, findings, faults = extract(sheet, table, head(sheet, "决算.xlsx", errors), "决算.xlsx")
    assert [str(error) for error in errors + faults] == []
    assert [finding.check for finding in findings] == ["amount-as-text"] * as_text
    assert found is not None
    assert found.unit_name == "示例街道办事处"
    assert [line.name for line in found.lines] == [
        line.name for block in table.blocks for line in block.lines
    ]
    return {
        (line.name, column): cell.amount.fen // 10_000
        for line in found.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


SUMMARY = NATIONAL.tables["revenue_expenditure_summary"]
APPROPRIATION = NATIONAL.tables["appropriation_summary"]


@settings(deadline=None)
@given(accounts(SUMMARY), LAYOUTS)
def test_public_table_01(amounts: Amounts, layout: Layout) -> None:
    as_text = layout.as_text and bool(amounts)
    assert read_back(rendered(SUMMARY, amounts, layout), SUMMARY, as_text=as_text) == amounts


@settings(deadline=None)
@given(accounts(APPROPRIATION), LAYOUTS)
def test_public_table_04(amounts: Amounts, layout: Layout) -> None:
    as_text = layout.as_text and bool(amounts)
    assert (
        read_back(rendered(APPROPRIATION, amounts, layout), APPROPRIATION, as_text=as_text)
        == amounts
    )
