"""The account of a department in the layout of our workbook, from the sums over its units."""

from __future__ import annotations

from xlbudget.analysis.rollup import RolledUp, written
from xlbudget.analysis.sums import Sum
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount
from xlbudget.domain.withheld import listing
from xlbudget.formats.model import SUPPLEMENT, Format, Kind
from xlbudget.workbook.blank import account_in_layout


def department_account(
    rolled: RolledUp, resolved: Format, unit_name: str, file: str
) -> FinalAccount:
    """The department's tables, 上年数, 预算数 and numbers of 补充资料, and what its units list as
    涉密科目. Other texts do not add up: they stay blank, for a person to write.
    """
    beside = {key: each for key, each in rolled.prior.items() if key[0] == SUPPLEMENT}
    numbers = dict(rolled.numbers)
    coarse = any(each.coarse for each in (*beside.values(), *numbers.values()))

    def text(field: str, summed: Sum) -> str:
        if resolved.supplement[field].kind is not Kind.AMOUNT:
            return str(summed.count)
        return str(written(summed, coarse=coarse).number(resolved.own_style.unit))

    prior = {key: each for key, each in rolled.prior.items() if key[0] != SUPPLEMENT}
    budgets = {(table, line, base): each for (table, line, _, base), each in rolled.budgets.items()}
    return account_in_layout(
        resolved,
        unit_name,
        file,
        rolled.amounts(),
        _amounts(prior),
        {field: text(field, each) for field, each in numbers.items()} | listing(rolled.withheld),
        supplement_prior={key[1]: text(key[1], each) for key, each in beside.items()},
        budgets=_amounts(budgets),
        labels=rolled.labels,
    )


def _amounts(sums: dict[tuple[str, str, str], Sum]) -> dict[tuple[str, str, str], Amount]:
    """The amounts of one sheet, as precisely as the coarsest of them is known."""
    coarse = any(each.coarse for each in sums.values())
    return {key: written(each, coarse=coarse) for key, each in sums.items()}
