"""一张工作表是不是财决表：看标题、名称开头的编码、财决号。"""

from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid
from xlbudget.formats.exports import exports
from xlbudget.reading.raw_sheets import code_on, first_words, has_budgets, raw_sheet_on

KNOWN = exports(2024)


def sheet(name: str, text: str = "") -> Grid:
    return MemoryBook(f"== {name}\n{text}").read(name)


def read_as(name: str, text: str = "") -> str:
    found = raw_sheet_on(sheet(name, text), KNOWN)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Z01 收入支出决算总表(财决01表)", "Z01"),
        ("Z01_1 财政拨款收入支出决算总表(财决01-1表)", "Z01_1"),
        ("Z08-1 一般公共预算财政拨款基本支出决算明细表", "Z08_1"),
        ("z07", "Z07"),
        ("Ｚ０７ 收入支出", "Z07"),
        ("F03机构运行信息表", "F03"),
        ("CS03 其他收入等明细情况表", "CS03"),
        ("QB12", "QB12"),
        ("GK01 收入支出决算总表", ""),
        ("公开01 收入支出决算总表", ""),
        ("Z2024", ""),
        ("Z0123 我的表", ""),
        ("Sheet1", ""),
    ],
)
def test_code_that_a_name_begins_with(name: str, code: str) -> None:
    assert code_on(sheet(name)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收入决算表 | 财决03表", "Z03"),
        ("收入决算表（财决03表）", "Z03"),
        ("一般公共预算财政拨款基本支出决算明细表 | 财决08-1表", "Z08_1"),
        ("机构运行信息表 | 财决附03表", "F03"),
        ("支出决算表 | 公开03表", ""),
        ("支出决算表\n注：本表依据财决04表填列，与财决01表一致。", ""),
        ("目录 | 财决01表 | 财决03表", ""),
    ],
)
def test_number_in_a_cell_of_its_own(text: str, code: str) -> None:
    assert code_on(sheet("Sheet1", text)) == code


def test_title_wins_over_the_code() -> None:
    """有的年度编码往后挪了一位：认标题。"""
    assert read_as("Z05 支出决算表", "支出决算表") == "Z04"
    assert read_as("Z05", "支出决算明细表") == ""


def test_title_alone_may_be_a_public_table() -> None:
    assert read_as("Sheet1", "收入决算表\n科目编码 | 本年收入合计") == ""
    with_budgets = "收入支出决算总表\n项目 | 行次 | 年初预算数 | 全年预算数 | 决算数"
    assert read_as("Sheet1", with_budgets) == "Z01"


def test_list_of_contents_is_no_sheet() -> None:
    assert read_as("目录", "收入支出决算总表\n收入决算表\n支出决算表 | 年初预算数") == ""


@pytest.mark.parametrize(
    "word", ["年初预算数", "全年预算数", "全年（调整）预算数", "2024年年初预算数"]
)
def test_budgets_by_their_header(word: str) -> None:
    assert has_budgets(sheet("Sheet1", f"科目编码 | {word}"))
    assert not has_budgets(sheet("Sheet1", "科目编码 | 预算数"))


def test_blank_rows_above_the_head_do_not_count() -> None:
    above = ".\n" * 20
    assert code_on(sheet("Sheet1", f"{above}收入决算表 | 财决03表")) == "Z03"


def test_first_words_for_a_message() -> None:
    text = "某银行对账单\n日期 | 12.5 | 摘要\n转账"
    assert first_words(sheet("流水", text)) == ("某银行对账单", "日期", "摘要")
    assert first_words(sheet("空")) == ()
