"""A paragraph as it was meant: its words without stray signs, each with its place in the original.

Digits, letters and the signs of numbers are half-width (12.5%), the signs of sentences are the
Chinese ones (，；：（）); spaces stand only where two numbers would run together, new lines where a
sentence begins. A "," that is left separates thousands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from xlbudget.domain.records import dataclass

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SIGNS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
_SIGNS |= {"｡": "。", "､": "、", "﹪": "%", "∶": "：", "﹒": ".", "−": "-", "－": "-", "～": "~"}
_TRADITIONAL = dict(
    zip(
        "萬億減長決預總計項與較佔財撥餘結轉車輛個臺單價務經費業無購採類數為開補營國資產繳屬對運護級",
        "万亿减长决预总计项与较占财拨余结转车辆个台单价务经费业无购采类数为开补营国资产缴属对运护级",
        strict=True,
    )
)
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NEW_LINE, _COLUMN = "\n", "\t"
_SPACES = " " + _NEW_LINE + _COLUMN
_NUMBER = "0123456789."

_TABLE: dict[str, str] = _TRADITIONAL | {
    wide: _SIGNS.get(half, half) for wide, half in _FULL_WIDTH.items()
}
_TABLE |= _SIGNS

_YEAR_NEXT = re.compile(r" ?(?:19|20)\d\d ?(?:年|[-—~、/])")
_LIST_NUMBER = re.compile(r"(?:^|[。；：\n])[ （]*\d{1,2}[.]?$")
_GOES_ON = "：与比较同和及在于至到从截自由、，（的"
_ITEM = re.compile(
    r"\d{1,2}[.、](?!\d)|（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）|[一二三四五六七八九十]{1,3}、|"
    r"[①-⑳]|(?:19|20)\d\d年|其中[：，]"
)
_COMPLETE = re.compile(r"\d\.\d{2,}$")
_NUMBER_HEAD = re.compile(r"[图表第附件]+\d*$")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[,，]\d{3})+(?![\d,])")
_TAIL = 24


@dataclass(frozen=True, slots=True)
class Plain:
    """Normalised text; `offsets[i]` is where character i stands in the original."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the normalised text, in characters of the original."""
        if start >= end:
            at = self.offsets[start]
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def plain(text: str) -> Plain:
    """The normalised text of a paragraph.

    >>> plain("收入 總計１，２３４．５ 萬元,占 ５０．００ ％").text
    '收入总计1,234.5万元，占50.00%'
    >>> plain("分别为4125.49,4143.91万元").text
    '分别为4125.49，4143.91万元'
    """
    signs: list[str] = []
    offsets: list[int] = []
    for at, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        meant = _space(sign) if sign.isspace() else _TABLE.get(sign, sign)
        if meant in _SPACES and signs and signs[-1] in _SPACES:
            signs[-1] = _NEW_LINE if _NEW_LINE in (meant, signs[-1]) else _COLUMN
            continue
        signs.append(meant)
        offsets.append(at)
    signs, offsets = _without_spaces("".join(signs), offsets)
    separated = _THOUSANDS.sub(_with_thousands, "".join(signs))
    return Plain(separated, (*offsets, len(text)))


def _space(sign: str) -> str:
    if sign in "\n\r\v\u2028\u2029":
        return _NEW_LINE
    return _COLUMN if sign in "\t\f" else " "


def _without_spaces(text: str, offsets: list[int]) -> tuple[list[str], list[int]]:
    kept = [at for at, sign in enumerate(text) if sign not in _SPACES or _keeps(text, at)]
    return [text[at] for at in kept], [offsets[at] for at in kept]


def _keeps(text: str, at: int) -> bool:
    """Whether a space holds two numbers apart, or a new line two sentences."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == _NEW_LINE and before and _begins_anew(text, at, before):
        return True
    if not (before and after and before in _NUMBER and after in _NUMBER):
        return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    head = text[max(0, at - _TAIL) : at]
    return bool(
        text[at] == _COLUMN
        or _YEAR_NEXT.match(text, at)
        or _LIST_NUMBER.search(head)
        or _COMPLETE.search(head)
        or _NUMBER_HEAD.search(head)
    )


def _begins_anew(text: str, at: int, before: str) -> bool:
    """Whether a new line begins a sentence, not only a line of the page."""
    return before in "。；！？" or bool(before not in _GOES_ON and _ITEM.match(text, at + 1))


def _with_thousands(found: re.Match[str]) -> str:
    """A number with its separators; where 分别 stands before it, two numbers."""
    before = found.string[max(0, found.start() - 8) : found.start()]
    sign = "，" if "分别" in before else ","
    return found.group().replace("，", sign).replace(",", sign)
