"""R81、R85、R95：前后矛盾、预算口径、个数与名单。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, shown

OVERVIEW = "第一部分　部门概况\n二、机构设置\n"
SECTION = f"{EXPLANATION}一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n"
ANNEX = "第四部分　附件\n附件1\n自评报告\n一、基本情况\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例局下属二级预算单位2个，其中行政单位2个。", "示例局无下属二级预算单位，内设机构5个。"),
        ("2024年末结转和结余5.5万元。", "2024年无结转结余情况。"),
        ("公务接待费支出3万元。", "2024年我局无公务接待费用，无因公出国（境）支出。"),
        ("政府性基金预算财政拨款支出6万元。", "2024年度无政府性基金预算财政拨款支出。"),
        ("2024年度机关运行经费支出6万元。", "示例局为事业单位，未使用机关运行经费。"),
        ("政府采购支出总额6万元。", "2024年度没有政府采购支出。"),
    ],
)
def test_none_and_some_contradict_each_other(one: str, other: str) -> None:
    for text in (f"{OVERVIEW}{one}\n{SECTION}{ANNEX}{other}", f"{SECTION}{one}\n{ANNEX}{other}"):
        assert len(shown("statements-agree", text)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例局下属二级预算单位0个。", "示例局无下属二级预算单位。"),
        ("2024年末结转和结余5.5万元。", "无政府性基金结转结余，2023年无结转结余。"),
        ("2024年初结转和结余5.5万元。", "2024年末无结转结余。"),
        ("公务接待费支出3万元。", "2024年无外事接待支出，上年无公务接待费支出。"),
        ("政府性基金预算财政拨款支出6万元。", "本年无政府性基金预算财政拨款收入，用年初结转安排。"),
        ("政府性基金预算财政拨款支出6万元。", "2023年度无政府性基金预算财政拨款支出。"),
        ("公务接待费支出0万元。", "2024年我局无公务接待费用。"),
        ("政府采购支出总额6万元。", "如没有政府采购支出，不填此表。"),
        ("因公出国（境）费支出0万元。", "2024年无因公出国（境）支出。"),
    ],
)
def test_statements_on_different_things_agree(one: str, other: str) -> None:
    assert shown("statements-agree", f"{OVERVIEW}{one}\n{SECTION}{one}\n{ANNEX}{other}") == []


def test_the_units_of_one_kind_are_not_all_that_are_listed() -> None:
    text = (
        f"{OVERVIEW}示例局决算由局本级和2个下属单位组成。其中：行政单位1个，事业单位2个。\n"
        "纳入2024年度部门决算编制范围的单位包括：\n1.示例局（本级）\n2.示例中心\n3.示例馆\n"
    )
    assert shown("list-as-said", f"{text}{SECTION}") == []


def test_a_number_with_two_points_is_still_some() -> None:
    text = f"{OVERVIEW}本单位无机关运行经费支出。\n{SECTION}机关运行经费支出1.2.3万元。"
    assert len(shown("statements-agree", text)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("单位内设机构5个，分别是综合室、党建室、经济室、应急室。", ["5"]),
        ("单位内设机构4个，分别是综合室、党建室、经济室、应急室。", []),
        ("内设机构3个，分别是综合办公室，规划和建设管理办公室，安全监管办公室。", []),
        ("内设机构3个，分别是党建室、经济室和应急室。", []),
        ("下辖3个社区：东一社区、东二社区。", ["3"]),
        ("下辖2个社区：东一社区（含原东三社区、东四社区）、东二社区。", []),
        ("评选3个项目：甲项目、乙项目等。", []),
        ("完成3个方面：一是修路，方便群众出行；二是架桥；三是植树。", []),
    ],
)
def test_a_list_is_as_long_as_said(text: str, found: list[str]) -> None:
    assert shown("list-as-said", OVERVIEW + text) == found


@pytest.mark.parametrize(("number", "found"), [(2, []), (3, ["3"])])
def test_units_listed_below_are_as_many_as_said(number: int, found: list[str]) -> None:
    text = (
        f"示例局下属二级预算单位{number}个。\n"
        "纳入示例局2024年度部门决算编制范围的二级预算单位包括：\n1.甲中心\n2.乙中心\n"
    )
    assert shown("list-as-said", OVERVIEW + text + SECTION) == found


def test_one_section_keeps_to_one_budget() -> None:
    lines = "甲支出5万元，完成年初预算100%。\n乙支出5万元，完成年初预算90%。\n"
    odd = "丙支出5万元，完成全年预算95%。\n"
    assert shown("budget-base-agrees", SECTION + lines + odd) == ["完成全年预算"]
    assert shown("budget-base-agrees", SECTION + lines) == []
    other = "二、财政拨款“三公”经费支出决算情况说明\n"
    assert shown("budget-base-agrees", SECTION + lines + other + odd) == []
