"""换个写法、换个次序，读出来的话不变；再长再怪的字也很快读完。"""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.binding.clauses.said_words import said_in, words_of
from tests.binding.clauses.test_clauses import examples
from xlbudget.binding.clauses import say
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place

TEXTS = [text.strip("\n") for _, text, _ in examples()]
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?=万元|元|%|辆|批次|人)")


def full_width(text: str) -> str:
    return re.sub(r"[0-9.%,]", lambda found: chr(ord(found.group()) + 0xFEE0), text)


def spaced(text: str, chooser: random.Random) -> str:
    """数的前后和里面有空格。"""

    def with_spaces(found: re.Match[str]) -> str:
        number = found.group()
        at = chooser.randrange(1, len(number) + 1)
        return f" {number[:at]} {number[at:]}" if at < len(number) else f" {number} "

    return _AMOUNT.sub(with_spaces, text)


def separated(text: str) -> str:
    """整数部分有千分位。"""

    def grouped(found: re.Match[str]) -> str:
        whole, point, rest = found.group().replace(",", "").partition(".")
        return f"{int(whole):,}{point}{rest}"

    return re.sub(r"(?<![\d.])\d{4,}(?:\.\d+)?(?=万元|元)", grouped, text)


def half_signs(text: str) -> str:
    """句读用半角。"""
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def traditional(text: str) -> str:
    return text.translate(str.maketrans("万减决预总与较财", "萬減決預總與較財"))


def bare(text: str) -> list[str]:
    """读出来的话，不看数怎样印。"""
    lines = words_of(said_in(text))
    return [re.sub(r"“[^“]*”$|[,\s]", "", _printed(line)) for line in lines]


def _printed(line: str) -> str:
    wide = {0xFF10 + each: str(each) for each in range(10)}
    return line.translate({**wide, 0xFF05: "%", 0xFF0E: ".", 0xFF0C: ""})


@pytest.mark.parametrize("change", [full_width, separated, half_signs, traditional])
def test_another_way_to_write_says_the_same(change: object) -> None:
    assert callable(change)
    for text in TEXTS:
        assert bare(change(text)) == bare(text), change(text)


@settings(max_examples=30)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_spaces_change_nothing(text: str, chooser: random.Random) -> None:
    assert bare(spaced(text, chooser)) == bare(text)


SENTENCES = [
    "2024年度公务接待费支出3万元，比上年增加1万元，增长50%。",
    "2024年度会议费支出4万元，完成预算80%。",
    "2024年度机关运行经费支出90万元，其中：办公费60万元、差旅费30万元。",
    "2024年度培训费支出5万元，与上年持平。",
    "截至2024年12月31日，共有车辆3辆，其中：轿车1辆、越野车2辆。",
]


@settings(max_examples=20)
@given(st.permutations(SENTENCES))
def test_the_order_of_independent_sentences_changes_nothing(order: list[str]) -> None:
    said = said_in("".join(order))
    for sentence in order:
        alone = said_in(sentence)
        texts = {each.quantity.text: each for each in said.mentions}
        for mention in alone.mentions:
            found = texts[mention.quantity.text]
            assert (found.measure, found.subject) == (mention.measure, mention.subject)
            assert (found.of is None) == (mention.of is None)
            if mention.of is not None and found.of is not None:
                own = alone.mentions[mention.of].quantity
                assert said.mentions[found.of].quantity == own


HOSTILE = {
    "数字": "1" * 50_000,
    "带空格的数字": "1 " * 10_000,
    "千分位": "1,222" * 5_000,
    "其中": "其中：" * 10_000,
    "其中甲": "其中：甲支出1万元，" * 2_000,
    "同一个主语": "公务接待费支出5万元，公务接待费比上年增加1万元。" * 1_000,
    "列举": "支出9万元，其中：" + "货物支出1万元、" * 3_000,
    "括号": "（" * 50_000,
    "括号里的数": "（1万元）" * 4_000,
    "占": "占" * 50_000 + "5%",
    "比上年": "比上年" * 10_000 + "增加5万元",
    "年初预算": "年初" * 20_000 + "预算5万元",
    "没有": "没有支出" * 10_000,
    "收支": "收入、支出" * 10_000 + "总计5万元，比上年增加1%",
    "原因": "原因是" * 10_000,
    "一个字": "一" * 50_000 + "支出5万元，占" + "二" * 50_000 + "的5%",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    """写坏了的正则表达式会在这里停上几小时：测试不结束就是失败。"""
    said = say(Document("说明.txt", (TextBlock(text, Place()),)))
    assert all(mention.mark.end <= len(text) for mention in said.mentions)
