"""How alike two words of a header, two labels or two titles are: from 0 to 1."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache

from xlbudget.domain.records import dataclass
from xlbudget.reading.labels import plain, unquoted

MISSPELT = 0.75
"""How alike a label is to the one which it surely means."""

_SUM = re.compile("总额|总计|总数|小计|共计")
"""Other words for 合计."""

_REMEMBERED = 16384


@lru_cache(_REMEMBERED)
def likeness(one: str, other: str) -> float:
    """How alike two texts are: 1 where they say the same but for width, spaces, quotation marks and
    the word for a sum.

    >>> likeness("基本支出", "基本 支出"), round(likeness("支出总额", "本年支出合计"), 2)
    (1.0, 0.8)
    """
    first, second = _said(one), _said(other)
    return 1.0 if first == second else difflib.SequenceMatcher(None, first, second).ratio()


def _said(text: str) -> str:
    return _SUM.sub("合计", unquoted(plain(text)))


def most_alike(texts: Iterable[str], others: Iterable[str]) -> float:
    """The likeness of the two that are most alike; 0 where there are none.

    >>> most_alike(["合计", "小计"], ["支出", "合计数"]), most_alike([], ["合计"])
    (0.8, 0.0)
    """
    known = tuple(others)
    return max((likeness(text, other) for text in texts for other in known), default=0.0)


@dataclass(frozen=True, slots=True)
class Match:
    """One of our columns or rows with theirs: the words, how alike they are, where they stand, and
    the first value there.
    """

    ours: str
    theirs: str
    likeness: float
    cell: str = ""
    sample: str = ""
    alone: bool = False
    """Whether both are the only columns left on a side, whatever their words."""
