"""来源的各种情形：两处对不上、没见过的表样、上年的工作簿、新建时用。"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.import_runs import (
    APPROPRIATION,
    EXPENDITURE,
    SUMMARY,
    amounts,
    bring_in,
    edited,
    national,
    other_year,
    states,
    xlbudget,
)
from tests.intake.filled import account_of
from tests.intake.raw_exports import public_tables
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import (
    XlbudgetError,
)
from xlbudget.pipeline import read


def test_two_sources_that_disagree_are_told_with_both_places(folder: Path) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, lambda book: book[SUMMARY].__setitem__("C6", 541))
    first = openpyxl.load_workbook(public)[SUMMARY]
    assert "一般公共预算财政拨款收入" in str(first["A6"].value)
    done = xlbudget(
        "import", folder / "导出.xlsx", public, "--into", folder / "决算.xlsx", "--json"
    )
    told = json.loads(done.stdout)
    (finding,) = (each for each in told["findings"] if "540" in each["message"])
    assert "Z01" in finding["message"]
    assert "公开表.xlsx" in finding["message"]
    assert done.exit_code == (1 if finding["level"] == "error" else 0)
    assert amounts(folder / "决算.xlsx")[APPROPRIATION] == "540"


def test_what_is_missing_is_said(folder: Path) -> None:
    told = json.loads(bring_in(folder, "--json").stdout)
    assert told["written"] is True
    assert told["kept"] == "决算-导入前.xlsx"
    assert "收入支出决算总表 收入总计" in told["missing"]["prior"]
    assert told["missing"]["budgets"] == []
    assert "国有资本经营预算财政拨款收入支出决算表" in told["missing"]["tables"]
    read_as = {sheet["sheet"][:3]: sheet["read_as"] for sheet in told["sheets"]}
    assert read_as["Z01"] is not None
    assert read_as["Z12"] is None


def strange_layout(book: openpyxl.Workbook) -> None:
    """支出决算表换了标题、表号和几个表头。"""
    sheet = book[EXPENDITURE]
    sheet.title = "附三"
    others = {
        "支出决算表": "支出情况决算表",
        "公开03表": "附表3",
        "本年支出合计": "支出合计",
        "上缴上级支出": "上缴上级部门支出",
    }
    for row in sheet.iter_rows(max_row=6):
        for cell in row:
            cell.value = others.get(str(cell.value), cell.value)


def test_an_unknown_layout_is_proposed_confirmed_and_kept(folder: Path) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, strange_layout)
    target = folder / "决算.xlsx"
    done = xlbudget("import", public, "--into", target)
    assert "公开表.xlsx · 附三：像“支出决算表”" in done.output
    assert "上缴上级支出 ← 上缴上级部门支出" in done.output
    assert not any(table == "expenditure_accounts" for table, _, _ in amounts(target))
    xlbudget("import", public, "--into", target, "--confirm")
    expected = {key: f"{a.number()}" for key, a in national().amounts.items() if a.fen}
    assert amounts(target) == expected
    again = xlbudget("import", public, "--into", target)
    assert "公开表.xlsx · 附三 → 支出决算表" in again.output
    assert "没有要写的" in again.output


def test_a_new_workbook_keeps_the_confirmed_layout_too(folder: Path) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, strange_layout)
    target = folder / "新.xlsx"
    xlbudget("new", "national", "2024", "-o", target, "--from", public, "--confirm")
    again = xlbudget("import", public, "--into", target)
    assert "公开表.xlsx · 附三 → 支出决算表" in again.output
    assert "没有要写的" in again.output


@pytest.mark.parametrize(
    ("year", "unit", "words"),
    [
        ("2023", "", ["2024年度", "2023年度"]),
        ("2024", "示例市规划局", ["示例街道办事处", "示例市规划局"]),
    ],
    ids=["another-year", "another-unit"],
)
def test_a_new_workbook_of_another_year_or_unit_is_refused(
    folder: Path, year: str, unit: str, words: list[str]
) -> None:
    before = states(folder)
    with pytest.raises(XlbudgetError) as refused:
        xlbudget(
            "new", "national", year, "-o", folder / "新.xlsx", "--from", folder / "导出.xlsx",
            *(["--unit", unit] if unit else []),
        )  # fmt: skip
    assert [word for word in words if word not in str(refused.value)] == []
    assert states(folder) == before


def test_a_new_workbook_says_what_it_did_as_json(folder: Path) -> None:
    done = xlbudget(
        "new", "national", "2024", "-o", folder / "新.xlsx", "--json",
        "--from", folder / "导出.xlsx",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["workbook"], told["written"]) == ("新.xlsx", True)
    assert {sheet["read_as"] for sheet in told["sheets"]} >= {"收入决算表", "机构运行信息表", None}
    assert told["changes"] == []


def test_last_years_workbook_fills_last_years_amounts(folder: Path) -> None:
    """上年的工作簿就是同一份：每个数都和本年相等。"""
    older = folder / "上年.xlsx"
    shutil.copy(folder / "决算.xlsx", older)
    edited(older, other_year)
    source = folder / "导出2023.xlsx"
    shutil.copy(folder / "导出.xlsx", source)

    def earlier(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=4):
                for cell in row:
                    if "2024" in str(cell.value):
                        cell.value = str(cell.value).replace("2024", "2023")

    edited(source, earlier)
    xlbudget("import", source, "--into", older)
    bring_in(folder, "--last-year", older)
    account = read(PackedBook(folder / "决算.xlsx")).account
    prior = {key: cell.amount for key, cell in account.prior.items() if cell.amount}
    given = national().amounts
    assert len(prior) > 20
    assert {key: amount.fen for key, amount in prior.items() if key in given} == {
        key: given[key].fen for key in prior if key in given
    }
