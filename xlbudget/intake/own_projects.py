"""Fills 绩效 and 绩效指标 with the projects of their forms: blank cells and new rows only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlbudget.books.port import Grid, parse_address
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.performance import Fund, Funding, Indicator, Project
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Entry
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.own_lists import SHEET_MISSING, Open
from xlbudget.intake.pen import Pen
from xlbudget.pipeline import Reading
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import head
from xlbudget.workbook import layout
from xlbudget.workbook import performance_layout as places
from xlbudget.workbook.entries import as_text


def fill_projects(
    reading: Reading, gathered: Gathered, pen: Pen, may_take: Open
) -> Iterator[Finding]:
    """A row of 绩效 for each project, the one that has its name or a blank one, and a row of
    绩效指标 for each of its indicators.
    """
    if not gathered.projects:
        return
    found = reading.sheets.table(layout.PERFORMANCE)
    if found is None:
        yield _no_sheet(reading, layout.PERFORMANCE, f"{len(gathered.projects)} 个项目")
        return
    grid, header, columns = found
    unit = head(grid, reading.account.file, []).unit or reading.format.own_style.unit
    columns = {**places.details_on(grid, header), **columns}
    rows = _Rows(reading.account.file, grid, header, columns, pen, unit)
    standing = {plain(each.name.text): each for each in reading.account.projects}
    free = (row for row in rows.blank() if may_take(grid.sheet, row))
    for project in gathered.projects:
        own = standing.get(plain(project.name.text))
        row = parse_address(own.name.source.cell)[0] if own else next(free)
        yield from rows.fill(project, own, row)
    indicators = reading.sheets.table(layout.INDICATORS)
    wanted = [project for project in gathered.projects if project.indicators]
    if wanted and indicators is None:
        count = sum(len(project.indicators) for project in wanted)
        yield _no_sheet(reading, layout.INDICATORS, f"{count} 个绩效指标")
    elif indicators is not None:
        below = _Rows(reading.account.file, *indicators, pen, unit)
        rest = (row for row in below.blank() if may_take(below.grid.sheet, row))
        for project in wanted:
            below.fill_indicators(project, standing.get(plain(project.name.text)), rest)


@dataclass(slots=True)
class _Rows:
    """One of the two sheets as it stands."""

    file: str
    grid: Grid
    header: int
    columns: Mapping[str, int]
    pen: Pen
    unit: Unit

    def blank(self) -> Iterator[int]:
        """The rows in which no entry stands, below the last one that has any, without end. The
        formulas of 执行率 and what stands beside the list are no entries.
        """
        own = [column for word, column in self.columns.items() if word != places.RATE]
        used = [
            row
            for row in range(self.header + 1, self.grid.height + 1)
            if any(self.grid.at(row, column) is not None for column in own)
        ]
        row = max(used, default=self.header)
        while True:
            row += 1
            yield row

    def fill(self, project: Project, own: Project | None, row: int) -> Iterator[Finding]:
        """A row of 绩效."""
        what, source = f"绩效 {project.name.text}", project.name.source.in_file
        if own is None:
            self.pen.blank(
                (self.grid.sheet, row, self.columns["项目名称"]), project.name.text, what, source
            )
        texts = {
            "项目类别": project.kind,
            places.CODE: _text(project.code),
            places.DEPARTMENT: _text(project.department),
            places.IMPLEMENTER: _text(project.implementer),
            places.GOAL: _text(project.goal),
            places.ACHIEVED: _text(project.achieved),
        }
        numbers = {places.SCORE: project.printed_score, places.POINTS: project.points}
        lost: list[str] = []
        for word, text in texts.items():
            if text and not self._put(row, word, text, f"{what} {word}", source):
                lost.append(word)
        for word, cell in numbers.items():
            count = cell.count if cell else None
            if count is not None and not self._put(row, word, count, f"{what} {word}", source):
                lost.append(word)
        for word, cell, standing in _amounts(project, own):
            if cell is None or cell.amount is None:
                continue
            if word not in self.columns:
                lost += [word] if cell.amount.fen else []
            elif standing is not None:
                self.pen.amount(standing, cell, self.unit, f"{what} {word}")
            else:
                at = (self.grid.sheet, row, self.columns[word])
                self.pen.number(at, cell, self.unit, f"{what} {word}")
        if lost:
            yield self._no_columns(project, lost)

    def _put(self, row: int, word: str, value: str | Decimal, what: str, source: str) -> bool:
        """A text or a number into a cell; False where there is no such column."""
        if word not in self.columns:
            return False
        standing = self.grid.at(row, self.columns[word])
        at = (self.grid.sheet, row, self.columns[word])
        if isinstance(value, Decimal) and standing is None:
            self.pen.blank(at, value, what, source)
        elif not isinstance(value, Decimal) or standing != value:
            self.pen.text(at, as_text(standing), f"{value}", what, source)
        return True

    def fill_indicators(self, project: Project, own: Project | None, rest: Iterator[int]) -> None:
        """The rows of 绩效指标: those that stand, by 三级指标, and new ones for the others."""
        standing = {plain(each.label): each for each in own.indicators} if own else {}
        for indicator in project.indicators:
            known = standing.pop(plain(indicator.label), None)
            row = parse_address(known.source.cell)[0] if known else next(rest)
            self._indicator(project, indicator, row, known=known is not None)

    def _indicator(self, project: Project, indicator: Indicator, row: int, *, known: bool) -> None:
        source = indicator.source.in_file
        what = f"绩效指标 {project.name.text} {indicator.label}"
        names = {
            "项目名称": project.name.text,
            "一级指标": indicator.first,
            "二级指标": indicator.second,
            "三级指标": indicator.third,
        }
        texts = {
            "年度指标值": _text(indicator.target),
            "实际完成值": _text(indicator.actual),
            "偏差原因分析及改进措施": _text(indicator.reason),
        }
        for word, text in {**({} if known else names), **texts}.items():
            if text:
                self._put(row, word, text, f"{what} {word}", source)
        for word, cell in {"分值": indicator.points, "得分": indicator.score}.items():
            if cell is not None and cell.count is not None:
                self._put(row, word, cell.count, f"{what} {word}", source)

    def _no_columns(self, project: Project, words: list[str]) -> Finding:
        return Finding(
            check=SHEET_MISSING,
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=self.file,
            message=f"“{self.grid.sheet}”没有{'、'.join(f'“{word}”' for word in words)}这几列，"
            f"{project.name.source.file} 里“{project.name.text}”的这些内容没有写入。"
            "请把新建的工作簿里这张表的表头复制过来，再导入一次。",
        )


def _amounts(
    project: Project, own: Project | None
) -> Iterator[tuple[str, Cell | None, Cell | None]]:
    """Header word, the amount that was read, and the cell that stands in the project's row."""
    for fund in Fund:
        read, standing = (each.funds.get(fund, Funding()) for each in (project, own or project))
        kept = own is not None
        yield places.initial_of(fund), read.initial, standing.initial if kept else None
        yield places.budget_of(fund), read.budget, standing.budget if kept else None
        yield places.executed_of(fund), read.executed, standing.executed if kept else None


def _text(entry: Entry | None) -> str:
    return entry.text if entry is not None else ""


def _no_sheet(reading: Reading, sheet: str, what: str) -> Finding:
    return Finding(
        check=SHEET_MISSING,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=reading.account.file,
        message=f"工作簿里没有“{sheet}”，来源里的 {what}没有写入。"
        "请从新建的工作簿里把这张表复制过来，再导入一次。",
    )
