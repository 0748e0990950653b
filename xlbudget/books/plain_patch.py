"""Values written into a plain sheet part, row by row."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from xlbudget.books.cell_xml import content, formula_element, new_cell
from xlbudget.books.giving_way import Place, Writes
from xlbudget.books.plain_rows import FORMULA, KEPT, VALUE, WHOLE, PlainCell, PlainRow, PlainRows
from xlbudget.books.port import CellWrite
from xlbudget.books.row_patch import (
    grown_dimension,
    new_row,
    opened_tag,
    spliced,
    with_height,
    without_small_spans,
)


def plain_patched(
    data: bytes,
    layout: PlainRows,
    written: Writes,
    kept: AbstractSet[Place],
    heights: Mapping[int, float],
) -> bytes:
    """The part with these cells written; its rows get `heights`."""
    lines: dict[int, dict[int, CellWrite]] = defaultdict(dict)
    for (row, column), write in written.items():
        lines[row][column] = write
    fresh: dict[int, dict[int, bytes]] = {}
    rows = layout.rows
    numbers = list(rows)
    parts: list[bytes] = []
    at = 0
    for number in sorted(lines.keys() | (heights.keys() & rows.keys())):
        line, standing = lines.get(number, {}), rows.get(number)
        new = {
            column: new_cell(
                number,
                column,
                write,
                layout.style_of_new(number, column),
                in_formula=(number, column) in kept,
            )
            for column, write in line.items()
            if (standing is None or column not in standing.cells)
            and (write.value is not None or write.formula is not None)
        }
        if new:
            fresh[number] = new
        if standing is not None:
            parts += data[at : standing.start], _row(standing, line, new, kept, heights)
            at = standing.end
        elif new:
            behind = bisect(numbers, number)
            start = rows[numbers[behind]].start if behind < len(numbers) else layout.data_close
            parts += data[at:start], new_row("", number, new, heights.get(number))
            at = start
    parts.append(data[at:])
    empty = not any(row.cells for row in rows.values()) if fresh else False
    return spliced(b"".join(parts), grown_dimension(data, layout.dimension, fresh, empty=empty))


def _row(
    row: PlainRow,
    line: Mapping[int, CellWrite],
    new: Mapping[int, bytes],
    kept: AbstractSet[Place],
    heights: Mapping[int, float],
) -> bytes:
    """A row with what is written into it."""
    cells = {
        column: _cell(cell, line[column], (row.number, column), kept)
        if column in line
        else cell[WHOLE]
        for column, cell in row.cells.items()
    }
    tag, height = row.tag, heights.get(row.number)
    if new:
        tag = without_small_spans(tag, row.attributes, new)
        tag = opened_tag(tag)
        cells = dict(sorted({**cells, **new}.items()))
    if height is not None:
        alone = all(column in line for column, cell in row.cells.items() if cell[VALUE])
        tag = with_height(tag, row.attributes, height, may_shrink=alone)
    if tag.endswith(b"/>"):
        return tag
    return b"".join([tag, *cells.values(), b"</row>"])


def _cell(cell: PlainCell, write: CellWrite, at: Place, kept: AbstractSet[Place]) -> bytes:
    """A cell with a new value."""
    if write.value is None and write.formula is None:
        return cell[KEPT] + b"/>" if cell[VALUE] else cell[WHOLE]
    kind, value = content("", write)
    if at in kept:
        return b"".join([cell[KEPT], kind.encode(), cell[FORMULA], value.encode(), b"</c>"])
    return cell[KEPT] + f"{kind}{formula_element('', write, *at)}{value}</c>".encode()
