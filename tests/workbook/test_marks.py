"""The cells that findings are about: listed on 校验, coloured by conditional formats, linked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import SUMMARY_SHEET, rows, values, workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.pipeline import report
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.marks import conditions, mark_rows

SUPPLEMENT_TITLE = layout.TITLES[layout.SUPPLEMENT]


@pytest.fixture
def reported(tmp_path: Path) -> tuple[Path, Results]:
    """The sample with a wrong total, after a run."""
    path = workbook_of("sample", tmp_path / "决算.xlsx")
    book = PackedBook(path)
    wrong = ((CellWrite(Decimal(1500)),),)
    book.apply(BookPlan((RangeWrite(SUMMARY_SHEET, 37, 3, wrong),)))
    results = report(book)
    book.save(path, force=True)
    return path, results


def test_the_cells_are_listed_errors_first(reported: tuple[Path, Results]) -> None:
    marked = [row[0] for row in rows(values(reported[0]), layout.CHECKS, 1, layout.MARK_COLUMN)]
    assert marked[0] == "错误 收入支出决算总表!C37"
    assert {str(each).partition("!")[0] for each in marked[1:]} == {f"提醒 {SUPPLEMENT_TITLE}"}
    assert len(marked) == len(set(marked))


def test_what_was_mended_is_not_listed_any_more(reported: tuple[Path, Results]) -> None:
    book = PackedBook(reported[0])
    right = book.read(SUMMARY_SHEET).at(37, 6)
    assert isinstance(right, Decimal)
    book.apply(BookPlan((RangeWrite(SUMMARY_SHEET, 37, 3, ((CellWrite(right),),)),)))
    report(book)
    book.save(reported[0], force=True)
    marked = [row[0] for row in rows(values(reported[0]), layout.CHECKS, 1, layout.MARK_COLUMN)]
    assert marked
    assert not [each for each in marked if str(each).startswith("错误")]


def test_colours_are_conditional_formats_on_every_sheet_that_people_fill_in(
    reported: tuple[Path, Results],
) -> None:
    book = openpyxl.load_workbook(reported[0])
    titles = {
        sheet.title: sheet["A1"].value
        for sheet in book.worksheets
        if sheet.title.startswith("公开") or sheet.title in (layout.PRIOR, layout.BUDGET)
    } | {layout.SUPPLEMENT: SUPPLEMENT_TITLE}
    for name, title in titles.items():
        rules = [
            f"={rule.formula[0]}"
            for area in book[name].conditional_formatting
            for rule in area.rules
        ]
        assert sorted(rules) == sorted(conditions(str(title)).values()), name
    names = {name: found.attr_text for name, found in book.defined_names.items()}
    assert names[layout.MARKS_NAME] == f"'{layout.CHECKS}'!$N$4:$N$1003"
    home = {cell.value: cell.row for cell in book[layout.HOME]["A"]}
    assert names[layout.MARKING_NAME] == f"'{layout.HOME}'!$B${home[layout.MARKING]}"


def test_a_place_leads_to_its_cell(reported: tuple[Path, Results]) -> None:
    book = openpyxl.load_workbook(reported[0])
    link = str(book[layout.CHECKS]["B4"].value)
    assert f'HYPERLINK("#\'{SUMMARY_SHEET}\'!C37","{SUMMARY_SHEET}!C37")' in link
    texts = [str(cell.value) for cell in book[layout.CHECKS]["B"] if "说明 一" in str(cell.value)]
    narrative = {str(cell.value): cell.row for cell in book[layout.NARRATIVE]["A"] if cell.value}
    first = next(row for id_, row in narrative.items() if id_.partition(".")[0] == "一")
    assert f"HYPERLINK(\"#'{layout.NARRATIVE}'!D{first}\"" in texts[0]


def finding(level: Level, sheet: str | None, cell: str | None, *follows: Finding) -> Finding:
    return Finding("试", Verdict.FAIL, level, "甲.xlsx", "说明", Place(sheet=sheet, cell=cell),
                   follows=follows)  # fmt: skip


def test_what_follows_is_marked_and_what_has_no_cell_is_not(
    reported: tuple[Path, Results],
) -> None:
    from dataclasses import replace

    found = (
        finding(Level.WARNING, SUMMARY_SHEET, "C8"),
        finding(Level.ERROR, SUMMARY_SHEET, "C9", finding(Level.ERROR, SUMMARY_SHEET, "D9")),
        finding(Level.ERROR, SUMMARY_SHEET, None),
        finding(Level.ERROR, "别的表", "A1"),
        finding(Level.INFO, SUMMARY_SHEET, "C10"),
        finding(Level.ERROR, SUMMARY_SHEET, "C9"),
    )
    assert [row[0].value for row in mark_rows(replace(reported[1], findings=found), {})] == [
        "错误 收入支出决算总表!C9",
        "错误 收入支出决算总表!D9",
        "提醒 收入支出决算总表!C8",
    ]
