"""R62、R63：文中印的增减额、增减率，用它们所依据的数再算一遍。"""

from __future__ import annotations

from fractions import Fraction

import pytest

from xlbudget.checks.text_rules import recompute_changes
from xlbudget.domain.figures import Figure, Missing, Value
from xlbudget.domain.findings import Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Source
from xlbudget.domain.text import Kind, Paragraph, Printed

YUAN = 100


def cell(address: str, yuan: int) -> Cell:
    return Cell.with_amount(Source("决算.xlsx", "甲", address), Amount(yuan * YUAN))


def figure(measure: str, value: Value, *inputs: Figure | Cell) -> Figure:
    return Figure(f"表.总计.{measure}", "表.总计", value, "算式", inputs)


NOW = figure("actual", Amount(120 * YUAN), cell("B1", 120))
THEN = figure("prior_actual", Amount(100 * YUAN), cell("C1", 100))
NIL = figure("prior_actual", Amount(0), cell("C1", 0))
CHANGE = figure("change", Amount(20 * YUAN), NOW, THEN)


def recomputed(*figures: Figure) -> tuple[list[str], dict[str, Verdict]]:
    spans = tuple(Printed("数", each) for each in figures)
    findings, entries = recompute_changes([Paragraph("一.1", Kind.BODY, spans)], "决算.xlsx")
    assert all(finding.level is Level.ERROR for finding in findings)
    told = [finding.message.partition("（")[2].partition("）")[0] for finding in findings]
    return told, {entry.rule: entry.verdict for entry in entries}


def test_both_follow() -> None:
    rate = figure("change_rate", Fraction(20, 100), CHANGE, THEN)
    assert recomputed(CHANGE, rate) == ([], {"R62": Verdict.PASS, "R63": Verdict.PASS})


WRONG = {
    "增减额差一分": figure("change", Amount(20 * YUAN + 1), NOW, THEN),
    "增减额反了方向": figure("change", Amount(-20 * YUAN), NOW, THEN),
    "增减率用了本年作分母": figure("change_rate", Fraction(20, 120), CHANGE, THEN),
    "上年是零，却有增减率": figure(
        "change_rate", Fraction(1), figure("change", Amount(120 * YUAN), NOW, NIL), NIL
    ),
    "增减额的一头没有数": figure("change", Amount(1), figure("actual", Missing("甲")), THEN),
}


@pytest.mark.parametrize("wrong", list(WRONG.values()), ids=list(WRONG))
def test_one_that_does_not_follow_is_an_error_with_its_cells(wrong: Figure) -> None:
    told, verdicts = recomputed(wrong)
    assert told == ["、".join(str(one.source) for one in wrong.cells())]
    assert Verdict.FAIL in verdicts.values()
    findings, _ = recompute_changes(
        [Paragraph("一.1", Kind.BODY, (Printed("数", wrong),))], "决算.xlsx"
    )
    measure = wrong.name.rpartition(".")[2].replace("_", "-")
    assert [finding.check for finding in findings] == [f"{measure}-recomputed"]


def test_a_text_without_changes_is_unchecked() -> None:
    assert recomputed(NOW) == ([], {"R62": Verdict.UNCHECKED, "R63": Verdict.UNCHECKED})
