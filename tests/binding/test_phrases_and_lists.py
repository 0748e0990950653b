"""读回完成、构成、列举、循环里的科目和人写的文字。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.binding.read_text import read, read_one
from tests.narrative.accounts import (
    GENERAL,
    SUMMARY,
    format_of,
)
from xlbudget.formats.library import find
from xlbudget.formats.model import Part
from xlbudget.formats.names import FigureName

# --- 完成、构成、列举、填写 ---


PLANNED = '完成情况：{{一般公共预算支出表.合计 | 完成("逐项")}}。'
SPENT = FigureName(GENERAL, "total", "total")


@pytest.mark.parametrize(
    ("text", "numbers", "cases", "why"),
    [
        ("完成预算100%", ["100%"], ("equal",), []),
        ("未安排预算", [], ("both_nil",), []),
        ("完成预算0%，决算数小于预算数的主要原因是甲", ["0%"], ("nil_actual", "under"), ["甲"]),
        ("完成预算83.33%，决算数小于预算数的主要原因是甲", ["83.33%"], ("under",), ["甲"]),
        ("完成预算150%，决算数大于预算数的主要原因是甲", ["150%"], ("over",), ["甲"]),
        ("未安排预算，不计算完成率，决算数大于预算数的主要原因是甲", [], ("nil_budget",), ["甲"]),
        (
            "完成预算的比例超过99.99%，决算数小于预算数的主要原因是甲",
            ["99.99%"],
            ("near_under",),
            ["甲"],
        ),
        (
            "完成预算的比例不足100.01%，决算数大于预算数的主要原因是甲",
            ["100.01%"],
            ("near_over",),
            ["甲"],
        ),
        ("完成预算〔请填写：预算数〕", [], ("missing",), []),
        ("完成预算50%，决算数小于预算数的主要原因是〔请填写：原因〕", ["50%"], ("under",), []),
    ],
)
def test_completion_reads_back(
    text: str, numbers: list[str], cases: tuple[str, ...], why: list[str]
) -> None:
    bindings = read_one(PLANNED, f"完成情况：{text}。")
    assert bindings is not None
    assert [(each.figure, each.text) for each in bindings.numbers] == [
        (SPENT.of("completion_rate"), number) for number in numbers
    ]
    ((figure, said),) = bindings.cases
    assert figure == SPENT
    assert set(said) <= set(cases)
    assert said
    assert list(bindings.budget_reasons) == [(SPENT, reason) for reason in why]


REVENUE = '其中：{{构成("收入构成", "总体")}}。'
GENERAL_REVENUE = FigureName(SUMMARY, "general_public_budget_appropriation_revenue", "actual")
OTHER_REVENUE = FigureName(SUMMARY, "other_revenue", "actual")


def test_lists_read_back_part_by_part() -> None:
    text = "其中：其他收入1万元，占1.8%；一般公共预算财政拨款收入54.5万元，占98.2%。"
    bindings = read_one(REVENUE, text)
    assert bindings is not None
    assert [(each.figure, each.text, each.start) for each in bindings.numbers] == [
        (OTHER_REVENUE, "1万元", text.index("1万元")),
        (OTHER_REVENUE.of("share"), "1.8%", text.index("1.8%")),
        (GENERAL_REVENUE, "54.5万元", text.index("54.5万元")),
        (GENERAL_REVENUE.of("share"), "98.2%", text.index("98.2%")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "其中：捐赠收入1万元，占1.8%。",
        "其中：其他收入1万元，占1.8%，事业收入1万元，占2%。",
        "其中：其他收入1万元占1.8%。",
        "其中：其他收入，占1.8%。",
        "其中：其他收入1万元，占1.8%；。",
        "其中：。",
    ],
)
def test_list_that_is_not_ours_does_not_bind(text: str) -> None:
    assert read_one(REVENUE, text) is None


@pytest.mark.parametrize("text", ["其中：各项均为零。", "其中：〔请填写：本年收入合计〕。"])
def test_list_of_nothing_has_no_number(text: str) -> None:
    bindings = read_one(REVENUE, text)
    assert bindings is not None
    assert bindings.numbers == ()


def test_names_in_a_row_are_words() -> None:
    bindings = read_one('包括：{{列举("人员经费构成", "总体")}}。', "包括：基本工资、奖金。")
    assert bindings is not None
    assert bindings.numbers == ()
    assert read_one('包括：{{列举("人员经费构成", "总体")}}。', "包括：办公费。") is None


def test_part_whose_name_two_lines_share_is_nobodys() -> None:
    """一个数可能印的是两个量，就谁也不是；名称只有一处有的照认。"""
    resolved = find("sichuan", 2024)
    known = resolved.compositions["收入构成"]
    lines = ("other_revenue", "service_revenue", "commercial_revenue")
    parts = tuple(
        Part(table=SUMMARY, line=line, column="actual", label=label)
        for line, label in zip(lines, ("杂项", "杂项", "经营"), strict=True)
    )
    resolved = replace(
        format_of('其中：{{构成("收入构成", "总体")}}。'),
        compositions={"收入构成": replace(known, parts=parts)},
    )
    bindings = read(resolved, "其中：杂项5万元，占50%；经营4万元，占40%；杂项1万元，占10%。")
    assert bindings is not None
    assert [(each.figure.line, each.text) for each in bindings.numbers] == [
        ("commercial_revenue", "4万元"),
        ("commercial_revenue", "40%"),
    ]


def test_items_of_a_loop_read_back_by_their_full_title() -> None:
    template = (
        "其中：\n{% for 行 in 一般公共预算支出表.项 %}{{序号}}.{{行.类名}}（类）{{行.款名}}（款）"
        '{{行.名称}}（项）：{{行}}，{{行 | 完成("逐项")}}。\n{% endfor %}'
    )
    head = "一般公共服务（类）政府办公厅（室）及相关机构事务（款）"
    text = (
        f"其中：\n1.{head}行政运行（项）：5万元，完成预算100%。\n"
        f"9.{head}机关服务（项）：4万元，完成预算80%，决算数小于预算数的主要原因是少买。"
    )
    bindings = read_one(template, text)
    assert bindings is not None
    assert [(each.figure.line, each.figure.measure, each.text) for each in bindings.numbers] == [
        ("2010301", "actual", "5万元"),
        ("2010301", "completion_rate", "100%"),
        ("2010303", "actual", "4万元"),
        ("2010303", "completion_rate", "80%"),
    ]
    why = FigureName(GENERAL, "2010303", "total")
    assert bindings.budget_reasons == ((why, "少买"),)
    assert read_one(template, text.replace("机关服务", "后勤服务")) is None


def test_name_that_many_items_have_binds_to_none_of_them() -> None:
    """好几个款都有行政运行，单写“行政运行”不知是哪一款的。"""
    template = "{% for 行 in 一般公共预算支出表.项 %}{{行.名称}}{{行}}；{% endfor %}"
    bindings = read_one(template, "行政运行5万元；老旧小区改造3万元；")
    assert bindings is not None
    assert [(each.figure.line, each.text) for each in bindings.numbers] == [("2210108", "3万元")]


def test_what_people_wrote_is_told_by_field() -> None:
    template = '职责\n{{填写("部门职责")}}\n末尾用于{{填写("公务用车运行维护用途")}}。'
    bindings = read_one(template, "职责\n其一5项。\n其二。\n末尾用于加油。")
    assert bindings is not None
    assert dict(bindings.texts) == {"部门职责": "其一5项。\n其二。", "公务用车运行维护用途": "加油"}
    assert bindings.numbers == ()


def test_counts_read_back_without_a_unit() -> None:
    bindings = read_one("共有{{补充资料.公务用车保有量}}辆。", "共有12辆。")
    assert bindings is not None
    assert [(each.figure.line, each.text) for each in bindings.numbers] == [
        ("公务用车保有量", "12")
    ]
    assert read_one("共有{{补充资料.公务用车保有量}}辆。", "共有12万元辆。") is None
