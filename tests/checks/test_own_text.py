from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlbudget.checks.own_text import check_own_text
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap, Kind, Paragraph, Place, State, Words, words_and_gaps

HEADING = Paragraph("七", Kind.HEADING, (Words("七、“三公”经费情况说明"),))
GAPS = Paragraph(
    "七.3",
    Kind.BODY,
    (Words("主要原因是"), Gap("接待费变动原因"), Words("，共"), Gap("接待批次"), Words("批。")),
    State.GAP,
)
WITHHELD = Paragraph(
    "一.1", Kind.BODY, (Words("〔暂不生成：两个总计不相等。请更正后重新生成〕"),), State.WITHHELD
)
REWRITTEN = Paragraph("一.2", Kind.BODY, (Words("本单位自己的话。"),), State.REWRITTEN)


def check(paragraphs: list[Paragraph], **rewrites: str) -> list[Finding]:
    return check_unread(paragraphs, {}, rewrites)


def check_unread(
    paragraphs: list[Paragraph], unread: Mapping[str, Sequence[str]], rewrites: Mapping[str, str]
) -> list[Finding]:
    entries = {
        id_: Entry(text, Source("决算.xlsx", "说明", f"E{row}"))
        for row, (id_, text) in enumerate(rewrites.items(), 4)
    }
    account = FinalAccount("决算.xlsx", "示例街道办事处", 2024, {}, rewrites=entries)
    final = [
        replace(paragraph, spans=words_and_gaps(rewrites[paragraph.id]), state=State.REWRITTEN)
        if paragraph.id in rewrites
        else paragraph
        for paragraph in paragraphs
    ]
    return check_own_text(paragraphs, final, account, unread)


def test_sound_text_has_no_finding() -> None:
    assert check([HEADING, REWRITTEN]) == []


def test_each_gap_is_a_warning_that_names_what_to_fill_in() -> None:
    assert check([HEADING, GAPS]) == [
        Finding(
            check="gap",
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file="决算.xlsx",
            where=Place(section="七", quote=f"〔请填写：{field}〕"),
            printed=f"〔请填写：{field}〕",
            message=f"情况说明第七节待填写：{field}。",
        )
        for field in ("接待费变动原因", "接待批次")
    ]


def test_withheld_paragraph_is_an_error_that_says_why() -> None:
    (finding,) = check([WITHHELD])
    assert (finding.check, finding.verdict, finding.level) == (
        "paragraph-withheld",
        Verdict.FAIL,
        Level.ERROR,
    )
    assert finding.where == Place(section="一", quote=WITHHELD.text)
    assert finding.message == (
        "情况说明第一节有一段没有生成：〔暂不生成：两个总计不相等。请更正后重新生成〕"
    )


def test_findings_stand_in_the_order_of_the_text() -> None:
    found = check([WITHHELD, GAPS])
    assert [finding.check for finding in found] == ["paragraph-withheld", "gap", "gap"]


def test_the_gaps_of_a_rewrite_count() -> None:
    (finding,) = check([HEADING, GAPS], **{"七.3": "接待费减少，因为〔请填写：什么〕。"})
    assert (finding.check, finding.printed) == ("gap", "〔请填写：什么〕")


def test_words_of_a_rewrite_that_nobody_checked_are_told_once_each() -> None:
    unread = {"七.3": ("3.5万元", "12批次", "3.5万元")}
    rewrites = {"七.3": "接待12批次，3.5万元、3.5万元。"}
    (finding,) = check_unread([HEADING, GAPS], unread, rewrites)
    assert (finding.check, finding.level) == ("rewrite-unchecked", Level.WARNING)
    assert finding.where == Place(sheet="说明", cell="E4", quote="接待12批次，3.5万元、3.5万元。")
    assert finding.message == (
        "第 七.3 段用的是你的改写，其中的“3.5万元”、“12批次”程序认不出是哪个指标，没有核对，"
        "请对照“正文”核对。"
    )


def test_a_rewrite_does_not_hide_contradicted_data() -> None:
    found = check_unread([WITHHELD], {"一.1": ("12万元",)}, {"一.1": "收支总计均为12万元。"})
    assert [finding.check for finding in found] == ["paragraph-withheld", "rewrite-unchecked"]


def test_a_rewrite_without_its_paragraph_is_told() -> None:
    (finding,) = check([HEADING], **{"九.9": "旧年的话"})
    assert finding.check == "rewrite-orphan"
    assert "旧年的话" in finding.message


def test_the_same_gap_or_contradiction_is_told_once() -> None:
    again = replace(WITHHELD, id="一.2")
    found = check([WITHHELD, again, GAPS, replace(GAPS, id="七.4")])
    assert [finding.check for finding in found] == ["paragraph-withheld", "gap", "gap"]
