"""What a run writes into a workbook that exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import (
    SUMMARY_SHEET,
    Edits,
    edit,
    place,
    reported,
    rows,
    values,
    workbook_of,
)
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.statements import Cell, Source
from xlbudget.files.office import recalculate
from xlbudget.pipeline import read, report, run
from xlbudget.workbook import layout
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.plan import plan
from xlbudget.workbook.texts import supplement_states


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of("sample", tmp_path / "决算.xlsx")


def after(workbook: Path, edits: Edits) -> openpyxl.Workbook:
    """The workbook after a person's edits and a run."""
    edit(workbook, edits)
    target = workbook.with_name("出.xlsx")
    reported(workbook, target)
    return values(target)


def told(
    book: openpyxl.Workbook, sheet: str = layout.NARRATIVE
) -> dict[object, tuple[object, ...]]:
    """The rows of a list by their first cell."""
    width = len(layout.HEADERS[sheet])
    return {row[0]: row for row in rows(book, sheet, width)}


def test_text_findings_and_states_are_written(workbook: Path) -> None:
    book = after(workbook, {"补充资料!总体变动原因": "老旧小区改造项目增加。"})
    paragraph = told(book)["一.1"]
    assert str(paragraph[3]).endswith("主要变动原因是老旧小区改造项目增加。")
    assert paragraph[2] == "已生成"
    supplement = {row[1]: row for row in rows(book, layout.SUPPLEMENT, 8)}
    assert supplement["总体变动原因"][7] == "已填写"
    assert supplement["财政拨款变动原因"][7] == "待填写"
    assert told(book, layout.HOME)["运行状态"][1] == "0 处错误，1 处提醒，2 处待填写；送审稿"
    assert rows(book, layout.CHECKS, 3)[0][0] == "待填写"


def test_the_items_that_moved_a_total_stand_beside_its_reason(workbook: Path) -> None:
    """上年各项一改，主要变动科目跟着变，加起来还是变动额。"""
    book = openpyxl.load_workbook(workbook)
    items = [
        row
        for row in book[layout.PRIOR].iter_rows(min_row=layout.FIRST_ROW)
        if row[1].value == "2010301"
    ]
    assert len(items) == 1
    items[0][4].value = 100
    book.save(workbook)
    supplement = {row[1]: row for row in rows(after(workbook, {}), layout.SUPPLEMENT, 8)}
    moved = str(supplement["一般公共预算变动原因"][6])
    assert "2010301 行政运行增加22.01万元" in moved


def test_a_rewrite_wins_follows_its_paragraph_and_is_never_lost(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet, cell = place(book, "说明!九.1")
    sheet[f"A{sheet[cell].row}"] = "九.9"
    sheet[cell] = "旧年的话"
    book.save(workbook)
    written = told(after(workbook, {"说明!一.1": "我自己写的话。"}))
    assert written["一.1"][2] == "已改写"
    assert written["一.1"][4] == "我自己写的话。"
    assert str(written["一.1"][3]).startswith("2024年度收入、支出总计均为1482.22万元")
    assert written["九.9"][2:] == ("本次没有这一段", None, "旧年的话")
    again = workbook.with_name("再.xlsx")
    reported(workbook.with_name("出.xlsx"), again)
    assert told(values(again)) == written


def with_rewrite(text: str) -> FinalAccount:
    account, _ = sample_account()
    return replace(account, rewrites={"一.1": Entry(text, Source("决算.xlsx", "说明", "E5"))})


def test_a_rewritten_paragraph_is_what_the_text_says() -> None:
    _, resolved = sample_account()
    before = run(*sample_account()).gaps
    results = run(with_rewrite("我自己写的话。"), resolved)
    assert "我自己写的话。\n" in results.narrative()
    assert results.gaps == before - 1
    assert supplement_states(results)["总体变动原因"] == "不需要"


def test_a_gap_left_in_a_rewrite_stays_a_gap() -> None:
    _, resolved = sample_account()
    results = run(with_rewrite("收支都增加，因为〔请填写：项目名称〕。"), resolved)
    paragraph = next(each for each in results.paragraphs if each.id == "一.1")
    assert [gap.name for gap in paragraph.gaps] == ["项目名称"]


def test_leftover_rows_of_an_earlier_run_are_emptied(workbook: Path) -> None:
    old: Edits = {f"校验!A{row}": "提醒" for row in range(4, 30)}
    old |= {f"校验!C{row}": f"旧问题{row}" for row in range(4, 30)}
    book = after(workbook, old)
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
    for name, column in ((layout.NARRATIVE, 4), (layout.ANALYSIS, 3), (layout.CHARTS, 2)):
        book[name].insert_cols(column)
        book[name].insert_rows(2)
    for sheet in book.worksheets:
        sheet.title = f"改名{sheet.title}"[:31]
    book.save(workbook)
    moved = reported(workbook, tmp_path / "移动.xlsx")
    assert moved.narrative() == plain.narrative()
    checks = [f.check for f in moved.findings if f.check != "chart-left-alone"]  # openpyxl 改了图名
    assert checks == [finding.check for finding in plain.findings]
    text = {row[0]: row[3] for row in rows(values(tmp_path / "原样.xlsx"), layout.NARRATIVE, 5)}
    found = rows(values(tmp_path / "移动.xlsx"), f"改名{layout.NARRATIVE}", 6)[1:]
    assert {row[0]: row[4] for row in found} == text


def test_a_formula_of_the_users_is_left_and_told(workbook: Path) -> None:
    edit(workbook, {"首页!运行状态": '="我的"&"状态"'})
    target = workbook.with_name("出.xlsx")
    results = reported(workbook, target)
    sheet, cell = place(openpyxl.load_workbook(target), "首页!运行状态")
    assert sheet[cell].value == '="我的"&"状态"'
    found = [finding for finding in results.findings if finding.check == "formula-left-alone"]
    assert [(finding.where.sheet, finding.where.cell) for finding in found] == [("首页", cell)]


def test_a_formula_of_ours_that_a_person_changed_is_hers(workbook: Path) -> None:
    """她在“分析”的一格里改了公式：不再是我们的，留着，并说出来。"""
    book = openpyxl.load_workbook(workbook)
    ours = str(book[layout.ANALYSIS]["B4"].value)
    book[layout.ANALYSIS]["B4"].value = ours.replace(",6)", ",4)") + "+0"
    book.save(workbook)
    target = workbook.with_name("出.xlsx")
    results = reported(workbook, target)
    assert openpyxl.load_workbook(target)[layout.ANALYSIS]["B4"].value == (
        ours.replace(",6)", ",4)") + "+0"
    )
    told_of = {f.where.cell for f in results.findings if f.check == "formula-left-alone"}
    assert told_of == {"B4"}


def test_stale_results_of_our_formulas_are_renewed(workbook: Path) -> None:
    """Totals typed by a program that computes nothing: 分析, 图表 and 校验 show the new values."""
    book = after(workbook, {"公开01!C37": 1500, "公开01!F37": 1500})
    analysis = told(book, layout.ANALYSIS)
    assert analysis["收入支出决算总表 总计"][1:7] == (1500, 636.43, None, None, 863.57, 135.69)
    found = rows(book, layout.ANALYSIS, 2, layout.PHRASE_COLUMN)
    phrases = {row[0]: row[1] for row in found}
    assert phrases["收入支出决算总表 总计：比上年（总体）收入、支出总计各"] == (
        "与2023年度相比，收入、支出总计各增加863.57万元，增长135.69%"
    )
    charts = rows(book, layout.CHARTS, 5)
    assert charts[1][2:] == ("2024年", 1500, "2024年")
    live = {row[1]: row for row in rows(book, layout.CHECKS, 7, layout.LIVE_COLUMN)}
    grand_total = "收入总计等于本年收入合计、使用非财政拨款结余、年初结转和结余之和"
    parts = [book[SUMMARY_SHEET][at].value or 0 for at in ("C33", "C34", "C35")]
    assert live[grand_total][4] == round(1500 - sum(parts), 6) != 0
    assert live[grand_total][6] == "不符"


def test_a_book_without_our_sheets_gets_nothing() -> None:
    account, resolved = sample_account()
    book = MemoryBook("== 甲\n乙")
    planned = plan(run(account, resolved), OwnSheets([book.read("甲")], "甲"))
    assert (planned.ranges, planned.charts) == ((), ())


def fen(cell: Cell) -> int | None:
    """万元两位小数的表读回来只知道到 0.01 万元：只比金额，不比精度。"""
    return None if cell.amount is None else cell.amount.fen


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
                assert (fen(again), again.source.cell) == (fen(cell), cell.source.cell)
    for ours, read_back in (
        (account.prior, reading.account.prior),
        (account.budgets, reading.account.budgets),
        (account.numbers, reading.account.numbers),
    ):
        known = {key: (fen(cell), cell.count, cell.source.cell) for key, cell in ours.items()}
        again_known = {key: (fen(c), c.count, c.source.cell) for key, c in read_back.items()}
        assert again_known == known
    for name in ("supplement", "budget_reasons", "terms"):
        known_texts = {key: entry.text for key, entry in getattr(account, name).items()}
        assert {
            key: entry.text for key, entry in getattr(reading.account, name).items()
        } == known_texts


def test_a_column_of_the_users_between_ours_is_not_written_over(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for name, column, header in (
        (layout.ANALYSIS, 3, "C3"),
        (layout.CHECKS, 9, "I3"),
        (layout.CHARTS, 3, "C3"),
    ):
        book[name].insert_cols(column)
        book[name][header] = "我的列"
        for row in range(4, 9):
            book[name].cell(row, column).value = f"备注{row}"
    book.save(workbook)
    moved = after(workbook, {})
    for name, column in ((layout.ANALYSIS, 3), (layout.CHECKS, 9), (layout.CHARTS, 3)):
        kept = [moved[name].cell(row, column).value for row in range(4, 9)]
        assert kept == [f"备注{row}" for row in range(4, 9)]


def test_what_stands_below_our_lists_stays(workbook: Path) -> None:
    book = after(
        workbook,
        {"校验!C250": "复核人：张三", "说明!D250": "（会计的便条）", "说明!A251": "便条"},
    )
    assert book[layout.CHECKS]["C250"].value == "复核人：张三"
    assert book[layout.NARRATIVE]["D250"].value == "（会计的便条）"
    assert book[layout.NARRATIVE]["A251"].value == "便条"


def test_what_a_person_wrote_right_below_or_far_below_a_list_is_hers(workbook: Path) -> None:
    """看着像我们的行也一样：名字、编号、级别都不够。"""
    book = openpyxl.load_workbook(workbook)
    analysis = book[layout.ANALYSIS]
    last = max(row for row in range(1, 300) if analysis.cell(row, 1).value)
    phrase = max(row for row in range(1, 300) if analysis.cell(row, layout.PHRASE_COLUMN).value)
    checks = layout.LIVE_COLUMN + layout.LIVE_CHECKS.index("勾稽关系")
    live = max(row for row in range(1, 300) if book[layout.CHECKS].cell(row, checks).value)
    hers: dict[tuple[str, int, int], str | int] = {
        (layout.ANALYSIS, last + 1, 1): "我的合计",
        (layout.ANALYSIS, last + 1, 2): 5,
        (layout.ANALYSIS, phrase + 1, layout.PHRASE_COLUMN): "我的短语",
        (layout.ANALYSIS, phrase + 1, layout.PHRASE_COLUMN + 1): "我的话",
        (layout.CHECKS, live + 1, checks): "我的勾稽",
        (layout.CHECKS, live + 1, checks + 1): 7,
        (layout.NARRATIVE, 250, 1): "一",
        (layout.NARRATIVE, 250, 4): "我的备忘",
        (layout.CHECKS, 150, 1): "提醒",
        (layout.CHECKS, 150, 3): "我的提醒",
    }
    for (sheet, row, column), value in hers.items():
        book[sheet].cell(row, column).value = value
    book.save(workbook)
    target = workbook.with_name("出.xlsx")
    reported(workbook, target)
    written = values(target)
    assert {at: written[at[0]].cell(*at[1:]).value for at in hers} == hers


def test_a_rewrite_stays_as_it_was_typed(workbook: Path) -> None:
    edit(workbook, {"说明!一.1": "　　首行缩进，", "说明!九.1": 5})
    before = values(workbook)[layout.NARRATIVE]
    typed = {cell.coordinate: cell.value for cell in before["E"] if cell.value}
    target = workbook.with_name("出.xlsx")
    reported(workbook, target)
    after = values(target)[layout.NARRATIVE]
    assert {at: after[at].value for at in typed} == typed


@pytest.mark.parametrize("id_", [None, "一.1"])
def test_a_rewrite_without_an_id_of_its_own_is_kept_and_told(
    id_: str | None, workbook: Path
) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet, cell = place(book, "说明!九.1")
    sheet[f"A{sheet[cell].row}"] = id_
    sheet[cell] = "第二处"
    book.save(workbook)
    edit(workbook, {"说明!一.1": "第一处"})
    target = workbook.with_name("出.xlsx")
    results = reported(workbook, target)
    texts = {row[4] for row in rows(values(target), layout.NARRATIVE, 5)}
    assert {"第一处", "第二处"} <= texts
    orphans = [found for found in results.findings if found.check == "rewrite-orphan"]
    assert [(found.where.cell, found.where.quote) for found in orphans] == [(cell, "第二处")]
    assert "第一处" in results.narrative()


def test_settings_changed_in_the_workbook_disturb_no_formula(workbook: Path) -> None:
    settings: Edits = {
        "首页!比率小数位": "1",
        "首页!千分位": "是",
        "首页!金额末尾的零": "保留",
        "首页!计算依据": "元",
    }
    edit(workbook, settings)
    target = workbook.with_name("出.xlsx")
    results = reported(workbook, target)
    assert "formula-left-alone" not in {finding.check for finding in results.findings}
    total = told(values(target), layout.ANALYSIS)["收入支出决算总表 总计"]
    assert total[6] == 132.9
    assert total[9:13] == ("1,482.22万元", "636.43万元", "845.79万元", "132.9%")


def test_a_growing_list_never_covers_what_the_user_wrote_below(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    used = len(rows(book, layout.CHECKS, 3))
    below = f"C{layout.FIRST_ROW + used}"
    book[layout.CHECKS][below] = "复核人：张三"
    for row in range(7, 20):
        book[SUMMARY_SHEET][f"F{row}"] = 1
    book.save(workbook)
    before = workbook.read_bytes()
    with pytest.raises(OutputRefused) as caught:
        report(PackedBook(workbook))
    assert f"校验!{below}" in str(caught.value)
    assert "复核人：张三" in str(caught.value)
    assert workbook.read_bytes() == before


@pytest.mark.usefixtures("soffice")
def test_a_workbook_saved_by_libreoffice_is_still_ours(workbook: Path) -> None:
    """它把 FALSE 写成 FALSE()，去掉表名的引号：公式和图还认得出是自己的。"""
    saved, target = workbook.with_name("存.xlsx"), workbook.with_name("出.xlsx")
    recalculate(workbook, saved)
    results = reported(saved, target)
    assert not [f.check for f in results.findings if f.check.endswith("left-alone")]
    text = {row[0]: row[3] for row in rows(values(target), layout.NARRATIVE, 5)}
    assert {paragraph.id: paragraph.text for paragraph in results.paragraphs} == text


def test_charts_that_another_program_renamed_are_told(workbook: Path) -> None:
    """openpyxl 存盘会把图改名：图不再更新，要说出来。"""
    edit(workbook, {"公开01!C7": 1500})
    results = reported(workbook, workbook.with_name("出.xlsx"))
    told_of = [f for f in results.findings if f.check == "chart-left-alone"]
    assert len(told_of) == 1
    assert "7 个图" in told_of[0].message
