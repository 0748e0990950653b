"""审核意见表：三张表里写了什么，打印在哪种纸上，文字不会变成公式。"""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.results.by_hand import bound, finding_at, reviewed
from xlbudget.checks.ledger import Entry
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.unbound import unbound_numbers
from xlbudget.domain.findings import Verdict
from xlbudget.results.certificate import verdict
from xlbudget.results.compared import compare
from xlbudget.results.reviewed import Reviewed
from xlbudget.workbook.opinions import opinion_sheet
from xlbudget.workbook.text_size import TALLEST

TODAY = dt.date(2025, 9, 3)
HEAD = "三、支出决算情况说明"
SAID = "本年支出合计100万元，其中：项目支出60万元，占61%；上缴2万元。"
TEXT = bound([HEAD, SAID], {"2万元": "有两种可能"})


def one_finding(**known: str) -> Reviewed:
    finding = finding_at(TEXT, "61%", expected="60%", formula="60 ÷ 100", **known)
    entries = [Entry(finding.check, "R83", "比率与金额复算一致", Verdict.FAIL, ())]
    return reviewed(TEXT, [finding, *unbound_numbers(Manuscript(TEXT))], entries)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(book: Workbook, sheet: str) -> list[list[str]]:
    found = [[str(value or "") for value in row] for row in book[sheet].iter_rows(values_only=True)]
    return [row for row in found if any(row)]


def test_one_row_for_each_finding_with_an_empty_cell_for_what_was_done() -> None:
    title, head, outcome, header, first, second = rows(
        opened(opinion_sheet(one_finding(), TODAY)), "审核意见表"
    )
    assert title[0] == "审核意见表"
    assert head[0] == (
        "单位：示例街道办事处　年度：2024年度　文件：示例说明.docx　"
        "对照：没有表，只核文字自身　日期：2025年9月3日"
    )
    assert outcome[0] == verdict(one_finding())
    assert header == ["序号", "页码（或段落）", "原文", "问题", "应为", "依据", "级别", "整改情况"]
    assert first == [
        "1",
        "第2段（第三节）",
        "本年支出合计100万元，其中：项目支出60万元，占【61%】",
        "“61%”与复算的不同。",
        "60%",
        "R83 比率与金额复算一致\n60 ÷ 100",
        "提醒",
        "",
    ]
    assert (second[0], second[6]) == ("2", "说明")


def test_it_is_printed_on_a4_landscape_with_the_header_on_each_page() -> None:
    sheet = opened(opinion_sheet(one_finding(), TODAY))["审核意见表"]
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize or 0)) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"
    assert not sheet.protection.sheet


def test_the_certificate_is_one_page_and_more_only_with_too_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = opened(opinion_sheet(one_finding(), TODAY))["核对证明"]
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize or 0)) == ("portrait", 9)
    assert (page.fitToWidth or 1, page.fitToHeight or 1) == (1, 1)
    monkeypatch.setattr("xlbudget.workbook.opinions._ONE_PAGE", 20)
    long = opened(opinion_sheet(one_finding(), TODAY))["核对证明"]
    assert long.page_setup.fitToHeight == 0
    assert long.print_title_rows == "$14:$14"


def test_the_second_sheet_is_the_certificate_with_every_unknown_number() -> None:
    found = rows(opened(opinion_sheet(one_finding(), TODAY)), "核对证明")
    told = {row[0]: row[1] for row in found}
    assert told["文件"] == "示例说明.docx"
    assert told["SHA-256"] == "0" * 64
    assert told["日期"] == "2025年9月3日"
    listed = [row for row in found if row[0].startswith("R")]
    assert len(listed) == 32
    assert listed[0][:5] == ["R83", "占比、增减率、完成率与金额复算一致", "不符", "", "1"]
    at = [row[0] for row in found].index("没有认出、没有核对的数")
    assert found[at + 1][:3] == ["2万元", "第2段（第三节）", "上缴2万元"]


def test_the_third_sheet_says_what_became_of_the_earlier_findings() -> None:
    earlier = bound([HEAD, SAID.replace("60万元", "59万元"), "占3%。"], file="上一稿.docx")
    was = reviewed(earlier, [finding_at(earlier, "61%"), finding_at(earlier, "3%")])
    now = one_finding()
    book = opened(opinion_sheet(now, TODAY, compare(now, was)))
    assert book.sheetnames == ["审核意见表", "核对证明", "两稿对照"]
    assert [row[7] for row in rows(book, "审核意见表")[4:]] == ["未改", ""]
    title, counts, _, *found = rows(book, "两稿对照")
    assert title[0] == "两稿对照：上一稿是“上一稿.docx”"
    assert counts[0].startswith("问题：已改 1，未改 1，新增 0，")
    assert [row[0] for row in found] == ["已改", "改动", "删去"]
    assert found[1][1:3] == ["第2段", "第2段"]
    assert found[1][5] == "数：59 → 60"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "{=1}", "http://a.b"])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    sheet = opened(opinion_sheet(one_finding(message=text), TODAY))["审核意见表"]
    cell = sheet["D5"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize(
    "message", ["长" * 40_000, "甲、乙与丙不符。\n" * 90, "短。\n" + "长" * 900]
)
def test_a_long_text_goes_on_in_rows_below_and_nothing_of_it_is_cut(message: str) -> None:
    sheet = opened(opinion_sheet(one_finding(message=message), TODAY))["审核意见表"]
    told = rows(opened(opinion_sheet(one_finding(message=message), TODAY)), "审核意见表")[4:-1]
    assert "".join(row[3] for row in told).replace("\n", "") == message.replace("\n", "")
    assert len(told) > 1
    assert [row[0] for row in told] == ["1", *[""] * (len(told) - 1)]
    heights = [sheet.row_dimensions[row].height for row in range(5, 5 + len(told))]
    assert all(height is not None and height < TALLEST for height in heights[:-1])


def test_a_long_sum_is_parted_behind_a_sign_and_never_in_a_number() -> None:
    message = "＋".join(["1456.3万元"] * 120) + "=174756万元。"
    told = rows(opened(opinion_sheet(one_finding(message=message), TODAY)), "审核意见表")[4:-1]
    parts = [row[3] for row in told]
    assert "".join(parts) == message
    assert len(parts) > 1
    assert all(part.startswith("1456.3万元") and part[-1] in "＋。" for part in parts)


def test_nothing_found_is_said_in_words() -> None:
    clean = reviewed(TEXT, entries=[Entry("ratio", "R83", "比率", Verdict.PASS, ())])
    assert rows(opened(opinion_sheet(clean, TODAY)), "审核意见表")[-1][0] == verdict(clean)


def test_the_same_review_gives_the_same_bytes() -> None:
    assert opinion_sheet(one_finding(), TODAY) == opinion_sheet(one_finding(), TODAY)
