"""Array formulas over a block of cells: written whole, renewed, resized, or left alone whole."""

import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from xlbudget.books.formulas import marked
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.openpyxl_book import OpenpyxlBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, LeftAlone, RangeWrite, Value

RawBook = Callable[..., Path]
SHARE = marked("=A1:A9/SUM(A1:A9)")
OTHER = marked("=A1:A9*2")
LINE = marked("=A1*2")
EMPTY = CellWrite(None)
USERS_ARRAY = '<c r="C3"><f t="array" ref="C3:C4">A3:A4*4</f><v>4</v></c>'


def block(rows: range, formula: str = SHARE, first: int = 1, column: str = "B") -> list[CellWrite]:
    area = f"{column}{rows.start}:{column}{rows.stop - 1}"
    return [CellWrite(Decimal(first + row), formula, area) for row in rows]


def column_of(cells: Sequence[CellWrite], row: int = 1, column: int = 2) -> BookPlan:
    return BookPlan((RangeWrite("表", row, column, tuple((cell,) for cell in cells)),))


def numbers(rows: range, first: int = 1) -> list[Decimal]:
    return [Decimal(first + row) for row in rows]


def single(*rows: int) -> list[CellWrite]:
    return [CellWrite(Decimal(row), marked(f"=A{row}*2")) for row in rows]


# name: (plans one after the other, values of column B, arrays of the sheet as area -> formula)
SERIES: dict[str, tuple[list[BookPlan], Sequence[Value], dict[str, str]]] = {
    "new": ([column_of(block(range(1, 4)))], [*numbers(range(1, 4))], {"B1:B3": SHARE}),
    "renewed": (
        [column_of(block(range(1, 4))), column_of(block(range(1, 4), SHARE.lower(), 7))],
        numbers(range(1, 4), 7),
        {"B1:B3": SHARE},
    ),
    "another formula": (
        [column_of(block(range(1, 4))), column_of(block(range(1, 4), OTHER, 7))],
        numbers(range(1, 4), 7),
        {"B1:B3": OTHER},
    ),
    "grown": (
        [column_of(block(range(1, 4))), column_of(block(range(1, 6)))],
        numbers(range(1, 6)),
        {"B1:B5": SHARE},
    ),
    "shrunk": (
        [column_of(block(range(1, 6))), column_of([*block(range(1, 3)), EMPTY, EMPTY, EMPTY])],
        numbers(range(1, 3)),
        {"B1:B2": SHARE},
    ),
    "moved down": (
        [column_of(block(range(1, 4))), column_of([CellWrite("头"), *block(range(2, 6))])],
        ["头", *numbers(range(2, 6))],
        {"B2:B5": SHARE},
    ),
    "divided": (
        [
            column_of(block(range(1, 6))),
            column_of([*block(range(1, 3)), CellWrite("合计"), *block(range(4, 6), OTHER)]),
        ],
        [Decimal(2), Decimal(3), "合计", Decimal(5), Decimal(6)],
        {"B1:B2": SHARE, "B4:B5": OTHER},
    ),
    "single formulas to a block": (
        [column_of(single(1, 2, 3)), column_of(block(range(1, 4)))],
        numbers(range(1, 4)),
        {"B1:B3": SHARE},
    ),
    "a block to single formulas": (
        [column_of(block(range(1, 4))), column_of(single(1, 2, 3))],
        numbers(range(1, 4), 0),
        {},
    ),
    "a single formula of the same text to a block and back": (
        [
            column_of([CellWrite(Decimal(9), LINE)]),
            column_of(block(range(1, 3), LINE)),
            column_of([CellWrite(Decimal(1), LINE), CellWrite(Decimal(2), LINE)]),
        ],
        numbers(range(1, 3), 0),
        {},
    ),
    "emptied": ([column_of(block(range(1, 4))), column_of([EMPTY] * 3)], [], {}),
}


def arrays(path: Path) -> dict[str, str]:
    return {
        cell.value.ref: cell.value.text or ""
        for row in openpyxl.load_workbook(path)["表"].iter_rows()
        for cell in row
        if isinstance(cell.value, ArrayFormula)
    }


@pytest.mark.parametrize("case", SERIES)
@pytest.mark.parametrize("kind", [MemoryBook, OpenpyxlBook, PackedBook])
def test_series_of_plans(
    kind: type[MemoryBook | OpenpyxlBook | PackedBook], case: str, raw_book: RawBook
) -> None:
    plans, values, _ = SERIES[case]
    book = MemoryBook("== 表") if kind is MemoryBook else kind(raw_book(表=""))  # type: ignore[arg-type]
    for plan in plans:
        assert book.apply(plan) == ()
    seen = book.read("表")
    assert [seen.at(row, 2) for row in range(1, seen.height + 1)] == values


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
@pytest.mark.parametrize("case", SERIES)
@pytest.mark.parametrize("kind", [OpenpyxlBook, PackedBook])
def test_saved_after_each_plan(
    kind: type[OpenpyxlBook | PackedBook], case: str, raw_book: RawBook, tmp_path: Path
) -> None:
    plans, values, expected = SERIES[case]
    path = raw_book(表="")
    for number, plan in enumerate(plans):
        book = kind(path)
        assert book.apply(plan) == ()
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
    assert arrays(path) == expected
    if kind is PackedBook:
        for reader in (PackedBook, OpenpyxlBook):
            seen = reader(path).read("表")
            assert [seen.at(row, 2) for row in range(1, seen.height + 1)] == values


def sheet_of(book: PackedBook, target: Path) -> str:
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_only_the_head_has_a_formula(raw_book: RawBook, tmp_path: Path) -> None:
    book = PackedBook(raw_book(表=""))
    area = "B1:C2"
    cells = (
        (CellWrite(Decimal(1), "=A1:A2<3", area), CellWrite("字", "=A1:A2<3", area)),
        (CellWrite(value=True, formula="=A1:A2<3", block=area), CellWrite(None, "=A1:A2<3", area)),
    )
    book.apply(BookPlan((RangeWrite("表", 1, 2, cells),)))
    assert (
        '<row r="1"><c r="B1"><f t="array" ref="B1:C2">A1:A2&lt;3</f><v>1</v></c>'
        '<c r="C1" t="str"><v xml:space="preserve">字</v></c></row>'
        '<row r="2"><c r="B2" t="b"><v>1</v></c><c r="C2" t="str"><v></v></c></row>'
    ) in sheet_of(book, tmp_path / "新.xlsx")


def test_a_renewed_block_keeps_its_formula_as_excel_wrote_it(
    raw_book: RawBook, tmp_path: Path
) -> None:
    kept = '<f aca="1" t="array" ref="B1:B2" ca="1">A1:A9 * 2</f>'
    book = PackedBook(
        raw_book(
            表=f'<row r="1"><c r="B1" s="1" cm="1">{kept}<v>1</v></c></row>'
            '<row r="2"><c r="B2" t="str"><v>x</v></c></row>'
        )
    )
    assert book.apply(column_of(block(range(1, 3), "=A1:A9*2", 4))) == ()
    assert (
        f'<row r="1"><c r="B1" s="1" cm="1">{kept}<v>5</v></c></row>'
        '<row r="2"><c r="B2"><v>6</v></c></row>'
    ) in sheet_of(book, tmp_path / "新.xlsx")


OBSTACLES = {
    "an array of the user's": (
        f'<row r="3">{USERS_ARRAY}</row><row r="4"><c r="C4"><v>8</v></c></row>',
        {3: "=A3:A4*4", 4: "=A3:A4*4"},
    ),
    "a part of it": (
        f'<row r="3">{USERS_ARRAY}</row>'.replace("3", "5").replace("4", "6"),
        {5: "=A5:A6*6"},
    ),
    "a formula of the user's": ('<row r="2"><c r="C2"><f>A2</f><v>1</v></c></row>', {2: "=A2"}),
    "an array of ours that stays in part": (
        f'<row r="5"><c r="C5"><f t="array" ref="C5:C7">{SHARE[1:]}</f><v>1</v></c></row>',
        {5: SHARE},
    ),
    "an array of ours with another area that stays in part": (
        f'<row r="1"><c r="C1"><f t="array" ref="C1:D5">{SHARE[1:]}</f><v>1</v></c></row>',
        dict.fromkeys(range(1, 6), SHARE),
    ),
    "a data table": (
        '<row r="2"><c r="C2"><f t="dataTable" ref="C2:C3" dt2D="0" r1="A1"/><v>1</v></c></row>',
        {2: "=TABLE()", 3: "=TABLE()"},
    ),
}


@pytest.mark.parametrize("case", OBSTACLES)
@pytest.mark.parametrize("kind", [OpenpyxlBook, PackedBook])
def test_a_block_in_the_way_of_others_is_left_alone_whole(
    kind: type[OpenpyxlBook | PackedBook], case: str, raw_book: RawBook
) -> None:
    xml, formulas = OBSTACLES[case]
    book = kind(raw_book(表=xml))
    before = book.read("表")
    plan = column_of(block(range(1, 6), column="C"), column=3)
    left = tuple(LeftAlone("表", f"C{row}", formulas.get(row, "")) for row in range(1, 6))
    assert book.apply(plan) == left
    assert book.read("表") == before


def test_one_obstacle_may_hold_up_the_next_block(raw_book: RawBook) -> None:
    """The old array cannot end, because a cell of it is in a block that cannot be written."""
    ours = f'<f t="array" ref="B1:B4">{SHARE[1:]}</f>'
    xml = (
        f'<row r="1"><c r="B1">{ours}<v>1</v></c></row><row r="4"><c r="B4"><v>4</v></c></row>'
        '<row r="5"><c r="B5"><f>A5</f><v>5</v></c></row>'
    )
    plan = column_of([*block(range(1, 3), OTHER), CellWrite("行"), *block(range(4, 7))])
    told: list[object] = []
    for kind in (OpenpyxlBook, PackedBook):
        book = kind(raw_book(表=xml))
        before = book.read("表")
        told.append(book.apply(plan))
        assert book.read("表") == before
    texts = [SHARE] * 4 + ["=A5", ""]
    expected = tuple(LeftAlone("表", f"B{row}", text) for row, text in enumerate(texts, 1))
    assert told == [expected, expected]


def test_a_part_of_an_array_of_ours_is_not_overwritten(raw_book: RawBook) -> None:
    xml = f'<row r="1"><c r="B1"><f t="array" ref="B1:B3">{SHARE[1:]}</f><v>1</v></c></row>'
    for kind in (OpenpyxlBook, PackedBook):
        book = kind(raw_book(表=xml))
        assert book.apply(column_of([CellWrite("x"), CellWrite(Decimal(5), SHARE)])) == (
            LeftAlone("表", "B1", SHARE),
        )
        assert book.read("表").at(2, 2) == 5


@pytest.mark.parametrize(
    "cells",
    [
        block(range(1, 4))[:2],
        [*block(range(1, 4)), *block(range(1, 4))[:1]],
        [*block(range(1, 4))[:2], CellWrite(Decimal(1), OTHER, "B1:B3")],
        [*block(range(1, 4))[:2], CellWrite(Decimal(1), SHARE)],
        [CellWrite(Decimal(1), None, "B1")],
        [CellWrite(Decimal(1), SHARE, "B")],
    ],
)
@pytest.mark.parametrize("kind", [MemoryBook, OpenpyxlBook, PackedBook])
def test_a_block_that_is_not_whole(
    kind: type[MemoryBook | OpenpyxlBook | PackedBook], cells: list[CellWrite], raw_book: RawBook
) -> None:
    book = MemoryBook("== 表") if kind is MemoryBook else kind(raw_book(表=""))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="B"):
        book.apply(column_of(cells))


def test_a_block_under_a_later_range_is_not_whole() -> None:
    plan = BookPlan(
        (*column_of(block(range(1, 4))).ranges, *column_of([CellWrite("x")], row=2).ranges)
    )
    with pytest.raises(ValueError, match="B1:B3"):
        MemoryBook("== 表").apply(plan)
