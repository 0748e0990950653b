from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xlbudget.formats.glossary import Glossary, load_glossary
from xlbudget.formats.library import HOME, find, places

SHIPPED = HOME / "glossary.csv"
MEASURES = {
    "actual": "决算数",
    "prior_actual": "上年决算数",
    "change": "增减额",
    "change_rate": "增减率",
    "share": "占比",
    "budget": "预算数",
    "completion_rate": "完成率",
}
TOTALS = Glossary(
    [("收入总计", "revenue_grand_total"), ("收入合计", "revenue_grand_total"), ("占比", "share")]
)


def rows() -> list[list[str]]:
    """The shipped rows, without the header."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def identifiers_in_use(place: str) -> set[str]:
    """Every identifier that a figure of a place can be named by."""
    resolved = find(place, 2024)
    names: set[str] = set()
    for table in resolved.tables.values():
        lines = [line.name for line in table.lines()]
        names |= {table.name, *(name for name in lines if not name.isdecimal())}
        names |= {line.group for line in table.lines() if line.group}
        names |= {agreed.name for agreed in table.agreed}
        for block in table.blocks:
            names |= {block.name, *(each for each in block.column_names if not each.isdecimal())}
    return names


@pytest.mark.parametrize("place", list(places()))
def test_every_identifier_in_use_has_a_chinese_word(place: str) -> None:
    glossary = load_glossary(SHIPPED)
    wordless = {name for name in identifiers_in_use(place) if glossary.chinese(name) == name}
    assert wordless == set()


@pytest.mark.parametrize(("identifier", "word"), list(MEASURES.items()))
def test_words_of_the_measures(identifier: str, word: str) -> None:
    glossary = load_glossary(SHIPPED)
    assert glossary.chinese(identifier) == word
    assert glossary.identifier(word) == identifier


def test_a_word_means_one_thing_and_only_brackets_need_a_second_word() -> None:
    """同一个量处处叫同一个名字；名字里有括号的，模板里写不出，另有一个没有括号的叫法。"""
    words: dict[str, list[str]] = {}
    for word, identifier, _, _ in rows():
        words.setdefault(identifier, []).append(word)
    assert len({word for same in words.values() for word in same}) == len(rows())
    for same in words.values():
        plain = same[0].replace("（", "").replace("）", "")
        assert same == [same[0]] or (len(same) == 2 and plain != same[0])
    english = {identifier: meaning for _, identifier, meaning, _ in rows()}
    assert len(set(english.values())) == len(english)


def test_every_identifier_has_a_word_that_can_stand_in_a_template() -> None:
    """模板里的名称是 主题.行.量：词里不能有句点、空格、数字和括号。"""
    writable = set()
    for word, identifier, english, _ in rows():
        if all("\u4e00" <= letter <= "\u9fff" for letter in word):
            writable.add(identifier)
        assert identifier == identifier.lower()
        assert english
    assert {identifier for _, identifier, _, _ in rows()} == writable


def test_words_and_identifiers_both_ways() -> None:
    assert TOTALS.identifier("收入合计") == "revenue_grand_total"
    assert TOTALS.chinese("revenue_grand_total") == "收入总计"  # 第一个词为主
    assert TOTALS.words() == ("收入总计", "收入合计", "占比")


def test_what_the_glossary_does_not_know() -> None:
    assert TOTALS.identifier("支出总计") is None
    assert TOTALS.chinese("expenditure_grand_total") == "expenditure_grand_total"


def test_codes_stand_for_themselves() -> None:
    assert TOTALS.identifier("2010301") == "2010301"
    assert TOTALS.chinese("2010301") == "2010301"


def test_glossary_saved_by_excel_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    text = '中文,identifier,English,note\r\n决算数,actual,actual,"含""调整"", 两列"\r\n'
    path.write_bytes(text.encode("utf-8-sig"))
    assert load_glossary(path).identifier("决算数") == "actual"
