"""How a public table's sheet takes up its pages, and where the year stands above it."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.results.printed_tables import PrintedTable

MANY_COLUMNS = 20
"""So many columns are printed on a page; a table with more takes several side by side."""

_UNIT_ROOM = 40.0
"""The width that the unit's name may take before the year."""


def pages_wide(table: PrintedTable) -> int:
    """How many pages a table takes side by side."""
    return -(-table.columns // MANY_COLUMNS)


def year_column(widths: Sequence[float]) -> int:
    """The first column behind the room for the unit's name; in a small table the last but one.

    >>> year_column((36.0, 6.0, 18.0, 36.0)), year_column((10.0, 10.0))
    (3, 1)
    """
    return next(
        (at for at in range(2, len(widths)) if sum(widths[: at - 1]) >= _UNIT_ROOM),
        len(widths) - 1,
    )
