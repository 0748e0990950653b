"""涉密科目：导入时不写它们的行，上级和合计照旧；建出的工作簿勾稽相符，文中不列。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.intake.raw_exports import raw_export
from tests.intake.test_prior import GENERAL, OWN, account_2024, source
from xlbudget.domain.account import Entry
from xlbudget.domain.findings import Level
from xlbudget.domain.statements import Source
from xlbudget.domain.withheld import listing
from xlbudget.formats.library import find
from xlbudget.formats.settings import ADJUSTED
from xlbudget.intake.fresh import account_from
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.intake.missing import still_missing
from xlbudget.intake.withheld import listed_last_year, without_withheld
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

FIELD = Entry("2010350 事业运行", Source("决算.xlsx", "补充资料", "D55"))


@pytest.fixture
def gathered(tmp_path: Path) -> Gathered:
    account, resolved = account_2024()
    return gather([source(raw_export(account, resolved, tmp_path / "导出.xlsx"))], resolved)


def test_rows_are_kept_back_and_what_is_above_stays(gathered: Gathered) -> None:
    kept, (told,) = without_withheld(gathered, ["2010350"])
    gone = gathered.amounts.keys() - kept.amounts.keys()
    assert {line for _, line, _ in gone} == {"2010350"}
    assert {table for table, _, _ in gone} == {"revenue_accounts", "expenditure_accounts", GENERAL}
    assert kept.amounts[GENERAL, "20103", "total"] == gathered.amounts[GENERAL, "20103", "total"]
    assert not [key for key in (*kept.budgets, *kept.labels) if "2010350" in key]
    assert told.level is Level.INFO
    assert "2010350" in told.message
    assert told.file == "导出.xlsx"


def test_a_subcategory_takes_its_items_with_it(gathered: Gathered) -> None:
    kept, _ = without_withheld(gathered, ["20103"])
    assert not [line for _, line, _ in kept.amounts if line.startswith("20103")]
    assert (GENERAL, "201", "total") in kept.amounts


@pytest.mark.parametrize("codes", [(), ("2299999",)])
def test_where_nothing_is_withheld_nothing_changes(
    codes: tuple[str, ...], gathered: Gathered
) -> None:
    assert without_withheld(gathered, codes) == (gathered, ())


def test_budgets_and_last_years_amounts_alone_are_kept_back_too(gathered: Gathered) -> None:
    """只交来预算、只交来上年的：没有决算数的科目照样不写。"""
    key = (GENERAL, "2010350", "total")
    cell = gathered.amounts[key]
    for given in (Gathered(budgets={(*key, ADJUSTED): cell}), Gathered(prior={key: cell})):
        kept, (told,) = without_withheld(given, ["2010350"])
        assert (kept.amounts, kept.budgets, kept.prior) == ({}, {}, {})
        assert "2010350" in told.message


def test_what_last_year_withheld_is_withheld_again(tmp_path: Path) -> None:
    account, resolved = account_2024()
    listed = replace(FIELD, text="2010350 事业运行、信访")
    account = replace(account, supplement={**account.supplement, "涉密科目": listed})
    path = tmp_path / "上年.xlsx"
    path.write_bytes(build(run(account, resolved)))
    found, (told,) = listed_last_year([source(path)], find("national", 2025))
    assert found == ("2010350", "信访")
    assert (told.file, told.level) == ("上年.xlsx", Level.INFO)
    assert "2010350、信访" in told.message
    assert listed_last_year([SourceFile("空.xlsx", ())], find("national", 2025)) == ((), ())


def test_codes_that_are_withheld_again_come_by_their_numbers_of_now(tmp_path: Path) -> None:
    old = find("national", 2020)
    account = account_in_layout(old, OWN, "上年.xlsx", supplement=listing(["2089901"]))
    path = tmp_path / "上年.xlsx"
    path.write_bytes(build(run(account, old)))
    found, _ = listed_last_year([source(path)], find("national", 2021))
    assert found == ("2089999",)


def test_the_account_agrees_and_its_text_lists_none_of_them(gathered: Gathered) -> None:
    _, resolved = account_2024()
    kept, _ = without_withheld(gathered, ["2010350"])
    account = account_from(kept, resolved, "决算.xlsx", OWN)
    account = replace(account, supplement={**account.supplement, "涉密科目": FIELD})
    results = run(account, resolved)
    assert [each.message for each in results.findings if each.level is Level.ERROR] == []
    told = [each.check for each in results.findings if "withheld" in each.check]
    assert told == ["withheld-computable", "withheld-items"]
    text = "\n".join(paragraph.text for paragraph in results.paragraphs)
    assert "行政运行" in text
    assert "事业运行" not in text


def test_a_new_unit_lacks_no_last_year() -> None:
    account, resolved = account_2024()
    without = replace(account, prior={})
    assert still_missing(without, resolved).prior
    settings = {"单位沿革": "新设立"}
    assert still_missing(without, find("national", 2024, settings)).prior == ()
