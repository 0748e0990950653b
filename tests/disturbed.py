"""一套账里的每一格：换一个数；哪些格有等式管着。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from tests.identity_runs import run_identities
from xlbudget.checks.registry import RULES
from xlbudget.checks.rules import run_rules
from xlbudget.checks.tables import check_tables
from xlbudget.domain.account import BUDGET_SHEET, PRIOR_SHEET, SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Holds, Statement
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName

STEP = 10_000
"""0.01 万元，以分计。"""

EQUATIONS = {
    "budget-items-add-up",
    "three-public-budget-agrees",
    "operating-expenses-agree",
    "procurement-parts",
    "reception-splits",
}
"""规则里的等式；其余的规则只比大小、看符号、看编码。"""


class Spot(NamedTuple):
    """一个放金额的格子：在哪里（表、上年数、预算数、补充资料），哪一格。"""

    sheet: str
    key: tuple[str, ...]


def spots(account: FinalAccount, *, blank: bool = False) -> dict[Spot, Cell]:
    """有金额的格子；`blank` 时表里空着的也算。"""
    found = {Spot(sheet, key): cell for sheet, key, cell in _cells(account)}
    return {
        spot: cell
        for spot, cell in found.items()
        if cell.amount is not None or (blank and not spot.sheet and cell.holds is Holds.BLANK)
    }


def _cells(account: FinalAccount) -> Iterator[tuple[str, tuple[str, ...], Cell]]:
    for table, statement in account.statements.items():
        for line in statement.lines:
            for column, cell in line.cells.items():
                yield "", (table, line.name, column), cell
    for prior, cell in account.prior.items():
        yield PRIOR_SHEET, prior, cell
    for budget, cell in account.budgets.items():
        yield BUDGET_SHEET, budget, cell
    for field, cell in account.numbers.items():
        yield SUPPLEMENT_SHEET, (field,), cell


def cell_at(account: FinalAccount, spot: Spot) -> Cell:
    """那一格。"""
    if spot.sheet == PRIOR_SHEET:
        return account.prior[spot.key]  # type: ignore[index]
    if spot.sheet == BUDGET_SHEET:
        return account.budgets[spot.key]  # type: ignore[index]
    if spot.sheet == SUPPLEMENT_SHEET:
        return account.numbers[spot.key[0]]
    cell = account.cell(*spot.key)
    assert cell is not None
    return cell


def changed(account: FinalAccount, spot: Spot, fen: int) -> FinalAccount:
    """那一格多 `fen` 分，别的都不动。"""
    before = cell_at(account, spot).amount or Amount(0)
    return _with(account, {spot: Amount(before.fen + fen, before.precision)})


def _with(account: FinalAccount, amounts: Mapping[Spot, Amount]) -> FinalAccount:
    def put(cells: Mapping[tuple[str, ...], Cell], sheet: str) -> dict[tuple[str, ...], Cell]:
        return {
            key: Cell.with_amount(cell.source, amounts[Spot(sheet, key)])
            if Spot(sheet, key) in amounts
            else cell
            for key, cell in cells.items()
        }

    numbers = put({(field,): cell for field, cell in account.numbers.items()}, SUPPLEMENT_SHEET)
    touched = {spot.key[0] for spot in amounts if not spot.sheet}
    return replace(
        account,
        statements={
            name: _statement(known, amounts) if name in touched else known
            for name, known in account.statements.items()
        },
        prior=put(account.prior, PRIOR_SHEET),  # type: ignore[arg-type]
        budgets=put(account.budgets, BUDGET_SHEET),  # type: ignore[arg-type]
        numbers={field: cell for (field,), cell in numbers.items()},
    )


def _statement(statement: Statement, amounts: Mapping[Spot, Amount]) -> Statement:
    lines = []
    for line in statement.lines:
        cells = {
            column: Cell.with_amount(cell.source, amounts[spot])
            if (spot := Spot("", (statement.table, line.name, column))) in amounts
            else cell
            for column, cell in line.cells.items()
        }
        lines.append(replace(line, cells=cells))
    return replace(statement, lines=tuple(lines))


def failures(account: FinalAccount, resolved: Format) -> list[Finding]:
    """错误和提醒，错误在前。"""
    found = check_tables(account, resolved).findings
    serious = [finding for finding in found if finding.level is not Level.INFO]
    return sorted(serious, key=lambda finding: finding.level is not Level.ERROR)


def constrained(account: FinalAccount, resolved: Format) -> set[str]:
    """有等式管着的格子：空格都当作写着零，参与了任何一条等式的就是。"""
    blank = [spot for spot, cell in spots(account, blank=True).items() if cell.amount is None]
    filled = _with(account, dict.fromkeys(blank, Amount(0)))
    places = {
        str(addend.cell.source)
        for outcome in run_identities(filled, resolved)
        if outcome.relation == "=" and outcome.verdict is not Verdict.UNCHECKED
        for addend in outcome.addends
    }
    rules = [rule for rule in RULES if rule.name in EQUATIONS]
    return places.union(*(entry.inputs for entry in run_rules(rules, account, resolved)[1]))


def told(spot: Spot, resolved: Format) -> str:
    """一格怎样称呼：表、行（科目只说是类、款、项）、列。"""
    if spot.sheet == SUPPLEMENT_SHEET:
        return f"{spot.sheet} {spot.key[0]}"
    table, line, column, *base = spot.key
    if table == SUPPLEMENT:
        return f"{spot.sheet} 补充资料 {line}"
    name, known = FigureName(table, line, column), resolved.tables[table]
    row = name.line_label(resolved)
    if line.isdecimal() and known.functional is not None:
        row = {3: "类", 5: "款", 7: "项"}[len(line)]
    return " ".join([spot.sheet, known.title, row, name.column_label(resolved), *base]).strip()
