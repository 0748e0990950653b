"""分析 in macro workbooks: its columns as blocks that Excel lets a program enter."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.workbook.workbooks import results_of
from xlbudget.books.formulas import is_ours, marked
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address
from xlbudget.pipeline import report
from xlbudget.workbook import layout
from xlbudget.workbook.blocks import Columns
from xlbudget.workbook.build import build_with_macros
from xlbudget.workbook.vba import own_modules

WORDS = ("增减额", "增减率", "占比", "完成率")
_REFERENCE = re.compile(r"\$([A-Z]+)\$(\d+)")


def in_r1c1(formula: str) -> str:
    return _REFERENCE.sub(lambda m: f"R{m[2]}C{parse_address(m[1] + '1')[1]}", formula)


def test_the_longest_formula_can_be_entered_by_a_program() -> None:
    """Excel takes 255 characters; whether it counts them in A1 or in R1C1 is not known here."""

    def area(letters: str) -> str:
        return f"${letters}$1004:${letters}$9999"

    now, then, budget, base, change = map(area, ("AB", "AC", "AD", "AE", "AF"))
    longest = Columns(now, then, budget, base, change, "$AG$1002")
    for formula in longest.formulas().values():
        assert len(marked(formula)) <= 255
        assert len(in_r1c1(marked(formula))) <= 255


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "决算.xlsm"
    path.write_bytes(build_with_macros(results_of("sample"), own_modules()))
    return path


def blocks(path: Path) -> dict[str, ArrayFormula]:
    sheet = openpyxl.load_workbook(path)[layout.ANALYSIS]
    header = {cell.value: cell.column for cell in sheet[layout.HEADER_ROW]}
    found = {word: sheet.cell(layout.FIRST_ROW, header[word] or 0).value for word in WORDS}
    return {word: value for word, value in found.items() if isinstance(value, ArrayFormula)}


def named(path: Path) -> int:
    sheet = openpyxl.load_workbook(path)[layout.ANALYSIS]
    return sum(cell.value is not None for cell in sheet["A"][layout.HEADER_ROW :])


def test_each_column_is_one_block_over_all_figures(workbook: Path) -> None:
    found = blocks(workbook)
    assert set(found) == set(WORDS)
    last = layout.HEADER_ROW + named(workbook)
    for formula in found.values():
        assert re.fullmatch(rf"[F-I]{layout.FIRST_ROW}:[F-I]{last}", formula.ref)
        assert is_ours(str(formula.text))


def test_a_block_grows_with_the_list_and_shrinks_with_it(workbook: Path) -> None:
    before = named(workbook)
    book = PackedBook(workbook)
    general = next(info.name for info in book.sheets() if info.name.startswith("公开06"))
    spare = next(row for row in range(8, 200) if book.read(general).at(row, 2) is None)
    item = (CellWrite("2010308"), CellWrite("信访事务"), CellWrite(Decimal(12)))
    book.apply(BookPlan((RangeWrite(general, spare, 1, (item,)),)))
    report(book)
    book.save(workbook, force=True)
    assert named(workbook) == before + 1
    last = layout.HEADER_ROW + before + 1
    assert all(found.ref.endswith(str(last)) for found in blocks(workbook).values())
    book = PackedBook(workbook)
    empty = ((CellWrite(None),) * 3,)
    book.apply(BookPlan((RangeWrite(general, spare, 1, empty),)))
    report(book)
    book.save(workbook, force=True)
    assert named(workbook) == before
    assert all(found.ref.endswith(str(last - 1)) for found in blocks(workbook).values())


def test_a_workbook_that_lost_its_settings_sheet_gets_native_formulas(workbook: Path) -> None:
    """Saved as .xlsx without macros and without the sheet xlwings.conf: no function is left."""
    book = openpyxl.load_workbook(workbook)
    del book[layout.CONF]
    plain = workbook.with_suffix(".xlsx")
    book.save(plain)
    opened = PackedBook(plain)
    report(opened)
    opened.save(plain, force=True)
    assert blocks(plain) == {}
    sheet = openpyxl.load_workbook(plain)[layout.ANALYSIS]
    assert str(sheet["F4"].value).startswith("=IF(N(")
    assert "XB_" not in str(sheet["F4"].value)


def test_a_block_that_a_person_changed_is_hers(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook, keep_vba=True)
    found = book[layout.ANALYSIS]["F4"].value
    assert isinstance(found, ArrayFormula)
    found.text = str(found.text).replace("ROUND", "round2", 1)
    book.save(workbook)
    assert book.vba_archive is not None
    book.vba_archive.close()
    opened = PackedBook(workbook)
    results = report(opened)
    told = [each for each in results.findings if each.check == "formula-left-alone"]
    assert [(each.where.sheet, each.where.cell) for each in told] == [(layout.ANALYSIS, "F4")]
    assert told[0].message.startswith(f"{found.ref}里是你的公式 =IF(N(")
