"""A new workbook built to the size of what the files hold: as many rows as they have codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.performance import Funding, Project
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell
from xlbudget.domain.withheld import listing
from xlbudget.formats.model import Format, Kind
from xlbudget.intake.asked import (
    asked_budgets,
    asked_numbers,
    asked_prior,
    asked_prior_numbers,
)
from xlbudget.intake.gathered import Gathered, Key
from xlbudget.intake.rounding import held
from xlbudget.workbook.blank import account_in_layout

NOT_PLACED = "import-not-placed"


def account_from(
    gathered: Gathered,
    resolved: Format,
    file: str,
    unit_name: str = "",
    withheld: Collection[str] = (),
) -> FinalAccount:
    """The account of the gathered amounts in the layout of a workbook called `file`, each rounded
    half-up to what the workbook prints; `withheld` codes are listed on its 补充资料.
    """
    amounts = {
        key: _held(cell, resolved)
        for key, cell in gathered.amounts.items()
        if cell.amount is not None
    }
    prior = asked_prior(resolved, gathered.prior)
    budgets = asked_budgets(resolved, gathered.budgets)
    return account_in_layout(
        resolved,
        unit_name or gathered.unit_name or "",
        file,
        {key: amount for key, amount in amounts.items() if key[0] in resolved.tables},
        {key: _held(cell, resolved) for key, cell in prior.items()},
        {
            name: _number(cell, resolved, resolved.supplement[name].kind)
            for name, cell in asked_numbers(resolved, gathered.numbers).items()
        }
        | listing(withheld),
        supplement_prior={
            name: _number(cell, resolved, resolved.supplement[name].kind)
            for name, cell in asked_prior_numbers(resolved, gathered.prior).items()
        },
        budgets={
            (table, line, base): _held(cell, resolved)
            for (table, line, _, base), cell in budgets.items()
        },
        labels={key: label.strip() for key, label in gathered.labels.items()},
        terms=gathered.terms,
        projects=[_project(project, resolved) for project in gathered.projects],
    )


def _project(project: Project, resolved: Format) -> Project:
    """A project with its amounts as the workbook holds them."""

    def rounded(cell: Cell | None) -> Cell | None:
        filled = cell is not None and cell.amount is not None
        return cell._replace(amount=_held(cell, resolved)) if cell and filled else cell

    funds = {
        fund: Funding(
            initial=rounded(funding.initial),
            budget=rounded(funding.budget),
            executed=rounded(funding.executed),
        )
        for fund, funding in project.funds.items()
    }
    return replace(project, funds=funds, printed_rate=None)


def _held(cell: Cell, resolved: Format) -> Amount:
    assert cell.amount is not None
    return held(cell.amount, resolved.own_style.unit, resolved.style)


def _number(cell: Cell, resolved: Format, kind: Kind) -> str:
    """A number as a person would type it into 补充资料."""
    if kind is Kind.AMOUNT:
        return f"{_held(cell, resolved).number(resolved.own_style.unit)}"
    return f"{cell.count}"


def not_placed(gathered: Gathered, account: FinalAccount, resolved: Format) -> tuple[Finding, ...]:
    """An error for each amount that no cell of the account takes; zeros are no loss."""
    return tuple(
        Finding(
            check=NOT_PLACED,
            verdict=Verdict.FAIL,
            level=Level.ERROR,
            file=cell.source.file,
            printed=amount.exact_text(),
            inputs=(str(cell.source),),
            message=f"{cell.source.in_file} 的 {amount.exact_text()} 没有写入："
            f"“{_title(resolved, key)}”没有放 {gathered.labels.get(key[:2], '')}{key[1]} 的格子。",
        )
        for key, cell, amount in _lost(gathered, account)
    )


def _lost(gathered: Gathered, account: FinalAccount) -> Iterator[tuple[Key, Cell, Amount]]:
    for key, cell in gathered.amounts.items():
        if cell.amount is not None and cell.amount.fen and account.cell(*key) is None:
            yield key, cell, cell.amount


def _title(resolved: Format, key: Key) -> str:
    table = resolved.tables.get(key[0])
    return table.title if table else key[0]
