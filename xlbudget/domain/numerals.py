"""The Chinese numbers of headings and lists: 一, 十二, （三）."""

from __future__ import annotations

_DIGITS = "一二三四五六七八九"
_LONGEST = 9
"""Digits of a number that counts something."""


def ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals.

    >>> ordinal(3), ordinal(10), ordinal(12), ordinal(20), ordinal(26)
    ('三', '十', '十二', '二十', '二十六')
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else ""
    return head + (_DIGITS[ones - 1] if ones else "")


def value_of(numeral: str) -> int:
    """The value of a number as headings print it; 0 where it is none.

    >>> [value_of(each) for each in ("三", "十二", "二十", "7", "附件1", "一二")]
    [3, 12, 20, 7, 0, 0]
    """
    if numeral.isdecimal():
        return int(numeral) if len(numeral) <= _LONGEST else 0
    tens, ten, ones = numeral.rpartition("十")
    known = all(len(each) <= 1 and each in _DIGITS for each in (tens, ones))
    if not numeral or not known:
        return 0
    value = _DIGITS.index(ones) + 1 if ones else 0
    return value + (10 * (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0)
