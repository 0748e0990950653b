"""Sums over the units of a department, which know their addends."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import is_code
from xlbudget.domain.money import EXACT
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Cell
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.model import Format


class UnitAccount(NamedTuple):
    """A unit's account, and the format that its workbook says it follows."""

    account: FinalAccount
    format: Format

    def without(self, withheld: Collection[str]) -> UnitAccount:
        """The unit without the rows of withheld codes in its tables, 上年数 and 预算数."""
        if not withheld:
            return self
        statements = {
            name: replace(
                statement,
                lines=tuple(line for line in statement.lines if not _hides(line.name, withheld)),
            )
            for name, statement in self.account.statements.items()
        }
        known = self.account
        return self._replace(
            account=replace(
                known,
                statements=statements,
                prior={k: cell for k, cell in known.prior.items() if not _hides(k[1], withheld)},
                budgets={
                    k: cell for k, cell in known.budgets.items() if not _hides(k[1], withheld)
                },
            )
        )


def _hides(line: str, withheld: Collection[str]) -> bool:
    return is_code(line) and is_withheld(line, withheld)


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell of the department: the cells of its units, each with the unit's name, and how much of
    them is eliminated because units paid it to each other, in 分.
    """

    addends: tuple[tuple[str, Cell], ...]
    eliminated: int = 0

    @property
    def fen(self) -> int:
        """The sum in 分, without what is eliminated."""
        amounts = (cell.amount for _, cell in self.addends)
        return sum(amount.fen for amount in amounts if amount is not None) - self.eliminated

    @property
    def count(self) -> Decimal:
        """The sum of counts."""
        counts = (cell.count for _, cell in self.addends)
        return sum((count for count in counts if count is not None), Decimal(0))

    @property
    def coarse(self) -> frozenset[str]:
        """The units whose part is known to 0.01 万元 only."""
        return frozenset(
            unit
            for unit, cell in self.addends
            if cell.amount is not None and cell.amount.fen and cell.amount.precision > EXACT
        )

    @property
    def slack(self) -> int:
        """How far the true sum may lie from this one, in half 分."""
        amounts = (cell.amount for _, cell in self.addends)
        return sum(amount.slack for amount in amounts if amount is not None and amount.fen)

    def part(self, unit: str) -> int:
        """What one unit brings in, in 分."""
        own = (cell.amount for name, cell in self.addends if name == unit)
        return sum(amount.fen for amount in own if amount is not None)


_Key = TypeVar("_Key", bound=Hashable)

Sums = Mapping[_Key, Sum]
"""Sums by what they are of."""
