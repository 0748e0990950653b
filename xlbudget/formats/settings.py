"""The switches of 首页, strictly parsed, laid over a format's number style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlbudget.domain.errors import UnknownName
from xlbudget.domain.money import Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format

_ZEROS = {"去掉": Zeros.STRIP, "保留": Zeros.KEEP, "整数去掉": Zeros.WHOLE}
_PLACES = {str(number): number for number in range(7)}

SETTINGS: dict[str, tuple[str, Mapping[str, object]]] = {
    "金额末尾的零": ("amount_zeros", _ZEROS),
    "比率末尾的零": ("rate_zeros", _ZEROS),
    "比率小数位": ("rate_places", _PLACES),
    "千分位": ("separators", {"是": True, "否": False}),
    "计算依据": ("basis", {"公开的万元数": Basis.PUBLISHED, "元": Basis.YUAN}),
}
"""Label on 首页 -> (key of Style, allowed words and what they mean)."""


def chosen(style: Style, label: str) -> str:
    """The word that stands for a switch's present value.

    >>> chosen(Style(), "比率小数位"), chosen(Style(), "计算依据")
    ('2', '公开的万元数')
    """
    key, words = SETTINGS[label]
    present = getattr(style, key)
    return next(word for word, meaning in words.items() if meaning == present)


def apply_settings(resolved: Format, settings: Mapping[str, str]) -> Format:
    """The format with the switches of one workbook; empty ones keep the format's own."""
    changed: dict[str, object] = {}
    for label, text in settings.items():
        if label not in SETTINGS:
            raise UnknownName(
                where="首页 设置",
                seen=f"“{label}”",
                expected="、".join(SETTINGS),
                remedy=nearest(label, SETTINGS),
            )
        key, words = SETTINGS[label]
        word = text.strip()
        if not word:
            continue
        if word not in words:
            raise UnknownName(
                where=f"首页 设置“{label}”",
                seen=f"“{word}”",
                expected="、".join(words),
                remedy=nearest(word, words),
            )
        changed[key] = words[word]
    return replace(resolved, style=replace(resolved.style, **changed))  # type: ignore[arg-type]
