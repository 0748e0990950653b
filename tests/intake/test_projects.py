"""项目支出绩效自评表填进绩效、绩效指标：只填空的，不动别的；再导一次没有变动。"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.reading.projects.forms import COMMON, FILE, REACHED, WITH_UNITS
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import Amount
from xlbudget.domain.performance import Fund, Project
from xlbudget.formats.library import find
from xlbudget.intake.fresh import account_from
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.intake.into import Filling, fill
from xlbudget.pipeline import read, run
from xlbudget.results.performance_tables import performance_tables
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

SICHUAN = find("sichuan", 2024)
COLUMNS = "ABCDEFG"


def gathered(*texts: str) -> Gathered:
    files = []
    for number, text in enumerate(texts):
        book = MemoryBook(text, f"{number}{FILE}")
        files.append(SourceFile(book.name, (book.read("表"),)))
    return gather(files, SICHUAN)


@cache
def blank() -> bytes:
    return build(run(account_in_layout(SICHUAN, "示例街道办事处", "空.xlsx"), SICHUAN))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "决算.xlsx"
    found.write_bytes(blank())
    return found


def edited(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def filled(path: Path, found: Gathered) -> Filling:
    book = PackedBook(path)
    filling = fill(book, read(book), found)
    book.apply(filling.plan)
    book.save(path, force=True)
    return filling


def projects(path: Path) -> tuple[Project, ...]:
    return read(PackedBook(path)).account.projects


def shown(project: Project) -> list[object]:
    """一个项目里的一切，不含出处。"""
    entries = (project.name, project.department, project.implementer, project.goal)
    amounts = {
        (fund, cell.amount)
        for fund, funding in project.funds.items()
        for cell in funding.cells()
        if cell.amount is not None and cell.amount.fen
    }
    indicators = [
        (
            *(each.first, each.second, each.third),
            *(entry.text if entry else "" for entry in (each.target, each.actual, each.reason)),
            *(cell.count if cell else None for cell in (each.points, each.score)),
        )
        for each in project.indicators
    ]
    return [[entry.text if entry else "" for entry in entries], amounts, indicators]


def test_forms_fill_a_workbook_and_read_back_the_same(path: Path) -> None:
    found = gathered(COMMON, WITH_UNITS)
    filling = filled(path, found)
    assert not filling.conflicts
    assert not filling.findings
    assert [shown(each) for each in projects(path)] == [shown(each) for each in found.projects]
    sheet = openpyxl.load_workbook(path)[layout.PERFORMANCE]
    row = [sheet[f"{column}4"].value for column in COLUMNS]
    assert row[:4] == ["道路维修", None, 15, 14.1]
    assert str(row[4]).startswith("=IF(N(")  # 执行率仍是公式
    assert row[5:] == [95.4, "修了两条。"]
    below = openpyxl.load_workbook(path)[layout.INDICATORS]
    assert [below.cell(5, column).value for column in range(1, 10)] == [
        *("道路维修", "产出指标", "质量指标", "验收合格率", "100%", "95%"),
        *(20, 18, "返修一处"),
    ]


def test_once_more_changes_nothing(path: Path) -> None:
    filled(path, gathered(COMMON))
    again = filled(path, gathered(COMMON))
    assert (again.changes, again.conflicts) == ((), ())


def test_only_what_is_blank_is_filled(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[layout.PERFORMANCE]
        sheet["A4"], sheet["B4"], sheet["C4"], sheet["G4"] = "道路维修", "常年项目", 20, "我写的"
        sheet["A5"] = "别的项目"
        below = book[layout.INDICATORS]
        below["A4"], below["D4"], below["F4"] = "道路维修", "验收合格率", "我评的"

    edited(path, change)
    filling = filled(path, gathered(COMMON))
    assert {(each.place, each.before) for each in filling.conflicts} == {
        ("绩效!C4", "20"),
        ("绩效!G4", "我写的"),
        ("绩效指标!F4", "我评的"),
    }
    book = openpyxl.load_workbook(path)
    sheet, below = book[layout.PERFORMANCE], book[layout.INDICATORS]
    assert [sheet[f"{column}4"].value for column in "ABCDG"] == [
        *("道路维修", "常年项目", 20, 14.1, "我写的")
    ]
    assert sheet["A5"].value == "别的项目"
    assert sheet["A6"].value is None
    assert [below.cell(4, column).value for column in (2, 4, 6, 7, 8)] == [
        *(None, "验收合格率", "我评的", 20, 18)
    ]
    assert [below.cell(row, 4).value for row in (5, 6, 7, 8)] == [
        *("维修道路条数", "出行改善", "居民满意度", None)
    ]


def test_new_projects_come_below_those_that_stand(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[layout.PERFORMANCE]["A9"], book[layout.PERFORMANCE]["C9"] = "别的项目", 3

    edited(path, change)
    filled(path, gathered(COMMON))
    names = [each.name for each in projects(path)]
    assert [(name.text, name.source.cell) for name in names] == [
        ("别的项目", "A9"),
        ("道路维修", "A10"),
    ]


def test_a_workbook_without_the_new_sheet_and_columns_says_what_is_lost(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book[layout.INDICATORS]
        book[layout.PERFORMANCE].delete_cols(12, 20)

    edited(path, change)
    filling = filled(path, gathered(COMMON))
    told = "\n".join(finding.message for finding in filling.findings)
    assert {finding.check for finding in filling.findings} == {"import-sheet-missing"}
    for words in ("没有“绩效指标”", "4 个绩效指标", "“主管部门”", "“预期目标”", "“财政拨款预算数”"):
        assert words in told
    (project,) = projects(path)
    assert project.budget == Amount.of("15", SICHUAN.own_style.unit)


def test_a_new_workbook_of_the_forms(tmp_path: Path) -> None:
    found = gathered(COMMON, WITH_UNITS)
    results = run(account_from(found, SICHUAN, "新.xlsx", "示例街道办事处"), SICHUAN)
    path = tmp_path / "新.xlsx"
    path.write_bytes(build(results))
    assert [shown(each) for each in projects(path)] == [shown(each) for each in found.projects]
    placed = {str(each.name.source) for each in results.account.projects}
    assert placed == {str(each.name.source) for each in projects(path)} == {"绩效!A4", "绩效!A5"}
    firsts = [str(each.indicators[0].source) for each in results.account.projects]
    assert firsts == [str(each.indicators[0].source) for each in projects(path)]
    assert firsts == ["绩效指标!D4", "绩效指标!D8"]
    again = run(read(PackedBook(path)).account, SICHUAN)
    assert [t.texts() for t in performance_tables(again)] == [
        t.texts() for t in performance_tables(results)
    ]
    values = openpyxl.load_workbook(path, data_only=True)[layout.PERFORMANCE]
    assert [values["E4"].value, values["E5"].value] == [94, 100]
    assert [values[f"J{row}"].value for row in (4, 5, 6)] == [2, 266.89, 265.99]


def test_a_form_whose_numbers_disagree_is_told(path: Path) -> None:
    wrong = COMMON.replace("|94%|9.4", "|93%|10").replace("|100|95.4", "|100|97")
    found = gathered(wrong)
    assert [(f.check, f.where.cell) for f in found.findings] == [
        ("performance-recomputed", "I7"),
        ("performance-recomputed", "I19"),
        ("execution-score-differs", "J7"),
    ]
    assert "93%" in found.findings[0].message
    assert "94%" in found.findings[0].message
    assert not filled(path, found).conflicts


def test_a_form_that_agrees_in_itself_is_not_blamed_for_its_own_scale() -> None:
    """当地按档评分的：执行率得分不是执行率乘分值，总分按它自己的得分相加，只说一声。"""
    found = gathered(COMMON.replace("|94%|9.4", "|94%|8").replace("|100|95.4", "|100|94"))
    assert [f.check for f in found.findings] == ["execution-score-differs"]
    assert gathered(COMMON).findings == ()


def test_the_same_project_twice_and_another_year() -> None:
    found = gathered(COMMON, COMMON.replace("|12|15|14.1|", "|12|16|14.1|"))
    assert [f.check for f in found.findings] == ["project-twice"]
    assert [p.budget for p in found.projects] == [Amount.of("15", SICHUAN.own_style.unit)]
    with pytest.raises(XlbudgetError, match="2020年度"):
        gathered(REACHED)


def test_a_form_with_merged_cells_made_in_a_spreadsheet_program(tmp_path: Path) -> None:
    """合并单元格、百分数格式、数存成浮点的真文件。"""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    merged = {
        "A1:I1": "项目支出绩效自评表",
        "A2:I2": "（2024年度）",
        "A3:B3": "项目名称",
        "C3:I3": "路灯更换",
        "A4:A6": "项目资金\n（万元）",
        "B4:C4": None,
        "B5:C5": "年度资金总额",
        "B6:C6": "其中：当年财政拨款",
        "A7:A8": "年度总体目标",
        "B7:E7": "预期目标",
        "F7:I7": "实际完成情况",
        "B8:E8": "更换路灯。",
        "F8:I8": "已更换。",
        "A9:A12": "绩效指标",
        "B10:B12": "产出指标（90分）",
        "C10:C11": "数量指标",
        "A13:F13": "总分",
    }
    for area, title in merged.items():
        sheet.merge_cells(area)
        sheet[area.partition(":")[0]] = title
    rows: dict[str, tuple[str | float, ...]] = {
        "D4": ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        "D5": (10, 12, 9.6, 10, 0.8, 8),
        "D6": (10, 12, 9.6, "—", "—", "—"),
        "B9": ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        "D10": ("更换路灯", "≥30盏", "28盏", 40, 36.5),
        "D11": ("拆除旧灯", 30, 30, 20, 20),
        "C12": ("质量指标", "完好率", 1, 0.975, 30, 29),
        "G13": (100, 93.5),
    }
    for start, values in rows.items():
        for offset, value in enumerate(values):
            sheet[start].offset(0, offset).value = value
    sheet["H5"].number_format = "0.00%"
    book.save(tmp_path / "路灯.xlsx")
    opened = PackedBook(tmp_path / "路灯.xlsx")
    files = [SourceFile("路灯.xlsx", tuple(opened.read(s.name) for s in opened.sheets()))]
    found = gather(files, SICHUAN)
    assert found.findings == ()
    (project,) = found.projects
    assert [(i.first, i.second, i.third) for i in project.indicators] == [
        ("产出指标", "数量指标", "更换路灯"),
        ("产出指标", "数量指标", "拆除旧灯"),
        ("产出指标", "质量指标", "完好率"),
    ]
    assert project.printed_rate is not None
    assert project.printed_rate.count == Decimal(80)
    assert project.executed == Amount.of("9.6", SICHUAN.own_style.unit)
    assert [i.actual.text for i in project.indicators if i.actual] == ["28盏", "30", "97.5%"]
    assert project.funds[Fund.APPROPRIATION].budget is not None
