"""Characters of a PDF as people write them: some fonts name characters by their radicals."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_RADICALS = dict(
    zip(
        "⺁⺄⺈⺌⺍⺟⺠⺮⺼⻁⻄⻅⻆⻉⻋⻍⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂乙刀小小母民竹肉虎西见角贝车辶长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""The radicals of Unicode 2E80 that normalisation leaves alone."""

_HYPHEN = 0x02
"""PDFium's sign for a hyphen at the end of a line."""

_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_NO_CHARACTER = frozenset({0xFFFD, 0xFFFE, 0xFFFF})
_FIRST_PRINTED = 0x20
_FORMS = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))


@lru_cache(16384)
def shown(code: int) -> str:
    """The character of a code; "" where the code has no meaning outside of its font.

    >>> shown(0x2F00), shown(0x2EE2), shown(0xE123), shown(0x4E07)
    ('一', '马', '', '万')
    """
    if code == _HYPHEN:
        return "-"
    private = any(code in part for part in _PRIVATE)
    if code < _FIRST_PRINTED or code in _NO_CHARACTER or private:
        return ""
    character = chr(code)
    if any(code in part for part in _FORMS):
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return character
