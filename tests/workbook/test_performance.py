"""绩效: projects row by row, and what they come to; the formulas of 汇总 say the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import edit, reported, workbook_of
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.statements import Cell
from xlbudget.files.office import recalculate
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.performance_entries import read_performance

SHEET = """
== 绩效
绩效（项目支出自评，每个项目一行）
|||金额单位：{unit}
项目名称|项目类别|预算数|执行数|执行率|自评得分|目标完成情况||汇总|数
社会管理经费|常年项目|4|4||96|||项目总数|
基层政权经费|常年项目|4|3.5||92|||项目预算总额|
老旧小区改造|阶段项目|1000|900||||||
养老服务设施|阶段项目|200|||||||
.
没有类别||1|0.95||||||
"""
PROJECTS = [
    ("社会管理经费", "常年项目", 4, 4),
    ("基层政权经费", "常年项目", 4, 3.5),
    ("老旧小区改造", "阶段项目", 1000, 900),
    ("养老服务设施", "阶段项目", 200, None),
    ("没有类别", None, 1, 0.95),
]
EXPECTED: dict[str, int | str] = {
    "项目总数": 5,
    "项目预算总额": 1209,
    "项目执行总额": "908.45",
    "常年项目总数": 2,
    "常年项目预算总额": 8,
    "常年项目执行总额": "7.5",
    "阶段项目总数": 2,
    "阶段项目预算总额": 1200,
    "阶段项目执行总额": 900,
    "结余率大于标准的项目数": 2,
}
"""手算；正好剩一成的（1000 剩 100）不算大于 10%，剩 0.5/4 和 200/200 的算。"""


def read(text: str, errors: list[XlbudgetError] | None = None) -> dict[str, Cell]:
    book = MemoryBook(text, "决算.xlsx")
    sheets = OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)
    return read_performance(sheets, errors if errors is not None else [])


def number(cell: Cell) -> Decimal:
    if cell.count is not None:
        return cell.count
    assert cell.amount is not None
    return cell.amount.number()


def test_totals_of_all_projects_and_of_each_kind() -> None:
    errors: list[XlbudgetError] = []
    found = read(SHEET.format(unit="万元"), errors)
    assert not errors
    assert {name: number(cell) for name, cell in found.items()} == {
        name: Decimal(value) for name, value in EXPECTED.items()
    }
    assert str(found["项目预算总额"].source) == "绩效!J5"


def test_amounts_in_yuan() -> None:
    found = read(SHEET.format(unit="元"))
    amount = found["项目预算总额"].amount
    assert amount is not None
    assert amount.fen == 120_900


def test_without_projects_there_is_nothing() -> None:
    assert read(SHEET.format(unit="万元").partition("社会管理经费")[0]) == {}
    assert read("== 表\n别的") == {}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("|4|3.5|", "|4|见附表|", ["绩效!D5", "“见附表”"]),
        ("|1000|900|", "|'1,000|900|", ["绩效!C6", "文本“1,000”", "转换为数字"]),
        ("老旧小区改造|阶段项目", "|阶段项目", ["绩效!A6", "项目名称"]),
        ("社会管理经费|常年项目", "社会管理经费|年年有", ["绩效!B4", "“年年有”", "常年项目"]),
        ("金额单位：{unit}", "", ["绩效", "没有金额单位"]),
    ],
)
def test_faults_name_their_cell(old: str, new: str, words: list[str]) -> None:
    errors: list[XlbudgetError] = []
    read(SHEET.replace(old, new).format(unit="万元"), errors)
    assert len(errors) == 1
    for word in ("决算.xlsx", *words):
        assert word in str(errors[0])


@pytest.mark.usefixtures("soffice")
def test_the_formulas_of_the_sheet_say_the_same(tmp_path: Path) -> None:
    workbook = workbook_of("sample", tmp_path / "决算.xlsx")
    book = openpyxl.load_workbook(workbook)
    for row, (name, kind, budget, spent) in enumerate(PROJECTS, layout.FIRST_ROW):
        for column, value in enumerate((name, kind, budget, spent), 1):
            book[layout.PERFORMANCE].cell(row, column).value = value
    book.save(workbook)
    recalculate(workbook, tmp_path / "算.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "算.xlsx", data_only=True)[layout.PERFORMANCE]
    said = {row[8]: row[9] for row in sheet.iter_rows(min_row=4, max_row=13, values_only=True)}
    assert {name: Decimal(str(value)) for name, value in said.items()} == {
        name: Decimal(value) for name, value in EXPECTED.items()
    }
    assert [sheet.cell(row, 5).value for row in range(4, 9)] == [100, 87.5, 90, None, 95]
    opened = PackedBook(tmp_path / "算.xlsx")
    sheets = OwnSheets([opened.read(info.name) for info in opened.sheets()], opened.name)
    ours = read_performance(sheets, [])
    assert {name: number(cell) for name, cell in ours.items()} == {
        name: Decimal(value) for name, value in EXPECTED.items()
    }


def test_the_totals_fill_in_the_blank_fields_of_the_supplement(tmp_path: Path) -> None:
    """绩效表填了，补充资料空着：第四部分就写项目；补充资料自己填了的，用自己的。"""
    workbook = workbook_of("sample", tmp_path / "决算.xlsx")
    book = openpyxl.load_workbook(workbook)
    for row, (name, kind, budget, spent) in enumerate(PROJECTS, layout.FIRST_ROW):
        for column, value in enumerate((name, kind, budget, spent), 1):
            book[layout.PERFORMANCE].cell(row, column).value = value
    book.save(workbook)
    edit(workbook, {"补充资料!结余率大于标准的项目数": 1})
    results = reported(workbook, tmp_path / "出.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "出.xlsx", data_only=True)[layout.PERFORMANCE]
    assert [sheet.cell(row, 5).value for row in range(4, 10)] == [100, 87.5, 90, None, 95, None]
    assert sheet["J5"].value == 1209
    text = results.narrative()
    assert (
        "预算项目总数5个，涉及预算总金额1209万元，预算执行总体进度为75.14%" in text
    )  # 908.45/1209
    assert "预算结余率大于10%的项目共计1个" in text
    assert "阶段（含一次性）项目总数2个，涉及预算总金额1200万元，预算执行总体进度为75%" in text


def test_a_rate_that_a_person_typed_is_hers(tmp_path: Path) -> None:
    workbook, target = workbook_of("sample", tmp_path / "决算.xlsx"), tmp_path / "出.xlsx"
    edit(workbook, {"绩效!E10": 0.5, "绩效!J5": 77})
    reported(workbook, target)
    sheet = openpyxl.load_workbook(target)[layout.PERFORMANCE]
    assert (sheet["E10"].value, sheet["J5"].value) == (0.5, 77)
    assert str(sheet["E11"].value).startswith("=IF(N(")
