"""The words that tell whether a change is more or less, in pairs."""

from __future__ import annotations

UP = {
    "增加": "减少",
    "增长": "下降",
    "上升": "下降",
    "升高": "降低",
    "提高": "降低",
    "增多": "减少",
    "大于": "小于",
    "高于": "低于",
    "多于": "少于",
    "超过": "低于",
    "超出": "低于",
}
"""Words for more, each with its word for less."""

DOWN = {
    "减少": "增加",
    "下降": "增长",
    "降低": "提高",
    "下滑": "上升",
    "小于": "大于",
    "低于": "高于",
    "少于": "多于",
    "不足": "超出",
}
"""Words for less, each with its word for more."""


def pair_of(word: str) -> tuple[str, str] | None:
    """The words for more and for less of which a word is one.

    >>> pair_of("增长"), pair_of("小于"), pair_of("持平")
    (('增长', '下降'), ('大于', '小于'), None)
    """
    if word in UP:
        return word, UP[word]
    return (DOWN[word], word) if word in DOWN else None
