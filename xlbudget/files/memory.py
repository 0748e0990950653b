"""How often Python looks for objects that only refer to each other."""

from __future__ import annotations

import gc

_MADE = 200_000
"""So many objects are made before it looks: more than one unit of usual size needs. Python looks
after every 700, and finds hardly anything: what a run makes, it needs to its end. That was one
twenty-fifth of the time of a `report`; the memory is bounded as before.
"""

_MADE_BY_MANY = 50_000
"""The same for a process that makes unit after unit, and shares the memory with others. Of a unit
itself nothing has to be looked for, of a workbook built from exports a few thousand objects of the
library are: so the memory stays flat, and a tenth of the time is saved.
"""


def collect_rarely(*, many_units: bool = False) -> None:
    """Look rarely, for a program that makes one unit and ends, or `many_units`."""
    gc.set_threshold(_MADE_BY_MANY if many_units else _MADE)


def leave_all() -> None:
    """Look no more: the program ends, and the system takes all of its memory back."""
    gc.freeze()
