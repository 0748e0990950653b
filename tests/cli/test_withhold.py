"""`new --withhold`：涉密科目的行从头到尾不进新工作簿，编码记在补充资料里。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.import_runs import bring_in, states, xlbudget
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import UnknownName
from xlbudget.pipeline import read

HIDDEN, NAME = "2010350", "事业运行"


def new(folder: Path, *more: str | Path, year: str = "2024") -> str:
    return xlbudget("new", "national", year, "-o", folder / "新.xlsx", *more).output


def account(folder: Path) -> FinalAccount:
    return read(PackedBook(folder / "新.xlsx")).account


def words(path: Path) -> set[str]:
    book = PackedBook(path)
    return {str(value) for s in book.sheets() for _, _, value in book.read(s.name).cells()}


def test_withheld_rows_are_not_in_the_new_workbook(folder: Path) -> None:
    told = new(folder, "--from", folder / "导出.xlsx", "--withhold", f"{HIDDEN} {NAME}、20499")
    assert f"涉密科目 {HIDDEN} 的行没有写入" in told
    made = account(folder)
    assert made.withheld == (HIDDEN, "20499")
    spent = made.statements["general_public_budget_expenditure"]
    assert spent.line(HIDDEN) is None
    assert spent.line("20103") is not None
    found = {word for word in words(folder / "新.xlsx") if HIDDEN in word or NAME in word}
    assert found - {f"{HIDDEN}、20499"} == {word for word in found if "就能算出它" in word}


def test_a_blank_workbook_lists_them_for_the_import(folder: Path) -> None:
    new(folder, "--withhold", HIDDEN)
    (folder / "新.xlsx").replace(folder / "决算.xlsx")
    assert f"涉密科目 {HIDDEN} 的行没有写入" in bring_in(folder).output
    assert {word for word in words(folder / "决算.xlsx") if HIDDEN in word} == {HIDDEN}


@pytest.mark.parametrize("text", ["201035", "信访", "2019998"])
def test_codes_that_nobody_knows_stop_everything(folder: Path, text: str) -> None:
    before = states(folder)
    with pytest.raises(UnknownName, match=f"“{text}”(?s:.)*什么也没有写"):
        new(folder, "--from", folder / "导出.xlsx", "--withhold", text)
    assert states(folder) == before


def test_what_last_years_workbook_lists_is_withheld_again(folder: Path) -> None:
    older = folder / "上年.xlsx"
    xlbudget("new", "national", "2023", "-o", older, "--withhold", HIDDEN)
    told = new(folder, "--from", folder / "导出.xlsx", "--last-year", older)
    assert f"上年的工作簿列了涉密科目 {HIDDEN}，今年照样不公开" in told
    assert account(folder).withheld == (HIDDEN,)
    assert not [word for word in words(folder / "新.xlsx") if NAME in word]
