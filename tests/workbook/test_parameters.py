"""参数：公式共用的设置、印法和单位各在一格；没有这些格的旧工作簿照样更新。"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.workbook.test_recalculated import assert_recalculated
from tests.workbook.workbooks import edit, in_yuan, reported, results_of, rows, values, workbook_of
from xlbudget.books.formulas import HOLE, filled, is_ours, marked
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import parse_address
from xlbudget.pipeline import read, run
from xlbudget.workbook import layout
from xlbudget.workbook.parameters import Parameters
from xlbudget.workbook.plan import plan, plan_checks

FOLDED = {
    layout.ANALYSIS: (layout.PARAMETER_COLUMN, layout.PARAMETERS),
    layout.CHECKS: (layout.UNIT_COLUMN, layout.UNITS),
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of("sample", tmp_path / "决算.xlsx")


def without_cells(path: Path) -> None:
    """An earlier workbook: neither parameters nor units."""
    book = openpyxl.load_workbook(path)
    for sheet, (first, words) in FOLDED.items():
        for row in book[sheet].iter_rows(min_col=first, max_col=first + len(words) - 1):
            for cell in row:
                cell.value = None
    book.save(path)


def lists(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = values(path)
    return {
        layout.ANALYSIS: rows(book, layout.ANALYSIS, len(layout.HEADERS[layout.ANALYSIS])),
        "短语": rows(book, layout.ANALYSIS, 2, layout.PHRASE_COLUMN),
        layout.CHARTS: rows(book, layout.CHARTS, 5),
        layout.NARRATIVE: rows(book, layout.NARRATIVE, 4),
        layout.CHECKS: rows(book, layout.CHECKS, 7, layout.LIVE_COLUMN),
    }


def formulas(path: Path, sheet: str) -> dict[str, str]:
    cells = openpyxl.load_workbook(path)[sheet]._cells.values()
    return {cell.coordinate: str(cell.value) for cell in cells if cell.data_type == "f"}


def test_formulas_take_settings_and_units_from_the_parameters(workbook: Path) -> None:
    for sheet, (first, _) in FOLDED.items():
        own = {
            at: formula
            for at, formula in formulas(workbook, sheet).items()
            if parse_address(at)[1] < first and at not in ("A2", "I2")
        }
        assert len(own) > 200
        assert not [
            f for f in own.values() if 'FIND("万元"' in f or ("'首页'" in f and "TRIM" not in f)
        ]


@pytest.mark.parametrize("cells", [True, False])
def test_every_formula_that_a_run_writes_is_known_again(workbook: Path, cells: bool) -> None:
    if not cells:
        without_cells(workbook)
    reading = read(PackedBook(workbook))
    results = run(reading.account, reading.format)
    for planned in (plan(results, reading.sheets), plan_checks(results, reading.sheets)):
        found = [
            cell.formula
            for area in planned.ranges
            for row in area.cells
            for cell in row
            if cell.formula
        ]
        assert len(found) > 100
        assert [formula for formula in found if not is_ours(formula)] == []


def test_an_earlier_workbook_says_the_same_without_the_cells(
    workbook: Path, tmp_path: Path
) -> None:
    reported(workbook, tmp_path / "新.xlsx")
    without_cells(workbook)
    results = reported(workbook, tmp_path / "旧.xlsx")
    assert lists(tmp_path / "旧.xlsx") == lists(tmp_path / "新.xlsx")
    assert "formula-left-alone" not in {finding.check for finding in results.findings}
    for sheet, (first, words) in FOLDED.items():
        assert rows(values(tmp_path / "旧.xlsx"), sheet, len(words), first) == []
    assert any("'首页'" in each for each in formulas(tmp_path / "旧.xlsx", "分析").values())


@pytest.mark.usefixtures("soffice")
def test_an_earlier_workbook_recalculates(workbook: Path, tmp_path: Path) -> None:
    without_cells(workbook)
    edit(workbook, {"首页!千分位": "是", "首页!金额末尾的零": "保留", "首页!比率小数位": "1"})
    in_yuan(workbook, "公开01", "公开06")
    results = reported(workbook, tmp_path / "出.xlsx")
    assert assert_recalculated(tmp_path / "出.xlsx", tmp_path, results) > 500


def test_checking_alone_leaves_the_parameters_of_the_analysis(workbook: Path) -> None:
    reading = read(PackedBook(workbook))
    planned = plan_checks(run(reading.account, reading.format), reading.sheets)
    assert {area.sheet for area in planned.ranges} == {layout.HOME, layout.CHECKS}


def test_what_a_person_wrote_below_the_parameters_stays(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for sheet, (first, _) in FOLDED.items():
        book[sheet].cell(200, first).value = "我的备忘"
    book.save(workbook)
    reported(workbook, tmp_path / "出.xlsx")
    after = values(tmp_path / "出.xlsx")
    for sheet, (first, _) in FOLDED.items():
        assert after[sheet].cell(200, first).value == "我的备忘"


def test_the_values_of_parameters_are_what_is_printed() -> None:
    """没有格子时是表达式，有格子时是同样的表达式和它现在的值。"""
    results = results_of("sample")
    columns = {word: at for at, word in enumerate(layout.PARAMETERS, 20)}
    found = Parameters(results, columns=columns, first_row=7)
    known = {str(row[0].value): str(row[1].value) for row in found.rows}
    assert known["首页：金额单位"] == "万元"
    assert (known["印法：整数金额"], known["印法：金额"]) == ("0", "0.##")
    assert (known["印法：整数比率"], known["印法：比率"]) == ("0", "0.00")
    assert known["印法：最大率"] == "99.99%"
    assert found.here.unit == "$U$7"
    assert found.outside.unit == "'分析'!$U$7"
    assert Parameters(results).outside.unit == Parameters(results).here.unit


@pytest.mark.parametrize(
    "pattern",
    [
        f"ROUND({HOLE}-{HOLE},6)",
        f'IF(ISNUMBER({HOLE}),TEXT({HOLE},"0.00%")&"甲 ""乙""","{HOLE[:0]}A1 占%")',
        f'COUNTIF({HOLE},">0")',
    ],
)
@pytest.mark.parametrize("at", ["B7", "'公开01 收入''支出'!$C$5:C9", "表!A1"])
def test_a_filled_pattern_is_marked_as_its_formula(pattern: str, at: str) -> None:
    formula = filled(pattern, *[at] * pattern.count(HOLE))
    assert formula == marked(pattern.replace(HOLE, at))
    assert is_ours(formula)
