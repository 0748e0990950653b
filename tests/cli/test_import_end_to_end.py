"""从导出的表到说明：同一个单位，导出的元、公开的万元，得到的文字和案例自己的一字不差。"""

from __future__ import annotations

import json
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.cli.import_runs import xlbudget
from tests.intake.filled import account_of, complete_cases, fill_in
from tests.intake.raw_exports import converted, public_tables, raw_export
from xlbudget.books.packed_book import PackedBook
from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Level
from xlbudget.formats.cases import Case
from xlbudget.pipeline import read, run


def reported(workbook: Path, folder: Path) -> tuple[list[str], list[str]]:
    """The text of `report`, and its findings at error or warning level; gaps are in the text."""
    xlbudget("report", workbook, "-o", folder, "--only", "txt,json")
    told = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    worst = [
        finding["message"]
        for finding in told["findings"]
        if finding["level"] != "info" and finding["check"] != GAP
    ]
    return (folder / "narrative.txt").read_text(encoding="utf-8").splitlines(), worst


@cache
def expected(place: str, name: str) -> list[str]:
    """The text of the case's own account, which has no error or warning."""
    (case,) = (case for case in complete_cases() if (case.place, case.name) == (place, name))
    results = run(*account_of(case))
    worst = [each for each in results.findings if each.level is not Level.INFO]
    assert {each.check for each in worst} <= {GAP}
    return results.narrative().splitlines()


def has_an_import_of_its_own(case: Case) -> bool:
    """零值句子写不写，与导入无关；什么都没有的，一个地方就够。"""
    if case.name == "nothing":
        return case.place == "sichuan"
    return case.name != "nil_sentences_left_out"


RAW = [case for case in complete_cases() if has_an_import_of_its_own(case)]


@pytest.mark.parametrize("case", RAW, ids=lambda case: f"{case.place}-{case.name}")
def test_a_raw_export_gives_the_text_of_the_case(case: Case, tmp_path: Path) -> None:
    export = raw_export(*account_of(case), tmp_path / "导出.xlsx")
    workbook = tmp_path / "决算.xlsx"
    done = xlbudget("new", case.place, str(case.year), "-o", workbook, "--from", export)
    assert "读入" in done.output
    fill_in(workbook, case)
    assert reported(workbook, tmp_path / "出") == (expected(case.place, case.name), [])


SAME = [case for case in complete_cases() if case.name in ("every_section", "sample_complete")]


def by_place(case: Case) -> str:
    return case.place


@pytest.mark.parametrize("case", SAME, ids=by_place)
def test_public_tables_give_the_same_text(case: Case, tmp_path: Path) -> None:
    public = public_tables(*account_of(case), tmp_path / "公开表.xlsx")
    workbook = tmp_path / "决算.xlsx"
    xlbudget("new", case.place, str(case.year), "-o", workbook, "--from", public)
    fill_in(workbook, case)
    assert reported(workbook, tmp_path / "出")[0] == expected(case.place, case.name)


@pytest.mark.usefixtures("soffice")
def test_an_old_xls_gives_the_same_text(tmp_path: Path) -> None:
    (case,) = (case for case in SAME if case.place == "sichuan")
    old = converted(raw_export(*account_of(case), tmp_path / "导出.xlsx"), "xls")
    workbook = tmp_path / "决算.xlsx"
    xlbudget("new", case.place, str(case.year), "-o", workbook, "--from", old)
    fill_in(workbook, case)
    assert reported(workbook, tmp_path / "出") == (expected(case.place, case.name), [])


@pytest.mark.parametrize("case", SAME, ids=by_place)
def test_an_import_into_a_blank_workbook_gives_the_same_text(case: Case, tmp_path: Path) -> None:
    export = raw_export(*account_of(case), tmp_path / "导出.xlsx")
    workbook = tmp_path / "决算.xlsx"
    xlbudget("new", case.place, str(case.year), "-o", workbook)
    xlbudget("import", export, "--into", workbook)
    fill_in(workbook, case)
    assert reported(workbook, tmp_path / "出") == (expected(case.place, case.name), [])


def test_one_file_for_each_table_and_macros(tmp_path: Path) -> None:
    (case,) = (case for case in SAME if case.place == "national")
    book = openpyxl.load_workbook(public_tables(*account_of(case), tmp_path / "公开表.xlsx"))
    folder = tmp_path / "公开表"
    (folder / "三公").mkdir(parents=True)
    for name in book.sheetnames:
        one = openpyxl.load_workbook(tmp_path / "公开表.xlsx")
        for other in set(one.sheetnames) - {name}:
            one.remove(one[other])
        one.save((folder / "三公" if "三公" in name else folder) / f"{name}.xlsx")
    (folder / "说明.txt").write_text("不是表", encoding="utf-8")
    workbook = tmp_path / "决算.xlsm"
    done = xlbudget("new", "national", "2024", "-o", workbook, "--from", folder)
    assert "“说明.txt”没有读入：不是表格文件。" in done.output
    reading = read(PackedBook(workbook))
    amounts = {
        key: reading.account.cell(*key) for key, amount in case.amounts.items() if amount.fen
    }
    assert all(cell is not None and cell.amount is not None for cell in amounts.values())
    with zipfile.ZipFile(workbook) as package:
        assert "xl/vbaProject.bin" in package.namelist()
