"""本组测试共用：手写的 Gathered，每个数都带着出处。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count

from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.cases import Case
from xlbudget.formats.library import find
from xlbudget.formats.model import Kind
from xlbudget.intake.gathered import BudgetKey, Gathered, Key

FILE = "导出.xls"


def places() -> Iterator[Source]:
    return (Source(FILE, "Z", f"A{number}") for number in count(1))


def yuan(text: str, cell: str = "A1") -> Cell:
    return Cell.with_amount(Source(FILE, "Z", cell), Amount.of(text, Unit.YUAN))


def given(
    amounts: Mapping[Key, str] | None = None,
    *,
    prior: Mapping[Key, str] | None = None,
    budgets: Mapping[BudgetKey, str] | None = None,
    counts: Mapping[str, str] | None = None,
    labels: Mapping[tuple[str, str], str] | None = None,
    unit_name: str | None = "示例街道办事处",
) -> Gathered:
    """Amounts in 元."""
    at = places()

    def cells(texts: Mapping[Key, str] | None) -> dict[Key, Cell]:
        return {key: yuan(text, next(at).cell) for key, text in (texts or {}).items()}

    return Gathered(
        unit_name=unit_name,
        year=2024,
        amounts=cells(amounts),
        prior=cells(prior),
        budgets={key: yuan(text, next(at).cell) for key, text in (budgets or {}).items()},
        numbers={
            name: Cell.with_count(next(at), Decimal(text)) for name, text in (counts or {}).items()
        },
        labels=labels or {},
    )


def gathered_of(case: Case) -> Gathered:
    """All of a case that comes from exports, as exactly as the case has it."""
    resolved, at = find(case.place, case.year, case.settings), places()
    numbers: dict[str, Cell] = {}
    for name, text in case.supplement.items():
        kind = resolved.supplement[name].kind
        if kind is Kind.AMOUNT:
            numbers[name] = Cell.with_amount(next(at), Amount.of(text, resolved.own_style.unit))
        elif kind.is_number:
            numbers[name] = Cell.with_count(next(at), Decimal(text))
    return Gathered(
        unit_name=case.unit_name,
        year=case.year,
        amounts={key: Cell.with_amount(next(at), a) for key, a in case.amounts.items()},
        prior={key: Cell.with_amount(next(at), a) for key, a in case.prior.items()},
        budgets={
            (table, line, resolved.tables[table].default_column(line), base): Cell.with_amount(
                next(at), amount
            )
            for (table, line, base), amount in case.budgets.items()
        },
        numbers=numbers,
    )
