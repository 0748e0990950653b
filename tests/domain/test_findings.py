from __future__ import annotations

import pickle

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place


def test_words_of_the_levels() -> None:
    assert {level: level.chinese for level in Level} == {
        Level.ERROR: "错误",
        Level.WARNING: "提醒",
        Level.INFO: "说明",
    }


def test_words_that_stand_in_the_json_of_a_finding() -> None:
    assert [verdict.value for verdict in Verdict] == ["pass", "fail", "unchecked"]
    assert [level.value for level in Level] == ["error", "warning", "info"]


def test_finding_with_what_follows_travels_between_processes() -> None:
    implied = Finding("share-recomputed", Verdict.FAIL, Level.WARNING, "甲.docx", "占比随之不符")
    finding = Finding(
        "summary-totals-equal",
        Verdict.FAIL,
        Level.ERROR,
        "决算.xlsx",
        "收入总计不等于支出总计",
        where=Place(sheet="公开01", cell="C15"),
        inputs=("公开01!C15", "公开01!F15"),
        follows=(implied,),
    )
    travelled = pickle.loads(pickle.dumps(finding))  # noqa: S301  自己刚写出的
    assert travelled == finding
    assert travelled.follows == (implied,)


def test_finding_without_a_place_has_an_empty_one() -> None:
    finding = Finding("甲", Verdict.UNCHECKED, Level.INFO, "甲.docx", "未能核对")
    assert finding.where == Place()
