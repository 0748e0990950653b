"""Whether a printed table that follows another is a second one like it, or its rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NO_WORDS = re.compile(r"[-—－+\d,，.．%％()（）\s]*")


def begins_anew(first: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the first row of the rest is like the first row of the table: a second copy, or the
    same form again. Both begin with the same words, and have words in the same cells.

    >>> begins_anew(["", "合计", "3.00"], ["", "合计", "4.00"])
    True
    >>> begins_anew(["项目名称", "供暖", "预算数", "4"], ["项目名称", "绿化", "预算数", "9"])
    True

    Half of a row may come again within one table (一、一般公共预算财政拨款 of 本年 and of 年初):

    >>> begins_anew(["一、拨款", "3", "一、支出", "3"], ["一、拨款", "3", "", ""])
    False
    """
    words, others = _words(first), _words(row)
    if not words or not others or words[0] != others[0]:
        return False
    return [at for at, _ in words] == [at for at, _ in others]


def _words(row: Sequence[str]) -> list[tuple[int, str]]:
    """The cells that hold words, with their columns."""
    return [
        (at, "".join(cell.split())) for at, cell in enumerate(row) if not _NO_WORDS.fullmatch(cell)
    ]
