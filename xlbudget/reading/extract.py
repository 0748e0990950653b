"""Rows to lines: a recognised sheet becomes a Statement; every cell keeps its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Container, Iterator, Mapping

from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Holds, Line, RowCells, Source, Statement
from xlbudget.formats.table_model import Layout, LineDef, Table
from xlbudget.reading.amounts import (
    RawCell,
    in_fen,
    precision_of,
)
from xlbudget.reading.code_rows import read_code_rows
from xlbudget.reading.crossed import read_crossed
from xlbudget.reading.headers import is_numbering
from xlbudget.reading.labels import is_note, row_label
from xlbudget.reading.recognise import Head
from xlbudget.reading.sheet import TOLD, RawLine, Sheet, without_blanks
from xlbudget.reading.sides import Side, find_sides
from xlbudget.reading.transposed import is_transposed, read_transposed

_ALIKE = 0.5
"""How alike the label of an unknown row is to a known one that is named beside it."""

_MISSPELT = 0.75
"""How alike the label of an unknown row is to that of a known one which it surely means."""

_SHOWN = 3
"""So many cells of many are named."""


@dataclass(frozen=True, slots=True)
class _UnknownRow:
    """A row of amounts under an unknown label.

    Its nearest known label if any, and the lines it surely means if they stand nowhere else.
    """

    cell: str
    text: str
    nearest: str
    meant: list[LineDef]


def extract(
    grid: Grid, table: Table, head: Head, file: str
) -> tuple[Statement | None, list[Finding], list[XlbudgetError]]:
    """The statement of a sheet, what is worth saying about it, and what makes it unreadable.

    With any error the statement is None: an account with holes in it is never computed.
    """
    sheet = Sheet(without_blanks(grid), table, file)
    if head.other_unit:
        sheet.fault(
            head.unit_cell or "",
            f"金额单位“{head.other_unit}”",
            "“元”或“万元”",
            f"请把表中金额由{head.other_unit}换算成万元或元，再改这里的金额单位。",
        )
    elif head.unit is None:
        sheet.fault(
            "",
            "表头没有金额单位",
            "“金额单位：万元”或“金额单位：元”",
            "请在表头写上金额单位；少了它，万元和元会差一万倍。",
        )
    raw = list(_READERS[table.layout](sheet))
    if sheet.errors or head.unit is None:
        return None, sheet.findings, sheet.errors
    lines = _finish(sheet, raw, head.unit)
    statement = Statement(
        table=table.name,
        title=table.title,
        file=file,
        sheet=grid.sheet,
        unit=head.unit,
        lines=lines,
        unit_name=head.unit_name,
        year=head.year,
        unit_source=Source(file, grid.sheet, head.unit_cell) if head.unit_cell else None,
    )
    return statement, sheet.findings, sheet.errors


def _read_sides(sheet: Sheet) -> Iterator[RawLine]:
    for side in find_sides(sheet):
        yield from _lines(sheet, side)


def _read_codes(sheet: Sheet) -> Iterator[RawLine]:
    if is_transposed(sheet.grid, sheet.table):
        return read_transposed(sheet)
    return read_code_rows(sheet)


_READERS: dict[Layout, Callable[[Sheet], Iterator[RawLine]]] = {
    Layout.SIDES: _read_sides,
    Layout.CODES: _read_codes,
    Layout.CROSSED: read_crossed,
}


def _lines(sheet: Sheet, side: Side) -> Iterator[RawLine]:
    used: dict[str, str] = {}
    by_label: dict[str, list[LineDef]] = {}
    for line in side.block.lines:
        for label in dict.fromkeys(row_label(label) for label in line.labels):
            by_label.setdefault(label, []).append(line)
    unknown: list[_UnknownRow] = []
    rest: list[str] = []
    repeated: list[tuple[str, str, str]] = []
    for row in range(_first_row(sheet, side), sheet.grid.height + 1):
        text = sheet.grid.at(row, side.label_column)
        if not isinstance(text, str):
            if row <= side.last_row or side.block.lines[-1].name not in used:
                _without_label(sheet, side, row)
            continue
        here = address(row, side.label_column)
        label = row_label(text)
        open_lines = [line for line in _in_place(by_label, label, used) if line.name not in used]
        if open_lines:
            line = max(open_lines, key=lambda line: bool(line.after))
            used[line.name] = here
            yield RawLine(line, text.strip(), *sheet.cells(row, side.columns))
        elif label in by_label:
            repeated.append((here, text.strip(), label))
        elif sheet.row_holds(row, side.columns.values()) and not is_note(text):
            if len(unknown) == TOLD:
                rest.append(here)
                continue
            near = next(iter(difflib.get_close_matches(label, by_label, n=1, cutoff=_ALIKE)), "")
            meant = _in_place(by_label, near, used) if _is_misspelt(label, near) else []
            nearest = by_label[near][0].label if near else ""
            unknown.append(_UnknownRow(here, text.strip(), nearest, meant))
    absent = {line.name for unread in unknown for line in unread.meant} - set(used)
    for unread in unknown:
        _tell_unknown(sheet, unread, absent)
    sheet.tell_rest(rest)
    for here, text, label in repeated:
        if any(line.after in absent for line in by_label[label]):
            continue  # a consequence of the misspelt row above it
        first = next((used[known.name] for known in by_label[label] if known.name in used), "")
        sheet.fault(
            here,
            f"“{text}”第二次出现（第一次在 {first}）",
            "每行只出现一次",
            "请删去重复的一行。",
        )


def _in_place(
    by_label: Mapping[str, list[LineDef]], label: str, used: Container[str]
) -> list[LineDef]:
    """The lines of a label that may stand here: those that must follow another do follow it."""
    return [line for line in by_label.get(label, ()) if not line.after or line.after in used]


def _is_misspelt(label: str, near: str) -> bool:
    return difflib.SequenceMatcher(None, near, label).ratio() >= _MISSPELT


def _first_row(sheet: Sheet, side: Side) -> int:
    """The first row of data: unknown rows with amounts may stand above the first known one."""
    first, grid = side.first_row, sheet.grid
    while (
        first > 1
        and isinstance(grid.at(first - 1, side.label_column), str)
        and not is_numbering(grid.rows[first - 2])
        and sheet.row_holds(first - 1, side.columns.values())
    ):
        first -= 1
    return first


def _without_label(sheet: Sheet, side: Side, row: int) -> None:
    """A row of the table that may hold amounts but no label; below 总计 it is people's own."""
    if sheet.row_holds(row, side.columns.values()):
        here = address(row, side.label_column)
        sheet.note(
            "row-unrecognised",
            Level.WARNING,
            here,
            "",
            f"这一行没有读入：{here} 没有行名，却有金额。请补上行名，或删去金额。",
        )


def _tell_unknown(sheet: Sheet, row: _UnknownRow, absent: Container[str]) -> None:
    """A row of amounts under an unknown label: misspelt, or the user's own."""
    meant = next((line.label for line in row.meant if line.name in absent), None)
    if meant:
        sheet.fault(
            row.cell,
            f"“{row.text}”，这一行有金额却认不出，没有读入",
            f"“{meant}”（表中没有这一行）",
            "请改正行名；若是另外的内容，请移到别的工作表。",
        )
        return
    nearest = f"最接近的行名是“{row.nearest}”" if row.nearest else "表样中没有相近的行名"
    sheet.note(
        "row-unrecognised",
        Level.WARNING,
        row.cell,
        row.text,
        f"这一行没有读入：“{row.text}”不是“{sheet.table.title}”的行名，{nearest}。"
        "请改正行名，或在格式中登记。",
    )


def _finish(sheet: Sheet, raw: list[RawLine], unit: Unit) -> tuple[Line, ...]:
    """The lines with their amounts, once all are read and their precision is known."""
    every = [cell for line in raw for cell in line.cells.values()]
    amounts, between = in_fen(every, unit)
    precision = precision_of(amounts, unit)
    _tell_texts(sheet, [cell for cell in every if cell.text])
    for cell in between:
        sheet.note(
            "amount-between-fen",
            Level.INFO,
            cell.source.cell,
            f"{cell.number}",
            f"{cell.number}{unit.value} 不足一分的部分已四舍五入到分。",
        )
    each = iter(amounts)
    known: dict[int | None, Amount | None] = {None: None}
    lines: list[Line] = []
    for line in raw:
        filled: dict[str, Cell] = {}
        for name, cell in line.cells.items():
            fen = next(each)
            if cell.holds is not Holds.BLANK:
                if fen not in known:
                    known[fen] = Amount(fen, precision) if fen is not None else None
                filled[name] = Cell(cell.source, known[fen], cell.holds)
        cells = RowCells(filled, line.places)
        lines.append(Line(line.line.name, line.label, cells, line.line.group))
    return tuple(lines)


def _tell_texts(sheet: Sheet, cells: list[RawCell]) -> None:
    """Amounts stored as text: we read them, the formulas of Excel do not."""
    if not cells:
        return
    places = "、".join(cell.source.cell for cell in cells[:_SHOWN])
    more = "等" if len(cells) > _SHOWN else ""
    sheet.note(
        "amount-as-text",
        Level.WARNING,
        cells[0].source.cell,
        cells[0].text,
        f"“{sheet.table.title}”有 {len(cells)} 个金额是文本（{places}{more}，"
        f"{cells[0].source.cell} 里是“{cells[0].text}”）：这里照数读入，Excel 的公式却不计它们。"
        "请选中这些单元格，点旁边的感叹号，选“转换为数字”。",
    )
