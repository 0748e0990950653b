"""What is entered in a cell of an open workbook: Excel reads a text as if a person had typed it.

`001` becomes the number 1, `1-2` a date, `=A1` a formula. An apostrophe in front keeps a text a
text; it is no part of the value. Where no reading is possible the text is entered as it is.
"""

from __future__ import annotations

import re

from xlbudget.books.port import CellWrite

_STARTS = "=+-@'＝＋－＠"
_UNREADABLE = re.compile(
    r"[^\x00-\x7f\d\W_年月日时分秒上下午点号星期周元块零〇一二三四五六七八九十百千万亿ａ-ｚＡ-Ｚ]"
)
"""A letter that stands in no number, date, time, truth value or error in Chinese or English."""

Entry = str | float | bool


def as_entered(text: str) -> str:
    """A text as it must be entered to stay a text.

    >>> as_entered("001"), as_entered("1-2"), as_entered("=A1"), as_entered("true")
    ("'001", "'1-2", "'=A1", "'true")
    >>> as_entered("2024年度收入"), as_entered("ok"), as_entered("-支出"), as_entered("2024年5月")
    ('2024年度收入', 'ok', "'-支出", "'2024年5月")
    """
    if not text:
        return text
    if text[0] in _STARTS:
        return "'" + text
    plain_word = text.isascii() and text.isalpha() and text.upper() not in ("TRUE", "FALSE")
    return text if plain_word or _UNREADABLE.search(text) else "'" + text


def entry(write: CellWrite) -> Entry:
    """What is entered for a cell of a plan: its formula, or else its value; "" empties it."""
    if write.formula is not None:
        return "=" + write.formula.removeprefix("=")
    if write.value is None:
        return ""
    if isinstance(write.value, str):
        return as_entered(write.value)
    return write.value if isinstance(write.value, bool) else float(write.value)
