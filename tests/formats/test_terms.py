"""名词解释的参考释义：读得对；每条是我们自己的一句话，不带数字；用得到的都有。"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from xlbudget.domain.codes import level
from xlbudget.formats.cases import cases
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import DefinedTerm
from xlbudget.formats.terms import load_explanations, load_terms

TERMS = load_terms(HOME / "terms.csv")
EXPLANATIONS = load_explanations(HOME / "codes" / "explanations.csv")
FUNCTIONAL = find("national", 2024).functional
NUMBERS = re.compile(r"[0-9０-９%％]|万元|亿元")
ALL = EXPLANATIONS | {term.name: term.explanation for term in TERMS}


def test_terms_with_the_words_that_call_for_them(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(
        "名词,出现的词,参考释义\n过桥费,过桥费、过桥费收入,指过桥的人交的钱。\n", encoding="utf-8"
    )
    assert load_terms(path) == (
        DefinedTerm(
            name="过桥费", words=("过桥费", "过桥费收入"), explanation="指过桥的人交的钱。"
        ),
    )


def test_explanations_by_code(tmp_path: Path) -> None:
    path = tmp_path / "explanations.csv"
    path.write_text('code,explanation\n2010301,"指甲，乙。"\n', encoding="utf-8-sig")
    assert load_explanations(path) == {"2010301": "指甲，乙。"}


def test_explanations_are_sentences_of_our_own_without_numbers() -> None:
    """“反映”是正式科目说明的开头：我们的话不从那里抄。"""
    assert {key for key, text in ALL.items() if not (text[0] == "指" and text[-1] == "。")} == set()
    assert {key for key, text in ALL.items() if NUMBERS.search(text)} == set()
    assert {key for key, text in ALL.items() if re.search("。。|，，|反映", text)} == set()
    assert {key for key, text in ALL.items() if text.count("（") != text.count("）")} == set()


def test_a_code_s_explanation_is_brief() -> None:
    assert {code for code, text in EXPLANATIONS.items() if not 8 <= len(text) <= 45} == set()


def test_codes_are_items_of_the_catalogue_in_order() -> None:
    assert {code for code in EXPLANATIONS if level(code) != "项"} == set()
    assert {code for code in EXPLANATIONS if not FUNCTIONAL.names(code)} == set()
    assert list(EXPLANATIONS) == sorted(EXPLANATIONS)


def test_terms_are_defined_once_and_called_for_by_their_own_name() -> None:
    names = [term.name for term in TERMS]
    assert len(set(names)) == len(names)
    for term in TERMS:
        assert term.name in term.words
        assert all(term.words)


COMMON = """
2010301 2010302 2010350 2010399 2010308 2010601 2012902 2013602 2014002 2014004 2040201
2040601 2050201 2050202 2050203 2050803 2070109 2070199 2080201 2080208 2080501 2080505
2080506 2080801 2080805 2081104 2081901 2082501 2082804 2089999 2100101 2100302 2100408
2100409 2100717 2101101 2101102 2101103 2101199 2101301 2110402 2120101 2120104 2120199
2120399 2120501 2120801 2120803 2120804 2130101 2130104 2130122 2130126 2130152 2130205
2130234 2130299 2130305 2130314 2130505 2130599 2130701 2130705 2140104 2140106 2150805
2200106 2210105 2210108 2210199 2210201 2240106 2240601 2240703 2296002 2296003 2299999
"""


def test_common_items_of_a_county_are_explained() -> None:
    assert {code for code in COMMON.split() if not FUNCTIONAL.names(code)} == set()
    assert set(COMMON.split()) - set(EXPLANATIONS) == set()


GENERAL = ("general_public_budget_expenditure", "general_public_budget_accounts")
"""Where the items of the general public budget stand, by place."""


@pytest.mark.parametrize("place", list(places()))
def test_items_of_the_cases_are_explained(place: str) -> None:
    """案例里五（三）会列出的科目，除了有意留缺口的，都有参考释义。"""
    items = {
        line
        for case in cases(place)
        for table, line, _ in case.amounts
        if table in GENERAL and len(line) == 7
    }
    assert items
    assert items - set(EXPLANATIONS) == set()


def test_every_explanation_file_is_read_whole() -> None:
    with (HOME / "codes" / "explanations.csv").open(encoding="utf-8", newline="") as file:
        assert len(EXPLANATIONS) == sum(1 for _ in csv.reader(file)) - 1
