"""A formula of the user's in one of our lists: told while its row stays, refused once another row
would come to stand beside it.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import rows, values, workbook_of
from xlbudget.books.formulas import marked
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, address
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.findings import Level
from xlbudget.pipeline import report
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.left_alone import refuse_to_move

TABLE = "一般公共预算财政拨款支出决算表"
GENERAL_SHEET = f"公开06 {TABLE}"
MINE = CellWrite(Decimal(7), "=3+4")
MY_WORDS = CellWrite("我的话", '="我的"&"话"')


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of("sample", tmp_path / "决算.xlsx")


def put(workbook: Path, sheet: str, row: int, column: int, *cells: CellWrite) -> None:
    """What a person puts into cells of a row, with its results."""
    book = PackedBook(workbook)
    assert book.apply(BookPlan((RangeWrite(sheet, row, column, (cells,)),))) == ()
    book.save(workbook, force=True)


def row_of(workbook: Path, sheet: str, label: str, column: int = 1) -> int:
    grid = PackedBook(workbook).read(sheet)
    return next(row for row in range(1, grid.height + 1) if grid.at(row, column) == label)


def less_one_item(workbook: Path) -> None:
    """An item without amounts is not told any more: the lists below it move up."""
    row = row_of(workbook, GENERAL_SHEET, "2010302")
    put(workbook, GENERAL_SHEET, row, 3, *(CellWrite(None) for _ in range(3)))


def refused(workbook: Path, folder: Path) -> str:
    """What `report` refuses with; neither the book nor the file is changed."""
    book, before = PackedBook(workbook), workbook.read_bytes()
    sheets = [info.name for info in book.sheets()]
    grids = [book.read(sheet) for sheet in sheets]
    with pytest.raises(OutputRefused) as caught:
        report(book)
    assert [book.read(sheet) for sheet in sheets] == grids
    assert workbook.read_bytes() == before
    book.save(folder / "出.xlsx")
    kept = PackedBook(folder / "出.xlsx")
    assert [kept.read(sheet) for sheet in sheets] == grids
    return str(caught.value)


LISTS = {
    "amounts": (
        f"{TABLE} 2010350 事业运行",
        f"{TABLE} 2010399 其他政府办公厅（室）及相关机构事务支出",
        (1, 2),
    ),
    "wording": (
        f"{TABLE} 2010350 事业运行",
        f"{TABLE} 2010399 其他政府办公厅（室）及相关机构事务支出",
        (1, 10),
    ),
    "phrases": (
        f"{TABLE} 2010350 事业运行：完成（逐项）",
        f"{TABLE} 2010399 其他政府办公厅（室）及相关机构事务支出：完成（逐项）",
        (layout.PHRASE_COLUMN, layout.PHRASE_COLUMN + 1),
    ),
}
"""A row of a list on 分析, the one below it; the columns of the names and of the user's formula."""


@pytest.mark.parametrize("name", LISTS)
def test_a_formula_on_an_analysis_that_moves_is_refused(
    name: str, workbook: Path, tmp_path: Path
) -> None:
    label, below, (named, column) = LISTS[name]
    row = row_of(workbook, layout.ANALYSIS, label, named)
    put(workbook, layout.ANALYSIS, row, column, MINE)
    less_one_item(workbook)
    said = refused(workbook, tmp_path)
    for words in (f"决算.xlsx · {layout.ANALYSIS}!{address(row, column)}", f"“{label}”", below):
        assert words in said


def test_a_formula_in_a_rewrite_that_moves_is_refused(workbook: Path, tmp_path: Path) -> None:
    row = row_of(workbook, layout.NARRATIVE, "五.9.2010350")
    put(workbook, layout.NARRATIVE, row, 5, MY_WORDS)
    less_one_item(workbook)
    said = refused(workbook, tmp_path)
    for words in (f"决算.xlsx · {layout.NARRATIVE}!E{row}", "“五.9.2010350”", "“五.9.2010399”"):
        assert words in said


@pytest.mark.parametrize("name", LISTS)
def test_a_formula_on_an_analysis_that_stays_is_told(name: str, workbook: Path) -> None:
    """Above the rows that move, too."""
    label, _, (named, column) = LISTS[name]
    label = label.replace("2010350 事业运行", "2010301 行政运行")
    row = row_of(workbook, layout.ANALYSIS, label, named)
    put(workbook, layout.ANALYSIS, row, column, MINE)
    less_one_item(workbook)
    book, target = PackedBook(workbook), workbook.with_name("出.xlsx")
    results = report(book)
    book.save(target)
    (told,) = [found for found in results.findings if found.check == "formula-left-alone"]
    assert (told.level, told.where.sheet, told.where.cell, told.printed) == (
        Level.WARNING,
        layout.ANALYSIS,
        address(row, column),
        MINE.formula,
    )
    saved = openpyxl.load_workbook(target)
    assert saved[layout.ANALYSIS].cell(row, column).value == MINE.formula
    listed = {row[2]: row for row in rows(values(target), layout.CHECKS, 3)}
    assert listed[told.message][:2] == ("提醒", f"{layout.ANALYSIS}!{address(row, column)}")


def test_a_formula_in_a_rewrite_that_stays_is_the_text(workbook: Path) -> None:
    """改写 is hers to fill in: nothing of ours gives way, and there is nothing to tell."""
    row = row_of(workbook, layout.NARRATIVE, "五.9.2010350")
    put(workbook, layout.NARRATIVE, row, 5, MY_WORDS)
    book, target = PackedBook(workbook), workbook.with_name("出.xlsx")
    results = report(book)
    book.save(target)
    assert "formula-left-alone" not in {found.check for found in results.findings}
    assert "我的话" in results.narrative()
    assert openpyxl.load_workbook(target)[layout.NARRATIVE].cell(row, 5).value == MY_WORDS.formula


def small(label: str, cell: str) -> MemoryBook:
    """分析 with one row."""
    header = " | ".join(layout.HEADERS[layout.ANALYSIS])
    title = layout.TITLES[layout.ANALYSIS]
    return MemoryBook(f"== {layout.ANALYSIS}\n{title}\n.\n{header}\n{label} | {cell}", "甲.xlsx")


def judged(book: MemoryBook, label: str) -> tuple[str, ...]:
    """What a plan that writes this label leaves alone, if it is not refused."""
    cells = (CellWrite(label or None), CellWrite(Decimal(1), marked("=0+1")))
    plan = BookPlan((RangeWrite(layout.ANALYSIS, 4, 1, (cells,)),))
    left = book.left_alone(plan)
    refuse_to_move(left, plan, OwnSheets([book.read(layout.ANALYSIS)], book.name))
    return tuple(each.cell for each in left)


@pytest.mark.parametrize("label", ["乙", ""])
def test_another_name_beside_a_formula_is_refused(label: str) -> None:
    book = small("甲", "=3+4 → 7")
    before = book.text()
    with pytest.raises(OutputRefused) as caught:
        judged(book, label)
    assert "甲.xlsx · 分析!B4" in str(caught.value)
    assert "“甲”" in str(caught.value)
    assert f"“{label}”" in str(caught.value)
    assert book.text() == before


@pytest.mark.parametrize(
    ("standing", "cell", "left"),
    [
        ("甲", "=3+4 → 7", ("B4",)),
        ("", "=3+4 → 7", ("B4",)),
        ("乙", f"{marked('=0+2')} → 2", ()),
        ("乙", "7", ()),
    ],
)
def test_the_same_name_no_name_and_cells_of_ours_are_no_move(
    standing: str, cell: str, left: tuple[str, ...]
) -> None:
    assert judged(small(standing, cell), "甲") == left
