"""What a person entered on 上年数 and 预算数: amounts of named lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from xlbudget.books.port import Grid, address
from xlbudget.domain.account import Entry
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format, Language
from xlbudget.formats.names import FigureName
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import RawCell, read_cell, statement_precision, to_cell
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.recognise import head
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text, no_text

Key = tuple[str, str, str]
"""Table, line and column."""


@dataclass(slots=True)
class _Amounts:
    """The amounts of a sheet as they are read, before their precision is known."""

    file: str
    grid: Grid
    errors: list[XlbudgetError]
    raw: dict[tuple[str, ...], RawCell] = field(default_factory=dict)

    def take(self, key: tuple[str, ...], row: int, column: int, shown: str) -> None:
        """One cell; the same line twice is an error, unless one is blank."""
        source = Source(self.file, self.grid.sheet, address(row, column))
        value = self.grid.at(row, column)
        if key in self.raw:
            if value is not None:
                self.errors.append(_twice(source, shown, self.raw[key].source.cell))
            return
        try:
            self.raw[key] = read_cell(value, source)
        except XlbudgetError as error:
            self.errors.append(error)

    def cells(self) -> tuple[dict[tuple[str, ...], Cell], Source | None]:
        """All cells with their amounts, and the cell that says their unit."""
        above = head(self.grid, self.file, self.errors)
        if above.unit is None or above.unit_cell is None:
            if any(cell.number is not None for cell in self.raw.values()):
                self.errors.append(_no_unit(self.file, self.grid.sheet))
            return {}, None
        return self._in(above.unit), Source(self.file, self.grid.sheet, above.unit_cell)

    def _in(self, unit: Unit) -> dict[tuple[str, ...], Cell]:
        precision = statement_precision(list(self.raw.values()), unit)
        return {key: to_cell(cell, unit, precision) for key, cell in self.raw.items()}


def _twice(source: Source, shown: str, first: str) -> UnknownLayout:
    return UnknownLayout(
        where=source.in_file,
        seen=f"“{shown}”第二次出现（第一次在 {first}）",
        expected="每行只出现一次",
        remedy="请删去重复的一行。",
    )


def _no_unit(file: str, sheet: str) -> UnknownLayout:
    return UnknownLayout(
        where=f"{file} · {sheet}",
        seen="表头没有金额单位",
        expected="“金额单位：万元”或“金额单位：元”",
        remedy="请在第二行写上金额单位。",
    )


def read_prior(
    sheets: OwnSheets, resolved: Format, errors: list[XlbudgetError]
) -> tuple[dict[Key, Cell], Source | None]:
    """上年数 by table, line and column, and the cell that says their unit.

    Rows of unknown names are errors: their amounts would be lost.
    """
    found = sheets.table(layout.PRIOR)
    if found is None:
        return {}, None
    grid, header, columns = found
    amounts = _Amounts(sheets.file, grid, errors)
    column = columns["上年决算数"]
    for row, words in _rows(grid, header, columns):
        key = _key(resolved, words, as_text(grid.at(row, columns["列"])), old_codes=True)
        if isinstance(key, str):
            _refuse(sheets.file, grid, row, columns, (column,), words, key, errors)
        else:
            amounts.take(key, row, column, words.shown)
    cells, unit = amounts.cells()
    return {(key[0], key[1], key[2]): cell for key, cell in cells.items()}, unit


@dataclass(slots=True)
class Budgets:
    """预算数 as read: budgets by table, line, column and base; why lines differ from them and what
    they were used for, and the places for both; the cell of the unit.
    """

    cells: dict[tuple[str, str, str, str], Cell] = field(default_factory=dict)
    unit: Source | None = None
    reasons: dict[tuple[str, str], Entry] = field(default_factory=dict)
    reason_cells: dict[tuple[str, str], Source] = field(default_factory=dict)
    purposes: dict[tuple[str, str], Entry] = field(default_factory=dict)
    purpose_cells: dict[tuple[str, str], Source] = field(default_factory=dict)


def read_budgets(sheets: OwnSheets, resolved: Format, errors: list[XlbudgetError]) -> Budgets:
    """预算数. Rows of unknown names are errors. A sheet may have a column 用途, or not."""
    with_purposes = (*layout.HEADERS[layout.BUDGET], layout.PURPOSE)
    found = sheets.table(layout.BUDGET, with_purposes) or sheets.table(layout.BUDGET)
    budgets = Budgets()
    if found is None:
        return budgets
    grid, header, columns = found
    amounts = _Amounts(sheets.file, grid, errors)
    for row, words in _rows(grid, header, columns):
        key = _key(resolved, words, "")
        texts = [columns[word] for word in ("差异原因", layout.PURPOSE) if word in columns]
        faults = (no_text(grid, row, column, sheets.file) for column in texts)
        errors += [fault for fault in faults if fault]
        if isinstance(key, str):
            read = (columns[INITIAL], columns[ADJUSTED], *texts)
            _refuse(sheets.file, grid, row, columns, read, words, key, errors)
            continue
        for base in (INITIAL, ADJUSTED):
            amounts.take((*key, base), row, columns[base], words.shown)
        kept = (
            (budgets.reasons, budgets.reason_cells),
            (budgets.purposes, budgets.purpose_cells),
        )
        for column, (entries, places) in zip(texts, kept, strict=False):
            at = Source(sheets.file, grid.sheet, address(row, column))
            places.setdefault((key[0], key[1]), at)
            entry = sheets.entry(grid, row, column)
            if entry:
                entries.setdefault((key[0], key[1]), entry)
    cells, budgets.unit = amounts.cells()
    budgets.cells = {(k[0], k[1], k[2], k[3]): cell for k, cell in cells.items()}
    return budgets


@dataclass(frozen=True, slots=True)
class _Words:
    """What a row says of itself."""

    table: str
    code: str
    line: str

    @property
    def shown(self) -> str:
        return " ".join(word for word in (self.table, self.code, self.line) if word)


def _rows(grid: Grid, header: int, columns: dict[str, int]) -> Iterator[tuple[int, _Words]]:
    """The rows below the header, with what they say."""
    for row in range(header + 1, grid.height + 1):
        table, code, line = (
            as_text(grid.at(row, columns[word])) for word in ("表", "编码", "项目")
        )
        yield row, _Words(table, plain(code), line)


def _key(resolved: Format, words: _Words, column: str, *, old_codes: bool = False) -> Key | str:
    """The line that a row means; or what would have been expected. A code that only other years
    had is a line where `old_codes` are welcome.
    """
    table = _titles(Language(resolved)).get(plain(words.table))
    if table is None:
        near = nearest(words.table, [t.title for t in resolved.tables.values()])
        return f"表名，如“{next(iter(resolved.tables.values())).title}”。{near}"
    line = _line(resolved, table, words)
    if line is None and old_codes and table.functional and table.functional.names(words.code):
        line = words.code
    if line is None:
        return f"“{table.title}”的行名或科目编码"
    block = table.block_of(line) or table.blocks[0]
    if not column:
        return table.name, line, block.columns[0].name
    known = {_plain_column(resolved, table, c.name): c.name for c in block.columns}
    if plain(column) not in known:
        return "列名：" + "、".join(known)
    return table.name, line, known[plain(column)]


def _plain_column(resolved: Format, table: Table, column: str) -> str:
    return plain(FigureName(table.name, "", column).column_label(resolved))


def _line(resolved: Format, table: Table, words: _Words) -> str | None:
    """A row's line: by its code where it has one, else by its name."""
    if words.code:
        return words.code if table.line(words.code) else None
    return _by_label(Language(resolved), table.name).get(plain(words.line)) if words.line else None


@lru_cache(32)
def _titles(of: Language) -> dict[str, Table]:
    """The tables of a format by their titles."""
    return {plain(title): table for table in of.format.tables.values() for title in table.titles}


@lru_cache(256)
def _by_label(of: Language, table: str) -> dict[str, str]:
    """The lines of a table by what our sheets call them."""
    found: dict[str, str] = {}
    for line in of.format.tables[table].lines():
        label = FigureName(table, line.name, "").line_label(of.format)
        found.setdefault(plain(label), line.name)
        found.setdefault(row_label(line.label), line.name)
    return found


def _refuse(
    file: str,
    grid: Grid,
    row: int,
    columns: dict[str, int],
    read: Iterable[int],
    words: _Words,
    expected: str,
    errors: list[XlbudgetError],
) -> None:
    """An unknown row with anything in it would be lost."""
    if any(grid.at(row, column) is not None for column in read):
        errors.append(
            UnknownLayout(
                where=Source(file, grid.sheet, address(row, columns["表"])).in_file,
                seen=f"“{words.shown}”",
                expected=expected.partition("。")[0],
                remedy="请改正这一行的“表”“编码”和“项目”，或清空它的数。"
                + expected.partition("。")[2],
            )
        )
