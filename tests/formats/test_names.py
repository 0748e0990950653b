from __future__ import annotations

import pytest

from xlbudget.domain.errors import UnknownName
from xlbudget.formats.library import find
from xlbudget.formats.names import FigureName, default_column, resolve, resolve_group

NATIONAL = find("national", 2024)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("收支总表.收入总计", FigureName(SUMMARY, "revenue_grand_total", "actual")),
        ("收支总表.总计", FigureName(SUMMARY, "grand_total", "actual")),
        ("收支总表.总计.决算数", FigureName(SUMMARY, "grand_total", "actual", "actual")),
        ("收支总表.总计.上年决算数", FigureName(SUMMARY, "grand_total", "actual", "prior_actual")),
        ("收支总表.总计.增减额", FigureName(SUMMARY, "grand_total", "actual", "change")),
        ("收支总表.总计.增减率", FigureName(SUMMARY, "grand_total", "actual", "change_rate")),
        ("收支总表.210", FigureName(SUMMARY, "210", "actual")),
        ("财政拨款总表.210", FigureName(APPROPRIATION, "210", "total")),
        (
            "财政拨款总表.210.政府性基金预算财政拨款",
            FigureName(APPROPRIATION, "210", "government_fund"),
        ),
        (
            "财政拨款总表.本年支出合计.政府性基金预算财政拨款.增减额",
            FigureName(APPROPRIATION, "current_year_expenditure", "government_fund", "change"),
        ),
        # 标识也认：与中文同指一个量
        (f"{SUMMARY}.grand_total.change", FigureName(SUMMARY, "grand_total", "actual", "change")),
    ],
)
def test_figure_by_its_words(name: str, expected: FigureName) -> None:
    assert resolve(NATIONAL, name.split(".")) == expected


@pytest.mark.parametrize(
    ("name", "identifier", "label"),
    [
        (
            FigureName(SUMMARY, "grand_total", "actual", "change_rate"),
            f"{SUMMARY}.grand_total.change_rate",
            "收支总表.总计.增减率",
        ),
        (
            FigureName(APPROPRIATION, "210", "total"),
            f"{APPROPRIATION}.210.actual",
            "财政拨款总表.210.决算数",
        ),
        (
            FigureName(APPROPRIATION, "210", "government_fund"),
            f"{APPROPRIATION}.210.government_fund.actual",
            "财政拨款总表.210.政府性基金预算财政拨款.决算数",
        ),
    ],
)
def test_figure_in_identifiers_and_in_words(name: FigureName, identifier: str, label: str) -> None:
    assert name.identifier(NATIONAL) == identifier
    assert name.label(NATIONAL) == label
    assert resolve(NATIONAL, identifier.split(".")) == name
    assert resolve(NATIONAL, label.split(".")) == name


@pytest.mark.parametrize(
    ("line", "year", "label"),
    [
        ("revenue_grand_total", 2024, "收入总计"),
        ("210", 2024, "卫生健康支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
    ],
)
def test_line_as_people_say_it(line: str, year: int, label: str) -> None:
    name = FigureName(SUMMARY, line, "actual")
    assert name.line_label(find("national", year)) == label


def test_other_measure_of_the_same_line() -> None:
    name = FigureName(APPROPRIATION, "210", "government_fund")
    assert name.of("change") == FigureName(APPROPRIATION, "210", "government_fund", "change")


@pytest.mark.parametrize(
    ("line", "column"),
    [("210", "total"), ("opening_carryover", "actual"), ("grand_total", "actual")],
)
def test_column_meant_when_none_is_named(line: str, column: str) -> None:
    assert default_column(NATIONAL.tables[APPROPRIATION], line) == column


def test_group_of_lines() -> None:
    assert resolve_group(NATIONAL, ["收支总表", "按功能"]) == (SUMMARY, "functions")
    assert resolve_group(NATIONAL, ["财政拨款总表", "年初资金"]) == (
        APPROPRIATION,
        "opening_funds",
    )


@pytest.mark.parametrize(
    ("name", "word", "remedy"),
    [
        ("收支总账.收入总计", "“收支总账”", "是否想写“收支总表”？"),
        ("收支总表.收入总记", "“收入总记”", "是否想写“收入总计”？"),
        ("收支总表.总计.增长率", "“增长率”", "是否想写“增减率”？"),
        ("收支总表.299", "“299”", "是否想写“229”？"),
        ("收支总表.收入总计.政府性基金预算财政拨款", "“政府性基金预算财政拨款”", "请改用"),
        ("收支总表", "收支总表", "请写出表中的行。"),
    ],
)
def test_name_that_nobody_knows(name: str, word: str, remedy: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(NATIONAL, name.split("."))
    assert name in caught.value.seen
    assert word in str(caught.value)
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("name", ["收支总表", "收支总表.按功能.决算数", "收支总表.按性质"])
def test_group_that_nobody_knows(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve_group(NATIONAL, name.split("."))
    assert name in caught.value.seen
