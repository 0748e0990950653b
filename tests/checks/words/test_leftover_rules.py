"""R92：范本残留、缺口、空附件。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, TERMS, review, shown
from xlbudget.domain.findings import Level, Verdict

SECTION = f"{EXPLANATION}一、收入支出决算总体情况说明\n"
ANNEX = "第四部分　附件\n"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("与2023年度相比，收入总计增加（减少）12万元，增长3%。", "增加（减少）"),
        ("与2023年度相比，收入总计增加/减少12万元。", "增加/减少"),
        ("与2023年度相比，收入总计增长（下降）3%。", "增长（下降）"),
        ("决算数大（小）于预算数的主要原因是补助增加。", "大（小）于"),
        ("支出5万元，决算数大小于预算数。", "大小于"),
        ("收入总计与上年持平（增加、减少X万元）。", "持平（增加、减少X万元）"),
        ("2024年度收入总计XX万元。", "入总计XX万元"),
        ("2024年度收入总计X万元。", "入总计X万元"),
        ("2024年度收入总计××万元。", "入总计××万元"),
        ("2024年度收入、支出总计均为万元。", "总计均为万元"),
        ("项目支出5万元，占%。", "占%"),
        ("主要用于__个项目，共计5万元。", "主要用于__个项目"),
        ("主要变动原因是……。", "变动原因是……"),
        ("收入5万元（柱状图）。", "（柱状图）"),
        ("收入5万元（注：如无此项收入请删除）。", "（注：如无此项收入请删除）"),
        (
            "（解释本部门的全部科目，请参照科目说明增减内容。）",
            "（解释本部门的全部科目，请参照科目说明增减内容。）",
        ),
        ("其他收入5万元，主要是（收入类型）。", "（收入类型）"),
        ("资金使用情况（可用表格形式反映）。", "（可用表格形式反映）"),
    ],
)
def test_what_the_form_left_behind_is_found(sentence: str, words: str) -> None:
    assert words in "".join(filter(None, shown("leftover", SECTION + sentence)))


def test_it_is_shown_with_the_words_beside_it_up_to_the_next_sign() -> None:
    text = f"{ANNEX}附件：绩效自评报告\n截至年末，行政编制XX人，事业编制8人，实有18人。"
    assert "行政编制XX人" in shown("leftover", text)


@pytest.mark.parametrize(
    "text",
    [
        "一、收入支出决算总体情况说明……………………3",
        "本部门严格执行“过紧日子”的要求，做到“三公”经费只减不增。",
        "各项收支有增有减，增减变化在合理范围内，共5万元。",
        "单位：万元，以万元为单位列示。",
        "联系电话：000-12345678，手机138****0000。",
        "（图1：收入、支出决算总计变动情况图）",
        "（注：本表反映部门本年度的总收支和年末结转结余情况。）",
        "会议采用规范的合同范本，印发合同范本200份，支出2万元。",
        "支出5万元，增长8%；按3人×5天×100元计算。",
        "授予中小企业合同金额5万元（含小微企业合同金额3万元）。",
        "参加“双减”工作的教师、学生等都有收获。",
        "收入、支出总计均为5万元，占比100%。",
        "本部门（单位）的职责没有变化。",
        "《XX管理办法》由省级制定。",
        "本表共5万元（注：换算成万元时四舍五入，尾差请以元为准）。",
    ],
)
def test_what_is_meant_so_is_left_alone(text: str) -> None:
    assert shown("leftover", SECTION + text) == []


def test_one_kind_in_one_part_is_one_finding_with_its_number() -> None:
    lines = "\n".join(f"{at}.科目{at}（类）…（款）…（项）：指……。" for at in range(1, 8))
    findings, _ = review("leftover", f"{EXPLANATION}{TERMS}{lines}")
    assert len(findings) == 1
    assert "等 21 处" in findings[0].message
    assert "名词解释里" in findings[0].message


def test_alternatives_are_errors_and_instructions_warnings() -> None:
    sentence = "与上年相比增加（减少）5万元（请根据实际情况填写）。"
    findings, _ = review("leftover", SECTION + sentence)
    assert {each.level for each in findings} == {Level.ERROR, Level.WARNING}


def test_a_row_of_dots_in_a_table_counts_once() -> None:
    table = "一级指标 | 二级指标\n数量指标 | ……\n…… | ……\n"
    findings, _ = review("leftover", f"{ANNEX}附件1\n绩效自评报告\n{table}")
    assert len(findings) == 1
    assert "处" not in findings[0].message.split("。")[0]


@pytest.mark.parametrize(
    ("title", "found"), [("整体绩效评价报告范本", True), ("整体绩效评价报告", False)]
)
def test_the_title_of_a_form_is_found(title: str, *, found: bool) -> None:
    text = f"{ANNEX}附件1\n{title}\n一、基本情况\n编制6人，实有6人。"
    assert bool(shown("leftover", text)) is found


def test_a_gap_is_pending() -> None:
    findings, _ = review("document-gap", f"{SECTION}原因是〔请填写：总体变动原因〕。")
    assert [(each.verdict, each.printed) for each in findings] == [
        (Verdict.UNCHECKED, "〔请填写：总体变动原因〕")
    ]


def test_an_annex_of_a_title_alone_is_found() -> None:
    text = f"{ANNEX}附件1\n自评报告\n一、基本情况\n编制6人，实有6人。\n附件2\n专项评价报告\n"
    assert shown("annex-filled", text) == ["附件2"]


def test_annexes_listed_first_and_written_below_are_filled() -> None:
    body = "一、基本情况\n编制6人，实有6人。\n"
    text = (
        f"{ANNEX}附件1：自评报告\n附件2：评价报告\n附件1\n自评报告\n{body}附件2\n评价报告\n{body}"
    )
    assert shown("annex-filled", text) == []


def test_annexes_that_are_files_apart_are_not_looked_into() -> None:
    findings, entries = review("annex-filled", f"{ANNEX}附件1：自评报告\n附件2：评价报告\n")
    assert findings == []
    assert [entry.verdict for entry in entries] == [Verdict.UNCHECKED]


def test_the_other_places_of_one_kind_are_told_below_it() -> None:
    lines = "1.甲（类）：指……。\n2.乙（类）：指……。"
    (finding,), _ = review("leftover", f"{EXPLANATION}{TERMS}{lines}")
    assert [(each.where.paragraph, each.printed) for each in finding.follows] == [(4, "……")]
