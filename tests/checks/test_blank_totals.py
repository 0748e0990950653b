"""R36：合计空着，各项却写着零。"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xlbudget.checks.tables import Checked
from xlbudget.domain.findings import Level, Verdict

Check = Callable[[str], Checked]

SUM = """
# 表 元
合计 | {total}
甲 | {first}
乙 | {second}
? 表.合计 = 表.甲 + 表.乙
"""

TOLD = {
    "空着，各项是零": ("", "0", "0", True),
    "空着，只有一项是零": ("", "0", "", True),
    "空着，一正一负相抵": ("", "5", "-5", True),
    "写着零": ("0", "0", "0", False),
    "写着不适用": ("—", "0", "0", False),
    "都空着": ("", "", "", False),
    "空着，各项不是零：勾稽自己不符": ("", "5", "0", False),
}


@pytest.mark.parametrize(("total", "first", "second", "told"), list(TOLD.values()), ids=list(TOLD))
def test_blank_is_not_zero(check: Check, total: str, first: str, second: str, told: bool) -> None:
    found = check(SUM.format(total=total, first=first, second=second)).findings
    hints = [finding for finding in found if finding.check == "blank-total"]
    assert [(hint.level, hint.inputs) for hint in hints] == [(Level.INFO, ("表!B1",))] * told


@pytest.mark.parametrize(
    "identity",
    [
        "表.合计 = 表.甲 - 表.乙",
        "表.合计 = 表.甲",
        "表.合计 >= 表.甲 + 表.乙",
        "表.合计 = 另.甲 + 另.乙",
    ],
    ids=["带负号", "另一处的同一个数", "不小于", "另一张表"],
)
def test_only_totals_of_parts_in_their_own_table(check: Check, identity: str) -> None:
    found = check(
        f"# 表 元\n合计 |\n甲 | 0\n乙 | 0\n# 另 元\n甲 | 0\n乙 | 0\n? {identity}"
    ).findings
    assert found == []


@pytest.mark.parametrize(("total", "verdict"), [("", Verdict.FAIL), ("0", Verdict.PASS)])
def test_the_ledger_has_one_entry_for_each_table(
    check: Check, total: str, verdict: Verdict
) -> None:
    _, ledger, _ = check(SUM.format(total=total, first="0", second="0"))
    (entry,) = [one for one in ledger.entries if one.check == "blank-total"]
    assert (entry.rule, entry.verdict, entry.inputs) == ("R36", verdict, ("表!B1",))


def test_nothing_filled_in_is_not_looked_at(check: Check) -> None:
    _, ledger, _ = check(SUM.format(total="", first="", second=""))
    (entry,) = [one for one in ledger.entries if one.check == "blank-total"]
    assert entry.verdict is Verdict.UNCHECKED
