"""Who gives way: the formulas that stand on a sheet, and the cells of a plan that meet them.

A cell alone is judged by its formula (`formulas.replaceable`). An array formula can only be
changed whole, in Excel as in a file: one of ours gives way if the plan writes all its cells, and
a new one is written only if all its cells are free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from xlbudget.books.formulas import is_ours, same
from xlbudget.books.port import CellWrite, LeftAlone, address
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle
from xlbudget.domain.records import dataclass

Place = tuple[int, int]
Writes = Mapping[Place, CellWrite]


@dataclass(frozen=True, slots=True)
class Decision:
    """What may be written of a plan on one sheet."""

    left_alone: Mapping[Place, str]
    """Cells that are not written, and the formula that stands in each (empty if none does)."""
    kept: frozenset[Place]
    """Cells whose formula stands already: only the saved result is renewed."""
    dissolved: frozenset[Rectangle]
    """Array formulas of ours that end, all their cells being written."""


def decide(
    writes: Writes,
    formula_at: Callable[[int, int], str | None],
    arrays: Iterable[tuple[Rectangle, str]],
    stands: Callable[[int, int, str], bool] = lambda *_: False,
) -> Decision:
    """Judge the cells of a plan. `arrays` are the array formulas on the sheet, with their texts;
    `stands` may tell at a glance that a formula stands in a cell letter by letter.
    """
    standing: dict[Place, str] = {}
    left: dict[Place, str] = {}
    unchanged: list[Place] = []
    for at, write in writes.items():
        new = write.formula
        text = new if new is not None and stands(*at, new) else formula_at(*at)
        if text is None:
            continue
        standing[at] = text
        if _same(text, new):
            unchanged.append(at)
        elif not is_ours(text):
            left[at] = text
    blocks = {rectangle(write.block) for write in writes.values() if write.block}
    touched = {area: text for area, text in arrays if any(contains(area, *at) for at in writes)}
    renewed = {area for area, text in touched.items() if _stands(writes, blocks, area, text)}
    dissolved = {
        area
        for area, text in touched.items()
        if area not in renewed and is_ours(text) and all(at in writes for at in places(area))
    }
    while True:
        firm = touched.keys() - renewed - dissolved
        if firm or blocks:
            _leave(left, writes, standing, blocks, firm)
        stuck = {area for area in dissolved if any(at in left for at in places(area))}
        if not stuck:
            break
        dissolved -= stuck
    kept = {
        at
        for at in unchanged
        if at not in left
        and not (dissolved and any(contains(area, *at) for area in dissolved))
        and (not writes[at].block or rectangle(writes[at].block) in renewed)
    }
    return Decision(left, frozenset(kept), frozenset(dissolved))


def told(decisions: Mapping[str, Decision]) -> tuple[LeftAlone, ...]:
    """The cells that are left alone, by sheet, in order."""
    return tuple(
        LeftAlone(sheet, address(*at), text)
        for sheet, decision in decisions.items()
        for at, text in sorted(decision.left_alone.items())
    )


def places(area: Rectangle) -> Iterator[Place]:
    """The cells of an area, row by row."""
    top, left, bottom, right = area
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _leave(
    left: dict[Place, str],
    writes: Writes,
    standing: Mapping[Place, str],
    blocks: set[Rectangle],
    firm: set[Rectangle],
) -> None:
    """Add to `left` what cannot be written because arrays stay: single cells and whole blocks."""
    left |= {
        at: text
        for at, text in standing.items()
        if any(contains(area, *at) for area in firm) and not _same(text, writes[at].formula)
    }
    for block in blocks:
        if any(_overlap(block, area) for area in firm) or any(at in left for at in places(block)):
            left |= {at: standing.get(at, "") for at in places(block)}


def _stands(writes: Writes, blocks: set[Rectangle], area: Rectangle, text: str) -> bool:
    return area in blocks and _same(text, writes[area[:2]].formula)


def _same(standing: str, new: str | None) -> bool:
    return new is not None and (standing == new or same(standing, new))


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
