"""How much room a text takes in a cell of 11 pt text: its width, its lines, the row's height."""

from __future__ import annotations

import unicodedata

LINE_HEIGHT = 15.75
"""Points of one line of 11 pt text."""

TALLEST = 409.5
"""The tallest row of Excel, in points."""

_NARROWER = 14 / 15
"""A column of width 1 has 7 pixels; half of a Chinese character of 11 pt has 7.5."""


def text_width(text: str) -> int:
    """The width of a text in the units of column widths: a Chinese character takes two.

    >>> text_width("第一部分 A")
    10
    """
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """The width of each character that was met."""

    def __missing__(self, char: str) -> int:
        width = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def text_lines(text: str, width: float) -> int:
    """The lines of a text that wraps in a column; rather one too many than a text that is cut.

    >>> text_lines("一二三四五六七", 16), text_lines("一二三四五六七", 14), text_lines("一\\n二", 8)
    (1, 2, 2)
    """
    room = width * _NARROWER
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(_wrapped(text_width(line), room) for line in text.split("\n"))


def _wrapped(taken: float, room: float) -> int:
    """A wrapped line may end a character early; numbers that move down whole cost more."""
    if taken <= room:
        return 1
    lines = int(-(-taken // max(room - 2, 2)))
    return lines + lines // 4


def row_height(lines: int) -> float:
    """The height of a row of so many lines; 0 is the sheet's default height.

    >>> row_height(1), row_height(2), row_height(100)
    (0, 31.5, 409.5)
    """
    return min(LINE_HEIGHT * lines, TALLEST) if lines > 1 else 0
