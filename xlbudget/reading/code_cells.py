"""Cells that hold classification codes: whole, in parts, with dots, or before a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from xlbudget.books.port import Value
from xlbudget.reading.labels import plain

LENGTHS = (3, 5, 7)
"""The digits of a code of 类, 款 and 项."""

_PART = 2
"""The digits that each level below 类 adds."""

_CODE = r"(\d{3}(?:[.\-·/]?\d{2}){0,2})"
_ALONE = re.compile(_CODE)
_WITH_NAME = re.compile(rf"[\[(【]?{_CODE}[\])】]?[-—–_.、:|]*([^\d\-—–_.,].*)")
_MORE = re.compile(r"\d\.\d|(?<!\d)\d{3}(?:\d{2}){0,2}(?!\d)")
"""Amounts or another code behind a name: a whole line of a pasted page in one cell."""

_NAME_FIRST = re.compile(rf"(\D+?)[\[(【]{_CODE}[\])】]")
_REMEMBERED = 2048
"""The same codes stand in many tables, and each is looked at several times."""

_MARKS = re.compile(r"[.\-·/]")

_AS_NUMBER = re.compile(r"['’]?(\d{1,3}|\d{5}|\d{7})(?:\.0)?|['’]?(\d{3}|\d{7})\.0+")
"""Text that was a number to a program on its way: 2010301.0, or with the sign of a text before."""


def code_of(value: Value) -> str:
    """The code that a cell holds, alone; nothing where it holds anything else.

    >>> [code_of(value) for value in (Decimal(2010301), "201.03.01", "２０１ ０３", "1,201")]
    ['2010301', '2010301', '20103', '']
    """
    if isinstance(value, Decimal):
        text = str(value) if value == value.to_integral_value() else ""
    else:
        text = _written(value) if isinstance(value, str) else ""
    match = _ALONE.fullmatch(text)
    return _digits(match[1]) if match else ""


@lru_cache(_REMEMBERED)
def code_and_name(value: Value) -> tuple[str, str]:
    """The code and the name that stand in one cell; a code alone has no name.

    >>> code_and_name("2010301 行政运行"), code_and_name("201-03-01—行政运行"), code_and_name("301")
    (('2010301', '行政运行'), ('2010301', '行政运行'), ('301', ''))
    >>> code_and_name("工资福利支出（301）"), code_and_name("301 工资福利支出 80.50")
    (('301', '工资福利支出'), ('', ''))
    >>> code_and_name("301 甲 302"), code_and_name("2024年度"), code_and_name("309,000.00")
    (('', ''), ('', ''), ('', ''))
    """
    alone = code_of(value)
    if alone or not isinstance(value, str):
        return alone, ""
    text = plain(value)
    match = _WITH_NAME.fullmatch(text)
    if match and _is_name(match[2]):
        return _digits(match[1]), match[2]
    match = _NAME_FIRST.fullmatch(text)
    if match and _is_name(match[1]):
        return _digits(match[2]), match[1]
    return "", ""


def _written(text: str) -> str:
    """A text as the code or the part of one that it stands for."""
    number = _AS_NUMBER.fullmatch(plain(text))
    return (number[1] or number[2]) if number else plain(text)


def _is_name(text: str) -> bool:
    """Two letters at least: one behind a code is a slip."""
    return sum(map(str.isalpha, text)) > 1 and not _MORE.search(text)


def part_of(value: Value) -> str | None:
    """The digits of a cell that holds a code or the part of one; None where it holds a word.

    >>> part_of(Decimal(3)), part_of("03"), part_of("201.03"), part_of(None), part_of("行政运行")
    ('3', '03', '20103', '', None)
    >>> part_of("2010301.0"), part_of("3.0"), part_of("'03")
    ('2010301', '3', '03')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return str(value) if value == value.to_integral_value() and value >= 0 else None
    text = _written(value) if isinstance(value, str) else "?"
    digits = _MARKS.sub("", text)
    return digits if digits.isdecimal() or not text else None


def joined(parts: Sequence[str | None], above: str) -> str:
    """The code of a row whose 类, 款 and 项 stand in a cell each; `above` is the last code read.

    A cell that is left blank says the same as above, if another follows; a word in it does not.

    >>> joined(["201", "03", "01"], ""), joined(["", "", "2"], "2010301")
    ('2010301', '2010302')
    >>> joined(["201", "20103", ""], ""), joined(["2010301", "", ""], "201")
    ('20103', '2010301')
    >>> joined(["", "5", ""], "201"), joined(["201", None, ""], ""), joined(["", "", ""], "201")
    ('20105', '201', '')
    >>> joined(["201", "20103", "4"], ""), joined([None, "03", ""], "201")
    ('2010304', '')
    >>> joined(["205", "", "01"], "2010301"), joined(["", "", "01"], "201")
    ('', '')
    """
    words = [part or "" for part in parts]
    whole = [at for at, part in enumerate(words) if len(part) in LENGTHS]
    start = max(whole, default=0)
    code = words[start] if whole else ""
    for position in range(start + bool(whole), len(words)):
        part = words[position]
        if not part:
            if parts[position] is None and any(words[position + 1 :]):
                return ""
            if not any(words[position + 1 :]):
                break
            length = LENGTHS[min(position, len(LENGTHS) - 1)]
            if len(above) < length or not above.startswith(code):
                return ""
            code = above[:length]
        elif len(part) <= _PART and code:
            code += part.zfill(_PART)
        else:
            return ""
    return code if len(code) in LENGTHS else ""


def is_full(parts: Sequence[str | None]) -> bool:
    """Whether the cells of a code say all of it: each is filled, or one holds a whole 项 (or 款).

    >>> is_full(["201", "03", "01"]), is_full(["2010301", "", ""]), is_full(["", "", "01"])
    (True, True, False)
    >>> is_full(["201", "", ""]), is_full(["301", ""]), is_full(["", "30101"])
    (False, False, True)
    """
    return all(parts) or any(len(part or "") == LENGTHS[len(parts) - 1] for part in parts)


def without_zeros(code: str, known: Callable[[str], bool], *, padded: bool = False) -> str:
    """The code without levels of 00, which say that there is none; a few real codes end in 00.

    Where all codes of a table are `padded` to seven digits, theirs say so too.

    >>> known = {"20805", "21211", "2121100"}.__contains__
    >>> without_zeros("2080500", known), without_zeros("2121100", known)
    ('20805', '2121100')
    >>> without_zeros("2121100", known, padded=True)
    '21211'
    """
    while len(code) > LENGTHS[0] and code.endswith("00") and (padded or not known(code)):
        code = code[:-_PART]
    return code


def _digits(text: str) -> str:
    return _MARKS.sub("", text)
