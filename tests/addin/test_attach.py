"""`xlbudget attach`: the same actions from outside, on the workbook that is open in Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.addin.test_buttons import cells, edited
from tests.xlwings_engine.session import Excel
from xlbudget.addin import ATTACHED
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


def test_each_word_is_an_action_of_a_button() -> None:
    assert list(ATTACHED) == ["说明", "校验", "缺口"]
