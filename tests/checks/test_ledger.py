from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from xlbudget.checks.ledger import Entry, Kind, Ledger
from xlbudget.checks.tables import Checked
from xlbudget.domain.findings import Verdict

Check = Callable[[str], Checked]

PASSED = Entry("甲", "R01", "甲等于乙", Verdict.PASS, ("表!B1", "表!B2"))
FAILED = Entry("甲", "R01", "甲等于乙", Verdict.FAIL, ("表!B3",))
SKIPPED = Entry("丙", "R02", "丙等于丁", Verdict.UNCHECKED, (), "没有这张表")


def test_counts_by_verdict() -> None:
    ledger = Ledger((PASSED, PASSED, FAILED, SKIPPED))
    assert [ledger.count(verdict) for verdict in Verdict] == [2, 1, 1]


def test_counts_by_kind_in_the_order_of_the_first() -> None:
    kinds = Ledger((SKIPPED, PASSED, FAILED, PASSED)).kinds
    assert [*kinds.items()] == [(SKIPPED.kind, 1), (PASSED.kind, 2), (FAILED.kind, 1)]


class Twice:
    """只数过、还没有写出的两条。"""

    def kinds(self) -> Mapping[Kind, int]:
        return {PASSED.kind: 1, FAILED.kind: 1}

    def entries(self) -> Iterator[Entry]:
        yield from (PASSED, FAILED)


def test_counted_entries_stand_among_the_others() -> None:
    ledger = Ledger((SKIPPED, Twice())).followed_by((PASSED,))
    assert ledger.entries == (SKIPPED, PASSED, FAILED, PASSED)
    assert [*ledger.kinds.items()] == [(SKIPPED.kind, 1), (PASSED.kind, 2), (FAILED.kind, 1)]
    assert ledger.count(Verdict.PASS) == 2


def test_what_is_counted_is_what_is_written(check: Check) -> None:
    _, ledger, _ = check("""
        # 表 万元
        合计 | 10.01
        甲 | 10
        201 | -5
        20101 |
        ? 表.合计 = 表.甲
        ? 表.{row} = 表.{row}/*; rows=表.categories
        ? 表.甲 = 表.甲 + 表.戊
    """)
    assert ledger.kinds == Counter(entry.kind for entry in ledger.entries)


def test_every_identity_has_one_entry_whatever_came_of_it(check: Check) -> None:
    _, ledger, outcomes = check("""
        # 表 万元
        合计 | 10.01
        甲 | 10
        乙 | 9
        丙 |
        ? 表.甲 = 表.甲
        ? 表.合计 = 表.甲
        ? 表.合计 = 表.乙
        ? 表.丙 >= 0
        ? 表.合计 = 没有的表.甲
        ? 表.甲 = 表.甲 + 表.戊
    """)
    assert [(entry.check, entry.verdict.value, entry.remark) for entry in ledger.entries[:6]] == [
        ("表.甲 = 表.甲", "pass", ""),
        ("表.合计 = 表.甲", "pass", "差额在四舍五入允许范围内"),
        ("表.合计 = 表.乙", "fail", ""),
        ("表.丙 >= 0", "unchecked", "没有填数"),
        ("表.合计 = 没有的表.甲", "unchecked", "没有这张表"),
        ("表.甲 = 表.甲 + 表.戊", "pass", "表中没有“戊”这一行，按0计"),
    ]
    assert len(outcomes) == 6


def test_entry_names_the_cells_that_hold_an_amount(check: Check) -> None:
    _, ledger, _ = check("""
        # 表 万元
        合计 | 10
        甲 | 10
        乙 |
        丙 | —
        ? 表.合计 = 表.甲 + 表.乙 + 表.丙
    """)
    assert ledger.entries[0].inputs == ("表!B1", "表!B2")
