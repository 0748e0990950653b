from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.domain.errors import UnknownName
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.library import find
from xlbudget.formats.settings import LABELS, SETTINGS, TRAITS, apply_settings, chosen

WORDS = [
    ("金额单位", "万元", Style(unit=Unit.TEN_THOUSAND_YUAN)),
    ("金额单位", "元", Style(unit=Unit.YUAN)),
    *(("金额小数位", str(places), Style(amount_places=places)) for places in range(7)),
    ("金额末尾的零", "去掉", Style(amount_zeros=Zeros.STRIP)),
    ("金额末尾的零", "保留", Style(amount_zeros=Zeros.KEEP)),
    ("金额末尾的零", "整数去掉", Style(amount_zeros=Zeros.WHOLE)),
    ("比率末尾的零", "去掉", Style(rate_zeros=Zeros.STRIP)),
    ("比率末尾的零", "保留", Style(rate_zeros=Zeros.KEEP)),
    ("比率末尾的零", "整数去掉", Style(rate_zeros=Zeros.WHOLE)),
    ("比率小数位", "0", Style(rate_places=0)),
    ("比率小数位", "1", Style(rate_places=1)),
    ("比率小数位", "2", Style(rate_places=2)),
    ("比率小数位", "3", Style(rate_places=3)),
    ("比率小数位", "4", Style(rate_places=4)),
    ("比率小数位", "5", Style(rate_places=5)),
    ("比率小数位", "6", Style(rate_places=6)),
    ("千分位", "是", Style(separators=True)),
    ("千分位", "否", Style(separators=False)),
    ("零值项目", "不列", Style(nil_items=False)),
    ("零值项目", "列出", Style(nil_items=True)),
    ("零值句子", "列出", Style(nil_sentences=True)),
    ("零值句子", "不列", Style(nil_sentences=False)),
    ("计算依据", "公开的数", Style(basis=Basis.PUBLISHED)),
    ("计算依据", "元", Style(basis=Basis.YUAN)),
    ("结构图", "自动", Style(always_pies=False)),
    ("结构图", "饼图", Style(always_pies=True)),
]
PLAIN = replace(find("national", 2024), style=Style())


@pytest.mark.parametrize(("label", "word", "style"), WORDS)
def test_every_switch_and_every_word(label: str, word: str, style: Style) -> None:
    assert apply_settings(PLAIN, {label: word}).style == style
    assert chosen(style, label) == word


def test_no_switch_or_word_is_left_out_above() -> None:
    offered = {(label, word) for label, (_, words) in SETTINGS.items() for word in words}
    assert offered == {(label, word) for label, word, _ in WORDS}


def test_switches_leave_everything_else_alone() -> None:
    switched = apply_settings(PLAIN, {"千分位": "是", "比率小数位": "1"})
    assert switched == replace(PLAIN, style=Style(separators=True, rate_places=1))


@pytest.mark.parametrize("word", ["", "   ", "\n"])
def test_empty_switch_keeps_the_format_s_own(word: str) -> None:
    own = replace(PLAIN, style=Style(separators=True))
    assert apply_settings(own, {"千分位": word}).style == Style(separators=True)


def test_spaces_around_a_word_do_not_matter() -> None:
    assert apply_settings(PLAIN, {"千分位": " 是 "}).style.separators


def test_unknown_switch_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        apply_settings(PLAIN, {"比率小数": "1"})
    message = str(caught.value)
    assert message.startswith("首页 设置")
    assert "“比率小数”" in message
    assert "、".join((*TRAITS, *SETTINGS)) in message
    assert "是否想写“比率小数位”？" in message


def test_unknown_switch_is_refused_even_when_empty() -> None:
    with pytest.raises(UnknownName):
        apply_settings(PLAIN, {"千分号": ""})


@pytest.mark.parametrize(
    ("label", "word", "remedy"),
    [
        ("比率末尾的零", "整数去", "是否想写“整数去掉”？"),
        ("计算依据", "公开数", "是否想写“公开的数”？"),
        ("千分位", "true", "请改用上面列出的写法。"),
        ("比率小数位", "二", "请改用上面列出的写法。"),
        ("比率小数位", "7", "请改用上面列出的写法。"),
    ],
)
def test_unknown_word_names_the_switch_and_the_allowed_words(
    label: str, word: str, remedy: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        apply_settings(PLAIN, {label: word})
    assert caught.value.where == f"首页 设置“{label}”"
    assert caught.value.seen == f"“{word}”"
    assert caught.value.expected == "、".join(SETTINGS[label][1])
    assert caught.value.remedy == remedy


def test_words_of_earlier_workbooks_are_understood() -> None:
    exact = replace(PLAIN, style=Style(basis=Basis.YUAN))
    assert apply_settings(exact, {"计算依据": "公开的万元数"}).style.basis is Basis.PUBLISHED
    assert "公开的万元数" not in LABELS["计算依据"]


# --- 单位是什么情形 ---

TRAIT_WORDS = {
    "公开主体": ("部门", "单位"),
    "编报范围": ("汇总", "本级"),
    "单位性质": ("行政单位", "参公单位", "事业单位", "行政和事业单位"),
    "项级科目预算口径": ("全年预算数", "年初预算数"),
    "三公经费预算口径": ("全年预算数", "年初预算数"),
    "单位沿革": ("无变动", "更名", "新设立", "合并", "分立", "职能划转"),
}


def test_labels_of_the_front_sheet_with_their_words() -> None:
    assert dict(TRAITS) == TRAIT_WORDS
    assert list(LABELS) == [*TRAIT_WORDS, *SETTINGS]
    assert LABELS["千分位"] == ("是", "否")


@pytest.mark.parametrize(
    ("label", "word"), [(label, word) for label, words in TRAIT_WORDS.items() for word in words]
)
def test_every_trait_and_every_word(label: str, word: str) -> None:
    changed = apply_settings(PLAIN, {label: f" {word} "})
    assert changed.traits == {**PLAIN.traits, label: word}
    assert changed.style == PLAIN.style


def test_first_word_holds_where_nothing_is_said() -> None:
    assert dict(PLAIN.traits) == {label: words[0] for label, words in TRAIT_WORDS.items()}
    assert apply_settings(PLAIN, {"单位性质": ""}).traits == PLAIN.traits


def test_traits_and_switches_together() -> None:
    both = apply_settings(PLAIN, {"单位性质": "事业单位", "千分位": "是"})
    assert both.traits["单位性质"] == "事业单位"
    assert both.style == Style(separators=True)
    assert both.own_style == PLAIN.own_style  # 格式自己的样式不变
    assert both.tables is PLAIN.tables


def test_unknown_trait_word_names_the_allowed_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        apply_settings(PLAIN, {"单位性质": "行政机关"})
    assert caught.value.where == "首页 设置“单位性质”"
    assert caught.value.expected == "、".join(TRAIT_WORDS["单位性质"])
