"""由导出新建的工作簿，读回来与建它的结果一样时不必再写一遍；不一样时照常写。"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, Value, parse_address
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.records import replace
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.pipeline import report, run
from xlbudget.pipeline.standing import stands
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build
from xlbudget.workbook.texts import state_text

CASES = [("sichuan", "both_nil"), ("national", "basis_yuan"), ("yunnan", "changes")]


def account_of(place: str, name: str) -> tuple[FinalAccount, Format]:
    case = load_case(HOME / place / "cases" / f"{name}.toml", place)
    resolved = find(place, case.year, case.settings)
    return account_of_case(case, resolved, "决算.xlsx"), resolved


def built(place: str, name: str, folder: Path) -> tuple[Path, Results]:
    """A workbook of a case, and the results that it was built from."""
    results = run(*account_of(place, name))
    path = folder / "决算.xlsx"
    path.write_bytes(build(results))
    return path, results


def cells(path: Path) -> dict[tuple[str, int, int], Value]:
    """All that a workbook shows."""
    book = PackedBook(path)
    return {
        (sheet.name, row, column): value
        for sheet in book.sheets()
        for row, column, value in book.read(sheet.name).cells()
        if value not in (None, "")
    }


@pytest.mark.parametrize(("place", "name"), CASES)
def test_what_stands_already_is_what_would_be_written(
    place: str, name: str, tmp_path: Path
) -> None:
    path, results = built(place, name, tmp_path)
    book = PackedBook(path)
    told = report(book, built=results)
    book.save(path, force=True)
    assert path.read_bytes() == build(results)
    written, again = PackedBook(path), tmp_path / "再写.xlsx"
    assert report(written).findings == told.findings == results.findings
    written.save(again)
    assert cells(again) == cells(path)


def test_a_workbook_that_reads_otherwise_is_written(tmp_path: Path) -> None:
    """一处金额与建它的结果不同，就照常写。"""
    path, results = built(*CASES[1], tmp_path)
    at = next(
        cell.source
        for table in results.account.statements.values()
        for line in table.lines
        for cell in line.filled.values()
        if cell.amount is not None and cell.amount.fen
    )
    row, column = parse_address(at.cell)
    changed = RangeWrite(at.sheet, row, column, ((CellWrite(Decimal("987654.32")),),))
    book = PackedBook(path)
    book.apply(BookPlan((changed,)))
    book.save(path, force=True)
    written, again = PackedBook(path), tmp_path / "再写.xlsx"
    told = report(written, built=results)
    written.save(again)
    assert told.findings != results.findings
    assert cells(again)[layout.HOME, *state_cell(again)] == state_text(told)
    assert cells(again).keys() - cells(path).keys()


def state_cell(path: Path) -> tuple[int, int]:
    """Where 首页 says how it stands."""
    grid = PackedBook(path).read(layout.HOME)
    return next((row, column + 1) for row, column, value in grid.cells() if value == layout.STATE)


def test_each_difference_is_seen() -> None:
    account, resolved = account_of(*CASES[1])
    results = run(account, resolved)
    assert stands(run(account, resolved), results)
    for other in (
        replace(results, findings=results.findings[1:]),
        replace(results, paragraphs=results.paragraphs[1:]),
        replace(results, account=replace(account, unit_name="别的单位")),
        replace(results, account=replace(account, statements={})),
        replace(results, account=replace(account, prior={})),
    ):
        assert not stands(other, results)
        assert not stands(results, other)
