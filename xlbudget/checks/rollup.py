"""R60: a department's tables against the sum over its units, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from xlbudget.analysis.rollup import RolledUp
from xlbudget.analysis.sums import Sum
from xlbudget.domain.account import CellKey, FinalAccount
from xlbudget.domain.codes import is_code
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import EXACT, Amount
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName, default_column, unnumbered

ROLLUP_DIFFERS = "rollup-differs"
ROLLUP_TAILS = "rollup-tails"

LEFT_OUT, TWICE, NOT_ELIMINATED = "unit-left-out", "unit-counted-twice", "not-eliminated"
_NOTHING = Sum(())


class Summed(Protocol):
    """A sum over the units: in 分, and how far the true one may lie from it, in half 分."""

    @property
    def fen(self) -> int:
        """The sum."""

    @property
    def slack(self) -> int:
        """How far the true sum may lie from it."""


S = TypeVar("S", bound=Summed)


@dataclass(frozen=True, slots=True)
class _Off:
    """A cell of the department that is not the sum of its units; by so many 分."""

    key: CellKey
    cell: Cell | None
    summed: Sum
    off: int


@dataclass(frozen=True, slots=True)
class Compared:
    """How a department's tables compare with the sums: what was found, how many cells were looked
    at and how many agree exactly, and the titles of tables that the department does not have.
    """

    findings: tuple[Finding, ...]
    cells: int
    agreeing: int
    missing: tuple[str, ...] = ()


def compare(department: FinalAccount, rolled: RolledUp, resolved: Format) -> Compared:
    """R60. Amounts in 元 must agree exactly; where any is known to 0.01 万元 only, by half of that
    for each, and such tails are told together. One cause is one finding.
    """
    wrong: list[_Off] = []
    tails: list[_Off] = []
    seen = 0
    words = _Words(department, resolved)
    for key, cell, summed in pairs(department, rolled.sums, rolled.withheld):
        off = off_by(cell, summed or _NOTHING)
        seen += 1
        if off.fen:
            known = _Off(key, cell, summed or _NOTHING, off.fen)
            (tails if off.explained else wrong).append(known)
    findings = list(_causes(wrong, rolled, words))
    if tails:
        findings.append(words.of_tails(tails))
    missing = dict.fromkeys(key[0] for key in rolled.sums if key[0] not in department.statements)
    titles = tuple(resolved.tables[table].title for table in missing)
    return Compared(tuple(findings), seen, seen - len(wrong) - len(tails), titles)


class Off(NamedTuple):
    """By how many 分 a cell of the department is not the sum, and whether rounding explains it."""

    fen: int
    explained: bool


def off_by(cell: Cell | None, summed: Summed) -> Off:
    """What is between a cell of the department and the sum of its units."""
    amount = cell.amount if cell and cell.amount is not None else Amount(0)
    fen = amount.fen - summed.fen
    slack = summed.slack + (amount.slack if amount.fen else 0)
    return Off(fen, 2 * abs(fen) <= slack)


def pairs(
    department: FinalAccount, sums: Mapping[CellKey, S], withheld: Collection[str]
) -> Iterator[tuple[CellKey, Cell | None, S | None]]:
    """Every cell in which the department or any of its units has an amount, with the sum; of rows
    that any of them withholds there is no sum to compare with.
    """
    seen: set[CellKey] = set()
    for table, statement in department.statements.items():
        for line in statement.lines:
            if is_code(line.name) and is_withheld(line.name, withheld):
                continue
            for column, cell in line.cells.items():
                key = table, line.name, column
                if cell.amount is not None or key in sums:
                    seen.add(key)
                    yield key, cell, sums.get(key)
    for key, summed in sums.items():
        if key not in seen and key[0] in department.statements:
            yield key, None, summed


def whole_cause(
    off: Mapping[CellKey, int],
    units: Iterable[tuple[str, Mapping[CellKey, int]]],
    taken: Mapping[CellKey, int],
) -> tuple[str, str] | None:
    """The one cause of all that is off, with the unit it is about: a whole unit that was left out
    or counted twice, or an elimination that was not made. `units` are what each brings in.
    """
    for unit, parts in units if len(off) > 1 else ():
        if off == {key: -part for key, part in parts.items()}:
            return LEFT_OUT, unit
        if off == parts:
            return TWICE, unit
    return (NOT_ELIMINATED, "") if off and off == taken else None


def said_of(cause: str, unit: str) -> str:
    """Such a cause in words."""
    return {
        LEFT_OUT: f"部门表正好少了“{unit}”的全部数：没有汇总它。",
        TWICE: f"部门表正好多了一份“{unit}”：汇总了两次。",
        NOT_ELIMINATED: "相差的正是单位之间上缴、补助的数：部门表没有抵消它们。",
    }[cause]


def one_amount(off: Mapping[CellKey, int]) -> Iterator[list[CellKey]]:
    """The cells that are off by the same amount, of several the lowest code first: one amount that
    runs through them.
    """
    by_amount: dict[int, list[CellKey]] = {}
    for key, fen in off.items():
        by_amount.setdefault(fen, []).append(key)
    for same in by_amount.values():
        yield sorted(same, key=lambda key: -len(key[1]) if is_code(key[1]) else 0)


def _causes(wrong: Sequence[_Off], rolled: RolledUp, words: _Words) -> Iterator[Finding]:
    """One finding for each cause: a whole unit, an elimination that was not made, or else one
    amount that runs through several cells.
    """
    by_key = {each.key: each for each in wrong}
    off = {each.key: each.off for each in wrong}
    taken = {key: each.eliminated for key, each in rolled.sums.items() if each.eliminated}
    parts = (
        (unit, {k: s.part(unit) for k, s in rolled.sums.items() if s.part(unit)})
        for unit in rolled.units
    )
    whole = whole_cause(off, parts, taken)
    if whole:
        yield words.of_cause(wrong, whole[0], said_of(*whole))
        return
    for same in one_amount(off):
        yield words.of_cause([by_key[key] for key in same])


class _Words:
    """Findings about cells of the department."""

    def __init__(self, department: FinalAccount, resolved: Format) -> None:
        self._department = department
        self._format = resolved

    def of_cause(self, wrong: Sequence[_Off], cause: str | None = None, why: str = "") -> Finding:
        """The first cell, and below it the others that one cause explains."""
        first, *others = (self._finding(each, cause) for each in wrong)
        advice = why or "请核对部门表和列出的各单位的数。"
        return replace(first, message=first.message + advice, follows=tuple(others))

    def of_tails(self, tails: Sequence[_Off]) -> Finding:
        """All differences inside the tolerance as one."""
        follows = tuple(
            replace(self._finding(each, "rounding"), check=ROLLUP_TAILS, level=Level.INFO)
            for each in tails
        )
        return Finding(
            check=ROLLUP_TAILS,
            verdict=Verdict.FAIL,
            level=Level.INFO,
            file=self._department.file,
            cause="rounding",
            basis="published",
            inputs=tuple(dict.fromkeys(at for each in follows for at in each.inputs)),
            message=f"部门表与各单位之和有 {len(tails)} 处差额在四舍五入允许范围内，不算错误。",
            follows=follows,
        )

    def _finding(self, each: _Off, cause: str | None) -> Finding:
        table, line, column = each.key
        statement = self._department.statements[table]
        printed = each.cell.amount if each.cell else None
        source = each.cell.source if each.cell else None
        unit = self._format.style.unit
        shown = printed.exact_text(unit) if printed is not None else "空白"
        expected = Amount(each.summed.fen).exact_text(unit)
        off = Amount(abs(each.off)).exact_text(unit)
        at = f"（{source}）" if source else f"（{statement.sheet}，没有这一行）"
        places = [f"{cell.source.in_file}" for _, cell in each.summed.addends]
        own = (str(source),) if source else ()
        exact = all(
            amount.precision == EXACT
            for amount in (printed, *(cell.amount for _, cell in each.summed.addends))
            if amount is not None
        )
        return Finding(
            check=ROLLUP_DIFFERS,
            verdict=Verdict.FAIL,
            level=Level.ERROR,
            file=self._department.file,
            where=Place(sheet=statement.sheet, cell=source.cell if source else None),
            printed=shown,
            expected=expected,
            formula=self._formula(each.summed),
            basis="yuan" if exact else "published",
            inputs=(*own, *dict.fromkeys(places)),
            cause=cause,
            message=f"“{statement.title}”{self._name(table, line, column)}是{shown}{at}，"
            f"各单位之和是{expected}，相差{off}：{self._addends(each.summed)}。",
        )

    def _name(self, table: str, line: str, column: str) -> str:
        name = FigureName(table, line, column)
        code = f"{line} " if is_code(line) else ""
        printed = self._department.statements[table].line(line)
        label = unnumbered(printed.label) if code and printed else ""
        words = f"{code}{label or name.line_label(self._format)}"
        if column == default_column(self._format, table, line):
            return words
        return f"{words}·{name.column_label(self._format)}"

    def _formula(self, summed: Sum) -> str:
        """The sum in numbers: 10 + 2.5 − 2."""
        unit = self._format.style.unit
        amounts = [cell.amount for _, cell in summed.addends if cell.amount is not None]
        text = " + ".join(str(amount.number(unit)) for amount in amounts)
        out = Amount(summed.eliminated).number(unit)
        return f"{text} − {out}" if summed.eliminated else text

    def _addends(self, summed: Sum) -> str:
        """Each unit with its amount and place, and what is eliminated."""
        unit = self._format.style.unit
        parts = [
            f"{name}{cell.amount.exact_text(unit)}（{cell.source.in_file}）"
            for name, cell in summed.addends
            if cell.amount is not None
        ]
        if summed.eliminated:
            out = Amount(summed.eliminated).exact_text(unit)
            parts.append(f"内部往来抵消{out}")
        return "、".join(parts) or "各单位都没有这个数"
