"""云南：单位是元；表名、年份，财决系统的表能喂进来的名称。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import report, run
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

TITLES = [
    "收入支出决算表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算表",
    "一般公共预算财政拨款收入支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款项目支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
    "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
    "国有资产使用情况表",
]
GENERAL_THREE = "一般公共预算财政拨款“三公”经费情况表"


def case(name: str) -> Case:
    return load_case(HOME / "yunnan" / "cases" / f"{name}.toml", "yunnan")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    known = case("complete")
    resolved = find("yunnan", known.year, known.settings)
    path = tmp_path_factory.mktemp("云南") / "决算.xlsx"
    path.write_bytes(build(run(account_of_case(known, resolved), resolved)))
    return path


def test_tables_of_2022_and_2023_and_the_split_from_2024_on() -> None:
    for year in (2022, 2023):
        assert [table.title for table in find("yunnan", year).tables.values()] == TITLES
    split = [*TITLES[:9], GENERAL_THREE, *TITLES[9:]]
    assert [table.title for table in find("yunnan", 2024).tables.values()] == split


def test_years_before_are_not_known() -> None:
    with pytest.raises(UnknownName) as caught:
        find("yunnan", 2021)
    assert "2022年度及以后" in caught.value.expected


def test_prints_yuan_with_separators_and_zeros() -> None:
    style = find("yunnan", 2024).style
    assert style.amount(Amount.of("12150000.5", Unit.YUAN)) == "12,150,000.50元"
    assert style.amount(Amount(0)) == "0.00元"
    assert style.basis_amount(Amount(1_234_567)) == Amount(1_234_567)


def test_columns_of_the_general_table_as_printed() -> None:
    (block,) = find("yunnan", 2024).tables["general_public_budget_accounts"].blocks
    printed = [(column.parent, column.headers[0]) for column in block.printed_columns]
    assert printed == [
        ("", "年初结转和结余"),
        ("", "本年收入"),
        ("本年支出", "小计"),
        ("本年支出", "基本支出"),
        ("本年支出", "项目支出"),
        ("", "年末结转和结余"),
    ]


def test_workbook_in_yuan_reads_back_word_for_word(workbook: Path) -> None:
    known = case("complete")
    results = report(PackedBook(workbook))
    written = {each.id: each.text for each in results.paragraphs}
    assert {id_: written[id_] for id_ in known.paragraphs} == dict(known.paragraphs)
    assert {finding.check for finding in results.findings} == {"terms-reference"}


def test_every_sheet_says_yuan_and_holds_yuan(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook, data_only=True)
    public = [sheet for sheet in book if sheet.title.startswith("公开")]
    for sheet in public:
        said = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row if cell.value]
        assert "金额单位：元" in said
    assert book["分析"]["A2"].value == "金额单位：元；比率：%"
    values = {row[0].value: row[1].value for row in book["分析"].iter_rows(min_row=4, max_col=2)}
    assert values["收入决算表 合计"] == 12580000
    assert values["一般公共预算财政拨款收入支出决算表 合计"] == 12150000.5
    assert values["补充资料 机关运行经费支出"] == 750000


def test_rows_of_items_below_each_other(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook, data_only=True)
    sheet = next(each for each in book if each.title.startswith("公开11"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_col=4)]
    assert rows[0] == ["项目", "行次", "预算数", "统计数"]
    assert rows[2] == ["一、“三公”经费支出合计", 1, 220000, 150000]
    assert rows[8] == ["二、机关运行经费", 7, None, 750000]


def test_counts_in_the_table_are_not_taken_for_amounts(workbook: Path, tmp_path: Path) -> None:
    """真的表里还有相关统计数：不当作元，也不报错。"""
    book = openpyxl.load_workbook(workbook)
    sheet = next(each for each in book if each.title.startswith("公开11"))
    for column, value in enumerate(["1.因公出国（境）团组数（个）", None, None, 3], 1):
        sheet.cell(16, column, value)
    book.save(tmp_path / "表.xlsx")
    results = report(PackedBook(tmp_path / "表.xlsx"))
    told = {each.check for each in results.findings if each.level.name != "INFO"}
    assert told == set()


def test_assets_that_do_not_add_up_are_found() -> None:
    known = case("complete")
    resolved = find("yunnan", known.year, known.settings)
    amounts = {
        **known.amounts,
        ("state_assets", "current_assets", "actual"): Amount.of("1", Unit.YUAN),
    }
    results = run(account_of_case(replace(known, amounts=amounts), resolved), resolved)
    failed = {finding.check for finding in results.findings if finding.level.name == "ERROR"}
    assert failed == {"assets-total"}


@pytest.mark.parametrize(("unit", "said"), [("元", "12,580,000.00元"), ("万元", "1,258.00万元")])
def test_unit_of_the_text_is_a_setting_and_the_tables_keep_theirs(unit: str, said: str) -> None:
    known = case("complete")
    resolved = find("yunnan", known.year, {**known.settings, "金额单位": unit})
    account = account_of_case(known, resolved)
    assert account.statements["revenue_accounts"].unit is Unit.YUAN
    text = next(p.text for p in run(account, resolved).paragraphs if p.id == "一.1")
    assert f"收入合计{said}，" in text
