"""What the files that were handed in say, in the terms of a format; each amount with its place."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.books.port import Grid
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import Unit
from xlbudget.domain.performance import Project
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell

Key = tuple[str, str, str]
"""Table, line and column of a public table."""

BudgetKey = tuple[str, str, str, str]
"""Table, line and column, and which budget: 年初预算数 or 全年预算数 (`formats.settings`)."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was handed in, as its sheets of plain values."""

    name: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """A sheet that was looked at: the title of the table it was read as (empty where it was not
    read), and what its head says.
    """

    file: str
    sheet: str
    read_as: str = ""
    year: int | None = None
    unit_name: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All amounts of the files, by what they are in the format, exactly as known (元 stay exact).

    `amounts` are this year's, `prior` last year's, `numbers` fields of 补充资料 by name; `labels`
    what a file prints beside a code; `terms` explanations for 名词解释 and `terms_from` the files
    that gave them; `sheets` were looked at for this year's amounts, `prior_sheets` for last year's.
    `projects` are those of 绩效, each from a form of its own.
    `unit_name` and `year` are what the heads agree on, None where none says it. Where two places
    differ about one amount (R59), the first holds and a finding names both. An amount that stands
    nowhere, a sum of several cells, has the place of the first.
    """

    unit_name: str | None = None
    year: int | None = None
    amounts: Mapping[Key, Cell] = field(default_factory=dict)
    budgets: Mapping[BudgetKey, Cell] = field(default_factory=dict)
    numbers: Mapping[str, Cell] = field(default_factory=dict)
    prior: Mapping[Key, Cell] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    terms_from: str = ""
    projects: tuple[Project, ...] = ()
    sheets: tuple[SourceSheet, ...] = ()
    prior_sheets: tuple[SourceSheet, ...] = ()
    findings: tuple[Finding, ...] = ()
