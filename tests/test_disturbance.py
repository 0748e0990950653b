"""处处相符的决算没有问题；改动任何一格，第一条问题就指到这一格，而且只算一个错误。

随机的决算先按资金配平，再加总成两张表，因此不论以后加什么表间关系都应相符。每个数或为零，或不少于
100 元：四舍五入到 0.01 万元后不会变成零。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from xlbudget.checks.tables import check_tables
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import EXACT, PUBLISHED, Amount
from xlbudget.domain.statements import Source
from xlbudget.formats.library import find
from xlbudget.formats.model import Identity
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_in_layout

FORMAT = find("national", 2024)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
FUNDS = ("general_public_budget", "government_fund", "state_capital")
FUND_REVENUES = [f"{fund}_appropriation_revenue" for fund in FUNDS]
OTHER_REVENUES = [
    "superior_subsidy_revenue",
    "service_revenue",
    "commercial_revenue",
    "affiliate_remittance_revenue",
    "other_revenue",
]
CODES = [line.name for line in FORMAT.tables[SUMMARY].lines() if line.group == "functions"]
STEP = 10_000
"""0.01 万元 in 分."""

Key = tuple[str, str, str]
Fens = dict[Key, int]

UNCONSTRAINED: frozenset[Key] = frozenset()
"""Cells that no equation holds; none since both tables are closed in rows and columns."""

INTERCHANGEABLE = {
    "各项收入": {*FUND_REVENUES, *OTHER_REVENUES},
    "各类支出": set(CODES),
    "收入总计里的两项": {"opening_carryover", "surplus_used"},
    "支出总计里的两项": {"closing_carryover", "surplus_distribution"},
}
"""Lines of 公开01 that every equation counts alike: two of them swapped leave no trace."""

bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines_of(identity: Identity) -> dict[Key, int]:
    """The cells of an identity, each with +1 or −1 in left − right."""
    found: dict[Key, int] = {}
    for side, terms in ((1, (identity.left,)), (-1, identity.right)):
        for term in terms:
            lines = FORMAT.tables[term.table].lines()
            names = [line.name for line in lines if line.group == term.line]
            for name in names if term.whole_group else [term.line]:
                found[term.table, name, term.column] = side * term.sign
    return found


EQUATIONS = [lines_of(identity) for identity in FORMAT.identities if identity.relation == "="]
CELLS: list[Key] = [
    (name, line.name, column.name)
    for name, table in FORMAT.tables.items()
    for block in table.blocks
    for line in block.lines
    for column in block.columns
]
PLACES: dict[Key, str] = {
    key: str(_cell.source)
    for key in CELLS
    if (_cell := account_in_layout(FORMAT, "示例街道办事处", "示例.xlsx").cell(*key)) is not None
}
CONSTRAINED = sorted({key for equation in EQUATIONS for key in equation})
PARTS: dict[Key, list[dict[Key, int]]] = {
    key: [equation for equation in EQUATIONS if key in equation] for key in CONSTRAINED
}

money = st.just(0) | st.integers(STEP, 10**10)
spending = st.dictionaries(st.sampled_from(CODES), st.integers(STEP, 10**10), max_size=4)


@dataclass
class Balanced:
    """A circle of money that closes: opening + revenue = spent + other outflow + closing."""

    spent: Mapping[str, int]
    opening: int
    closing: int
    revenue: int = field(init=False)

    def close(self, used: int = 0, distributed: int = 0) -> None:
        self.revenue = sum(self.spent.values()) + distributed + self.closing - self.opening - used
        if self.revenue < STEP:
            self.closing += STEP - self.revenue
            self.revenue = STEP


@st.composite
def balanced(draw: st.DrawFn) -> Balanced:
    return Balanced(draw(spending), draw(money), draw(money))


@st.composite
def accounts(draw: st.DrawFn) -> Fens:
    """The cells of a consistent account in 分; a cell that is not there is blank."""
    funds = {fund: draw(balanced()) for fund in FUNDS}
    other, used, distributed = draw(balanced()), draw(money), draw(money)
    for one in funds.values():
        one.close()
    other.close(used, distributed)
    fens: Fens = {}
    spent: Counter[str] = Counter(other.spent)
    for fund, one in funds.items():
        spent.update(one.spent)
        fens |= _of_fund(fund, one)
    fens |= _all_funds(list(funds.values()))
    fens |= _sources(draw, other.revenue)
    everything = [*funds.values(), other]
    revenue, opening, closing = (
        sum(getattr(one, name) for one in everything) for name in ("revenue", "opening", "closing")
    )
    fens |= {(SUMMARY, code, "actual"): amount for code, amount in spent.items()}
    fens |= {
        (SUMMARY, line, "actual"): amount
        for line, amount in {
            **dict(zip(FUND_REVENUES, (one.revenue for one in funds.values()), strict=True)),
            "current_year_revenue": revenue,
            "surplus_used": used,
            "opening_carryover": opening,
            "revenue_grand_total": revenue + used + opening,
            "current_year_expenditure": spent.total(),
            "surplus_distribution": distributed,
            "closing_carryover": closing,
            "expenditure_grand_total": spent.total() + distributed + closing,
        }.items()
    }
    zeros_are_blank = draw(st.booleans())
    return {key: fen for key, fen in fens.items() if fen or not zeros_are_blank}


def _of_fund(fund: str, one: Balanced) -> Fens:
    total = sum(one.spent.values())
    return {
        (APPROPRIATION, fund, "actual"): one.revenue,
        (APPROPRIATION, f"opening_{fund}", "actual"): one.opening,
        **{(APPROPRIATION, code, fund): amount for code, amount in one.spent.items()},
        (APPROPRIATION, "current_year_expenditure", fund): total,
        (APPROPRIATION, "closing_carryover", fund): one.closing,
        (APPROPRIATION, "expenditure_grand_total", fund): total + one.closing,
    }


def _all_funds(funds: list[Balanced]) -> Fens:
    spent: Counter[str] = Counter()
    for one in funds:
        spent.update(one.spent)
    revenue, opening = sum(one.revenue for one in funds), sum(one.opening for one in funds)
    closing = sum(one.closing for one in funds)
    return {
        (APPROPRIATION, "current_year_revenue", "actual"): revenue,
        (APPROPRIATION, "opening_carryover", "actual"): opening,
        (APPROPRIATION, "revenue_grand_total", "actual"): revenue + opening,
        **{(APPROPRIATION, code, "total"): amount for code, amount in spent.items()},
        (APPROPRIATION, "current_year_expenditure", "total"): spent.total(),
        (APPROPRIATION, "closing_carryover", "total"): closing,
        (APPROPRIATION, "expenditure_grand_total", "total"): spent.total() + closing,
    }


def _sources(draw: st.DrawFn, revenue: int) -> Fens:
    """The revenue that is no appropriation, from one to five sources."""
    names = draw(st.lists(st.sampled_from(OTHER_REVENUES), min_size=1, unique=True))
    left, fens = revenue, {}
    for name in names[1:]:
        if left >= 2 * STEP:
            fens[SUMMARY, name, "actual"] = draw(st.integers(STEP, left - STEP))
            left -= fens[SUMMARY, name, "actual"]
    return {**fens, (SUMMARY, names[0], "actual"): left}


def published(fens: Fens) -> Fens:
    """Every cell rounded for itself to 0.01 万元, as a published table is."""
    return {key: Amount(fen).rounded(PUBLISHED).fen for key, fen in fens.items()}


def findings(fens: Mapping[Key, int], precision: int) -> list[Finding]:
    amounts = {key: Amount(fen, precision) for key, fen in fens.items()}
    account = account_in_layout(FORMAT, "示例街道办事处", "示例.xlsx", amounts)
    return check_tables(account, FORMAT)[0]


def errors(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.level is Level.ERROR]


def assert_led_to(key: Key, fens: Mapping[Key, int], precision: int) -> None:
    """The first finding points at the cell, and there is no other error beside it."""
    found = findings(fens, precision)
    assert found[0].level is Level.ERROR
    assert PLACES[key] in found[0].inputs
    assert len(errors(found)) == 1


def test_cells_that_no_equation_holds() -> None:
    assert set(CELLS) - set(CONSTRAINED) == UNCONSTRAINED


def test_lines_that_every_equation_counts_alike() -> None:
    alike: dict[tuple[int, ...], set[Key]] = defaultdict(set)
    for key in CONSTRAINED:
        alike[tuple(equation.get(key, 0) for equation in EQUATIONS)].add(key)
    groups = [group for group in alike.values() if len(group) > 1]
    expected = [{(SUMMARY, name, "actual") for name in names} for names in INTERCHANGEABLE.values()]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, expected))


@bounded
@given(accounts())
def test_consistent_to_the_fen(fens: Fens) -> None:
    assert findings(fens, EXACT) == []


@bounded
@given(accounts())
def test_consistent_as_published(fens: Fens) -> None:
    found = findings(published(fens), PUBLISHED)
    assert [finding.check for finding in found] in ([], ["rounding-tails"])
    assert all(finding.level is Level.INFO for finding in found)


@bounded
@given(accounts())
def test_nothing_at_all_is_said_of_a_complete_account(fens: Fens) -> None:
    """With last year and the reason given, the whole pipeline is silent."""
    cells = {key: Amount(fen) for key, fen in fens.items()}
    total = Amount(fens.get((SUMMARY, "revenue_grand_total", "actual"), 0) + STEP)
    prior = {
        (SUMMARY, line, "actual"): total
        for line in ("revenue_grand_total", "expenditure_grand_total")
    }
    supplement = dict.fromkeys(FORMAT.supplement, "按实际情况填写")
    account = account_in_layout(FORMAT, "示例街道办事处", "示例.xlsx", cells, prior, supplement)
    assert run(account, FORMAT).findings == ()


@bounded
@given(accounts(), st.sampled_from(CONSTRAINED), st.sampled_from([STEP, -STEP]))
def test_one_cell_off_by_one_step_where_yuan_are_known(fens: Fens, key: Key, change: int) -> None:
    assert_led_to(key, {**fens, key: fens.get(key, 0) + change}, EXACT)


@bounded
@given(accounts(), st.sampled_from(CONSTRAINED), st.sampled_from([1, -1]), st.data())
def test_one_published_cell_off_by_more_than_the_tolerance(
    fens: Fens, key: Key, direction: int, data: st.DataObject
) -> None:
    """Beyond the tolerance of one equation, in the direction of the tail that stands there."""
    cells = published(fens)
    equation = data.draw(st.sampled_from(PARTS[key]))
    tail = sum(factor * cells.get(cell, 0) for cell, factor in equation.items()) * equation[key]
    if tail:
        direction = 1 if tail > 0 else -1
    terms = len({cell for cell in equation if cells.get(cell)} | {key})
    tolerance = terms * STEP // 2 // STEP * STEP
    cells[key] = cells.get(key, 0) + direction * (tolerance + STEP)
    assert_led_to(key, cells, PUBLISHED)


@bounded
@given(accounts(), st.data())
def test_a_cell_left_blank(fens: Fens, data: st.DataObject) -> None:
    filled = sorted(key for key, fen in fens.items() if fen and key in PARTS)
    key = data.draw(st.sampled_from(filled))
    assert_led_to(key, {cell: fen for cell, fen in fens.items() if cell != key}, EXACT)


@bounded
@given(accounts(), st.sampled_from(CONSTRAINED), st.sampled_from(CONSTRAINED))
def test_two_cells_swapped(fens: Fens, one: Key, other: Key) -> None:
    assume(fens.get(one, 0) != fens.get(other, 0))
    assume(not any({one[1], other[1]} <= names for names in INTERCHANGEABLE.values()))
    swapped = {**fens, one: fens.get(other, 0), other: fens.get(one, 0)}
    found = errors(findings(swapped, EXACT))
    assert found
    assert {PLACES[one], PLACES[other]} & set(found[0].inputs)


def test_places_are_those_of_the_workbook() -> None:
    assert len(PLACES) == len(CELLS) == len(set(PLACES.values()))
    total = (SUMMARY, "revenue_grand_total", "actual")
    assert PLACES[total] == str(Source("", "公开01 收入支出决算总表", "C37"))
