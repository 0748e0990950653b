"""Lines of a plain text as paragraphs: a text broken at a fixed width is put together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_NARROWEST, _WIDEST = 40, 120
_SLACK = 3
"""Columns that a line may be short: a wide sign goes to the next line whole."""

_LEAST, _SHARE = 8, 0.3
_BEGINS = re.compile(
    r"[ \t]{2,}|　|\s?(?:第.{1,3}部分|附件|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）"
    r"|[0-9]{1,2}[.、．](?![0-9]))"
)
_ENDS = ("。", "；", "：", "！", "？", ".", ";", ":")
_COLUMNS = re.compile(r"\S(?:[ 　]{2,}\S|\t)")
"""Words set in columns."""

_MOST_ENDS = 0.25
"""A line that a program breaks seldom happens to end with a sentence; one of a list does."""


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a text, each a line; lines of one paragraph are joined only where many
    lines end at the same column, as an extractor or a mail program breaks them.
    """
    widths = [_width(line.rstrip()) for line in lines]
    edge = max(widths, default=0) - _SLACK
    full = [line for line, width in zip(lines, widths, strict=True) if edge <= width]
    filled = sum(1 for width in widths if width)
    ends = sum(1 for line in full if line.rstrip().endswith(_ENDS))
    if (
        not _NARROWEST <= edge + _SLACK <= _WIDEST
        or len(full) < max(_LEAST, filled * _SHARE)
        or ends > len(full) * _MOST_ENDS
    ):
        return list(lines)
    joined: list[str] = []
    goes_on = False
    for line, width in zip(lines, widths, strict=True):
        if goes_on and width and not _BEGINS.match(line):
            joined[-1] += line.strip()
        else:
            joined.append(line.rstrip())
        goes_on = edge <= width and not _COLUMNS.search(line) and not line.rstrip().endswith(_ENDS)
    return joined


def _width(line: str) -> int:
    """The columns that a line takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line)
