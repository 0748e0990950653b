"""The switches of 首页, strictly parsed, laid over a format's number style."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.errors import UnknownName
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.records import replace
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import HISTORY, MERGED, NEW, RENAMED, SPLIT, Format

_ZEROS = {"去掉": Zeros.STRIP, "保留": Zeros.KEEP, "整数去掉": Zeros.WHOLE}
_PLACES = {str(number): number for number in range(7)}

SETTINGS: dict[str, tuple[str, Mapping[str, object]]] = {
    "金额单位": ("unit", {unit.value: unit for unit in (Unit.TEN_THOUSAND_YUAN, Unit.YUAN)}),
    "金额小数位": ("amount_places", _PLACES),
    "金额末尾的零": ("amount_zeros", _ZEROS),
    "比率末尾的零": ("rate_zeros", _ZEROS),
    "比率小数位": ("rate_places", _PLACES),
    "千分位": ("separators", {"是": True, "否": False}),
    "零值项目": ("nil_items", {"不列": False, "列出": True}),
    "零值句子": ("nil_sentences", {"列出": True, "不列": False}),
    "计算依据": ("basis", {"公开的数": Basis.PUBLISHED, "元": Basis.YUAN}),
    "结构图": ("always_pies", {"自动": False, "饼图": True}),
}
"""Label on 首页 -> (key of Style, allowed words and what they mean)."""

_FORMER = {"计算依据": {"公开的万元数": "公开的数"}}
"""Words of earlier workbooks that are still understood, and what they are called now."""

INITIAL, ADJUSTED = "年初预算数", "全年预算数"
"""The two budgets of a year: as approved, and with all changes."""

TRAITS: dict[str, tuple[str, ...]] = {
    "公开主体": ("部门", "单位"),
    "编报范围": ("汇总", "本级"),
    "单位性质": ("行政单位", "参公单位", "事业单位", "行政和事业单位"),
    "项级科目预算口径": (ADJUSTED, INITIAL),
    "三公经费预算口径": (ADJUSTED, INITIAL),
    HISTORY: ("无变动", RENAMED, NEW, MERGED, SPLIT, "职能划转"),
}
"""Label on 首页 -> what a unit may be there; the first word holds where a format says nothing."""

LABELS: dict[str, tuple[str, ...]] = TRAITS | {
    label: tuple(words) for label, (_, words) in SETTINGS.items()
}
"""All labels of 首页 that have a list of words, with those words."""


def chosen(style: Style, label: str) -> str:
    """The word that stands for a switch's present value.

    >>> chosen(Style(), "比率小数位"), chosen(Style(), "计算依据")
    ('2', '公开的数')
    """
    key, words = SETTINGS[label]
    present = getattr(style, key)
    return next(word for word, meaning in words.items() if meaning == present)


def holding(resolved: Format, label: str) -> str:
    """The word that holds for a label of 首页: what the unit is, or how its numbers are printed.

    >>> from xlbudget.formats.library import find
    >>> national = find("national", 2024)
    >>> holding(national, "公开主体"), holding(national, "零值句子")
    ('部门', '列出')
    """
    return resolved.traits[label] if label in TRAITS else chosen(resolved.style, label)


def base_words(word: str) -> str:
    """What the text calls a budget of 首页.

    >>> base_words(INITIAL)
    '年初预算'
    """
    return word.removesuffix("数")


def apply_settings(resolved: Format, settings: Mapping[str, str]) -> Format:
    """The format with the switches of one workbook; empty ones keep the format's own."""
    changed: dict[str, object] = {}
    traits: dict[str, str] = {}
    for label, text in settings.items():
        if label not in LABELS:
            raise UnknownName(
                where="首页 设置",
                seen=f"“{label}”",
                expected="、".join(LABELS),
                remedy=nearest(label, LABELS),
            )
        words = LABELS[label]
        word = text.strip()
        if not word:
            continue
        word = _FORMER.get(label, {}).get(word, word)
        if word not in words:
            raise UnknownName(
                where=f"首页 设置“{label}”",
                seen=f"“{word}”",
                expected="、".join(words),
                remedy=nearest(word, words),
            )
        if label in TRAITS:
            traits[label] = word
        else:
            key, meanings = SETTINGS[label]
            changed[key] = meanings[word]
    style = replace(resolved.style, **changed)  # type: ignore[arg-type]
    return replace(resolved, style=style, traits={**resolved.traits, **traits})


def trait_words(entry: Keys, key: str) -> tuple[str, tuple[str, ...]] | None:
    """only_if = ["单位性质", "行政单位", …]: a trait, and the words under which something holds."""
    words = entry.texts(key, ())
    if not words:
        return None
    trait, *values = words
    if trait not in TRAITS:
        entry.broken(f"{key} 中的 {trait!r}", "、".join(TRAITS), nearest(trait, TRAITS))
    known = TRAITS[trait]
    if not values:
        entry.broken(f"{key} 只写了 {trait!r}", "、".join(known), "请写出是哪几种情况。")
    for value in values:
        if value not in known:
            entry.broken(f"{key} 中的 {value!r}", "、".join(known), nearest(value, known))
    return trait, tuple(values)
