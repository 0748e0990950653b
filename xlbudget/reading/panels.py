"""The panels of a table of codes: where codes, names and amounts stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xlbudget.books.port import Grid, Value
from xlbudget.domain.records import dataclass, field
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.code_area import Area, is_amount_or_dash
from xlbudget.reading.code_cells import LENGTHS, code_and_name, is_full, joined, part_of
from xlbudget.reading.code_words import Words
from xlbudget.reading.headers import Row, numbers_rows

_PARTS = (1, 2)
"""The digits of a 款 or 项 alone."""


@dataclass(slots=True)
class Panel:
    """Codes, names and amounts that stand side by side.

    `codes` are the columns of the code (one, or one each for 类, 款 and 项; none where rows only
    have names), `name` the column of the name (that of the code where both stand in one cell),
    `start` and `last` the first and last column of both, with those that the code is merged over;
    `end` the first column behind the panel.
    """

    codes: tuple[int, ...]
    name: int
    start: int
    last: int
    end: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    padded: bool = False
    """Whether codes of 类 and 款 are filled up with zeros."""
    above: str = ""
    """The last code read, for rows that only say what differs."""

    def code(self, row: Row, words: Words) -> tuple[str, str]:
        """The code of a row, and the name that stands in the same cell with it."""
        values = [row[column - 1] for column in self.codes]
        if len(values) == 1 and not self.padded:
            return words.code_and_name_in(values[0])
        code, name = code_and_name(values[0]) if values else ("", "")
        if len(values) > 1 and not name:
            parts = [part_of(value) for value in values]
            code = joined(parts, self.above)
            if not is_full(parts) and not words.agrees(code, row[self.name - 1]):
                return "", ""  # 有一格空着，名称却是另一个科目的
        code = words.real(code, padded=self.padded)
        return (code, name) if words.likely(code) else ("", "")

    def lead(self) -> range:
        """The columns of codes and names, and those between them."""
        return range(self.start, self.last + 1)

    def span(self) -> list[int]:
        """The columns that may hold amounts: all but those of codes and names."""
        return [at for at in range(self.start, self.end) if at not in (*self.codes, self.name)]


def find_panels(grid: Grid, area: Area, words: Words) -> list[Panel]:
    """The panels from left to right: where the header says a code, or codes stand below it."""
    panels: list[Panel] = []
    column = 1
    while column <= grid.width:
        panel = _panel_at(grid, area, words, column, panels)
        if panel is None:
            column += 1
        else:
            panels.append(panel)
            column = panel.last + 1
    panels = panels or _named_panels(grid, area, words)
    panels[0].start = 1
    for panel, following in pairwise(panels):
        panel.end = following.start
    panels[-1].end = grid.width + 1
    for panel in panels:
        codes = (code_and_name(v)[0] for at in panel.codes[:1] for v in _below(grid, at, area))
        panel.padded = any(code.endswith("0000") for code in codes)
    return panels


def _panel_at(
    grid: Grid, area: Area, words: Words, column: int, panels: list[Panel]
) -> Panel | None:
    codes = _code_columns(grid, area, words, column, bool(panels))
    if not codes:
        return None
    left = panels[-1].last + 1 if panels else 1
    name = _name_right(grid, area, words, codes)
    if name is None and codes[0] > left and _says_name(area, words, codes[0] - 1):
        name = codes[0] - 1
    name = codes[0] if name is None else name
    last = max(name, *codes)
    empty = [at for at in codes[1:] if at not in area.levels and not _is_filled(grid, at, area)]
    codes = [at for at in codes if at not in empty]
    return Panel(tuple(codes), name, min(codes[0], name), last)


def _code_columns(grid: Grid, area: Area, words: Words, column: int, another: bool) -> list[int]:
    """The columns of a code that begins in a column; none where no code does."""
    levels = [at for at in range(column, column + len(LENGTHS)) if at in area.levels]
    if levels and levels[0] == column and area.levels[column] == "类":
        last = max(at for at in levels if at == column or area.levels[at] != "类")
        codes = [
            at for at in range(column, last + 1) if at in area.levels or _is_filled(grid, at, area)
        ]
    elif _says_code(area, words, column) or _holds_codes(grid, area, words, column, another):
        codes = [column]
    else:
        return []
    while len(codes) < len(LENGTHS) and _holds_more(grid, area, words, codes):
        codes.append(codes[-1] + 1)
    return codes


def _below(grid: Grid, column: int, area: Area) -> Iterator[Value]:
    return (values[column - 1] for values in grid.rows[area.first - 1 :])


def _is_filled(grid: Grid, column: int, area: Area) -> bool:
    return any(value is not None for value in _below(grid, column, area))


def _says_code(area: Area, words: Words, column: int) -> bool:
    """Whether a column is headed as one of codes."""
    path = area.header.path(column)
    return column in area.header.own and bool(words.codes.intersection(path))


def _says_name(area: Area, words: Words, column: int) -> bool:
    path = area.header.path(column)
    return column in area.header.own and bool(path) and path[-1] in words.names


def _holds_codes(grid: Grid, area: Area, words: Words, column: int, another: bool) -> bool:
    """Whether a column holds codes though its header does not say so, and names beside them.

    Amounts may look like codes, so there must be more codes than other numbers; and functional
    codes stand once, at the left.
    """
    if another and words.functional is not None:
        return False
    if words.column(area.header.spoken(column)) is not None:
        return False
    values = [value for value in _below(grid, column, area) if value is not None]
    codes = sum(bool(words.code_in(value)) for value in values)
    others = sum(may_be_amount(value) for value in values) - sum(
        may_be_amount(value) and bool(words.code_in(value)) for value in values
    )
    if codes <= others or not codes:
        return False
    both = any(code_and_name(value)[1] and words.code_in(value) for value in values)
    beside = (
        grid.at(row, at)
        for row in range(area.first, grid.height + 1)
        if words.code_in(grid.at(row, column))
        for at in range(column + 1, column + 1 + len(LENGTHS))
    )
    return both or any(isinstance(v, str) and not is_amount_or_dash(v) for v in beside)


def _holds_more(grid: Grid, area: Area, words: Words, codes: list[int]) -> bool:
    """Whether the next column belongs to the code: merged over, or with its further digits.

    Under a header of its own it does if the codes before it are a 类 only.
    """
    column = codes[-1] + 1
    if column > grid.width or any(part_of(value) is None for value in _below(grid, column, area)):
        return False
    if column in area.header.own and not _says_code(area, words, column):
        path = area.header.path(column)
        known = _says_name(area, words, column) or words.column(path) or numbers_rows(path)
        if known or not _goes_on(grid, area, codes[0], column):
            return False
    rest = range(column + 1, min(column + len(LENGTHS), grid.width) + 1)
    return any(_says_name(area, words, at) or _holds_names(grid, area, words, at) for at in rest)


def _goes_on(grid: Grid, area: Area, first: int, column: int) -> bool:
    """Whether a column holds one or two digits, and only in rows of a 类 or below one."""
    rows = range(area.first, grid.height + 1)
    parts = [(part_of(grid.at(row, first)), part_of(grid.at(row, column))) for row in rows]
    return any(part for _, part in parts) and all(
        len(code or "") in (0, LENGTHS[0]) and len(part) in _PARTS for code, part in parts if part
    )


def _name_right(grid: Grid, area: Area, words: Words, codes: list[int]) -> int | None:
    """The column of names right of a code, before the first column of amounts or other codes."""
    texts = None
    named = [bool(name) for code, name in map(code_and_name, _below(grid, codes[0], area)) if code]
    if 2 * sum(named) > len(named):
        return codes[0]
    for column in range(codes[-1] + 1, grid.width + 1):
        if _says_code(area, words, column) or words.column(area.header.spoken(column)) is not None:
            break
        if _says_name(area, words, column):
            return column
        if texts is None and _holds_names(grid, area, words, column):
            texts = column
    return texts


def _holds_names(grid: Grid, area: Area, words: Words, column: int) -> bool:
    """Whether a column holds names, more than amounts."""
    values = [value for value in _below(grid, column, area) if value is not None]
    texts = sum(isinstance(value, str) and not is_amount_or_dash(value) for value in values)
    codes = sum(bool(words.code_in(value)) for value in values if isinstance(value, str))
    return texts - codes > sum(map(may_be_amount, values))


def _named_panels(grid: Grid, area: Area, words: Words) -> list[Panel]:
    """The panels of a table without codes: each begins with a column of names."""
    columns = range(1, grid.width + 1)
    texts = [at for at in columns if _holds_names(grid, area, words, at)]
    said = [at for at in texts if _says_name(area, words, at)] or texts[:1] or [1]
    return [Panel((), at, at, at) for at in (said[:1] if words.functional is not None else said)]
