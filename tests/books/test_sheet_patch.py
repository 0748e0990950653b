from decimal import Decimal

import pytest

from xlbudget.books.giving_way import Writes
from xlbudget.books.port import CellWrite
from xlbudget.books.sheet_patch import CoveredCellError, Patched, judge
from xlbudget.books.sheet_patch import patch as splice

HEAD = b'<worksheet xmlns="m">'


def patch(data: bytes, writes: Writes, heights: dict[int, float] | None = None) -> Patched:
    return splice(judge(data, writes), heights)


def sheet(data: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return HEAD + before + b"<sheetData>" + data + b"</sheetData>" + after + b"</worksheet>"


def rows(
    data: bytes,
    writes: dict[tuple[int, int], CellWrite],
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    done = patch(sheet(data, before, after), writes).data
    start, end = done.index(b"<sheetData>") + 11, done.index(b"</sheetData>")
    return done[start:end]


ONE = CellWrite(Decimal(1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="A1" s="3"/>', b'<c r="A1" s="3"><v>1</v></c>'),
        (b"<c s='3' r='A1' />", b"<c s='3' r='A1'><v>1</v></c>"),
        (b'<c r="A1" s="3" t="s"><v>5</v></c>', b'<c r="A1" s="3"><v>1</v></c>'),
        (b'<c t="e" r="A1" vm="1" cm="1"><v>#N/A</v></c>', b'<c r="A1"><v>1</v></c>'),
        (b'<c r="A1" t="inlineStr"><is><t/></is></c>', b'<c r="A1"><v>1</v></c>'),
        (b'<c\n  r="A1"\n  t="b"\n><v>1</v></c\n>', b'<c\n  r="A1"\n><v>1</v></c>'),
        (b"<c><v>2</v></c>", b"<c><v>1</v></c>"),
        (b"<c/>", b"<c><v>1</v></c>"),
    ],
)
def test_an_existing_cell_keeps_its_other_attributes(old: bytes, new: bytes) -> None:
    frame = b'<row r="1"><!-- a -->%s <c r="B1" t="s"><v>0</v></c></row>'
    assert rows(frame % old, {(1, 1): ONE}) == frame % new


@pytest.mark.parametrize(
    ("write", "content"),
    [
        (CellWrite(value=True), b'<c r="A1" t="b"><v>1</v></c>'),
        (CellWrite(Decimal("1000000000000.01")), b'<c r="A1"><v>1000000000000.01</v></c>'),
        (CellWrite(Decimal("1E+20")), b'<c r="A1"><v>100000000000000000000</v></c>'),
        (CellWrite(Decimal("1E-300")), b'<c r="A1"><v>1E-300</v></c>'),
        (
            CellWrite("=1+1"),
            b'<c r="A1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>',
        ),
        (
            CellWrite("<&>\x01\r\n_x0041_\ud800"),
            (
                b'<c r="A1" t="inlineStr"><is><t xml:space="preserve">&lt;&amp;&gt;_x0001__x000D_\n'
                b"_x005F_x0041_\xef\xbf\xbd</t></is></c>"
            ),
        ),
        (CellWrite(Decimal(3), "=A2<3"), b'<c r="A1"><f>A2&lt;3</f><v>3</v></c>'),
        (CellWrite(None, "=A2"), b'<c r="A1" t="str"><f>A2</f><v></v></c>'),
        (
            CellWrite("x", "A2"),
            b'<c r="A1" t="str"><f>A2</f><v xml:space="preserve">x</v></c>',
        ),
        (CellWrite(None), b'<c r="A1"/>'),
        (CellWrite(""), b'<c r="A1" t="inlineStr"><is><t xml:space="preserve"></t></is></c>'),
    ],
)
def test_each_kind_of_value(write: CellWrite, content: bytes) -> None:
    frame = b'<row r="1">%s</row>'
    assert rows(frame % b'<c r="A1"><v>9</v></c>', {(1, 1): write}) == frame % content


def test_a_number_that_no_cell_can_hold() -> None:
    with pytest.raises(ValueError, match="NaN"):
        patch(sheet(b""), {(1, 1): CellWrite(Decimal("NaN"))})


def test_new_cells_and_rows_stand_in_order() -> None:
    old = b'<row r="2" spans="2:4"><c r="B2"/><c r="D2"/></row><row r="5" ht="9"/>'
    writes = {(row, column): ONE for row in (1, 2, 3, 5, 6) for column in (1, 3, 5)}
    assert rows(old, writes) == (
        b'<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c><c r="E1"><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"/><c r="C2"><v>1</v></c><c r="D2"/>'
        b'<c r="E2"><v>1</v></c></row>'
        b'<row r="3"><c r="A3"><v>1</v></c><c r="C3"><v>1</v></c><c r="E3"><v>1</v></c></row>'
        b'<row r="5" ht="9"><c r="A5"><v>1</v></c><c r="C5"><v>1</v></c><c r="E5"><v>1</v></c>'
        b'</row><row r="6"><c r="A6"><v>1</v></c><c r="C6"><v>1</v></c><c r="E6"><v>1</v></c></row>'
    )


def test_spans_that_cover_stay() -> None:
    old = b'<row r="1" spans="1:3"><c r="A1"/></row>'
    assert rows(old, {(1, 3): ONE}).startswith(b'<row r="1" spans="1:3">')


def test_new_cells_take_the_style_of_their_row_then_of_their_column() -> None:
    columns = b'<cols><col min="2" max="3" style="7"/><col min="4" max="4"/></cols>'
    old = b'<row r="1" s="4" customFormat="1"/><row r="2" s="4"/>'
    assert rows(old, {(1, 2): ONE, (2, 2): ONE, (3, 3): ONE, (3, 4): ONE}, columns) == (
        b'<row r="1" s="4" customFormat="1"><c r="B1" s="4"><v>1</v></c></row>'
        b'<row r="2" s="4"><c r="B2" s="7"><v>1</v></c></row>'
        b'<row r="3"><c r="C3" s="7"><v>1</v></c><c r="D3"><v>1</v></c></row>'
    )


@pytest.mark.parametrize("empty", [b"<sheetData/>", b"<sheetData />", b"<sheetData></sheetData>"])
def test_an_empty_sheet(empty: bytes) -> None:
    done = patch(HEAD + b'<dimension ref="A1"/>' + empty + b"</worksheet>", {(2, 3): ONE}).data
    assert done == (
        HEAD + b'<dimension ref="C2:C2"/>'
        b'<sheetData><row r="2"><c r="C2"><v>1</v></c></row></sheetData></worksheet>'
    )


def test_a_prefix_is_kept() -> None:
    old = b'<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>'
    assert patch(old, {(1, 1): CellWrite("a"), (2, 1): CellWrite(Decimal(1), "=A1")}).data == (
        b'<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is>'
        b'<x:t xml:space="preserve">a</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2">'
        b"<x:f>A1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )


@pytest.mark.parametrize(
    ("old", "height", "new"),
    [
        (b'<row r="1" ht="15" spans="1:9">', 31.5, b'<row r="1" ht="31.5" spans="1:9">'),
        (b"<row ht = '15'\n r='1' >", 31.5, b"<row ht=\"31.5\"\n r='1' >"),
        (b'<row r="1">', 409.5, b'<row r="1" ht="409.5">'),
        (b'<row r="1" ht="63">', 31.5, b'<row r="1" ht="31.5">'),
        (b'<row r="1" ht="63">', 0, b'<row r="1">'),
        (b'<row r="1" ht="31.50">', 31.5, b'<row r="1" ht="31.50">'),
        (b'<row r="1">', 0, b'<row r="1">'),
        (b'<row r="1" ht="9" customHeight="1">', 31.5, b'<row r="1" ht="9" customHeight="1">'),
        (b'<row r="1" hidden="true">', 31.5, b'<row r="1" hidden="true">'),
    ],
)
def test_a_row_becomes_as_tall_as_its_text(old: bytes, height: float, new: bytes) -> None:
    before, cell = b'<row r="0" ht="5"/>', b'<c r="A1"><v>1</v></c></row>'
    done = patch(sheet(before + old + cell), {(1, 1): ONE}, {1: height}).data
    assert done == sheet(before + new + cell)
    assert patch(done, {(1, 1): ONE}, {1: height}).data == done


def test_a_row_with_a_cell_of_the_users_only_grows() -> None:
    old = b'<row r="1" ht="63"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>2</v></c></row>'
    for writes in ({(1, 1): ONE}, {(1, 1): ONE, (1, 2): ONE}):
        assert patch(sheet(old), writes, {1: 31.5}).data == sheet(old)
        grown = old.replace(b"63", b"94.5")
        assert patch(sheet(old), writes, {1: 94.5}).data == sheet(grown)


def test_a_row_that_is_new_gets_its_height() -> None:
    new = b'<row r="2" ht="31.5"><c r="A2"><v>1</v></c></row>'
    assert patch(sheet(b""), {(2, 1): ONE}, {2: 31.5, 3: 31.5}).data == sheet(new)
    empty = b'<row r="1"/><row r="2" ht="31.5"/>'
    assert patch(sheet(b'<row r="1"/><row r="2"/>'), {}, {2: 31.5}).data == sheet(empty)


def test_a_byte_order_mark_does_not_shift_the_offsets() -> None:
    old = b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\r\n' + sheet(
        '<row r="1"><c r="A1" t="str"><v>中文</v></c><c r="B1"/></row>'.encode()
    )
    assert patch(old, {(1, 2): ONE}).data == old.replace(b'<c r="B1"/>', b'<c r="B1"><v>1</v></c>')


def test_emptying_what_is_not_there_changes_nothing() -> None:
    old = sheet(b'<row r="1"><c r="A1" s="1"></c></row>')
    assert (
        patch(old, {(1, 1): CellWrite(None), (1, 2): CellWrite(None), (9, 9): CellWrite(None)}).data
        == old
    )


FORMULAS = (
    b'<row r="1"><c r="A1"><f>B1*2</f><v>2</v></c>'
    b'<c r="B1"><f t="shared" ref="B1:B2" si="0">C1</f><v>3</v></c>'
    b'<c r="D1"><f t="array" ref="D1:D2">C1:C2</f><v>4</v></c></row>'
    b'<row r="2"><c r="B2" t="str"><f t="shared" si="0"/><v>x</v></c><c r="D2"><v>5</v></c>'
    b'<c r="E2"><f t="dataTable" ref="E2:E3" dt2D="0" r1="A1"/><v>1</v></c></row>'
)


def test_formulas_that_are_not_ours_stay() -> None:
    writes = {
        (1, 1): ONE,
        (1, 2): CellWrite(None),
        (2, 2): CellWrite("y"),
        (1, 4): CellWrite(Decimal(1), "=C1"),
        (2, 4): ONE,
        (2, 5): ONE,
        (3, 5): ONE,
    }
    done = patch(sheet(FORMULAS), writes)
    assert done.data == sheet(FORMULAS)
    assert judge(sheet(FORMULAS), writes).decision.left_alone == {
        (1, 1): "=B1*2",
        (1, 2): "=C1",
        (1, 4): "=C1:C2",
        (2, 2): "=C2",
        (2, 4): "=C1:C2",
        (2, 5): "=TABLE()",
        (3, 5): "=TABLE()",
    }
    assert done.stale


def test_results_of_our_formulas_are_renewed() -> None:
    writes = {
        (1, 1): CellWrite(Decimal(8), "=b1 * 2"),
        (1, 2): CellWrite("z", "=C1"),
        (2, 2): CellWrite(Decimal(9), "C2"),
        (1, 4): CellWrite(None, "=C1:C2"),
        (2, 4): CellWrite("w", "=C1:C2"),
    }
    text = b'<v xml:space="preserve">'
    new = (
        FORMULAS.replace(b"<v>2</v>", b"<v>8</v>")
        .replace(b'<c r="B1">', b'<c r="B1" t="str">')
        .replace(b"<v>3</v>", text + b"z</v>")
        .replace(b'<c r="B2" t="str">', b'<c r="B2">')
        .replace(b"<v>x</v>", b"<v>9</v>")
        .replace(b'<c r="D1">', b'<c r="D1" t="str">')
        .replace(b"<v>4</v>", b"<v></v>")
        .replace(b'<c r="D2">', b'<c r="D2" t="str">')
        .replace(b"<v>5</v>", text + b"w</v>")
    )
    done = patch(sheet(FORMULAS), writes)
    assert done.data == sheet(new)
    assert judge(sheet(FORMULAS), writes).decision.left_alone == {}
    assert done.stale  # the data table is not ours


def test_a_sheet_whose_formulas_are_all_renewed_is_not_stale() -> None:
    old = sheet(b'<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>')
    assert not patch(old, {(1, 1): CellWrite(Decimal(2), "=B1")}).stale
    assert patch(old, {(1, 2): ONE}).stale


def test_a_covered_cell() -> None:
    merged = b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    assert rows(b"", {(1, 1): ONE, (2, 2): CellWrite(None)}, after=merged)
    with pytest.raises(CoveredCellError):
        patch(sheet(b"", after=merged), {(2, 2): ONE})


@pytest.mark.parametrize(
    "data", [b"", b"<a", b"<worksheet/>", sheet(b'<row r="1"><c r="9"/></row>')]
)
def test_a_part_that_is_no_sheet(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        patch(data, {(1, 1): ONE})
