"""R87：格式要人写的原因、用途。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, document_of, format_of
from xlbudget.binding.binder import bind
from xlbudget.binding.clauses import say
from xlbudget.checks.ledger import Entry
from xlbudget.checks.manuscript import Manuscript, run_text_rules
from xlbudget.checks.words import WORD_RULES
from xlbudget.domain.findings import Finding, Level, Verdict

RULE = next(rule for rule in WORD_RULES if rule.name == "reason-given")
CHANGE = (
    f"{EXPLANATION}一、收入支出决算总体情况说明\n"
    "2024年度收入、支出总计均为120万元。与2023年度相比，收入、支出总计各增加20万元，增长20%。"
)
OTHER = f"{EXPLANATION}十、其他重要事项的情况说明\n"
OFFICE = (
    f"{OTHER}（一）机关运行经费支出情况\n"
    "2024年度，示例局机关运行经费支出20万元，比2023年度减少2万元，下降9.09%。"
)
PURCHASE = (
    f"{OTHER}（二）政府采购支出情况\n2024年度，示例局政府采购支出总额9万元，其中：政府采购货物支出9万元、"
    "政府采购工程支出0万元、政府采购服务支出0万元。"
)


def look(text: str) -> tuple[list[Finding], list[Entry]]:
    document = document_of(text)
    bound = bind(document, say(document), [format_of("sichuan", 2024)])
    return run_text_rules([RULE], Manuscript(bound))


@pytest.mark.parametrize(
    "reason",
    ["主要变动原因是新增防汛项目。", "主要是新增防汛项目。", "由于新增了防汛项目，收支都有增加。"],
)
def test_a_change_with_its_reason_is_in_order(reason: str) -> None:
    findings, entries = look(CHANGE + reason)
    assert findings == []
    assert Verdict.PASS in {entry.verdict for entry in entries}


def test_a_change_without_a_reason_is_found() -> None:
    findings, _ = look(CHANGE)
    assert [(each.level, each.verdict) for each in findings] == [(Level.WARNING, Verdict.FAIL)]
    assert "总体变动原因" in findings[0].message


def test_the_reason_of_the_next_section_does_not_serve() -> None:
    more = "\n二、收入决算情况说明\n收入减少，主要原因是项目完工。\n"
    assert len(look(CHANGE + more)[0]) == 1


def test_of_a_number_that_people_report_it_is_only_noted() -> None:
    findings, _ = look(OFFICE)
    assert [(each.level, each.verdict) for each in findings] == [(Level.INFO, Verdict.UNCHECKED)]
    assert look(f"{OFFICE}主要原因是压减了会议费。")[0] == []


def test_a_purpose_that_is_not_there_stands_in_the_ledger() -> None:
    findings, entries = look(PURCHASE)
    assert findings == []
    remarks = [entry.remark for entry in entries if entry.verdict is Verdict.UNCHECKED]
    assert remarks == ["格式要写政府采购用途，文中没有找到"]
    entries = look(f"{PURCHASE}主要用于办公设备。")[1]
    assert [entry.verdict for entry in entries] == [Verdict.PASS]


ELSEWHERE = "".join(f"第{at}项工作用了{at}.35万元，比计划的多。\n" for at in range(1, 20))


def test_of_a_text_of_another_form_it_is_only_noted() -> None:
    document = document_of(f"{CHANGE}\n{ELSEWHERE}")
    formats = [format_of(place, 2024) for place in ("sichuan", "guangdong")]
    bound = bind(document, say(document), formats)
    assert not bound.is_of_form
    findings, _ = run_text_rules([RULE], Manuscript(bound))
    assert [(each.level, each.verdict) for each in findings] == [(Level.INFO, Verdict.UNCHECKED)]


def test_a_text_whose_numbers_are_known_is_of_the_form() -> None:
    document = document_of(CHANGE)
    formats = [format_of(place, 2024) for place in ("sichuan", "guangdong")]
    assert bind(document, say(document), formats).is_of_form
