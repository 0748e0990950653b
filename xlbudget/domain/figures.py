"""Figures: computed values that know their formula and their inputs, down to the cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A ratio that has no sound base; `reason` says why, in the words of the trade."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that nobody gave; `what` is what a person must fill in, `where` the sheet for it, and
    `cell` the blank cell, where one stands ready.
    """

    what: str
    where: str = ""
    cell: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A value that its own sources give in two ways, so that no sentence may print it.

    `cells` are the places that disagree.
    """

    what: str
    cells: tuple[str, ...] = ()


Value = Amount | Fraction | Decimal | NotComparable | Missing | Contradicted
"""An amount, a ratio, or a count (Decimal): else why there is none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its provenance.

    `name` is 主题.行.量 in identifiers, `label` the same in Chinese, `formula` how the value came
    about in words, `inputs` the figures or cells it was computed from.
    """

    name: str
    label: str
    value: Value
    formula: str
    inputs: tuple[Figure | Cell, ...]

    @property
    def amount(self) -> Amount | None:
        """The value if it is an amount."""
        return self.value if isinstance(self.value, Amount) else None

    @property
    def ratio(self) -> Fraction | None:
        """The value if it is a ratio."""
        return self.value if isinstance(self.value, Fraction) else None

    @property
    def count(self) -> Decimal | None:
        """The value if it is a count."""
        return self.value if isinstance(self.value, Decimal) else None

    def cells(self) -> Iterator[Cell]:
        """The cells that the value rests on, each once, in the order of the formula."""
        seen: set[str] = set()
        for item in self.inputs:
            for cell in item.cells() if isinstance(item, Figure) else (item,):
                place = cell.source.in_file
                if place not in seen:
                    seen.add(place)
                    yield cell


def why_none(*figures: Figure) -> NotComparable | Missing | Contradicted:
    """Why nothing can be computed from figures of which at least one is no amount."""
    for figure in figures:
        if isinstance(figure.value, NotComparable | Missing | Contradicted):
            return figure.value
    return NotComparable("不是金额")
