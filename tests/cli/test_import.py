"""`import`：写进已有的工作簿。只填空格和空行；别人的东西一个字节也不动；不成就什么也不写。"""

from __future__ import annotations

import json
import re
import zipfile
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
    parts,
    states,
    xlbudget,
)
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import (
    OutputRefused,
    XlbudgetError,
)
from xlbudget.pipeline import read

CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?:[^>]*/>|.*?</c>)', re.DOTALL)
EMPTY_ROW = re.compile(rb'<row r="[0-9]+"></row>')


def test_a_dry_run_lists_every_cell_and_changes_no_byte(folder: Path) -> None:
    before = states(folder)
    done = bring_in(folder, "--dry-run")
    assert states(folder) == before
    assert "C7 收入支出决算总表 一般公共预算财政拨款收入 决算数：空白 → 540" in done.output
    assert "导出.xlsx · Z01 收入支出决算总表(财决01表)!" in done.output
    count = re.search(r"会改 (\d+) 格；什么也没有写。", done.output)
    assert count
    assert int(count[1]) == len(re.findall(r"^    [A-Z]+\d+ .* → ", done.output, re.MULTILINE))


def test_an_import_fills_the_workbook_and_keeps_the_original(folder: Path) -> None:
    before = (folder / "决算.xlsx").read_bytes()
    done = bring_in(folder)
    assert (folder / "决算-导入前.xlsx").read_bytes() == before
    assert "原样存为 决算-导入前.xlsx" in done.output
    given = {key: f"{a.number()}" for key, a in national().amounts.items() if a.fen}
    assert amounts(folder / "决算.xlsx") == given
    reading = read(PackedBook(folder / "决算.xlsx"))
    assert reading.account.unit_name == national().unit_name
    assert all(s.unit_name == national().unit_name for s in reading.account.statements.values())


def test_a_second_import_finds_nothing_to_do(folder: Path) -> None:
    bring_in(folder)
    before = states(folder)
    done = bring_in(folder)
    assert states(folder) == before
    assert "没有要写的" in done.output


def test_an_original_that_is_kept_is_never_overwritten(folder: Path) -> None:
    (folder / "决算-导入前.xlsx").write_bytes(b"mine")
    bring_in(folder)
    assert (folder / "决算-导入前.xlsx").read_bytes() == b"mine"
    assert (folder / "决算-导入前2.xlsx").exists()


def test_another_output_leaves_the_workbook_alone(folder: Path) -> None:
    before = states(folder)
    bring_in(folder, "-o", folder / "新.xlsx")
    after = states(folder)
    assert set(after) - set(before) == {"新.xlsx"}
    assert {name: after[name] for name in before} == before
    with pytest.raises(OutputRefused, match="已经存在"):
        bring_in(folder, "-o", folder / "新.xlsx")


def lived_in(book: openpyxl.Workbook) -> None:
    """用户改名、插行、写备注，另有自己的表和自己的格。"""
    sheet = book[EXPENDITURE]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(8, 2)
    sheet["A8"] = "以下由张三填写"
    sheet["K20"] = "备注：待核"
    sheet.title = "支出"
    book[SUMMARY]["J3"] = "我的备注"
    own = book.create_sheet("我的底稿")
    own["A1"], own["B2"] = "草稿", "=支出!C7"


def changed_cells(before: Path, after: Path) -> dict[str, set[str]]:
    """The cells whose XML differs, by part; everything else is the same."""
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    found: dict[str, set[str]] = {}
    for name in old:
        if old[name] == new[name]:
            continue
        cells = [{m[1].decode(): m[0] for m in CELL.finditer(each[name])} for each in (old, new)]
        found[name] = {
            cell for cell in cells[0].keys() | cells[1] if cells[0].get(cell) != cells[1].get(cell)
        }
        if name.startswith("xl/worksheets/"):
            rest = [EMPTY_ROW.sub(b"", CELL.sub(b"", each[name])) for each in (old, new)]
            assert rest[0] == rest[1], name
    return found


def test_nothing_but_our_cells_changes(folder: Path) -> None:
    target = folder / "决算.xlsx"
    edited(target, lived_in)
    told = json.loads(bring_in(folder, "--json").stdout)
    found = changed_cells(folder / "决算-导入前.xlsx", target)
    sheets = [path for path in found if path.startswith("xl/worksheets/")]
    assert set(found) - set(sheets) <= {"xl/workbook.xml"}  # 只多了“打开时重算”
    listed = sorted(change["cell"] for change in told["changes"])
    assert sorted(cell for part in sheets for cell in found[part]) == listed
    book = openpyxl.load_workbook(target)
    assert book["支出"]["A8"].value == "以下由张三填写"
    assert book["支出"]["K20"].value == "备注：待核"
    assert all(cell.value is None for cell in book["支出"][20][:8])
    assert amounts(target) == {k: f"{a.number()}" for k, a in national().amounts.items() if a.fen}


def test_a_macro_workbook_keeps_its_macros(folder: Path) -> None:
    target = folder / "按钮.xlsm"
    xlbudget("new", "national", "2024", "-o", target)
    done = xlbudget("import", folder / "导出.xlsx", "--into", target)
    assert "原样存为 按钮-导入前.xlsm" in done.output
    found = changed_cells(folder / "按钮-导入前.xlsm", target)
    assert "xl/vbaProject.bin" not in found
    assert amounts(target) == {k: f"{a.number()}" for k, a in national().amounts.items() if a.fen}


def test_a_cell_that_says_otherwise_is_left_and_listed(folder: Path) -> None:
    target = folder / "决算.xlsx"

    def fill(book: openpyxl.Workbook) -> None:
        book[SUMMARY]["C7"] = 541
        book[SUMMARY]["C8"] = "=40+10"

    edited(target, fill)
    # 公式要有保存过的值，读得出来：由程序写一次
    with pytest.raises(XlbudgetError, match="没有保存过计算结果"):
        bring_in(folder)
    edited(target, lambda book: book[SUMMARY].__setitem__("C8", None))
    done = bring_in(folder)
    assert (
        f"{SUMMARY}!C7 收入支出决算总表 一般公共预算财政拨款收入 决算数：现有 541，来源是 540"
        in done.output
    )
    assert amounts(target)[APPROPRIATION] == "541"
    bring_in(folder, "--overwrite")
    assert amounts(target)[APPROPRIATION] == "540"


def with_formula(path: Path, sheet: str, cell: str, formula: str, value: str) -> None:
    """A formula of the user's with its saved result, as Excel writes it."""
    workbook = parts(path)
    number = re.search(
        rf'<sheet name="{sheet}" sheetId="(\d+)"'.encode(), workbook["xl/workbook.xml"]
    )
    assert number
    part = f"xl/worksheets/sheet{number[1].decode()}.xml"
    old = re.search(rf'<c r="{cell}"( s="\d+")?/>'.encode(), workbook[part])
    assert old
    kind = "" if value else ' t="str"'
    new = f'<c r="{cell}"{(old[1] or b"").decode()}{kind}><f>{formula}</f><v>{value}</v></c>'
    workbook[part] = workbook[part].replace(old[0], new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in workbook.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("more", [[], ["--overwrite"]], ids=["plain", "overwrite"])
def test_a_formula_of_the_users_is_never_overwritten(folder: Path, more: list[str]) -> None:
    target = folder / "决算.xlsx"
    with_formula(target, SUMMARY, "C8", "20+20", "40")
    done = bring_in(folder, *more)
    assert "现有 公式 =20+20，来源是 50" in done.output
    sheet = openpyxl.load_workbook(target)[SUMMARY]
    assert sheet["C8"].value == "=20+20"
    assert sheet["C7"].value == 540


def test_a_spare_row_with_a_formula_is_passed_over(folder: Path) -> None:
    target = folder / "决算.xlsx"
    with_formula(target, EXPENDITURE, "D8", 'IF(C8="","",C8)', "")
    bring_in(folder)
    sheet = openpyxl.load_workbook(target)[EXPENDITURE]
    assert sheet["A8"].value is None
    assert sheet["A9"].value == "201"
    assert amounts(target) == {k: f"{a.number()}" for k, a in national().amounts.items() if a.fen}
