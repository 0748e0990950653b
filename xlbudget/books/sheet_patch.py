"""Values spliced into the bytes of a sheet part; every byte that is not of our cells stays."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from xlbudget.books.cell_text import escaped
from xlbudget.books.giving_way import Decision, Writes, decide
from xlbudget.books.port import CellWrite, address, column_letters
from xlbudget.books.row_heights import fitted
from xlbudget.books.sheet_scan import (
    START_TAG,
    CellSpan,
    RowSpan,
    SheetScan,
    contains,
    rectangle,
    scan,
)

# t: what the value is; cm, vm: metadata of a dynamic array or a rich value that no longer stands.
_OLD_KIND = re.compile(rb"\s+(?:t|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_OLD_META = re.compile(rb"\s+cm\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_REF = re.compile(rb"(\sref\s*=\s*[\"'])([^\"']*)")
_PLAIN_DIGITS = 40
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Patched:
    """The new bytes of a sheet part."""

    data: bytes
    stale: bool
    """Whether formulas stand on the sheet that these writes did not bring or renew."""


class CoveredCellError(ValueError):
    """A value for a cell that a merged range hides."""

    def __init__(self, row: int, column: int, area: tuple[int, int, int, int]) -> None:
        self.cell = address(row, column)
        self.area = f"{address(area[0], area[1])}:{address(area[2], area[3])}"
        super().__init__(self.cell, self.area)


@dataclass(frozen=True, slots=True)
class Judged:
    """Writes (by row and column) judged by what stands in a sheet part."""

    data: bytes
    layout: SheetScan
    writes: Writes
    decision: Decision


def judge(data: bytes, writes: Writes) -> Judged:
    """Which of the writes give way to formulas that stand there."""
    layout = scan(data)
    return Judged(data, layout, writes, decide(writes, layout.formula_at, layout.blocks))


def patch(judged: Judged, heights: Mapping[int, float] | None = None) -> Patched:
    """Splice writes into the sheet part that they were judged by; rows get `heights`.

    Existing cells keep their style; new ones take the style of their row or column. A cell hidden
    under a merged range takes no value: None is passed over, a value is a CoveredCellError.
    """
    data, layout, decision = judged.data, judged.layout, judged.decision
    writes = judged.writes
    _refuse_covered(layout, writes)
    edits: list[tuple[int, int, bytes]] = []
    fresh: dict[int, dict[int, bytes]] = defaultdict(dict)
    written = {at: writes[at] for at in sorted(writes) if at not in decision.left_alone}
    for (row, column), write in written.items():
        kept = (row, column) in decision.kept
        cell = layout.cells.get((row, column))
        if cell is not None:
            edits.append(_replaced(data, layout.prefix, cell, write, keep_formula=kept))
        elif write.value is not None or write.formula is not None:
            fresh[row][column] = _new_cell(layout, row, column, write, in_formula=kept)
    edits += _insertions(data, layout, fresh)
    edits += _dimension(data, layout, fresh)
    formulas = {at for at, cell in layout.cells.items() if cell.formula is not None}
    new = _spliced(data, edits)
    if heights:
        new = fitted(new, heights, written.keys())
    return Patched(new, not formulas <= written.keys())


def _refuse_covered(layout: SheetScan, writes: Writes) -> None:
    if not layout.merged or not writes:
        return
    bottom = max(row for row, _ in writes)
    right = max(column for _, column in writes)
    near = [area for area in layout.merged if area[0] <= bottom and area[1] <= right]
    for (row, column), write in writes.items():
        if write.value is None and write.formula is None:
            continue
        for area in near:
            if contains(area, row, column) and (row, column) != area[:2]:
                raise CoveredCellError(row, column, area)


def _replaced(
    data: bytes, prefix: str, cell: CellSpan, write: CellWrite, *, keep_formula: bool
) -> tuple[int, int, bytes]:
    tag, end = _start_tag(data, cell.start, cell.close)
    old = data[cell.start : end]
    kept = b""
    if keep_formula and cell.formula is not None:
        _, formula_end = _start_tag(data, cell.formula.start, cell.formula.end)
        kept = data[cell.formula.start : formula_end]
    elif not keep_formula:
        tag = _OLD_META.sub(b"", tag)
    if write.value is None and write.formula is None:
        if not cell.filled:
            return cell.start, end, old
        return cell.start, end, _closed(_OLD_KIND.sub(b"", tag))
    if not keep_formula:
        kept = _formula(prefix, write, cell.row, cell.column)
    kind, body = _content(prefix, write, kept)
    opened = _opened(_OLD_KIND.sub(b"", tag))[:-1] + kind + b">"
    new = opened + body + _end_tag(prefix, "c")
    return cell.start, end, new


def _new_cell(
    layout: SheetScan, row: int, column: int, write: CellWrite, *, in_formula: bool
) -> bytes:
    style = layout.style_of_new(row, column)
    attributes = f' s="{style}"' if style != "0" else ""
    formula = b"" if in_formula else _formula(layout.prefix, write, row, column)
    kind, body = _content(layout.prefix, write, formula)
    opened = f'<{layout.prefix}c r="{address(row, column)}"{attributes}'.encode()
    return opened + kind + b">" + body + _end_tag(layout.prefix, "c")


def _formula(prefix: str, write: CellWrite, row: int, column: int) -> bytes:
    """The `<f>` of a cell; of a block, only its first cell has one."""
    if write.formula is None:
        return b""
    kind = ""
    if write.block:
        if rectangle(write.block)[:2] != (row, column):
            return b""
        kind = f' t="array" ref="{write.block}"'
    text = write.formula.removeprefix("=").translate(_TEXT)
    return f"<{prefix}f{kind}>{text}</{prefix}f>".encode()


def _content(prefix: str, write: CellWrite, formula: bytes) -> tuple[bytes, bytes]:
    """The `t` attribute and the children of a cell. A formula's text result is t="str"."""
    value = write.value
    if isinstance(value, bool):
        return b' t="b"', formula + f"<{prefix}v>{int(value)}</{prefix}v>".encode()
    if isinstance(value, Decimal):
        return b"", formula + f"<{prefix}v>{_digits(value)}</{prefix}v>".encode()
    text = escaped(value or "").translate(_TEXT)
    space = ' xml:space="preserve"'
    if write.formula is not None:
        return (
            b' t="str"',
            formula + f"<{prefix}v{space if text else ''}>{text}</{prefix}v>".encode(),
        )
    inline = f"<{prefix}is><{prefix}t{space}>{text}</{prefix}t></{prefix}is>"
    return b' t="inlineStr"', inline.encode()


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"not a number that a cell can hold: {value}")
    plain = format(value, "f")
    return plain if len(plain) <= _PLAIN_DIGITS else str(value)


def _insertions(
    data: bytes, layout: SheetScan, fresh: Mapping[int, Mapping[int, bytes]]
) -> list[tuple[int, int, bytes]]:
    edits = []
    rows = {span.number: span for span in layout.rows}
    starts = sorted((span.number, span.start) for span in layout.rows)
    new_rows: dict[int, list[bytes]] = defaultdict(list)
    for number, cells in sorted(fresh.items()):
        if number in rows:
            edits += _row_edits(data, layout, rows[number], cells)
        else:
            after = bisect(starts, number, key=itemgetter(0))
            at = starts[after][1] if after < len(starts) else layout.data_close
            prefix = layout.prefix
            new_rows[at].append(
                f'<{prefix}row r="{number}">'.encode()
                + b"".join(cells[column] for column in sorted(cells))
                + _end_tag(prefix, "row")
            )
    if not new_rows:
        return edits
    tag, end = _start_tag(data, layout.data_start, layout.data_close)
    if tag.endswith(b"/>"):
        body = b"".join(new_rows[layout.data_close])
        whole = _opened(tag) + body + _end_tag(layout.prefix, "sheetData")
        return [(layout.data_start, end, whole)]
    return edits + [(at, at, b"".join(new)) for at, new in new_rows.items()]


def _row_edits(
    data: bytes, layout: SheetScan, row: RowSpan, cells: Mapping[int, bytes]
) -> list[tuple[int, int, bytes]]:
    match = START_TAG.match(data, row.start)
    assert match is not None
    tag = _without_small_spans(match[0], row, cells)
    if tag.endswith(b"/>"):
        body = b"".join(cells[column] for column in sorted(cells))
        return [(row.start, match.end(), _opened(tag) + body + _end_tag(layout.prefix, "row"))]
    edits = [(row.start, match.end(), tag)] if tag != match[0] else []
    places: dict[int, list[bytes]] = defaultdict(list)
    for column in sorted(cells):
        after = (cell.start for cell in row.cells if cell.column > column)
        places[next(after, row.close)].append(cells[column])
    return edits + [(at, at, b"".join(new)) for at, new in places.items()]


def _without_small_spans(tag: bytes, row: RowSpan, cells: Mapping[int, bytes]) -> bytes:
    spans = row.attributes.get("spans", "").split()
    try:
        pairs = [tuple(map(int, span.split(":"))) for span in spans]
        if pairs and min(pairs)[0] <= min(cells) and max(cells) <= max(last for _, last in pairs):
            return tag
    except ValueError:
        pass  # spans 只是给程序的提示（ECMA-376 18.3.1.73），读不懂就连它一起去掉
    return _SPANS.sub(b"", tag)


def _dimension(
    data: bytes, layout: SheetScan, fresh: Mapping[int, Mapping[int, bytes]]
) -> list[tuple[int, int, bytes]]:
    if layout.dimension is None or not fresh:
        return []
    tag = START_TAG.match(data, layout.dimension)
    reference = _REF.search(tag[0]) if tag else None
    if tag is None or reference is None:
        return []
    columns = [column for cells in fresh.values() for column in cells]
    try:
        top, left, bottom, right = rectangle(reference[2].decode())
    except ValueError:
        return []
    if not layout.cells:
        top, left, bottom, right = min(fresh), min(columns), max(fresh), max(columns)
    top, bottom = min(top, *fresh), max(bottom, *fresh)
    left, right = min(left, *columns), max(right, *columns)
    grown = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
    if rectangle(grown) == rectangle(reference[2].decode()):
        return []
    start = tag.start() + reference.start(2)
    return [(start, start + len(reference[2]), grown.encode())]


def _spliced(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [data[at:start], new]
        at = end
    parts.append(data[at:])
    return b"".join(parts)


def _start_tag(data: bytes, start: int, close: int) -> tuple[bytes, int]:
    """The start tag of an element, and the offset behind the element."""
    match = START_TAG.match(data, start)
    assert match is not None
    if match[0].endswith(b"/>"):
        return match[0], match.end()
    return match[0], data.index(b">", close) + 1


def _opened(tag: bytes) -> bytes:
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def _closed(tag: bytes) -> bytes:
    return tag if tag.endswith(b"/>") else tag[:-1].rstrip() + b"/>"


def _end_tag(prefix: str, name: str) -> bytes:
    return f"</{prefix}{name}>".encode()
