"""Rules about a project of 绩效: points and scores, what was computed, the funds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xlbudget.analysis.performance import evaluate, score_text
from xlbudget.checks.rules import Seen, differs
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import decimals, half_up, total
from xlbudget.domain.performance import (
    FULL_MARKS,
    PARTS,
    Fund,
    Funding,
    Project,
)
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.model import Format

_EXACT_PLACES = 6
"""A printed ratio with more decimals is no printed one but the quotient itself."""


def points_add_up(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """All 分值, that of 预算执行率 too, are 100 together; while one is blank, not more."""
    for project in account.projects:
        cells = [c for each in project.indicators if (c := _counted(each.points))]
        if not cells:
            continue
        execution = project.execution_points or Decimal(0)
        summed = sum((_count(cell) for cell in cells), Decimal(0)) + execution
        if len(cells) < len(project.indicators) and summed <= FULL_MARKS:
            continue
        message = ""
        if summed != FULL_MARKS:
            words = f"（含预算执行率 {score_text(execution)} 分）" if execution else ""
            message = (
                f"“{project.name.text}”各项指标的分值之和是 {score_text(summed)} 分{words}，"
                "应为 100 分。请核对分值。"
            )
        given = _counted(project.points)
        sources = (*(cell.source for cell in cells), *((given.source,) if given else ()))
        yield Seen(sources, message, score_text(summed), "100")


def scores_within(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """No 得分 is more than its 分值, nor less than nothing."""
    for project in account.projects:
        pairs = [(each.label, each.points, each.score) for each in project.indicators]
        pairs.append(("预算执行率", project.points, project.printed_execution_score))
        for label, points, score in pairs:
            given, most = _counted(score), _counted(points)
            if given is None:
                continue
            message = ""
            if _count(given) < 0:
                message = (
                    f"“{project.name.text}”的“{label}”得分是 {score_text(_count(given))} 分"
                    f"（{given.source}），是负数。请核对。"
                )
            elif most is not None and _count(given) > _count(most):
                message = (
                    f"“{project.name.text}”的“{label}”得分 {score_text(_count(given))} 分"
                    f"（{given.source}）大于分值 {score_text(_count(most))} 分。请核对。"
                )
            yield Seen((given.source, *((most.source,) if most else ())), message)


def printed_agree(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """A printed 执行率 and 总分 are what is recomputed from the same form."""
    for each in evaluate(account, resolved).projects:
        project, rate = each.project, _exact_rate(each.project)
        printed = _counted(project.printed_rate)
        if printed is not None and rate is not None:
            message = ""
            ratios = [rate, *((each.rate.ratio,) if each.rate.ratio is not None else ())]
            shown = resolved.style.rate(ratios[-1])
            if not any(prints(printed, ratio * 100) for ratio in ratios):
                message = (
                    f"“{project.name.text}”的执行率写的是 {score_text(_count(printed))}%"
                    f"（{printed.source}），按 执行数 ÷ 预算数 复算是 {shown}。请核对。"
                )
            yield Seen(
                (printed.source, *_places(project)),
                message,
                f"{score_text(_count(printed))}%",
                shown,
            )
        printed, score = _counted(project.printed_score), each.score.count
        if printed is not None and score is not None and project.is_scored:
            message = ""
            own = _counted(project.printed_execution_score)
            stated = _stated_score(project, own)
            if not prints(printed, Fraction(score)) and not (
                stated is not None and prints(printed, Fraction(stated))
            ):
                message = (
                    f"“{project.name.text}”的总分写的是 {score_text(_count(printed))} 分"
                    f"（{printed.source}），各项得分之和是 {score_text(score)} 分。请核对。"
                )
            scores = (c.source for i in project.indicators if (c := _counted(i.score)))
            yield Seen(
                (printed.source, *scores),
                message,
                score_text(_count(printed)),
                score_text(score),
            )


_MEASURES: tuple[tuple[str, Callable[[Funding], Cell | None]], ...] = (
    ("年初预算数", lambda funding: funding.initial),
    ("预算数", lambda funding: funding.budget),
    ("执行数", lambda funding: funding.executed),
)


def funds_add_up(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """The parts of 项目资金 come to the whole; where only one is given, it is not more."""
    for project in account.projects:
        for words, of in _MEASURES:
            whole = of(project.whole)
            given = (of(project.funds[fund]) for fund in PARTS if fund in project.funds)
            filled = [cell for cell in given if cell is not None and cell.amount is not None]
            if whole is None or whole.amount is None or not filled:
                continue
            amounts = [cell.amount for cell in filled if cell.amount is not None]
            short = total(amounts).fen < whole.amount.fen
            if short and len(filled) == 1:
                continue
            message = ""
            if differs(whole.amount, amounts):
                message = (
                    f"“{project.name.text}”的{words}"
                    f"{whole.amount.exact_text()}（{whole.source}），各项资金之和"
                    f"{total(amounts).exact_text()}。请核对。"
                )
            yield Seen((whole.source, *(cell.source for cell in filled)), message)


def not_overspent(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """No project spent more than its budget, in all or, where that holds, of one fund."""
    for project in account.projects:
        told = False
        for fund in Fund:
            funding = project.funds.get(fund, Funding())
            budget, spent = funding.budget, funding.executed
            if budget is None or spent is None or budget.amount is None or spent.amount is None:
                continue
            over = spent.amount.fen - budget.amount.fen
            message = ""
            if 2 * over > budget.amount.slack + spent.amount.slack and not told:
                told = True
                message = (
                    f"“{project.name.text}”的{'' if fund is Fund.TOTAL else fund.value}执行数"
                    f"{spent.amount.exact_text()}（{spent.source}）大于预算数"
                    f"{budget.amount.exact_text()}（{budget.source}）。"
                    "预算调整过的，请填全年预算数。"
                )
            yield Seen((spent.source, budget.source), message)


def _counted(cell: Cell | None) -> Cell | None:
    return cell if cell is not None and cell.count is not None else None


def _count(cell: Cell) -> Decimal:
    return cell.count if cell.count is not None else Decimal(0)


def prints(cell: Cell, exact: Fraction) -> bool:
    """Whether a number is another one, half up to as many decimals as it shows."""
    given = Fraction(_count(cell))
    step = 10 ** min(decimals(_count(cell)), _EXACT_PLACES)
    one, other = (half_up(each.numerator * step, each.denominator) for each in (given, exact))
    return one == other


def _exact_rate(project: Project) -> Fraction | None:
    budget, spent = project.budget, project.executed
    if budget is None or spent is None or budget.fen <= 0:
        return None
    return Fraction(spent.fen, budget.fen)


def _stated_score(project: Project, own: Cell | None) -> Decimal | None:
    """The sum of what the form itself says, its own 得分 of 预算执行率 included."""
    if own is None or project.indicator_score is None:
        return None
    return project.indicator_score + _count(own)


def _places(project: Project) -> tuple[Source, ...]:
    cells = (project.whole.executed, project.whole.budget)
    return tuple(cell.source for cell in cells if cell is not None)
