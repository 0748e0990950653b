"""Texts of cells as the file format writes them: characters that XML cannot hold.

ECMA-376 Part 1, 22.9.2.19 (ST_Xstring): such a character is written `_xHHHH_`, and a text that
looks like that has its first `_` written as `_x005F_`.
"""

from __future__ import annotations

import re

LONGEST = 32_767
"""More characters than this in a cell, and Excel repairs the file."""

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_NEEDS_ESCAPE = re.compile(
    "[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"  # \r too: XML would read \n
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def escaped(text: str) -> str:
    r"""A text as it stands in the file, before the escapes of XML itself.

    >>> escaped("a\x01b"), escaped("_x0041_"), escaped("第一行\n第二行")
    ('a_x0001_b', '_x005F_x0041_', '第一行\n第二行')
    """
    if text.isprintable() and "_x" not in text:
        return text
    text = _SURROGATE.sub("\ufffd", text)
    return _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    r"""The text that a person sees; the inverse of `escaped` for control characters.

    >>> unescaped("a_x000D_b"), unescaped("_x005F_x0041_")
    ('a\rb', '_x0041_')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
