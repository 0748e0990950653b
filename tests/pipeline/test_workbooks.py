"""The steps together: what comes from where, and one cause as one finding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import SeveralErrors, UnknownName
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.text import State
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import Request, read, run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout, account_of_case
from xlbudget.workbook.build import build

NATIONAL = find("national", 2024)
SUMMARY = "revenue_expenditure_summary"


def totals(revenue: str, expenditure: str, **prior: str) -> FinalAccount:
    """A small account in which only 收入总计 may be at odds with the rest."""

    def amount(text: str) -> Amount:
        return Amount.of(text, Unit.TEN_THOUSAND_YUAN)

    account = account_in_layout(
        NATIONAL,
        "示例街道办事处",
        "示例.xlsx",
        {
            (SUMMARY, "revenue_grand_total", "actual"): amount(revenue),
            (SUMMARY, "expenditure_grand_total", "actual"): amount(expenditure),
            (SUMMARY, "current_year_revenue", "actual"): amount(expenditure),
            (SUMMARY, "current_year_expenditure", "actual"): amount(expenditure),
            (SUMMARY, "other_revenue", "actual"): amount(expenditure),
            (SUMMARY, "229", "actual"): amount(expenditure),
        },
        {(SUMMARY, line, "actual"): amount(text) for line, text in prior.items()},
    )
    return replace(account, statements={SUMMARY: account.statements[SUMMARY]})


def errors(results: Results) -> list[str]:
    return [finding.check for finding in results.findings if finding.level is Level.ERROR]


def test_a_withheld_paragraph_stands_below_the_error_that_explains_it() -> None:
    results = run(totals("10", "12"), NATIONAL)
    assert len(errors(results)) == 1
    first = results.findings[0]
    assert "paragraph-withheld" in {follower.check for follower in first.follows}
    assert results.paragraphs[1].state is State.WITHHELD
    assert not results.paragraphs[1].figures
    first_section = results.narrative().partition("二、收入决算")[0]
    assert "均为" not in first_section
    assert not results.publishable


def test_last_years_totals_that_differ_are_an_error_of_their_own() -> None:
    results = run(
        totals("10", "10", revenue_grand_total="8", expenditure_grand_total="9"), NATIONAL
    )
    assert errors(results) == ["prior-totals-equal"]
    first = results.findings[0]
    assert {"上年数!E5", "上年数!E8"} <= set(first.inputs)
    (withheld,) = [f for f in first.follows if f.check == "paragraph-withheld"]
    assert "上年数!E5为8万元" in withheld.message
    assert "上年数!E8为9万元" in withheld.message


def test_findings_come_errors_first() -> None:
    results = run(totals("10", "12"), NATIONAL)
    levels = [finding.level for finding in results.findings]
    assert levels == sorted(levels, key=[Level.ERROR, Level.WARNING, Level.INFO].index)


def test_counts_keep_gaps_apart() -> None:
    results = run(totals("10", "10"), NATIONAL)
    gaps = [finding for finding in results.findings if finding.check == "gap"]
    missing = [finding for finding in results.findings if finding.check == "table-missing"]
    assert len(missing) == len(NATIONAL.tables) - 1
    assert results.count(Level.WARNING) == len(missing)
    assert (results.count(Level.ERROR), results.gaps) == (0, len(gaps))
    assert "总体变动原因" not in {finding.printed for finding in gaps}  # 没有上年数，先要上年数


PAGE = """
== 表一
收入支出决算总表
公开01表
单位：示例中心|2024年度||金额单位：万元
收入||支出|
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|10|二十三、其他支出|10
本年收入合计|10|本年支出合计|10
总计|10|总计|10
== 表四
财政拨款收入支出决算总表
单位：示例中心|2024年度||金额单位：万元
收入||支出||||
项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|10|二十三、其他支出|10|10||
本年收入合计|10|本年支出合计|10|10||
总计|10|总计|10|10||
"""


def test_public_tables_without_our_sheets() -> None:
    reading = read(MemoryBook(PAGE, "公开.xlsx"), Request(place="national"))
    assert (reading.account.unit_name, reading.account.year) == ("示例中心", 2024)
    results = run(reading.account, reading.format, reading.findings)
    assert errors(results) == []
    assert results.paragraphs[1].text.startswith("2024年度收入、支出总计均为10万元。")


def test_two_units_in_one_book_are_told() -> None:
    text = PAGE.replace(
        "单位：示例中心|2024年度||金额单位：万元\n收入||支出||||",
        "单位：示例学校|2024年度||金额单位：万元\n收入||支出||||",
    )
    reading = read(MemoryBook(text), Request(place="national"))
    assert [finding.check for finding in reading.findings] == ["unit-name"]
    assert "示例学校" in reading.findings[0].message


@pytest.mark.parametrize(
    ("text", "request_", "words"),
    [
        (PAGE, Request(), ["--format"]),
        (PAGE.replace("2024年度", ""), Request(place="national"), ["表头没有年度", "--year"]),
        (
            PAGE.replace("2024年度", "2023年度", 1),
            Request(place="national"),
            ["2023年度、2024年度", "--year"],
        ),
    ],
)
def test_what_must_be_said_by_the_caller(text: str, request_: Request, words: list[str]) -> None:
    with pytest.raises(UnknownName) as caught:
        read(MemoryBook(text, "公开.xlsx"), request_)
    for word in ("公开.xlsx", *words):
        assert word in str(caught.value)


def test_all_that_stands_in_the_way_is_told_at_once() -> None:
    text = PAGE.replace("其他支出|10", "其他支出|见附表")
    text = text.replace("本年收入合计|10", "本年收入合计|#REF!", 1)
    with pytest.raises(SeveralErrors) as caught:
        read(MemoryBook(text, "公开.xlsx"), Request(place="national", year=2024))
    assert len(caught.value.errors) == 3
    for words in ("表一!B7", "表一!D6", "表四!D5", "#REF!", "见附表"):
        assert words in str(caught.value)


def test_settings_of_the_workbook_change_the_text() -> None:
    settings = find("national", 2024, {"金额末尾的零": "保留", "千分位": "是"})
    account = replace(totals("1482.2", "1482.2"))
    assert "1,482.20万元" in run(account, settings).narrative()


def test_a_table_that_others_have_amounts_for_is_not_said_to_be_nil() -> None:
    """政府性基金表空着，总表却有基金支出：不写“无政府性基金”，也不写空表说明。"""
    known = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
    resolved = find(known.place, known.year)
    fund = "government_fund_accounts"
    amounts = {key: amount for key, amount in known.amounts.items() if key[0] != fund}
    results = run(account_of_case(replace(known, amounts=amounts), resolved), resolved)
    text = results.narrative()
    assert "无政府性基金预算财政拨款支出" not in text
    assert "政府性基金预算财政拨款支出〔请填写：" in text
    assert "没有政府性基金预算财政拨款收入" not in text
    assert "table-empty" in errors(results)


def test_a_code_that_the_catalogue_lacks_is_told_and_written_as_printed() -> None:
    known = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
    resolved = find(known.place, known.year)
    account = account_of_case(known, resolved)
    table = "general_public_budget_expenditure"
    statement = account.statements[table]
    lines = tuple(
        replace(line, name="2019877", label="某某专项") if line.name == "2012902" else line
        for line in statement.lines
    )
    odd = {**account.statements, table: replace(statement, lines=lines)}
    results = run(replace(account, statements=odd), resolved)
    assert "code-unknown" in {finding.check for finding in results.findings}
    assert "20198（款）某某专项（项）：支出决算数为0.07万元" in results.narrative()
    assert build(results).startswith(b"PK")
