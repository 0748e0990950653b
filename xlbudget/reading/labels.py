"""Words as they stand in cells, made comparable: width, spaces, ordinals."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_ORDINAL = re.compile(
    r"^(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\(?\d{1,2}[、.)])"
)
_OF_WHICH = re.compile(r"^其中:")


def plain(text: str) -> str:
    """Full width made half width, all spaces and line breaks dropped.

    >>> plain("单位：　万 元"), plain("使用非财政拨款结余（含专用结余）")
    ('单位:万元', '使用非财政拨款结余(含专用结余)')
    """
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def row_label(text: str) -> str:
    """A row's label without its ordinal.

    >>> row_label("十一、城乡社区支出"), row_label("（一）基本支出"), row_label("本年收入合计")
    ('城乡社区支出', '基本支出', '本年收入合计')
    """
    return _ORDINAL.sub("", _OF_WHICH.sub("", plain(text)))
