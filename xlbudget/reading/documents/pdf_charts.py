"""Drawn charts of a page: where they stand, and the words inside them, which are no paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlbudget.reading.documents.pdf_lines import TextLine, lines_of
from xlbudget.reading.documents.pdf_shapes import Box, Glyph, PdfPage
from xlbudget.reading.documents.pdf_tables import Grid, around

_NEAR = 12.0
_LEAST_WIDTH, _LEAST_HEIGHT = 90.0, 60.0
_FEWEST_AREAS = 3
_LEAST_PART = 0.005
_PAGE = 0.9
"""A drawn area that covers this much of the page, or of a frame, is its ground."""

_MOST = 400
"""More areas than a chart has are joined at once, without looking for groups."""

_CAPTION = re.compile(r"[（(]?图\s*\d|.*。")
_LABEL_WIDTH, _LABEL_HEIGHT = 36.0, 14.0
_LONGEST_LABEL = 40


def charts(page: PdfPage, tables: Sequence[Box], grids: Sequence[Grid]) -> list[Box]:
    """The rooms of the charts of a page: frames with drawn areas in them, groups of areas outside
    of tables, grids without text.
    """
    parts = [
        area
        for area in page.areas
        if area.width < _PAGE * page.width or area.height < _PAGE * page.height
        if not any(_touches(area, table) for table in tables)
    ]
    frames = [grid.box for grid in grids if grid.cells > 1 or _is_drawn_in(grid.box, parts)]
    loose = [part for part in parts if not any(_inside(part, frame) for frame in frames)]
    groups = _groups(loose) if len(loose) <= _MOST else [(around(loose), len(loose))]
    found = [*frames, *(box for box, count in groups if count >= _FEWEST_AREAS)]
    return [box for box in found if box.width >= _LEAST_WIDTH and box.height >= _LEAST_HEIGHT]


def _is_drawn_in(frame: Box, areas: Iterable[Box]) -> bool:
    """Whether a frame holds a bar or a slice; its own ground is none, nor is a bullet."""
    size = frame.width * frame.height
    inside = (area.width * area.height for area in areas if _inside(area, frame))
    return any(_LEAST_PART * size < each < _PAGE * size for each in inside)


def outside(page: PdfPage, tables: Sequence[Box], rooms: Sequence[Box]) -> list[TextLine]:
    """The lines of a page that are no part of a table, nor of a chart but for its caption."""
    free: list[Glyph] = []
    drawn: dict[Box, list[Glyph]] = {}
    for glyph in page.glyphs:
        x, y = glyph.middle
        if any(table.holds(x, y) for table in tables):
            continue
        room = next((room for room in rooms if room.holds(x, y)), None)
        (free if room is None else drawn.setdefault(room, [])).append(glyph)
    lines = [line for line in lines_of(free) if not any(_belongs(line, room) for room in rooms)]
    for inside in drawn.values():
        lines += [line for line in lines_of(inside) if _CAPTION.match(line.text)]
    return sorted(lines, key=lambda line: line.box.top)


def _belongs(line: TextLine, chart: Box) -> bool:
    """Whether a line beside or below a chart is a label of its axes, and no caption or sentence."""
    x = (line.box.x0 + line.box.x1) / 2
    y = (line.box.top + line.box.bottom) / 2
    beside = chart.x0 - _LABEL_WIDTH <= x <= chart.x1 + _LABEL_WIDTH
    return (
        beside
        and chart.top <= y <= chart.bottom + _LABEL_HEIGHT
        and len(line.text) <= _LONGEST_LABEL
        and not _CAPTION.match(line.text)
    )


def _touches(one: Box, other: Box) -> bool:
    return (
        one.x0 <= other.x1 and other.x0 <= one.x1 and one.top <= other.bottom
    ) and other.top <= one.bottom


def _inside(inner: Box, outer: Box) -> bool:
    return outer.wider(1).holds(inner.x0, inner.top) and outer.wider(1).holds(
        inner.x1, inner.bottom
    )


def _groups(parts: Sequence[Box]) -> list[tuple[Box, int]]:
    """Areas that are near each other, together, and how many they are."""
    groups: list[tuple[Box, int]] = []
    for part in parts:
        box, count = part, 1
        apart = []
        for other, size in groups:
            if _touches(box.wider(_NEAR), other):
                box, count = around((box, other)), count + size
            else:
                apart.append((other, size))
        groups = [*apart, (box, count)]
    return groups
