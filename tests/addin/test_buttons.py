"""Every button, end to end: the real xlwings classes over a test engine, on workbooks as we build
them. What stands in the sheets afterwards is what a headless run of the same file writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import results_of
from tests.xlwings_engine.session import Excel
from tests.xlwings_engine.store import BookStore, Cell, load
from tests.xlwings_engine.typed import ComError
from xlbudget import addin
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite
from xlbudget.domain.findings import Level
from xlbudget.pipeline import read, report, run
from xlbudget.workbook import layout
from xlbudget.workbook.build import build, build_with_macros
from xlbudget.workbook.plan import plan, plan_checks
from xlbudget.workbook.vba import own_modules

FIXTURES = ("sample", "nothing", "unit_2020", "units_below")
SUMMARY = "公开01 收入支出决算总表"
GENERAL = "公开06 一般公共预算财政拨款支出决算表"


@cache
def workbook(name: str, suffix: str) -> bytes:
    if suffix == ".xlsx":
        return build(results_of(name))
    return build_with_macros(results_of(name), own_modules())


def edited(path: Path, name: str = "sample") -> Path:
    """A workbook in which a person changed a total and added an item, since it was built."""
    path.write_bytes(workbook(name, path.suffix))
    book = PackedBook(path)
    general = next(info.name for info in book.sheets() if info.name.startswith("公开06"))
    summary = next(info.name for info in book.sheets() if info.name.startswith("公开01"))
    spare = next(
        row
        for row in range(8, 200)
        if book.read(general).at(row, 1) is None and book.read(general).at(row, 2) is None
    )
    new = tuple(
        CellWrite(Decimal(v) if v.isdigit() and len(v) < 5 else v)
        for v in ("2010308", "信访事务", "12", "12")
    )
    book.apply(
        BookPlan(
            (
                RangeWrite(summary, 37, 3, ((CellWrite(Decimal(1500)),),)),
                RangeWrite(general, spare, 1, (new,)),
            )
        )
    )
    book.save(path, force=True)
    return path


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "状态"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "状态"))
    import logging

    for handler in list(logging.getLogger("xlbudget").handlers):
        logging.getLogger("xlbudget").removeHandler(handler)
        handler.close()
    return tmp_path / "状态" / "xlbudget" / "log" / "xlbudget.log"


@pytest.fixture
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlbudget.addin.actions.now", lambda: "")


def cells(store: BookStore) -> dict[str, dict[tuple[int, int], tuple[object, str | None]]]:
    """Value and formula of every cell that holds anything, by sheet."""

    def seen(cell: Cell) -> tuple[object, str | None]:
        value = cell.value if cell.value != "" else None
        return (round(value, 9) if isinstance(value, float) else value), cell.formula

    return {
        sheet.name: {
            at: seen(cell)
            for at, cell in sheet.cells.items()
            if cell.value not in (None, "") or cell.formula
        }
        for sheet in store.sheets
    }


@pytest.mark.usefixtures("no_clock")
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize(("button", "planned"), [(addin.narrate, plan), (addin.check, plan_checks)])
def test_a_button_writes_what_a_headless_run_writes(
    excel: Excel,
    tmp_path: Path,
    suffix: str,
    name: str,
    button: Callable[[], None],
    planned: Callable[..., BookPlan],
) -> None:
    path, target = edited(tmp_path / f"决算{suffix}", name), tmp_path / f"出{suffix}"
    headless = PackedBook(path)
    results = report(headless, None, planned)
    headless.save(target)
    reading = read(PackedBook(path))
    computed = run(reading.account, reading.format, reading.findings)
    book = excel.open(path, caller=True)
    excel.calculate_from(planned(computed, reading.sheets))
    button()
    live, expected = cells(excel.store(book)), cells(load(target))
    for sheet, wanted in expected.items():
        assert live[sheet] == wanted, sheet
    assert {s.name: s.arrays for s in excel.store(book).sheets} == {
        s.name: s.arrays for s in load(target).sheets
    }
    (alert,) = excel.app.alerts
    assert alert[0].startswith(f"{results.count(Level.ERROR)} 处错误")
    assert excel.app.status_bar is False


@pytest.mark.usefixtures("soffice", "no_clock")
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_what_excel_would_compute_is_what_a_headless_run_saves(
    excel: Excel, tmp_path: Path, suffix: str
) -> None:
    """LibreOffice computes the formulas that the button entered."""
    path, target = edited(tmp_path / f"决算{suffix}"), tmp_path / f"出{suffix}"
    headless = PackedBook(path)
    report(headless)
    headless.save(target)
    book = excel.open(path, caller=True)
    addin.narrate()
    excel.calculate_by_office(tmp_path)
    excel.app.calculate()
    assert cells(excel.store(book)) == cells(load(target))


@pytest.mark.usefixtures("no_clock")
@pytest.mark.parametrize("fail_at", [1, 2, 3, 5, 8, 13, 21, 34])
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_failure_in_the_middle_leaves_the_sheets_as_they_were(
    excel: Excel, tmp_path: Path, log: Path, suffix: str, fail_at: int
) -> None:
    book = excel.open(edited(tmp_path / f"决算{suffix}"), caller=True)
    before, settings = excel.store(book).dump(), dict(excel.app.settings)
    excel.calculate_as_before(book)
    excel.app.fail_at = fail_at
    addin.narrate()
    if excel.app.fail_at:
        pytest.skip(f"写不到第 {fail_at} 次")
    (alert,) = excel.app.alerts
    assert "工作簿没有改动" in alert[0]
    assert str(log) in alert[0]
    assert "Traceback" not in alert[0]
    assert excel.store(book).dump() == before
    assert excel.app.settings == settings
    assert excel.app.status_bar is False


def test_an_error_of_the_program_is_told_without_a_stack(
    excel: Excel, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    before = excel.store(book).dump()
    monkeypatch.setattr("xlbudget.pipeline.workbooks.run", broken)
    addin.narrate()
    (alert,) = excel.app.alerts
    assert alert[0].startswith("生成说明没有完成（ZeroDivisionError）。工作簿没有改动。")
    assert "Traceback" not in alert[0]
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert excel.store(book).dump() == before


def test_an_amount_that_is_none_is_told_with_its_cell(excel: Excel, tmp_path: Path) -> None:
    path = edited(tmp_path / "决算.xlsm")
    book = PackedBook(path)
    book.apply(BookPlan((RangeWrite(SUMMARY, 8, 3, ((CellWrite("约三百"),),)),)))
    book.save(path, force=True)
    opened = excel.open(path, caller=True)
    before = excel.store(opened).dump()
    addin.check()
    (alert,) = excel.app.alerts
    assert f"决算.xlsm · {SUMMARY}!C8" in alert[0]
    assert "约三百" in alert[0]
    assert excel.store(opened).dump() == before


def test_many_errors_fit_into_a_message(excel: Excel, tmp_path: Path, log: Path) -> None:
    path = edited(tmp_path / "决算.xlsm")
    book = PackedBook(path)
    words = tuple((CellWrite("字" * 2000),) for _ in range(20))
    book.apply(BookPlan((RangeWrite(SUMMARY, 7, 3, words),)))
    book.save(path, force=True)
    excel.open(path, caller=True)
    addin.check()
    (alert,) = excel.app.alerts
    assert "……共 8 处，其余见日志。" in alert[0]  # 那二十行里有八行有行名
    assert len(alert[0]) < 6000
    assert log.read_text(encoding="utf-8").count("公开01 收入支出决算总表!C") == 8


def test_excel_that_does_not_answer_at_all_ends_without_a_stack(
    excel: Excel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """编辑着单元格时，连消息框、状态栏也被拒绝：xlwings 把标准错误显示出来。"""
    excel.open(edited(tmp_path / "决算.xlsm"), caller=True)

    def busy(*_: object) -> None:
        raise ComError("被呼叫方拒绝接收呼叫")

    monkeypatch.setattr(type(excel.app), "alert", busy)
    monkeypatch.setattr(type(excel.app), "status_bar", property(busy, busy), raising=False)
    with pytest.raises(SystemExit) as caught:
        addin.narrate()
    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("生成说明：Excel 没有回应")
    assert "Traceback" not in said


def test_what_was_written_is_not_called_unchanged(excel: Excel, tmp_path: Path) -> None:
    """写完以后，重算方式改不回来：不能说“没有改动”。"""
    excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    excel.app.refuse_setting = "calculation=automatic"
    addin.narrate()
    (alert,) = excel.app.alerts
    assert "内容已经写进工作簿" in alert[0]
    assert "没有改动" not in alert[0]


def test_a_missing_sheet_is_told(excel: Excel, tmp_path: Path) -> None:
    path = edited(tmp_path / "决算.xlsx")
    book = PackedBook(path)
    book.apply(BookPlan((RangeWrite(layout.CHECKS, 1, 1, ((CellWrite("别的"),),)),)))
    book.save(path, force=True)
    excel.open(path, caller=True)
    addin.narrate()
    (alert,) = excel.app.alerts
    assert "工作簿里没有“校验”这张表" in alert[0]
    assert "问题列在“校验”" not in alert[0]


def test_without_a_first_page_it_is_said_what_to_do(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    openpyxl.Workbook().save(path)
    excel.open(path, caller=True)
    addin.check()
    assert "请用本程序新建的工作簿" in excel.app.alerts[0][0]


def test_what_is_left_alone_stands_on_the_list_of_findings(excel: Excel, tmp_path: Path) -> None:
    opened = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    sheet = excel.store(opened)[layout.NARRATIVE]
    sheet.cells[9, 4] = Cell("我的", '="我的"', "General")
    addin.narrate()
    checks = excel.store(opened)[layout.CHECKS]
    said = [str(cell.value) for at, cell in checks.cells.items() if at[1] == 3]
    assert any('你的公式 ="我的"' in text for text in said)
    assert sheet.cell((9, 4)).formula == '="我的"'
    state = next(
        str(cell.value)
        for cell in excel.store(opened)[layout.HOME].cells.values()
        if "处错误" in str(cell.value)
    )
    assert excel.app.alerts[0][0].startswith(state)


def test_first_page_shows_when_the_button_ran(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    addin.check()
    home = {
        row[0]: row[1]
        for row in book.sheets[layout.HOME].range("A1:B40").options(ndim=2).value
        if row[0]
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", home[layout.LAST_RUN])
    assert home[layout.STATE] == excel.app.alerts[0][0].partition("。")[0]


def test_a_headless_run_shows_no_time(tmp_path: Path) -> None:
    """Else a second run would give other bytes, and the time would be that of another run."""
    path = edited(tmp_path / "决算.xlsm")
    book = PackedBook(path)
    report(book, when="2026-01-01 08:00")
    report(book)
    rows = {row[0]: row[1] for row in book.read(layout.HOME).rows if row[0]}
    assert rows[layout.LAST_RUN] is None


def test_marking_is_switched_without_touching_any_format(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    before = excel.store(book).dump()
    addin.unmark()
    now = excel.store(book).dump()
    assert [sheet for sheet in now if now[sheet] != before[sheet]] == [layout.HOME]
    home = excel.store(book)[layout.HOME]
    row = next(at[0] for at, cell in home.cells.items() if cell.value == layout.MARKING)
    assert home.cell((row, 2)).value == layout.NO
    addin.mark()
    assert excel.store(book).dump() == before
    assert excel.app.alerts == []


def test_a_workbook_without_the_switch_is_told_so(excel: Excel, tmp_path: Path) -> None:
    path = edited(tmp_path / "决算.xlsx")
    book = PackedBook(path)
    rows = book.read(layout.HOME).rows
    at = next(number for number, row in enumerate(rows, 1) if row[0] == layout.MARKING)
    book.apply(BookPlan((RangeWrite(layout.HOME, at, 1, ((CellWrite("别的"),),)),)))
    book.save(path, force=True)
    excel.open(path, caller=True)
    addin.mark()
    assert "没有“标出问题格”一行" in excel.app.alerts[0][0]


def test_next_gap_goes_from_gap_to_gap_and_begins_anew(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsm"
    path.write_bytes(workbook("sample", ".xlsm"))
    book = excel.open(path, caller=True)
    seen = []
    for _ in range(4):
        addin.next_gap()
        selected = book.app.selection
        assert selected is not None
        seen.append((book.sheets.active.name, selected.address))
    places = [
        f"${finding.where.cell[0]}${finding.where.cell[1:]}"
        for finding in results_of("sample").findings
        if finding.check == "gap" and finding.where.cell
    ]
    assert len(places) == 3
    assert seen == [(layout.SUPPLEMENT, place) for place in (*places, places[0])]
    assert excel.app.alerts == []


def test_next_gap_says_that_there_is_none(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsm"
    path.write_bytes(workbook("sample_complete", ".xlsm"))
    excel.open(path, caller=True)
    addin.next_gap()
    assert excel.app.alerts[0][0] == "没有待填写的地方了。"


def test_help_changes_nothing(excel: Excel, tmp_path: Path, log: Path) -> None:
    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    before = excel.store(book).dump()
    addin.show_help()
    (alert,) = excel.app.alerts
    assert alert[0].startswith("xlbudget ")
    assert "导入决算数据" in alert[0]
    assert str(log) in alert[0]
    assert excel.store(book).dump() == before


def test_wps_is_told_of_the_other_way(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    before = excel.store(book).dump()
    excel.app.api.Path = r"C:\Users\甲\AppData\Local\Kingsoft\WPS Office\ET"
    addin.narrate()
    (alert,) = excel.app.alerts
    assert "xlbudget report" in alert[0]
    assert excel.store(book).dump() == before


def test_a_sheet_with_a_password_is_left_alone(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    excel.store(book)[layout.NARRATIVE].password = "0000"  # noqa: S105
    before = excel.store(book).dump()
    addin.narrate()
    (alert,) = excel.app.alerts
    assert f"决算.xlsm · {layout.NARRATIVE}" in alert[0]
    assert "密码" in alert[0]
    assert excel.store(book).dump() == before


def test_stale_results_are_renewed_before_they_are_read(excel: Excel, tmp_path: Path) -> None:
    """自动重算关着的时候，表里用户自己的公式可能还是旧数。"""
    path = edited(tmp_path / "决算.xlsm")
    opened = excel.open(path, caller=True)
    sheet = excel.store(opened)[SUMMARY]
    sheet.cells[7, 3] = Cell(1.0, "=1407.715", "General")
    excel.app.settings["calculation"] = "manual"

    def compute(store: BookStore) -> None:
        old = store[SUMMARY].cell((7, 3))
        store[SUMMARY].cells[7, 3] = Cell(1407.715, old.formula, old.number_format)

    excel.app.on_calculate = compute
    addin.check()
    checks = excel.store(opened)[layout.CHECKS]
    said = [str(cell.value) for at, cell in checks.cells.items() if at[1] == 3]
    assert not [text for text in said if "C7" in text]
    assert excel.app.settings["calculation"] == "manual"


def test_the_progress_is_in_the_status_bar(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel.open(edited(tmp_path / "决算.xlsm"), caller=True)
    shown: list[object] = []
    kind = type(excel.app)
    monkeypatch.setattr(
        kind,
        "status_bar",
        property(lambda _: shown[-1] if shown else False, lambda _, text: shown.append(text)),
        raising=False,
    )
    addin.narrate()
    assert shown == [
        "xlbudget 生成说明：读取各表…",
        "xlbudget 生成说明：计算和校验…",
        "xlbudget 生成说明：写入工作簿…",
        False,
    ]
