"""The mappings of unknown layouts on 首页: the list right of the settings, read and added to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.books.port import CellWrite, Grid, RangeWrite, address
from xlbudget.domain.errors import UnknownLayout, UnknownName, XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.domain.records import replace
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.labels import plain
from xlbudget.reading.mapped import Mapping
from xlbudget.reading.our_words import ROW, our_columns, our_labels
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text, no_text

TITLE = "标题"
"""The row of a mapping with the title of their sheet; a new mapping begins with it."""

UNIT = "金额单位"
"""The row of a mapping with the unit of money, where their sheet says none."""

_SHOWN = 8
"""So many names are listed."""

Row = tuple[str, str, str]
"""对应的表, 对应的列, 来源表头."""


def read_mappings(
    sheets: OwnSheets, resolved: Format, errors: list[XlbudgetError]
) -> tuple[Mapping, ...]:
    """The mappings that a person confirmed. A row that cannot be understood is an error."""
    found = sheets.table(layout.HOME, layout.MAPPING)
    if found is None:
        return ()
    grid, header, columns = found
    tables = {plain(table.title): table for table in resolved.tables.values()}
    mappings: list[Mapping] = []
    for row in range(header + 1, grid.height + 1):
        cells = {word: (row, columns[word]) for word in layout.MAPPING}
        faults = [no_text(grid, *at, sheets.file) for at in cells.values()]
        words = tuple(as_text(grid.at(*at)) for at in cells.values())
        if not any(words):
            continue
        fault = next(filter(None, faults), None) or _fault(sheets, grid, cells, tables)
        if fault is not None:
            errors.append(fault)
            continue
        table = tables[plain(words[0])]
        goes_on = mappings and mappings[-1].table == table.name and words[1] != TITLE
        mapping = mappings.pop() if goes_on else Mapping(table=table.name)
        mappings.append(_with(mapping, words[1], words[2]))
    return tuple(mappings)


def _fault(
    sheets: OwnSheets, grid: Grid, cells: dict[str, tuple[int, int]], tables: dict[str, Table]
) -> XlbudgetError | None:
    """What is wrong with a row: a blank cell, an unknown table, column or unit of money."""
    table_at, column_at, theirs_at = cells.values()
    blank = next((word for word, at in cells.items() if not as_text(grid.at(*at))), "")
    if blank:
        return UnknownLayout(
            where=f"{sheets.file} · {grid.sheet}!{address(*cells[blank])}",
            seen="空白",
            expected=f"“{blank}”",
            remedy="对应关系的一行三格都要填；不用的行请整行清空。",
        )
    name = as_text(grid.at(*table_at))
    table = tables.get(plain(name))
    if table is None:
        titles = [each.title for each in tables.values()]
        return _unknown(sheets, grid, table_at, "表", titles)
    ours = as_text(grid.at(*column_at))
    known = (TITLE, UNIT, *our_columns(table), *our_labels(table))
    if ours not in known:
        return _unknown(sheets, grid, column_at, f"“{table.title}”的列或行", known)
    units = [unit.value for unit in Unit]
    if ours == UNIT and as_text(grid.at(*theirs_at)) not in units:
        return _unknown(sheets, grid, theirs_at, "金额单位", units)
    return None


def _unknown(
    sheets: OwnSheets, grid: Grid, at: tuple[int, int], what: str, known: Iterable[str]
) -> UnknownName:
    seen, names = as_text(grid.at(*at)), tuple(known)
    listed = "、".join(f"“{name}”" for name in names[:_SHOWN]) + "等" * (len(names) > _SHOWN)
    return UnknownName(
        where=f"{sheets.file} · {grid.sheet}!{address(*at)}",
        seen=f"“{seen}”",
        expected=f"{what}：{listed}",
        remedy=f"{nearest(seen, names)}不用的行请整行清空。",
    )


def _with(mapping: Mapping, ours: str, theirs: str) -> Mapping:
    """A mapping with one more row."""
    if ours == TITLE:
        return replace(mapping, title=plain(theirs))
    if ours == UNIT:
        return replace(mapping, unit=Unit(theirs))
    if ours.startswith(ROW):
        return replace(mapping, labels=(*mapping.labels, (ours, theirs)))
    return replace(mapping, columns=(*mapping.columns, (ours, theirs)))


def mapping_rows(mapping: Mapping, resolved: Format) -> Iterator[Row]:
    """A mapping as rows of the list."""
    title = resolved.tables[mapping.table].title
    if mapping.title:
        yield title, TITLE, mapping.title
    if mapping.unit is not None:
        yield title, UNIT, mapping.unit.value
    for ours, theirs in (*mapping.columns, *mapping.labels):
        yield title, ours, theirs


def added_mappings(
    sheets: OwnSheets, resolved: Format, confirmed: Iterable[Mapping]
) -> tuple[RangeWrite, ...]:
    """What is written on 首页 for mappings that were confirmed and do not stand there yet.

    They go below the last row of the list, whose rows stay as they are; a mapping begins with its
    title, so nothing is written between the rows of another. UnknownLayout where the list is not
    there, or where something stands in its way.
    """
    errors: list[XlbudgetError] = []
    known = read_mappings(sheets, resolved, errors)
    rows = [
        row
        for mapping in confirmed
        if mapping not in known
        for row in mapping_rows(mapping, resolved)
    ]
    if not rows:
        return ()
    found = sheets.table(layout.HOME, layout.MAPPING)
    if found is None:
        raise UnknownLayout(
            where=f"{sheets.file} · {layout.HOME}",
            seen="没有记对应关系的一栏",
            expected="同一行里有" + "、".join(f"“{word}”" for word in layout.MAPPING),
            remedy="请用 xlbudget new 另建工作簿再导入，或者不采用这次的对应关系。",
        )
    grid, header, columns = found
    used = [
        row
        for row in range(header, grid.height + 1)
        if any(grid.at(row, columns[word]) is not None for word in layout.MAPPING)
    ]
    first = max(used) + 1
    return tuple(
        RangeWrite(grid.sheet, first, columns[word], tuple((CellWrite(row[at]),) for row in rows))
        for at, word in enumerate(layout.MAPPING)
    )


__all__ = ["TITLE", "UNIT", "added_mappings", "mapping_rows", "read_mappings"]
