"""The header cells of a public table: a block's heading over its columns, 栏次 below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from xlbudget.formats.table_model import Column
from xlbudget.results.printed_tables import PrintedCell, Role
from xlbudget.results.table_places import (
    ABOVE,
    BLOCK_ROW,
    COLUMN_NUMBER_ROW,
    COLUMN_ROW,
    BlockPlace,
    TablePlaces,
)


def block_header(place: BlockPlace) -> Iterator[PrintedCell]:
    """A block's heading over its columns, and 栏次 below them."""
    columns = place.block.printed_columns
    if place.code:
        yield header(BLOCK_ROW, place.code, place.block.code_headers[0], rows=2)
        yield header(BLOCK_ROW, place.label, place.block.label_headers[0], rows=2)
        yield header(COLUMN_NUMBER_ROW, place.code, "栏次")
        yield header(COLUMN_NUMBER_ROW, place.label, "")
        yield from _parents(place, columns)
    else:
        yield header(BLOCK_ROW, place.label, place.block.heading, last=place.last)
        yield header(COLUMN_ROW, place.label, place.block.label_headers[0])
        yield header(COLUMN_ROW, place.number, "行次")
        yield header(COLUMN_NUMBER_ROW, place.label, "栏次")
        yield header(COLUMN_NUMBER_ROW, place.number, "")
        for column in columns:
            yield header(COLUMN_ROW, place.amounts[column.name], column.headers[0])
    for number, column in enumerate(columns, 1):
        yield header(COLUMN_NUMBER_ROW, place.amounts[column.name], str(number))


def _parents(place: BlockPlace, columns: Sequence[Column]) -> Iterator[PrintedCell]:
    """Columns under a common heading stand below it; others take both rows."""
    for parent, members in groupby(columns, key=lambda column: column.parent):
        group = list(members)
        first, last = (place.amounts[group[at].name] for at in (0, -1))
        if not parent:
            for column in group:
                yield header(BLOCK_ROW, place.amounts[column.name], column.headers[0], rows=2)
            continue
        yield header(BLOCK_ROW, first, parent, last=last)
        for column in group:
            yield header(COLUMN_ROW, place.amounts[column.name], column.headers[0])


def crossed_header(places: TablePlaces) -> Iterator[PrintedCell]:
    """The header of items and columns over one row of amounts; cars are split in three."""
    return _items_over_columns(places) if places.table.interleaved else _columns_over_items(places)


def _columns_over_items(places: TablePlaces) -> Iterator[PrintedCell]:
    """预算数 over all items, then 决算数."""
    table = places.table
    for column in table.blocks[0].columns:
        at = {line.name: places.crossed[line.name, column.name] for line in table.lines()}
        first, last = min(at.values()), max(at.values())
        yield header(BLOCK_ROW, first, column.headers[0], last=last)
        for line in table.lines():
            parts = [at[each.name] for each in table.lines() if each.after == line.name]
            if parts:
                yield header(COLUMN_ROW, at[line.name], line.label, last=max(parts))
                yield header(COLUMN_ROW + 1, at[line.name], "小计")
            elif line.after:
                yield header(COLUMN_ROW + 1, at[line.name], line.label)
            else:
                yield header(COLUMN_ROW, at[line.name], line.label, rows=2)


def _items_over_columns(places: TablePlaces) -> Iterator[PrintedCell]:
    """Each item over its 预算数 and 决算数."""
    table = places.table
    for line in table.lines():
        at = [number for (name, _), number in places.crossed.items() if name == line.name]
        parts = [each.name for each in table.lines() if each.after == line.name]
        below = [number for (name, _), number in places.crossed.items() if name in parts]
        if parts:
            yield header(BLOCK_ROW, min(at), line.label, last=max(below))
            yield header(COLUMN_ROW, min(at), "小计", last=max(at))
        elif line.after:
            yield header(COLUMN_ROW, min(at), line.label, last=max(at))
        else:
            yield header(BLOCK_ROW, min(at), line.label, last=max(at), rows=2)
    headers = {column.name: column.headers[0] for column in table.blocks[0].columns}
    for (_, column), number in places.crossed.items():
        yield header(COLUMN_ROW + 1, number, headers[column])


def header(row: int, first: int, text: str, *, last: int = 0, rows: int = 1) -> PrintedCell:
    """A header cell from one column to another; `row` is that of the sheet."""
    columns = max(last, first) + 1 - first
    return PrintedCell(row - ABOVE, first, text, Role.HEADER, rows, columns)
