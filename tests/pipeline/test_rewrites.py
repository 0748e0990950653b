"""改写的段落照别人写的文字核对：放回全文，与工作簿的表比，只说改写的那几段。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.workbook.workbooks import results_of
from xlbudget.domain.account import Entry
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.statements import Source
from xlbudget.pipeline import run

RESULTS = results_of("sample_complete")
OURS = {
    paragraph.id: paragraph.text.replace("项目增加771.98万元", "项目本年开工")
    for paragraph in RESULTS.paragraphs
}
"""我们的话，原因里不写数。"""

BEFORE = RESULTS.findings
"""没有改写时就有的。"""

FIRST, THIRD = "一.1", "三.1"


def found(**rewrites: str) -> Sequence[Finding]:
    """改写几段以后多出来的问题。"""
    entries = {
        id_: Entry(text, Source("决算.xlsx", "说明", f"E{row}"))
        for row, (id_, text) in enumerate(rewrites.items(), 5)
    }
    results = run(replace(RESULTS.account, rewrites=entries), RESULTS.format)
    return [finding for finding in results.findings if finding not in BEFORE]


def test_a_rewrite_that_says_the_same_in_other_words_has_no_finding() -> None:
    text = OURS[FIRST].replace("与2023年度相比，", "较2023年度，")
    assert text != OURS[FIRST]
    assert found(**{FIRST: text}) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("均为1482.22万元", "均为1428.22万元"),
        ("增长132.90%", "增长132.99%"),
        ("各增加845.79万元，增长", "各减少845.79万元，下降"),
    ],
)
def test_a_wrong_number_or_direction_is_told_at_the_cell_of_the_rewrite(
    right: str, wrong: str
) -> None:
    assert right in OURS[FIRST]
    findings = found(**{FIRST: OURS[FIRST].replace(right, wrong)})
    assert findings
    for finding in findings:
        assert (finding.where.sheet, finding.where.cell) == ("说明", "E5")
        assert finding.level in (Level.ERROR, Level.WARNING)
    assert "rewrite-unchecked" not in {finding.check for finding in findings}


def test_only_numbers_that_nobody_knows_leave_the_old_warning() -> None:
    (finding,) = found(**{FIRST: f"{OURS[FIRST]}另有在途资金3.5万元。"})
    assert finding.check == "rewrite-unchecked"
    assert "“3.5万元”程序认不出是哪个指标" in finding.message


def test_words_without_numbers_need_no_warning() -> None:
    assert found(**{FIRST: "总体情况见表。"}) == []


def test_a_gap_left_in_a_rewrite_is_told_once() -> None:
    (finding,) = found(**{FIRST: f"{OURS[FIRST]}另因〔请填写：另一个原因〕。"})
    assert (finding.check, finding.printed) == ("gap", "〔请填写：另一个原因〕")


def test_each_rewrite_is_told_at_its_own_cell() -> None:
    texts = {
        FIRST: OURS[FIRST],
        THIRD: OURS[THIRD].replace("占31.56%", "占31.65%"),
    }
    (finding,) = found(**texts)
    assert (finding.where.cell, finding.where.section) == ("E6", "三")
    assert (finding.printed, finding.expected) == ("31.65%", "31.56%")


def test_nothing_of_it_runs_where_nothing_is_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("xlbudget.pipeline.rewrites.check_rewrites", never)
    assert found() == []
    assert found(**{"九九.9": "找不到的段落"})[0].check == "rewrite-orphan"
