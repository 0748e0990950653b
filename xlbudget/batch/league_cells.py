"""The superior's tables and the sums over its units, cell by cell, as rows of 汇总核对."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlbudget.analysis.eliminations import eliminated, reductions, tables_of_payments
from xlbudget.batch.league_addends import addends_of
from xlbudget.batch.league_sums import Tally, Total, amount_in, amounts_of, parts_of, some
from xlbudget.batch.league_units import UnitRecord, Units
from xlbudget.checks.rollup import off_by, one_amount, pairs, said_of, whole_cause
from xlbudget.checks.rollup_questions import of_question
from xlbudget.domain.account import CellKey, FinalAccount
from xlbudget.domain.codes import is_code
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Cell, Statement
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.names import BUDGET, FigureName, unnumbered
from xlbudget.pipeline import Reading
from xlbudget.workbook.list_sheet import ListColumn, ListSheet, Marked, Value

ROLLUP = "汇总核对"
DIFFERS, TAIL, AGREES = "不符", "尾差", "相符"
NOT_COMPARED, LEFT_OUT, ELIMINATED, ASKED = "没有核对", "没有汇总", "内部抵消", "内部待定"
_STYLES = {DIFFERS: "error", ASKED: "error", TAIL: "text", AGREES: "text"}
_NOTHING = Total(0)


@dataclass(frozen=True, slots=True)
class Rollup:
    """How the superior's tables compare: what is told above the list, and its rows."""

    says: str
    differing: int
    rows: tuple[Sequence[Value], ...]

    def sheet(self) -> ListSheet:
        """The sheet, what differs first."""
        columns = (
            ListColumn("结果", 10),
            ListColumn("表", 34, "wrapped"),
            ListColumn("科目编码", 11),
            ListColumn("项目", 30, "wrapped"),
            ListColumn("栏", 20, "wrapped"),
            *(ListColumn(words, 17, "exact") for words in ("上级的数", "各单位之和", "相差")),
            ListColumn("上级的格", 26, "wrapped"),
            ListColumn("说明", 80, "wrapped"),
        )
        above = (ROLLUP, self.says, "金额单位：万元，列到分；相差是上级的数减各单位之和。")
        return ListSheet(ROLLUP, above, columns, self.rows)


class Comparison:
    """The superior's account against the sums of the units."""

    def __init__(
        self, units: Units, own: Reading, members: Sequence[UnitRecord], tally: Tally
    ) -> None:
        self._units, self._own, self._members, self._tally = units, own, members, tally
        self._format = own.format
        self._found, self._asked = eliminated(tally.booked.__getitem__)
        self._taken = reductions(self._found)
        self._notes: list[Sequence[Value]] = []
        self._account = self._comparable()

    def result(self, left_out: Sequence[Sequence[Value]]) -> Rollup:
        """All cells: those that differ with what is known of the units behind them."""
        totals = self._tally.totals(self._taken, self._account.statements)
        totals = {key: each for key, each in totals.items() if self._has_column(key)}
        wrong: dict[CellKey, tuple[Cell | None, Total, int]] = {}
        others: dict[str, list[Sequence[Value]]] = {TAIL: [], AGREES: []}
        for key, cell, total in pairs(self._account, totals, self._tally.withheld):
            summed = total or _NOTHING
            off = off_by(cell, summed)
            if off.fen and not off.explained:
                wrong[key] = cell, summed, off.fen
            else:
                how = TAIL if off.fen else AGREES
                others[how].append(self._row(how, key, cell, summed, off.fen))
        off_cells = {key: off for key, (_, _, off) in wrong.items()}
        whole = whole_cause(off_cells, self._parts(off_cells), self._taken)
        ordered = {key: off_cells[key] for same in one_amount(off_cells) for key in same}
        addends = addends_of(self._units, self._members, ordered)
        money = self._format.style.unit
        rows = [
            self._row(DIFFERS, key, *found, addends[key].words(money) if key in addends else "")
            for key, found in ((key, wrong[key]) for key in ordered)
        ]
        rows += (note(ASKED, of_question(q, self._format, "").message) for q in self._asked)
        rows += [*self._notes, *left_out, *self._eliminations()]
        rows += [*others[TAIL], *others[AGREES]]
        tails, agreeing = (len(others[how]) for how in (TAIL, AGREES))
        says = (
            f"与“{self._own.account.unit_name}”自己的表核对：汇总 {len(self._members)} 个单位，"
            f"核对 {len(wrong) + tails + agreeing} 格，分毫不差 {agreeing} 格，"
            f"尾差 {tails} 格，不符 {len(wrong)} 格。"
        )
        says += said_of(*whole) if whole else ""
        says += f"{len(left_out)} 个单位没有汇总在内。" if left_out else ""
        return Rollup(says, len(wrong), tuple(rows))

    def _comparable(self) -> FinalAccount:
        """The superior's tables that can be compared, without budgets that cannot be summed."""
        kept = {}
        account = self._own.account
        for name, known in self._tally.tables.items():
            title, statement = self._format.tables[name].title, account.statements.get(name)
            if known.lacking and (known.filled or self._sees_payments(name)):
                self._notes.append(note(NOT_COMPARED, f"{some(known.lacking)}没有这张表。", title))
            elif statement is None:
                if known.filled:
                    self._notes.append(note(NOT_COMPARED, "上级的工作簿没有这张表。", title))
            else:
                base = self._format.traits.get(self._format.tables[name].budget, "")
                why = self._tally.budgets_differ(name, base)
                if why:
                    self._notes.append(note(NOT_COMPARED, f"预算数没有核对：{why}。", title))
                    statement = _without_budgets(statement)
                kept[name] = statement
        return replace(account, statements=kept)

    def _sees_payments(self, table: str) -> bool:
        """Whether without a table nobody sees what units paid each other."""
        return self._tally.received and table in tables_of_payments()

    def _has_column(self, key: CellKey) -> bool:
        """Whether the superior's table has the column: 预算数 may have been left out."""
        table, _, column = key
        return column != BUDGET or any(
            BUDGET in line.cells for line in self._account.statements[table].lines
        )

    def _parts(self, off: Mapping[CellKey, int]) -> Iterator[tuple[str, Mapping[CellKey, int]]]:
        """What each unit brings in, of all that is compared. A unit whose amount in one of the
        cells is not what that is off by cannot be the cause, and is passed over.
        """
        withheld = self._tally.withheld
        (probe, fen), *_ = off.items()
        for record in self._members:
            amounts = amounts_of(self._units, record) or {"tables": {}}
            if abs(amount_in(amounts, probe)) == abs(fen):
                parts = {
                    key: fen
                    for key, fen in parts_of(amounts)
                    if key[0] in self._account.statements
                    and self._has_column(key)
                    and not (is_code(key[1]) and is_withheld(key[1], withheld))
                }
                yield record.unit, parts

    def _row(
        self, how: str, key: CellKey, cell: Cell | None, summed: Total, off: int, said: str = ""
    ) -> Sequence[Value]:
        table, line, column = key
        statement = self._account.statements[table]
        name = FigureName(table, line, column)
        printed = statement.line(line)
        label = unnumbered(printed.label) if printed and is_code(line) else ""
        amount = cell.amount if cell else None
        return [
            Marked(how, _STYLES[how]),
            statement.title,
            line if is_code(line) else None,
            label or name.line_label(self._format),
            name.column_label(self._format),
            _wan(amount.fen) if amount is not None else None,
            _wan(summed.fen),
            _wan(off) if off else None,
            f"{statement.sheet}!{cell.source.cell}" if cell else "没有这一行",
            said,
        ]

    def _eliminations(self) -> Iterator[Sequence[Value]]:
        """What units paid each other, each booking with its place."""
        for elimination in self._found:
            for each in elimination.booked:
                side = self._format.glossary.chinese(each.side.column)
                words = f"{each.unit}（{each.cell.source}）"
                title = self._format.tables[each.side.table].title
                row = [ELIMINATED, title, each.code, None, side, None, _wan(each.amount.fen)]
                yield [*row, None, None, words]


def _without_budgets(statement: Statement) -> Statement:
    lines = (
        replace(line, cells={at: cell for at, cell in line.cells.items() if at != BUDGET})
        for line in statement.lines
    )
    return replace(statement, lines=tuple(lines))


def note(how: str, said: str, title: str | None = None) -> Sequence[Value]:
    """A row that is about no cell."""
    marked = Marked(how, _STYLES.get(how, "warning"))
    return [marked, title, *[None] * 7, said]


def _wan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-6)
