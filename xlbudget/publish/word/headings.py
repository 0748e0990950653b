"""The headings of a document: which level each is of, and its place in the table of contents."""

from __future__ import annotations

import re

_PART = re.compile(r"第[一二三四五六七八九十]+部分")
_SUBSECTION = re.compile(r"（[一二三四五六七八九十]+）")
IN_CONTENTS = 2
"""The table of contents holds 第×部分 and 一、."""


def level_of(text: str) -> int:
    """1 of 第×部分, 2 of 一、 (and of a heading without a number), 3 of （一）.

    >>> level_of("第一部分　部门概况"), level_of("一、部门职责"), level_of("（一）总体情况")
    (1, 2, 3)
    """
    if _PART.match(text):
        return 1
    return 3 if _SUBSECTION.match(text) else 2


def heading_mark(number: int) -> str:
    """The bookmark of a heading that the contents name; they count from 1.

    >>> heading_mark(12)
    '_Toc00000012'
    """
    return f"_Toc{number:08d}"
