"""The cover: the lines of the format, with the names filled in."""

from __future__ import annotations

import math
import re

from xlbudget.publish.word.marks import run
from xlbudget.publish.word.ooxml import paragraph
from xlbudget.publish.word.sections import TEXT_WIDTH
from xlbudget.publish.word.styles import COVER, COVER_NOTE
from xlbudget.publish.word.watermark import DRAFT
from xlbudget.results.computed import Results

_EM = 520
"""A character of the cover, in twips: 26 磅."""

_MOST = TEXT_WIDTH // _EM
_ABOVE = '<w:spacing w:before="3600"/>'
_BOUNDARY = r"(?:[省市区县州盟旗镇乡局部厅院会处]|委(?!员))(?=.{3})"


def cover_lines(results: Results) -> tuple[str, ...]:
    """The lines of the cover, as people read them."""
    words = {
        "年度": str(results.account.year),
        "单位": results.account.unit_name,
        "公开主体": results.format.traits["公开主体"],
    }
    return tuple(
        re.sub(r"\{([^{}]*)\}", lambda found: words[found[1]], line)
        for line in results.format.document.cover
    )


def cover(results: Results, *, draft: bool) -> str:
    """The paragraphs of the cover."""
    made = []
    for number, line in enumerate(cover_lines(results)):
        properties = (_ABOVE if not number else "") + _room(line)
        made.append(paragraph(COVER, run(line), properties))
    if draft:
        made.append(paragraph(COVER_NOTE, run(f"（{DRAFT}）")))
    return "".join(made)


def _room(line: str) -> str:
    """Room on both sides that lets a long line wrap where it reads well."""
    kept = wrapped(line, _MOST)
    if not kept:
        return ""
    each = (TEXT_WIDTH - kept * _EM - _EM // 4) // 2
    return f'<w:ind w:left="{each}" w:right="{each}"/>'


def wrapped(line: str, most: int) -> int:
    """How many characters the lines of a long name have, `most` at most; 0 where it fits one.

    Two lines part where the name of a place or an office ends near the middle, more are even.

    >>> wrapped("示例市示例区示例街道办事处便民服务中心", 17)
    13
    >>> wrapped("示例市示例区人民代表大会常务委员会办公室", 17)
    12
    >>> wrapped("示例街道办事处", 17)
    0
    """
    length = len(line)
    if length <= most:
        return 0
    count = math.ceil(length / most)
    even = math.ceil(length / count)
    if count > 2:  # noqa: PLR2004 - lines
        return even
    ends = [found.end() for found in re.finditer(_BOUNDARY, line) if even <= found.end() <= most]
    return min(ends, default=even)
