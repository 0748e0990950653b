"""Rows of a table that no rules divide: amounts that stand below each other in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from xlbudget.reading.documents.pdf_lines import TextLine, lines_of
from xlbudget.reading.documents.pdf_shapes import Box, Glyph

_AMOUNT = re.compile(r"[-－—]?[\d,]*\d\.\d{1,2}|0|[-－—]+")
_NUMBER = re.compile(r"[-－—]?\d[\d,.]*|[-－—]+")
_TWO_LINES = 22.0
_FEWEST = 3
"""A row of a table has so many cells."""


def rules_between(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Box]:
    """The rules that would divide the rows of a table whose body is ruled into columns only.

    Only where each line of the body has a number: a line of words alone may be the second half of
    a name, and nobody knows of which.
    """
    rows: dict[tuple[float, float], list[Box]] = {}
    for cell in cells:
        if cell.height >= _TWO_LINES:
            rows.setdefault((cell.top, cell.bottom), []).append(cell)
    for row in rows.values():
        if len(row) < _FEWEST:
            continue
        lines = [list(lines_of(g for g in glyphs if cell.holds(*g.middle))) for cell in row]
        if not any(_is_stacked(each) for each in lines):
            continue
        bands = _bands(line for each in lines for line in each)
        if all(any(_NUMBER.fullmatch(line.text) for line in band) for band in bands):
            left, right = min(cell.x0 for cell in row), max(cell.x1 for cell in row)
            for above, below in pairwise(bands):
                y = (max(b.box.bottom for b in above) + min(b.box.top for b in below)) / 2
                yield Box(left, y, right, y)


def _is_stacked(lines: Sequence[TextLine]) -> bool:
    """Whether a cell holds several whole amounts."""
    return len(lines) > 1 and all(_AMOUNT.fullmatch(line.text) for line in lines)


def _bands(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Lines of several columns that stand at the same height."""
    bands: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        if bands and _middle(line) - _middle(bands[-1][0]) < 0.5 * line.em:
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _middle(line: TextLine) -> float:
    return (line.box.top + line.box.bottom) / 2
