"""两稿对照：问题认得是不是同一处，文字的改动分数和字。"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.results.by_hand import bound, document, finding_at, reviewed
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.unbound import unbound_numbers
from xlbudget.domain.findings import Level
from xlbudget.results.compared import Fate, compare
from xlbudget.results.compared_json import compared_json
from xlbudget.results.text_changes import text_changes

HEAD = "三、支出决算情况说明"
FIRST = "2024年度本年支出合计100万元，其中：基本支出40万元，占41%；项目支出60万元，占61%。"
SECOND = "与2023年度相比，本年支出增加7万元，增长8%。"


def test_a_finding_is_mended_left_or_new() -> None:
    before = bound([HEAD, FIRST, SECOND])
    was = reviewed(before, [finding_at(before, "41%"), finding_at(before, "61%")])
    after = bound([HEAD, FIRST.replace("41%", "40%"), SECOND])
    now = reviewed(after, [finding_at(after, "61%"), finding_at(after, "8%")])
    found = compare(now, was)
    assert found.fates == (Fate.LEFT, Fate.NEW)
    assert [(finding.printed, fate) for finding, fate in found.gone] == [("41%", Fate.MENDED)]
    assert [found.count(fate) for fate in Fate] == [1, 1, 1, 0]


def test_a_moved_paragraph_is_the_same_and_a_number_changed_but_still_wrong_is_left() -> None:
    before = bound([HEAD, FIRST, SECOND])
    was = reviewed(before, [finding_at(before, "8%")])
    after = bound([HEAD, "新加的一段话。", SECOND.replace("8%", "9%"), FIRST])
    now = reviewed(after, [finding_at(after, "9%")])
    found = compare(now, was)
    assert (found.fates, found.gone) == ((Fate.LEFT,), ())


def test_what_was_told_under_another_finding_is_not_new_when_it_stands_alone() -> None:
    """两处同一个错，合成一条；改了第一处，第二处不是新增，是没改。反过来也不算改好。"""
    other = SECOND.replace("本年支出", "财政拨款支出")
    both = bound([HEAD, SECOND, other])
    first = finding_at(both, "8%")
    folded = replace(first, follows=(finding_at(bound([HEAD, "", other]), "8%"),))
    half = bound([HEAD, SECOND.replace("8%", "7.53%"), other])
    alone = finding_at(half, "8%")
    found = compare(reviewed(half, [alone]), reviewed(both, [folded]))
    assert found.fates == (Fate.LEFT,)
    assert [finding.where.paragraph for finding, _ in found.gone] == [2]
    again = compare(reviewed(both, [folded]), reviewed(half, [alone]))
    assert (again.fates, again.gone) == ((Fate.NEW,), ())


def test_the_same_words_under_another_check_are_another_finding() -> None:
    before = bound([HEAD, SECOND])
    was = reviewed(before, [finding_at(before, "8%", check="direction")])
    now = reviewed(before, [finding_at(before, "8%", check="ratio-recomputed")])
    found = compare(now, was)
    assert found.fates == (Fate.NEW,)
    assert found.gone[0][1] is Fate.MENDED


def test_two_findings_of_one_sentence_are_not_taken_for_one() -> None:
    before = bound([HEAD, FIRST])
    was = reviewed(before, [finding_at(before, "41%"), finding_at(before, "61%")])
    after = bound([HEAD, FIRST.replace("61%", "60%")])
    now = reviewed(after, [finding_at(after, "41%")])
    found = compare(now, was)
    assert found.fates == (Fate.LEFT,)
    assert [fate for _, fate in found.gone] == [Fate.MENDED]


def test_what_was_not_checked_again_is_not_called_mended() -> None:
    before = bound([HEAD, SECOND])
    was = reviewed(before, [finding_at(before, "8%")])
    after = bound([HEAD, SECOND], {"8%": "有两种可能"})
    now = reviewed(after, unbound_numbers(Manuscript(after)))
    found = compare(now, was)
    assert [fate for _, fate in found.gone] == [Fate.UNSEEN]
    assert found.fates == (None,)


def test_a_number_that_was_never_known_does_not_keep_a_finding_from_being_mended() -> None:
    """漏列的一项补上了，问题标着的那段没有变，段里原因的数两次都不认：是已改。"""
    reason = {"7万元": "看不出是哪个指标"}
    before, after = (bound([HEAD, SECOND, *more], reason) for more in ([], [FIRST]))
    was = reviewed(
        before, [finding_at(before, "8%", check="items"), *unbound_numbers(Manuscript(before))]
    )
    found = compare(reviewed(after, unbound_numbers(Manuscript(after))), was)
    assert [fate for _, fate in found.gone] == [Fate.MENDED]


def test_notes_have_no_fate() -> None:
    text = bound([HEAD, SECOND])
    note = replace(finding_at(text, "8%"), level=Level.INFO)
    found = compare(reviewed(text, [note]), reviewed(text, [note]))
    assert (found.fates, found.gone) == ((None,), ())


def test_numbers_changed_stand_apart_from_words_changed() -> None:
    now = document([HEAD, FIRST.replace("40万元", "45.5万元").replace("基本支出", "基本性支出")])
    (change,) = text_changes(now, document([HEAD, FIRST]))
    assert change.numbers == (("40", "45.5"),)
    assert change.words == (("", "性"),)
    assert (change.now_at.paragraph if change.now_at else None) == 2


def test_a_number_is_changed_as_a_whole() -> None:
    (change,) = text_changes(document(["共1,234.50万元。"]), document(["共1,243.5万元。"]))
    assert change.numbers == (("1,243.5", "1,234.50"),)
    assert change.words == ()


def test_new_and_gone_paragraphs() -> None:
    now, before = (
        document([HEAD, "新写的一段。", FIRST]),
        document([HEAD, FIRST, "旧有的话已经没有了。"]),
    )
    new, gone = text_changes(now, before)
    assert (new.now, new.before_at) == ("新写的一段。", None)
    assert (gone.before, gone.now_at) == ("旧有的话已经没有了。", None)


@settings(max_examples=30)
@given(st.permutations([f"第{at}段说的是另一件事，共{at}万元。" for at in range(6)]))
def test_paragraphs_that_only_moved_have_not_changed(order: list[str]) -> None:
    assert list(text_changes(document(order), document(sorted(order)))) == []


def test_two_long_documents_without_a_common_word_are_compared_all_the_same() -> None:
    """三百段对三百段，没有一段相同：只与近处的段比，不是九万次。"""
    now = document([f"甲乙丙丁{'戊己' * 30}{at}" for at in range(300)])
    before = document([f"子丑寅卯{'辰巳' * 30}{at}" for at in range(300)])
    assert len(list(text_changes(now, before))) == 600


def test_json_tells_fates_and_changes() -> None:
    before, after = bound([HEAD, SECOND]), bound([HEAD, SECOND.replace("8%", "7.5%")])
    was, now = reviewed(before, [finding_at(before, "8%")]), reviewed(after)
    found = compared_json(compare(now, was))
    assert found["gone"][0]["fate"] == "mended"
    assert found["changes"][0]["numbers"] == [["8", "7.5"]]
    assert found["changes"][0]["now_at"] == {"page": None, "paragraph": 2}
