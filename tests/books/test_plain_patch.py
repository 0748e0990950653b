"""The quick way of writing into a sheet and the general one give the same bytes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.books import sheet_patch
from xlbudget.books.formulas import marked
from xlbudget.books.giving_way import Decision
from xlbudget.books.plain_rows import PlainRows, plain_rows
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.books.sheet_patch import CoveredCellError, Patched, judge, patch
from xlbudget.books.sheet_scan import scan

OURS = marked("=A1&B1")
ESCAPED = OURS.removeprefix("=").replace("&", "&amp;")

CELLS = st.sampled_from(
    [
        "/>",
        ' s="3"/>',
        ' s="3" />',
        "></c>",
        ' s="12"><v>1.5</v></c>',
        ' t="s"><v>0</v></c>',
        ' s="3" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>',
        f' t="str"><f>{ESCAPED}</f><v>甲</v></c>',
        f"><f>{ESCAPED}</f><v></v></c>",
        ' s="1"><f>用户!A1*2</f><v>2</v></c>',
        "><f>C1&#38;D1</f></c>",
        '><f t="shared" ref="A1:A9" si="0">A1*2</f><v>2</v></c>',
        '><f t="shared" si="0"/><v>4</v></c>',
        f'><f t="array" ref="B2:B4">{ESCAPED}</f><v>4</v></c>',
        '><f t="dataTable" ref="C3:C5" dt2D="0" r1="A1"/><v>1</v></c>',
        ' t="str"><f ca="1">NOW()</f><v xml:space="preserve">x</v></c>',
    ]
)
TAGS = st.sampled_from(
    [
        "",
        ' spans="1:9"',
        ' spans="2:3" ht="31.5"',
        ' ht="63" customHeight="1"',
        ' hidden="1" x14ac:dyDescent="0.25"',
        ' s="5" customFormat="1"',
    ]
)
ROWS = st.dictionaries(
    st.integers(1, 6), st.tuples(TAGS, st.dictionaries(st.integers(1, 4), CELLS)), max_size=5
)
WRITES = st.dictionaries(
    st.tuples(st.integers(1, 7), st.integers(1, 5)),
    st.sampled_from(
        [
            CellWrite(Decimal("12.50")),
            CellWrite("文字 & <甲>"),
            CellWrite(None),
            CellWrite(value=True),
            CellWrite("甲", OURS),
            CellWrite(Decimal(2), "=用户!A1*2"),
            CellWrite(None, "=A1*2"),
        ]
    ),
    max_size=12,
)
HEIGHTS = st.dictionaries(st.integers(1, 7), st.sampled_from([0, 31.5, 94.5]), max_size=4)
HEADS = st.sampled_from(
    ["", '<dimension ref="A1:B2"/>', '<cols><col min="2" max="3" width="9" style="7"/></cols>']
)


def sheet_part(head: str, rows: dict[int, tuple[str, dict[int, str]]], tail: str = "") -> bytes:
    lines = ""
    for number, (tag, cells) in sorted(rows.items()):
        inner = "".join(
            f'<c r="{column_letters(column)}{number}"{cells[column]}' for column in sorted(cells)
        )
        lines += f'<row r="{number}"{tag}' + (f">{inner}</row>" if cells else "/>")
    return f"<worksheet>{head}<sheetData>{lines}</sheetData>{tail}</worksheet>".encode()


def written(
    data: bytes, writes: dict[tuple[int, int], CellWrite], heights: dict[int, float]
) -> tuple[Decision, Patched]:
    judged = judge(data, writes)
    return judged.decision, patch(judged, heights)


def by_scan(
    data: bytes, writes: dict[tuple[int, int], CellWrite], heights: dict[int, float]
) -> tuple[Decision, Patched]:
    """What the general way gives."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sheet_patch, "plain_rows", lambda _: None)
        return written(data, writes, heights)


@settings(max_examples=25)
@given(HEADS, ROWS, WRITES, HEIGHTS)
def test_both_ways_of_writing_agree(
    head: str,
    rows: dict[int, tuple[str, dict[int, str]]],
    writes: dict[tuple[int, int], CellWrite],
    heights: dict[int, float],
) -> None:
    data = sheet_part(head, rows)
    assert isinstance(judge(data, writes).layout, PlainRows)
    assert written(data, writes, heights) == by_scan(data, writes, heights)


@pytest.mark.parametrize(
    "head",
    [
        '<dimension\nref="A1:B2"/>',
        '<cols><col\nmin="2" max="3" style="7"/></cols>',
        "<cols><col min='2' max='3' style='7'/></cols>",
    ],
)
def test_both_ways_know_a_head_that_is_written_in_another_way(head: str) -> None:
    data = sheet_part(head, {1: ("", {1: "><v>1</v></c>"})})
    writes = {(4, 3): CellWrite("甲")}
    assert written(data, writes, {}) == by_scan(data, writes, {})


def test_a_block_of_ours_is_renewed_in_both_ways() -> None:
    cells = {1: f'><f t="array" ref="A1:A3">{ESCAPED}</f><v>1</v></c>'}
    data = sheet_part("", {1: ("", cells), 2: ("", {1: "><v>2</v></c>"})})
    writes = {(row, 1): CellWrite("甲", OURS, "A1:A3") for row in (1, 2, 3)}
    done = written(data, writes, {})
    assert done == by_scan(data, writes, {})
    assert done[0].kept == writes.keys()
    assert f'<c r="A1" t="str"><f t="array" ref="A1:A3">{ESCAPED}</f>'.encode() in done[1].data


def test_a_covered_cell_is_refused_in_both_ways() -> None:
    merged = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D1:D3"/></mergeCells>'
    data = sheet_part("", {1: ("", {1: "/>"})}, merged)
    writes = {(1, 1): CellWrite("甲"), (3, 4): CellWrite("乙"), (2, 2): CellWrite("丙")}
    for way in (written, by_scan):
        with pytest.raises(CoveredCellError) as caught:
            way(data, writes, {})
        assert (caught.value.cell, caught.value.area) == ("D3", "D1:D3")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"> <c r="A1"/></row>',
        '<row r="1"><c r="A1"/></row>\n',
        "<row r='1'><c r='A1'/></row>",
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r></is></c></row>',
        '<row r="1"><c r="A1"><!-- 注 --></c></row>',
        '<row r="1"><c/></row>',
        '<x:row r="1"><x:c r="A1"/></x:row>',
    ],
)
def test_what_is_written_in_another_way_is_scanned(cells: str) -> None:
    data = f'<worksheet xmlns:x="m"><sheetData>{cells}</sheetData></worksheet>'.encode()
    assert plain_rows(data) is None
    assert scan(data).data_start > 0
