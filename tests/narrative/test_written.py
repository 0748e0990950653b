"""人写的文字放进句子里；没有写的留着缺口，没有填的不说成没有。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.narrative.accounts import (
    FUND,
    GENERAL,
    REASON,
    SUMMARY,
    build,
    format_of,
    narrative_of,
    text_of_one,
    texts_of,
    wan,
)
from xlbudget.domain.text import Gap, Kind, State
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName
from xlbudget.narrative.nodes import Choice, Filled, Node, Reason, Slot
from xlbudget.narrative.template import parse

# --- 原因 ---


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("项目完工", "原因是项目完工。"),
        ("项目完工。", "原因是项目完工。"),
        ("  项目完工；。 ", "原因是项目完工。"),
        ("项目完工 。", "原因是项目完工。"),
        ("一是项目完工；\r\n二是人员减少。", "原因是一是项目完工；二是人员减少。"),
        ("项目完工。人员减少", "原因是项目完工。人员减少。"),
        ("一是项目完工\n二是人员减少", "原因是一是项目完工；二是人员减少。"),
        ("项目完工，", "原因是项目完工。"),
        ("、项目完工、", "原因是项目完工。"),
        ("主要变动原因是：项目完工", "原因是项目完工。"),
        ("原因为项目完工", "原因是项目完工。"),
        ("项目完工〔请填写：哪个项目〕", "原因是项目完工〔请填写：哪个项目〕。"),
        ("", f"原因是〔请填写：{REASON}〕。"),
        ("\n 。", f"原因是〔请填写：{REASON}〕。"),
    ],
)
def test_reason(reason: str, text: str) -> None:
    assert text_of_one(f'原因是{{{{原因("{REASON}")}}}}。', reason=reason) == text


# --- 人写的文字 ---


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("燃料费、维修费等支出", "主要用于燃料费、维修费等支出。"),
        ("燃料费、维修费等支出。", "主要用于燃料费、维修费等支出。"),
        ("主要用于燃料费；", "主要用于燃料费。"),
        ("用于燃料费", "主要用于燃料费。"),
        ("燃料费\n维修费\r\n", "主要用于燃料费；维修费。"),
        ("，燃料费", "主要用于燃料费。"),
        ("", "主要用于〔请填写：公务用车运行维护用途〕。"),
        (" 。", "主要用于〔请填写：公务用车运行维护用途〕。"),
        ("燃料费〔请填写：金额〕", "主要用于燃料费〔请填写：金额〕。"),
    ],
)
def test_words_in_a_sentence(written: str, text: str) -> None:
    resolved = format_of('主要用于{{填写("公务用车运行维护用途")}}。')
    account = build(resolved, supplement={"公务用车运行维护用途": written})
    (paragraph,) = narrative_of(account, resolved).paragraphs
    assert paragraph.text == text
    assert (paragraph.state is State.GAP) == ("请填写" in text)


def test_words_that_follow_a_number_keep_what_the_number_ends_in() -> None:
    resolved = format_of('共{{收支总表.收入总计}}{{填写("公务用车运行维护用途")}}')
    account = build(
        resolved,
        {(SUMMARY, "revenue_grand_total", "actual"): wan("5")},
        supplement={"公务用车运行维护用途": "万元以上的不含"},
    )
    assert texts_of(account, resolved) == ["共5万元万元以上的不含"]


def test_words_of_their_own_paragraph_stand_as_they_are() -> None:
    resolved = format_of('甲\n{{填写("公务用车运行维护用途")}}\n乙')
    account = build(resolved, supplement={"公务用车运行维护用途": "用于燃料费。"})
    assert texts_of(account, resolved) == ["甲", "用于燃料费。", "乙"]


def test_each_line_is_a_paragraph_that_can_be_rewritten() -> None:
    resolved = format_of('甲\n{{填写("部门职责")}}\n乙')
    account = build(resolved, supplement={"部门职责": "其一。\n\n 其二。\n（一）其三"})
    paragraphs = narrative_of(account, resolved).paragraphs
    assert [(each.id, each.text) for each in paragraphs] == [
        ("一", "甲"),
        ("一.1", "其一。"),
        ("一.1.续2", "其二。"),
        ("一.1.续3", "（一）其三"),
        ("一.2", "乙"),
    ]
    assert paragraphs[3].kind is Kind.HEADING


def test_nothing_written_is_a_gap_of_its_own() -> None:
    resolved = format_of('甲\n{{填写("部门职责")}}')
    paragraph = narrative_of(build(resolved), resolved).paragraphs[1]
    assert paragraph.gaps == (Gap("部门职责", "补充资料"),)
    assert paragraph.state is State.GAP


# --- 附表 ---


def annexes(amounts: dict[tuple[str, str, str], str], *without: str) -> dict[str, str]:
    resolved = format_of("附表\n{{附表()}}")
    known = {key: wan(text) for key, text in amounts.items()}
    paragraphs = narrative_of(build(resolved, known, without=without), resolved).paragraphs
    assert len({each.id for each in paragraphs}) == len(paragraphs)
    return {each.id.removeprefix("一.1."): each.text for each in paragraphs[1:]}


TOTAL, FUND_NOTE = (SUMMARY, "revenue_grand_total", "actual"), "公开10.空表"


def test_annexes_are_all_tables_in_order() -> None:
    resolved = find("sichuan", 2024)
    texts = annexes({})
    assert list(texts) == [table.number for table in resolved.tables.values()]
    assert texts["公开11"] == "十一、国有资本经营预算财政拨款收入支出决算表"
    assert [text.partition("、")[2] for text in texts.values()] == [
        table.title for table in resolved.tables.values()
    ]


def test_table_left_empty_says_so_once_the_workbook_is_filled_in() -> None:
    texts = annexes({TOTAL: "5", (GENERAL, "total", "total"): "0"})
    ids = list(texts)
    assert ids[ids.index("公开10") + 1] == FUND_NOTE
    assert texts[FUND_NOTE] == "注：本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    assert "公开06.空表" not in texts  # 零是数
    assert "公开01.空表" not in texts


@pytest.mark.parametrize("amounts", [{}, {TOTAL: "0"}])
def test_workbook_that_is_not_filled_in_says_nothing_of_its_tables(
    amounts: dict[tuple[str, str, str], str],
) -> None:
    assert FUND_NOTE not in annexes(amounts)


def test_table_that_is_not_there_is_not_called_empty() -> None:
    texts = annexes({TOTAL: "5"}, FUND)
    assert "公开10" in texts
    assert FUND_NOTE not in texts


# --- 什么都没有填 ---


def unconditional(sequence: Iterable[Node]) -> Iterator[Node]:
    """The nodes that are written whatever the amounts are, also while these are missing."""
    for node in sequence:
        yield node
        if isinstance(node, Choice) and node.branches[0].predicate in ("应列", "应比"):
            yield from unconditional(node.branches[0].body)


def asked_for(resolved: Format) -> set[str]:
    """The fields of 补充资料 that a template needs whatever the amounts are."""
    found = set()
    for section in resolved.sections:
        for node in unconditional(parse(section, resolved)):
            if isinstance(node, Filled | Reason):
                found.add(node.field)
            elif isinstance(node, Slot) and isinstance(node.figure, FigureName):
                found |= {node.figure.line} if node.figure.table == SUPPLEMENT else set()
    return found


@pytest.mark.parametrize(
    ("place", "year"), [("sichuan", 2024), ("sichuan", 2020), ("national", 2024)]
)
def test_empty_workbook_prints_no_number_and_asks_for_what_only_a_person_knows(
    place: str, year: int
) -> None:
    resolved = find(place, year)
    paragraphs = narrative_of(build(resolved), resolved).paragraphs
    assert [figure for each in paragraphs for figure in each.figures] == []
    gaps = {gap.name for each in paragraphs for gap in each.gaps}
    assert asked_for(resolved) <= gaps
    assert len(asked_for(resolved)) >= 20


def test_nothing_is_called_nil_that_is_only_not_filled_in() -> None:
    """没有填不等于没有：“无……”一类的话都要有零作根据。"""
    resolved = find("sichuan", 2024)
    paragraphs = narrative_of(build(resolved), resolved).paragraphs
    texts = [each.text for each in paragraphs if not each.id.startswith("第三部分")]
    said = re.compile("年度?末?无|未安排|没有|持平|均为零|无数据")
    assert [text for text in texts if said.search(text)] == []
