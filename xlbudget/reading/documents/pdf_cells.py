"""The cells that the rules of a page enclose, in groups that touch: its tables.

The places of all rules cut the page into small fields; fields with no rule between them are one
cell. What is open to the outside is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from xlbudget.reading.documents.pdf_shapes import Box

_NEAR = 3.0
"""Rules that are so near are one; a rule that ends so near to another meets it."""

_MOST_FIELDS = 120_000
"""Hatching, not tables, where there are more."""

_OPEN_RULES = 3
"""So many level rules that begin and end together are a table without its sides."""

_Field = tuple[int, int]


def cells_of(rules: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table, the tables from top to bottom.

    >>> frame = [Box(0, 0, 90, 0), Box(0, 20, 90, 20), Box(0, 40, 90, 40), Box(0, 0, 0, 40)]
    >>> [[*map(tuple, cells)] for cells in cells_of([*frame, Box(90, 0, 90, 40)])]
    [[(0.0, 0.0, 90.0, 20.0), (0.0, 20.0, 90.0, 40.0)]]
    """
    level = [rule for rule in rules if rule.width >= rule.height]
    upright = [rule for rule in rules if rule.width < rule.height]
    across = _places([*(rule.x0 for rule in upright), *_ends(level)])
    down = _places(rule.top for rule in level)
    if len(across) * len(down) > _MOST_FIELDS:
        return []
    fields = _Fields(across, down)
    fields.rule_off(level, upright)
    return fields.tables()


def _ends(level: Sequence[Box]) -> Iterator[float]:
    """Where level rules end that are so many that they may be a table without its sides."""
    alike: dict[tuple[int, int], list[Box]] = {}
    for rule in level:
        alike.setdefault((round(rule.x0 / _NEAR), round(rule.x1 / _NEAR)), []).append(rule)
    for rules in alike.values():
        if len(rules) >= _OPEN_RULES:
            yield from (rules[0].x0, rules[0].x1)


def _places(values: Iterable[float]) -> list[float]:
    """Places without those that are near another one; each is the middle of its neighbours."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


class _Fields:
    """The fields between neighbouring places of rules, and the rules between fields."""

    def __init__(self, across: Sequence[float], down: Sequence[float]) -> None:
        self.across = across
        self.down = down
        self.left: set[_Field] = set()
        """Fields (row, column) that have a rule on their left; one more column than fields."""
        self.above: set[_Field] = set()
        """Fields that have a rule above; one more row than fields."""

    def rule_off(self, level: Iterable[Box], upright: Iterable[Box]) -> None:
        """Mark the rules."""
        nearest = _Nearest(self.across)
        for place, rules in groupby(
            sorted(upright, key=lambda rule: (nearest(rule.x0), rule.top)),
            key=lambda rule: nearest(rule.x0),
        ):
            for top, bottom in _joined((rule.top, rule.bottom) for rule in rules):
                self.left.update((row, place) for row in _covered(self.down, top, bottom))
        nearest = _Nearest(self.down)
        for place, rules in groupby(
            sorted(level, key=lambda rule: (nearest(rule.top), rule.x0)),
            key=lambda rule: nearest(rule.top),
        ):
            for left, right in _joined((rule.x0, rule.x1) for rule in rules):
                self.above.update((place, column) for column in _covered(self.across, left, right))

        self._close_sides()

    def _close_sides(self) -> None:
        """Close the first and the last field of a row where the rules above and below both end and
        no rule stands: a table without sides, or a cell that goes on on the next page.
        """
        sides = []
        for row in range(len(self.down) - 1):
            ruled = {column for at, column in self.left if at == row}
            both = sorted(
                column for at, column in self.above if at == row and (row + 1, column) in self.above
            )
            for column in both:
                if self._both_end(row, column + 1) and any(at <= column for at in ruled):
                    sides.append((row, column + 1))
                if self._both_end(row, column - 1) and any(at > column for at in ruled):
                    sides.append((row, column))
        self.left.update(sides)

    def _both_end(self, row: int, beyond: int) -> bool:
        return (row, beyond) not in self.above and (row + 1, beyond) not in self.above

    def tables(self) -> list[list[Box]]:
        """The cells, in groups that touch, from top to bottom."""
        owner: dict[_Field, int] = {}
        cells: list[tuple[int, int, int, int]] = []
        for region in self._regions():
            for cell in _rectangles(region):
                top, left, bottom, right = cell
                for row in range(top, bottom + 1):
                    owner.update(((row, column), len(cells)) for column in range(left, right + 1))
                cells.append(cell)
        groups = _groups(owner, len(cells))
        boxes = [[self._box(cells[number]) for number in group] for group in groups]
        tables = [sorted(group, key=lambda box: (box.top, box.x0)) for group in boxes]
        return sorted(tables, key=lambda group: (group[0].top, group[0].x0))

    def _box(self, cell: tuple[int, int, int, int]) -> Box:
        top, left, bottom, right = cell
        return Box(self.across[left], self.down[top], self.across[right + 1], self.down[bottom + 1])

    def _regions(self) -> Iterator[set[_Field]]:
        """Fields without a rule between them, where rules enclose them on all sides."""
        height, width = len(self.down) - 1, len(self.across) - 1
        seen: set[_Field] = set()
        for start in ((row, column) for row in range(height) for column in range(width)):
            if start in seen:
                continue
            region, waiting, closed = {start}, [start], True
            while waiting:
                for field in self._open_to(waiting.pop()):
                    if not (0 <= field[0] < height and 0 <= field[1] < width):
                        closed = False
                    elif field not in region:
                        region.add(field)
                        waiting.append(field)
            seen |= region
            if closed:
                yield region

    def _open_to(self, field: _Field) -> Iterator[_Field]:
        row, column = field
        if field not in self.left:
            yield row, column - 1
        if (row, column + 1) not in self.left:
            yield row, column + 1
        if field not in self.above:
            yield row - 1, column
        if (row + 1, column) not in self.above:
            yield row + 1, column


class _Nearest:
    """The number of the place that is nearest to a value."""

    def __init__(self, places: Sequence[float]) -> None:
        self.borders = [(one + other) / 2 for one, other in pairwise(places)]

    def __call__(self, value: float) -> int:
        return bisect_right(self.borders, value)


def _joined(stretches: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Stretches in order, those that meet joined."""
    begin = end = None
    for start, stop in stretches:
        if begin is None or end is None:
            begin, end = start, stop
        elif start <= end + _NEAR:
            end = max(end, stop)
        else:
            yield begin, end
            begin, end = start, stop
    if begin is not None and end is not None:
        yield begin, end


def _covered(places: Sequence[float], begin: float, end: float) -> range:
    """The fields that a stretch covers."""
    return range(bisect_left(places, begin - _NEAR), max(bisect_right(places, end + _NEAR) - 1, 0))


def _rectangles(region: set[_Field]) -> Iterator[tuple[int, int, int, int]]:
    """A region as one cell (top, left, bottom, right), or, where it is no rectangle, row by row."""
    rows = [row for row, _ in region]
    columns = [column for _, column in region]
    top, left, bottom, right = min(rows), min(columns), max(rows), max(columns)
    if (bottom - top + 1) * (right - left + 1) == len(region):
        yield top, left, bottom, right
        return
    for row in range(top, bottom + 1):
        here = sorted(column for at, column in region if at == row)
        start = 0
        for at, column in enumerate(here):
            if at + 1 == len(here) or here[at + 1] > column + 1:
                yield row, here[start], row, column
                start = at + 1


def _groups(owner: dict[_Field, int], count: int) -> list[list[int]]:
    """The numbers of cells that touch each other."""
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for (row, column), number in owner.items():
        for field in ((row, column + 1), (row + 1, column)):
            other = owner.get(field)
            if other is not None and other != number:
                parent[root(other)] = root(number)
    groups: dict[int, list[int]] = {}
    for number in range(count):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())
