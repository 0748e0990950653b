"""小表和勾稽写成文字，读成决算和格式。

    # 甲 万元 | 合计 | 一般     一张表：名称、单位、各列（不写列的只有一列“金额”）
    收入总计 | 10.00 | —        一行：名称、各格；空着是空白，— 是不适用
    各项/捐款 | 6.00            属于“各项”这一组的行
    ? 甲.收入总计 = 甲.各项.*   勾稽，名称和标题就是它自己；列写作 @一般

表名就是工作表名，第一行是 1，各格从 B 列起；要读的格子写法与 checks.toml 相同。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from xlbudget.checks.causes import Cause, group_causes
from xlbudget.checks.identities import Outcome, run_identities
from xlbudget.checks.ledger import Ledger
from xlbudget.checks.tables import check_tables
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Line, Source, Statement
from xlbudget.formats.library import find
from xlbudget.formats.model import Format, Identity, Term

FILE = "决算.xlsx"


def read(text: str) -> tuple[FinalAccount, Format]:
    statements: dict[str, Statement] = {}
    identities: list[Identity] = []
    lines: list[Line] = []
    for row in filter(None, map(str.strip, text.splitlines())):
        if row.startswith("?"):
            identities.append(_identity(row.removeprefix("?").strip()))
            continue
        first, *others = [part.strip() for part in row.split("|")]
        if row.startswith("#"):
            name, unit = first.removeprefix("#").split()
            columns, lines = others or ["金额"], []
        else:
            lines.append(_line(first, others, columns, name, Unit(unit), len(lines) + 1))
        statements[name] = Statement(
            table=name, title=name, file=FILE, sheet=name, unit=Unit(unit), lines=tuple(lines)
        )
    account = FinalAccount(file=FILE, unit_name="示例街道办事处", year=2024, statements=statements)
    return account, dataclasses.replace(find("national", 2024), identities=tuple(identities))


def _line(
    first: str, texts: list[str], columns: list[str], table: str, unit: Unit, row: int
) -> Line:
    group, _, name = first.rpartition("/")
    cells = {
        column: _cell(text, unit, Source(FILE, table, f"{'BCDE'[at]}{row}"))
        for at, (column, text) in enumerate(zip(columns, texts, strict=True))
    }
    return Line(name, name, cells, group)


def _cell(text: str, unit: Unit, source: Source) -> Cell:
    if text in ("", "—"):
        return Cell(source, None, Holds.NOT_APPLICABLE if text else Holds.BLANK)
    precision = EXACT if unit is Unit.YUAN else PUBLISHED
    return Cell.with_amount(source, Amount.of(text, unit, precision))


def _identity(text: str) -> Identity:
    relation = ">=" if " >= " in text else "="
    left, right = text.split(f" {relation}")
    terms = right.replace("+ ", "").replace("- ", "-").split()
    return Identity(
        name=text,
        rule="R00",
        title=text,
        relation=relation,
        level=Level.ERROR,
        left=_term(left.strip()),
        right=tuple(_term(term) for term in terms if term != "0"),
    )


def _term(text: str) -> Term:
    path, _, column = text.removeprefix("-").partition("@")
    table, _, line = path.partition(".")
    group = line.removesuffix(".*")
    return Term(
        sign=-1 if text.startswith("-") else 1,
        table=table,
        line=group,
        column=column or "金额",
        whole_group=group != line,
    )


@pytest.fixture
def outcomes() -> Callable[[str], list[Outcome]]:
    """The outcomes of a scenario."""
    return lambda text: run_identities(*read(text))


@pytest.fixture
def causes() -> Callable[[str], list[Cause]]:
    """The causes of a scenario's failures."""
    return lambda text: group_causes(run_identities(*read(text)))


@pytest.fixture
def check() -> Callable[[str], tuple[list[Finding], Ledger]]:
    """The findings and the ledger of a scenario."""
    return lambda text: check_tables(*read(text))
