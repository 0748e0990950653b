"""构成的一句话、科目名称，经 xlwings 自己的转换。"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.functions.excel_over_com import ERROR_CODES, LEFT_OUT, ComRange, Excel

GAP = "〔请填写：{}〕"
NAMES = [["基本支出"], ["项目支出"], ["经营支出"]]


def test_shares(com_excel: Excel) -> None:
    amounts = [[1.0], [3.0], [None]]
    said = "基本支出1万元，占25%；项目支出3万元，占75%"
    assert com_excel.on_ranges("XB_SHARES_TEXT", NAMES, amounts) == said
    named = ComRange(NAMES), ComRange(amounts)
    assert com_excel.call("XB_SHARES_TEXT", *named, LEFT_OUT, LEFT_OUT) == said
    assert com_excel.call("XB_SHARES_TEXT", *named, ComRange([[8.0]]), "sichuan") == (
        "基本支出1万元，占12.50%；项目支出3万元，占37.50%"
    )
    assert com_excel.on_ranges("XB_SHARES_TEXT", [["甲", "乙"]], [[Decimal(1), 1.0]]) == (
        "甲1万元，占50%；乙1万元，占50%"
    )


def test_shares_without_a_whole_or_parts(com_excel: Excel) -> None:
    blank, some = [[None]] * 3, [[1.0], [0.0], [None]]
    assert com_excel.on_ranges("XB_SHARES_TEXT", NAMES, [[0.0]] * 3) == "各项均为零"
    assert com_excel.on_ranges("XB_SHARES_TEXT", NAMES, blank) == GAP.format("各项金额")
    assert com_excel.on_ranges("XB_SHARES_TEXT", NAMES, blank, [[None]]) == GAP.format("总额")
    unfilled = com_excel.on_ranges("XB_SHARES_TEXT", NAMES, blank, [[5.0]])
    assert unfilled == GAP.format("总额的各项明细")
    assert com_excel.on_ranges("XB_SHARES_TEXT", NAMES, some, [[None]]) == "基本支出1万元"
    named_whole = com_excel.on_ranges("XB_SHARES_TEXT", [["总额"], ["甲"]], [[1.0], [1.0]])
    assert named_whole == "总额1万元，占50%；甲1万元，占50%"


@pytest.mark.parametrize(
    ("names", "amounts", "whole", "error"),
    [
        (NAMES, [[1.0], [2.0]], None, "#VALUE!"),
        (NAMES, [[1.0, 2.0, 3.0]], None, "#VALUE!"),
        ([["甲", "乙"]] * 2, [[1.0, 2.0]] * 2, None, "#VALUE!"),
        ([["甲"], ["甲 "]], [[1.0], [2.0]], None, "#VALUE!"),
        ([["甲"], [None]], [[1.0], [2.0]], None, "#VALUE!"),
        ([["甲"], [7.0]], [[1.0], [2.0]], None, "#VALUE!"),
        ([["甲"], ["乙"]], [[1.0], ["2"]], None, "#VALUE!"),
        ([["甲"], ["乙"]], [[1.0], [ERROR_CODES["#REF!"]]], None, "#REF!"),
        ([["甲"], [ERROR_CODES["#N/A"]]], [[1.0], [2.0]], None, "#N/A"),
        ([["甲"]], [[1.0]], [[ERROR_CODES["#DIV/0!"]]], "#DIV/0!"),
        ([["甲"]], [[1.0]], [["一百"]], "#VALUE!"),
        ([["甲"]], [[1.0]], [[1.0], [2.0]], "#VALUE!"),
    ],
)
def test_shares_that_cannot_be_said(
    com_excel: Excel, names: Any, amounts: Any, whole: Any, error: str
) -> None:
    own = LEFT_OUT if whole is None else ComRange(whole)
    answer = com_excel.call("XB_SHARES_TEXT", ComRange(names), ComRange(amounts), own, LEFT_OUT)
    assert answer == error


def test_code_names(com_excel: Excel) -> None:
    codes = [[2010301.0, "207", Decimal("30201.0000")], ["20103", 301.0, None]]
    assert com_excel.call("XB_CODE_NAME", ComRange(codes), LEFT_OUT) == [
        ["行政运行", "文化旅游体育与传媒支出", "办公费"],
        ["政府办公厅（室）及相关机构事务", "工资福利支出", ""],
    ]
    assert com_excel.call("XB_CODE_NAME", 207.0, 2018.0) == "文化体育与传媒支出"
    unknown = [["299"], ["合计"], [2010.0], [201.5], ["２０１"], [-201.0]]
    assert com_excel.call("XB_CODE_NAME", ComRange(unknown), 2024.0) == [["#N/A"]] * 6
    assert com_excel.call("XB_CODE_NAME", ERROR_CODES["#REF!"], LEFT_OUT) == "#REF!"
    assert com_excel.on_ranges("XB_CODE_NAME", [[True]]) == "#VALUE!"
    for year in (2018.5, "2018", 18.0):
        assert com_excel.call("XB_CODE_NAME", "207", year) == "#VALUE!"
