"""Numbers as people and programs write them into cells and texts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[-+]?\.[0-9]+")
_MINUS = str.maketrans(dict.fromkeys("−﹣－‐‑–—", "-"))
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width digits and signs only: a footnote mark such as ① is no digit."""

_SPOILT = re.compile(
    r"[¥￥$▲△]-?[\d,]+(?:\.\d*)?|-?[\d,]+(?:\.\d*)?[十百千万亿]*元|-?\d+(?:\.\d*)?[Ee][-+]?\d+"
    r"|['’]-?[\d,]+\.\d+|\*{2,}"
)

_NOT_APPLICABLE = re.compile(r"[-—–―─－−‐‑ー一/\\]+|不适用|无")


@lru_cache(2048)
def read_number(text: str) -> Decimal | None:
    """The number that a text is, or None. Separators must stand every three digits.

    >>> read_number(" 1,482.22 "), read_number("１４８２．２２"), read_number("－3.5")
    (Decimal('1482.22'), Decimal('1482.22'), Decimal('-3.5'))
    >>> read_number("(12.00)"), read_number("14,82"), read_number("1e5"), read_number("见附表")
    (Decimal('-12.00'), None, None, None)
    >>> read_number("636①"), read_number("12²")
    (None, None)
    """
    plain = text.translate(_HALF_WIDTH).strip().translate(_MINUS)
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1].strip()
        if plain.startswith(("-", "+")):
            return None
    if not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain.replace(",", ""))
    return number.copy_negate() if negative and number else number  # “-number”只留 28 位


def is_spoilt(text: str) -> bool:
    """Whether a text that is no number was one: with a sign of money, 元 or a power of ten, or
    starred out. Where it stands, an amount is missing.

    >>> [is_spoilt(text) for text in ("¥1,482.22", "540.5万元", "5.4E+06", "***", "2024年", "100")]
    [True, True, True, True, False, False]
    """
    plain = text.translate(_HALF_WIDTH).replace(" ", "").strip().translate(_MINUS)
    return bool(_SPOILT.fullmatch(plain))


def not_applicable(text: str) -> bool:
    """Whether a text marks a cell as 不适用: a dash of any kind, or the numeral 一 for a dash.

    >>> [not_applicable(text) for text in ("—", "一", "--", "不适用", "0", "见附表")]
    [True, True, True, True, False, False]
    """
    return bool(_NOT_APPLICABLE.fullmatch(text.strip()))
