"""The final account of one unit and year: its tables and all that a person gave beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xlbudget.domain.performance import Project
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Entry, Source, Statement
from xlbudget.domain.withheld import FIELD, listed_codes

__all__ = [
    "BUDGET_SHEET",
    "FORMER_NAMES",
    "PREDECESSORS",
    "PRIOR_SHEET",
    "SUPPLEMENT_SHEET",
    "TERMS_SHEET",
    "BudgetKey",
    "CellKey",
    "Entry",
    "FinalAccount",
]

PRIOR_SHEET = "上年数"
SUPPLEMENT_SHEET = "补充资料"
BUDGET_SHEET = "预算数"
TERMS_SHEET = "名词解释"
"""The sheets of our workbook that messages send a person to."""

FORMER_NAMES, PREDECESSORS = "曾用名", "前身单位"
"""Fields of 补充资料: what the unit was called, and which units it came from."""

CellKey = tuple[str, str, str]
"""Table, line and column of an amount."""
BudgetKey = tuple[str, str, str, str]
"""Table, line, column and base of a budget."""

_BETWEEN = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True)
class FinalAccount:
    """All input of one run.

    `unit_name` and `year` come from 首页 or, without one, from the tables. `statements` by table
    name; `prior` last year's actuals by (table, line, column), `prior_unit` the cell that says
    their unit; `supplement` what only a person knows, by field name; `rewrites` a person's own
    wording by paragraph id; `settings` the switches of 首页 by their Chinese label; `year_source`
    the cell of 首页 that says the year, `setting_cells` those of the switches, blank ones too.

    `budgets` are the budgets of 预算数 by (table, line, column, base), `budget_reasons` why a line
    differs from its budget, by (table, line); `numbers` the counts and amounts of 补充资料 by
    field (last year's are in `prior`, under the table SUPPLEMENT of the formats); `terms` a list
    of 名词解释 that the unit brought along; `purposes` what the money of a line was used for, by
    (table, line), where a format's text says so. `…_unit` are the cells that say the unit of a
    sheet's amounts, `unit_name_source` that of the unit's name on 首页. `projects` are those of
    绩效 and 绩效指标.
    """

    file: str
    unit_name: str
    year: int
    statements: Mapping[str, Statement]
    prior: Mapping[CellKey, Cell] = field(default_factory=dict)
    prior_unit: Source | None = None
    supplement: Mapping[str, Entry] = field(default_factory=dict)
    rewrites: Mapping[str, Entry] = field(default_factory=dict)
    settings: Mapping[str, Entry] = field(default_factory=dict)
    year_source: Source | None = None
    setting_cells: Mapping[str, Source] = field(default_factory=dict)
    budgets: Mapping[BudgetKey, Cell] = field(default_factory=dict)
    budget_unit: Source | None = None
    supplement_unit: Source | None = None
    unit_name_source: Source | None = None
    budget_reasons: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    budget_reason_cells: Mapping[tuple[str, str], Source] = field(default_factory=dict)
    purposes: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    purpose_cells: Mapping[tuple[str, str], Source] = field(default_factory=dict)
    numbers: Mapping[str, Cell] = field(default_factory=dict)
    supplement_cells: Mapping[str, Source] = field(default_factory=dict)
    terms: Mapping[str, Entry] = field(default_factory=dict)
    projects: tuple[Project, ...] = ()
    unfilled: frozenset[str] = frozenset()
    """Tables left empty although other tables need amounts of them: nothing is said of them."""

    @property
    def withheld(self) -> tuple[str, ...]:
        """The codes that must not be published (涉密科目 of 补充资料)."""
        entry = self.supplement.get(FIELD)
        return listed_codes(entry.text)[0] if entry else ()

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names that the unit had before (曾用名 of 补充资料)."""
        return self._listed(FORMER_NAMES)

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The units that this one came from (前身单位 of 补充资料)."""
        return self._listed(PREDECESSORS)

    def _listed(self, name: str) -> tuple[str, ...]:
        entry = self.supplement.get(name)
        return tuple(filter(None, _BETWEEN.split(entry.text))) if entry else ()

    def has_begun(self, tables: Iterable[str]) -> bool:
        """Whether the first of a format's tables holds an amount that is not zero. A workbook in
        which nothing is filled in yet says nothing: that a table is empty is no news in it.
        """
        first = self.statements.get(next(iter(tables)))
        return first is not None and first.is_filled

    def printed_label(self, line: str) -> str:
        """What the tables print beside a code; the code itself where none has it."""
        found = (statement.line(line) for statement in self.statements.values())
        return next((known.label for known in found if known is not None), line)

    def cell(self, table: str, line: str, column: str) -> Cell | None:
        """A cell of this year's tables, or None."""
        statement = self.statements.get(table)
        return statement.cell(line, column) if statement else None
