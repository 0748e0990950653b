"""各部分之和不等于总额的结构图：不画，并且只有一个原因就只报一条。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.narrative.accounts import GENERAL, SPENDING, SUMMARY, of_case
from xlbudget.checks.own_text import WITHHELD
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount
from xlbudget.domain.text import Kind, State
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline.workbooks import run
from xlbudget.results import Results

CASE = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
RESOLVED = find("sichuan", CASE.year)


def with_more(case: Case, key: tuple[str, str, str], fen: int) -> Case:
    amount = case.amounts[key]
    more = Amount(amount.fen + fen, amount.precision)
    return replace(case, amounts={**case.amounts, key: more})


def withheld_charts(results: Results) -> list[str]:
    return [
        paragraph.text
        for paragraph in results.paragraphs
        if paragraph.kind is Kind.CHART and paragraph.state is State.WITHHELD
    ]


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ((SUMMARY, "current_year_revenue", "actual"), "收入决算结构图"),
        ((SPENDING, "total", "basic"), "支出决算结构图"),
        ((GENERAL, "207", "total"), "一般公共预算财政拨款支出决算结构"),
    ],
)
def test_the_error_of_the_tables_says_it_already(key: tuple[str, str, str], title: str) -> None:
    results = run(of_case(with_more(CASE, key, 3_000_000), RESOLVED), RESOLVED)
    (told,) = withheld_charts(results)
    assert title in told
    assert "相差3万元" in told
    assert title not in {chart.title for chart in results.charts}
    (error,) = (each for each in results.findings if each.level is Level.ERROR)
    assert error.check != WITHHELD
    assert WITHHELD in {each.check for each in error.follows}


def test_where_no_sum_is_checked_the_chart_itself_is_the_error() -> None:
    unchecked = replace(RESOLVED, identities=())
    case = with_more(CASE, (SPENDING, "total", "basic"), 3_000_000)
    results = run(of_case(case, unchecked), unchecked)
    errors = [each for each in results.findings if each.level is Level.ERROR]
    assert WITHHELD in {each.check for each in errors}
    (error,) = (each for each in errors if each.check == WITHHELD)
    assert "支出决算结构图" in error.message


def test_a_sound_account_keeps_its_charts() -> None:
    results = run(of_case(CASE, RESOLVED), RESOLVED)
    assert withheld_charts(results) == []
    assert len(results.charts) == 7
