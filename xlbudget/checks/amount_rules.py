"""Rules about amounts: signs, and the budgets of 预算数."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.checks.rules import Seen, differs
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import is_code, level
from xlbudget.domain.money import total
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import Format
from xlbudget.formats.names import BUDGET
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.formats.table_model import Table

_SHOWN = 6
"""So many cells of many are named."""

THREE_PUBLIC = "three_public"
_PARTS = {"total": "three_public_items", "vehicles": "vehicle_items"}
"""The totals of “三公”经费 and the groups of their parts."""


def negative_amounts(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """R35: a negative amount may be a correction of accounts; a person must confirm it.

    Cells that may not be negative at all are left to their own identities.
    """
    guarded: dict[str, set[tuple[str, str]]] = {}
    for identity in resolved.identities:
        if not identity.right:
            left = identity.left
            guarded.setdefault(left.table, set()).add((left.line, left.column))
    for name, statement in account.statements.items():
        own = guarded.get(name, set())
        cells = [
            cell
            for line in statement.lines
            for column, cell in line.filled.items()
            if cell.amount is not None and not (own and (line.name, column) in own)
        ]
        below = tuple(
            [cell.source for cell in cells if cell.amount is not None and cell.amount.fen < 0]
        )
        message = ""
        if below:
            places = "、".join(source.cell for source in below[:_SHOWN])
            more = f"等 {len(below)} 格" if len(below) > _SHOWN else ""
            message = (
                f"“{resolved.tables[name].title}”有负数：{places}{more}。若是调账冲销，请在说明里"
                "写明；否则请更正。"
            )
        if cells:
            yield Seen(below or (cells[0].source,), message)


def budget_items_add_up(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """The total budget is the sum of the items' budgets; of “三公”经费 that of its parts."""
    for name, table in resolved.tables.items():
        for base in (INITIAL, ADJUSTED):
            budgets = {
                line: cell
                for (known, line, _, at), cell in account.budgets.items()
                if known == name and at == base
            }
            told = f"预算数里“{table.title}”的{base}"
            for whole, parts in _budget_sums(table, budgets):
                open_below = table.functional is not None and bool(account.withheld)
                yield from _sum(
                    budgets.get(whole),
                    parts,
                    told,
                    "请核对合计和各项的预算数。",
                    resolved,
                    open_below=open_below,
                )


def _budget_sums(table: Table, budgets: Mapping[str, Cell]) -> Iterator[tuple[str, list[Cell]]]:
    """Each line of a table's budgets that is a sum, with its parts."""
    if table.functional is not None:
        for of in ("类", "项"):
            yield "total", [c for line, c in budgets.items() if is_code(line) and level(line) == of]
        return
    for whole, group in _PARTS.items():
        names = [line.name for line in table.lines() if line.group == group]
        yield whole, [budgets[name] for name in names if name in budgets]


def _sum(
    whole: Cell | None,
    cells: list[Cell],
    told: str,
    advice: str,
    resolved: Format,
    *,
    open_below: bool = False,
) -> Iterator[Seen]:
    """Whether parts add up to their whole, where both are filled in; with `open_below` some parts
    are withheld, so that the whole may be more.
    """
    parts = [cell for cell in cells if cell.amount is not None]
    if whole is None or whole.amount is None or not parts:
        return
    amounts = [cell.amount for cell in parts if cell.amount is not None]
    message = ""
    more = open_below and whole.amount.fen > total(amounts).fen
    if not more and differs(whole.amount, amounts):
        unit = resolved.style.unit
        message = (
            f"{told}合计是{whole.amount.exact_text(unit)}（{whole.source}），"
            f"各项相加是{total(amounts).exact_text(unit)}。{advice}"
        )
    yield Seen((whole.source, *(cell.source for cell in parts)), message)


def three_public_budget(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """“三公”经费 prints its budget in its own table; 预算数 may hold it again, of the same base."""
    table = resolved.tables.get(THREE_PUBLIC)
    base = resolved.traits.get(table.budget) if table else None
    for (name, line, _, at), given in account.budgets.items():
        printed = account.cell(name, line, BUDGET)
        if name != THREE_PUBLIC or at != base or printed is None:
            continue
        if printed.amount is None or given.amount is None:
            continue
        message = ""
        if differs(printed.amount, [given.amount]):
            unit = resolved.style.unit
            message = (
                f"“三公”经费表的预算数是{printed.amount.exact_text(unit)}（{printed.source}），"
                f"预算数表的{base}是{given.amount.exact_text(unit)}（{given.source}）。请核对。"
            )
        yield Seen((printed.source, given.source), message)
