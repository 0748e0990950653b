"""Runs the identities of a format: left = sum(right), or left >= sum(right).

The tolerance is derived from how exactly the amounts are known: half a unit of the last known
digit for each amount that is not zero, nothing where 元 are known. Blank and 不适用 count as zero
and add no tolerance, and so does a row that the table lacks, which is then named. Where nothing is
filled in there is nothing to check, and that is no pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from xlbudget.checks.outcomes import (
    NO_LINES,
    NO_ROWS,
    NOT_FILLED,
    Addend,
    Outcome,
    judged,
    unchecked,
)
from xlbudget.checks.rows import Rows
from xlbudget.checks.withheld import REMARK, hides
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import level
from xlbudget.domain.statements import Cell, Line
from xlbudget.formats.identity_model import ROW, Identity, Term
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format
from xlbudget.formats.names import FigureName
from xlbudget.formats.table_model import LEVELS


class Runner:
    """Runs the identities of a format on one account.

    Of a hundred columns of a detailed table few are filled in: an outcome of a row where nothing is
    has no cells, until somebody asks for them.
    """

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self.account, self.format = account, resolved
        self.rows = {name: Rows(known.lines) for name, known in account.statements.items()}
        self.prior: dict[str, Rows] = {}
        self.withheld = account.withheld
        self._without: dict[str, bool] = {}

    def outcomes(self, identity: Identity) -> Iterator[Outcome]:
        """An identity once, or once for each line that it holds for."""
        remark, terms = self.why_not(identity), (identity.left, *identity.right)
        if remark:
            yield unchecked(identity, remark)
        elif identity.each is None:
            yield self.outcome(identity)
        elif not any(map(self._any_filled, terms)):
            yield unchecked(identity, NOT_FILLED)
        else:
            table, group = identity.each
            lines = self.rows[table].groups.get(group, ())
            if not lines:
                yield unchecked(identity, NO_ROWS)
            for line in lines:
                if any(self._filled_in(term, line.name) for term in terms):
                    yield self.outcome(identity, line.name)
                else:
                    yield unchecked(identity, NOT_FILLED, line.name)

    def why_not(self, identity: Identity) -> str:
        """Why an identity does not hold for this account or cannot be looked at, or nothing."""
        if identity.only_if:
            trait, words = identity.only_if
            word = self.format.traits.get(trait, "")
            if word not in words:
                return f"不适用（{trait}为{word}）"
        terms = (identity.left, *identity.right)
        tables = [term.table for term in terms if not term.prior]
        if identity.each:
            tables.append(identity.each[0])
        if any(table not in self.rows for table in tables):
            return "没有这张表"
        if any(term.prior and not self._is_given(term) for term in terms):
            return "没有上年数"
        return ""

    def _any_filled(self, term: Term) -> bool:
        """Whether any of the columns that a term looks at holds an amount in any row."""
        return term.prior or _looks_at(term, self.rows[term.table], self.rows[term.table].filled)

    def _filled_in(self, term: Term, row: str) -> bool:
        """Whether a term looks at any amount, in a run for one row."""
        if term.prior or term.whole_group:
            return True
        rows = self.rows[term.table]
        of = rows.filled_below if term.children else rows.filled_in
        return _looks_at(term, rows, of.get(row if term.line == ROW else term.line, _NOTHING))

    def outcome(self, identity: Identity, row: str = "") -> Outcome:
        """An identity, or one row of it, with its cells."""
        left: list[Addend] = []
        right: list[Addend] = []
        absent: list[Term] = []
        self._gather(identity.left, row, left, absent)
        for term in identity.right:
            self._gather(term, row, right, absent)
        if identity.left_optional and not left:
            return unchecked(identity, "表中没有这一行", row)
        if not right and any(map(self._needs_lines, identity.right)):
            return unchecked(identity, NO_LINES, row)
        relation, remark = identity.relation, ""
        if identity.equal_without and self._is_nil(*identity.equal_without):
            relation = "="
        if relation == "=" and self.hides(identity, row):
            relation, remark = ">=", REMARK
        outcome = judged(identity, row, relation, left, right, absent, remark)
        if outcome.filled and identity.adjusted_by:
            return self._adjusted(outcome)
        return outcome

    def _adjusted(self, outcome: Outcome) -> Outcome:
        """An outcome with what the unit recorded; an optional adjustment only where that brings
        the sides nearer.
        """
        identity = outcome.identity
        adjusted, remark = self._adjustments(identity)
        if not adjusted:
            return outcome
        right = (*outcome.right, *adjusted)
        found = judged(
            identity, outcome.row, outcome.relation, outcome.left, right, outcome.absent, remark
        )
        nearer = abs(found.difference) < abs(outcome.difference)
        return outcome if identity.adjustment_optional and not nearer else found

    def hides(self, identity: Identity, row: str) -> bool:
        """Whether parts are withheld, so that the whole on the left may be more than the right."""
        return bool(self.withheld) and any(
            term.sign > 0 and hides(term, row, self.rows_of(term), self.withheld, self.format)
            for term in identity.right
        )

    def _needs_lines(self, term: Term) -> bool:
        """Whether a term is a sum over codes: a table that shows none leaves nothing to add."""
        of_codes = self.format.tables[term.table].functional is not None
        return term.children or term.sub_columns or (term.whole_group and of_codes)

    def _is_given(self, term: Term) -> bool:
        """Whether anything of last year's amounts that a term asks for is filled in."""
        return any(addend.cell.amount is not None for addend in self.addends(term, ""))

    def rows_of(self, term: Term) -> Rows:
        """The rows that a term looks at; those of 上年数 are made once."""
        if not term.prior:
            return self.rows[term.table]
        if term.table not in self.prior:
            self.prior[term.table] = Rows(_prior_lines(term.table, self.account, self.format))
        return self.prior[term.table]

    def addends(self, term: Term, row: str) -> list[Addend]:
        """A term's cells, in a run for one row ("" where an identity holds once)."""
        addends: list[Addend] = []
        self._gather(term, row, addends, [])
        return addends

    def _gather(self, term: Term, row: str, addends: list[Addend], absent: list[Term]) -> None:
        """Add a term's cells; name it where its table has no such cell."""
        sign, column = term.sign, term.column
        rows = self.rows_of(term)
        name = row if term.line == ROW else term.line
        if term.whole_group or term.children:
            for line in (rows.groups if term.whole_group else rows.below).get(name, ()):
                cell = _cell(line, column)
                if cell is not None:
                    addends.append(Addend(sign, line, column, cell))
            return
        found = rows.lines.get(name)
        cell = None if found is None or term.sub_columns else _cell(found, column)
        if found is not None and term.sub_columns:
            for below in rows.columns_below.get(column, ()):
                cell = _cell(found, below)
                if cell is not None:
                    addends.append(Addend(sign, found, below, cell))
        elif found is not None and cell is not None:
            addends.append(Addend(sign, found, column, cell))
        elif not term.prior and not (
            name.isdecimal() and self.format.tables[term.table].functional is not None
        ):
            absent.append(term)  # 没有一个科目就是零，不必点名

    def _is_nil(self, name: str, terms: Sequence[Term]) -> bool:
        """Whether a named sum is known to be nothing."""
        if name not in self._without:
            addends: list[Addend] = []
            known = all(
                self._is_given(term) if term.prior else term.table in self.rows for term in terms
            )
            for term in terms if known else ():
                addends += self.addends(term, "")
            sum_ = sum(addend.sign * addend.amount.fen for addend in addends)
            self._without[name] = known and sum_ == 0
        return self._without[name]

    def _adjustments(self, identity: Identity) -> tuple[list[Addend], str]:
        """What the unit recorded with a reason (年初结转调整), and the words for the ledger."""
        found: list[Addend] = []
        said: list[str] = []
        for field in identity.adjusted_by:
            cell = self.account.numbers.get(field)
            reason = self.account.supplement.get(f"{field}原因")
            if cell is not None and cell.amount is not None and reason is not None:
                line = Line(field, field, {VALUE: cell}, SUPPLEMENT)
                found.append(Addend(1, line, VALUE, cell))
                said.append(f"已登记{field}{cell.amount.exact_text()}：{reason.text}")
        return found, "；".join(said)


_NOTHING: frozenset[str] = frozenset()


def _looks_at(term: Term, rows: Rows, filled: AbstractSet[str]) -> bool:
    """Whether a term looks at any of some columns."""
    if term.sub_columns:
        return not filled.isdisjoint(rows.columns_below.get(term.column, ()))
    return term.column in filled


def _prior_lines(table: str, account: FinalAccount, resolved: Format) -> Iterator[Line]:
    """The lines of 上年数 for a table, each called by its own words."""
    defined = resolved.tables[table]
    cells: dict[str, dict[str, Cell]] = {}
    for (name, line, column), cell in account.prior.items():
        if name == table:
            cells.setdefault(line, {})[column] = cell
    for line, columns in cells.items():
        known = defined.line(line)
        group = LEVELS[level(line)] if known is None and line.isdecimal() else ""
        label = f"上年{FigureName(table, line, '').line_label(resolved)}"
        yield Line(line, label, columns, known.group if known else group)


def _cell(line: Line, column: str) -> Cell | None:
    try:
        return line.cells[column]
    except KeyError:
        return None
