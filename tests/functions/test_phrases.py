"""写成文字的函数与正文用同一张措辞表、同一套算法。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.narrative.accounts import build, format_of, texts_of
from xlbudget.domain import ratios
from xlbudget.domain.figures import Figure, Missing, Value
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.library import find, places
from xlbudget.formats.schema import CASES
from xlbudget.functions import XB_COMPARE_TEXT, XB_COMPLETION_TEXT, XB_SHARES_TEXT
from xlbudget.functions.cells import Refused
from xlbudget.functions.phrases import NEWEST, variant_of
from xlbudget.narrative import wording

NATIONAL = find("national", 2024)
WAN = st.integers(-(10**11), 10**11).map(lambda fen: Decimal(fen).scaleb(-6)) | st.integers(
    -300, 300
).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
NEAR = st.tuples(WAN, st.integers(-20000, 20000)).map(
    lambda pair: (pair[0], pair[0] + Decimal(pair[1]).scaleb(-6))
)
PAIRS = st.tuples(WAN, WAN) | NEAR


def published(number: Decimal | None, what: str) -> Figure:
    """A figure as the analysis makes it: rounded to 0.01 万元, or missing."""
    value: Value = Missing(what)
    if number is not None:
        value = NATIONAL.style.basis_amount(Amount.of(number, Unit.TEN_THOUSAND_YUAN))
    return Figure(what, what, value, "", ())


def figure(value: Value) -> Figure:
    return Figure("", "", value, "", ())


def shown(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


@settings(deadline=None)
@given(PAIRS)
def test_comparison_is_that_of_the_narrative(pair: tuple[Decimal, Decimal]) -> None:
    now, then = published(pair[0], "决算数"), published(pair[1], "上年决算数")
    assert now.amount is not None
    assert then.amount is not None
    figures = {
        "actual": now,
        "prior_actual": then,
        "change": figure(ratios.change(now.amount, then.amount)),
        "change_rate": figure(ratios.change_rate(now.amount, then.amount)),
    }
    patterns = NATIONAL.wording["比上年", "较上年"]
    spans = wording.compare(figures, patterns, NATIONAL.style, {})
    said = "".join(span.text for span in spans)
    assert XB_COMPARE_TEXT([[shown(pair[0])]], [[shown(pair[1])]]) == [[said]]


@settings(deadline=None)
@given(PAIRS)
def test_completion_is_that_of_the_narrative(pair: tuple[Decimal, Decimal]) -> None:
    spent, planned = published(pair[0], "决算数"), published(pair[1], "预算数")
    assert spent.amount is not None
    assert planned.amount is not None
    figures = {
        "actual": spent,
        "budget": planned,
        "completion_rate": figure(ratios.completion_rate(spent.amount, planned.amount)),
        "budget_change": figure(ratios.change(spent.amount, planned.amount)),
        "budget_change_rate": figure(ratios.budget_change_rate(spent.amount, planned.amount)),
    }
    patterns = NATIONAL.wording["完成", "比率"]
    spans = wording.complete(figures, patterns, NATIONAL.style, "", ())
    said = "".join(span.text for span in spans)
    assert XB_COMPLETION_TEXT([[shown(pair[0])]], [[shown(pair[1])]]) == [[said]]


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_list_is_that_of_a_whole_account(hundredths: list[int]) -> None:
    """The template of an account with these parts writes the same list."""
    template = '{{构成("政府采购构成", "总体")}}'
    lines = ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出", "政府采购支出总额")
    amounts = [Decimal(number).scaleb(-2) for number in hundredths]
    resolved = format_of(template)
    filled = {line: f"{amount}" for line, amount in zip(lines, amounts, strict=True)}
    account = build(resolved, {}, supplement=filled)
    (text,) = texts_of(account, resolved)
    names = [[line] for line in lines[:3]]
    cells: list[list[object]] = [[float(amount)] for amount in amounts[:3]]
    assert XB_SHARES_TEXT(names, cells, [[float(amounts[3])]]) == [[text]]


@pytest.mark.parametrize("place", places())
def test_every_format_has_a_variant_for_cells(place: str) -> None:
    resolved = find(place, NEWEST)
    for filter_ in ("比上年", "完成", "构成"):
        patterns = resolved.wording[filter_, variant_of(resolved, filter_)]
        assert set(patterns) >= set(CASES[filter_]) - {"nil_item"}
    assert XB_COMPARE_TEXT([[1.0]], [[1.0]], place) == [["与上年度持平"]]


@pytest.mark.parametrize(
    ("place", "spent", "said"),
    [
        ("shanghai", 98.0, "完成预算的98.00%"),
        ("shanghai", 100.0, "完成预算的100.00%"),
        ("guangdong", 98.0, "完成预算的98.0%"),
        ("national", 98.0, "完成预算98%"),
    ],
)
def test_cells_do_not_know_which_budget_is_meant(place: str, spent: float, said: str) -> None:
    """上海、广东的每种说法都写明年初预算还是全年预算；单元格里只说预算。"""
    assert XB_COMPLETION_TEXT([[spent]], [[100.0]], place) == [[said]]


def test_a_format_without_such_a_variant_is_refused() -> None:
    with pytest.raises(Refused):
        variant_of(NATIONAL, "没有这一种")
