"""R98：错字、重复的字和标点、括号、半角标点、句号。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, review, shown
from xlbudget.domain.findings import Level

SECTION = f"{EXPLANATION}一、收入支出决算总体情况说明\n"


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("卫生健康支出支出（类）的数是5万元。", "支出支出", "支出"),
        ("无国有资本经营预算财政拨款支出支出。", "支出支出", "支出"),
        ("支出减少5万元，下降率率为12%。", "率率", "率"),
        ("收入总计5万元万元。", "万元万元", "万元"),
        ("收入总计5万元元。", "万元元", "万元"),
        ("占本年支出的的5%。", "的的", "的"),
        ("一般公共服务（类）务：支出决算为5万元。", "（类）务", "（类）"),
        ("一般公共服务（类）（类）政府办公厅事务（款）。", "（类）（类）", "（类）"),
        ("2024年度收入总计5万元、支总计5万元。", "支总计", "支出总计"),
        ("2024年度收总计5万元、支出总计5万元。", "收总计", "收入总计"),
        ("本年将12项目纳入绩效管理。", "12项目", "12个项目"),
        ("财政拔款收入5万元。", "财政拔款", "财政拨款"),
        ("公用用车运行费5万元。", "公用用车", "公务用车"),
        ("住房公基金5万元。", "住房公基金", "住房公积金"),
        ("工程己完成，支出5万元。", "己", "已"),
        ("占5%%。", "%%", "%"),
        ("占占本年支出的5%。", "占占", "占"),
        ("公务用车运行维护费5万元。主要用于用于燃料支出。", "用于用于", "用于"),
        ("支出增加，主要主要原因是人员增加。", "主要主要", "主要"),
        ("支出增加，主要原因原因是人员增加。", "原因原因", "原因"),
    ],
)
def test_misprints_are_found(text: str, printed: str, expected: str) -> None:
    findings, _ = review("misprint", SECTION + text)
    assert [(each.printed, each.expected) for each in findings] == [(printed, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "住房保障支出支出决算为5万元。",
        "其他支出支出5万元，占3%。",
        "一般公共预算预算数为5万元，部门决算决算数一致。",
        "做到人人知晓、常常提醒、天天巡查、件件落实、一一回复、年年进步、实实在在。",
        "街道办办理事项5件，党政办办公费2万元。",
        "的的确确为群众办了实事，达到了目的的要求。",
        "效率率先提升，2024年年初结转5万元。",
        "收、支总计5万元，财政拨款收、支总计4万元。",
        "自己完成项目，不能克己经营。",
        "共3项目标，完成2项目标任务；对5个项目开展评价，有2项目前未完工。",
        "区财政财政拨款到位，工作人员人员经费5万元，项目项目编号。",
        "农林水（类）中，林业（款）为5万元。",
        "居民委员会委员会议，办事处处于全区前列。",
        "下降降幅收窄，增长长期稳定。",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert shown("misprint", SECTION + text) == []


@pytest.mark.parametrize("signs", ["。。", "，。", "，，", "；。", "、、", "。，"])
def test_doubled_signs_are_found(signs: str) -> None:
    assert shown("sign-once", f"{SECTION}收入总计5万元{signs}") == [signs]


@pytest.mark.parametrize("text", ["真的吗？！", "他说：“收入5万元。”，这样写。", "（见附表。）。"])
def test_signs_at_quotes_and_brackets_are_left_alone(text: str) -> None:
    assert shown("sign-once", SECTION + text) == []


def test_a_loose_bracket_is_found() -> None:
    assert shown("bracket-paired", f"{SECTION}共5万元（含4万元、1万元）），已支付。") == ["）"]
    assert shown("bracket-paired", f"{SECTION}共5万元（含4万元，已支付。\n余款下年支付。") == ["（"]


@pytest.mark.parametrize(
    "text",
    [
        "1）甲项目5万元；2）乙项目3万元。",
        "《关于印发<社区管理（暂行）办法>的通知》要求执行。",
        "会议（含培训，\n共3次）支出5万元。",
        "他说：“第一段没有收尾。\n“第二段接着说，到这里结束。”",
        "（一）总体情况（含本级）。支出5万元。",
    ],
)
def test_brackets_that_have_their_half_are_left_alone(text: str) -> None:
    assert shown("bracket-paired", SECTION + text) == []


def test_half_width_signs_are_one_note() -> None:
    text = "收入增加,支出减少,其中:甲项目;乙项目.\n人员(含聘用)不变,费用不变。"
    findings, _ = review("sign-full-width", SECTION + text)
    assert [each.level for each in findings] == [Level.INFO]
    assert shown("sign-full-width", f"{SECTION}收入1,234.5万元，8:30开会，见http://a.b。") == []


def test_a_sentence_on_amounts_ends_with_a_full_stop() -> None:
    text = "2024年度公务接待费支出5万元，与2023年度持平\n其中：国内接待5万元，外事接待0万元。"
    findings, _ = review("full-stop", SECTION + text)
    assert len(findings) == 1
    assert shown("full-stop", f"{SECTION}2024年度支出5万元，其中：\n人员经费3万元，已支付。") == []


def test_one_misprint_in_several_places_is_one_finding() -> None:
    (finding,), _ = review("misprint", f"{SECTION}财政拔款5万元。\n财政拔款3万元，财政拔款1万元。")
    assert "（3 处）" in finding.message
    assert [each.where.paragraph for each in finding.follows] == [4, 4]
