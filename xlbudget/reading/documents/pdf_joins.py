"""Tables that go on over the end of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.reading.documents.pdf_lines import joined
from xlbudget.reading.documents.pdf_paragraphs import NUMBERED
from xlbudget.reading.documents.pdf_tables import PageTable
from xlbudget.reading.row_names import begins_anew

_SHIFT = 4.0
"""The rules of both parts stand in the same places, but for so much."""

_CONTINUED = re.compile(r"[(（]?续表?[)）]?\d*$|^续表?\d*")
_MOST_HEADER = 6
_NUMBER = re.compile(r"[-—－(（]?[\d,，.]+[)）]?$|[-—－一]+$|其中")


def goes_on(
    table: PageTable, rest: PageTable, between: Sequence[str], heads: Sequence[str]
) -> bool:
    """Whether a table is the rest of the one on the page before: as many columns in the same
    places, and between them only words that stand above the first one too (title, unit line, 续表).
    """
    if len(table.columns) != len(rest.columns):
        return False
    shift = rest.box.x0 - table.box.x0
    if any(
        abs(other - place - shift) > _SHIFT
        for place, other in zip(table.columns, rest.columns, strict=True)
    ):
        return False
    repeated = _repeated(table, rest)
    first, more = table.rows[repeated:], rest.rows[repeated:]
    if first and more and begins_anew(first[0], more[0]):
        return False
    known = {_bare(text) for text in heads}
    return all(not _bare(text) or _bare(text) in known for text in between)


def joined_tables(table: PageTable, rest: PageTable) -> PageTable:
    """Both parts as one table, without the header that the second repeats."""
    repeated = _repeated(table, rest)
    rows, more = list(table.rows), list(rest.rows[repeated:])
    dropped = repeated
    if more and _row_goes_on(table, more[0]):
        rows[-1] = tuple(map(joined, rows[-1], more.pop(0)))
        dropped += 1
    shift = len(rows) - dropped
    merged = tuple(
        (top + shift, left, bottom + shift, right)
        for top, left, bottom, right in rest.merged
        if top >= dropped
    )
    full = rest.full if more else table.full
    return PageTable((*rows, *more), (*table.merged, *merged), table.box, table.columns, full)


def _repeated(table: PageTable, rest: PageTable) -> int:
    """How many rows of the header the rest prints again."""
    repeated = 0
    for first, row in zip(table.rows[:_MOST_HEADER], rest.rows, strict=False):
        if tuple(map(_bare, first)) != tuple(map(_bare, row)):
            break
        repeated += 1
    return repeated


def _row_goes_on(table: PageTable, row: Sequence[str]) -> bool:
    """Whether a row is the rest of the last one, which did not fit the page: words only where the
    cell above is full of words, and neither a number nor the beginning of an item.
    """
    filled = [at for at, cell in enumerate(row) if cell]
    above = table.rows[-1]
    if not filled or len(filled) == len(row):
        return False
    return all(
        above[at] and table.full[at] and not NUMBERED.match(row[at]) and not _NUMBER.match(row[at])
        for at in filled
    )


def _bare(text: str) -> str:
    return _CONTINUED.sub("", "".join(text.split()))
