from __future__ import annotations

import pytest

from tests.narrative.accounts import (
    REASON,
    account_of,
    format_of,
    narrative_of,
)
from xlbudget.domain.text import Gap, Kind, State
from xlbudget.formats.library import find

TOTALS_NOW = {"revenue_grand_total": "1200.50", "expenditure_grand_total": "1200.50"}
TOTALS_THEN = {"revenue_grand_total": "1000.00", "expenditure_grand_total": "1000.00"}
CHART = '{{图("收入、支出决算总计变动情况图")}}'
CAPTION = "（图1：收入、支出决算总计变动情况图）"
BRANCHES = (
    "{% if 收支总表.总计 is 增加 %}增加了{% elif 收支总表.总计 is 减少 %}减少了"
    "{% else %}没有变{% endif %}。"
)


def paragraphs_of(
    template: str,
    amounts: dict[str, str] | None = None,
    prior: dict[str, str] | None = None,
    reason: str = "",
) -> list[tuple[str, str]]:
    """Ids and texts of a template's paragraphs."""
    resolved = format_of(template)
    narrative = narrative_of(account_of(resolved, amounts, prior, reason), resolved)
    return [(each.id, each.text) for each in narrative.paragraphs]


def text_of_one(
    template: str,
    amounts: dict[str, str] | None = None,
    prior: dict[str, str] | None = None,
    reason: str = "",
) -> str:
    """The text of a template of one paragraph."""
    ((_, text),) = paragraphs_of(template, amounts, prior, reason)
    return text


def totals(amount: str) -> dict[str, str]:
    return {"revenue_grand_total": amount, "expenditure_grand_total": amount}


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


# --- 判断 ---


@pytest.mark.parametrize(
    ("now", "then", "text"),
    [
        ("1.01", "1.00", "增加了。"),
        ("0.99", "1.00", "减少了。"),
        ("1.00", "1.00", "没有变。"),
        ("0.00", "0.00", "没有变。"),
    ],
)
def test_branches_in_order(now: str, then: str, text: str) -> None:
    assert text_of_one(BRANCHES, totals(now), totals(then)) == text


@pytest.mark.parametrize(
    ("predicate", "holds_for"),
    [
        ("有变动", {("2", "1"), ("1", "2"), ("1", "0"), ("0", "1")}),
        ("增加", {("2", "1"), ("1", "0")}),
        ("减少", {("1", "2"), ("0", "1")}),
        ("持平", {("1", "1"), ("0", "0")}),
        ("为零", {("0", "1"), ("0", "0"), ("0", None)}),
        ("有数", {("2", "1"), ("1", "2"), ("1", "0"), ("1", "1"), ("1", None)}),
    ],
)
def test_predicates(predicate: str, holds_for: set[tuple[str | None, str | None]]) -> None:
    """缺一年的数时，说两年之比的判断一个也不成立。"""
    pairs = [
        ("2", "1"), ("1", "2"), ("1", "1"), ("1", "0"), ("0", "1"), ("0", "0"),
        ("1", None), ("0", None), (None, "1"), (None, None),
    ]  # fmt: skip
    template = f"{{% if 收支总表.总计 is {predicate} %}}是{{% else %}}否{{% endif %}}"
    held = {
        (now, then)
        for now, then in pairs
        if text_of_one(template, totals(now) if now else {}, totals(then) if then else {}) == "是"
    }
    assert held == holds_for


def test_change_that_does_not_print_is_none() -> None:
    """按元计算差几十元，文字写基本持平，就不该再问原因。"""
    template = "{% if 收支总表.总计 is 有变动 %}变{% elif 收支总表.总计 is 持平 %}平{% endif %}"
    resolved = format_of(template, {"计算依据": "元"})
    for now, text in (("1000.0049", "平"), ("1000.0050", "变"), ("999.9950", "变")):
        account = account_of(resolved, totals(now), totals("1000.00"))
        assert [each.text for each in narrative_of(account, resolved).paragraphs] == [text]


def test_branch_that_does_not_hold_leaves_no_paragraph() -> None:
    template = "甲\n{% if 收支总表.总计 is 增加 %}\n乙\n{% endif %}\n丙"
    assert paragraphs_of(template, totals("1"), totals("1")) == [("一", "甲"), ("一.4", "丙")]
    assert paragraphs_of(template, totals("2"), totals("1")) == [
        ("一", "甲"), ("一.2", "乙"), ("一.4", "丙"),
    ]  # fmt: skip


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
        ("", f"原因是〔请填写：{REASON}〕。"),
        ("\n 。", f"原因是〔请填写：{REASON}〕。"),
    ],
)
def test_reason(reason: str, text: str) -> None:
    assert text_of_one(f'原因是{{{{原因("{REASON}")}}}}。', reason=reason) == text


# --- 图 ---


def test_chart_has_a_caption_and_its_points() -> None:
    resolved = format_of("甲\n" + CHART)
    narrative = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved)
    assert narrative.paragraphs[1].text == CAPTION
    assert narrative.paragraphs[1].kind is Kind.CHART
    (chart,) = narrative.charts
    assert chart.number == 1
    assert [(point.category, point.label) for point in chart.points] == [
        ("2023年", "1000万元"), ("2024年", "1200.5万元"),
    ]  # fmt: skip


def test_charts_are_numbered_in_order() -> None:
    resolved = format_of(f"{CHART}\n{CHART}")
    narrative = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved)
    assert [chart.number for chart in narrative.charts] == [1, 2]
    assert [each.text[:3] for each in narrative.paragraphs] == ["（图1", "（图2"]


@pytest.mark.parametrize("amount", ["0.00", "0"])
def test_chart_of_nothing_is_left_out(amount: str) -> None:
    resolved = format_of("甲\n" + CHART)
    narrative = narrative_of(account_of(resolved, totals(amount), totals(amount)), resolved)
    assert [each.text for each in narrative.paragraphs] == ["甲"]
    assert narrative.charts == ()


def test_chart_without_a_number_is_a_gap() -> None:
    resolved = format_of("甲\n" + CHART)
    narrative = narrative_of(account_of(resolved, TOTALS_NOW), resolved)
    chart = narrative.paragraphs[1]
    assert chart.kind is Kind.CHART
    assert chart.gaps == (Gap("2023年度收入支出决算总表的收入总计", "上年数"),)
    assert narrative.charts == ()


# --- 段落 ---


def test_states_and_kinds() -> None:
    resolved = format_of(f"标题\n{{{{收支总表.总计}}}}\n{{{{原因('{REASON}')}}}}\n{CHART}")
    paragraphs = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved).paragraphs
    assert [each.id for each in paragraphs] == ["一", "一.1", "一.2", "一.3"]
    assert [each.kind for each in paragraphs] == [Kind.HEADING, Kind.BODY, Kind.BODY, Kind.CHART]
    assert [each.state for each in paragraphs] == [
        State.READY, State.READY, State.GAP, State.TO_DRAW,
    ]  # fmt: skip


def test_blank_lines_make_no_paragraph() -> None:
    assert paragraphs_of("甲 \n\n　\n乙\n") == [("一", "甲"), ("一.3", "乙")]


def test_sections_follow_one_another() -> None:
    resolved = find("sichuan", 2024)
    paragraphs = narrative_of(account_of(resolved, TOTALS_NOW, TOTALS_THEN), resolved).paragraphs
    assert [each.id for each in paragraphs] == ["一", "一.1", "一.2"]
