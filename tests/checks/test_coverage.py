"""覆盖表按事项统计：每件事都有人管，少一条勾稽、一条规则都看得见。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.error_folders import result
from xlbudget.checks import tables
from xlbudget.checks.ledger import Ledger
from xlbudget.checks.registry import RULES
from xlbudget.checks.tables import check_tables
from xlbudget.formats.library import describe, find, places
from xlbudget.pipeline import run
from xlbudget.results import Results, coverage_json
from xlbudget.workbook.blank import sample_account

BASE = result("terms-reference")
ELSEWHERE = {"R36", "R62", "R63"}
"""不是勾稽也不在规则表里：空着的合计，文中的增减额和增减率。"""


def coverage(results: Results) -> dict[str, Any]:
    return coverage_json(results)


def checks() -> Iterator[tuple[str, str]]:
    """全部勾稽和规则，各管哪件事。"""
    yield from {one.name: one.rule for one in BASE.format.identities}.items()
    yield from ((rule.name, rule.obligation) for rule in RULES)


BEFORE = coverage(BASE)


def without(name: str) -> Results:
    """台账里没有这一条的。"""
    kept = tuple(entry for entry in BASE.ledger.entries if entry.check != name)
    return replace(BASE, ledger=Ledger(kept))


@pytest.mark.parametrize(
    ("place", "year"),
    [
        (place, year)
        for place in places()
        for year in (2020, 2024)
        if year >= int(str(describe(place)["first_year"]))
    ],
)
def test_every_obligation_has_a_check_and_every_check_an_obligation(place: str, year: int) -> None:
    resolved = find(place, year)
    served = {one.rule for one in resolved.identities} | {rule.obligation for rule in RULES}
    assert set(resolved.obligations) == served | ELSEWHERE


def test_a_unit_with_all_kinds_of_money_is_covered_in_full() -> None:
    assert BEFORE["covered"] == f"{len(BASE.format.obligations)}/{len(BASE.format.obligations)}"


def test_what_the_sample_unit_has_not_got_is_not_covered() -> None:
    """它的基本支出没有资本性支出等各类（R27），没有财政拨款以外的收入（R41），“三公”经费的预算只在
    本表（B02）；没有填绩效（P01 至 P08）。
    """
    found = coverage(run(*sample_account()))["obligations"]
    lacking = {rule: known["unchecked"] for rule, known in found.items() if not known["covered"]}
    assert lacking == {
        "R27": {"没有填数": 7},
        "R41": {"没有填数": 5},
        "B02": {"没有可核的数": 1},
        **{f"P0{number}": {"没有可核的数": 1} for number in range(1, 9)},
    }


@pytest.mark.parametrize(("name", "rule"), list(checks()))
def test_one_check_less_lowers_the_coverage(name: str, rule: str) -> None:
    after = coverage(without(name))
    known = BEFORE["obligations"][rule]
    lowered = after["obligations"][rule]
    assert name in known["checks"]
    assert name not in lowered["checks"]
    assert lowered["ran"] < known["ran"]
    assert after["total"]["pass"] < BEFORE["total"]["pass"]
    if known["checks"] == [name]:
        assert not lowered["covered"]
        assert lowered["unchecked"] == {"没有这条规则": 1}
        assert int(after["covered"].partition("/")[0]) == len(BASE.format.obligations) - 1


def checks_of(ledger: Ledger) -> set[str]:
    return {kind.check for kind in ledger.kinds}


@pytest.mark.parametrize("name", ["summary-totals-equal", "project-items-agree"])
def test_an_identity_deleted_from_the_format_is_gone_from_the_ledger(name: str) -> None:
    kept = tuple(one for one in BASE.format.identities if one.name != name)
    ledger = check_tables(BASE.account, replace(BASE.format, identities=kept)).ledger
    assert name not in checks_of(ledger)
    assert name in checks_of(BASE.ledger)


def test_a_rule_deleted_is_gone_from_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "RULES", RULES[1:])
    ledger = check_tables(BASE.account, BASE.format).ledger
    assert RULES[0].name not in checks_of(ledger)
    assert RULES[0].name in checks_of(BASE.ledger)
