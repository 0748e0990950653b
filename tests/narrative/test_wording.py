from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.accounts import (
    SETTINGS,
    account_with_totals,
    format_of,
    narrative_of,
    pairs_of_amounts,
    printed,
    text_of,
    wan,
)
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.domain.text import Words
from xlbudget.formats.library import find
from xlbudget.formats.names import resolve
from xlbudget.formats.schema import CASES
from xlbudget.narrative.wording import bound_rate, comparison_case, fill

NATIONAL = find("national", 2024)
PUBLISHED, YUAN = Style(), Style(basis=Basis.YUAN)
ONE, NONE = Style(rate_places=1), Style(rate_places=0)
PHRASE = '{{收支总表.总计 | 比上年("总体", "总计各")}}'
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")

SINGLE_WORDS = {
    "equal": ["持平"],
    "both_nil": ["均无收支"],
    "nil_last_year": ["增加", "增长率不可比"],
    "nil_this_year": ["减少", "下降"],
    "increase": ["增加", "增长"],
    "decrease": ["减少", "下降"],
    "tiny_increase": ["增加", "增长不足"],
    "tiny_decrease": ["减少", "下降不足"],
    "near_nil": ["减少", "下降超过"],
    "about_equal": ["基本持平"],
    "not_comparable_increase": ["增加", "增长率不可比"],
    "not_comparable_decrease": ["减少", "下降率不可比"],
    "missing": ["请填写"],
}
"""措辞表的每种情形必有的词。"""


def case_of(now: str | None, then: str | None, style: Style) -> str:
    """The case of two amounts in 万元; None is missing."""
    known = [None if text is None else style.basis_amount(wan(text)) for text in (now, then)]
    return case_of_amounts(known[0], known[1], style)


def case_of_amounts(now: Amount | None, then: Amount | None, style: Style) -> str:
    resolved = find("national", 2024, {"计算依据": "元"})
    figures = Figures(account_with_totals(resolved, now, then), resolved)

    def ask(measure: str) -> Figure:
        return figures.figure(resolve(resolved, ["收支总表", "收入总计", measure]))

    return comparison_case(ask("决算数"), ask("上年决算数"), ask("增减率"), style)


@pytest.mark.parametrize(
    ("now", "then", "style", "case"),
    [
        # 两年相同
        ("5.00", "5.00", PUBLISHED, "equal"),
        ("-5.00", "-5.00", PUBLISHED, "equal"),
        ("0.00", "0.00", PUBLISHED, "both_nil"),
        # 一年为零
        ("5.00", "0.00", PUBLISHED, "nil_last_year"),
        ("0.01", "0.00", PUBLISHED, "nil_last_year"),
        ("0.00", "5.00", PUBLISHED, "nil_this_year"),
        ("0.00", "0.01", PUBLISHED, "nil_this_year"),
        # 有增有减
        ("5.01", "5.00", PUBLISHED, "increase"),
        ("4.99", "5.00", PUBLISHED, "decrease"),
        ("10.00", "5.00", PUBLISHED, "increase"),
        # 率印成零：0.01 ÷ 200 = 0.005% 进位，0.01 ÷ 200.01 不足 0.005%
        ("200.01", "200.00", PUBLISHED, "increase"),
        ("200.02", "200.01", PUBLISHED, "tiny_increase"),
        ("199.99", "200.00", PUBLISHED, "decrease"),
        ("200.00", "200.01", PUBLISHED, "tiny_decrease"),
        ("2001.00", "2000.00", ONE, "increase"),  # 0.05% 进位为 0.1%
        ("2000.99", "2000.00", ONE, "tiny_increase"),  # 0.0495%
        ("1004.99", "1000.00", NONE, "tiny_increase"),  # 0.499%
        ("1005.00", "1000.00", NONE, "increase"),  # 0.5% 进位为 1%
        # 率印成百分之百：99.995% 进位，99.9949% 不进
        ("0.05", "1000.00", PUBLISHED, "near_nil"),
        ("0.06", "1000.00", PUBLISHED, "decrease"),
        ("0.50", "1000.00", ONE, "near_nil"),
        ("0.51", "1000.00", ONE, "decrease"),
        ("5.00", "1000.00", NONE, "near_nil"),
        ("5.01", "1000.00", NONE, "decrease"),
        ("2000.00", "1000.00", NONE, "increase"),  # 增长百分之百是实话
        # 差额印成零：不足 0.005 万元
        ("1000.0049", "1000.0000", YUAN, "about_equal"),
        ("1000.0050", "1000.0000", YUAN, "tiny_increase"),
        ("999.9951", "1000.0000", YUAN, "about_equal"),
        ("999.9950", "1000.0000", YUAN, "tiny_decrease"),
        ("0.0049", "0.0000", YUAN, "about_equal"),
        ("0.0000", "0.0049", YUAN, "about_equal"),
        ("1000.0049", "1000.0000", PUBLISHED, "equal"),
        ("0.0049", "0.0000", PUBLISHED, "both_nil"),
        # 负数
        ("5.00", "-5.00", PUBLISHED, "not_comparable_increase"),
        ("-4.00", "-5.00", PUBLISHED, "not_comparable_increase"),
        ("0.00", "-5.00", PUBLISHED, "not_comparable_increase"),
        ("-6.00", "-5.00", PUBLISHED, "not_comparable_decrease"),
        ("-5.00", "0.00", PUBLISHED, "not_comparable_decrease"),
        ("-5.00", "5.00", PUBLISHED, "not_comparable_decrease"),
        ("-0.01", "100000.00", PUBLISHED, "not_comparable_decrease"),  # 不印“下降100%”
        # 缺数
        (None, "5.00", PUBLISHED, "missing"),
        ("5.00", None, PUBLISHED, "missing"),
        (None, None, PUBLISHED, "missing"),
    ],
)
def test_decision_table(now: str | None, then: str | None, style: Style, case: str) -> None:
    assert case_of(now, then, style) == case


def test_every_case_is_in_the_decision_table() -> None:
    assert set(SINGLE_WORDS) == set(CASES["比上年"])


@pytest.mark.parametrize("case", SINGLE_WORDS)
def test_pattern_speaks_as_its_case(case: str) -> None:
    pattern = NATIONAL.wording["比上年", "总体"][case].replace("{缺口}", "〔请填写：上年数〕")
    for word in SINGLE_WORDS[case]:
        assert word in pattern
    rises, falls = ("增加", "增长{", "增长不足"), ("减少", "下降{", "下降不足", "下降超过")
    other = falls if "增加" in SINGLE_WORDS[case] else rises
    assert not any(word in pattern for word in other)


@pytest.mark.parametrize(
    ("style", "smallest", "largest"),
    [
        (Style(), "0.01%", "99.99%"),
        (ONE, "0.1%", "99.9%"),
        (NONE, "1%", "99%"),
        (Style(rate_places=1, rate_zeros=Zeros.STRIP), "0.1%", "99.9%"),
    ],
)
def test_bounds_are_the_printed_rates_next_to_zero_and_to_all(
    style: Style, smallest: str, largest: str
) -> None:
    assert bound_rate(style, 1) == smallest
    assert bound_rate(style, 100 * 10**style.rate_places - 1) == largest


def test_fill_keeps_words_and_slots_in_order() -> None:
    spans = fill("{甲}比{乙}", {"甲": Words("今"), "乙": Words("昔")})
    assert spans == (Words("今"), Words("比"), Words("昔"))


# --- 任意两年的数 ---


settings = st.sampled_from(SETTINGS)


@given(pairs_of_amounts(negative=True), settings)
def test_words_carry_the_sign_of_the_change(
    pair: tuple[Amount, Amount], chosen: dict[str, str]
) -> None:
    resolved = format_of(PHRASE, chosen)
    now, then = (resolved.style.basis_amount(amount) for amount in pair)
    text = text_of(narrative_of(account_with_totals(resolved, *pair), resolved).paragraphs)
    shown = abs(now.fen - then.fen) >= 5_000  # 差额四舍五入到 0.01 万元后还看得见
    assert ("增加" in text) == (shown and now.fen > then.fen)
    assert ("减少" in text) == (shown and now.fen < then.fen)
    assert ("持平" in text or "均无" in text) == (not shown)
    assert not ("下降" in text and "增" in text)
    assert "-" not in text
    assert "−" not in text


@given(pairs_of_amounts(negative=True), settings)
def test_rate_stands_only_on_a_sound_base_and_never_lies(
    pair: tuple[Amount, Amount], chosen: dict[str, str]
) -> None:
    resolved = format_of(PHRASE, chosen)
    now, then = (resolved.style.basis_amount(amount) for amount in pair)
    paragraphs = narrative_of(account_with_totals(resolved, *pair), resolved).paragraphs
    rates = [span.text for span in printed(paragraphs) if span.text.endswith("%")]
    if then.fen <= 0 or now.fen < 0:
        assert rates == []
    for rate in rates:
        number = Fraction(rate.rstrip("%").replace(",", ""))
        exact = abs(Fraction(now.fen - then.fen, then.fen)) * 100
        places = resolved.style.rate_places
        assert number > 0
        if now.fen < then.fen:
            assert (number == 100) == (now.fen == 0)
        if "不足" in text_of(paragraphs):
            assert exact < number
        elif "超过" in text_of(paragraphs):
            assert number < exact < 100
        else:
            assert abs(number - exact) <= Fraction(1, 2 * 10**places)


@given(pairs_of_amounts(), settings)
def test_change_printed_is_the_difference_half_up(
    pair: tuple[Amount, Amount], chosen: dict[str, str]
) -> None:
    resolved = format_of(PHRASE, chosen)
    now, then = (resolved.style.basis_amount(amount) for amount in pair)
    paragraphs = narrative_of(account_with_totals(resolved, *pair), resolved).paragraphs
    for span in printed(paragraphs):
        if span.text.endswith("万元"):
            hundredths = Fraction(span.text.removesuffix("万元").replace(",", "")) * 100
            exact = Fraction(abs(now.fen - then.fen), 10_000)
            assert hundredths == (exact * 2 + 1).__floor__() // 2


@given(pairs_of_amounts(), settings)
def test_every_number_of_the_text_is_a_figure_with_cells(
    pair: tuple[Amount, Amount], chosen: dict[str, str]
) -> None:
    section = "{{年度}}年度总计{{收支总表.总计}}，" + PHRASE + "。"
    resolved = format_of(section, chosen)
    paragraphs = narrative_of(account_with_totals(resolved, *pair), resolved).paragraphs
    for span in (span for each in paragraphs for span in each.spans):
        if isinstance(span, Words):
            assert set(NUMBER.findall(span.text)) <= {"2024", "2023"}
    known = {pair[0], pair[1]}
    for span in printed(paragraphs):
        cells = list(span.figure.cells())
        assert {cell.amount for cell in cells} <= known
        assert cells
