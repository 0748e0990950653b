"""Cells of a sheet as operands of a function, and blocks of them side by side.

A block is a list of rows, also for one cell. What stands in a cell that is no number decides what
the function answers there: a blank answers a blank, an error hands itself on, and any other text
is `#VALUE!`. A number stored as a text is a text: it is never guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from xlbudget.books.port import number
from xlbudget.reading.numbers import not_applicable

Block = Sequence[Sequence[object]]
"""Rows of cells, as a range gives them."""

Answers = list[list[str | float]]
"""Rows of what a function answers: a number, a text, or the name of an error."""

BLANK = ""
DIVISION, UNKNOWN, NO_NUMBER, WRONG = "#DIV/0!", "#N/A", "#NUM!", "#VALUE!"
ERRORS = (DIVISION, UNKNOWN, "#NAME?", "#NULL!", NO_NUMBER, "#REF!", WRONG)
"""The names of the errors that the wrappers turn into true errors of Excel."""

_ERROR_CODES = range(-2146826288, -2146826188)
"""Where COM gives the errors of cells, from #NULL! on: those of newer versions (#SPILL!) as well.

A number in a cell never comes as a whole number, so none of these is one.
"""

_FINEST_PLACES = 6


class Refused(Exception):
    """Arguments that the function cannot take; all its cells hold the error `name`."""

    def __init__(self, name: str = WRONG) -> None:
        self.name = name
        super().__init__(name)


def error_in(cell: object) -> str:
    """The error that a cell holds, or nothing. No number is infinite or undefined.

    >>> error_in("#DIV/0!"), error_in(float("nan")), error_in("见附表"), error_in(0.0)
    ('#DIV/0!', '#NUM!', '', '')
    """
    if isinstance(cell, str):
        return cell if cell in ERRORS else ""
    if isinstance(cell, float | Decimal):
        return "" if math.isfinite(cell) else NO_NUMBER
    is_code = isinstance(cell, int) and cell in _ERROR_CODES
    return WRONG if is_code else ""


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, blanks only, or a mark for 不适用.

    >>> [is_blank(cell) for cell in (None, "", " 　", "—", "一", "-", 0.0, "见附表")]
    [True, True, True, True, True, True, False, False]
    """
    if isinstance(cell, str):
        return not cell.strip() or not_applicable(cell)
    return cell is None


def number_in(cell: object) -> Decimal | None:
    """The number that a cell holds, or None. A cell in a currency format comes as a Decimal.

    >>> [number_in(cell) for cell in (1482.2200000000003, Decimal("12.3400"), "12", True)]
    [Decimal('1482.22'), Decimal('12.3400'), None, None]
    """
    if isinstance(cell, bool) or error_in(cell):
        return None
    if isinstance(cell, Decimal):
        return cell
    return number(cell) if isinstance(cell, int | float) else None


def numbers_in(cells: Sequence[object]) -> list[Decimal] | str:
    """The numbers of the operands, or what is answered in their place: the first error, else a
    blank, else `#VALUE!`.

    >>> numbers_in([1.5, 2.0]), numbers_in([None, "#N/A"]), numbers_in(["甲", ""])
    ([Decimal('1.5'), Decimal('2')], '#N/A', '')
    >>> numbers_in(["甲", 1.0])
    '#VALUE!'
    """
    for cell in cells:
        if error := error_in(cell):
            return error
    if any(is_blank(cell) for cell in cells):
        return BLANK
    found = [number_in(cell) for cell in cells]
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else WRONG


def places_in(cell: object, default: int = 2) -> int:
    """An option that says how many decimals: 0 to 6; a blank one means the default.

    >>> places_in(None), places_in(1.0)
    (2, 1)
    """
    return whole_number_in(cell, default, range(_FINEST_PLACES + 1))


def whole_number_in(cell: object, default: int, allowed: range) -> int:
    """An option that is a whole number; a blank one means the default. Refused if it is not one
    of those allowed.
    """
    if error := error_in(cell):
        raise Refused(error)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return default
    found = number_in(cell)
    if found is None or found != int(found) or int(found) not in allowed:
        raise Refused
    return int(found)


def size(blocks: Sequence[Block]) -> tuple[int, int]:
    """The rows and columns that blocks reach together."""
    return max(map(len, blocks), default=1), max((len(block[0]) for block in blocks), default=1)


def side_by_side(blocks: Sequence[Block]) -> Iterator[list[tuple[object, ...]]]:
    """The rows of operands. A block of one cell, one row or one column goes with every cell, row
    or column of the others; Refused where blocks fit together in no other way.

    >>> list(side_by_side([[[1], [2]], [[9]]]))
    [[(1, 9)], [(2, 9)]]
    """
    rows, columns = size(blocks)
    for block in blocks:
        if len(block) not in (1, rows) or any(len(row) not in (1, columns) for row in block):
            raise Refused
    for row in range(rows):
        lines = [block[row if len(block) > 1 else 0] for block in blocks]
        yield [
            tuple(line[column if len(line) > 1 else 0] for line in lines)
            for column in range(columns)
        ]


def cell_by_cell(
    blocks: Sequence[Block], answer: Callable[[tuple[object, ...]], str | float]
) -> Answers:
    """A function's answer for every cell."""
    return [[answer(cells) for cells in row] for row in side_by_side(blocks)]
