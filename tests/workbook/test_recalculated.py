"""LibreOffice computes every formula of our workbooks to exactly the result we saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, Unit
from xlbudget.files.office import recalculate
from xlbudget.formats.cases import cases, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.pipeline import report, run
from xlbudget.workbook.blank import account_in_layout, sample_account
from xlbudget.workbook.build import build

SUMMARY = "revenue_expenditure_summary"

Totals = tuple[str | None, str | None]


def account(resolved: Format, now: Totals, then: Totals) -> FinalAccount:
    """An account with only its totals, of this year and last: (收入总计, 支出总计)."""
    lines = ("revenue_grand_total", "expenditure_grand_total")

    def amounts(pair: Totals) -> dict[tuple[str, str, str], Amount]:
        return {
            (SUMMARY, line, "actual"): Amount.of(text, Unit.TEN_THOUSAND_YUAN)
            for line, text in zip(lines, pair, strict=True)
            if text is not None
        }

    return account_in_layout(resolved, "示例街道办事处", "示例.xlsx", amounts(now), amounts(then))


def same(one: str | None) -> Totals:
    return one, one


COMPARISONS = {
    "increase": (same("1482.22"), same("636.43")),
    "decrease": (same("25.92"), same("27.95")),
    "equal": (same("10"), same("10.00")),
    "both-nil": (same("0"), same("0")),
    "nil-last-year": (same("3.5"), same("0")),
    "nil-this-year": (same("0"), same("3.50")),
    "tie-of-the-rate": (same("200.01"), same("200")),
    "tiny-increase": (same("100000000.01"), same("100000000")),
    "near-nil": (same("0.01"), same("99999999")),
    "negative-base": (same("5"), same("-3")),
    "negative-both": (same("-5"), same("-3")),
    "falls-below-nothing": (same("-2"), same("4")),
    "no-prior": (same("5"), same(None)),
    "one-prior": (same("5"), ("5", None)),
    "totals-differ": (("5", "6"), same("4")),
    "priors-differ": (same("5"), ("4", "3")),
    "nothing": (same(None), same(None)),
    "whole-rate": (same("200"), same("100")),
    "big": (same("99999999.99"), same("12345678.91")),
}
SETTINGS = {
    "": {},
    "保留零与千分位": {"金额末尾的零": "保留", "千分位": "是", "比率末尾的零": "保留"},
    "去零与千分位": {"金额末尾的零": "去掉", "千分位": "是", "比率末尾的零": "去掉"},
    "一位小数": {"比率小数位": "1", "金额末尾的零": "整数去掉"},
    "按元": {"计算依据": "元"},
}


def assert_recalculated(workbook: bytes, folder: Path) -> int:
    """Compare every formula's saved result with LibreOffice's; returns how many there were."""
    source, target = folder / "源.xlsx", folder / "算.xlsx"
    source.write_bytes(workbook)
    recalculate(source, target)
    formulas = openpyxl.load_workbook(source)
    saved = openpyxl.load_workbook(source, data_only=True)
    computed = openpyxl.load_workbook(target, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    at = f"{sheet.title}!{cell.coordinate}"
                    ours = saved[sheet.title][cell.coordinate].value
                    theirs = computed[sheet.title][cell.coordinate].value
                    blank = (None, "")  # an empty text reads as either
                    assert (at, theirs) == (at, ours) or (theirs in blank and ours in blank)
    return count


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("name", COMPARISONS)
def test_every_comparison(name: str, tmp_path: Path) -> None:
    resolved = find("sichuan", 2024)
    now, then = COMPARISONS[name]
    results = run(account(resolved, now, then), resolved)
    assert assert_recalculated(build(results), tmp_path) > 200


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting(name: str, tmp_path: Path) -> None:
    resolved = find("sichuan", 2024, SETTINGS[name])
    results = run(account(resolved, same("12345.6"), same("2345.67")), resolved)
    assert assert_recalculated(build(results), tmp_path) > 200


@pytest.mark.usefixtures("soffice")
def test_the_sample_with_its_tails(tmp_path: Path) -> None:
    case = load_case(HOME / "sichuan" / "cases" / "sample.toml", "sichuan")
    resolved = find(case.place, case.year)
    filled = account_in_layout(resolved, case.unit_name, "示例.xlsx", case.amounts, case.prior)
    results = run(filled, resolved)
    assert assert_recalculated(build(results), tmp_path) > 200


@pytest.mark.usefixtures("soffice")
def test_a_table_in_yuan(tmp_path: Path) -> None:
    """The unit line of the table decides; 分析 stays in 万元."""
    resolved = find("sichuan", 2024)
    filled = account(resolved, same("1482.2213"), same("636.43"))
    statement = replace(filled.statements[SUMMARY], unit=Unit.YUAN)
    in_yuan = replace(filled, statements={**filled.statements, SUMMARY: statement})
    results = run(in_yuan, resolved)
    assert assert_recalculated(build(results), tmp_path) > 200


def test_every_case_is_a_whole_workbook() -> None:
    """Building never fails on what a format's cases hold."""
    for case in cases("sichuan"):
        resolved = find(case.place, case.year, case.settings)
        filled = account_in_layout(resolved, case.unit_name, "例.xlsx", case.amounts, case.prior)
        assert build(run(filled, resolved)).startswith(b"PK")


EDITS: dict[str, dict[str, str | float]] = {
    "unit-with-a-space": {"公开01 收入支出决算总表!F3": "金额单位：万 元"},
    "year-with-its-word": {"首页!B5": "2024年"},
    "other-settings": {"首页!B7": "保留", "首页!B8": "保留", "首页!B9": "3", "首页!B10": "是"},
    "basis-yuan": {"首页!B11": "元", "上年数!C5": 636.4312, "上年数!C8": 636.4312},
    "default-settings": {"首页!B7": "", "首页!B9": "", "首页!B11": ""},
    "tables-in-yuan": {
        "公开01 收入支出决算总表!F3": "金额单位：元",
        "公开01 收入支出决算总表!C37": 14822213.5,
        "公开01 收入支出决算总表!F37": 14822213.5,
    },
}


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("name", EDITS)
def test_after_a_report_on_an_edited_workbook(name: str, tmp_path: Path) -> None:
    """A person edits, a program that computes nothing saves, `report` renews our results."""
    source = tmp_path / "决算.xlsx"
    source.write_bytes(build(run(*sample_account())))
    book = openpyxl.load_workbook(source)
    for place, value in EDITS[name].items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(source)
    opened = PackedBook(source)
    results = report(opened)
    assert "formula-left-alone" not in {finding.check for finding in results.findings}
    opened.save(tmp_path / "出.xlsx")
    assert assert_recalculated((tmp_path / "出.xlsx").read_bytes(), tmp_path) > 200
