"""校验: the identities as live formulas, so that a difference shows while the tables are edited.

The tolerance of a live check is that of tables with two decimals in 万元; the findings know the
exact one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from xlbudget.books.port import CellWrite
from xlbudget.checks.identities import Addend, Outcome, run_identities
from xlbudget.domain.money import PUBLISHED, Unit
from xlbudget.reading.labels import row_label
from xlbudget.results import Results
from xlbudget.workbook import expressions
from xlbudget.workbook.texts import Row

MATCHES, TAIL, DIFFERS, NOT_FILLED = "相符", "尾差", "不符", "未填数"


def live_check_rows(results: Results) -> Iterator[tuple[str, Row]]:
    """Label and cells (规则, 勾稽关系, 左, 右 …) of every identity that has cells."""
    outcomes = run_identities(results.account, results.format)
    many = Counter(outcome.identity.name for outcome in outcomes)
    for outcome in outcomes:
        if outcome.left:
            label = _label(results, outcome, many[outcome.identity.name] > 1)
            yield (
                label,
                (CellWrite(outcome.identity.rule), CellWrite(label), *_formulas(results, outcome)),
            )


def _label(results: Results, outcome: Outcome, one_of_many: bool) -> str:
    title = outcome.identity.title
    if not one_of_many:
        return title
    at = outcome.left[0]
    glossary = results.format.glossary
    return f"{title}（{row_label(at.line.label)}，{glossary.chinese(at.column)}）"


def _formulas(results: Results, outcome: Outcome) -> Row:
    statement = results.account.statements[outcome.identity.left.table]
    unit = statement.unit
    left, right = _side(outcome.left), _side(outcome.right)
    cells = _ranges(outcome.left) + _ranges(outcome.right)
    nonzero = "+".join(f'COUNTIF({at},">0")+COUNTIF({at},"<0")' for at in cells)
    assert statement.unit_source is not None
    if outcome.identity.same_amount:
        nonzero = "0"
    allowed = f"IF({expressions.is_ten_thousand(statement.unit_source)},0.005*({nonzero}),0)"
    difference = f"{left}-({right})"
    off = (
        f"-ROUND({difference},6)"
        if outcome.identity.relation == ">="
        else (f"ABS(ROUND({difference},6))")
    )
    exact = f"{off}<=0" if outcome.identity.relation == ">=" else f"{off}=0"
    verdict = (
        f'IF(COUNT({",".join(cells)})=0,"{NOT_FILLED}",IF({exact},"{MATCHES}",'
        f'IF({off}<=ROUND({allowed},6),"{TAIL}","{DIFFERS}")))'
    )
    numbers = _numbers(outcome, unit)
    return (
        CellWrite(numbers[0], f"=ROUND({left},6)"),
        CellWrite(numbers[1], f"=ROUND({right},6)"),
        CellWrite(numbers[0] - numbers[1], f"=ROUND({difference},6)"),
        CellWrite(numbers[2], f"=ROUND({allowed},6)"),
        CellWrite(_verdict(outcome, numbers), f"={verdict}"),
    )


def _ranges(addends: tuple[Addend, ...]) -> list[str]:
    """Cells as references; the rows of a group as one range, which grows with inserted rows."""
    found = []
    for group, run in groupby(addends, key=lambda addend: addend.line.group or addend.line.name):
        sources = [addend.cell.source for addend in run]
        if group == addends[0].line.name or len(sources) == 1:
            found += [expressions.reference(source) for source in sources]
        else:
            found.append(f"{expressions.reference(sources[0])}:{sources[-1].cell}")
    return found


def _side(addends: tuple[Addend, ...]) -> str:
    plus = _ranges(tuple(addend for addend in addends if addend.sign > 0))
    minus = _ranges(tuple(addend for addend in addends if addend.sign < 0))
    text = f"SUM({','.join(plus)})" if plus else "0"
    return text + (f"-SUM({','.join(minus)})" if minus else "")


def _numbers(outcome: Outcome, unit: Unit) -> tuple[Decimal, Decimal, Decimal]:
    """Left, right and allowed difference in the table's unit."""
    left, right = (
        sum((addend.sign * addend.amount.number(unit) for addend in side), Decimal(0))
        for side in (outcome.left, outcome.right)
    )
    nonzero = sum(addend.amount.fen != 0 for addend in outcome.filled)
    if outcome.identity.same_amount:
        nonzero = 0
    half = Decimal(PUBLISHED) / 2 / unit.fen if unit is Unit.TEN_THOUSAND_YUAN else Decimal(0)
    return left, right, half * nonzero


def _verdict(outcome: Outcome, numbers: tuple[Decimal, Decimal, Decimal]) -> str:
    if not outcome.filled:
        return NOT_FILLED
    left, right, allowed = numbers
    off = right - left if outcome.identity.relation == ">=" else abs(left - right)
    if off <= 0:
        return MATCHES
    return TAIL if off <= allowed else DIFFERS
