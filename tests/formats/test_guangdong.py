"""广东：一位小数的比率、“降低”、零基数的说法、全年预算；案例从工作簿读回来一字不差。"""

from __future__ import annotations

import re
from fractions import Fraction

from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.workbook.own_rows import purpose_tables

GUANGDONG = find("guangdong", 2024)
COMPLETE = {case.name: case for case in cases("guangdong") if case.complete}


def test_rates_have_one_decimal_and_amounts_two() -> None:
    style = GUANGDONG.style
    assert style.rate(Fraction(1)) == "100.0%"
    assert style.rate(Fraction(9375, 10000)) == "93.8%"  # 93.75 正在中间，四舍五入
    assert style.amount(Amount.of("1234.5", Unit.TEN_THOUSAND_YUAN)) == "1234.50万元"


def test_the_national_nine_tables_and_no_charts() -> None:
    assert list(GUANGDONG.tables) == list(find("national", 2024).tables)
    assert not GUANGDONG.charts
    assert not purpose_tables(GUANGDONG)


def test_both_budgets_are_those_with_all_changes() -> None:
    bases = {GUANGDONG.traits[name] for name in ("项级科目预算口径", "三公经费预算口径")}
    assert bases == {"全年预算数"}


def test_ten_sections_between_tables_and_terms() -> None:
    ids = [section.id for section in GUANGDONG.sections]
    assert ids[3:-1] == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    assert (ids[2], ids[-1]) == ("第三部分", "第四部分")


def test_no_wording_says_a_fall_in_the_words_of_another_place() -> None:
    patterns = [
        pattern
        for (name, _), rows in GUANGDONG.wording.items()
        if name == "比上年"
        for pattern in rows.values()
    ]
    assert patterns
    assert not [pattern for pattern in patterns if "下降" in pattern]
    nil = [
        rows["nil_last_year"] for (name, _), rows in GUANGDONG.wording.items() if name == "比上年"
    ]
    assert all("基数为零，不可比" in pattern for pattern in nil)


def test_all_rates_of_the_cases_have_one_decimal() -> None:
    texts = [text for case in cases("guangdong") for text in case.paragraphs.values()]
    rates = [rate for text in texts for rate in re.findall(r"[\d.]+%", text)]
    assert len(rates) > 50
    assert all(re.fullmatch(r"\d+\.\d%", rate) for rate in rates)
