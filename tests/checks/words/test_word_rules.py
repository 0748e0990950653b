"""文字规则的登记，和任意文字上的不变量。"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.words.reviewing import document_of, manuscript_of
from xlbudget.checks.manuscript import run_text_rules
from xlbudget.checks.words import WORD_RULES
from xlbudget.domain.documents import TextBlock
from xlbudget.formats.library import find

PIECES = (
    "第一部分　部门概况",
    "第二部分　2024年度部门决算情况说明",
    "第三部分　名词解释",
    "第四部分　附件",
    "目录",
    "一、收入支出决算总体情况说明",
    "三、支出决算情况说明",
    "（一）",
    "1.",
    "附件1",
    "2024年度收入总计１２万元",
    "与2022年度相比增加（减少）3万元",
    "，主要原因是",
    "项目增加",
    "厉行节约",
    "。",
    "；",
    "（",
    "）",
    "…",
    "XX",
    " ",
    "一般公共服务（类）人大事务（款）行政运行（项）",
    "：",
    "财政拔款",
    "示例街道办办事处",
    "截至2023年12月31日，",
    "共有车辆2辆",
    "无下属二级预算单位",
    "下属二级预算单位2个：甲、乙、丙",
    "政府性基金预算财政拨款收入支出决算表",
    "甲 | 1.00",
    "\n",
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_read_and_every_finding_stands_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = document_of(text)
    findings, entries = run_text_rules(WORD_RULES, manuscript_of(text))
    assert {entry.check for entry in entries} == {rule.name for rule in WORD_RULES}
    for finding in findings:
        assert finding.message
        for each in (finding, *finding.follows):
            if each.where.span is not None and each.where.paragraph is not None:
                block = document.blocks[each.where.paragraph - 1]
                assert isinstance(block, TextBlock)
                assert 0 <= each.where.span[0] <= each.where.span[1] <= len(block.text)


def test_every_rule_serves_a_duty_of_texts() -> None:
    duties = find("national", 2024).text_obligations
    assert {rule.obligation for rule in WORD_RULES} <= set(duties)
    assert all(rule.title and rule.unseen for rule in WORD_RULES)
