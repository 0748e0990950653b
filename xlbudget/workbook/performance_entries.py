"""What a person entered on 绩效: the projects of the year, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xlbudget.analysis.performance import left_over
from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.domain.money import Amount, Unit, total
from xlbudget.domain.performance import LEFT_OVER, PROJECT_KINDS, Fund, Funding, Indicator, Project
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Cell, Entry, Holds, Source
from xlbudget.reading.amounts import RawCell, read_cell, statement_precision, to_cell
from xlbudget.reading.recognise import head
from xlbudget.workbook import layout
from xlbudget.workbook import performance_layout as places
from xlbudget.workbook.entries import OwnSheets, as_text
from xlbudget.workbook.indicator_entries import read_indicators

_NAME, _KIND = "项目名称", "项目类别"
_AMOUNTS = ("预算数", "执行数", *places.AMOUNTS)


def read_performance(sheets: OwnSheets, errors: list[XlbudgetError]) -> dict[str, Cell]:
    """The totals of 绩效 by their names; see `performance_totals`."""
    return performance_totals(read_projects(sheets, errors), sheets)


def read_projects(sheets: OwnSheets, errors: list[XlbudgetError]) -> tuple[Project, ...]:
    """The projects of 绩效 with their indicators of 绩效指标, in the order of their rows."""
    found = sheets.table(layout.PERFORMANCE)
    rows: list[_Row] = []
    unit: Unit | None = None
    if found is not None:
        grid, header, columns = found
        rows = list(_Reader(sheets, grid, columns, header, errors).rows())
        unit = head(grid, sheets.file, errors if rows else []).unit
        if unit is None and any(raw.number is not None for row in rows for raw in row.raw()):
            errors.append(
                UnknownLayout(
                    where=f"{sheets.file} · {grid.sheet}",
                    seen="没有金额单位",
                    expected="“金额单位：万元”或“金额单位：元”",
                    remedy="请在第二行写上金额单位。",
                )
            )
            return ()
    indicators = read_indicators(sheets, [row.project.name.text for row in rows], errors)
    unit = unit or Unit.TEN_THOUSAND_YUAN
    precision = statement_precision([raw for row in rows for raw in row.raw()], unit)
    return tuple(row.finished(unit, precision, indicators) for row in rows)


def performance_totals(projects: Iterable[Project], sheets: OwnSheets) -> dict[str, Cell]:
    """What the projects come to, by the names of the fields of 补充资料; none without projects.

    Each total is said to stand in its cell of 汇总, where a formula computes the same.
    """
    listed = tuple(projects)
    found = sheets.table(layout.PERFORMANCE)
    if not listed or found is None:
        return {}
    at = _places(sheets, found[0])
    return {
        name: Cell.with_amount(at[name], value)
        if isinstance(value, Amount)
        else Cell.with_count(at[name], value)
        for name, value in totals_of_projects(listed)
    }


def filled_in(numbers: Mapping[str, Cell], totals: Mapping[str, Cell]) -> dict[str, Cell]:
    """补充资料, with the totals of 绩效 in the fields of the same name that are left blank."""
    blank = {name for name, cell in numbers.items() if cell.holds is Holds.BLANK}
    return {**numbers, **{name: totals[name] for name in blank & totals.keys()}}


@dataclass(frozen=True, slots=True)
class _Row:
    """A project whose amounts, by header word, have no precision yet."""

    project: Project
    amounts: Mapping[str, RawCell]

    def raw(self) -> Iterable[RawCell]:
        """Its amounts."""
        return self.amounts.values()

    def finished(
        self, unit: Unit, precision: int, indicators: Mapping[str, tuple[Indicator, ...]]
    ) -> Project:
        """The project with its amounts and its indicators."""
        cells = {word: to_cell(raw, unit, precision) for word, raw in self.amounts.items()}
        funds = {
            fund: Funding(
                initial=cells.get(places.initial_of(fund)),
                budget=cells.get(places.budget_of(fund)),
                executed=cells.get(places.executed_of(fund)),
            )
            for fund in Fund
            if not cells.keys().isdisjoint(places.amounts_of(fund))
        }
        own = indicators.get(self.project.name.text, ())
        return replace(self.project, funds=funds, indicators=own)


@dataclass(slots=True)
class _Reader:
    sheets: OwnSheets
    grid: Grid
    columns: Mapping[str, int]
    header: int
    errors: list[XlbudgetError]

    def rows(self) -> Iterator[_Row]:
        """The rows that name a project."""
        self.columns = {**places.details_on(self.grid, self.header), **self.columns}
        asked = [at for word, at in self.columns.items() if word in (_NAME, *_AMOUNTS)]
        for row in range(self.header + 1, self.grid.height + 1):
            if all(self.grid.at(row, at) is None for at in asked):
                continue
            amounts = self._amounts(row)
            if amounts is None:
                continue
            name = self.sheets.entry(self.grid, row, self.columns[_NAME])
            if name is None:
                if any(raw.number is not None for raw in amounts.values()):
                    self._fault(row, _NAME, "空白", "项目名称")
                continue
            kind = self._text(row, _KIND)
            if kind not in ("", *PROJECT_KINDS):
                self._fault(row, _KIND, f"“{kind}”", "、".join(PROJECT_KINDS))
            yield _Row(self._project(row, name, kind), amounts)

    def _project(self, row: int, name: Entry, kind: str) -> Project:
        words = (places.DEPARTMENT, places.GOAL, places.ACHIEVED, places.SCORE, "预算数", "执行数")
        return Project(
            name=name,
            kind=kind,
            code=self._entry(row, places.CODE),
            department=self._entry(row, places.DEPARTMENT),
            implementer=self._entry(row, places.IMPLEMENTER),
            points=self._points(row),
            goal=self._entry(row, places.GOAL),
            achieved=self._entry(row, places.ACHIEVED),
            printed_rate=self._said(row, places.RATE),
            printed_score=self._said(row, places.SCORE),
            cells={
                word: self._at(row, word)
                for word in words
                if word in self.columns and self.grid.at(row, self.columns[word]) is None
            },
        )

    def _amounts(self, row: int) -> dict[str, RawCell] | None:
        """The amounts of a row; None where one of them cannot be read."""
        words = [each for each in _AMOUNTS if each in self.columns]
        try:
            amounts = {word: self._raw(row, word) for word in words}
        except XlbudgetError as error:
            self.errors.append(error)
            return None
        text = next((raw for raw in amounts.values() if raw.text), None)
        if text is not None:
            self.errors.append(
                UnknownLayout(
                    where=text.source.in_file,
                    seen=f"文本“{text.text}”",
                    expected="数字",
                    remedy="请选中这一格，点旁边的感叹号，选“转换为数字”。",
                )
            )
        return amounts

    def _points(self, row: int) -> Cell | None:
        """The 分值 of 执行率; None where the sheet does not ask for it."""
        if places.POINTS not in self.columns:
            return None
        try:
            raw = self._raw(row, places.POINTS)
        except UnreadableCell as error:
            self.errors.append(error)
            return None
        return Cell(raw.source) if raw.number is None else Cell.with_count(raw.source, raw.number)

    def _said(self, row: int, word: str) -> Cell | None:
        """A number that a person computed; what else stands there (优) is no number of ours."""
        try:
            raw = self._raw(row, word)
        except UnreadableCell:
            return None
        return None if raw.number is None else Cell.with_count(raw.source, raw.number)

    def _raw(self, row: int, word: str) -> RawCell:
        return read_cell(self.grid.at(row, self.columns[word]), self._at(row, word))

    def _at(self, row: int, word: str) -> Source:
        return Source(self.sheets.file, self.grid.sheet, address(row, self.columns[word]))

    def _text(self, row: int, word: str) -> str:
        return as_text(self.grid.at(row, self.columns[word]))

    def _entry(self, row: int, word: str) -> Entry | None:
        if word not in self.columns:
            return None
        return self.sheets.entry(self.grid, row, self.columns[word])

    def _fault(self, row: int, word: str, seen: str, expected: str) -> None:
        self.errors.append(
            UnknownLayout(
                where=self._at(row, word).in_file,
                seen=seen,
                expected=expected,
                remedy="请补齐或改正这一行，或清空它的数。",
            )
        )


def _places(sheets: OwnSheets, grid: Grid) -> dict[str, Source]:
    """The cell of each total in 汇总; the sheet's title where there is no 汇总 any more."""
    missing = Source(sheets.file, grid.sheet, "A1")
    found_at = dict.fromkeys(places.PERFORMANCE_TOTALS, missing)
    found = sheets.table(layout.PERFORMANCE, layout.TOTALS)
    if found is not None:
        _, header, columns = found
        for row in range(header + 1, grid.height + 1):
            name = as_text(grid.at(row, columns["汇总"]))
            if found_at.get(name) is missing:
                at = address(row, columns["数"])
                found_at[name] = Source(sheets.file, grid.sheet, at)
    return found_at


def totals_of_projects(
    projects: tuple[Project, ...],
) -> Iterator[tuple[str, Amount | Decimal]]:
    """Name and value of each total; of no projects, zeros."""
    for prefix, kind in (("项目", ""), *((kind, kind) for kind in PROJECT_KINDS)):
        own = [project for project in projects if kind in ("", project.kind)]
        count, budget, executed = places.totals_of(prefix)
        yield count, Decimal(len(own))
        yield budget, total(each.budget for each in own if each.budget is not None)
        yield executed, total(each.executed for each in own if each.executed is not None)
    yield LEFT_OVER, Decimal(sum(map(left_over, projects)))
