"""What a run writes into a workbook that exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import Entry
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.statements import Source
from xlbudget.pipeline import read, report, run
from xlbudget.workbook import layout
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.plan import plan
from xlbudget.workbook.texts import supplement_states


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(build(run(*sample_account())))
    return path


def edit(path: Path, **cells: str | float) -> None:
    """Change cells as a person would, in another program: edit(path, **{"说明!E5": "…"})."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(path)


def reported(path: Path, target: Path) -> openpyxl.Workbook:
    book = PackedBook(path)
    report(book)
    book.save(target)
    return openpyxl.load_workbook(target, data_only=True)


def rows(book: openpyxl.Workbook, sheet: str, width: int) -> list[tuple[object, ...]]:
    found = book[sheet].iter_rows(min_row=layout.FIRST_ROW, max_col=width, values_only=True)
    return [row for row in found if any(value is not None for value in row)]


def test_text_findings_and_state_are_written(workbook: Path, tmp_path: Path) -> None:
    edit(workbook, **{"补充资料!C4": "老旧小区改造项目增加771.98万元。"})
    book = reported(workbook, tmp_path / "出.xlsx")
    written = rows(book, layout.NARRATIVE, 5)
    assert [row[0] for row in written] == ["一", "一.1", "一.2"]
    assert str(written[1][3]).endswith("主要变动原因是老旧小区改造项目增加771.98万元。")
    assert written[1][2] == "已生成"
    assert book[layout.SUPPLEMENT]["E4"].value == "已填写"
    assert book[layout.HOME]["B12"].value == "0 处错误，0 处提醒，0 处待填写；可以定稿"
    assert rows(book, layout.CHECKS, 3)[0][0] == "说明"


def test_a_rewrite_wins_follows_its_paragraph_and_is_never_lost(
    workbook: Path, tmp_path: Path
) -> None:
    edit(workbook, **{"说明!E5": "我自己写的话。", "说明!A7": "九.9", "说明!E7": "旧年的话"})
    first = tmp_path / "一.xlsx"
    book = reported(workbook, first)
    written = {row[0]: row for row in rows(book, layout.NARRATIVE, 5)}
    assert written["一.1"][2] == "已改写"
    assert written["一.1"][4] == "我自己写的话。"
    assert str(written["一.1"][3]).startswith("2024年度收入、支出总计均为1482.22万元")
    assert written["九.9"][2:] == ("本次没有这一段", None, "旧年的话")
    again = reported(first, tmp_path / "二.xlsx")
    assert rows(again, layout.NARRATIVE, 5) == rows(book, layout.NARRATIVE, 5)


def test_a_rewritten_paragraph_is_what_the_text_says() -> None:
    account, resolved = sample_account()
    rewrite = {"一.1": Entry("我自己写的话。", Source("决算.xlsx", "说明", "E5"))}
    results = run(replace(account, rewrites=rewrite), resolved)
    assert "我自己写的话。\n" in results.narrative()
    assert results.gaps == 0
    assert supplement_states(results) == {"总体变动原因": "不需要"}


def test_a_gap_left_in_a_rewrite_stays_a_gap() -> None:
    account, resolved = sample_account()
    text = "收支都增加，因为〔请填写：项目名称〕。"
    rewrite = {"一.1": Entry(text, Source("决算.xlsx", "说明", "E5"))}
    results = run(replace(account, rewrites=rewrite), resolved)
    assert results.paragraphs[1].text == text
    assert [gap.field for gap in results.paragraphs[1].gaps] == ["项目名称"]
    assert results.gaps == 1


def test_leftover_rows_of_an_earlier_run_are_emptied(workbook: Path, tmp_path: Path) -> None:
    edit(workbook, **{f"校验!A{row}": "提醒" for row in range(4, 30)})
    edit(workbook, **{f"校验!C{row}": f"旧问题{row}" for row in range(4, 30)})
    book = reported(workbook, tmp_path / "出.xlsx")
    assert not [row for row in rows(book, layout.CHECKS, 3) if "旧问题" in str(row[2])]


def test_inserted_rows_and_columns_and_renamed_sheets_do_no_harm(
    workbook: Path, tmp_path: Path
) -> None:
    plain = reported(workbook, tmp_path / "原样.xlsx")
    book = openpyxl.load_workbook(workbook)
    for sheet in book.worksheets:
        if sheet.title.startswith("公开"):
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.insert_rows(9, 2)
    book[layout.NARRATIVE].insert_cols(4)
    book[layout.NARRATIVE].insert_rows(2)
    book["公开01 收入支出决算总表"].title = "总表"
    book[layout.HOME].title = "封面"
    book.save(workbook)
    moved = reported(workbook, tmp_path / "移动.xlsx")
    text = [row[3] for row in rows(plain, layout.NARRATIVE, 5)]
    assert [row[4] for row in rows(moved, layout.NARRATIVE, 6)][1:] == text
    assert moved["封面"]["B12"].value == plain[layout.HOME]["B12"].value


def test_a_formula_of_the_users_is_left_and_told(workbook: Path, tmp_path: Path) -> None:
    edit(workbook, **{"首页!B12": '="我的"&"状态"'})
    # saved by a program that computes nothing: the result is missing only in that cell
    book = PackedBook(workbook)
    results = report(book)
    book.save(tmp_path / "出.xlsx")
    assert openpyxl.load_workbook(tmp_path / "出.xlsx")[layout.HOME]["B12"].value == (
        '="我的"&"状态"'
    )
    told = [finding for finding in results.findings if finding.check == "formula-left-alone"]
    assert [(finding.where.sheet, finding.where.cell) for finding in told] == [("首页", "B12")]


def test_stale_results_of_our_formulas_are_renewed(workbook: Path, tmp_path: Path) -> None:
    """Totals typed by a program that computes nothing: 分析 and 校验 show the new values."""
    edit(
        workbook,
        **{
            "公开01 收入支出决算总表!C37": 1500,
            "公开01 收入支出决算总表!F37": 1500,
        },
    )
    book = reported(workbook, tmp_path / "出.xlsx")
    analysis = {row[0]: row for row in rows(book, layout.ANALYSIS, 6)}
    total = analysis["收入支出决算总表 总计"]
    assert total[1:5] == (1500, 636.43, 863.57, 135.69)
    assert total[5] == "与2023年度相比，收入、支出总计各增加863.57万元，增长135.69%"
    live = {row[6]: row for row in rows(book, layout.CHECKS, 12)}
    grand_total = "收入总计等于本年收入合计、使用非财政拨款结余、年初结转和结余之和"
    assert live[grand_total][7:12] == (1500, 1482.21, 17.79, 0.015, "不符")


def test_a_book_without_our_sheets_gets_nothing() -> None:
    account, resolved = sample_account()
    book = MemoryBook("== 甲\n乙")
    assert plan(run(account, resolved), OwnSheets([book.read("甲")], "甲")).ranges == ()


def test_what_is_built_reads_back_as_the_same_account(workbook: Path) -> None:
    account, resolved = sample_account()
    reading = read(PackedBook(workbook))
    assert reading.format == resolved
    for name, statement in account.statements.items():
        for line in statement.lines:
            found = reading.account.statements[name].line(line.name)
            assert found is not None
            for column, cell in line.cells.items():
                again = found.cells[column]
                assert (again.amount, again.source.cell) == (cell.amount, cell.source.cell)
    amounts = {name: cell.amount for name, cell in reading.account.prior.items()}
    assert amounts == {name: cell.amount for name, cell in account.prior.items()}


def test_a_column_of_the_users_between_ours_is_not_written_over(
    workbook: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(workbook)
    for sheet, column, header in ((layout.ANALYSIS, 3, "C3"), (layout.CHECKS, 9, "I3")):
        book[sheet].insert_cols(column)
        book[sheet][header] = "我的列"
        for row in range(4, 9):
            book[sheet].cell(row, column).value = f"备注{row}"
    book.save(workbook)
    moved = reported(workbook, tmp_path / "出.xlsx")
    for sheet, column in ((layout.ANALYSIS, 3), (layout.CHECKS, 9)):
        kept = [moved[sheet].cell(row, column).value for row in range(4, 9)]
        assert kept == [f"备注{row}" for row in range(4, 9)]


def test_what_stands_below_our_lists_stays(workbook: Path, tmp_path: Path) -> None:
    edit(workbook, **{"校验!C60": "复核人：张三", "说明!D60": "（会计的便条）", "说明!A61": "便条"})
    book = reported(workbook, tmp_path / "出.xlsx")
    assert book[layout.CHECKS]["C60"].value == "复核人：张三"
    assert book[layout.NARRATIVE]["D60"].value == "（会计的便条）"
    assert book[layout.NARRATIVE]["A61"].value == "便条"


@pytest.mark.parametrize("id_", [None, "一.1"])
def test_a_rewrite_without_an_id_of_its_own_is_kept_and_told(
    id_: str | None, workbook: Path, tmp_path: Path
) -> None:
    edit(workbook, **{"说明!E5": "第一处", "说明!E7": "第二处"})
    if id_:
        edit(workbook, **{"说明!A7": id_})
    opened = PackedBook(workbook)
    results = report(opened)
    opened.save(tmp_path / "出.xlsx")
    book = openpyxl.load_workbook(tmp_path / "出.xlsx")
    texts = {row[4] for row in rows(book, layout.NARRATIVE, 5)}
    assert {"第一处", "第二处"} <= texts
    orphans = [found for found in results.findings if found.check == "rewrite-orphan"]
    assert [(found.where.cell, found.where.quote) for found in orphans] == [("E7", "第二处")]
    assert "第一处" in results.narrative()


def test_settings_changed_in_the_workbook_disturb_no_formula(
    workbook: Path, tmp_path: Path
) -> None:
    edit(workbook, **{"首页!B9": "1", "首页!B10": "是", "首页!B7": "保留", "首页!B11": "元"})
    opened = PackedBook(workbook)
    results = report(opened)
    opened.save(tmp_path / "出.xlsx")
    assert "formula-left-alone" not in {finding.check for finding in results.findings}
    book = openpyxl.load_workbook(tmp_path / "出.xlsx", data_only=True)
    total = {row[0]: row for row in rows(book, layout.ANALYSIS, 8)}["收入支出决算总表 总计"]
    assert total[4:8] == (
        132.9,
        "与2023年度相比，收入、支出总计各增加845.79万元，增长132.9%",
        "845.79",
        "132.9",
    )


def test_a_growing_list_never_covers_what_the_user_wrote_below(workbook: Path) -> None:
    edit(workbook, **{"校验!C14": "复核人：张三"})
    wrong: dict[str, str | float] = {
        f"公开04 财政拨款收入支出决算总表!F{row}": 1 for row in (7, 13, 14, 15, 17, 18)
    }
    edit(workbook, **wrong, **{"公开01 收入支出决算总表!C37": 1})
    before = workbook.read_bytes()
    with pytest.raises(OutputRefused) as caught:
        report(PackedBook(workbook))
    assert "校验!C14" in str(caught.value)
    assert "复核人：张三" in str(caught.value)
    assert workbook.read_bytes() == before
