"""处处相符的决算没有问题；改动有等式管着的任何一格，第一条问题就指到它，而且只有这一条。

这里抽一部分格子；每一格正负两个方向的全部在 benchmarks/disturb.py。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.consistent_accounts import Consistent, consistent_accounts
from tests.disturbed import STEP, Spot, cell_at, changed, constrained, failures, spots, told
from tests.identity_runs import run_identities
from xlbudget.checks.outcomes import Outcome
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Level, Verdict
from xlbudget.domain.money import EXACT, PUBLISHED, Unit
from xlbudget.domain.statements import Cell, Statement
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case

CASE = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
FORMAT = find(CASE.place, CASE.year, CASE.settings)
ACCOUNT = account_of_case(CASE, FORMAT, "决算.xlsx")
UNCONSTRAINED = Path(__file__).with_name("unconstrained.txt")
SICHUAN = find("sichuan", 2024)

bounded = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def published(account: FinalAccount) -> FinalAccount:
    """同一套账，每个金额各自四舍五入到 0.01 万元。"""

    def cell(one: Cell) -> Cell:
        amount = one.amount
        return one if amount is None else Cell.with_amount(one.source, amount.rounded(PUBLISHED))

    def table(one: Statement) -> Statement:
        lines = [
            replace(line, cells={column: cell(each) for column, each in line.cells.items()})
            for line in one.lines
        ]
        return replace(one, lines=tuple(lines))

    return replace(
        account,
        statements={name: table(known) for name, known in account.statements.items()},
        prior={key: cell(each) for key, each in account.prior.items()},
        budgets={key: cell(each) for key, each in account.budgets.items()},
        numbers={key: cell(each) for key, each in account.numbers.items()},
    )


def kind(spot: Spot) -> tuple[str, ...]:
    """哪一种格子：表、行的种类、列的种类。"""
    words = told(spot, FORMAT).split()
    coded = spot.key[2] if len(spot.key) > 2 and spot.key[2].isdecimal() else ""
    return (*words[:-1], "经济分类" if coded else words[-1])


def one_of_each_kind(*, blank: bool) -> list[Spot]:
    """每一种格子一个，取各种里间隔着的一个；空着的另算。"""
    held = constrained(ACCOUNT, FORMAT)
    by_kind: dict[tuple[str, ...], list[Spot]] = {}
    for spot, cell in spots(ACCOUNT, blank=blank).items():
        if (cell.amount is None) is blank and str(cell.source) in held:
            by_kind.setdefault(kind(spot), []).append(spot)
    return [each[number % len(each)] for number, each in enumerate(by_kind.values())]


FILLED, BLANK = one_of_each_kind(blank=False), one_of_each_kind(blank=True)


def lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line


def test_the_full_fixture_has_no_error_no_warning_and_no_gap() -> None:
    results = run(ACCOUNT, FORMAT)
    assert [finding.check for finding in results.findings] == ["terms-reference"]
    assert (results.count(Level.ERROR), results.count(Level.WARNING), results.gaps) == (0, 0, 0)


def test_cells_that_no_equation_holds_are_a_short_list() -> None:
    held = constrained(ACCOUNT, FORMAT)
    free = {
        told(spot, FORMAT)
        for spot, cell in spots(ACCOUNT, blank=True).items()
        if str(cell.source) not in held
    }
    assert sorted(free) == sorted(lines(UNCONSTRAINED))


def assert_led_to(account: FinalAccount, spot: Spot, fen: int, resolved: Format = FORMAT) -> None:
    """第一条问题的格子里有它；同一个原因只说一条。"""
    found = failures(changed(account, spot, fen), resolved)
    place = str(cell_at(account, spot).source)
    assert found
    assert found[0].verdict is Verdict.FAIL
    assert place in found[0].inputs
    assert len(found) == 1


@pytest.mark.parametrize(
    ("spot", "sign"),
    [(spot, (1, -1)[number % 2]) for number, spot in enumerate(FILLED[::3])],
    ids=lambda each: told(each, FORMAT) if isinstance(each, Spot) else str(each),
)
def test_a_filled_cell_off_by_one_step_where_yuan_are_known(spot: Spot, sign: int) -> None:
    amount = cell_at(ACCOUNT, spot).amount
    assert amount is not None
    coarse = amount.precision != EXACT  # 补充资料里只写到 0.01 万元的：四个数允许 0.02
    assert_led_to(ACCOUNT, spot, sign * (3 * STEP if coarse else STEP))


@pytest.mark.parametrize("spot", BLANK[::12], ids=lambda spot: told(spot, FORMAT))
def test_a_blank_cell_filled_with_one_step(spot: Spot) -> None:
    assert_led_to(ACCOUNT, spot, STEP)


def least_tolerance(place: str, outcomes: list[Outcome]) -> tuple[int, int]:
    """看得最紧的一条等式允许这一格差多少，和往哪边改离尾差更远；都以分计。"""
    found = []
    for outcome in outcomes:
        for side, addends in ((1, outcome.left), (-1, outcome.right)):
            for addend in addends:
                if str(addend.cell.source) == place and outcome.relation == "=":
                    tail = outcome.difference * side * addend.sign
                    found.append((outcome.slack // 2, 1 if tail >= 0 else -1))
    return min(found)


AS_PUBLISHED = published(ACCOUNT)
OUTCOMES = run_identities(AS_PUBLISHED, FORMAT)


@pytest.mark.parametrize(
    "spot",
    [spot for spot in FILLED if not spot.sheet or spot.sheet == "上年数"][1::7],
    ids=lambda spot: told(spot, FORMAT),
)
def test_a_published_cell_off_by_its_tolerance_and_one_step(spot: Spot) -> None:
    place = str(cell_at(AS_PUBLISHED, spot).source)
    tolerance, sign = least_tolerance(place, OUTCOMES)
    found = failures(changed(AS_PUBLISHED, spot, sign * (tolerance // STEP + 1) * STEP), FORMAT)
    assert found
    assert place in found[0].inputs


def test_rounding_the_full_fixture_leaves_tails_and_no_finding() -> None:
    assert failures(AS_PUBLISHED, FORMAT) == []
    tails = {outcome.identity.name for outcome in OUTCOMES if outcome.is_tail}
    assert "summary-revenue-sources" in tails  # 1407.72 + 25.92 = 1433.64，合计是 1433.63


@bounded
@given(consistent_accounts(SICHUAN, with_gaps=False), st.data())
def test_one_cell_of_a_random_account(book: Consistent, data: st.DataObject) -> None:
    account = book.account(SICHUAN)
    assert failures(account, SICHUAN) == []
    held = constrained(account, SICHUAN)
    filled = [spot for spot, cell in spots(account).items() if str(cell.source) in held]
    assume(filled)
    spot = data.draw(st.sampled_from(filled))
    found = failures(changed(account, spot, data.draw(st.sampled_from([STEP, -STEP]))), SICHUAN)
    assert found
    assert str(cell_at(account, spot).source) in found[0].inputs


@bounded
@given(consistent_accounts(SICHUAN, unit=Unit.TEN_THOUSAND_YUAN, with_gaps=False), st.data())
def test_one_published_cell_of_a_random_account(book: Consistent, data: st.DataObject) -> None:
    account = book.account(SICHUAN)
    assert failures(account, SICHUAN) == []
    outcomes = run_identities(account, SICHUAN)
    held = {
        str(addend.cell.source)
        for outcome in outcomes
        if outcome.relation == "="
        for addend in outcome.filled
    }
    filled = [  # 零改成别的数，允许差也跟着大一位
        spot
        for spot, cell in spots(account).items()
        if str(cell.source) in held and cell.amount is not None and cell.amount.fen
    ]
    assume(filled)
    spot = data.draw(st.sampled_from(filled))
    place = str(cell_at(account, spot).source)
    tolerance, sign = least_tolerance(place, outcomes)
    found = failures(changed(account, spot, sign * (tolerance // STEP + 1) * STEP), SICHUAN)
    assert found
    assert place in found[0].inputs
