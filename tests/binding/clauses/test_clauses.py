"""一句话里的数各是什么、属于谁：各地写法的例子，写在 clauses/*.toml。"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.binding.clauses.said_words import said_in, words_of
from xlbudget.binding.clauses import say
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place

FOLDER = Path(__file__).parent


def examples() -> list[tuple[str, str, str]]:
    """各例：名称、原文、应当读出的话。"""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append((f"{path.stem}-{case['name']}", case["text"], case["said"]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"), [each[1:] for each in examples()], ids=[each[0] for each in examples()]
)
def test_a_text_says_what_it_says(text: str, expected: str) -> None:
    assert words_of(said_in(text)) == [line for line in expected.split("\n") if line]


def test_each_number_can_be_shown_where_it_stands() -> None:
    for _, text, _ in examples():
        lines = text.strip("\n").split("\n")
        for mention in said_in(text).mentions:
            mark = mention.mark
            shown = lines[mark.block][mark.start : mark.end]
            digits = [sign for sign in mention.quantity.text if sign.isdigit()]
            assert [str(int(sign)) for sign in shown if sign.isdigit()] == digits


def test_a_new_line_within_a_paragraph_begins_a_sentence() -> None:
    lines = ["2024年度支出30万元，其中：", "1.小学支出20万元。", "2.初中支出10万元。"]
    block = TextBlock("\n".join(lines), Place())
    said = say(Document("说明.docx", (block,)))
    assert [each.subject for each in said.mentions] == ["支出", "小学支出", "初中支出"]
    assert [(each.whole, each.parts) for each in said.listings] == [(0, (1, 2))]


def test_a_new_line_within_a_number_is_none() -> None:
    said = said_in("2024年度支出合计1 482.22万元")
    broken = say(Document("说明.pdf", (TextBlock("2024年度支出合\n计1\n482.22万元", Place()),)))
    assert words_of(broken) == words_of(said)
