"""All sheets of all files, each tried as what it may be, into one `Gathered`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from xlbudget.books.port import Grid
from xlbudget.domain.errors import XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.statements import Statement
from xlbudget.formats.exports import Exports, RawSheet, exports
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.formats.table_model import Table
from xlbudget.intake.added import Added
from xlbudget.intake.by_code import (
    budgets_by_code,
    funds_on,
    kind_of,
    of_another_year,
    of_this_fund,
    read_by_code,
)
from xlbudget.intake.disagreements import Collected
from xlbudget.intake.feeds import feed, labels_of, sum_of
from xlbudget.intake.gathered import BudgetKey, Gathered, Key, SourceFile, SourceSheet
from xlbudget.intake.half_tables import cut_off
from xlbudget.intake.mapping import Mapping
from xlbudget.intake.projects import Projects
from xlbudget.intake.same_unit import goes_by, one_unit, one_year
from xlbudget.intake.sheet_notes import (
    ROW_UNREAD,
    computed_amounts,
    lacking_lines,
    nothing_recognised,
    unread_budgets,
    unread_sheet,
)
from xlbudget.intake.unprinted_totals import unprinted_totals
from xlbudget.reading.extract import extract
from xlbudget.reading.projects import forms_on
from xlbudget.reading.raw_sheets import (
    has_budgets,
    raw_sheet_on,
    read_raw_sheet,
    sheet_titled,
)
from xlbudget.reading.recognise import Head, head, table_on
from xlbudget.reading.separate import separate
from xlbudget.workbook import layout


def gather(
    files: Sequence[SourceFile],
    resolved: Format,
    *,
    unit_name: str | None = None,
    former_names: Collection[str] = (),
    mappings: Sequence[Mapping] = (),
) -> Gathered:
    """What all sheets of all files say in the terms of a format.

    Each sheet is tried by the confirmed `mappings`, as a raw sheet of the 部门决算 system, as a
    public table, as budgets by code; what is none of these is told. All that stands in the way is
    raised together: sheets of another year or unit than `unit_name` (or one of the `former_names`),
    tables that cannot be read, files in which nothing was recognised.
    """
    gathering = _Gathering(resolved, exports(resolved.year), tuple(mappings))
    for file in files:
        for grid in file.grids:
            gathering.take(grid, file.name)
    errors = list(gathering.errors)
    read = [sheet for sheet in gathering.sheets if sheet.read_as]
    if not read and not errors:
        errors.append(nothing_recognised(files))
    errors += one_year(read, resolved.year)
    errors += one_unit(read, unit_name, former_names)
    raise_all(errors)
    return gathering.result(former_names)


@dataclass
class _Gathering:
    """What was gathered so far."""

    resolved: Format
    known: Exports
    mappings: tuple[Mapping, ...]
    amounts: Collected[Key] = field(default_factory=Collected)
    budgets: Collected[BudgetKey] = field(default_factory=Collected)
    numbers: Collected[str] = field(default_factory=Collected)
    added: Added = field(default_factory=Added)
    projects: Projects = field(default_factory=Projects)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    sheets: list[SourceSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    errors: list[XlbudgetError] = field(default_factory=list)

    def take(self, grid: Grid, file: str) -> None:
        """One more sheet."""
        own = any(layout.is_ours(grid, sheet) for sheet in layout.TITLES)
        if own or grid.sheet == layout.CONF or not grid.rows:
            self.sheets.append(SourceSheet(file=file, sheet=grid.sheet))
            return
        forms = forms_on(grid, file)
        if forms:
            self.sheets += self.projects.take(forms, self.errors)
            return
        given = separate(grid, self.resolved.tables.values(), file)
        self._tell(given.findings, given.errors)
        for part in given.parts:
            self._take(part, file)

    def _take(self, grid: Grid, file: str) -> None:
        """A sheet that holds one table at most."""
        if not (
            self._mapped(grid, file)
            or self._raw(grid, file, raw_sheet_on(grid, self.known))
            or self._public(grid, file)
            or self._by_code(grid, file)
            or self._raw(grid, file, sheet_titled(grid, self.known))
        ):
            self.sheets.append(SourceSheet(file=file, sheet=grid.sheet))
            self.findings += unread_sheet(grid, file, self.known, self.resolved)

    def _mapped(self, grid: Grid, file: str) -> bool:
        """By a layout that a person confirmed."""
        for mapping in self.mappings:
            table = self.resolved.tables.get(mapping.table)
            if table is not None and mapping.applies(grid, self.resolved):
                statement, findings, errors = mapping.extract(grid, self.resolved, file)
                self._tell(findings, errors)
                above = head(grid, file, [])
                self._looked_at(grid, file, table.title, above)
                if statement:
                    self._publish(statement, table)
                return True
        return False

    def _raw(self, grid: Grid, file: str, sheet: RawSheet | None) -> bool:
        """As a raw sheet; one that cannot be read as such may still be a public table."""
        if sheet is None:
            return False
        errors: list[XlbudgetError] = []
        above = head(grid, file, errors)
        statement, findings, faults = read_raw_sheet(grid, sheet, above, file)
        errors += faults
        if errors and self._public(grid, file, only_whole=True):
            return True
        self._tell(findings, errors)
        self._looked_at(grid, file, sheet.table.title, above)
        if statement is None:
            return True
        fed = feed(statement, sheet, self.resolved)
        for amount in fed.amounts:
            self.amounts.put(*amount)
        for budget in fed.budgets:
            self.budgets.put(*budget)
        for number in fed.numbers:
            self.numbers.put(*number)
        self.added.put(sheet.code, fed.added)
        self.tables.update(each.table for each in sheet.feeds if not each.added)
        for code_label in fed.labels.items():
            self.labels.setdefault(*code_label)
        self.findings += computed_amounts(fed, sheet, grid, file, self.resolved)
        self.findings += lacking_lines(fed, sheet, grid, file, self.resolved)
        return True

    def _public(self, grid: Grid, file: str, *, only_whole: bool = False) -> bool:
        """As a public table; with `only_whole`, only if nothing stands in the way."""
        table = table_on(grid, self.resolved.tables.values())
        if table is None:
            return False
        errors: list[XlbudgetError] = []
        above = head(grid, file, errors)
        statement, findings, faults = extract(grid, table, above, file)
        errors += faults
        if errors and only_whole:
            return False
        self._tell(findings, errors)
        self._looked_at(grid, file, table.title, above)
        if statement:
            self._publish(statement, table)
            self._budgets_beside(grid, table, above, file)
        return True

    def _publish(self, statement: Statement, table: Table) -> None:
        self.tables.add(table.name)
        self.findings += cut_off(statement, table)
        for line in statement.lines:
            for column, cell in line.filled.items():
                self.amounts.put((table.name, line.name, column), cell)
        for key, total, told in unprinted_totals(statement, table):
            self.amounts.put(key, total)
            self.findings.append(told)
        for code_label in labels_of(statement, table).items():
            self.labels.setdefault(*code_label)

    def _by_code(self, grid: Grid, file: str) -> bool:
        """As budgets by functional code. What it cannot read is told: it may be anything."""
        kind = kind_of(grid, self.known, self.resolved)
        parts = {} if kind is None else funds_on(grid, kind)
        if kind is None or not parts:
            return False
        errors: list[XlbudgetError] = []
        above = replace(head(grid, file, errors), year=None)
        self.errors += of_another_year(grid, file, self.resolved.year)
        read_as = ""
        for fund, part in parts.items():
            statement, findings, faults = read_by_code(part, kind, above, file)
            errors += faults
            self.findings += findings
            if statement:
                read_as = kind.table.title
                own = of_this_fund(statement, fund, self.resolved) if len(parts) > 1 else statement
                self._budgets(own, kind, fund)
        self.findings += unread_budgets(grid, file, errors)
        self._looked_at(grid, file, read_as, above)
        return True

    def _budgets_beside(self, grid: Grid, table: Table, above: Head, file: str) -> None:
        """The columns of budgets that a public table by code has beside its actuals."""
        if table.functional is None or not table.fund or not has_budgets(grid):
            return
        statement, _, _ = read_by_code(grid, self.known.by_code, above, file)
        if statement:
            self._budgets(statement, self.known.by_code, table.fund)

    def _budgets(self, statement: Statement, kind: RawSheet, fund: str) -> None:
        for budget in budgets_by_code(statement, kind, fund, self.resolved):
            self.budgets.put(*budget)

    def _tell(self, findings: Sequence[Finding], errors: Sequence[XlbudgetError]) -> None:
        """What reading found; an amount of a source that is not read would be lost unseen."""
        self.findings += (
            replace(found, level=Level.ERROR) if found.check == ROW_UNREAD else found
            for found in findings
        )
        self.errors += errors

    def _looked_at(self, grid: Grid, file: str, title: str, above: Head) -> None:
        self.sheets.append(
            SourceSheet(
                file=file,
                sheet=grid.sheet,
                read_as=title,
                year=above.year,
                unit_name=above.unit_name,
                unit=above.unit,
            )
        )

    def result(self, former_names: Collection[str]) -> Gathered:
        """All of it, the sums of several sheets too."""
        sums, findings = self.added.sums(self.amounts.cells, self.tables, self.known, self.resolved)
        for key, cells in sums:
            self.amounts.put(key, sum_of(cells))
        read = [sheet for sheet in self.sheets if sheet.read_as]
        names = [sheet.unit_name for sheet in read if sheet.unit_name]
        names.sort(key=lambda name: goes_by(name, former_names))
        years = [sheet.year for sheet in read if sheet.year]
        return Gathered(
            unit_name=next(iter(names), None),
            year=next(iter(years), None),
            amounts=self.amounts.cells,
            budgets=self.budgets.cells,
            numbers=self.numbers.cells,
            labels=self.labels,
            projects=self.projects.read(),
            sheets=tuple(self.sheets),
            findings=(
                *self.findings,
                *findings,
                *self._disagreements(),
                *self.projects.findings(self.resolved),
            ),
        )

    def _disagreements(self) -> Iterator[Finding]:
        def amount(key: Key) -> str:
            table, line, column = key
            name = FigureName(table, line, column)
            title = self.resolved.tables[table].title
            line_label, label = name.line_label(self.resolved), name.column_label(self.resolved)
            return f"“{title}”{line_label}（{label}）"

        def budget(key: BudgetKey) -> str:
            return f"{amount(key[:3])}的{key[3]}"

        parts = (part.findings(amount) for part in self.added.parts.values())
        yield from chain(
            self.amounts.findings(amount),
            chain.from_iterable(parts),
            self.budgets.findings(budget),
            self.numbers.findings(lambda field: f"补充资料“{field}”"),
        )
