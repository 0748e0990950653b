"""审核的结果：哪些事项算相符、不符、没有核到、不适用，证明里怎样说。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.results.by_hand import bound, finding_at, reviewed
from xlbudget import __version__
from xlbudget.checks.ledger import Entry
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.unbound import unbound_numbers
from xlbudget.domain.findings import Verdict
from xlbudget.results.certificate import certificate, verdict
from xlbudget.results.reviewed import Obligation, Reviewed, Standing
from xlbudget.results.reviewed_json import reviewed_json

TEXT = ["三、支出决算情况说明", "本年支出合计100万元，其中：项目支出60万元，占60%。"]
ALL_KNOWN = bound(TEXT)
ONE_UNKNOWN = bound(TEXT, {"60万元": "有两种可能"})


def entry(rule: str, outcome: Verdict, remark: str = "") -> Entry:
    return Entry(f"check-{rule.lower()}", rule, "核对", outcome, (), remark)


def of_rule(result: Reviewed, rule: str) -> Obligation:
    (found,) = (each for each in result.obligations() if each.rule == rule)
    return found


def test_every_obligation_of_texts_is_there_and_one_without_a_check_is_unchecked() -> None:
    result = reviewed(ALL_KNOWN)
    assert [each.rule for each in result.obligations()] == [f"R{at}" for at in range(67, 99)]
    assert {each.standing for each in result.obligations()} == {Standing.UNCHECKED}
    assert {each.why for each in result.obligations()} == {("没有这条规则",)}


@pytest.mark.parametrize(
    ("outcomes", "standing", "passed", "failed"),
    [
        ([Verdict.PASS], Standing.PASSED, 1, 0),
        ([Verdict.PASS, Verdict.UNCHECKED], Standing.PASSED, 1, 0),
        ([Verdict.PASS, Verdict.FAIL, Verdict.FAIL], Standing.FAILED, 1, 2),
        ([Verdict.UNCHECKED], Standing.UNCHECKED, 0, 0),
    ],
)
def test_one_failure_fails_and_what_was_not_checked_never_passes(
    outcomes: list[Verdict], standing: Standing, passed: int, failed: int
) -> None:
    entries = [entry("R83", outcome, "没有决算表") for outcome in outcomes]
    found = of_rule(reviewed(ALL_KNOWN, entries=entries), "R83")
    assert (found.standing, found.passed, found.failed) == (standing, passed, failed)


def test_what_the_text_has_not_got_is_only_known_where_all_its_numbers_are() -> None:
    entries = [entry("R82", Verdict.UNCHECKED, "文中没有占比")]
    known = of_rule(reviewed(ALL_KNOWN, entries=entries), "R82")
    unknown = of_rule(reviewed(ONE_UNKNOWN, entries=entries), "R82")
    assert (known.standing, unknown.standing) == (Standing.NOT_APPLICABLE, Standing.UNCHECKED)
    missing = [entry("R82", Verdict.UNCHECKED, "没有决算表")]
    assert of_rule(reviewed(ALL_KNOWN, entries=missing), "R82").standing is Standing.UNCHECKED


def test_agreement_with_tables_is_not_claimed_without_them() -> None:
    """文中的数互相一致，不等于与表一致：没有一处与单元格比过，就是没有核到。"""
    inside = entry("R67", Verdict.PASS)
    found = of_rule(reviewed(ALL_KNOWN, entries=[inside]), "R67")
    assert (found.standing, found.passed) == (Standing.UNCHECKED, 1)
    assert found.why == ("没有可以对照的表，只核了文中的数互相一致",)
    held = replace(inside, inputs=("第2段“100万元”", "公开01 收入支出决算总表!C37"))
    assert of_rule(reviewed(ALL_KNOWN, entries=[inside, held]), "R67").standing is Standing.PASSED
    wrong = replace(inside, verdict=Verdict.FAIL)
    assert of_rule(reviewed(ALL_KNOWN, entries=[wrong]), "R67").standing is Standing.FAILED


def test_nothing_wrong_is_said_within_what_was_checked() -> None:
    passed = [replace(entry(f"R{at}", Verdict.PASS), inputs=("公开01!C7",)) for at in range(67, 99)]
    assert verdict(reviewed(ALL_KNOWN)) == "一项也没有核到：这份文件对不对，程序不知道。"
    assert verdict(reviewed(ALL_KNOWN, entries=passed)) == "在核到的 32 项之内没有发现问题。"
    assert verdict(reviewed(ONE_UNKNOWN, entries=passed[:30])) == (
        "在核到的 30 项之内没有发现问题；2 项没有核到，1 个数没有认出，没有核对。"
    )


def test_numbers_that_nobody_knows_are_one_note_with_each_of_them_under_it() -> None:
    text = bound(
        ["三、支出", "12万元、13万元、14万元，另有15万元。"],
        dict.fromkeys(("12万元", "14万元"), "有两种可能"),
    )
    (note,) = unbound_numbers(Manuscript(text))
    assert (note.check, note.level.value, note.verdict) == (
        "numbers-unbound",
        "info",
        Verdict.UNCHECKED,
    )
    assert "“12万元”、“14万元”" in note.message
    assert [each.where.span for each in note.follows] == [(0, 4), (10, 14)]
    assert list(unbound_numbers(Manuscript(ALL_KNOWN))) == []


def test_numbers_outside_the_explanation_are_counted_apart() -> None:
    numbers = reviewed(ONE_UNKNOWN).numbers
    assert (numbers.bound, numbers.unbound, numbers.elsewhere) == (2, 1, 0)


def test_certificate_names_the_file_its_digest_and_every_obligation() -> None:
    entries = [
        entry("R83", Verdict.FAIL),
        entry("R84", Verdict.PASS),
        entry("R85", Verdict.UNCHECKED, "文中没有完成率"),
    ]
    result = reviewed(ALL_KNOWN, [finding_at(ALL_KNOWN, "60%")], entries)
    text = certificate(result)
    for words in (
        "文件：示例说明.docx",
        f"SHA-256：{'0' * 64}",
        "单位：示例街道办事处",
        "年度：2024年度",
        "（sichuan，待核）",
        f"程序：xlbudget {__version__}",
        "文中的数：认出 3 个，没有认出 0 个",
        "对照的表：没有表，只核文字自身",
        "核到的 2 项中发现 0 处错误、1 处提醒；29 项没有核到。",
    ):
        assert words in text
    lines = text.splitlines()
    heads = [line for line in lines if line.endswith("项）：")]
    assert heads == ["不符（1 项）：", "没有核到（29 项）：", "相符（1 项）：", "不适用（1 项）："]
    assert sum(line.startswith("    R") for line in lines) == 32
    assert "没有发现问题" not in text


def test_json_has_findings_numbers_and_obligations() -> None:
    finding = finding_at(ALL_KNOWN, "60%", expected="61%", formula="60 ÷ 100")
    found = reviewed_json(reviewed(ALL_KNOWN, [finding], [entry("R83", Verdict.FAIL)]))
    assert found["counts"] == {"error": 0, "warning": 1, "info": 0}
    assert found["numbers"]["bound"] == 3
    assert found["tables"] is None
    assert found["findings"][0]["where"] == {
        "section": "三",
        "page": None,
        "paragraph": 2,
        "sheet": None,
        "cell": None,
        "quote": "本年支出合计100万元，其中：项目支出60万元，占60%",
    }
    assert found["obligations"]["R83"]["standing"] == "failed"
    assert len(found["obligations"]) == 32


def test_where_no_number_is_known_nothing_is_called_right() -> None:
    """一个数也没有认出（小说、法规、别的报告）：文字的校验都相符，也不说“没有发现问题”。"""
    passed = [entry("R98", Verdict.PASS)]
    nothing = verdict(reviewed(bound(["三、支出", "本年没有数。"]), entries=passed))
    assert nothing.startswith("文中没有读到决算的数，没有核对：这份文件的数对不对，程序不知道。")
    unknown = dict.fromkeys(("12万元", "13万元"), "有两种可能")
    text = bound(["三、支出", "12万元、13万元。"], unknown)
    strange = verdict(reviewed(text, entries=passed))
    assert strange.startswith("文中2 个数都没有认出是哪个指标，没有核对：")
    assert "没有发现问题" not in nothing + strange
