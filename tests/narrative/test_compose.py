"""段落：词与量怎样印、循环怎样转、段落怎样编号。"""

from __future__ import annotations

import pytest

from tests.narrative.accounts import (
    GENERAL,
    REASON,
    account_of,
    build,
    format_of,
    narrative_of,
    paragraphs_of,
    text_of_one,
    texts_of,
    totals,
    wan,
)
from xlbudget.domain.text import Kind, State
from xlbudget.formats.library import find

TOTALS_NOW = {"revenue_grand_total": "1200.50", "expenditure_grand_total": "1200.50"}
TOTALS_THEN = {"revenue_grand_total": "1000.00", "expenditure_grand_total": "1000.00"}
CHART = '{{图("收入、支出决算总计变动情况图")}}'


# --- 词与量 ---


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{单位}}{{年度}}、{{上年度}}", "示例街道办事处2024、2023"),
        ("共{{收支总表.总计}}", "共1200.5万元"),
        ("上年{{收支总表.总计.上年决算数}}", "上年1000万元"),
        ("差{{收支总表.总计.增减额}}，率{{收支总表.总计.增减率}}", "差200.5万元，率20.05%"),
        ("{{收支总表.210}}", "〔请填写：2024年度收入支出决算总表的卫生健康支出〕"),
    ],
)
def test_words_and_figures(template: str, text: str) -> None:
    assert text_of_one(template, TOTALS_NOW, TOTALS_THEN) == text


def test_rate_without_a_base_is_a_gap_that_says_why() -> None:
    text = text_of_one("率{{收支总表.总计.增减率}}", TOTALS_NOW, totals("0.00"))
    assert text == "率〔请填写：收支总表.总计.增减率（上年为0，增减率不可比）〕"


def test_totals_that_differ_stop_the_paragraph_and_only_it() -> None:
    amounts = {**TOTALS_NOW, "expenditure_grand_total": "1.00", "210": "7.00"}
    resolved = format_of("{{收支总表.210}}\n共{{收支总表.总计}}。\n{{收支总表.收入总计}}")
    narrative = narrative_of(account_of(resolved, amounts), resolved)
    first, second, third = narrative.paragraphs
    assert (first.text, third.text) == ("7万元", "1200.5万元")
    assert second.state is State.WITHHELD
    assert second.figures == ()
    assert "收入总计与支出总计不相等" in second.text
    assert "共" not in second.text


NEGATIVE = "〔请填写：{}为负数，请核对后在“改写”里说明〕"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("共{{收支总表.收入总计}}", "共" + NEGATIVE.format("收支总表.收入总计.决算数")),
        ("差{{收支总表.收入总计.增减额}}", "差" + NEGATIVE.format("收支总表.收入总计.增减额")),
        ("率{{收支总表.收入总计.增减率}}", "率" + NEGATIVE.format("收支总表.收入总计.增减率")),
    ],
)
def test_negative_number_is_never_printed(template: str, text: str) -> None:
    assert (
        text_of_one(template, {"revenue_grand_total": "-5"}, {"revenue_grand_total": "1"}) == text
    )


def test_negative_count_is_never_printed() -> None:
    resolved = format_of("共{{补充资料.公务用车保有量}}辆")
    account = build(resolved, supplement={"公务用车保有量": "-2"})
    (text,) = texts_of(account, resolved)
    assert text == f"共{NEGATIVE.format('补充资料.公务用车保有量.决算数')}辆"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2", "2"),
        ("0", "0"),
        ("96.50", "96.5"),
        ("1200", "1200"),
        ("", "〔请填写：公务用车保有量〕"),
    ],
)
def test_counts(number: str, text: str) -> None:
    resolved = format_of("{{补充资料.公务用车保有量}}")
    account = build(resolved, supplement={"公务用车保有量": number})
    assert texts_of(account, resolved) == [text]


def test_fixed_words_with_digits_come_from_the_format() -> None:
    template = "{{年度}}年{{截止日}}，{{大型设备标准}}以上"
    assert text_of_one(template) == "2024年12月31日，100万元以上"


def test_totals_of_last_year_that_differ_withhold_what_compares_with_it() -> None:
    template = "共{{收支总表.总计}}。\n" + '{{收支总表.总计 | 比上年("总体", "")}}。'
    resolved = format_of(template)
    then = {"revenue_grand_total": "9", "expenditure_grand_total": "8"}
    first, second = narrative_of(account_of(resolved, totals("9"), then), resolved).paragraphs
    assert (first.state, first.text) == (State.READY, "共9万元。")
    assert second.state is State.WITHHELD
    assert second.withheld_by == ("上年数!C5", "上年数!C6")
    assert second.figures == ()


# --- 循环 ---


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (
            "用于：{% for 行 in 收支总表.按功能 %}{{行.名称}}{{行.决算数}}；{% endfor %}等。",
            "用于：一般公共服务支出1.5万元；卫生健康支出0万元；住房保障支出20万元；等。",
        ),
        (
            "{% for 行 in 收支总表.按功能 %}{{行.名称}}{{行}}、{% endfor %}",
            "一般公共服务支出1.5万元、卫生健康支出0万元、住房保障支出20万元、",
        ),
        ("{% for 行 in 收支总表.收入来源 %}{{行.名称}}{% endfor %}无", "无"),
    ],
)
def test_loop_lists_the_lines_with_an_amount(template: str, text: str) -> None:
    assert text_of_one(template, {"221": "20.00", "201": "1.50", "210": "0.00"}) == text


BLOCK = "甲\n{% for 行 in 收支总表.按功能 %}\n{{行.名称}}{{行.决算数}}。\n{% endfor %}\n末尾"
LEADING = "甲{% for 行 in 收支总表.按功能 %}\n{{行.名称}}{{行.决算数}}。{% endfor %}\n末尾"
TRAILING = "甲\n{% for 行 in 收支总表.按功能 %}{{行.名称}}{{行.决算数}}。\n{% endfor %}末尾"


@pytest.mark.parametrize("template", [BLOCK, LEADING, TRAILING])
def test_paragraphs_of_a_loop_are_named_after_their_lines(template: str) -> None:
    """别的行有没有数，不影响一行的编号：人改写过的段落靠编号认。"""
    few = paragraphs_of(template, {"210": "2.00"})
    many = paragraphs_of(template, {"221": "3.00", "210": "2.00", "201": "1.00"})
    assert [text for _, text in many] == [
        "甲", "一般公共服务支出1万元。", "卫生健康支出2万元。", "住房保障支出3万元。", "末尾",
    ]  # fmt: skip
    ids = [id_ for id_, _ in many]
    assert [id_.rpartition(".")[2] for id_ in ids[1:4]] == ["201", "210", "221"]
    assert len(set(ids)) == len(ids)
    assert set(few) <= set(many)


ITEMS = (
    "其中：\n{% for 行 in 一般公共预算支出表.项 %}{{序号}}.{{行.类名}}（类）{{行.款名}}（款）"
    "{{行.名称}}（项）{{行}}\n{% endfor %}末尾"
)


def items(*codes: str) -> list[tuple[str, str]]:
    resolved = format_of(ITEMS)
    account = build(resolved, {(GENERAL, code, "total"): wan("1") for code in codes})
    return [(each.id, each.text) for each in narrative_of(account, resolved).paragraphs]


def test_items_are_named_with_their_category_and_numbered() -> None:
    """类名去掉末尾的“支出”，只有其他支出不去；款、项用全称。"""
    texts = [text for _, text in items("2080505", "2299999", "2010301")]
    assert texts[1:-1] == [
        "1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）1万元",
        "2.社会保障和就业（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）1万元",
        "3.其他支出（类）其他支出（款）其他支出（项）1万元",
    ]


def test_items_that_come_in_between_change_no_paragraph_id() -> None:
    few, many = items("2010301", "2210201"), items("2010301", "2080505", "2210201")
    assert [id_ for id_, _ in few] == ["一", "一.1.2010301", "一.1.2210201", "一.2"]
    assert [id_ for id_, _ in many] == [
        "一", "一.1.2010301", "一.1.2080505", "一.1.2210201", "一.2",
    ]  # fmt: skip


# --- 段落 ---


def test_states_and_kinds() -> None:
    resolved = format_of(f"标题\n{{{{收支总表.总计}}}}\n{{{{原因('{REASON}')}}}}\n{CHART}")
    paragraphs = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved).paragraphs
    assert [each.id for each in paragraphs] == ["一", "一.1", "一.2", "一.3"]
    assert [each.kind for each in paragraphs] == [Kind.HEADING, Kind.BODY, Kind.BODY, Kind.CHART]
    assert [each.state for each in paragraphs] == [
        State.READY, State.READY, State.GAP, State.DRAWN,
    ]  # fmt: skip


def test_blank_lines_make_no_paragraph() -> None:
    assert paragraphs_of("甲 \n\n　\n乙\n") == [("一", "甲"), ("一.3", "乙")]


def test_sections_follow_one_another() -> None:
    resolved = find("sichuan", 2024)
    paragraphs = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved).paragraphs
    sections = list(dict.fromkeys(each.id.partition(".")[0] for each in paragraphs))
    assert sections == [section.id for section in resolved.sections]
    assert sections[0] == "第一部分"
    assert sections[1:12] == ["第二部分", *"一二三四五六七八九十"]


@pytest.mark.parametrize("template", ["一、总体情况", "（一）总体情况", "第一部分　概况"])
def test_line_numbered_like_a_heading_is_one(template: str) -> None:
    resolved = format_of(f"标题\n{template}\n{template}：{{{{年度}}}}\n{template}。")
    kinds = [each.kind for each in narrative_of(build(resolved), resolved).paragraphs]
    assert kinds[0] is kinds[1] is Kind.HEADING
    assert kinds[3] is Kind.BODY
