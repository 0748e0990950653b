"""上年数从哪里来：上年的工作簿、财决导出、公开表；几个前身单位相加；年度不对就停下。"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.intake.raw_exports import public_tables, raw_export
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Grid, Value
from xlbudget.checks.tables import check_tables
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import SeveralErrors, UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Cell
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format
from xlbudget.formats.settings import apply_settings
from xlbudget.intake.gathered import Key, SourceFile
from xlbudget.intake.prior import gather_prior
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
GENERAL, FUND, STATE = (
    "general_public_budget_expenditure",
    "government_fund_accounts",
    "state_capital_accounts",
)
WAN = Unit.TEN_THOUSAND_YUAN
THIS_YEAR = find("national", 2025)
OWN = "示例街道办事处"
TOTAL = "“收入支出决算总表”收入总计"

EXPECTED = {
    (SUMMARY, "current_year_revenue", "actual"): "635",
    (SUMMARY, "revenue_grand_total", "actual"): "657",
    (SUMMARY, "current_year_expenditure", "actual"): "655",
    (SUMMARY, "closing_carryover", "actual"): "0",
    (SUMMARY, "expenditure_grand_total", "actual"): "657",
    (APPROPRIATION, "revenue_grand_total", "actual"): "600",
    (APPROPRIATION, "current_year_expenditure", "total"): "600",
    (APPROPRIATION, "closing_carryover", "total"): "0",
    (APPROPRIATION, "expenditure_grand_total", "total"): "600",
    (GENERAL, "total", "total"): "550",
    (GENERAL, "2010301", "total"): "300",
    (GENERAL, "2010350", "total"): "100",
    (GENERAL, "2080505", "total"): "40",
    (GENERAL, "2101101", "total"): "20",
    (GENERAL, "2130126", "total"): "60",
    (GENERAL, "2210201", "total"): "30",
    (FUND, "total", "expenditure"): "50",
    (FUND, "total", "closing_carryover"): "0",
    (FUND, "2120804", "expenditure"): "50",
    ("three_public", "total", "actual"): "10",
    ("three_public", "overseas_visits", "actual"): "0",
    ("three_public", "vehicles", "actual"): "8",
    ("three_public", "vehicle_purchase", "actual"): "0",
    ("three_public", "vehicle_running", "actual"): "8",
    ("three_public", "official_hospitality", "actual"): "2",
}
"""国家格式的案例 every_section 里本年的数，照案例文件抄的，万元；它是 2024 年的，作 2025 年的上年。
"""

STATE_NIL = {
    (STATE, "total", "expenditure"): "0",
    (STATE, "total", "closing_carryover"): "0",
}
"""国有资本经营预算的表是空表：没有这项收支，上年数是零。"""


@cache
def account_2024(unit_name: str = OWN) -> tuple[FinalAccount, Format]:
    case = load_case(HOME / "national" / "cases" / "every_section.toml", "national")
    resolved = find(case.place, case.year, case.settings)
    return account_of_case(replace(case, unit_name=unit_name), resolved), resolved


def source(path: Path) -> SourceFile:
    book = PackedBook(path)
    return SourceFile(path.name, tuple(book.read(sheet.name) for sheet in book.sheets()))


@cache
def built(unit_name: str) -> bytes:
    return build(run(*account_2024(unit_name)))


def workbook(folder: Path, unit_name: str = OWN) -> SourceFile:
    path = folder / f"{unit_name}2024.xlsx"
    path.write_bytes(built(unit_name))
    return source(path)


def export(folder: Path, unit_name: str = OWN) -> SourceFile:
    account, resolved = account_2024(unit_name)
    return source(raw_export(account, resolved, folder / f"{unit_name}导出.xlsx"))


def tables(folder: Path, unit_name: str = OWN) -> SourceFile:
    account, resolved = account_2024(unit_name)
    return source(public_tables(account, resolved, folder / f"{unit_name}公开.xlsx"))


def with_history(word: str) -> Format:
    return apply_settings(THIS_YEAR, {"单位沿革": word})


def in_wan(cells: dict[Key, Cell]) -> dict[Key, str]:
    return {
        key: cell.amount.text(WAN).removesuffix("万元")
        for key, cell in cells.items()
        if cell.amount is not None
    }


def named(findings: list[Finding], check: str) -> list[Finding]:
    return [finding for finding in findings if finding.check == check]


# --- 三种来源 ---


Kind = Callable[[Path], SourceFile]


@pytest.mark.parametrize("kind", [workbook, tables, export], ids=["工作簿", "公开表", "财决导出"])
def test_totals_and_items_of_last_year(kind: Kind, tmp_path: Path) -> None:
    cells, findings = gather_prior([kind(tmp_path)], THIS_YEAR, names=[OWN])
    assert in_wan(cells).items() >= EXPECTED.items()
    items = {key for key in cells if key[1].isdecimal()}
    assert items == {key for key in EXPECTED if key[1].isdecimal()}
    account, _ = account_2024()
    for key, cell in cells.items():
        before = account.cell(*key)
        assert key[0] in (STATE, SUPPLEMENT) or (before is not None and cell.amount is not None)
        if before is not None and before.amount is not None and cell.amount is not None:
            assert before.amount.fen == cell.amount.fen
    assert [each.message for each in findings if each.level is not Level.INFO] == []


@pytest.mark.parametrize("kind", [workbook, tables], ids=["工作簿", "公开表"])
def test_an_empty_table_that_is_there_was_nothing(kind: Kind, tmp_path: Path) -> None:
    cells, _ = gather_prior([kind(tmp_path)], THIS_YEAR, names=[OWN])
    assert {key: text for key, text in in_wan(cells).items() if key[0] == STATE} == STATE_NIL


def test_a_table_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    file = tables(tmp_path)
    kept = tuple(grid for grid in file.grids if "国有资本" not in str(grid.at(1, 1)))
    assert len(kept) == len(file.grids) - 1
    cells, _ = gather_prior([SourceFile(file.name, kept)], THIS_YEAR, names=[OWN])
    assert not [key for key in cells if key[0] == STATE]


def test_each_amount_knows_its_place(tmp_path: Path) -> None:
    cells, _ = gather_prior([workbook(tmp_path)], THIS_YEAR, names=[OWN])
    at = cells[SUMMARY, "closing_carryover", "actual"].source
    grid = next(g for g in workbook(tmp_path).grids if g.sheet == at.sheet)
    assert (at.file, at.sheet) == (f"{OWN}2024.xlsx", "公开01 收入支出决算总表")
    assert grid.at(int(at.cell[1:]), ord(at.cell[0]) - 64) == 0


def test_numbers_of_the_supplement_that_are_compared(tmp_path: Path) -> None:
    """机关运行经费要问上年数；工作簿里填的 55 万元成了上年数，它自己的上年数 50 不算。"""
    cells, _ = gather_prior([workbook(tmp_path)], THIS_YEAR, names=[OWN])
    given = {key[1]: cell for key, cell in cells.items() if key[0] == SUPPLEMENT}
    account, _ = account_2024()
    spent = account.numbers["机关运行经费支出"].amount
    assert {name: cell.amount for name, cell in given.items()} == {"机关运行经费支出": spent}
    assert (SUPPLEMENT, "机关运行经费支出", VALUE) in cells


# --- 年度 ---


def test_this_years_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout) as caught:
        gather_prior([tables(tmp_path)], find("national", 2024), names=[OWN])
    assert "2024年度的决算" in caught.value.seen
    assert caught.value.expected == "上年（2023年度）的决算"
    assert "2023 年度" in caught.value.remedy


def test_files_of_two_years_ago_are_refused_together(tmp_path: Path) -> None:
    files = [workbook(tmp_path), export(tmp_path)]
    with pytest.raises(SeveralErrors) as caught:
        gather_prior(files, find("national", 2026), names=[OWN])
    assert [error.where for error in caught.value.errors] == [file.name for file in files]
    assert all("上年（2025年度）" in error.expected for error in caught.value.errors)


def test_nothing_recognised_is_told() -> None:
    empty = SourceFile("空.xlsx", (Grid("Sheet1", (("备忘",),)),))
    with pytest.raises(XlbudgetError, match="没有一张认得出的决算表"):
        gather_prior([empty], THIS_YEAR)


# --- 几个单位 ---


def test_predecessors_are_summed_and_every_sum_is_told(tmp_path: Path) -> None:
    files = [workbook(tmp_path, "示例镇人民政府"), export(tmp_path, "示例开发区管委会")]
    cells, findings = gather_prior(files, with_history("合并"), names=[OWN])
    assert in_wan(cells)[SUMMARY, "revenue_grand_total", "actual"] == "1314"
    assert in_wan(cells)[GENERAL, "2130126", "total"] == "120"
    (whole,) = named(findings, "prior-summed")
    assert "示例镇人民政府、示例开发区管委会 之和" in whole.message
    told = [each.message for each in whole.follows if each.message.startswith(f"{TOTAL}：")]
    assert len(told) == 1
    assert "示例镇人民政府657万元（示例镇人民政府2024.xlsx · 公开01" in told[0]
    assert "示例开发区管委会657万元（示例开发区管委会导出.xlsx · " in told[0]
    assert told[0].endswith(" = 1314万元。")
    assert not named(findings, "prior-other-unit")


def test_what_one_predecessor_lacks_is_not_filled_in_half(tmp_path: Path) -> None:
    second = tables(tmp_path, "示例开发区管委会")
    without = tuple(grid for grid in second.grids if "三公" not in str(grid.at(1, 1)))
    files = [workbook(tmp_path, "示例镇人民政府"), SourceFile(second.name, without)]
    cells, findings = gather_prior(files, with_history("合并"), names=[OWN])
    partial = named(findings, "prior-partial")
    assert {each.level for each in partial} == {Level.WARNING}
    (told,) = (each for each in partial if "“三公”经费支出决算表”合计" in each.message)
    assert "示例开发区管委会的文件里没有这个数" in told.message
    assert not [key for key in cells if key[0] == "three_public"]
    assert in_wan(cells)[GENERAL, "total", "total"] == "1100"


def test_an_item_that_only_one_predecessor_has_is_its_alone(tmp_path: Path) -> None:
    """另一个前身有这张表、没有这个科目，就是没有。"""
    second = tables(tmp_path, "示例开发区管委会")
    without = tuple(
        Grid(grid.sheet, tuple(row for row in grid.rows if "住房公积金" not in row))
        for grid in second.grids
    )
    files = [workbook(tmp_path, "示例镇人民政府"), SourceFile(second.name, without)]
    cells, findings = gather_prior(files, with_history("合并"), names=[OWN])
    assert in_wan(cells)[GENERAL, "2210201", "total"] == "30"
    assert not [each for each in named(findings, "prior-partial") if "2210201" in each.message]


def test_files_of_one_unit_are_not_summed(tmp_path: Path) -> None:
    """一个单位的一张张表分在几个文件里。"""
    whole = tables(tmp_path)
    files = [SourceFile(f"{at}.xlsx", (grid,)) for at, grid in enumerate(whole.grids)]
    cells, findings = gather_prior(files, THIS_YEAR, names=[OWN])
    assert in_wan(cells).items() >= EXPECTED.items()
    assert not named(findings, "prior-summed")


def test_another_units_file_is_told(tmp_path: Path) -> None:
    cells, findings = gather_prior([tables(tmp_path, "示例镇人民政府")], THIS_YEAR, names=[OWN])
    (told,) = named(findings, "prior-other-unit")
    assert told.level is Level.WARNING
    assert "“示例镇人民政府”" in told.message
    assert "曾用名" in told.message
    assert cells


def test_a_former_name_is_the_same_unit(tmp_path: Path) -> None:
    former = [tables(tmp_path, "示例镇人民政府")]
    _, findings = gather_prior(former, with_history("更名"), names=[OWN, "示例镇人民政府"])
    assert not named(findings, "prior-other-unit")


def test_files_under_the_old_and_the_new_name_are_of_one_unit(tmp_path: Path) -> None:
    """改了名的单位，上年的工作簿是新名、导出是旧名：不是两个单位，不相加。"""
    files = [workbook(tmp_path), export(tmp_path, "示例镇人民政府")]
    names = [OWN, "示例镇人民政府"]
    cells, findings = gather_prior(files, with_history("更名"), names=names)
    assert in_wan(cells)[SUMMARY, "revenue_grand_total", "actual"] == "657"
    assert not [*named(findings, "prior-summed"), *named(findings, "prior-other-unit")]


def test_predecessors_are_known_units_but_units_of_their_own(tmp_path: Path) -> None:
    files = [workbook(tmp_path, "示例镇人民政府"), export(tmp_path, "示例开发区管委会")]
    known = ["示例镇人民政府", "示例开发区管委会"]
    cells, findings = gather_prior(files, THIS_YEAR, names=[OWN], predecessors=known)
    assert in_wan(cells)[SUMMARY, "revenue_grand_total", "actual"] == "1314"
    (told,) = named(findings, "prior-other-unit")
    assert "几个单位的数已相加" in told.message


def test_two_numbers_of_last_years_supplement_that_differ_are_told(tmp_path: Path) -> None:
    """上年的工作簿和导出都有、数不同：先按工作簿的，两处都写明。"""
    field = "机关运行经费支出"
    book = workbook(tmp_path)
    grids = tuple(
        Grid(grid.sheet, tuple(tuple(_more(row, field)) for row in grid.rows))
        for grid in book.grids
    )
    files = [SourceFile(book.name, grids), export(tmp_path)]
    cells, findings = gather_prior(files, THIS_YEAR, names=[OWN])
    (told,) = (each for each in named(findings, "sources-disagree") if field in each.message)
    own = cells[SUPPLEMENT, field, VALUE]
    assert own.source.file == book.name
    assert own.amount is not None
    assert f"{own.source.in_file} 是{own.amount.text()}" in told.message
    assert [each.message for each in findings if each.check == "sources-disagree"] == [told.message]


def _more(row: tuple[Value, ...], field: str) -> Iterator[Value]:
    """补充资料的这一行，本年的数加一。"""
    for at, value in enumerate(row):
        yield value + 1 if field in row[:at] and isinstance(value, Decimal) else value


def test_the_whole_of_another_unit_is_not_a_parts_last_year(tmp_path: Path) -> None:
    files = [tables(tmp_path, "示例镇人民政府")]
    cells, (told,) = gather_prior(files, with_history("分立"), names=[OWN])
    assert cells == {}
    assert "分立的单位" in told.message
    own, _ = gather_prior([tables(tmp_path)], with_history("分立"), names=[OWN])
    assert in_wan(own)[SUMMARY, "revenue_grand_total", "actual"] == "657"


def test_a_new_unit_has_no_last_year(tmp_path: Path) -> None:
    cells, (told,) = gather_prior([tables(tmp_path)], with_history("新设立"), names=[OWN])
    assert cells == {}
    assert told.level is Level.WARNING
    assert "新设立" in told.message


# --- 涉密 ---


def test_withheld_items_are_left_out_and_totals_kept(tmp_path: Path) -> None:
    cells, _ = gather_prior([export(tmp_path)], THIS_YEAR, names=[OWN], withheld=["20103"])
    got = in_wan(cells)
    assert [key[1] for key in got if key[0] == GENERAL] == [
        *("total", "2080505", "2101101", "2130126", "2210201")
    ]
    assert got[GENERAL, "total", "total"] == "550"


# --- 年初与上年年末 ---


def test_an_opening_that_does_not_follow_last_years_closing_is_told(tmp_path: Path) -> None:
    """上年年末是 0，把它当作本年的年初 10 万元的上年：两处都写明。"""
    prior, _ = gather_prior([workbook(tmp_path)], THIS_YEAR, names=[OWN])
    account, _ = account_2024()
    found = check_tables(replace(account, year=2025, prior=prior), THIS_YEAR).findings
    every = [each for finding in found for each in (finding, *finding.follows)]
    (told,) = (each for each in every if each.check == "opening-follows-closing")
    closing = prior[SUMMARY, "closing_carryover", "actual"].source
    opening = account.cell(SUMMARY, "opening_carryover", "actual")
    assert opening is not None
    assert {str(opening.source), str(closing)} <= set(told.inputs)
    assert "10万元" in told.message
    assert str(opening.source) in told.message
    funds = {each.check for each in every}
    assert {"appropriation-opening-follows-closing", "general-opening-follows-closing"} <= funds
