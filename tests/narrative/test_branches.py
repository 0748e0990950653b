"""判断：每个判断在哪些数下成立，缺数时一个也不成立。"""

from __future__ import annotations

import pytest

from tests.narrative.accounts import (
    GENERAL,
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
from tests.read_back import read_back
from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.settings import ADJUSTED

TOTALS_THEN = {"revenue_grand_total": "1000.00", "expenditure_grand_total": "1000.00"}
CHART = '{{图("收入、支出决算总计变动情况图")}}'
BRANCHES = (
    "{% if 收支总表.总计 is 增加 %}增加了{% elif 收支总表.总计 is 减少 %}减少了"
    "{% else %}没有变{% endif %}。"
)


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


BUDGETED = [("2", "1"), ("1", "2"), ("1", "1"), ("0", "0"), ("1", "0"), ("0", "1")]
UNKNOWN = [("1", None), (None, "1"), (None, None)]


@pytest.mark.parametrize(
    ("predicate", "holds_for"),
    [
        ("超预算", {("2", "1"), ("1", "0")}),
        ("低于预算", {("1", "2"), ("0", "1")}),
        ("与预算持平", {("1", "1"), ("0", "0")}),
        ("有预算", {("2", "1"), ("1", "2"), ("1", "1"), ("0", "1"), (None, "1")}),
    ],
)
def test_predicates_of_the_budget(
    predicate: str, holds_for: set[tuple[str | None, str | None]]
) -> None:
    template = f"{{% if 一般公共预算支出表.合计 is {predicate} %}}是{{% else %}}否{{% endif %}}"
    resolved = format_of(template)
    held = set()
    for spent, planned in BUDGETED + UNKNOWN:
        account = build(
            resolved,
            {(GENERAL, "total", "total"): wan(spent)} if spent else {},
            budgets={(GENERAL, "total", ADJUSTED): wan(planned)} if planned else {},
        )
        if texts_of(account, resolved) == ["是"]:
            held.add((spent, planned))
    assert held == holds_for


@pytest.mark.parametrize(
    ("then", "text"), [("1", "上年有"), ("-1", "上年有"), ("0", ""), (None, "")]
)
def test_predicate_of_last_year(then: str | None, text: str) -> None:
    template = "甲{% if 收支总表.总计 is 上年有数 %}上年有{% endif %}"
    assert text_of_one(template, totals("1"), totals(then) if then else {}) == f"甲{text}"


@pytest.mark.parametrize(
    ("count", "text"), [("2", "有"), ("0", "零"), ("0.0", "零"), ("", "不知道")]
)
def test_predicates_of_a_count(count: str, text: str) -> None:
    template = (
        "{% if 补充资料.公务用车保有量 is 有数 %}有{% elif 补充资料.公务用车保有量 is 为零 %}零"
        "{% else %}不知道{% endif %}"
    )
    resolved = format_of(template)
    account = build(resolved, supplement={"公务用车保有量": count})
    assert texts_of(account, resolved) == [text]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "行政单位，部门"),
        ({"单位性质": "事业单位", "公开主体": "单位"}, "事业，单位"),
        ({"单位性质": "参公单位"}, "别的，部门"),
    ],
)
def test_what_the_unit_is(settings: dict[str, str], text: str) -> None:
    template = (
        "{% if 单位性质 is 事业单位 %}事业{% elif 单位性质 is 行政单位 %}行政单位{% else %}别的"
        "{% endif %}，{{公开主体}}"
    )
    resolved = format_of(template, settings)
    assert texts_of(build(resolved), resolved) == [text]


PAIRS = [
    (now, then) for now in ("2", "0", None) for then in ("1", "0", None)
]  # 缺数时也写：缺口要看得见


@pytest.mark.parametrize(
    ("predicate", "silent"),
    [("应列", {("0", "1"), ("0", "0"), ("0", None)}), ("应比", {("0", "0")})],
)
@pytest.mark.parametrize("word", ["列出", "不列"])
def test_sentences_that_say_nothing(
    predicate: str, silent: set[tuple[str | None, str | None]], word: str
) -> None:
    """零值句子不列时，确知是零的才不写；列出时都写。"""
    template = f"甲{{% if 一般公共预算支出表.合计 is {predicate} %}}写{{% endif %}}"
    resolved = format_of(template, {"零值句子": word})
    key = (GENERAL, "total", "total")
    left_out = set()
    for now, then in PAIRS:
        amounts = {key: wan(now)} if now else {}
        account = build(resolved, amounts, {key: wan(then)} if then else {})
        if texts_of(account, resolved) == ["甲"]:
            left_out.add((now, then))
    assert left_out == (silent if word == "不列" else set())


@pytest.mark.parametrize(
    ("count", "text"), [("2", "甲2次"), ("0", "甲"), ("", "甲〔请填写：因公出国团组数〕次")]
)
def test_a_count_that_is_not_filled_in_stays_a_gap(count: str, text: str) -> None:
    template = "甲{% if 补充资料.因公出国团组数 is 应列 %}{{补充资料.因公出国团组数}}次{% endif %}"
    resolved = format_of(template, {"零值句子": "不列"})
    account = build(resolved, supplement={"因公出国团组数": count})
    assert texts_of(account, resolved) == [text]


@pytest.mark.parametrize(("settings", "text"), [({}, "列"), ({"零值句子": "不列"}, "不列")])
def test_a_switch_of_the_front_sheet(settings: dict[str, str], text: str) -> None:
    template = "{% if 零值句子 is 列出 %}列{% else %}不列{% endif %}"
    resolved = format_of(template, settings)
    assert texts_of(build(resolved), resolved) == [text]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "按全年预算，“三公”按全年预算。"),
        ({"项级科目预算口径": "年初预算数"}, "按年初预算，“三公”按全年预算。"),
        ({"三公经费预算口径": "年初预算数"}, "按全年预算，“三公”按年初预算。"),
    ],
)
def test_which_budget_a_table_is_compared_with(settings: dict[str, str], text: str) -> None:
    template = '按{{预算口径("一般公共预算支出表")}}，“三公”按{{预算口径("三公经费表")}}。'
    resolved = format_of(template, settings)
    assert texts_of(build(resolved), resolved) == [text]
    assert read_back(resolved.sections[0], resolved, text) is not None
    assert read_back(resolved.sections[0], resolved, text.replace("预算，", "决算，")) is None


def test_a_table_without_budgets_has_no_base() -> None:
    resolved = format_of('{{预算口径("收支总表")}}')
    with pytest.raises(BrokenFormat) as caught:
        texts_of(build(resolved), resolved)
    assert "一般公共预算财政拨款支出决算表" in caught.value.expected


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
