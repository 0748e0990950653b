"""Values spliced into the bytes of a sheet part; every byte that is not of our cells stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

from xlbudget.books.cell_xml import content, formula_element, new_cell
from xlbudget.books.giving_way import Decision, Place, Writes, decide, places
from xlbudget.books.plain_patch import plain_patched
from xlbudget.books.plain_rows import PlainRows, plain_rows
from xlbudget.books.port import CellWrite, address
from xlbudget.books.row_patch import (
    Edit,
    grown_dimension,
    opened_tag,
    row_edits,
    spliced,
    start_tag,
)
from xlbudget.books.sheet_scan import CellSpan, Rectangle, SheetScan, contains, scan
from xlbudget.domain.records import dataclass

# t: what the value is; cm, vm: metadata of a dynamic array or a rich value that no longer stands.
_OLD_KIND = re.compile(rb"\s+(?:t|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_OLD_META = re.compile(rb"\s+cm\s*=\s*(?:\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True)
class Patched:
    """The new bytes of a sheet part."""

    data: bytes
    stale: bool
    """Whether formulas stand on the sheet that these writes did not bring or renew."""


class CoveredCellError(Exception):
    """A value for a cell that a merged range hides."""

    def __init__(self, row: int, column: int, area: tuple[int, int, int, int]) -> None:
        self.cell = address(row, column)
        self.area = f"{address(area[0], area[1])}:{address(area[2], area[3])}"
        super().__init__(self.cell, self.area)


@dataclass(frozen=True, slots=True)
class Judged:
    """Writes (by row and column) judged by what stands in a sheet part."""

    data: bytes
    layout: SheetScan | PlainRows
    writes: Writes
    decision: Decision


def judge(data: bytes, writes: Writes) -> Judged:
    """Which of the writes give way to formulas that stand there."""
    plain = plain_rows(data)
    if plain is not None:
        decision = decide(writes, plain.formula_at, plain.blocks, plain.stands)
        return Judged(data, plain, writes, decision)
    scanned = scan(data)
    return Judged(data, scanned, writes, decide(writes, scanned.formula_at, scanned.blocks))


def patch(judged: Judged, heights: Mapping[int, float] | None = None) -> Patched:
    """Splice writes into the sheet part that they were judged by; rows get `heights`.

    Existing cells keep their style; new ones take the style of their row or column. A cell hidden
    under a merged range takes no value: None is passed over, a value is a CoveredCellError.
    """
    heights = heights or {}
    layout = judged.layout
    _refuse_covered(layout.merged, judged.writes)
    left = judged.decision.left_alone
    written = {at: write for at, write in judged.writes.items() if at not in left}
    if isinstance(layout, PlainRows):
        data = plain_patched(judged.data, layout, written, judged.decision.kept, heights)
        stale = any(at not in written for at in layout.formulas())
    else:
        data = _patched(judged.data, layout, written, judged.decision.kept, heights)
        stale = any(
            cell.formula is not None and at not in written for at, cell in layout.cells.items()
        )
    return Patched(data, stale)


def _patched(
    data: bytes,
    layout: SheetScan,
    written: Writes,
    kept: AbstractSet[Place],
    heights: Mapping[int, float],
) -> bytes:
    edits: list[Edit] = []
    fresh: dict[int, dict[int, bytes]] = defaultdict(dict)
    for at, write in sorted(written.items(), key=itemgetter(0)):
        cell = layout.cells.get(at)
        if cell is not None:
            edit = _replaced(data, layout.prefix, cell, write, keep_formula=at in kept)
            if edit is not None:
                edits.append(edit)
        elif write.value is not None or write.formula is not None:
            style = layout.style_of_new(*at)
            fresh[at[0]][at[1]] = new_cell(
                *at, write, style, prefix=layout.prefix, in_formula=at in kept
            )
    edits += row_edits(data, layout, fresh, heights, written.keys())
    edits += grown_dimension(data, layout.dimension, fresh, empty=not layout.cells)
    return spliced(data, edits)


def _refuse_covered(merged: Sequence[Rectangle], writes: Writes) -> None:
    hidden = {
        at: area
        for area in reversed(merged)
        for at in _among(area, writes)
        if at != area[:2] and (writes[at].value is not None or writes[at].formula is not None)
    }
    if hidden:
        row, column = next(at for at in writes if at in hidden)
        raise CoveredCellError(row, column, hidden[row, column])


def _among(area: Rectangle, writes: Writes) -> Iterable[Place]:
    """The cells of an area that are written: the smaller number of cells is looked through."""
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) < len(writes):
        return (at for at in places(area) if at in writes)
    return (at for at in writes if contains(area, *at))


def _replaced(
    data: bytes, prefix: str, cell: CellSpan, write: CellWrite, *, keep_formula: bool
) -> Edit | None:
    """A cell with a new value; None if it holds nothing, and shall not."""
    emptied = write.value is None and write.formula is None
    if emptied and not cell.filled:
        return None
    tag, end = start_tag(data, cell.start, cell.close)
    if not keep_formula:
        tag = _OLD_META.sub(b"", tag)
    tag = _OLD_KIND.sub(b"", tag)
    if emptied:
        return cell.start, end, _closed(tag)
    if keep_formula and cell.formula is not None:
        _, formula_end = start_tag(data, cell.formula.start, cell.formula.end)
        formula = data[cell.formula.start : formula_end].decode()
    elif keep_formula:
        formula = ""
    else:
        formula = formula_element(prefix, write, cell.row, cell.column)
    kind, value = content(prefix, write)
    new = f"{kind}{formula}{value}</{prefix}c>".encode()
    return cell.start, end, opened_tag(tag)[:-1] + new


def _closed(tag: bytes) -> bytes:
    return tag if tag.endswith(b"/>") else tag[:-1].rstrip() + b"/>"
