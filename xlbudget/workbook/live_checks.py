"""校验: identities as live formulas, so that a difference shows while the tables are edited.

The tolerance of a live check is that of tables with two decimals in 万元; the findings know the
exact one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, parse_address
from xlbudget.checks.outcomes import Addend, Outcome
from xlbudget.domain.money import PUBLISHED, Unit
from xlbudget.domain.statements import Source
from xlbudget.formats.names import FigureName
from xlbudget.reading.labels import row_label
from xlbudget.results import Results
from xlbudget.workbook import expressions
from xlbudget.workbook.texts import Row

MATCHES, TAIL, DIFFERS, NOT_FILLED = "相符", "尾差", "不符", "未填数"


def live_check_rows(results: Results) -> Iterator[tuple[str, Row]]:
    """Label and cells (规则, 勾稽关系, 左, 右 …) of every identity that has cells."""
    outcomes = [
        outcome
        for outcome in results.outcomes
        if outcome.left and outcome.filled and _is_live(outcome)
    ]
    many = Counter(outcome.identity.name for outcome in outcomes)
    for outcome in outcomes:
        label = _label(results, outcome, many[outcome.identity.name] > 1)
        cells = (CellWrite(outcome.identity.rule), CellWrite(label), *_formulas(results, outcome))
        yield label, cells


def _label(results: Results, outcome: Outcome, one_of_many: bool) -> str:
    title = outcome.identity.title
    if not one_of_many:
        return title
    at = outcome.left[0]
    column = FigureName("", "", at.column).column_label(results.format)
    return f"{title}（{row_label(at.line.label)}，{column}）"


@dataclass(frozen=True, slots=True)
class _Units:
    """In which unit each table's amounts stand, as the sheets say it; that of the left side's table
    is the one that an identity is told in.
    """

    left: Source
    of_sheet: Mapping[str, Source]

    @classmethod
    def of(cls, results: Results, outcome: Outcome) -> _Units:
        statements = results.account.statements
        own = {
            statement.sheet: statement.unit_source
            for statement in statements.values()
            if statement.unit_source is not None
        }
        return cls(own[statements[outcome.identity.left.table].sheet], own)

    def side(self, addends: tuple[Addend, ...]) -> str:
        """The sum of one side."""
        sums = []
        for sheet in dict.fromkeys(addend.cell.source.sheet for addend in addends):
            here = [addend for addend in addends if addend.cell.source.sheet == sheet]
            sums.append(_sum(tuple(here)) + self._factor(sheet))
        return "+".join(sums) or "0"

    def allowed(self, addends: tuple[Addend, ...]) -> str:
        """Half a last digit for each amount that is not zero, where two decimals of 万元 are known.

        In the unit of the left side's table.
        """
        terms = []
        for sheet in dict.fromkeys(addend.cell.source.sheet for addend in addends):
            cells = _ranges(tuple(a for a in addends if a.cell.source.sheet == sheet))
            count = "+".join(f'COUNTIF({at},">0")+COUNTIF({at},"<0")' for at in cells)
            ten_thousand = expressions.is_ten_thousand(self.of_sheet[sheet])
            terms.append(f"IF({ten_thousand},0.005*({count}),0)")
        return f"({'+'.join(terms)})*IF({expressions.is_ten_thousand(self.left)},1,10000)"

    def _factor(self, sheet: str) -> str:
        """What brings another table's amounts into the unit of the left side's."""
        own = self.of_sheet[sheet]
        if own == self.left:
            return ""
        here, there = map(expressions.is_ten_thousand, (self.left, own))
        return f"*IF({here},IF({there},1,0.0001),IF({there},10000,1))"


def _formulas(results: Results, outcome: Outcome) -> Row:
    units, least = _Units.of(results, outcome), outcome.relation == ">="
    left, right = units.side(outcome.left), units.side(outcome.right)
    allowed = "0" if outcome.identity.same_amount else units.allowed(outcome.addends)
    difference = f"ROUND({left}-({right}),6)"
    off = f"-{difference}" if least else f"ABS({difference})"
    exact = f"{off}<=0" if least else f"{off}=0"
    cells = _ranges(outcome.left) + _ranges(outcome.right)
    verdict = (
        f'IF(COUNT({",".join(cells)})=0,"{NOT_FILLED}",IF({exact},"{MATCHES}",'
        f'IF({off}<=ROUND({allowed},6),"{TAIL}","{DIFFERS}")))'
    )
    numbers = _numbers(results, outcome)
    return (
        CellWrite(numbers[0], marked(f"ROUND({left},6)")),
        CellWrite(numbers[1], marked(f"ROUND({right},6)")),
        CellWrite(numbers[0] - numbers[1], marked(difference)),
        CellWrite(numbers[2], marked(f"ROUND({allowed},6)")),
        CellWrite(_verdict(outcome, numbers), marked(verdict)),
    )


def _is_live(outcome: Outcome) -> bool:
    """Whether an identity stands on the sheet: those over all items of a table are too many, and
    are left to the program; so are those with last year or recorded adjustments, and those that
    hold in one way or another.
    """
    identity = outcome.identity
    terms = (identity.left, *identity.right)
    plain = not identity.adjusted_by and identity.equal_without is None
    return identity.each is None and plain and not any(term.prior for term in terms)


def _ranges(addends: tuple[Addend, ...]) -> list[str]:
    """Cells that stand right below or beside each other as one range, the others one by one."""
    found: list[list[Source]] = []
    for addend in addends:
        source = addend.cell.source
        if found and _follows(found[-1], source):
            found[-1].append(source)
        else:
            found.append([source])
    return [
        expressions.reference(run[0]) + (f":{run[-1].cell}" if len(run) > 1 else "")
        for run in found
    ]


def _follows(run: list[Source], source: Source) -> bool:
    """Whether a cell goes on where a run of cells ends, in the same row or column."""
    last = run[-1]
    if (last.file, last.sheet) != (source.file, source.sheet):
        return False
    row, column = parse_address(source.cell)
    step = (row - parse_address(last.cell)[0], column - parse_address(last.cell)[1])
    first = parse_address(run[0].cell)
    straight = len(run) == 1 or (first[0] == row if step == (0, 1) else first[1] == column)
    return step in ((0, 1), (1, 0)) and straight


def _sum(addends: tuple[Addend, ...]) -> str:
    plus = _ranges(tuple(addend for addend in addends if addend.sign > 0))
    minus = _ranges(tuple(addend for addend in addends if addend.sign < 0))
    if not minus:
        return f"SUM({','.join(plus)})"
    first = f"SUM({','.join(plus)})" if plus else "0"
    return f"({first}-SUM({','.join(minus)}))"


def _numbers(results: Results, outcome: Outcome) -> tuple[Decimal, Decimal, Decimal]:
    """Left, right and allowed difference in the unit of the left side's table."""
    statements = results.account.statements
    unit = statements[outcome.identity.left.table].unit
    coarse = {s.sheet for s in statements.values() if s.unit is Unit.TEN_THOUSAND_YUAN}
    left, right = (
        sum((addend.sign * addend.amount.number(unit) for addend in side), Decimal(0))
        for side in (outcome.left, outcome.right)
    )
    nonzero = sum(
        addend.amount.fen != 0 and addend.cell.source.sheet in coarse for addend in outcome.filled
    )
    if outcome.identity.same_amount:
        nonzero = 0
    return left, right, Decimal(PUBLISHED) / 2 / unit.fen * nonzero


def _verdict(outcome: Outcome, numbers: tuple[Decimal, Decimal, Decimal]) -> str:
    if not outcome.filled:
        return NOT_FILLED
    left, right, allowed = numbers
    off = right - left if outcome.relation == ">=" else abs(left - right)
    if off <= 0:
        return MATCHES
    return TAIL if off <= allowed else DIFFERS
