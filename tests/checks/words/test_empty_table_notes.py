"""R97：空表说明。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, shown

TITLE = "政府性基金预算财政拨款收入支出决算表\n"
HEAD = "科目编码 | 科目名称 | 本年收入 | 本年支出\n栏次 | 栏次 | 1 | 2\n"
EMPTY, FILLED = "合计 | 合计 | | \n", "2082201 | 移民补助 | 12.50 | 12.50\n"
NOTE = "注：本单位没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。\n"
PART = f"{EXPLANATION}一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n第五部分　附表\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (HEAD + EMPTY, "没有空表说明"),
        (HEAD + EMPTY + NOTE, ""),
        (HEAD + FILLED, ""),
        (HEAD + FILLED + NOTE, "却说是空表"),
        (HEAD + EMPTY + "本表为空表。\n", ""),
        (HEAD + FILLED + "注：本表反映政府性基金的收支和结转情况。\n", ""),
        ("科目编码 | 本年支出\n合计 | 0.00\n", "没有空表说明"),
    ],
)
def test_an_empty_table_says_so_and_a_filled_one_does_not(table: str, said: str) -> None:
    found = shown("empty-table-note", PART + TITLE + table)
    assert [said in str(each) for each in found] == ([True] if said else [])


def test_the_note_of_the_next_table_is_not_that_of_this_one() -> None:
    after = f"国有资本经营预算财政拨款支出决算表\n{HEAD}{EMPTY}本表为空表。\n"
    text = PART + TITLE + HEAD + FILLED + after
    assert shown("empty-table-note", text) == []


def test_other_tables_need_no_note() -> None:
    assert shown("empty-table-note", f"{PART}收入决算表\n{HEAD}{EMPTY}") == []
