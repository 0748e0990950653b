"""执行率、得分、总分和各项目合起来的数，期望值手算。"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.error_folders import account_of
from xlbudget.analysis.performance import evaluate, performance_figure
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.figures import Figure, Missing, NotComparable
from xlbudget.domain.money import Amount
from xlbudget.formats.library import find

NATIONAL = find("national", 2024)


def figures(changes: str = "") -> dict[str, Figure]:
    """base.toml 的两个项目（道路维修 15 万元全花了，社会管理 10 万元花了 9.5 万元）改几格。"""
    account, resolved = account_of(changes)
    return {figure.label: figure for figure in evaluate(account, resolved).figures()}


def road(**texts: str) -> str:
    return '[projects."道路维修"]\n' + "".join(f'"{k}" = "{v}"\n' for k, v in texts.items())


def indicator(name: str, **texts: str) -> str:
    rows = "".join(f'"{word}" = "{text}"\n' for word, text in texts.items())
    return f'[projects."道路维修".indicators."{name}"]\n{rows}'


def test_a_project_and_the_totals() -> None:
    found = figures()
    assert found["绩效.道路维修.执行率"].value == Fraction(1)
    assert found["绩效.道路维修.预算执行率得分"].value == 10
    assert found["绩效.道路维修.总分"].value == 98
    assert found["绩效.社会管理.执行率"].value == Fraction(19, 20)
    assert "绩效.社会管理.预算执行率得分" not in found
    assert isinstance(found["绩效.社会管理.总分"].value, Missing)
    assert found["绩效.项目总数"].value == 2
    assert found["绩效.项目总体执行率"].value == Fraction(245, 250)
    assert found["绩效.结余率大于标准的项目数"].value == 0


@pytest.mark.parametrize(
    ("executed", "rate", "score", "total"),
    [
        ("142050.00", Fraction(1421, 1500), "9.47", "97.47"),  # 公开为 14.21 万元
        ("100000.00", Fraction(2, 3), "6.67", "94.67"),
        ("92775.00", Fraction(928, 1500), "6.19", "94.19"),  # 公开为 9.28 万元
        ("180000.00", Fraction(6, 5), "10", "98"),
        ("0.00", Fraction(0), "0", "88"),
    ],
)
def test_the_score_of_execution_is_rounded_and_capped(
    executed: str, rate: Fraction, score: str, total: str
) -> None:
    found = figures(road(执行数=executed))
    assert found["绩效.道路维修.执行率"].value == rate
    assert found["绩效.道路维修.预算执行率得分"].value == Decimal(score)
    assert found["绩效.道路维修.总分"].value == Decimal(total)


def test_without_a_budget_there_is_no_rate_and_no_total() -> None:
    found = figures(road(预算数="0.00"))
    for label in ("执行率", "预算执行率得分", "总分"):
        assert isinstance(found[f"绩效.道路维修.{label}"].value, NotComparable), label


@pytest.mark.parametrize(
    ("points", "score", "total"),
    [("20", "20", "108"), ("0", None, "88"), ("5", "5", "93")],
)
def test_the_points_of_execution(points: str, score: str | None, total: str) -> None:
    found = figures(road(执行率分值=points))
    scored = found.get("绩效.道路维修.预算执行率得分")
    assert (scored.value if scored else None) == (Decimal(score) if score else None)
    assert found["绩效.道路维修.总分"].value == Decimal(total)


def test_indicators_that_come_to_100_leave_none_for_execution() -> None:
    found = figures(indicator("居民满意度", 分值="40", 得分="40"))
    assert "绩效.道路维修.预算执行率得分" not in found
    assert found["绩效.道路维修.总分"].value == 98


def test_a_blank_score_is_what_is_missing() -> None:
    value = figures(indicator("验收合格率", 得分=""))["绩效.道路维修.总分"].value
    assert isinstance(value, Missing)
    assert (value.what, value.where) == ("道路维修的“验收合格率”得分", "绩效指标")
    assert value.cell is not None
    assert str(value.cell) == "绩效指标!H5"


def test_averages_simple_and_weighted() -> None:
    """98 分 15 万元，90.5 分 10 万元：(98+90.5)÷2，(98×15+90.5×10)÷25。"""
    found = figures('[projects."社会管理"]\n"自评得分" = "90.5"\n')
    assert found["绩效.平均得分"].value == Decimal("94.25")
    assert found["绩效.加权平均得分（按预算数）"].value == Decimal(95)
    assert {str(cell.source) for cell in found["绩效.平均得分"].cells()} >= {
        "绩效!F5",
        "绩效指标!H4",
    }


def test_every_number_is_traced_to_its_cells() -> None:
    found = figures()
    assert [str(c.source) for c in found["绩效.道路维修.执行率"].cells()] == ["绩效!D4", "绩效!C4"]
    assert [str(c.source) for c in found["绩效.道路维修.总分"].cells()] == [
        *("绩效指标!H4", "绩效指标!H5", "绩效指标!H6", "绩效!D4", "绩效!C4")
    ]
    assert found["绩效.道路维修.总分"].formula == "各项指标得分之和 + 预算执行率得分"


def test_a_figure_by_its_label() -> None:
    account, resolved = account_of("")
    own = performance_figure("绩效.道路维修.执行率", account, resolved)
    assert own.name == "performance.道路维修.execution_rate"
    with pytest.raises(UnknownName, match="道路维修"):
        performance_figure("绩效.道路维修.执行", account, resolved)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_the_whole_is_what_its_parts_come_to(money: list[tuple[int, int]]) -> None:
    """元，基于公开到 0.01 万元的数；总体执行率等于合计之比，与项目的次序无关。"""
    projects = "".join(
        f'[projects."项目{at}"]\n"预算数" = "{b}"\n"执行数" = "{s}"\n'
        for at, (b, s) in enumerate(money)
    )
    account, resolved = account_of(projects)
    found = {f.label: f for f in evaluate(account, resolved).figures()}
    budget = Amount(100 * (sum(b for b, _ in money) + 250_000)).rounded(10_000)
    spent = Amount(100 * (sum(s for _, s in money) + 245_000)).rounded(10_000)
    assert found["绩效.项目预算总额"].value == Amount(budget.fen, 10_000)
    assert found["绩效.项目总体执行率"].value == Fraction(spent.fen, budget.fen)
    left = sum(10 * (b - s) > b for b, s in money)
    assert found["绩效.结余率大于标准的项目数"].value == left
