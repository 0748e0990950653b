"""校验: identities as live formulas, so that a difference shows while the tables are edited.

The tolerance of a live check is that of tables with two decimals in 万元; the findings know the
exact one. Nothing is filled in where the left side is blank and the right comes to nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from xlbudget.books.formulas import HOLE, filled
from xlbudget.books.port import CellWrite, column_letters, parse_address
from xlbudget.checks.outcomes import Addend, Outcome
from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.formats.names import FigureName
from xlbudget.reading.labels import row_label
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.table_units import TableUnit, TableUnits
from xlbudget.workbook.texts import Row

_NUMBERS = ("左", "右", "差额", "允许差")
_place = lru_cache(maxsize=65536)(parse_address)

MATCHES, TAIL, DIFFERS, NOT_FILLED = "相符", "尾差", "不符", "未填数"


def live_check_rows(
    results: Results,
    units: TableUnits,
    columns: Mapping[str, int],
    first_row: int = layout.FIRST_ROW,
) -> Iterator[tuple[str, Row]]:
    """Label and cells (规则, 勾稽关系, 左, 右 …) of every identity that has cells; `columns` are
    those of the header words.
    """
    outcomes = [
        outcome
        for outcome in results.outcomes
        if outcome.left and outcome.filled and _is_live(outcome)
    ]
    many = Counter(outcome.identity.name for outcome in outcomes)
    statements = results.account.statements
    coarse = {each.sheet for each in statements.values() if each.unit is Unit.TEN_THOUSAND_YUAN}
    letters = [column_letters(columns[word]) for word in _NUMBERS]
    for row, outcome in enumerate(outcomes, first_row):
        label = _label(results, outcome, many[outcome.identity.name] > 1)
        left = statements[outcome.identity.left.table]
        here = [f"{each}{row}" for each in letters]
        formulas = _formulas(outcome, units, units.of_sheet[left.sheet], here)
        values = _values(outcome, left.unit, coarse)
        cells = [CellWrite(v, formula) for v, formula in zip(values, formulas, strict=True)]
        yield label, (CellWrite(outcome.identity.rule), CellWrite(label), *cells)


def _label(results: Results, outcome: Outcome, one_of_many: bool) -> str:
    title = outcome.identity.title
    if not one_of_many:
        return title
    at = outcome.left[0]
    column = FigureName("", "", at.column).column_label(results.format)
    return f"{title}（{row_label(at.line.label)}，{column}）"


class _Run(NamedTuple):
    """Cells right below or beside each other, all added or all taken off."""

    sheet: str
    sign: int
    at: str
    is_one: bool


def _formulas(
    outcome: Outcome, units: TableUnits, unit: TableUnit, here: list[str]
) -> tuple[str, ...]:
    """Left, right, difference, allowed difference and verdict; `here` are the cells of the first
    four, `unit` is that of the left side's table, which all are in.
    """
    left, right = _runs(outcome.left), _runs(outcome.right)
    in_left, in_right, difference, tail = here
    verdict = _verdict(len(left), least=outcome.relation == ">=")
    beside = (in_right, difference, difference, tail)
    return (
        _side(left, units, unit),
        _side(right, units, unit),
        filled(_DIFFERENCE, in_left, in_right),
        _NO_TAIL if outcome.identity.same_amount else _allowed(left + right, units, unit),
        filled(verdict, *[run.at for run in left], *beside),
    )


_DIFFERENCE = f"ROUND({HOLE}-{HOLE},6)"
_NO_TAIL = filled("0")


@lru_cache(maxsize=64)
def _verdict(cells: int, *, least: bool) -> str:
    """The pattern of a verdict on a left side of so many cells; `least` is that of ≥."""
    off = f"-{HOLE}" if least else f"ABS({HOLE})"
    return (
        f'IF(AND(COUNT({",".join([HOLE] * cells)})=0,{HOLE}=0),"{NOT_FILLED}",'
        f'IF({HOLE}{">=" if least else "="}0,"{MATCHES}",IF({off}<={HOLE},"{TAIL}","{DIFFERS}")))'
    )


def _side(runs: list[_Run], units: TableUnits, unit: TableUnit) -> str:
    """A side's sum."""
    runs = _by_sheet(runs)
    known = units.of_sheet
    shape = []
    for run in runs:
        own = known[run.sheet]
        factor = "" if own == unit else f"*{own.in_yuan}/{unit.in_yuan}"
        shape.append((run.sheet, factor, run.sign, run.is_one))
    return filled(_side_pattern(tuple(shape)), *[run.at for run in runs])


@lru_cache(maxsize=2048)
def _side_pattern(runs: tuple[tuple[str, str, int, bool], ...]) -> str:
    sums = []
    for (_, factor), of_sheet in groupby(runs, key=lambda run: run[:2]):
        added, taken = "", ""
        for sign, of_sign in groupby(of_sheet, key=lambda run: run[2]):
            alone = [is_one for *_, is_one in of_sign]
            holes = ",".join([HOLE] * len(alone))
            one = f"N({HOLE})" if alone == [True] else f"SUM({holes})"
            added, taken = (one, taken) if sign > 0 else (added, f"-{one}")
        said = f"{added or '0'}{taken}"
        sums.append(f"({said}){factor}" if taken and factor else f"{said}{factor}")
    return f"ROUND({'+'.join(sums)},6)" if sums else "0"


def _allowed(runs: list[_Run], units: TableUnits, unit: TableUnit) -> str:
    """Half a last digit for each amount that is not zero, where two decimals of 万元 are known."""
    runs = _by_sheet(runs)
    known, at = units.of_sheet, []
    for run in runs:
        at += [run.at] if run.is_one else [run.at, run.at]
    shape = tuple([(known[run.sheet].tail, run.is_one) for run in runs])
    return filled(_allowed_pattern(shape, unit.in_yuan), *at)


@lru_cache(maxsize=2048)
def _allowed_pattern(runs: tuple[tuple[str, bool], ...], in_yuan: str) -> str:
    terms = []
    for tail, of_sheet in groupby(runs, key=lambda run: run[0]):
        counts = "+".join(
            f"(N({HOLE})<>0)" if is_one else f'COUNTIF({HOLE},">0")+COUNTIF({HOLE},"<0")'
            for _, is_one in of_sheet
        )
        terms.append(f"{tail}*({counts})")
    told = terms[0] if len(terms) == 1 else f"({'+'.join(terms)})"
    return f"ROUND({told}/{in_yuan},6)"


def _by_sheet(runs: list[_Run]) -> list[_Run]:
    """The runs of each sheet together, those that are added first."""
    if len(runs) < 2:  # noqa: PLR2004  一段不用排
        return runs
    order: dict[str, int] = {}
    for run in runs:
        order.setdefault(run.sheet, len(order))
    return sorted(runs, key=lambda run: (order[run.sheet], -run.sign))


def _is_live(outcome: Outcome) -> bool:
    """Whether an identity stands on the sheet: those over all items of a table are too many, and
    are left to the program; so are those with last year or recorded adjustments, and those that
    hold in one way or another.
    """
    identity = outcome.identity
    terms = (identity.left, *identity.right)
    plain = not identity.adjusted_by and identity.equal_without is None
    return identity.each is None and plain and not any(term.prior for term in terms)


def _runs(addends: tuple[Addend, ...]) -> list[_Run]:
    """Cells that stand right below or beside each other as one range, the others one by one."""
    if len(addends) == 1:
        source = addends[0].cell.source
        return [_Run(source.sheet, addends[0].sign, expressions.reference(source), is_one=True)]
    runs: list[_Run] = []
    first = last = (0, 0)
    for addend in addends:
        source, place = addend.cell.source, _place(addend.cell.source.cell)
        if runs and (runs[-1].sheet, runs[-1].sign) == (source.sheet, addend.sign):
            step = (place[0] - last[0], place[1] - last[1])
            straight = first == last or (
                first[0] == place[0] if step == (0, 1) else first[1] == place[1]
            )
            if step in ((0, 1), (1, 0)) and straight:
                begun = runs[-1].at.partition(":")[0]
                runs[-1] = _Run(source.sheet, addend.sign, f"{begun}:{source.cell}", is_one=False)
                last = place
                continue
        first = last = place
        runs.append(_Run(source.sheet, addend.sign, expressions.reference(source), is_one=True))
    return runs


def _values(outcome: Outcome, unit: Unit, coarse: set[str]) -> tuple[Decimal | str, ...]:
    """Left, right, difference and allowed difference in the unit of the left side's table, and the
    verdict; `coarse` are the sheets in 万元.
    """
    left = sum([addend.sign * addend.amount.fen for addend in outcome.left])
    right = left - outcome.difference
    nonzero = 0
    if coarse and not outcome.identity.same_amount:
        nonzero = sum(
            addend.amount.fen != 0 and addend.cell.source.sheet in coarse
            for addend in outcome.filled
        )
    off = right - left if outcome.relation == ">=" else abs(left - right)
    verdict = MATCHES if off <= 0 else TAIL if 2 * off <= PUBLISHED * nonzero else DIFFERS
    if not right and all(addend.cell.amount is None for addend in outcome.left):
        verdict = NOT_FILLED
    return (
        _number(left, unit),
        _number(right, unit),
        _number(left - right, unit),
        Decimal(PUBLISHED) / 2 / unit.fen * nonzero,
        verdict,
    )


@lru_cache(maxsize=1024)
def _number(fen: int, unit: Unit) -> Decimal:
    return Amount(fen).number(unit)
