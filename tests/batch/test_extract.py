"""一个单位给汇总表的那一小份：要数照格式的清单，问题、待填写、覆盖和各表的数一个不少。"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.batch.league_tree import of_case
from xlbudget.batch.extract import unit_extract
from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.results import Results, coverage_json

PLACES = ("chongqing", "guangdong", "shaanxi", "shanghai", "sichuan", "yunnan")
NAMES = {place: "sample_complete" if place == "sichuan" else "complete" for place in PLACES}


@cache
def results_of(place: str) -> Results:
    return of_case(place, NAMES[place])


def lines(results: Results) -> list[Any]:
    text = unit_extract(results).decode()
    assert text.count("\n") == 3
    return [json.loads(line) for line in text.splitlines()]


def test_the_key_figures_of_the_sample() -> None:
    """金额是分，率照文字印的；没有预算口径的表没有完成率。"""
    overview = lines(results_of("sichuan"))[0]
    assert {name: values for name, *values in overview["figures"]} == {
        "本年收入合计": [1433630000, 636430000, "125.26%", None],
        "本年支出合计": [1482220000, 636430000, "132.90%", None],
        "收入支出总计": [1482220000, 636430000, "132.90%", None],
        "财政拨款收入支出总计": [1482220000, 636430000, "132.90%", None],
        "一般公共预算财政拨款支出": [1456300000, 608480000, "139.33%", "100%"],
        "人员经费": [446780000, "缺", "缺", None],
        "公用经费": [20970000, "缺", "缺", None],
        "“三公”经费": [3820000, 4530000, "-15.67%", "100%"],
        "政府性基金预算财政拨款支出": [25920000, 27950000, "-7.26%", None],
        "国有资本经营预算财政拨款支出": [0, 0, "不可比", None],
    }
    assert (overview["unit"], overview["place"], overview["year"]) == (
        "攀枝花市西区大宝鼎街道办事处",
        "sichuan",
        2024,
    )


def test_a_total_that_its_two_sides_give_otherwise_is_no_figure() -> None:
    figures = lines(of_case("sichuan", "totals_differ"))[0]["figures"]
    assert dict(each[:2] for each in figures)["收入支出总计"] == "对不上"


@pytest.mark.parametrize("place", PLACES)
def test_every_format_has_the_same_key_figures(place: str) -> None:
    headings = [heading for heading, *_ in lines(results_of("sichuan"))[0]["figures"]]
    found = {heading: values for heading, *values in lines(results_of(place))[0]["figures"]}
    assert list(found) == headings
    assert isinstance(found["本年收入合计"][0], int)


@pytest.mark.parametrize("place", PLACES)
def test_the_amounts_are_those_of_the_tables(place: str) -> None:
    results = results_of(place)
    _, amounts, cells = lines(results)
    known = {
        (name, line.name, column): (cell.amount.fen, cell.amount.precision, str(cell.source))
        for name, statement in results.account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None and cell.amount.fen
    }
    assert known == {
        (name, line, column): (
            fen,
            int(precision),
            f"{cells['tables'][name]['sheet']}!{cells['tables'][name]['cells'][column][line]}",
        )
        for name, table in amounts["tables"].items()
        for precision, by_column in table["amounts"].items()
        for column, by_line in by_column.items()
        for line, fen in by_line.items()
    }


@pytest.mark.parametrize("place", PLACES)
def test_what_was_not_checked_is_that_of_coverage_json(place: str) -> None:
    results = results_of(place)
    found = lines(results)[0]["obligations"]
    covered = sum(not why for _, why in found.values())
    assert f"{covered}/{len(found)}" == coverage_json(results)["covered"]
    assert {rule: title for rule, (title, _) in found.items()} == results.format.obligations


def test_findings_and_gaps_come_with_their_places_errors_first() -> None:
    results = of_case("yunnan", "changes")
    imported = Finding("unit", Verdict.FAIL, Level.ERROR, "甲.xlsx", "导入时的错误。")
    found = json.loads(unit_extract(results, [imported]).splitlines()[0])["findings"]
    levels = [level for level, *_ in found]
    assert levels.count("error") == results.count(Level.ERROR) + 1
    assert levels.count("gap") == results.gaps
    assert levels[: levels.count("error")] == ["error"] * levels.count("error")
    assert "导入时的错误。" in [says for _, _, says, *_ in found]
    first = next(each for each in results.findings if each.check != GAP)
    assert [first.message, list(first.inputs)] in [[each[2], each[6]] for each in found]
    assert not any(each[0] == Level.INFO.value for each in found)
