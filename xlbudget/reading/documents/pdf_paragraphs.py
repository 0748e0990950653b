"""Lines to paragraphs: a line that fills its column goes on in the next."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from xlbudget.domain.records import dataclass
from xlbudget.reading.documents.pdf_lines import CLOSING, TextLine, joined

_LONG = 0.6
"""A line of this part of the widest line's width shows where its column begins and ends."""

_FEW = 3
"""Fewer long lines do not show the column."""

_USED = 0.8
"""A line that ends right of this part of the page can hardly go further."""

_INDENT = 1.2
"""A line that begins so many ems to the right of its column begins a paragraph."""

_ALIGNED = 0.6
_SLACK = 0.6
_LONG_WORD = 3.0
"""Programs keep quotation marks, numbers and their units together: a line may end so many ems
early, where the next one plainly begins no paragraph.
"""

_HANGING = 5.0
_OTHER_SIZE = 0.15
_FAR = 2.6
"""Lines that are so many heights apart are two paragraphs."""

_GAP = "  "
"""What stands in columns is no paragraph: 部门：…  金额单位：…, a line of the contents."""

_LEADER = re.compile(r"[.…·]{3,}\s*\d{1,3}$")
"""A line of the contents, with dots up to its page."""

_ENDS = "。；;！？!?"
_LEADS = "：:"
"""What follows is a list, or the same sentence on its next line."""
NUMBERED = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}、"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、](?!\d)|[①-⑳]|附(?:件|表)\s*\d*[:：]?"
    r"|[(（]?图\s*\d"
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where the lines of a page begin and end."""

    left: float
    right: float


@dataclass(slots=True)
class Written:
    """A paragraph as it grows line by line: its text, its first and its last line."""

    text: str
    first: TextLine
    last: TextLine
    column: Column

    def takes(self, line: TextLine, column: Column, *, next_page: bool) -> bool:
        """Whether the next line is a part of this paragraph."""
        em = self.last.em
        if _GAP in self.last.text or _GAP in line.text or _LEADER.search(self.last.text):
            return False
        if abs(line.em - em) > _OTHER_SIZE * em:
            return False
        apart = line.box.top - self.last.box.bottom
        if not next_page and apart > _FAR * em:
            return False
        left_over = self.column.right - self.last.box.x1 - line.first_word
        if left_over > _LONG_WORD * em:
            return False
        if self.text[-1] in _ENDS + _LEADS and NUMBERED.match(line.text):
            return False
        begins = (line.box.x0 - column.left) / em
        indented = (self.first.box.x0 - self.column.left) / em > _INDENT
        if abs(begins) <= _ALIGNED and indented:
            return True
        if left_over > _SLACK * em:
            return False  # 这一行还放得下，却另起了一行
        if self.text[-1] in _ENDS or NUMBERED.match(line.text):
            return False
        # Hanging lines, or a paragraph without an indent.
        further = (line.box.x0 - column.left - (self.last.box.x0 - self.column.left)) / em
        if self.last is not self.first:
            return abs(further) <= _ALIGNED / 2 or abs(begins) <= _ALIGNED
        if abs(further) <= _ALIGNED:
            return not indented
        return 0 < further <= _HANGING

    def add(self, line: TextLine, column: Column) -> None:
        """Take a line."""
        self.text = joined(self.text, line.text)
        self.last = line
        self.column = column


def column_of(width: float, lines: Sequence[TextLine], alike: Sequence[TextLine]) -> Column:
    """The column of a page, with the help of the lines of all pages like it.

    Where no line shows how far lines go, none goes on.
    """
    every = _column(width, alike)
    if len(_long_lines(lines)) < _FEW:
        return every
    own = _column(width, lines)
    em = lines[0].em
    # On a page of single-line paragraphs all lines begin at the indent.
    left = every.left if 0 < own.left - every.left < _HANGING * em else own.left
    return Column(left, own.right if own.right < math.inf else every.right)


def _column(width: float, lines: Sequence[TextLine]) -> Column:
    long = _long_lines(lines)
    if not long:
        return Column(0, math.inf)
    starts = Counter(round(line.box.x0) for line in long)
    often = max(2, len(long) / 20)
    left = min((place for place, count in starts.items() if count >= often), default=min(starts))
    # Punctuation may hang over the edge.
    ends = [line.box.x1 for line in long if line.text[-1] not in CLOSING]
    right = max(ends, default=max(line.box.x1 for line in long))
    reached = sum(line.box.x1 > right - line.em for line in long)
    if reached < _FEW and right < _USED * width:
        right = math.inf
    return Column(float(left), right)


def _long_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    widest = max((line.box.width for line in lines), default=0)
    return [line for line in lines if line.box.width >= _LONG * widest]
