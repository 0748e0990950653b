"""Rules about all projects of 绩效: the counts and amounts of 补充资料, 项目支出 of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.analysis.performance import left_over, score_text
from xlbudget.checks.rules import Seen, differs
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import total
from xlbudget.domain.performance import LEFT_OVER, PROJECT_KINDS, Project
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.model import Format

EXPENDITURE = "expenditure_accounts"


def counts_agree(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """The totals that 补充资料 states beside the projects of 绩效: equal where it counts as many
    projects, never less where it counts more.
    """
    if not account.projects:
        return
    at = account.projects[0].name.source
    for prefix, kind in (("项目", ""), *((kind, kind) for kind in PROJECT_KINDS)):
        own = [each for each in account.projects if kind in ("", each.kind)]
        stated = _typed(account, f"{prefix}总数", at)
        if stated is None or stated.count is None or (kind and not own):
            continue
        message = ""
        if stated.count < len(own):
            message = (
                f"{prefix}总数是 {score_text(stated.count)} 个（{stated.source}），"
                f"“{at.sheet}”里有 {len(own)} 个。请核对。"
            )
        yield Seen((stated.source, at), message, score_text(stated.count), str(len(own)))
        if stated.count == len(own):
            yield from _amounts_agree(account, prefix, own, at)
    stated, count = _typed(account, LEFT_OVER, at), sum(map(left_over, account.projects))
    if stated is not None and stated.count is not None:
        message = ""
        if stated.count < count:
            message = (
                f"{LEFT_OVER}是 {score_text(stated.count)} 个（{stated.source}），"
                f"“{at.sheet}”里结余率大于10%的有 {count} 个。请核对。"
            )
        yield Seen((stated.source, at), message, score_text(stated.count), str(count))


def _amounts_agree(
    account: FinalAccount, prefix: str, own: Iterable[Project], at: Source
) -> Iterator[Seen]:
    listed = list(own)
    budgets = [each.budget for each in listed if each.budget is not None]
    spent = [each.executed for each in listed if each.executed is not None]
    for word, amounts in (("预算", budgets), ("执行", spent)):
        stated = _typed(account, f"{prefix}{word}总额", at)
        if stated is None or stated.amount is None or len(amounts) < len(listed):
            continue
        message = ""
        if differs(stated.amount, amounts):
            message = (
                f"{prefix}{word}总额{stated.amount.exact_text()}（{stated.source}），"
                f"“{at.sheet}”各项目之和{total(amounts).exact_text()}。请核对。"
            )
        yield Seen((stated.source, at), message)


def execution_given(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """Every project with a budget says what it spent: a blank one enters the totals as nothing, and
    the rate of execution of all of them would look right and be too low.
    """
    for project in account.projects:
        if project.budget is None or project.budget.fen <= 0:
            continue
        spent = project.whole.executed
        at = spent.source if spent is not None else project.name.source
        message = ""
        if project.executed is None:
            message = (
                f"“{project.name.text}”有预算数，没有填执行数（{at}）：汇总的执行数和执行率里它算零。"
                "还没有数的请补上，确实没有执行的请填0。"
            )
        yield Seen((at,), message)


def within_project_spending(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """What the projects spent is within 项目支出 of 支出决算表: a hint, for what a project is may
    be understood in another way there.
    """
    whole = account.cell(EXPENDITURE, "total", "project")
    cells = [c for each in account.projects if (c := each.whole.executed) and c.amount is not None]
    amounts = [cell.amount for cell in cells if cell.amount is not None]
    if whole is None or whole.amount is None or not cells:
        return
    spent = total(amounts)
    over = spent.fen - whole.amount.fen
    slack = sum(amount.slack for amount in (whole.amount, *amounts) if amount.fen)
    message = ""
    if 2 * over > slack:
        message = (
            f"“{cells[0].source.sheet}”各项目执行数之和{spent.exact_text()}，大于支出决算表的项目支出"
            f"{whole.amount.exact_text()}（{whole.source}）。请核对口径。"
        )
    yield Seen((cells[0].source, *(cell.source for cell in cells[1:]), whole.source), message)


def _typed(account: FinalAccount, field: str, at: Source) -> Cell | None:
    """A field of 补充资料 that a person filled in; one that 绩效 itself fills in says nothing."""
    cell = account.numbers.get(field)
    return cell if cell is not None and cell.source.sheet != at.sheet else None
