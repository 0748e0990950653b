"""Which column of the format the words over a column say."""

from __future__ import annotations

import pytest

from xlbudget.formats.library import find
from xlbudget.reading.code_words import Words
from xlbudget.reading.table_words import turned, words_of

SICHUAN = find("sichuan", 2024)
TABLES = {name: words_of(table) for name, table in SICHUAN.tables.items()}
TURNED = turned(SICHUAN.tables["appropriation_detail"])
PROJECT = turned(SICHUAN.tables["general_public_budget_project"])


def column(words: Words, path: str) -> str | None:
    found = words.column(tuple(path.split(" / ")))
    return found.name if found else None


@pytest.mark.parametrize(
    ("table", "path", "expected"),
    [
        ("revenue_accounts", "本年收入合计", "total"),
        ("revenue_accounts", "财政拨款收入 / 小计", "appropriation_revenue"),
        ("revenue_accounts", "事业收入 / 其中:教育收费", None),
        ("revenue_accounts", "本年收入 / 财政拨款收入", "appropriation_revenue"),
        ("revenue_accounts", "小计", None),
        ("expenditure_accounts", "本年支出合计 / 基本支出", "basic"),
        ("expenditure_accounts", "本年支出合计 / 合计", "total"),
        ("general_public_budget_expenditure", "本年支出 / 小计", "total"),
        ("general_public_budget_expenditure", "本年支出 / 项目支出", "project"),
        ("government_fund_accounts", "本年支出 / 小计", "expenditure"),
        ("government_fund_accounts", "本年支出", "expenditure"),
        ("government_fund_accounts", "本年支出 / 基本支出", "basic"),
        ("government_fund_accounts", "本年收入 / 合计", "revenue"),
        ("government_fund_accounts", "本年收入 / 基本支出", None),
        ("government_fund_accounts", "年初结转和结余 / 合计", "opening_carryover"),
        ("government_fund_accounts", "年初结转和结余 / 项目支出结转和结余", None),
        ("government_fund_accounts", "上年结转和结余", "opening_carryover"),
        ("appropriation_detail", "合计", "total"),
        ("appropriation_detail", "合计 / 小计", "total"),
        ("appropriation_detail", "工资福利支出 / 小计", "301"),
        ("appropriation_detail", "工资福利支出 / 合计", "301"),
        ("appropriation_detail", "工资福利支出", "301"),
        ("appropriation_detail", "工资福利支出 / 基本工资", "30101"),
        ("appropriation_detail", "301工资福利支出 / 30101基本工资", "30101"),
        ("appropriation_detail", "基本工资", "30101"),
        ("appropriation_detail", "30101", "30101"),
        ("appropriation_detail", "工资福利支出 / 小计 / 301", "301"),
        ("appropriation_detail", "商品和服务支出 / 基本工资", None),
        ("appropriation_detail", "待定 / 小计", None),
        ("appropriation_detail", "资本性支出 / 办公设备购置", "31002"),
        ("appropriation_detail", "资本性支出(基本建设) / 办公设备购置", "30902"),
        ("appropriation_detail", "办公设备购置", None),
        ("appropriation_detail", "其他支出", "399"),
        ("appropriation_detail", "其他支出 / 其他支出", "39999"),
        ("appropriation_detail", "待定 / 其他支出", None),
        ("appropriation_detail", "其他支出 / 小计", "399"),
        ("appropriation_detail", "30102基本工资", "30102"),
        ("general_public_budget_basic", "人员经费 / 决算数", "actual"),
        ("general_public_budget_basic", "数额", None),
    ],
)
def test_the_column_that_words_say(table: str, path: str, expected: str | None) -> None:
    assert column(TABLES[table], path) == expected


@pytest.mark.parametrize(
    ("words", "path", "expected"),
    [
        (TURNED, "合计", "total"),
        (TURNED, "支出 / 合计", "total"),
        (TURNED, "决算数", "total"),
        (TURNED, "财政拨款支出 / 合计", "total"),
        (TURNED, "一般公共预算财政拨款 / 合计", None),
        (TURNED, "政府性基金预算财政拨款", None),
        (TURNED, "201 / 一般公共服务支出", "201"),
        (TURNED, "一般公共服务支出 / 2010301", "2010301"),
        (TURNED, "20103 / 行政运行", "2010301"),
        (TURNED, "行政运行", None),
        (PROJECT, "项目支出 / 合计", "total"),
        (PROJECT, "基本支出 / 合计", None),
    ],
)
def test_the_line_that_words_say_where_functions_are_columns(
    words: Words, path: str, expected: str | None
) -> None:
    assert column(words, path) == expected


@pytest.mark.parametrize(
    ("name", "above", "seen", "expected"),
    [
        ("一般公共服务支出", "", (), "201"),
        ("行政运行", "", (), ""),
        ("行政运行", "20103", ("201", "20103"), "2010301"),
        ("行政运行", "2010399", ("201", "20103", "2010399"), "2010301"),
        ("行政运行", "20103", (), ""),
        ("城乡社区规划与管理", "21201", ("212", "21201"), "21202"),
        ("城乡社区规划与管理", "21202", ("212", "21202"), "2120201"),
        ("其他支出", "2299999", ("229", "22999", "2299999"), ""),
        ("没有这个科目", "201", ("201",), ""),
    ],
)
def test_the_code_of_a_row_that_only_has_a_name(
    name: str, above: str, seen: tuple[str, ...], expected: str
) -> None:
    assert TABLES["expenditure_accounts"].code_of_name(name, above, seen, seen) == expected
