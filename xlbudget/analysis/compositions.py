"""Compositions of a format on one account: their parts, and the whole that a part is of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xlbudget.formats.model import SUPPLEMENT, Composition, Format, Part
from xlbudget.formats.names import ACTUAL, FigureName

Lines = Callable[[str, str], tuple[str, ...]]
"""The lines of a table's group that an account has."""


def parts_of(
    composition: Composition, resolved: Format, lines: Lines
) -> Iterator[tuple[FigureName, str]]:
    """The parts by name, and what the text calls each."""
    of_one_line = len({part.line for part in composition.parts}) == 1
    for part in composition.parts:
        names = lines(part.table, part.line) if part.whole_group else (part.line,)
        for line in names:
            name = FigureName(part.table, line, part.column)
            by_column = of_one_line and not part.whole_group and part.table != SUPPLEMENT
            label = name.column_label(resolved) if by_column else name.line_label(resolved)
            yield name, part.label or label


def whole_of(name: FigureName, resolved: Format) -> FigureName | None:
    """The whole of the first composition that a line is part of.

    >>> from xlbudget.formats.library import find
    >>> whole_of(FigureName("expenditure_accounts", "total", "basic"), find("sichuan", 2024))
    FigureName(table='expenditure_accounts', line='total', column='total', measure='actual')
    """
    for composition in resolved.compositions.values():
        for part in composition.parts:
            if part.column == name.column and _is_part(name, part, resolved):
                whole = composition.whole
                return FigureName(whole.table, whole.line, whole.column, ACTUAL)
    return None


def _is_part(name: FigureName, part: Part, resolved: Format) -> bool:
    if name.table != part.table:
        return False
    if not part.whole_group:
        return name.line == part.line
    line = resolved.tables[name.table].line(name.line)
    return line is not None and line.group == part.line
