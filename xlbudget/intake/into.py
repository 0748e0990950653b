"""Fills a workbook that exists: blank cells and spare rows, nothing that is anybody's."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.books.port import Book, BookPlan, parse_address
from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import OutputRefused, XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Statement
from xlbudget.formats.names import FigureName
from xlbudget.formats.table_model import Table
from xlbudget.intake.absent_rows import absent_rows
from xlbudget.intake.changes import Change
from xlbudget.intake.fresh import NOT_PLACED
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.own_lists import fill_budgets, fill_home, fill_prior, fill_supplement
from xlbudget.intake.own_projects import fill_projects
from xlbudget.intake.own_terms import fill_terms
from xlbudget.intake.pen import Pen
from xlbudget.intake.spare_rows import SpareRows, spare_rows
from xlbudget.pipeline import Reading


@dataclass(frozen=True, slots=True)
class Filling:
    """What an import does to a workbook: the plan, its cells one by one, and the cells that were
    left because something else stands there.
    """

    plan: BookPlan
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


def fill(book: Book, reading: Reading, gathered: Gathered, *, overwrite: bool = False) -> Filling:
    """The plan that brings the gathered amounts into a workbook.

    Raises OutputRefused where a table has too few spare rows; the plan is not applied here.
    """
    closed: set[tuple[str, int]] = set()
    while True:
        filler = _Filler(book, reading, gathered, Pen(reading.format.style, overwrite), closed)
        filler.fill()
        raise_all(filler.errors)
        pen = filler.pen
        left = book.left_alone(pen.plan(conflicts=True))
        rows = {(each.sheet, parse_address(each.cell)[0]) for each in left}
        taken = rows & filler.new_rows
        if not taken:
            break
        closed |= taken  # 空行里有用户的公式：换一行
    pen.leave(left)
    return Filling(pen.plan(), tuple(pen.changes), tuple(pen.conflicts), tuple(filler.findings))


@dataclass(slots=True)
class _Filler:
    book: Book
    reading: Reading
    gathered: Gathered
    pen: Pen
    closed: set[tuple[str, int]]
    errors: list[XlbudgetError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    new_rows: set[tuple[str, int]] = field(default_factory=set)

    def fill(self) -> None:
        """Tables first, then the sheets that a person fills in."""
        by_table: dict[str, dict[str, dict[str, Cell]]] = {}
        for (table, line, column), cell in self.gathered.amounts.items():
            if cell.amount is not None:
                by_table.setdefault(table, {}).setdefault(line, {})[column] = cell
        tables = self.reading.format.tables
        for title, lines in by_table.items():
            if title in tables:
                self._table(tables[title], lines)
            else:
                cells = [cell for columns in lines.values() for cell in columns.values()]
                self._not_placed(title, cells, "本格式没有这张表")
        fill_home(self.reading, self.gathered, self.book, self.pen)
        self.findings += fill_prior(self.reading, self.gathered, self.pen, self._open)
        self.findings += fill_budgets(self.reading, self.gathered, self.pen, self._open)
        self.findings += fill_supplement(self.reading, self.gathered, self.pen)
        self.findings += fill_projects(self.reading, self.gathered, self.pen, self._open)
        self.findings += fill_terms(self.reading, self.gathered, self.pen, self._open)

    def _open(self, sheet: str, row: int) -> bool:
        """Whether a blank row may be taken; it is then."""
        if (sheet, row) in self.closed:
            return False
        self.new_rows.add((sheet, row))
        return True

    def _table(self, table: Table, lines: Mapping[str, Mapping[str, Cell]]) -> None:
        statement = self.reading.account.statements.get(table.name)
        if statement is None:
            cells = [cell for columns in lines.values() for cell in columns.values()]
            self._not_placed(table.title, cells, "工作簿里没有这张表")
            return
        codes = {line for line in lines if is_code(line)}
        self.findings += absent_rows(
            statement, table, codes, self.reading.account.withheld, self.book.name
        )
        new: list[str] = []
        for line, columns in lines.items():
            if statement.line(line) is None and table.functional is not None and is_code(line):
                new.append(line)
                continue
            for column, source in columns.items():
                cell = statement.cell(line, column)
                if cell is not None:
                    self.pen.amount(cell, source, statement.unit, self._what(table, line, column))
                elif source.amount is not None and source.amount.fen:
                    what = self._what(table, line, column)
                    self._not_placed(table.title, [source], f"表里没有“{what}”这一格")
        if new:
            self._new_rows(table, statement, sorted(new), lines)
        self._not_empty_now(table, statement)

    def _new_rows(
        self,
        table: Table,
        statement: Statement,
        codes: list[str],
        lines: Mapping[str, Mapping[str, Cell]],
    ) -> None:
        """New codes into spare rows, in their order as far as there are any."""
        grid = self.book.read(statement.sheet)
        spare = spare_rows(grid, table, statement, self.book.name)
        rows = [row for row in spare.rows if (statement.sheet, row) not in self.closed]
        if len(rows) < len(codes):
            self.errors.append(self._too_few(table, statement, codes, len(rows)))
            return
        for row, code in zip(rows, codes, strict=False):
            self._open(statement.sheet, row)
            self._new_row(table, statement, spare, (row, code), lines[code])

    def _new_row(
        self,
        table: Table,
        statement: Statement,
        spare: SpareRows,
        at: tuple[int, str],
        columns: Mapping[str, Cell],
    ) -> None:
        row, code = at
        first = next(iter(columns.values())).source.in_file
        label = self._label(table, code)
        what = f"{table.title} {code} {label}"
        if spare.code and spare.code != spare.name:
            self.pen.blank((statement.sheet, row, spare.code), code, f"{what} 编码", first)
            self.pen.blank((statement.sheet, row, spare.name), label, f"{what} 名称", first)
        else:
            both = f"{code} {label}".strip()
            self.pen.blank((statement.sheet, row, spare.name), both, f"{what} 编码和名称", first)
        for column, source in columns.items():
            if column in spare.columns:
                self.pen.number(
                    (statement.sheet, row, spare.columns[column]),
                    source,
                    statement.unit,
                    self._what(table, code, column),
                )
            elif source.amount is not None and source.amount.fen:
                name = self._what(table, code, column)
                self._not_placed(table.title, [source], f"表里没有“{name}”这一格")

    def _not_empty_now(self, table: Table, statement: Statement) -> None:
        """空表说明 below a table that is filled now."""
        if not table.empty_note or statement.has_amounts:
            return
        grid = self.book.read(statement.sheet)
        if any(change.sheet == statement.sheet for change in self.pen.changes):
            for row, column, value in grid.cells():
                if value == table.empty_note:
                    at = (statement.sheet, row, column)
                    self.pen.clear(at, table.empty_note, f"{table.title} 空表说明")

    def _too_few(
        self, table: Table, statement: Statement, codes: list[str], rows: int
    ) -> OutputRefused:
        resolved = self.reading.format
        return OutputRefused(
            where=f"{self.book.name} · {statement.sheet}",
            seen=f"{rows} 个空行，来源里有 {len(codes)} 个新科目"
            f"（{'、'.join(codes[:3])}{'等' if len(codes) > 3 else ''}），"  # noqa: PLR2004
            f"还差 {len(codes) - rows} 行",
            expected=f"“{table.title}”的注之前有足够的空行",
            remedy="什么也没有写入。请在表内插入空行后再导入；或按来源的大小另建一个工作簿："
            f"xlbudget new {resolved.place} {resolved.year} -o 新文件.xlsx --from 来源文件。",
        )

    def _what(self, table: Table, line: str, column: str) -> str:
        name = FigureName(table.name, line, column)
        label = self._label(table, line)
        words = [table.title, *([line] if is_code(line) else []), label]
        return " ".join(filter(None, (*words, name.column_label(self.reading.format))))

    def _label(self, table: Table, line: str) -> str:
        if is_code(line):
            said = self.gathered.labels.get((table.name, line), "").strip()
            return said or self.reading.format.code_name(line) or ""
        return FigureName(table.name, line, "").line_label(self.reading.format)

    def _not_placed(self, title: str, cells: list[Cell], why: str) -> None:
        held = [cell for cell in cells if cell.amount is not None and cell.amount.fen]
        if not held:
            return
        places = "、".join(cell.source.in_file for cell in held[:3])
        more = f" 等 {len(held)} 个数" if len(held) > 3 else ""  # noqa: PLR2004
        self.findings.append(
            Finding(
                check=NOT_PLACED,
                verdict=Verdict.FAIL,
                level=Level.ERROR,
                file=self.book.name,
                inputs=tuple(str(cell.source) for cell in held),
                message=f"{places}{more}没有写入“{title}”：{why}。"
                "请补上这张表或这一行，或用 xlbudget new … --from 另建工作簿。",
            )
        )
