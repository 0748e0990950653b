"""Ruled tables of a page: cells to full grids with their texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from xlbudget.domain.records import dataclass
from xlbudget.reading.documents.pdf_cells import cells_of
from xlbudget.reading.documents.pdf_lines import cell_text, is_full
from xlbudget.reading.documents.pdf_rows import rules_between
from xlbudget.reading.documents.pdf_shapes import Box, Glyph, PdfPage

_FEWEST_RULES = 4
_NEAR = 3.0

_WRITTEN, _TITLED = 0.3, 0.5
"""A table has text in at least so many of its cells, or of those in its first row."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a page: a full grid of texts, the merged cells, and its room. `columns` are the
    places of its upright rules.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    box: Box
    columns: tuple[float, ...]
    full: tuple[bool, ...] = ()
    """Whether the text of each cell in the last row fills the cell, so that it may go on."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that make no table: a frame of one cell, or the grid behind a chart."""

    box: Box
    cells: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules of a page are: tables, and grids that hold no table."""

    tables: tuple[PageTable, ...] = ()
    grids: tuple[Grid, ...] = ()


def ruled(page: PdfPage) -> Ruled:
    """The tables of a page, from top to bottom."""
    if len(page.rules) < _FEWEST_RULES or page.crowded:
        return Ruled()
    tables: list[PageTable] = []
    grids: list[Grid] = []
    found = cells_of(page.rules)
    undrawn = [rule for cells in found for rule in rules_between(cells, page.glyphs)]
    for cells in cells_of([*page.rules, *undrawn]) if undrawn else found:
        table = _table(cells, around(cells), page.glyphs)
        if len(cells) > 1 and not _is_behind_a_chart(table, page.areas):
            tables.append(table)
        else:
            grids.append(Grid(table.box, len(cells)))
    return Ruled(tuple(tables), tuple(grids))


def around(cells: Sequence[Box]) -> Box:
    """The rectangle around others."""
    return Box(
        min(cell.x0 for cell in cells),
        min(cell.top for cell in cells),
        max(cell.x1 for cell in cells),
        max(cell.bottom for cell in cells),
    )


def _table(cells: Sequence[Box], box: Box, glyphs: Sequence[Glyph]) -> PageTable:
    across = sorted({place for cell in cells for place in (cell.x0, cell.x1)})
    down = sorted({place for cell in cells for place in (cell.top, cell.bottom)})
    width, height = len(across) - 1, len(down) - 1
    owner: dict[tuple[int, int], int] = {}
    merged = []
    spans = []
    for number, cell in enumerate(cells):
        top, bottom = down.index(cell.top), down.index(cell.bottom)
        left, right = across.index(cell.x0), across.index(cell.x1)
        spans.append((top, left))
        if bottom - top > 1 or right - left > 1:
            merged.append((top, left, bottom - 1, right - 1))
        for row in range(top, bottom):
            for column in range(left, right):
                owner.setdefault((row, column), number)
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.middle
        place = bisect_right(down, y) - 1, bisect_right(across, x) - 1
        if place in owner:
            held.setdefault(owner[place], []).append(glyph)
    rows = [[""] * width for _ in range(height)]
    for number, inside in held.items():
        top, left = spans[number]
        rows[top][left] = cell_text(inside, cells[number])
    last = [owner.get((height - 1, column), -1) for column in range(width)]
    full = tuple(
        number in held
        and spans[number] == (height - 1, column)
        and is_full(held[number], cells[number])
        for column, number in enumerate(last)
    )
    return PageTable(tuple(map(tuple, rows)), tuple(sorted(merged)), box, tuple(across), full)


def _is_behind_a_chart(table: PageTable, areas: Sequence[Box]) -> bool:
    """Whether a grid is that of a chart: without a full header, nearly without text, and bars or
    lines are drawn on it that do not keep to its cells.
    """
    width = len(table.rows[0])
    written = sum(bool(cell) for row in table.rows for cell in row)
    titled = sum(map(bool, table.rows[0]))
    if titled >= _TITLED * width or written >= _WRITTEN * len(table.rows) * width:
        return False
    return any(
        table.box.wider(_NEAR).holds(area.x0, area.top)
        and table.box.wider(_NEAR).holds(area.x1, area.bottom)
        and not all(_is_at(area_side, table.columns) for area_side in (area.x0, area.x1))
        for area in areas
    )


def _is_at(place: float, rules: Sequence[float]) -> bool:
    return any(abs(place - rule) <= _NEAR for rule in rules)
