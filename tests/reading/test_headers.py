from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid, Value
from xlbudget.reading.headers import (
    Said,
    column_paths,
    header_rows,
    headers,
    is_numbering,
    numbers_columns,
)

THREE_ROWS = """
财政拨款收入支出决算总表
部门：示例街道办事处 | | | | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 合计 | 财政拨款
 | | | | 一般公共预算 | 政府性基金
栏次 | 1 | 栏次 | 2 | 3 | 4
一、甲 | 1 | 一、乙 | 2 | 2 | 0
"""


def grid(text: str) -> Grid:
    return MemoryBook("== 表\n" + text).read("表")


@pytest.mark.parametrize(
    ("text", "first_data_row", "expected"),
    [
        (THREE_ROWS, 7, (3, 4, 5)),
        ("项目 | 决算数\n甲 | 1", 2, (1,)),
        ("标题\n项目 | 决算数\n甲 | 1", 3, (2,)),
        ("项目 | 决算数\n.\n甲 | 1", 3, (1,)),
        ("项目 | 决算数\n | 1\n甲 | 1", 3, (1,)),
        ("项目 | 决算数\n'（1） | '（2）\n甲 | 1", 3, (1,)),
        ("编制单位：甲 | 2024年度 | 万元\n项目 | 决算数\n甲 | 1", 3, (2,)),
        ("收支总表 | 公开01表\n项目 | 决算数\n甲 | 1", 3, (2,)),
        ("项目 | 其中：教育收费\n甲 | 1", 2, (1,)),
        ("标题\n单位：万元\n甲 | 1", 3, ()),
        ("甲 | 1", 1, ()),
    ],
)
def test_header_rows(text: str, first_data_row: int, expected: tuple[int, ...]) -> None:
    assert header_rows(grid(text), first_data_row) == expected


def test_words_of_merged_cells_carry_on_below_the_same_parent() -> None:
    assert column_paths(grid(THREE_ROWS), (3, 4, 5)) == (
        ("收入", "项目"),
        ("收入", "决算数"),
        ("支出", "项目"),
        ("支出", "合计"),
        ("支出", "财政拨款", "一般公共预算"),
        ("支出", "财政拨款", "政府性基金"),
    )


def test_a_unit_of_money_behind_a_word_is_no_part_of_it() -> None:
    assert column_paths(grid("项目 | 决算数（万元） | 人数（人）"), (1,)) == (
        ("项目",),
        ("决算数",),
        ("人数(人)",),
    )


def test_words_do_not_carry_in_the_lowest_row_or_into_another_parent() -> None:
    text = "收入 | | 支出\n甲 | | | 乙\n项目 | | 项目"
    assert column_paths(grid(text), (1, 2, 3)) == (
        ("收入", "甲", "项目"),
        ("收入", "甲"),
        ("支出", "项目"),
        ("支出", "乙"),
    )


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param(THREE_ROWS, ("合计", "小计"), [4], id="最下一行"),
        pytest.param(THREE_ROWS, ("一般公共预算",), [5], id="三行表头的最下一行"),
        pytest.param(THREE_ROWS, ("项目",), [1, 3], id="两列"),
        pytest.param(THREE_ROWS, ("国有资本",), [], id="没有"),
        pytest.param(
            "\n项目 | 一般公共预算 | 政府性基金\n | 财政拨款 | 财政拨款\n一、甲 | 1 | 2",
            ("政府性基金财政拨款",),
            [3],
            id="一个词分在两行",
        ),
        pytest.param(
            "\n项目 | 行次 | 决算数\n项目 | 行次 | 小计\n一、甲 | 1 | 2",
            ("决算数",),
            [3],
            id="词在上一行",
        ),
        pytest.param(
            "\n项目 | 决算数 | | 合计\n | | | 一 | 二\n一、甲 | 1 | | 2 | 3",
            ("决算数",),
            [2],
            id="空列不算",
        ),
        pytest.param(
            "\n项目 | 预算数 | 决算数\n | 合计 | 合计\n一、甲 | 1 | 2",
            ("合计",),
            [3],
            id="预算不算",
        ),
        pytest.param(
            "\n项目 | 上年数 | 本年数\n | 金额 | 金额\n一、甲 | 1 | 2",
            ("金额",),
            [3],
            id="上年不算",
        ),
        pytest.param("\n项目 | 全年预算数\n一、甲 | 1", ("全年预算数",), [], id="预算从不读"),
    ],
)
def test_the_columns_that_say_a_word(
    text: str, words: tuple[str, ...], expected: list[int]
) -> None:
    table = grid(text)
    first = next(row for row, _, value in table.cells() if str(value).startswith("一、"))
    header = headers(table, first)
    assert header.matching(words, range(1, table.width + 1)) == expected


def test_only_the_columns_asked_for_match() -> None:
    header = headers(grid(THREE_ROWS), 7)
    assert header.matching(("项目",), range(2, 7)) == [3]
    assert header.own == {1, 2, 3, 4, 5, 6}
    assert header.said(6) == ("政府性基金", "财政拨款政府性基金", "支出财政拨款政府性基金")


def test_words_that_only_carry_on_are_no_header_of_a_column() -> None:
    text = "\n支出\n项目 | 合计 | | 基金\n | 小计 | 其中\n一、甲 | 1 | 2 | 3 | 4"
    header = headers(grid(text), 4)
    assert header.path(5) == ("基金",)
    assert [header.spoken(column) for column in range(1, 6)] == [
        ("项目",), ("合计", "小计"), ("合计", "其中"), ("基金",), (),
    ]  # fmt: skip
    deleted = headers(grid(text.replace("基金", "")), 4)
    assert (deleted.path(4), deleted.spoken(4)) == (("合计",), ())


@pytest.mark.parametrize(
    ("text", "actual", "prior"),
    [
        pytest.param("决算数", True, False, id="本年"),
        pytest.param("2024年度决算数", True, False, id="写明本年"),
        pytest.param("2023年决算数", False, True, id="别的年度"),
        pytest.param("上年决算数", False, True, id="上年"),
        pytest.param("上年结转和结余", True, False, id="上年结转是本年的"),
        pytest.param("上年年末结余", True, False, id="上年年末结余是本年的"),
        pytest.param("全年预算数", False, False, id="预算"),
        pytest.param("2024年度预算数", False, False, id="写明本年的预算"),
    ],
)
def test_which_columns_are_of_this_year(text: str, *, actual: bool, prior: bool) -> None:
    header = headers(grid(f"项目 | {text}\n甲 | 1"), 2, Said(year=2024))
    assert (header.is_actual(2), header.is_prior(2)) == (actual, prior)


def test_this_year_is_no_part_of_a_word_and_alone_it_is_this_year() -> None:
    text = "2024年度 | | 2023年\n项目 | 2024年决算数（万元） | 2023年决算数"
    assert column_paths(grid(text), (1, 2), Said(year=2024)) == (
        ("本年", "项目"),
        ("本年", "决算数"),
        ("2023年", "2023年决算数"),
    )


def test_digits_are_words_where_they_are_codes() -> None:
    text = "科目编码 | 301 | '30101 | 1"
    said = Said(frozenset(("301", "30101")))
    assert column_paths(grid(text), (1,), said) == (("科目编码",), ("301",), ("30101",), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("栏次 | | 1 | 2", True, id="栏次"),
        pytest.param("1 | 2 | 3", True, id="数字"),
        pytest.param("'1 | '2 | '（3）", True, id="文本"),
        pytest.param("类 | 款 | 项 | 栏次 | 1 | 2", True, id="类款项同一行"),
        pytest.param("类 | 款 | 项 | | 1 | 2", True, id="类款项，没有栏次二字"),
        pytest.param("类 | 待定 | 项 | | 1 | 2", True, id="类款项错一个"),
        pytest.param("类 | 款 | 项 | | 1", True, id="类款项，只有一列"),
        pytest.param("| 1 | | 1 | 2", True, id="右边重新编"),
        pytest.param("1 | 2 | 3=1+2 | 4", True, id="写明算法"),
        pytest.param("1=2+3 | 2 | 3", True, id="第一列是合计"),
        pytest.param("0 | 0 | 0", False, id="零"),
        pytest.param("3 | 4", False, id="不从一开始"),
        pytest.param("1 | 3", False, id="跳号"),
        pytest.param("1", False, id="只有一个"),
        pytest.param("甲 | 1 | 2", False, id="有行名"),
        pytest.param("1 | 2.5", False, id="有小数"),
        pytest.param("类 | 款 | 项", False, id="只有类款项"),
    ],
)
def test_a_row_among_the_data_that_numbers_columns(text: str, *, expected: bool) -> None:
    assert numbers_columns(grid(text).rows[0]) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["栏次", "1"], True),
        (["项目", "栏次"], True),
        ([None, "1", "（2）"], True),
        ([None], True),
        (["项目", "1"], False),
        (["甲"], False),
    ],
)
def test_a_row_that_numbers_columns(values: list[Value], *, expected: bool) -> None:
    assert is_numbering(values) is expected
