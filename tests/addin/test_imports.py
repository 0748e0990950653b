"""导入决算数据、导入上年：写进打开的工作簿的，和 `xlbudget import` 写进文件的逐格相同；先问再写，
取消、出错都一格不动。
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from tests.addin.test_buttons import cells
from tests.cli.import_runs import SUMMARY, edited, national, xlbudget
from tests.cli.test_import import lived_in, with_formula
from tests.cli.test_import_report import a_year_earlier
from tests.cli.test_import_sources import strange_layout
from tests.intake.filled import account_of
from tests.intake.raw_exports import public_tables, raw_export
from tests.xlwings_engine.session import Excel
from tests.xlwings_engine.store import BookStore, Cell, load
from xlbudget import addin
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite
from xlbudget.domain.records import replace
from xlbudget.intake import into
from xlbudget.intake.spare_rows import SpareRows, spare_rows
from xlbudget.workbook import layout

APPROPRIATION = (7, 3)
"""公开01 的一般公共预算财政拨款收入，导出里是 540。"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("导入")
    xlbudget("new", "national", "2024", "-o", folder / "决算.xlsm")
    xlbudget("new", "national", "2024", "-o", folder / "决算.xlsx")
    raw_export(*account_of(national()), folder / "导出.xlsx")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    for path in made.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import logging

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "状态"))
    for handler in list(logging.getLogger("xlbudget").handlers):
        logging.getLogger("xlbudget").removeHandler(handler)
        handler.close()
    return tmp_path / "状态" / "xlbudget" / "log" / "xlbudget.log"


def headless(folder: Path, workbook: str, *more: str | Path) -> BookStore:
    """What `import` writes, into a copy."""
    target = folder / f"命令{Path(workbook).suffix}"
    xlbudget("import", "--into", folder / workbook, "-o", target, "--force", *more)
    return load(target)


def differing(live: BookStore, expected: BookStore) -> set[str]:
    """The cells that differ, but for the two rows of 首页 that say what a button did."""
    one, other = cells(live), cells(expected)
    home = live[layout.HOME].cells
    told = {at[0] for at, c in home.items() if c.value in (layout.STATE, layout.LAST_RUN)}
    return {
        f"{sheet}!{at}"
        for sheet in {*one, *other}
        for at in {*one.get(sheet, {}), *other.get(sheet, {})}
        if one.get(sheet, {}).get(at) != other.get(sheet, {}).get(at)
        if sheet != layout.HOME or at[0] not in told
    }


def type_in(path: Path, number: int) -> None:
    """A person typed another amount than that of the export."""
    book = PackedBook(path)
    book.apply(BookPlan((RangeWrite(SUMMARY, *APPROPRIATION, ((CellWrite(Decimal(number)),),)),)))
    book.save(path, force=True)


def state_of(store: BookStore) -> str:
    home = store[layout.HOME]
    row = next(at[0] for at, cell in home.cells.items() if cell.value == layout.STATE)
    return str(home.cell((row, 2)).value)


def as_excel_has_it(excel: Excel, book: xw.Book) -> None:
    """公式的结果照旧，测试里没有人算它们。"""
    excel.calculate_as_before(book)


def test_an_export_is_written_as_the_command_writes_it(
    excel: Excel, folder: Path, log: Path
) -> None:
    expected = headless(folder, "决算.xlsm", folder / "导出.xlsx")
    book = excel.open(folder / "决算.xlsm", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    assert differing(excel.store(book), expected) == set()
    (dialog,) = excel.app.api.dialogs
    assert dialog["MultiSelect"] is True
    assert "*.xls;*.xlsx" in dialog["FileFilter"]
    question, told = excel.app.alerts
    assert question[2] == "yes_no"
    assert question[0].startswith("读入 13 张表，将填 406 格（只填空白的格和空行）。")
    assert f"    {SUMMARY}：20 格" in question[0]
    assert told[0].startswith("读入 13 张表：填 406 格。")
    assert "还没有数的表：国有资本经营预算" in told[0]
    assert state_of(excel.store(book)).startswith("导入决算数据：填 406 格；")
    listed = log.read_text(encoding="utf-8")
    assert f"{SUMMARY}!C7 收入支出决算总表 一般公共预算财政拨款收入 决算数：空白 → 540" in listed
    assert excel.app.status_bar is False
    addin.import_exports()
    assert excel.app.alerts[-1][0].startswith("没有要写的：")


def test_last_years_export_is_written_as_the_command_writes_it(excel: Excel, folder: Path) -> None:
    older = a_year_earlier(folder)
    expected = headless(folder, "决算.xlsm", "--last-year", older)
    book = excel.open(folder / "决算.xlsm", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(older)
    excel.app.answers = ["yes"]
    addin.import_last_year()
    assert differing(excel.store(book), expected) == set()
    assert f"    {layout.PRIOR}：" in excel.app.alerts[0][0]
    assert state_of(excel.store(book)).startswith("导入上年：填 ")


def test_last_years_document_is_written_as_the_command_writes_it(
    excel: Excel, folder: Path
) -> None:
    target = folder / "区县.xlsx"
    xlbudget("new", "sichuan", "2024", "-o", target, "--unit", "示例街道办事处")
    text = folder / "上年说明.txt"
    shutil.copy(Path(__file__).parents[1] / "intake" / "last_year.txt", text)
    expected = headless(folder, target.name, "--last-year", text)
    book = excel.open(target, caller=True)
    as_excel_has_it(excel, book)
    excel.picks(text)
    excel.app.answers = ["yes"]
    addin.import_last_year()
    assert differing(excel.store(book), expected) == set()
    assert excel.app.alerts[0][0].startswith("读入上年的说明，将填 ")


def test_several_files_are_read_together(excel: Excel, folder: Path) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    expected = headless(folder, "决算.xlsm", folder / "导出.xlsx", public)
    book = excel.open(folder / "决算.xlsm", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx", public)
    excel.app.answers = ["yes"]
    addin.import_exports()
    assert differing(excel.store(book), expected) == set()


def worn(book: openpyxl.Workbook) -> None:
    """改了名、插了行、有备注的工作簿，另有筛选、隐藏的行和隐藏的表。"""
    lived_in(book)
    book[SUMMARY].auto_filter.ref = "A6:F37"
    for row in (7, 9, 20):
        book[SUMMARY].row_dimensions[row].hidden = True
    book[layout.BUDGET].sheet_state = "hidden"
    book[layout.CHARTS]._charts.clear()  # type: ignore[attr-defined]  # openpyxl 写不全它们


def test_a_workbook_that_was_lived_in(excel: Excel, folder: Path) -> None:
    edited(folder / "决算.xlsx", worn)
    expected = headless(folder, "决算.xlsx", folder / "导出.xlsx")
    book = excel.open(folder / "决算.xlsx", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    assert differing(excel.store(book), expected) == set()
    assert book.sheets["支出"].range("A8").value == "以下由张三填写"
    assert "    支出：" in excel.app.alerts[0][0]


@pytest.mark.parametrize("button", [addin.import_exports, addin.import_last_year])
def test_nothing_happens_where_no_file_is_picked(
    excel: Excel, folder: Path, button: Callable[[], None]
) -> None:
    book = excel.open(folder / "决算.xlsm", caller=True)
    before = excel.store(book).dump()
    button()
    assert excel.app.alerts == []
    assert excel.app.calls["write"] == 0
    assert excel.store(book).dump() == before


@pytest.mark.parametrize("typed", [False, True])
def test_nothing_is_written_where_a_person_says_no(
    excel: Excel, folder: Path, *, typed: bool
) -> None:
    if typed:
        type_in(folder / "决算.xlsx", 541)
    book = excel.open(folder / "决算.xlsx", caller=True)
    before = excel.store(book).dump()
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["cancel" if typed else "no"]
    addin.import_exports()
    assert len(excel.app.alerts) == 1
    assert excel.store(book).dump() == before


@pytest.mark.parametrize(("answer", "number", "said"), [("no", 541, 1), ("yes", 540, 0)])
def test_what_a_person_typed_is_asked_for(
    excel: Excel, folder: Path, answer: str, number: int, said: int
) -> None:
    type_in(folder / "决算.xlsx", 541)
    book = excel.open(folder / "决算.xlsx", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = [answer]
    addin.import_exports()
    question, told = excel.app.alerts
    assert question[2] == "yes_no_cancel"
    assert (
        f"{SUMMARY}!C7 收入支出决算总表 一般公共预算财政拨款收入 决算数：现有 541，来源是 540"
        in (question[0])
    )
    assert excel.store(book)[SUMMARY].cell(APPROPRIATION).value == number
    assert ("填 405 格，留着没有动 1 格" in told[0]) == bool(said)
    assert ("填 405 格，改 1 格" in told[0]) == (not said)


def test_a_formula_of_the_users_is_never_overwritten(excel: Excel, folder: Path) -> None:
    with_formula(folder / "决算.xlsx", SUMMARY, "C8", "20+20", "40")
    book = excel.open(folder / "决算.xlsx", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    question, told = excel.app.alerts
    assert question[2] == "yes_no"
    assert "现有 公式 =20+20，来源是 50" in told[0]
    assert excel.store(book)[SUMMARY].cell((8, 3)).formula == "=20+20"


@pytest.mark.parametrize("fail_at", [1, 13, 60])
def test_a_failure_in_the_middle_leaves_the_sheets_as_they_were(
    excel: Excel, folder: Path, log: Path, fail_at: int
) -> None:
    book = excel.open(folder / "决算.xlsm", caller=True)
    before, settings = excel.store(book).dump(), dict(excel.app.settings)
    as_excel_has_it(excel, book)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    excel.app.fail_at = fail_at
    addin.import_exports()
    assert excel.app.fail_at == 0
    _, told = excel.app.alerts
    assert "工作簿没有改动" in told[0]
    assert str(log) in told[0]
    assert excel.store(book).dump() == before
    assert excel.app.settings == settings


def test_a_protected_sheet_is_protected_again(excel: Excel, folder: Path) -> None:
    book = excel.open(folder / "决算.xlsm", caller=True)
    as_excel_has_it(excel, book)
    sheet = excel.store(book)[SUMMARY]
    sheet.protection = dict(excel.store(book)[layout.NARRATIVE].protection or {"Contents": True})
    kept = dict(sheet.protection)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    assert sheet.cell(APPROPRIATION).value == 540
    assert sheet.protection == kept


def test_a_sheet_with_a_password_is_left_alone(excel: Excel, folder: Path) -> None:
    book = excel.open(folder / "决算.xlsm", caller=True)
    sheet = excel.store(book)[SUMMARY]
    sheet.protection = dict(excel.store(book)[layout.NARRATIVE].protection or {"Contents": True})
    sheet.password = "0000"  # noqa: S105
    before = excel.store(book).dump()
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    told = excel.app.alerts[-1][0]
    assert f"决算.xlsm · {SUMMARY}" in told
    assert "密码" in told
    assert excel.store(book).dump() == before


def a_text(folder: Path) -> Path:
    (folder / "便条.xlsx").write_text("不是表", encoding="utf-8")
    return folder / "便条.xlsx"


def of_another_year(folder: Path) -> Path:
    edited(folder / "导出.xlsx", lambda book: _replaced(book, "2024", "2022"))
    return folder / "导出.xlsx"


def _replaced(book: openpyxl.Workbook, was: str, now: str) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=4):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(was, now)


@pytest.mark.parametrize(
    ("made_by", "words"),
    [
        (a_text, ("便条.xlsx", "工作簿没有改动")),
        (of_another_year, ("2022年度的表", "应为：2024年度", "工作簿没有改动")),
        (lambda folder: folder / "没有.xls", ("没有.xls", "文件不存在", "工作簿没有改动")),
        (lambda folder: folder / "决算.xlsm", ("正在填的工作簿自己", "请另选文件")),
    ],
)
def test_a_file_that_is_none_is_told_and_changes_nothing(
    excel: Excel, folder: Path, made_by: Callable[[Path], Path], words: tuple[str, ...]
) -> None:
    book = excel.open(folder / "决算.xlsm", caller=True)
    before = excel.store(book).dump()
    excel.picks(made_by(folder))
    addin.import_exports()
    (alert,) = excel.app.alerts
    for word in words:
        assert word in alert[0]
    assert "Traceback" not in alert[0]
    assert excel.store(book).dump() == before


def test_what_would_not_read_back_is_not_written(
    excel: Excel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misplaced(*args: Any) -> SpareRows:
        found = spare_rows(*args)
        names = list(found.columns)
        turned = zip(names, [*names[1:], names[0]], strict=True)
        return replace(found, columns={name: found.columns[other] for name, other in turned})

    book = excel.open(folder / "决算.xlsm", caller=True)
    before = excel.store(book).dump()
    monkeypatch.setattr(into, "spare_rows", misplaced)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    assert "读出来的不是填的数" in excel.app.alerts[-1][0]
    assert excel.app.calls["write"] == 0
    assert excel.store(book).dump() == before


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_unknown_layout_is_asked_for(excel: Excel, folder: Path, answer: str) -> None:
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")
    edited(public, strange_layout)
    more = ["--confirm"] if answer == "yes" else []
    expected = headless(folder, "决算.xlsm", public, *more)
    book = excel.open(folder / "决算.xlsm", caller=True)
    as_excel_has_it(excel, book)
    excel.picks(public)
    excel.app.answers = [answer, "yes"]
    addin.import_exports()
    asked = excel.app.alerts[0][0]
    assert "公开表.xlsx · 附三：像“支出决算表”" in asked
    assert "--confirm" not in asked
    assert differing(excel.store(book), expected) == set()


def test_only_an_unknown_layout(excel: Excel, folder: Path) -> None:
    """什么都认不出的一个文件：不采用就什么也不写。"""
    public = public_tables(*account_of(national()), folder / "公开表.xlsx")

    def alone(book: openpyxl.Workbook) -> None:
        strange_layout(book)
        for name in set(book.sheetnames) - {"附三"}:
            book.remove(book[name])

    edited(public, alone)
    book = excel.open(folder / "决算.xlsm", caller=True)
    before = excel.store(book).dump()
    excel.picks(public)
    excel.app.answers = ["no"]
    addin.import_exports()
    question, told = excel.app.alerts
    assert "上缴上级支出 ← 上缴上级部门支出" in question[0]
    assert "--confirm" not in question[0]
    assert told[0] == "没有采用对应关系，什么也没有写。"
    assert excel.store(book).dump() == before


def test_a_row_that_nobody_knows_is_named(excel: Excel, folder: Path) -> None:
    def strange(book: openpyxl.Workbook) -> None:
        sheet = next(each for each in book.worksheets if each.title.startswith("Z04"))
        sheet["A11"], sheet["D11"] = None, "不知道是什么"

    edited(folder / "导出.xlsx", strange)
    excel.open(folder / "决算.xlsm", caller=True)
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    question = excel.app.alerts[0][0]
    assert "认不出、没有读入的 1 行：" in question
    assert "导出.xlsx" in question


def test_a_sheet_that_excel_makes_unreadable_is_told_with_the_counts(
    excel: Excel, folder: Path
) -> None:
    """写好以后，用户自己的公式变成了错误值：已经写的照说，读不了的也说。"""
    with_formula(folder / "决算.xlsx", SUMMARY, "C9", "1+1", "2")
    book = excel.open(folder / "决算.xlsx", caller=True)

    def compute(store: BookStore) -> None:
        at = (9, 3)
        if store[SUMMARY].cell(APPROPRIATION).value == 540:
            store[SUMMARY].cells[at] = Cell("约三百", store[SUMMARY].cell(at).formula, "General")

    excel.app.on_calculate = compute
    excel.picks(folder / "导出.xlsx")
    excel.app.answers = ["yes"]
    addin.import_exports()
    told = excel.app.alerts[-1][0]
    assert "填 " in told
    assert f"填好以后再读各表：决算.xlsx · {SUMMARY}!C9" in told
    assert "约三百" in told
    assert book.sheets[SUMMARY].range("C7").value == 540
