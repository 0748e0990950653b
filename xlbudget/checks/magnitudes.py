"""Amounts that differ a thousandfold: nearly always 元 taken for 万元, or the other way round."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format

MAGNITUDE = "magnitude"
FACTOR = 1_000
"""元 and 万元 are 10,000 apart; real totals seldom change more than a hundredfold in a year."""


def check_magnitudes(
    account: FinalAccount, resolved: Format, accused: Collection[str] = ()
) -> Iterator[Finding]:
    """A warning where this year's total and last year's are a thousandfold apart, or those of two
    tables of this year that are printed in different units. Nothing more of the sheets that are
    `accused` of a wrong unit already.
    """
    totals: list[tuple[str, Unit, Cell]] = []
    for name, table in resolved.tables.items():
        for agreed in table.agreed:
            line = agreed.lines[0]
            now = account.cell(name, line, table.default_column(line))
            then = account.prior.get((name, line, table.default_column(line)))
            if now is not None and now.source.sheet not in accused:
                totals.append((table.title, account.statements[name].unit, now))
                if then is not None and _apart(now, then):
                    yield _finding(account, now, then, f"“{table.title}”本年与上年的总计")
    for (title, unit, one), (other_title, other_unit, other) in pairwise(totals):
        if unit is not other_unit and _apart(one, other):
            yield _finding(account, one, other, f"“{title}”与“{other_title}”的总计")


def _apart(one: Cell, other: Cell) -> bool:
    if one.amount is None or other.amount is None or not one.amount.fen or not other.amount.fen:
        return False
    small, large = sorted((abs(one.amount.fen), abs(other.amount.fen)))
    return large >= FACTOR * small


def _finding(account: FinalAccount, one: Cell, other: Cell, what: str) -> Finding:
    assert one.amount is not None
    assert other.amount is not None
    return Finding(
        check=MAGNITUDE,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=account.file,
        where=Place(sheet=one.source.sheet, cell=one.source.cell),
        printed=one.amount.exact_text(),
        expected=other.amount.exact_text(),
        inputs=(str(one.source), str(other.source)),
        message=f"{what}相差一千倍以上：{one.amount.exact_text()}（{one.source}）、"
        f"{other.amount.exact_text()}（{other.source}）。请核对两处的“金额单位”是不是填对了。",
    )
