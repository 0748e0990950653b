"""Rectangles of cells: cells joined into few of them, and areas found by few questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xlbudget.books.sheet_scan import Rectangle, contains

Place = tuple[int, int]


def around(places: Iterable[Place]) -> Rectangle:
    """The smallest rectangle around some cells.

    >>> around([(3, 2), (1, 5)])
    (1, 2, 3, 5)
    """
    rows, columns = zip(*places, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def bands(places: Iterable[Place]) -> list[Rectangle]:
    """The smallest rectangles around cells in rows that follow each other without a gap.

    >>> bands([(1, 4), (2, 2), (5, 1)])
    [(1, 2, 2, 4), (5, 1, 5, 1)]
    """
    found: list[list[Place]] = []
    for place in sorted(places):
        if found and place[0] - found[-1][-1][0] <= 1:
            found[-1].append(place)
        else:
            found.append([place])
    return [around(band) for band in found]


def joined(places: Iterable[Place]) -> list[Rectangle]:
    """Rectangles that cover exactly these cells, as few as two simple ways give.

    >>> joined([(1, 1), (1, 2), (2, 1), (2, 2), (4, 1)])
    [(1, 1, 2, 2), (4, 1, 4, 1)]
    >>> joined([(1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (3, 3)])
    [(1, 1, 1, 2), (2, 1, 2, 1), (3, 1, 3, 3)]
    """
    cells = set(places)
    by_rows = _runs(cells)
    by_columns = [
        (left, top, right, bottom)
        for top, left, bottom, right in _runs({(column, row) for row, column in cells})
    ]
    return sorted(by_columns if len(by_columns) < len(by_rows) else by_rows)


def _runs(cells: set[Place]) -> list[Rectangle]:
    """Runs in a row, joined with the same run in the next row."""
    done: list[Rectangle] = []
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    for row, column in sorted(cells):
        if (row, column - 1) in cells:
            continue
        last = column
        while (row, last + 1) in cells:
            last += 1
        first_row, last_row = open_runs.get((column, last), (row, row - 1))
        if last_row != row - 1:
            done.append((first_row, column, last_row, last))
            first_row = row
        open_runs[column, last] = first_row, row
    done += [(top, left, bottom, right) for (left, right), (top, bottom) in open_runs.items()]
    return done


def areas_in(
    region: Rectangle,
    holds: Callable[[Rectangle], bool | None],
    area_at: Callable[[int, int], Rectangle],
    matters: Callable[[Rectangle], bool],
    guesses: Iterable[Rectangle] = (),
) -> Iterator[Rectangle]:
    """All areas (merged cells, arrays) that reach into a region, with few questions: those first
    that are guessed to be areas.

    `holds` tells of a rectangle whether all its cells belong to areas, none, or some (None), as
    Excel does; `area_at` gives the whole area of a cell that belongs to one. Rectangles that do
    not matter are not asked about.
    """
    found: set[Rectangle] = set()
    waiting = [region]
    for guess in guesses:
        if holds(guess):
            area = area_at(*guess[:2])
            if area not in found:
                found.add(area)
                yield area
                waiting = [rest for part in waiting for rest in _outside(part, area)]
    while waiting:
        part = waiting.pop()
        if not matters(part) or any(_within(part, area) for area in found):
            continue
        held = holds(part)
        if held is False:
            continue
        top, left, bottom, right = part
        if held or (top, left) == (bottom, right):
            area = area_at(top, left)
            if area not in found:
                found.add(area)
                yield area
            waiting += _without(part, area)
        elif bottom - top >= right - left:
            middle = (top + bottom) // 2
            waiting += [(middle + 1, left, bottom, right), (top, left, middle, right)]
        else:
            middle = (left + right) // 2
            waiting += [(top, middle + 1, bottom, right), (top, left, bottom, middle)]


def _within(part: Rectangle, area: Rectangle) -> bool:
    return contains(area, *part[:2]) and contains(area, *part[2:])


def _outside(part: Rectangle, area: Rectangle) -> Iterator[Rectangle]:
    """What is left of a rectangle without an area: above, below, left and right of it."""
    top, left, bottom, right = part
    first, last = max(top, area[0]), min(bottom, area[2])
    if first > last or area[1] > right or area[3] < left:
        yield part
        return
    if top < first:
        yield top, left, first - 1, right
    if last < bottom:
        yield last + 1, left, bottom, right
    if left < area[1]:
        yield first, left, last, area[1] - 1
    if area[3] < right:
        yield first, area[3] + 1, last, right


def _without(part: Rectangle, area: Rectangle) -> Iterator[Rectangle]:
    """What is left of a rectangle without an area that holds its top left cell."""
    top, left, bottom, right = part
    last_row, last_column = min(area[2], bottom), min(area[3], right)
    if last_column < right:
        yield top, last_column + 1, last_row, right
    if last_row < bottom:
        yield last_row + 1, left, bottom, right
