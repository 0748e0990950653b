"""Which outcomes of the identities some cells take part in, without looking at all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.ran import At, Ran
from xlbudget.checks.rows import code_above
from xlbudget.checks.shapes import terms_of
from xlbudget.domain.account import CellKey
from xlbudget.domain.money import EXACT
from xlbudget.formats.identity_model import ROW, Term

_ByColumn = Mapping[str, Mapping[str, Sequence[str]]]
"""The lines of places by table and column."""


def taking_part(evaluation: Evaluation, failures: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes, in the order of the format, that any cell of some failures takes part in; and
    whatever else is told, which may be so.
    """
    places = {
        (term.table, addend.line.name, addend.column)
        for failure in failures
        for term in terms_of(failure.identity)
        if not term.prior
        for addend in evaluation.runner.addends(term, failure.row)
    }
    return list(_outcomes(evaluation, places))


class Precisions:
    """To what the amounts of each sheet are known, as far as they take part in any identity."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._known: dict[str, int] = {}

    def of(self, sheet: str) -> int:
        """The coarsest precision on a sheet."""
        if sheet not in self._known:
            self._known[sheet] = self._coarsest(sheet)
        return self._known[sheet]

    def _coarsest(self, sheet: str) -> int:
        told = [
            addend.amount.precision
            for outcome in self._evaluation.told()
            for addend in outcome.filled
            if addend.cell.source.sheet == sheet
        ]
        coarsest = max(told, default=EXACT)
        places = self._places(sheet)
        for precision in sorted(places, reverse=True):
            if precision <= coarsest:
                break
            for outcome in _outcomes(self._evaluation, places[precision]):
                if any(
                    addend.cell.source.sheet == sheet and addend.amount.precision == precision
                    for addend in outcome.filled
                ):
                    return precision
        return coarsest

    def _places(self, sheet: str) -> Mapping[int, Sequence[CellKey]]:
        """The places of the amounts of this year on a sheet, by their precision."""
        found: dict[int, list[CellKey]] = {}
        for table, statement in self._evaluation.account.statements.items():
            for line in statement.lines if statement.sheet == sheet else ():
                for column, cell in line.filled.items():
                    if cell.amount is not None:
                        place = (table, line.name, column)
                        found.setdefault(cell.amount.precision, []).append(place)
        return found


def _outcomes(evaluation: Evaluation, places: Iterable[CellKey]) -> Iterator[Outcome]:
    """What is told, and the outcomes that any of some places takes part in."""
    by_column: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, line, column in places:
        by_column[table][column].append(line)
    for ran in evaluation.ran:
        found = {at for at, told in ran.told.items() if isinstance(told, Outcome)}
        if ran.shape.plain and ran.rows:
            found.update(_hits(evaluation, ran, by_column))
        for number, at in sorted(found):
            if number not in ran.remarks:
                yield evaluation.outcome_at(ran, number, at)


def _hits(evaluation: Evaluation, ran: Ran, places: _ByColumn) -> Iterator[At]:
    """The identities and rows of a shape that any of some places takes part in."""
    shape = ran.shape
    for term in shape.terms:
        for column, lines in places.get(term.table, {}).items():
            looked_at = code_above(column) if term.sub_columns else column
            columns = shape.columns if shape.by_columns else (term.column,)
            if looked_at not in columns:
                continue
            names = {_name(evaluation, term, line) for line in lines}
            if term.line != ROW and term.line not in names:
                continue
            number = columns.index(looked_at)
            for at, row in enumerate(ran.rows):
                if term.line != ROW or row in names:
                    yield number, at


def _name(evaluation: Evaluation, term: Term, line: str) -> str:
    """How a term names what a line stands in: its group, the code above it, or the line itself."""
    if term.whole_group:
        return evaluation.runner.rows[term.table].lines[line].group
    return code_above(line) if term.children else line
