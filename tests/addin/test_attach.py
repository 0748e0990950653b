"""`xlbudget attach`: the same actions from outside, on the workbook that is open in Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from click.testing import CliRunner, Result

from tests.addin.test_buttons import cells, edited
from tests.cli.import_runs import national
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export
from tests.xlwings_engine.session import Excel
from xlbudget.addin import ATTACHED, TAKES_FILES
from xlbudget.cli.commands import cli
from xlbudget.domain.errors import UnknownName
from xlbudget.workbook import layout


@pytest.fixture(autouse=True)
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "状态"))


def test_it_works_on_the_active_workbook_and_speaks_here(excel: Excel, tmp_path: Path) -> None:
    other = excel.open(edited(tmp_path / "别的.xlsm"))
    before = excel.store(other).dump()
    book = excel.open(edited(tmp_path / "决算.xlsm"))
    done = CliRunner().invoke(cli, ["attach"], standalone_mode=False)
    assert done.exception is None
    assert "处错误" in done.output
    assert excel.app.alerts == []
    home = excel.store(book)[layout.HOME]
    assert any("处错误" in str(cell.value) for cell in home.cells.values())
    assert excel.store(other).dump() == before


def test_a_workbook_is_chosen_by_name(excel: Excel, tmp_path: Path) -> None:
    first = excel.open(edited(tmp_path / "甲.xlsm"))
    second = excel.open(edited(tmp_path / "乙.xlsm"))
    untouched = cells(excel.store(second))
    done = CliRunner().invoke(
        cli, ["attach", "校验", "--workbook", "甲.xlsm"], standalone_mode=False
    )
    assert done.exception is None
    assert cells(excel.store(second)) == untouched
    checks = excel.store(first)[layout.CHECKS]
    assert checks.cell((layout.FIRST_ROW, 1)).value == "错误"


def test_a_name_that_is_not_open(excel: Excel, tmp_path: Path) -> None:
    excel.open(edited(tmp_path / "甲.xlsm"))
    done = CliRunner().invoke(
        cli, ["attach", "校验", "--workbook", "乙.xlsm"], standalone_mode=False
    )
    assert isinstance(done.exception, UnknownName)
    assert "甲.xlsm" in str(done.exception)


def test_what_goes_wrong_ends_with_its_code(excel: Excel, tmp_path: Path) -> None:
    excel.open(edited(tmp_path / "甲.xlsm"))
    excel.app.fail_at = 1
    done = CliRunner().invoke(cli, ["attach"], standalone_mode=False)
    assert isinstance(done.exception, SystemExit)
    assert done.exception.code == 2
    assert "工作簿没有改动" in done.output


def test_a_person_stops_it(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C：写到一半的还原，说工作簿怎样了。"""
    book = excel.open(edited(tmp_path / "甲.xlsm"))
    before, count = excel.store(book).dump(), excel.app.count
    excel.calculate_as_before(book)

    def stopped(kind: str) -> None:
        count(kind)
        if kind == "write" and excel.app.calls["write"] == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(excel.app, "count", stopped)
    done = CliRunner().invoke(cli, ["attach"], standalone_mode=False)
    assert isinstance(done.exception, SystemExit)
    assert done.exception.code == 2
    assert "生成说明中止了。已经还原，工作簿没有改动。" in done.output
    assert excel.store(book).dump() == before


def test_each_word_is_an_action_of_a_button() -> None:
    assert [*ATTACHED, *TAKES_FILES] == ["说明", "校验", "缺口", "导入", "上年"]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return raw_export(*account_of(national()), tmp_path / "导出.xlsx")


@pytest.fixture
def blank(excel: Excel, tmp_path: Path) -> xw.Book:
    CliRunner().invoke(cli, ["new", "national", "2024", "-o", str(tmp_path / "决算.xlsx")])
    book = excel.open(tmp_path / "决算.xlsx")
    excel.calculate_as_before(book)
    return book


def attached(*args: str | Path, answers: str = "") -> Result:
    said = [str(each) for each in args]
    return CliRunner().invoke(cli, ["attach", *said], input=answers, standalone_mode=False)


def test_an_export_by_its_name(excel: Excel, blank: xw.Book, export: Path) -> None:
    done = attached("导入", export, answers="是\n")
    assert done.exception is None
    assert "将填 406 格（只填空白的格和空行）" in done.output
    assert "请回答 (是, 否)：" in done.output
    assert "填 406 格。" in done.output
    assert blank.sheets["公开01 收入支出决算总表"].range("C7").value == 540
    assert excel.app.alerts == []
    assert excel.app.api.dialogs == []


def test_nobody_to_answer_is_no(excel: Excel, blank: xw.Book, export: Path) -> None:
    before = excel.store(blank).dump()
    done = attached("导入", export)
    assert done.exception is None
    assert excel.store(blank).dump() == before


def test_last_years_file_is_picked_in_excel(
    excel: Excel, blank: xw.Book, export: Path, tmp_path: Path
) -> None:
    older = tmp_path / "上年说明.docx"
    older.write_bytes(b"PK")
    excel.picks(older)
    before = excel.store(blank).dump()
    done = attached("上年")
    assert isinstance(done.exception, SystemExit)
    assert done.exception.code == 2
    assert "上年说明.docx" in done.output
    assert "工作簿没有改动" in done.output
    (dialog,) = excel.app.api.dialogs
    assert "*.docx" in dialog["FileFilter"]
    assert excel.store(blank).dump() == before
    assert export.exists()


def test_only_an_import_takes_files(excel: Excel, blank: xw.Book, export: Path) -> None:
    done = attached("校验", export)
    assert isinstance(done.exception, UnknownName)
    assert "只有“导入”、“上年”后面写文件" in str(done.exception)
    assert excel.app.calls["write"] == 0
    assert blank.name == "决算.xlsx"
