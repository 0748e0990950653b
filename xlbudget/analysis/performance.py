"""绩效 computed: 执行率, 得分 and 总分 of each project, and what the projects come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.figures import Figure, Missing, NotComparable, Value, why_none
from xlbudget.domain.money import Amount, half_up, plain, total
from xlbudget.domain.performance import (
    INDICATOR_SHEET,
    LEFT_OVER,
    PERFORMANCE_SHEET,
    PROJECT_KINDS,
    Fund,
    Indicator,
    Project,
)
from xlbudget.domain.ratios import completion_rate
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format

SUBJECT, ALL = "performance", "all"
"""How the names of these figures begin, and the line that stands for all projects."""

_TENTH = 10


def score_text(score: Decimal) -> str:
    """A score as printed, as exact as it was given; computed ones have two decimals.

    >>> score_text(Decimal("9.50")), score_text(Decimal(10))
    ('9.5', '10')
    """
    return f"{plain(score)}"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A project with what is computed of it: 预算数 and 执行数 as printed, 执行率, 得分 of
    预算执行率 (None where it is not scored), 总分.
    """

    project: Project
    budget: Figure
    executed: Figure
    rate: Figure
    execution_score: Figure | None
    score: Figure


@dataclass(frozen=True, slots=True)
class Performance:
    """All projects, and what they come to: number, 预算总额, 执行总额 and 执行率, in all and by
    kind; the number that left more than a tenth, the average scores.
    """

    projects: tuple[Evaluated, ...] = ()
    totals: tuple[Figure, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Every figure, those of the projects first."""
        for each in self.projects:
            yield from (each.budget, each.executed, each.rate)
            yield from (each.execution_score,) if each.execution_score else ()
            yield each.score
        yield from self.totals


def evaluate(account: FinalAccount, resolved: Format) -> Performance:
    """The projects of an account, computed."""
    names = _names(account.projects)
    projects = tuple(
        _Project(project, name, resolved).evaluated()
        for project, name in zip(account.projects, names, strict=True)
    )
    return Performance(projects, tuple(_totals(projects, resolved)) if projects else ())


def performance_figure(label: str, account: FinalAccount, resolved: Format) -> Figure:
    """The figure of a label (绩效.道路维修.执行率). Raises UnknownName."""
    known = {figure.label: figure for figure in evaluate(account, resolved).figures()}
    if label not in known:
        raise UnknownName(
            where=account.file,
            seen=f"“{label}”",
            expected=f"“{PERFORMANCE_SHEET}”里的项目和汇总，如：{'、'.join(list(known)[:5])}"
            if known
            else f"工作表“{PERFORMANCE_SHEET}”里先填上项目",
            remedy=nearest(label, known),
        )
    return known[label]


def _names(projects: Iterable[Project]) -> Iterator[str]:
    """A name for each, those that stand twice numbered."""
    seen: Counter[str] = Counter()
    for project in projects:
        name = project.name.text.replace(".", "．")
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}（{seen[name]}）"


@dataclass(frozen=True, slots=True)
class _Project:
    project: Project
    name: str
    format: Format

    def evaluated(self) -> Evaluated:
        whole = self.project.whole
        budget = self._amount("budget", "预算数", whole.budget)
        executed = self._amount("executed", "执行数", whole.executed)
        rate = self._rate(budget, executed)
        scored = self._execution_score(rate)
        return Evaluated(self.project, budget, executed, rate, scored, self._score(scored))

    def _figure(
        self, measure: str, label: str, value: Value, formula: str, *inputs: Figure | Cell
    ) -> Figure:
        name, said = f"{SUBJECT}.{self.name}.{measure}", f"绩效.{self.name}.{label}"
        return Figure(name, said, value, formula, inputs)

    def _missing(self, word: str, sheet: str = PERFORMANCE_SHEET) -> Missing:
        cells = self.project.cells
        return Missing(f"{self.project.name.text}的{word}", sheet, cells.get(word))

    def _amount(self, measure: str, label: str, cell: Cell | None) -> Figure:
        if cell is None or cell.amount is None:
            inputs = (cell,) if cell else ()
            return self._figure(measure, label, self._missing(label), "没有填", *inputs)
        amount = self.format.style.basis_amount(cell.amount)
        formula = "取自绩效" if amount.fen == cell.amount.fen else "取自绩效，四舍五入到公开的位数"
        return self._figure(measure, label, amount, formula, cell)

    def _rate(self, budget: Figure, executed: Figure) -> Figure:
        value: Value
        if budget.amount is None or executed.amount is None:
            value = why_none(budget, executed)
        else:
            value = completion_rate(executed.amount, budget.amount)
        return self._figure("execution_rate", "执行率", value, "执行数 ÷ 预算数", executed, budget)

    def _execution_score(self, rate: Figure) -> Figure | None:
        """执行率 × 分值, neither more than the 分值 nor less than nothing, to two decimals."""
        points = self.project.execution_points
        if points is None:
            return None
        value: Value = rate.value
        if rate.ratio is not None:
            value = _scaled(max(min(rate.ratio, Fraction(1)), Fraction(0)) * Fraction(points))
        cell = self.project.points
        given = (cell,) if cell is not None and cell.count is not None else ()
        formula = f"执行率 × {score_text(points)}分，不超过{score_text(points)}分"
        return self._figure("execution_score", "预算执行率得分", value, formula, rate, *given)

    def _score(self, scored: Figure | None) -> Figure:
        """总分: what is printed, added up; without indicators, as a person gave it."""
        project = self.project
        if not project.is_scored:
            cell = project.printed_score
            if cell is None or cell.count is None:
                return self._figure("score", "总分", self._missing("自评得分"), "没有填")
            return self._figure("score", "总分", cell.count, "取自绩效", cell)
        cells = [each.score for each in project.indicators if each.score is not None]
        points = project.indicator_score
        value: Value
        if points is None:
            value = next(missing_score(project, each) for each in project.indicators if _open(each))
        elif scored is not None and scored.count is None:
            value = scored.value
        else:
            value = points + (scored.count or 0 if scored is not None else 0)
        words = "各项指标得分之和" + (" + 预算执行率得分" if scored is not None else "")
        inputs: list[Figure | Cell] = [*cells, *((scored,) if scored is not None else ())]
        return self._figure("score", "总分", value, words, *inputs)


def _open(indicator: Indicator) -> bool:
    return indicator.score is None or indicator.score.count is None


def missing_score(project: Project, indicator: Indicator) -> Missing:
    """The 得分 of an indicator that nobody gave."""
    what = f"{project.name.text}的“{indicator.label}”得分"
    return Missing(what, INDICATOR_SHEET, indicator.cells.get("得分"))


def _scaled(value: Fraction) -> Decimal:
    """Half up to two decimals."""
    return plain(Decimal(half_up(value.numerator * 100, value.denominator)) / 100)


def _totals(projects: Sequence[Evaluated], resolved: Format) -> Iterator[Figure]:
    for prefix, kind in (("项目", ""), *((kind, kind) for kind in PROJECT_KINDS)):
        own = [each for each in projects if kind in ("", each.project.kind)]
        if own:
            yield from _of_kind(prefix, kind or ALL, own, resolved)
    budgets = [cell for each in projects for cell in (_budget(each), _spent(each)) if cell]
    count = Decimal(sum(left_over(each.project) for each in projects))
    words = "（预算数 − 执行数）÷ 预算数 大于10%的项目数"
    yield Figure(f"{SUBJECT}.{ALL}.left_over", f"绩效.{LEFT_OVER}", count, words, tuple(budgets))
    yield from _averages(projects)


def _of_kind(
    prefix: str, line: str, own: Sequence[Evaluated], resolved: Format
) -> Iterator[Figure]:
    def made(
        measure: str, label: str, value: Value, formula: str, *inputs: Figure | Cell
    ) -> Figure:
        name = f"{SUBJECT}.{line}.{measure}"
        return Figure(name, f"绩效.{prefix}{label}", value, formula, inputs)

    style = resolved.style
    rows = [cell for each in own if (cell := each.project.whole.budget)]
    yield made("count", "总数", Decimal(len(own)), "绩效表的行数", *rows)
    cells = [cell for each in own if (cell := _budget(each))]
    budget = style.basis_amount(total(cell.amount for cell in cells if cell.amount is not None))
    planned = made("budget", "预算总额", budget, "各项目预算数之和", *cells)
    cells = [cell for each in own if (cell := _spent(each))]
    spent = style.basis_amount(total(cell.amount for cell in cells if cell.amount is not None))
    executed = made("executed", "执行总额", spent, "各项目执行数之和", *cells)
    yield planned
    yield executed
    rate = completion_rate(spent, budget)
    yield made("execution_rate", "总体执行率", rate, "执行总额 ÷ 预算总额", executed, planned)


def _averages(projects: Sequence[Evaluated]) -> Iterator[Figure]:
    """The average of the scores, simple and weighted by budget, of the projects that have one."""
    scored = [each for each in projects if each.score.count is not None]
    if not scored:
        return
    scores = [Fraction(each.score.count or 0) for each in scored]
    simple = _scaled(sum(scores, Fraction(0)) / len(scored))
    figures = tuple(each.score for each in scored)
    name, label = f"{SUBJECT}.{ALL}", "绩效.平均得分"
    words = f"{len(scored)}个有总分的项目，总分之和 ÷ {len(scored)}"
    yield Figure(f"{name}.average_score", label, simple, words, figures)
    weights = [Fraction((each.budget.amount or Amount(0)).fen) for each in scored]
    whole = sum(weights, Fraction(0))
    value: Value = NotComparable("预算为0，不计算加权平均得分")
    if whole > 0:
        summed = sum((s * w for s, w in zip(scores, weights, strict=True)), Fraction(0))
        value = _scaled(summed / whole)
    words = "各项目总分 × 预算数 之和 ÷ 预算数之和"
    inputs = tuple(each for pair in scored for each in (pair.score, pair.budget))
    yield Figure(f"{name}.weighted_score", "绩效.加权平均得分（按预算数）", value, words, inputs)


def _budget(each: Evaluated) -> Cell | None:
    cell = each.project.whole.budget
    return cell if cell is not None and cell.amount is not None else None


def _spent(each: Evaluated) -> Cell | None:
    cell = each.project.whole.executed
    return cell if cell is not None and cell.amount is not None else None


def left_over(project: Project) -> bool:
    """Whether more than a tenth of a project's budget is left (结余率大于10%)."""
    budget = project.budget
    if budget is None or budget.fen <= 0:
        return False
    left = budget.fen - (project.executed.fen if project.executed is not None else 0)
    return left * _TENTH > budget.fen


def fund_label(fund: Fund) -> str:
    """How a row of 项目资金 is called.

    >>> fund_label(Fund.APPROPRIATION), fund_label(Fund.TOTAL)
    ('其中：财政拨款', '年度资金总额')
    """
    return f"其中：{fund.value}" if fund is Fund.APPROPRIATION else fund.value
