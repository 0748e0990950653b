"""Names of classification codes that stand in cells, as numbers or as texts."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xlbudget.domain.codes import Catalogue, is_code
from xlbudget.domain.money import plain
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.library import HOME
from xlbudget.functions.cells import BLANK, UNKNOWN, WRONG, error_in, is_blank, number_in


@lru_cache(maxsize=1)
def catalogues() -> tuple[Catalogue, Catalogue]:
    """The functional and the economic classification, with the names of all years."""
    functional, economic = (HOME / "codes" / f"{name}.csv" for name in ("functional", "economic"))
    return load_codes(functional), load_codes(economic)


def code_name(cell: object, year: int) -> str:
    """The official name of a cell's code in a year, of either classification; else an error.

    >>> code_name(2010301.0, 2024), code_name("30201", 2024), code_name("合计", 2024)
    ('行政运行', '办公费', '#N/A')
    """
    if (error := error_in(cell)) or is_blank(cell):
        return error or BLANK
    found = number_in(cell)
    if found is None and not isinstance(cell, str):
        return WRONG
    text = cell.strip() if isinstance(cell, str) else str(plain(found or Decimal(0)))
    if not is_code(text):
        return UNKNOWN
    names = (catalogue.name(text, year) for catalogue in catalogues())
    return next((name for name in names if name), UNKNOWN)
