"""一个单位的决算账写成财决导出、公开表，读回来每一格都是原来的数。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.intake.raw_exports import amounts_of, converted, public_tables, raw_export
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Level
from xlbudget.domain.money import PUBLISHED, Unit
from xlbudget.formats.cases import load_case
from xlbudget.formats.exports import exports
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.workbook.blank import account_of_case

CASES = [
    ("sichuan", "sample_complete"),
    ("national", "every_section"),
    *(
        (place, "complete")
        for place in places()
        if (HOME / place / "cases" / "complete.toml").is_file()
    ),
]
LEAST_NUMBERS = 15
NOT_EXPORTED = {"general_public_budget_three_public", "state_assets"}
"""Tables of some places that no raw sheet gives."""


@dataclass(frozen=True)
class Unit2024:
    account: FinalAccount
    resolved: Format

    def amounts(self) -> dict[tuple[str, str, str], int]:
        """All amounts of all tables, in 分."""
        return {
            (table, *key): amount.fen
            for table in self.resolved.tables
            for key, amount in amounts_of(self.account, table).items()
        }

    def published(self) -> dict[tuple[str, str, str], int]:
        """The same, half-up to 0.01 万元."""
        return {
            key: int((Decimal(fen) / PUBLISHED).quantize(Decimal(1), "ROUND_HALF_UP")) * PUBLISHED
            for key, fen in self.amounts().items()
        }


@cache
def unit_of(place: str, name: str) -> Unit2024:
    case = load_case(HOME / place / "cases" / f"{name}.toml", place)
    resolved = find(case.place, case.year, case.settings)
    return Unit2024(account_of_case(case, resolved), resolved)


def source(path: Path) -> SourceFile:
    book = PackedBook(path)
    return SourceFile(path.name, tuple(book.read(sheet.name) for sheet in book.sheets()))


def fen(gathered: Gathered) -> dict[tuple[str, str, str], int]:
    return {key: cell.amount.fen for key, cell in gathered.amounts.items() if cell.amount}


def problems(gathered: Gathered) -> list[str]:
    return [found.message for found in gathered.findings if found.level is not Level.INFO]


@pytest.mark.parametrize(("place", "name"), CASES)
def test_raw_export_gives_every_amount_of_every_table(
    place: str, name: str, tmp_path: Path
) -> None:
    unit = unit_of(place, name)
    path = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx")
    found = gather([source(path)], unit.resolved)
    expected = {key: fen for key, fen in unit.amounts().items() if key[0] not in NOT_EXPORTED}
    assert fen(found) == expected
    assert (found.unit_name, found.year) == (unit.account.unit_name, 2024)
    assert problems(found) == []


@pytest.mark.parametrize(("place", "name"), CASES)
def test_raw_export_gives_budgets_and_numbers(place: str, name: str, tmp_path: Path) -> None:
    unit = unit_of(place, name)
    path = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx")
    found = gather([source(path)], unit.resolved)
    asked = {key: cell.amount for key, cell in unit.account.budgets.items() if cell.amount}
    assert {k: c.amount.fen for k, c in found.budgets.items() if c.amount} == {
        key: amount.fen for key, amount in asked.items()
    }
    given = {
        name: cell.amount.fen if cell.amount else cell.count
        for name, cell in unit.account.numbers.items()
        if cell.amount or cell.count is not None
    }
    fed = {number.field for sheet in exports(2024).sheets.values() for number in sheet.numbers}
    read = {n: c.amount.fen if c.amount else c.count for n, c in found.numbers.items()}
    assert read == {name: value for name, value in given.items() if name in fed}
    assert len(read) > LEAST_NUMBERS


def test_without_budgets_there_are_none(tmp_path: Path) -> None:
    unit = unit_of(*CASES[0])
    path = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx", budgets=False)
    found = gather([source(path)], unit.resolved)
    assert found.budgets == {}
    assert fen(found) == unit.amounts()


@pytest.mark.parametrize(
    ("place", "name", "code_columns"), [*((*case, 3) for case in CASES), (*CASES[0], 1)]
)
def test_public_tables_give_the_published_amounts(
    place: str, name: str, code_columns: int, tmp_path: Path
) -> None:
    unit = unit_of(place, name)
    path = tmp_path / "公开表.xlsx"
    public_tables(unit.account, unit.resolved, path, code_columns=code_columns)
    found = gather([source(path)], unit.resolved)
    assert fen(found) == unit.published()
    assert problems(found) == []


def test_public_tables_in_yuan_with_the_total_first(tmp_path: Path) -> None:
    unit = unit_of(*CASES[0])
    path = tmp_path / "公开表.xlsx"
    public_tables(unit.account, unit.resolved, path, total_last=False, unit=Unit.YUAN)
    assert fen(gather([source(path)], unit.resolved)) == unit.amounts()


def test_export_and_public_tables_agree_and_the_exact_amounts_are_kept(tmp_path: Path) -> None:
    unit = unit_of(*CASES[0])
    public = public_tables(unit.account, unit.resolved, tmp_path / "公开表.xlsx")
    raw = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx")
    found = gather([source(public), source(raw)], unit.resolved)
    assert fen(found) == unit.amounts()
    assert problems(found) == []


def test_one_table_in_each_file(tmp_path: Path) -> None:
    unit = unit_of(*CASES[1])
    whole = source(public_tables(unit.account, unit.resolved, tmp_path / "公开表.xlsx"))
    files = [SourceFile(f"{grid.sheet}.xlsx", (grid,)) for grid in whole.grids]
    assert fen(gather(files, unit.resolved)) == unit.published()


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("to", ["xls", "ods"])
def test_old_and_open_formats_read_alike(to: str, tmp_path: Path) -> None:
    unit = unit_of(*CASES[0])
    raw = converted(raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx"), to)
    found = gather([source(raw)], unit.resolved)
    assert fen(found) == unit.amounts()
    assert problems(found) == []


def test_every_sheet_is_listed_with_what_it_was_read_as(tmp_path: Path) -> None:
    unit = unit_of(*CASES[1])
    path = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx")
    found = gather([source(path)], unit.resolved)
    listed = {sheet.sheet.partition(" ")[0]: sheet.read_as for sheet in found.sheets}
    unused = {"Z05", "Z05_1", "Z05_2", "Z05_3", "Z12", "CS03"}
    assert {code for code, title in listed.items() if not title} == unused
    assert listed["Z08_1"] == "一般公共预算财政拨款基本支出决算明细表"
    assert listed["预算指标"] == "按功能分类科目的预算数"
    told = [f.where.sheet or "" for f in found.findings if f.check == "sheet-not-used"]
    assert {sheet.partition(" ")[0] for sheet in told} == unused


def test_labels_are_those_of_the_files(tmp_path: Path) -> None:
    unit = unit_of(*CASES[1])
    path = raw_export(unit.account, unit.resolved, tmp_path / "导出.xlsx")
    labels = gather([source(path)], unit.resolved).labels
    assert labels["expenditure_accounts", "2010301"] == "行政运行"
    assert labels["general_public_budget_expenditure", "2130126"] == "农村社会事业"
