"""What a person entered on 补充资料: texts, counts and amounts, with last year's beside them."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.port import Grid, Value, address
from xlbudget.domain.account import Entry
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.keys import is_near
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Kind, SupplementField
from xlbudget.reading.amounts import RawCell, read_cell, statement_precision, to_cell
from xlbudget.reading.numbers import read_number
from xlbudget.reading.recognise import head
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text, no_text


@dataclass(slots=True)
class Supplement:
    """补充资料 as read: texts and numbers by field, last year's numbers by the figures' key."""

    texts: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, Cell] = field(default_factory=dict)
    prior: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    unit: Source | None = None
    cells: dict[str, Source] = field(default_factory=dict)


def read_supplement(sheets: OwnSheets, resolved: Format, errors: list[XlbudgetError]) -> Supplement:
    """补充资料 by field name. Rows of other names are notes of the user's; a misspelling errs."""
    found = sheets.table(layout.SUPPLEMENT)
    if found is None:
        return Supplement()
    grid, header, columns = found
    reader = _Reader(sheets, grid, columns, errors)
    for row in range(header + 1, grid.height + 1):
        name = as_text(grid.at(row, columns["项目"]))
        known = resolved.supplement.get(name)
        if known is not None:
            reader.take(known, row)
        elif grid.at(row, columns["内容"]) is not None and is_near(name, resolved.supplement):
            errors.append(
                UnknownLayout(
                    where=Source(sheets.file, grid.sheet, address(row, columns["项目"])).in_file,
                    seen=f"“{name}”",
                    expected="、".join(resolved.supplement),
                    remedy="请改正项目名称，或把这一行移到别的工作表。",
                )
            )
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    sheets: OwnSheets
    grid: Grid
    columns: dict[str, int]
    errors: list[XlbudgetError]
    found: Supplement = field(default_factory=Supplement)
    amounts: dict[tuple[str, bool], RawCell] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, known: SupplementField, row: int) -> None:
        """A row of a field; filled in twice is an error."""
        column = self.columns["内容"]
        self.found.cells.setdefault(known.name, self._source(row, column))
        filled = self.grid.at(row, column) is not None
        if filled and known.name in self.seen:
            self.errors.append(
                UnknownLayout(
                    where=self._source(row, column).in_file,
                    seen=f"“{known.name}”第二次填写（第一次在 {self.seen[known.name]}）",
                    expected="每项只填一处",
                    remedy="请把两处合成一处。",
                )
            )
            return
        if filled:
            self.seen[known.name] = address(row, column)
        if known.kind.is_number:
            self._number(known, row, column, prior=False)
            if known.prior:
                self._number(known, row, self.columns["上年"], prior=True)
            return
        fault = no_text(self.grid, row, column, self.sheets.file)
        entry = self.sheets.entry(self.grid, row, column)
        if fault:
            self.errors.append(fault)
        elif entry:
            self.found.texts[known.name] = entry

    def _source(self, row: int, column: int) -> Source:
        return Source(self.sheets.file, self.grid.sheet, address(row, column))

    def _number(self, known: SupplementField, row: int, column: int, *, prior: bool) -> None:
        value, source = self.grid.at(row, column), self._source(row, column)
        again = (known.name, prior) in self.amounts or known.name in self.found.numbers
        if again and value is None:
            return
        try:
            if known.kind is Kind.AMOUNT:
                self.amounts[known.name, prior] = read_cell(value, source)
                return
            cell = _count(value, source, known.kind)
        except XlbudgetError as error:
            self.errors.append(error)
            return
        if prior:
            self.found.prior[SUPPLEMENT, known.name, VALUE] = cell
        else:
            self.found.numbers[known.name] = cell

    def finish(self) -> Supplement:
        """All that was read; amounts need the sheet's unit of money."""
        above = head(self.grid, self.sheets.file, self.errors)
        raw = list(self.amounts.values())
        if above.unit is None and any(cell.number for cell in raw):
            self.errors.append(
                UnknownLayout(
                    where=f"{self.sheets.file} · {self.grid.sheet}",
                    seen="没有金额单位",
                    expected="“金额单位：万元”或“金额单位：元”",
                    remedy="请在第二行写上金额单位。",
                )
            )
        unit = above.unit or Unit.TEN_THOUSAND_YUAN
        precision = statement_precision(raw, unit)
        for (name, prior), cell in self.amounts.items():
            if prior:
                self.found.prior[SUPPLEMENT, name, VALUE] = to_cell(cell, unit, precision)
            else:
                self.found.numbers[name] = to_cell(cell, unit, precision)
        if above.unit_cell:
            self.found.unit = Source(self.sheets.file, self.grid.sheet, above.unit_cell)
        return self.found


def _count(value: Value, source: Source, kind: Kind) -> Cell:
    """A count or a score; UnreadableCell for anything that is none."""
    number = read_number(value) if isinstance(value, str) else value
    if value is None or (isinstance(value, str) and not value.strip()):
        return Cell(source)
    whole = kind is Kind.COUNT
    bad = not isinstance(number, Decimal) or number < 0
    if bad or (whole and isinstance(number, Decimal) and number != number.to_integral_value()):
        raise UnreadableCell(
            where=source.in_file,
            seen=f"“{as_text(value)}”",
            expected="不小于零的整数" if whole else "不小于零的数",
            remedy="这里只填数字，不带单位；没有填 0。",
        )
    assert isinstance(number, Decimal)
    return Cell.with_count(source, number)
