"""The identities of a format on one account, evaluated over plain numbers.

Of thousands of rows nearly all hold exactly or have nothing filled in; of these only that is kept.
What else comes out, and all that is not a plain sum, `Runner` tells with its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import mul

from xlbudget.checks.identities import Runner
from xlbudget.checks.numbers import ByColumn, Numbers
from xlbudget.checks.outcomes import NO_LINES, NO_ROWS, NOT_FILLED, Outcome, unchecked
from xlbudget.checks.ran import At, Ran, State, Told
from xlbudget.checks.shapes import Shape, has_codes, shapes_of, terms_of
from xlbudget.domain.account import FinalAccount
from xlbudget.formats.identity_model import ROW, Identity, Term
from xlbudget.formats.model import Format

_NOTHING: ByColumn = {}
_NO_COLUMNS: frozenset[str] = frozenset()
_ONCE = ("",)


class Evaluation:
    """The identities of a format on one account."""

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self.runner = Runner(account, resolved)
        """What tells an outcome with its cells."""
        self._tables = {name: Numbers(rows) for name, rows in self.runner.rows.items()}
        self._coded = {name for name in self._tables if has_codes(name, resolved.tables)}
        self.with_cells = False
        """Whether rows in which nothing is filled in are outcomes with cells."""
        self.ran = [self._ran(shape) for shape in shapes_of(resolved)]

    @property
    def account(self) -> FinalAccount:
        """The account."""
        return self.runner.account

    def told(self) -> Iterator[Outcome]:
        """What has come out otherwise than sound or blank, in the order of the format."""
        for ran in self.ran:
            for at in sorted(ran.told) if ran.told else ():
                told = ran.told[at]
                if isinstance(told, Outcome):
                    yield told

    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome, with its cells."""
        for ran in self.ran:
            yield from self.outcomes_of(ran)

    def once(self) -> Iterator[Outcome]:
        """The outcomes of the identities that hold once, not for each line of a group, and of which
        anything is filled in.
        """
        for ran in self.ran:
            if ran.shape.first.each is None:
                for identity, row, state in ran.states():
                    if state is not State.BLANK and not isinstance(state, str):
                        yield self._outcome(identity, row, state, ran.shape)

    def outcomes_of(self, ran: Ran) -> Iterator[Outcome]:
        """The outcomes of a shape, with their cells."""
        for identity, row, state in ran.states():
            yield self._outcome(identity, row, state, ran.shape)

    def outcome_at(self, ran: Ran, number: int, at: int) -> Outcome:
        """The outcome of one row of one of a shape's identities."""
        return self._outcome(
            ran.shape.identities[number], ran.rows[at], ran.state(number, at), ran.shape
        )

    def _outcome(self, identity: Identity, row: str, state: State | Told, shape: Shape) -> Outcome:
        if isinstance(state, Outcome):
            return state
        if isinstance(state, str):
            return unchecked(identity, state, row)
        if state is State.BLANK and shape.by_row and not self.with_cells:
            return unchecked(identity, NOT_FILLED, row)
        return self.runner.outcome(identity, row)

    def fill_in(self) -> None:
        """Look at the rows too where nothing is filled in: where something is wrong, a single cell
        filled in there may mend it.
        """
        self.with_cells = True
        for ran in self.ran:
            shape = ran.shape
            if not shape.by_row:
                continue
            for (number, at), told in ran.told.items():
                if isinstance(told, Outcome) and told.row and told.remark == NOT_FILLED:
                    identity = shape.identities[number]
                    ran.told[number, at] = self.runner.outcome(identity, ran.rows[at])
            if shape.of_codes and ran.filled:
                self._without_lines(ran)

    def _ran(self, shape: Shape) -> Ran:
        if not shape.plain:
            return self._with_its_cells(shape)
        first, count = shape.first, len(shape.identities)
        if shape.conditional or not shape.tables <= self._tables.keys():
            remark = self.runner.why_not(first)
            if remark:
                return Ran(shape, dict.fromkeys(range(count), remark), (), [], {})
        remarks: dict[int, str] = {}
        rows: Sequence[str] = _ONCE
        if first.each is not None:
            table, group = first.each
            rows = [line.name for line in self.runner.rows[table].groups.get(group, ())]
            for number, identity in enumerate(shape.identities):
                if not self._any_filled(identity):
                    remarks[number] = NOT_FILLED
                elif not rows:
                    remarks[number] = NO_ROWS
        ran = Ran(shape, remarks, rows, [], {})
        if not remarks or len(remarks) < count:
            if shape.by_columns:
                self._compare_rows(ran)
            else:
                self._add_up(ran)
            if shape.open and self.runner.withheld and first.relation == "=":
                self._tell_what_is_withheld(ran)
        return ran

    def _tell_what_is_withheld(self, ran: Ran) -> None:
        """Rows of which parts are withheld: that the whole may be more is to be told."""
        for at, row in enumerate(ran.rows):
            if not self.runner.hides(ran.shape.first, row):
                continue
            for number, identity in enumerate(ran.shape.identities):
                if number not in ran.remarks and ran.state(number, at) is State.SOUND:
                    ran.told[number, at] = self.runner.outcome(identity, row)

    def _with_its_cells(self, shape: Shape) -> Ran:
        """Identities that are no plain sums: every outcome of them is told."""
        remarks: dict[int, str] = {}
        told: dict[At, Told] = {}
        rows: Sequence[str] = ()
        for number, identity in enumerate(shape.identities):
            outcomes = list(self.runner.outcomes(identity))
            if identity.each is not None and not outcomes[0].row:
                remarks[number] = outcomes[0].remark
                continue
            rows = [outcome.row for outcome in outcomes]
            told |= {(number, at): outcome for at, outcome in enumerate(outcomes)}
        return Ran(shape, remarks, rows, [], told)

    def _any_filled(self, identity: Identity) -> bool:
        """Whether any column that an identity looks at holds an amount in any row."""
        return any(self._tables[term.table].has(term) for term in terms_of(identity))

    def _compare_rows(self, ran: Ran) -> None:
        """Identities that differ in the column alone: most rows are equal in all of them."""
        shape = ran.shape
        left, right = shape.first.left, shape.first.right[0]
        wholes, parts = self._tables[left.table].of(left), self._tables[right.table].of(right)
        columns, known = shape.columns, shape.all_columns
        others = not (
            self._tables[left.table].filled <= known and self._tables[right.table].filled <= known
        )
        for at, row in enumerate(ran.rows):
            whole = wholes.get(row if left.line == ROW else left.line, _NOTHING)
            part = parts.get(row if right.line == ROW else right.line, _NOTHING)
            if others:
                whole = {column: whole[column] for column in columns if column in whole}
                part = {column: part[column] for column in columns if column in part}
            if whole == part:
                ran.filled.append(whole)
                continue
            ran.filled.append({**whole, **part})
            unlike = {column for column, _ in whole.items() ^ part.items()}
            nil = {column for column in unlike if whole.get(column) == 0 and column not in part}
            if nil:  # 合计填 0、各项都空着的格
                unlike -= nil & self._cells(right, row)
            for number, column in enumerate(columns) if unlike else ():
                if column in unlike:
                    self._tell(ran, (number, at), row, (whole.get(column), part.get(column)))
        if shape.of_codes and not shape.by_row:
            self._without_lines(ran)

    def _add_up(self, ran: Ran) -> None:
        """An identity alone, row by row."""
        shape = ran.shape
        sources = [
            (
                self._tables[term.table].of(term),
                None if term.line == ROW else term.line,
                term.column,
            )
            for term in shape.terms
        ]
        columns = [column for _, _, column in sources]
        for at, row in enumerate(ran.rows):
            if shape.in_one_row:
                values = list(map(sources[0][0].get(row, _NOTHING).get, columns))
            else:
                values = [
                    amounts.get(row if name is None else name, _NOTHING).get(column)
                    for amounts, name, column in sources
                ]
            if None not in values:
                ran.filled.append(shape.columns)
                if sum(map(mul, shape.signs, values)):
                    self._tell(ran, (0, at), row, values)
                continue
            blank = values.count(None) == len(values)
            ran.filled.append(() if blank else shape.columns)
            if not (blank and shape.by_row):
                self._tell(ran, (0, at), row, values)

    def _tell(self, ran: Ran, at: At, row: str, values: Sequence[int | None]) -> None:
        """What came of a row of an identity, unless it is sound or blank."""
        shape, identity = ran.shape, ran.shape.identities[at[0]]
        whole, *parts = values
        nothing_right = parts.count(None) == len(parts)
        if nothing_right and shape.of_codes and not self._has_right(identity, row):
            ran.told[at] = NO_LINES
            return
        if whole is None and nothing_right:
            return
        terms = terms_of(identity)
        difference = whole or 0
        lacks = whole is None and (shape.is_total or self._lacks(terms[0], row))
        for term, part in zip(identity.right, parts, strict=True):
            if part is not None:
                difference -= term.sign * part
            elif not lacks:
                lacks = self._lacks(term, row)
        if lacks or difference < 0 or (difference > 0 and identity.relation == "="):
            ran.told[at] = self.runner.outcome(identity, row)

    def _without_lines(self, ran: Ran) -> None:
        """Tell of sums in which nothing is filled in that there is nothing to add."""
        shape, rights = ran.shape, ran.shape.first.right
        for at, row in enumerate(ran.rows):
            filled = ran.filled[at]
            if len(filled) == len(shape.columns):
                continue
            if shape.by_columns:
                blank = shape.all_columns - self._cells(rights[0], row)
            else:
                blank = frozenset() if self._has_right(shape.first, row) else shape.all_columns
            for number, column in enumerate(shape.columns) if blank else ():
                if column in blank and column not in filled and number not in ran.remarks:
                    ran.told.setdefault((number, at), NO_LINES)

    def _has_right(self, identity: Identity, row: str) -> bool:
        """Whether the right side has any cell, filled in or not."""
        return any(term.column in self._cells(term, row) for term in identity.right)

    def _cells(self, term: Term, row: str) -> frozenset[str]:
        """The columns in which a term has any cell, filled in or not."""
        rows = self.runner.rows[term.table]
        name = row if term.line == ROW else term.line
        if term.whole_group or term.children:
            lines = (rows.groups if term.whole_group else rows.below).get(name, ())
            first, *others = {rows.columns[line.name].all for line in lines} or (_NO_COLUMNS,)
            return first.union(*others) if others else first
        columns = rows.columns.get(name)
        if columns is None:
            return _NO_COLUMNS
        return columns.above if term.sub_columns else columns.all

    def _lacks(self, term: Term, row: str) -> bool:
        """Whether the table has no such row or column; a code that is not there is nothing."""
        if term.whole_group or term.children:
            return False
        name = row if term.line == ROW else term.line
        if name.isdecimal() and term.table in self._coded:
            return False
        columns = self.runner.rows[term.table].columns.get(name)
        return columns is None or not (term.sub_columns or term.column in columns.all)
