"""Rows of a sheet part: new cells put into them, new rows, and heights that fit their text.

Rows that are hidden or that a person gave a height keep it. Where anything stands beside our
cells, a row may only grow. The heights are not fixed: Excel still fits the rows when their text is
edited.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from operator import itemgetter

from xlbudget.books.port import column_letters
from xlbudget.books.sheet_scan import START_TAG, RowSpan, SheetScan, rectangle

Edit = tuple[int, int, bytes]
"""Bytes that take the place of those from one offset to another."""

_SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HEIGHT = re.compile(rb"\s+ht\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_REF = re.compile(rb"(\sref\s*=\s*[\"'])([^\"']*)")
_TRUE = ("1", "true")


def row_edits(
    data: bytes,
    layout: SheetScan,
    fresh: Mapping[int, Mapping[int, bytes]],
    heights: Mapping[int, float],
    ours: AbstractSet[tuple[int, int]],
) -> Iterator[Edit]:
    """New cells (`fresh`, by row and column) in their rows, and rows of these heights (points by
    row; 0 is the default height); `ours` are our cells by row and column.
    """
    last = {span.number: span for span in layout.rows} if fresh else {}
    for row in layout.rows:
        cells = fresh.get(row.number, {}) if last.get(row.number) is row else {}
        height = heights.get(row.number)
        if cells or height is not None:
            yield from _of_row(data, layout.prefix, row, cells, height, ours)
    yield from _new_rows(
        data,
        layout,
        {number: fresh[number] for number in sorted(fresh) if number not in last},
        heights,
    )


def _of_row(
    data: bytes,
    prefix: str,
    row: RowSpan,
    cells: Mapping[int, bytes],
    height: float | None,
    ours: AbstractSet[tuple[int, int]],
) -> Iterator[Edit]:
    match = START_TAG.match(data, row.start)
    assert match is not None
    tag = without_small_spans(match[0], row.attributes, cells) if cells else match[0]
    empty = tag.endswith(b"/>")
    if cells and empty:
        tag = opened_tag(tag)
    if height is not None:
        others = (cell for cell in row.cells if cell.filled)
        alone = all((cell.row, cell.column) in ours for cell in others)
        tag = with_height(tag, row.attributes, height, may_shrink=alone)
    if cells and empty:
        body = b"".join(cells[column] for column in sorted(cells))
        yield row.start, match.end(), tag + body + f"</{prefix}row>".encode()
        return
    if tag != match[0]:
        yield row.start, match.end(), tag
    new: dict[int, list[bytes]] = defaultdict(list)
    for column in sorted(cells):
        after = (cell.start for cell in row.cells if cell.column > column)
        new[next(after, row.close)].append(cells[column])
    for at, each in new.items():
        yield at, at, b"".join(each)


def _new_rows(
    data: bytes,
    layout: SheetScan,
    fresh: Mapping[int, Mapping[int, bytes]],
    heights: Mapping[int, float],
) -> Iterator[Edit]:
    if not fresh:
        return
    starts = sorted((span.number, span.start) for span in layout.rows)
    prefix = layout.prefix
    new: dict[int, list[bytes]] = defaultdict(list)
    for number, cells in fresh.items():
        after = bisect(starts, number, key=itemgetter(0))
        at = starts[after][1] if after < len(starts) else layout.data_close
        new[at].append(new_row(prefix, number, cells, heights.get(number)))
    tag, end = start_tag(data, layout.data_start, layout.data_close)
    if tag.endswith(b"/>"):
        body = b"".join(new[layout.data_close])
        whole = opened_tag(tag) + body + f"</{prefix}sheetData>".encode()
        yield layout.data_start, end, whole
        return
    for at, rows in new.items():
        yield at, at, b"".join(rows)


def new_row(prefix: str, number: int, cells: Mapping[int, bytes], height: float | None) -> bytes:
    """A row that was not there."""
    attribute = f' ht="{height:g}"' if height else ""
    body = b"".join(cells[column] for column in sorted(cells))
    return f'<{prefix}row r="{number}"{attribute}>'.encode() + body + f"</{prefix}row>".encode()


def with_height(
    tag: bytes, attributes: Mapping[str, str], height: float, *, may_shrink: bool
) -> bytes:
    """The start tag of a row with a height, unless the row keeps the one that it has."""
    present = float(attributes.get("ht", 0))
    if (
        height == present
        or (height < present and not may_shrink)
        or any(attributes.get(name) in _TRUE for name in ("customHeight", "hidden"))
    ):
        return tag
    attribute = f' ht="{height:g}"'.encode() if height else b""
    if present:
        return _HEIGHT.sub(attribute, tag, count=1)
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + attribute + tag[end:]


def without_small_spans(tag: bytes, attributes: Mapping[str, str], columns: Iterable[int]) -> bytes:
    """The start tag of a row, without a hint at its columns that does not hold for new ones."""
    spans = attributes.get("spans", "").split()
    new = sorted(columns)
    try:
        pairs = [tuple(map(int, span.split(":"))) for span in spans]
        if pairs and min(pairs)[0] <= new[0] and new[-1] <= max(last for _, last in pairs):
            return tag
    except ValueError:
        pass  # spans 只是给程序的提示（ECMA-376 18.3.1.73），读不懂就连它一起去掉
    return _SPANS.sub(b"", tag)


def start_tag(data: bytes, start: int, close: int) -> tuple[bytes, int]:
    """The start tag of an element, and the offset behind the element."""
    match = START_TAG.match(data, start)
    assert match is not None
    if match[0].endswith(b"/>"):
        return match[0], match.end()
    return match[0], data.index(b">", close) + 1


def opened_tag(tag: bytes) -> bytes:
    """A start tag that does not close its element."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def grown_dimension(
    data: bytes, at: int | None, fresh: Mapping[int, Mapping[int, bytes]], *, empty: bool
) -> list[Edit]:
    """The `<dimension>` at an offset, of a sheet that was `empty` or not, with new cells."""
    if at is None or not fresh:
        return []
    tag = START_TAG.match(data, at)
    reference = _REF.search(tag[0]) if tag else None
    if tag is None or reference is None:
        return []
    columns = [column for cells in fresh.values() for column in cells]
    try:
        top, left, bottom, right = rectangle(reference[2].decode())
    except ValueError:
        return []
    if empty:
        top, left, bottom, right = min(fresh), min(columns), max(fresh), max(columns)
    top, bottom = min(top, *fresh), max(bottom, *fresh)
    left, right = min(left, *columns), max(right, *columns)
    grown = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
    if rectangle(grown) == rectangle(reference[2].decode()):
        return []
    start = tag.start() + reference.start(2)
    return [(start, start + len(reference[2]), grown.encode())]


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made."""
    parts, at = [], 0
    for start, end, new in sorted(edits, key=itemgetter(0, 1)):
        parts += [data[at:start], new]
        at = end
    parts.append(data[at:])
    return b"".join(parts)
