"""Words as they stand in cells, made comparable: width, spaces, ordinals, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_CIRCLED = re.compile(r"^\s*[①-⑳]\s*")
_ORDINAL = re.compile(
    r"^(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\(?\d{1,2}[、.)])"
)
_OF_WHICH = re.compile(r"^其中:")
_NOTE = re.compile(r"(?:备?注|说明)\d*[:.、]")
_QUOTES = re.compile(r"[“”„‟\"'‘’「」『』《》]")
_REMEMBERED = 2048
"""The labels and headers of a workbook are few, and each is compared many times."""


@lru_cache(_REMEMBERED)
def plain(text: str) -> str:
    """Full width made half width, all spaces and line breaks dropped.

    >>> plain("单位：　万 元"), plain("使用非财政拨款结余（含专用结余）")
    ('单位:万元', '使用非财政拨款结余(含专用结余)')
    """
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(_REMEMBERED)
def row_label(text: str) -> str:
    """A row's label without its ordinal.

    >>> row_label("十一、城乡社区支出"), row_label("（一）基本支出"), row_label("本年收入合计")
    ('城乡社区支出', '基本支出', '本年收入合计')
    >>> row_label("其中：（1）购置费"), row_label("①购置费")
    ('购置费', '购置费')
    """
    if text.isalpha() and unicodedata.is_normalized("NFKC", text):
        return text  # as most names of a catalogue, of which there are over a thousand
    return _ORDINAL.sub("", _OF_WHICH.sub("", plain(_CIRCLED.sub("", text))))


def is_note(value: object) -> bool:
    """Whether a cell begins a note below a table: its numbers are no amounts of the table.

    >>> [is_note(value) for value in ("注：共 2 项。", "备注：无", "注 1.", "注册费", None)]
    [True, True, True, False, False]
    """
    return isinstance(value, str) and bool(_NOTE.match(plain(value)))


@lru_cache(_REMEMBERED)
def unquoted(text: str) -> str:
    """The words without quotation marks, which everybody writes in another way.

    >>> unquoted("“三公”经费"), unquoted('"三公"经费')
    ('三公经费', '三公经费')
    """
    return _QUOTES.sub("", text)
