"""Heights of rows that shall fit their text, spliced into the bytes of a sheet part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from xlbudget.books.sheet_scan import START_TAG, RowSpan, scan

_HEIGHT = re.compile(rb"\s+ht\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TRUE = ("1", "true")


def fitted(data: bytes, heights: Mapping[int, float], ours: AbstractSet[tuple[int, int]]) -> bytes:
    """A sheet part whose rows have these heights (points by row; 0 is the default height).

    Rows that are hidden or that a person gave a height keep it. Where anything stands beside our
    cells (`ours`, by row and column), the row may only grow. The heights are not fixed: Excel
    still fits the rows when their text is edited.
    """
    parts, at = [], 0
    for row in scan(data).rows:
        if row.number in heights and not _is_fixed(row):
            tag = START_TAG.match(data, row.start)
            assert tag is not None
            parts += [data[at : row.start], _with_height(tag[0], row, heights[row.number], ours)]
            at = tag.end()
    return b"".join([*parts, data[at:]])


def _is_fixed(row: RowSpan) -> bool:
    return any(row.attributes.get(name) in _TRUE for name in ("customHeight", "hidden"))


def _with_height(
    tag: bytes, row: RowSpan, height: float, ours: AbstractSet[tuple[int, int]]
) -> bytes:
    present = float(row.attributes.get("ht", 0))
    others = any(cell.filled and (cell.row, cell.column) not in ours for cell in row.cells)
    if height == present or (height < present and others):
        return tag
    attribute = f' ht="{height:g}"'.encode() if height else b""
    if present:
        return _HEIGHT.sub(attribute, tag, count=1)
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + attribute + tag[end:]
