"""Items that must not be published (涉密): their codes, as a unit lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable

FIELD = "涉密科目"
"""The field of 补充资料 that lists them."""

_BETWEEN = r"[、,，;；\n]+"
_CODE = r"(?<!\d)(?:\d{3}|\d{5}|\d{7})(?!\d)"


def listed_codes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of a list, and its parts in which no code of 3, 5 or 7 digits stands. A name may
    stand beside a code.

    >>> listed_codes("2010308、2040299 其他公安支出\\n20405")
    (('2010308', '2040299', '20405'), ())
    >>> listed_codes("201030、信访")
    ((), ('201030', '信访'))
    """
    codes: dict[str, None] = {}
    unread: list[str] = []
    for part in filter(None, map(str.strip, re.split(_BETWEEN, text))):
        found = re.findall(_CODE, part)
        codes |= dict.fromkeys(found)
        if not found:
            unread.append(part)
    return tuple(codes), tuple(unread)


def listing(codes: Iterable[str]) -> dict[str, str]:
    """The codes as a text of 补充资料, by its field; nothing where there are none.

    >>> listing(["2010308", "20405"]), listing([])
    ({'涉密科目': '2010308、20405'}, {})
    """
    text = "、".join(codes)
    return {FIELD: text} if text else {}


def is_withheld(code: str, withheld: Iterable[str]) -> bool:
    """Whether a code is one of those withheld, or stands below one.

    >>> is_withheld("2010308", ["20103"]), is_withheld("201", ["20103"])
    (True, False)
    """
    return any(code.startswith(each) for each in withheld)
