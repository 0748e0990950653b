"""Amounts from several places: the first holds, and where another says something else, both are
named (R59).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place

CHECK = "sources-disagree"

_TOLD = 20
"""So many differences between two sheets are told one by one."""

K = TypeVar("K")


@dataclass(slots=True)
class Collected(Generic[K]):
    """Cells by key, the first of each; and those of other places that do not agree with it."""

    cells: dict[K, Cell] = field(default_factory=dict)
    others: list[tuple[K, Cell, Cell]] = field(default_factory=list)

    def put(self, key: K, cell: Cell) -> None:
        """Another cell. Where both agree, the one that is known more exactly is kept."""
        if cell.amount is None and cell.count is None:
            return
        first = self.cells.get(key)
        if first is None:
            self.cells[key] = cell
        elif not agree(first, cell):
            self.others.append((key, first, cell))
        elif first.amount and cell.amount and cell.amount.precision < first.amount.precision:
            self.cells[key] = cell

    def findings(self, label: Callable[[K], str]) -> Iterator[Finding]:
        """What does not agree; `label` says in words what a key is."""
        counted: Counter[tuple[str, str]] = Counter()
        for key, first, other in self.others:
            pair = (_sheet(first), _sheet(other))
            counted[pair] += 1
            if counted[pair] <= _TOLD:
                yield _differs(label(key), first, other)
        for (one, two), count in counted.items():
            if count > _TOLD:
                yield Finding(
                    check=CHECK,
                    verdict=Verdict.FAIL,
                    level=Level.ERROR,
                    file=two.partition(" · ")[0],
                    message=f"{one}与{two}还有 {count - _TOLD} 处数不一致，请核对是不是同一版。",
                )


def agree(first: Cell, other: Cell) -> bool:
    """Whether two cells say the same: rounded half-up to what the coarser is known to.

    >>> from xlbudget.domain.money import Amount, PUBLISHED
    >>> from xlbudget.domain.statements import Source
    >>> at = Source("甲.xlsx", "公开01", "C7")
    >>> public, raw = Amount(1_482_230_000, PUBLISHED), Amount(1_482_225_000)
    >>> agree(Cell.with_amount(at, public), Cell.with_amount(at, raw))
    True
    >>> agree(Cell.with_amount(at, public), Cell.with_amount(at, raw - Amount(1)))
    False
    """
    if first.amount is None or other.amount is None:
        return first.amount == other.amount and first.count == other.count
    step = max(first.amount.precision, other.amount.precision)
    return first.amount.rounded(step).fen == other.amount.rounded(step).fen


def _sheet(cell: Cell) -> str:
    return f"{cell.source.file} · {cell.source.sheet}"


def _differs(what: str, first: Cell, other: Cell) -> Finding:
    printed, expected = shown(other), shown(first)
    known = {cell.amount.precision for cell in (first, other) if cell.amount}
    rounding = "公开表应是原始数四舍五入到 0.01 万元；" if len(known) > 1 else ""
    return Finding(
        check=CHECK,
        verdict=Verdict.FAIL,
        level=Level.ERROR,
        file=other.source.file,
        where=Place(sheet=other.source.sheet, cell=other.source.cell),
        printed=printed,
        expected=expected,
        inputs=(first.source.in_file, other.source.in_file),
        message=f"{what}两处不一致：{first.source.in_file} 是{expected}，"
        f"{other.source.in_file} 是{printed}。{rounding}先按前一处读入，请核对。",
    )


def shown(cell: Cell) -> str:
    """A cell as a message prints it."""
    if cell.amount is not None:
        return cell.amount.exact_text()
    return "" if cell.count is None else f"{cell.count}"
