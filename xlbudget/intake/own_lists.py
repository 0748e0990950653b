"""Fills the sheets of ours that a person would: 首页, 上年数, 预算数, 补充资料."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xlbudget.books.port import Book, Grid, parse_address
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.formats.model import Kind
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.intake.asked import (
    asked_budgets,
    asked_numbers,
    asked_prior,
    asked_prior_numbers,
)
from xlbudget.intake.gathered import Gathered
from xlbudget.intake.pen import Pen
from xlbudget.intake.spare_rows import list_rows
from xlbudget.pipeline import Reading
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import HEAD_ROWS, head
from xlbudget.workbook import layout
from xlbudget.workbook.own_rows import AmountRow
from xlbudget.workbook.supplement_entries import read_supplement

SHEET_MISSING = "import-sheet-missing"

Open = Callable[[str, int], bool]
"""Takes a blank row of a sheet, if it may be taken."""

_HEADS = ("部门:", "单位:", "编制单位:", "部门名称:", "单位名称:")


def fill_home(reading: Reading, gathered: Gathered, book: Book, pen: Pen) -> None:
    """The unit's name: on 首页, and above the tables where the word for it stands alone."""
    name, home = gathered.unit_name, reading.account.unit_name_source
    if not name or home is None or reading.account.unit_name:
        return
    pen.blank((home.sheet, *parse_address(home.cell)), name, "单位名称", "表头")
    for statement in reading.account.statements.values():
        grid = book.read(statement.sheet)
        for row, column, value in grid.cells():
            if row > HEAD_ROWS:
                break
            if isinstance(value, str) and plain(value) in _HEADS:
                at = (statement.sheet, row, column)
                pen.named(at, value, f"{value.rstrip()}{name}")


def fill_prior(reading: Reading, gathered: Gathered, pen: Pen, may_take: Open) -> Iterator[Finding]:
    """上年数: known rows, then new ones for further lines."""
    given = asked_prior(reading.format, gathered.prior)
    found = reading.sheets.table(layout.PRIOR)
    if not given:
        return
    if found is None:
        yield _no_sheet(reading, layout.PRIOR, len(given))
        return
    grid, header, columns = found
    unit = _unit(grid, reading)
    new: list[tuple[AmountRow, Cell]] = []
    for key, source in given.items():
        row = AmountRow(*key)
        cell = reading.account.prior.get(key)
        if cell is not None:
            pen.amount(cell, source, unit, _what("上年数", row, reading))
        else:
            new.append((row, source))
    rows = _rows(grid, header, reading.account.prior.values(), may_take)
    for (row, source), at in zip(new, rows, strict=False):
        what = _what("上年数", row, reading)
        words = zip(("表", "编码", "项目", "列"), row.words(reading.format), strict=True)
        for head_word, word in words:
            pen.blank((grid.sheet, at, columns[head_word]), word, what, source.source.in_file)
        pen.number((grid.sheet, at, columns["上年决算数"]), source, unit, what)


def fill_budgets(
    reading: Reading, gathered: Gathered, pen: Pen, may_take: Open
) -> Iterator[Finding]:
    """预算数: both budgets of known rows, then new rows for further codes."""
    given = asked_budgets(reading.format, gathered.budgets)
    found = reading.sheets.table(layout.BUDGET)
    if not given:
        return
    if found is None:
        yield _no_sheet(reading, layout.BUDGET, len(given))
        return
    grid, header, columns = found
    unit = _unit(grid, reading)
    new: dict[AmountRow, dict[str, Cell]] = {}
    for key, source in given.items():
        row, base = AmountRow(*key[:3]), key[3]
        cell = reading.account.budgets.get(key)
        if cell is not None:
            pen.amount(cell, source, unit, f"{_what(base, row, reading)}")
        else:
            new.setdefault(row, {})[base] = source
    rows = _rows(grid, header, reading.account.budgets.values(), may_take)
    for (row, bases), at in zip(new.items(), rows, strict=False):
        first = next(iter(bases.values())).source.in_file
        words = zip(("表", "编码", "项目"), row.words(reading.format), strict=False)
        for head_word, word in words:
            at_word = (grid.sheet, at, columns[head_word])
            pen.blank(at_word, word, _what("预算数", row, reading), first)
        for base in (INITIAL, ADJUSTED):
            if base in bases:
                at_base = (grid.sheet, at, columns[base])
                pen.number(at_base, bases[base], unit, _what(base, row, reading))


def fill_supplement(reading: Reading, gathered: Gathered, pen: Pen) -> Iterator[Finding]:
    """补充资料: counts and amounts of this year and last."""
    this_year = asked_numbers(reading.format, gathered.numbers)
    last_year = asked_prior_numbers(reading.format, gathered.prior)
    grid = reading.sheets.grid(layout.SUPPLEMENT)
    if not this_year and not last_year:
        return
    if grid is None:
        yield _no_sheet(reading, layout.SUPPLEMENT, len(this_year) + len(last_year))
        return
    standing = read_supplement(reading.sheets, reading.format, [])
    prior = {name: cell for (_, name, _), cell in standing.prior.items()}
    unit = _unit(grid, reading)
    for word, given, cells in (("", this_year, standing.numbers), ("上年", last_year, prior)):
        for name, source in given.items():
            cell = cells.get(name)
            what = f"补充资料 {word}{name}"
            if cell is None:
                yield _no_row(reading, what, source)
            elif reading.format.supplement[name].kind is Kind.AMOUNT:
                pen.amount(cell, source, unit, what)
            else:
                pen.count(cell, source, what)


def _rows(grid: Grid, header: int, cells: Iterable[Cell], may_take: Open) -> Iterator[int]:
    used = [parse_address(cell.source.cell)[0] for cell in cells if cell.source.sheet == grid.sheet]
    return (row for row in list_rows(grid, header, used) if may_take(grid.sheet, row))


def _unit(grid: Grid, reading: Reading) -> Unit:
    return head(grid, reading.account.file, []).unit or reading.format.own_style.unit


def _what(word: str, row: AmountRow, reading: Reading) -> str:
    return " ".join(filter(None, (word, *row.words(reading.format))))


def _no_sheet(reading: Reading, sheet: str, count: int) -> Finding:
    return Finding(
        check=SHEET_MISSING,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=reading.account.file,
        message=f"工作簿里没有“{sheet}”，来源里的 {count} 个数没有写入。"
        "请从新建的工作簿里把这张表复制过来，再导入一次。",
    )


def _no_row(reading: Reading, what: str, source: Cell) -> Finding:
    return Finding(
        check=SHEET_MISSING,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=reading.account.file,
        where=Place(sheet=layout.SUPPLEMENT),
        inputs=(str(source.source),),
        message=f"工作簿里没有“{what}”这一行，{source.source.in_file} 的数没有写入。",
    )
