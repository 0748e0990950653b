"""R94：标题、编号、空的一节。"""

from __future__ import annotations

import re

import pytest

from tests.checks.words.reviewing import EXPLANATION, TERMS, review, shown
from xlbudget.domain.findings import Verdict

SECTIONS = (
    "一、收入支出决算总体情况说明",
    "二、收入决算情况说明",
    "三、支出决算情况说明",
    "四、财政拨款收入支出决算总体情况说明",
    "五、一般公共预算财政拨款支出决算情况说明",
    "六、一般公共预算财政拨款基本支出决算情况说明",
    "七、财政拨款“三公”经费支出决算情况说明",
    "八、政府性基金预算支出决算情况说明",
    "九、国有资本经营预算支出决算情况说明",
    "十、其他重要事项的情况说明",
)
OVERVIEW = "第一部分　部门概况\n一、部门职责\n管理公共事务。\n"
ANNEX = "第四部分　附件\n附件1\n自评报告\n一、基本情况\n编制6人。\n"


def whole(*without: str) -> str:
    sections = "".join(f"{each}\n本年支出5万元。\n" for each in SECTIONS if each[0] not in without)
    return f"{OVERVIEW}{EXPLANATION}{sections}{TERMS}1.基本支出：指运转支出。\n{ANNEX}"


def test_a_whole_document_has_all_its_headings() -> None:
    for rule in ("parts-in-order", "sections-of-form", "sections-filled", "numbers-in-order"):
        assert shown(rule, whole()) == []


def test_a_part_without_its_heading_is_named() -> None:
    findings, _ = review("parts-in-order", whole().replace(TERMS, ""))
    assert [each.expected for each in findings] == ["第三部分（名词解释）"]


def test_an_extract_may_begin_with_a_later_part() -> None:
    assert shown("parts-in-order", whole().replace(OVERVIEW, "")) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [("第一部分　部门概况\n", "第一部分（概况）"), ("第四部分　附件\n", "第四部分（附件）")],
)
def test_the_first_and_the_last_heading_are_missed_too(line: str, name: str) -> None:
    findings, _ = review("parts-in-order", whole().replace(line, ""))
    assert [each.expected for each in findings] == [name]


CONTENTS = "目录\n第一部分　部门概况……1\n第二部分　决算情况说明……2\n第三部分　名词解释……8\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("第四部分　附件……9\n", []),
        ("", ["“第四部分 附件”目录里没有。请补进目录。"]),
        (
            "第四部分　附件……9\n第五部分　附表……12\n",
            ["目录里有第五部分，正文没有这个标题。请补上，或改正目录。"],
        ),
    ],
)
def test_the_contents_name_the_parts(more: str, found: list[str]) -> None:
    text = f"示例局2024年度部门决算\n{CONTENTS}{more}{whole()}"
    assert shown("parts-in-order", text) == found


@pytest.mark.parametrize("number", ["三", "八"])
def test_a_section_that_is_left_out_is_named(number: str) -> None:
    name = next(each for each in SECTIONS if each[0] == number)[2:]
    findings, _ = review("sections-of-form", whole(number))
    assert [each.expected for each in findings] == [name]


def test_a_last_section_that_is_left_out_is_only_noted() -> None:
    findings, entries = review("sections-of-form", whole("十"))
    assert findings == []
    assert [entry.verdict for entry in entries] == [Verdict.UNCHECKED]


def test_sections_in_another_order_are_found() -> None:
    text = whole().replace(SECTIONS[7], "甲").replace(SECTIONS[8], SECTIONS[7])
    text = text.replace("甲", SECTIONS[8])
    findings, _ = review("sections-of-form", text)
    assert [each.cause for each in findings] == ["heading-order"]


def test_a_text_built_otherwise_is_not_compared() -> None:
    text = f"{EXPLANATION}一、基本情况\n甲。\n二、收支情况\n乙。\n三、“三公”经费\n丙。\n"
    findings, entries = review("sections-of-form", text)
    assert findings == []
    assert [entry.verdict for entry in entries] == [Verdict.UNCHECKED]


def test_a_heading_with_nothing_below_is_found() -> None:
    text = whole().replace(f"{SECTIONS[8]}\n本年支出5万元。\n", f"{SECTIONS[8]}\n")
    findings, _ = review("sections-filled", text)
    assert len(findings) == 1
    assert "国有资本经营" in findings[0].message


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ("一二三四五", []),
        ("一二四五", ["4"]),
        ("一二二三", ["2"]),
        ("一二三", []),
    ],
)
def test_sections_are_numbered_through(numbers: str, found: list[str]) -> None:
    lines = "".join(
        f"{each}、第{at}项收支情况说明\n支出5万元。\n" for at, each in enumerate(numbers)
    )
    assert shown("numbers-in-order", EXPLANATION + lines) == found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((1, 2, 3), []),
        ((1, 2, 4), ["4"]),
        ((1, 2, 2, 3), ["2"]),
        ((1, 2, 1, 2), []),
        ((27, 28), []),
    ],
)
def test_terms_are_numbered_through(numbers: tuple[int, ...], found: list[str]) -> None:
    lines = "".join(f"{number}.名词{at}：指某事。\n" for at, number in enumerate(numbers))
    assert shown("numbers-in-order", EXPLANATION + TERMS + lines) == found


def test_two_numbers_before_one_heading_are_found() -> None:
    assert shown("numbers-in-order", f"{EXPLANATION}一、一、收入决算情况说明\n支出5万元。\n") == [
        "一、一、"
    ]


def test_two_ways_of_numbering_a_list_are_noted() -> None:
    text = EXPLANATION + TERMS + "1.甲：指甲事。\n2.乙：指乙事。\n3、丙：指丙事。\n"
    assert shown("numbers-alike", text) == ["3、"]
    assert shown("numbers-alike", re.sub("3、", "3．", text)) == []


def test_a_number_that_ran_into_a_paragraph_is_not_missed() -> None:
    text = whole().replace("\n三、支出", "三、支出")
    assert shown("numbers-in-order", text) == []
