"""哪些字说的是哪个量：从格式自己的句子里学来，分节。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlbudget.binding.binder.lexicon_learning import lexicon_of
from xlbudget.binding.binder.subject_keys import subject_key, without_unit
from xlbudget.binding.binder.template_lines import Spot, likeness, lines_of, topic
from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark, Mention, Quantity
from xlbudget.formats.library import find
from xlbudget.formats.names import ACTUAL, CHANGE, COMPLETION_RATE

PLACE, YEAR = "sichuan", 2024


def owners(
    section: str,
    subject: str,
    unit: str = "万元",
    measure: str = ACTUAL,
    *,
    text: str = "",
    place: str = PLACE,
    year: int = YEAR,
) -> list[str]:
    """What the words lead to in the section of a topic, "" for no section."""
    resolved = find(place, year)
    lexicon = lexicon_of(resolved)
    found = [each for each in lines_of(resolved).spots if each.section == section]
    start = text.find("5")
    mark = Mark(0, start, start + 1 + len(unit))
    mention = Mention(mark, Quantity(f"5{unit}", Decimal(5), 0, unit), measure, subject)
    figures = lexicon.owners(found[-1] if found else None, mention, text)
    return [each.identifier(resolved) for each in figures]


GENERAL, BASIC = "general_public_budget_expenditure", "general_public_budget_basic"
FUNCTIONS = "一般公共预算财政拨款支出"


@pytest.mark.parametrize(
    ("section", "subject", "expected"),
    [
        ("收入支出总体", "收入、支出总计", "revenue_expenditure_summary.grand_total.actual"),
        ("收入支出总体", "收支总计", "revenue_expenditure_summary.grand_total.actual"),
        ("收入", "本年收入合计", "revenue_expenditure_summary.current_year_revenue.actual"),
        ("收入", "收入合计", "revenue_expenditure_summary.current_year_revenue.actual"),
        ("支出", "基本支出", "expenditure_accounts.total.basic.actual"),
        ("一般公共预算财政拨款基本支出", "日常公用经费", f"{BASIC}.operating_total.actual"),
        ("一般公共预算财政拨款基本支出", "公用经费", f"{BASIC}.operating_total.actual"),
        ("三公经费支出", "“三公”经费财政拨款支出决算", "three_public.total.actual"),
        ("三公经费支出", "财政拨款“三公”经费支出", "three_public.total.actual"),
        ("三公经费支出", "因公出国（境）费用", "three_public.overseas_visits.actual"),
        ("其他重要事项", "示例街道办事处机关运行经费支出", "supplement.机关运行经费支出.actual"),
        ("其他重要事项", "机关运行经费", "supplement.机关运行经费支出.actual"),
    ],
)
def test_the_words_of_a_section(section: str, subject: str, expected: str) -> None:
    assert owners(section, subject) == [expected]


def test_each_year_has_its_own_words() -> None:
    words, figure = "一般执法执勤用车", "supplement.一般执法执勤用车.actual"
    assert owners("其他重要事项", words, "辆", year=2020) == [figure]
    assert owners("其他重要事项", words, "辆", year=2024) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", "2010301"),
        ("一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", "2010301"),
        ("一般公共服务支出政府办公厅（室）及相关机构事务行政运行", "2010301"),
        ("住房公积金", "2210201"),
        ("其他支出（类）其他支出（款）其他支出（项）", "2299999"),
        ("卫生健康支出（类）", "210"),
        ("卫生健康支出", "210"),
        ("文化旅游体育与传媒", "207"),
    ],
)
def test_lines_of_functions(words: str, code: str) -> None:
    assert owners(FUNCTIONS, words) == [f"{GENERAL}.{code}.actual"]


def test_a_name_that_several_codes_share_is_several() -> None:
    assert len(owners(FUNCTIONS, "行政运行（项）")) > 1


def test_the_measure_is_that_of_the_mention() -> None:
    assert owners("收入", "本年收入合计", measure=CHANGE) == [
        "revenue_expenditure_summary.current_year_revenue.change"
    ]
    assert owners(FUNCTIONS, "住房公积金", "%", COMPLETION_RATE) == [
        f"{GENERAL}.2210201.completion_rate"
    ]


def test_counts_are_told_apart_by_their_unit() -> None:
    section = "三公经费支出"
    assert owners(section, "国内公务接待", "批次") == ["supplement.国内公务接待批次.actual"]
    assert owners(section, "国内公务接待", "人次") == ["supplement.国内公务接待人次.actual"]
    assert owners(section, "国内公务接待", "万元") == ["supplement.国内公务接待支出.actual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对5个项目编制了绩效目标，", ["supplement.编制绩效目标项目数.actual"]),
        ("对5个项目开展了自评，", []),
    ],
)
def test_a_count_after_a_mere_verb_is_known_by_what_follows(text: str, expected: list[str]) -> None:
    assert owners("其他重要事项", "对", "个", text=text) == expected


def test_outside_of_all_sections_only_words_of_one_fact() -> None:
    assert owners("", "一般公共预算财政拨款支出") == [f"{GENERAL}.total.actual"]
    assert owners("", "公务用车保有量", "辆", place="chongqing") == [
        "supplement.公务用车保有量.actual"
    ]
    assert owners("", "基本支出") == []  # 一般公共预算的基本支出也这样叫
    assert owners("", "教育支出") == []


def test_short_words_lead_nowhere_by_other_endings() -> None:
    assert owners("收入支出总体", "收入", place="shanghai") == []
    assert owners("支出", "支出", place="chongqing") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“三公”经费支出决算数", "三公费支出"),
        ("本单位机关运行经费支出", "机关运行费支出"),
        ("收入总计、支出总计", "收支总计"),
    ],
)
def test_keys(one: str, other: str) -> None:
    assert subject_key(one) == other


def test_the_units_name_is_left_out_wherever_it_may_end() -> None:
    assert "机关运行费支出" in without_unit("示例市第二中学校机关运行费支出")
    assert list(without_unit("完成日常工作的基本支出")) == ["完成日常工作的基本支出"]
    assert list(without_unit("社会保障和就业支出")) == ["社会保障和就业支出"]


def test_topics_and_their_likeness() -> None:
    assert topic("财政拨款“三公”经费支出决算情况说明") == topic("“三公”经费支出情况")
    assert likeness("收入", "收支") == 0.5
    assert likeness("", "支出") == 0


def test_sections_are_found_by_their_words() -> None:
    spots = lines_of(find("sichuan", 2024)).spots
    assert Spot(Role.EXPLANATION, "政府性基金预算支出") in spots
    assert Spot(Role.ANNEX, "资金收支", "收入") in spots


@pytest.mark.parametrize(
    ("sub", "lines"), [("结构", {"229"}), ("具体", {"229", "22999", "2299999"})]
)
def test_a_mere_name_that_several_levels_share_is_that_of_the_list(
    sub: str, lines: set[str]
) -> None:
    resolved = find(PLACE, YEAR)
    spot = next(each for each in lines_of(resolved).spots if each.sub == f"{FUNCTIONS}{sub}")
    mention = Mention(Mark(0, 0, 2), Quantity("5万元", Decimal(5), 0, "万元"), ACTUAL, "其他支出")
    assert {each.line for each in lexicon_of(resolved).owners(spot, mention)} == lines


def test_the_name_of_a_sum_alone_leads_nowhere() -> None:
    assert owners("三公经费支出", "合计") == []
