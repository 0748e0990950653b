"""errors/ 下汇总才有的问题：unit-1.toml、unit-2.toml … 是各单位，写法同 input.toml。

department.toml 是部门：asked = true 是不告诉程序哪些往来是内部的（否则说都不是），[[off]] 是部门
自己的表里与汇总不同的一格（table、line、column）和差多少元（by）。部门写好了年初结转调整数的原因。
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from xlbudget.analysis.eliminations import PAYMENTS, Given
from xlbudget.analysis.rollup import roll_up
from xlbudget.analysis.sums import UnitAccount
from xlbudget.checks.rollup import compare
from xlbudget.checks.rollup_questions import rollup_findings, unit_errors
from xlbudget.checks.tables import check_tables
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Source
from xlbudget.formats.model import Format
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.department import department_account

REASON = "年初结转调整数原因"


def units_in(folder: Path) -> list[Path]:
    """各单位的文件；没有就不是汇总的问题。"""
    return sorted(folder.glob("unit-*.toml"))


def named(account: FinalAccount, name: str) -> FinalAccount:
    """同一套账，作另一个单位的：名称和文件名都换掉。"""
    file = f"{name}.xlsx"

    def moved(source: Source) -> Source:
        return source._replace(file=file)

    statements = {
        table: replace(
            statement,
            file=file,
            unit_name=name,
            lines=tuple(
                replace(
                    line,
                    cells={
                        column: cell._replace(source=moved(cell.source))
                        for column, cell in line.cells.items()
                    },
                )
                for line in statement.lines
            ),
        )
        for table, statement in account.statements.items()
    }
    return replace(account, file=file, unit_name=name, statements=statements)


def rolled_results(accounts: list[tuple[FinalAccount, Format]], folder: Path, file: str) -> Results:
    """汇总、与部门自己的表核对，再跑一遍部门的账。"""
    said = tomllib.loads((folder / "department.toml").read_text(encoding="utf-8"))
    units = [
        UnitAccount(named(account, f"示例{at}所"), resolved)
        for (account, resolved), at in zip(accounts, "一二三", strict=False)
    ]
    resolved = units[0].format
    given: Given | None = None if said.get("asked") else {payment: [] for payment in PAYMENTS}
    rolled = roll_up(units, resolved, given)
    found: list[Finding] = []
    if "off" in said:
        amounts = rolled.amounts()
        for off in said["off"]:
            key = off["table"], off["line"], off["column"]
            known = amounts[key]
            by = Amount.of(off["by"], Unit.YUAN)
            step = PUBLISHED if known.precision > EXACT else EXACT
            amounts[key] = Amount(known.fen + by.fen, step)
        own = account_in_layout(resolved, "示例街道办事处", file, amounts)
        found += compare(own, rolled, resolved).findings
    found += rollup_findings(rolled, resolved, file)
    for unit, own_format in units:
        errors = [f for f in check_tables(unit, own_format).findings if f.level is Level.ERROR]
        found += unit_errors(unit, errors, file)
    department = department_account(rolled, resolved, "示例街道办事处", file)
    at = department.supplement_cells[REASON]
    texts = {**department.supplement, REASON: Entry("各单位会计差错更正之和", at)}
    return run(replace(department, supplement=texts), resolved, found)
