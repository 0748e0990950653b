"""R87、R88：原因。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, review, shown
from xlbudget.domain.findings import Level

SECTION = f"{EXPLANATION}一、收入支出决算总体情况说明\n"
CHANGE = "2024年度收入、支出总计均为100万元。与2023年度相比，收入、支出总计各{}。主要变动原因是{}。"
UP, DOWN = "增加20万元，增长25%", "减少20万元，下降16.67%"


def of_change(change: str, reason: str) -> str:
    return SECTION + CHANGE.format(change, reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (UP, "厉行节约，压减了办公支出"),
        (UP, "项目支出减少"),
        (UP, "落实过“紧日子”要求"),
        (UP, "取消了两个项目"),
        (UP, "人数减少"),
        (DOWN, "新增养老服务项目"),
        (DOWN, "追加了防汛经费"),
        (DOWN, "人员增加，工资标准上调"),
    ],
)
def test_a_reason_against_the_direction_is_found(change: str, reason: str) -> None:
    assert shown("reason-direction", of_change(change, reason)) == [reason]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (UP, "新增养老服务项目"),
        (UP, "上年厉行节约，支出较少"),
        (UP, "上年受项目减少影响，基数低"),
        (UP, "公务接待减少，而车辆维修费增加"),
        (UP, "人员退休减少3人，补发一次性补贴增加"),
        (UP, "结转的项目资金在本年支付"),
        (UP, "压减一般性支出，统筹资金用于新增项目"),
        (UP, "整治工程集中支付"),
        (DOWN, "厉行节约，压减了办公支出"),
        (DOWN, "老旧小区改造项目完工"),
        (DOWN, "人员增加，但项目支出减少"),
        (DOWN, "上年追加了防汛经费"),
        (DOWN, "新增项目推迟到下年执行"),
        (DOWN, "任务增加但资金未到位"),
        (DOWN, "两名职工调出"),
    ],
)
def test_a_reason_that_may_hold_is_left_alone(change: str, reason: str) -> None:
    assert shown("reason-direction", of_change(change, reason)) == []


def test_the_direction_is_that_of_the_budget_where_the_reason_says_so() -> None:
    text = SECTION + (
        "2024年度支出决算为90万元，比上年增加5万元，增长5.88%。"
        "决算数小于预算数的主要原因是厉行节约，压减了会议费支出。"
    )
    assert shown("reason-direction", text) == []
    over = text.replace("小于", "大于")
    assert shown("reason-direction", over) == ["厉行节约，压减了会议费支出"]


def test_two_directions_before_one_reason_tell_nothing() -> None:
    text = SECTION + (
        "2024年度收入总计100万元，比上年增加5万元；支出总计90万元，比上年增加8万元，"
        "其中项目支出减少2万元。主要原因是项目支出减少。"
    )
    assert shown("reason-direction", text) == []


@pytest.mark.parametrize(
    "reason",
    [
        "项目增加，项目经费增加",
        "相关经费减少",
        "国有资本经营预算项目减少，支出减少",
        "预算增加，所以支出增加",
        "本年项目支出增加导致支出增加",
        "财政拨款收入减少",
    ],
)
def test_a_reason_that_only_repeats_is_found(reason: str) -> None:
    assert shown("reason-content", of_change(UP, reason)) == [reason]


@pytest.mark.parametrize(
    "reason",
    [
        "老旧小区改造项目增加",
        "人员增加2人，人员经费增加",
        "项目增加，项目经费增加，其中城乡环境整治工程120万元",
        "养老保险缴费基数调整",
        "厉行节约，会议费支出减少",
        "农林水支出中的项目支出减少12万元",
        "一是项目支出增加；二是新增3名职工",
    ],
)
def test_a_reason_with_content_is_left_alone(reason: str) -> None:
    assert shown("reason-content", of_change(UP, reason)) == []


@pytest.mark.parametrize("text", ["主要变动原因是。", "主要原因：。", "增加的主要原因是　。"])
def test_an_empty_reason_is_an_error(text: str) -> None:
    findings, _ = review("reason-written", f"{SECTION}2024年度收入100万元，增加5万元。{text}")
    assert [each.level for each in findings] == [Level.ERROR]
    assert "没有写内容" in findings[0].message


def test_a_written_reason_passes() -> None:
    findings, entries = review("reason-written", of_change(UP, "新增项目"))
    assert findings == []
    assert [entry.verdict.value for entry in entries] == ["pass"]


def test_no_reason_at_all_is_unchecked() -> None:
    findings, entries = review("reason-written", f"{SECTION}2024年度收入100万元。")
    assert findings == []
    assert [entry.verdict.value for entry in entries] == ["unchecked"]


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("公务接待费支出5万元，与2023年度持平。主要原因是来访增加。", Level.WARNING),
        ("支出决算数为24万元，完成预算100%，决算数与预算数持平，主要原因是补助增加。", Level.INFO),
    ],
)
def test_a_reason_behind_no_change_is_found(sentence: str, level: Level) -> None:
    findings, _ = review("even-without-reason", SECTION + sentence)
    assert [each.level for each in findings] == [level]


@pytest.mark.parametrize(
    "sentence",
    [
        "公务接待费支出5万元，与2023年度持平。",
        "与上年相比基本持平，主要是学校运转经费稳定。",
        "支出3万元，较上年度减少0.5万元，下降14.29%。决算数与预算数持平。主要原因是车辆减少。",
        "与2023年度基本持平，主要原因是人员稳定。",
    ],
)
def test_no_reason_or_a_reason_of_something_else_is_left_alone(sentence: str) -> None:
    assert shown("even-without-reason", SECTION + sentence) == []


def test_what_is_left_over_falls_when_more_is_spent() -> None:
    text = "2024年末结转和结余20万元，比上年减少10万元。主要原因是加快进度，项目支出增加。"
    assert shown("reason-direction", SECTION + text) == []


def test_a_reason_that_names_the_part_is_only_a_note() -> None:
    findings, _ = review("reason-content", of_change(UP, "人员经费增加"))
    assert [each.level for each in findings] == [Level.INFO]
