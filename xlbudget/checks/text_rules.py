"""Rules about what our own text prints of changes: recomputed from the amounts it prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xlbudget.checks.ledger import Entry
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.text import Paragraph
from xlbudget.formats.names import CHANGE, CHANGE_RATE

_RULES = {
    CHANGE: ("change-recomputed", "R62", "增减额等于本年减上年"),
    CHANGE_RATE: ("change-rate-recomputed", "R63", "增减率等于增减额除以上年"),
}


def recompute_changes(
    paragraphs: Sequence[Paragraph], file: str
) -> tuple[list[Finding], list[Entry]]:
    """R62, R63: every printed change and rate follows from its two inputs. One that does not is a
    fault of the program, and nothing may be published with it.
    """
    findings: list[Finding] = []
    entries: list[Entry] = []
    ran: set[str] = set()
    for figure in {figure.name: figure for p in paragraphs for figure in p.figures}.values():
        measure = figure.name.rpartition(".")[2]
        if measure not in _RULES:
            continue
        ran.add(measure)
        cells = tuple(str(cell.source) for cell in figure.cells())
        sound = _follows(figure, measure)
        entries.append(Entry(*_RULES[measure], Verdict.PASS if sound else Verdict.FAIL, cells))
        if not sound:
            findings.append(_finding(_RULES[measure][0], figure, cells, file))
    for measure in (each for each in _RULES if each not in ran):
        entries.append(Entry(*_RULES[measure], Verdict.UNCHECKED, (), "文中没有与上年相比的数"))
    return findings, entries


def _finding(name: str, figure: Figure, cells: tuple[str, ...], file: str) -> Finding:
    return Finding(
        check=name,
        verdict=Verdict.FAIL,
        level=Level.ERROR,
        file=file,
        formula=figure.formula,
        inputs=cells,
        message=f"文中的{figure.label}与它所依据的数对不上（{'、'.join(cells)}）。"
        "这是程序的差错，这份说明不能用；请把工作簿和这条提示发给维护人员。",
    )


def _follows(figure: Figure, measure: str) -> bool:
    one, other = (item.value if isinstance(item, Figure) else None for item in figure.inputs[:2])
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return False
    if measure == CHANGE:
        return isinstance(figure.value, Amount) and figure.value.fen == one.fen - other.fen
    return figure.value == Fraction(one.fen, other.fen) if other.fen else False
