from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.accounts import (
    GENERAL,
    SETTINGS,
    account_with_totals,
    build,
    format_of,
    narrative_of,
    pairs_of_amounts,
    printed,
    text_of,
    texts_of,
    wan,
)
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.domain.text import Words
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import resolve
from xlbudget.formats.schema import CASES, FORBIDDEN
from xlbudget.formats.settings import ADJUSTED
from xlbudget.narrative.wording import bound_rate, comparison_case, completion_case, fill

NATIONAL = find("national", 2024)
PUBLISHED, YUAN = Style(), Style(basis=Basis.YUAN)
ONE, NONE = Style(rate_places=1), Style(rate_places=0)
PHRASE = '{{收支总表.总计 | 比上年("总体", "总计各")}}'
PLANNED = "{{一般公共预算支出表.合计 | 完成(%s)}}"
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")

SINGLE_WORDS = {
    "equal": ["持平"],
    "both_nil": ["持平", "均为零"],
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
    "no_prior_year": ["无上年数"],
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


@pytest.mark.parametrize("variant", ["总体", "较上年", "比上年度"])
@pytest.mark.parametrize("case", SINGLE_WORDS)
def test_pattern_speaks_as_its_case(case: str, variant: str) -> None:
    pattern = NATIONAL.wording["比上年", variant][case].replace("{缺口}", "〔请填写：上年数〕")
    for word in SINGLE_WORDS[case]:
        assert word in pattern
    rises, falls = ("增加", "增长{", "增长不足"), ("减少", "下降{", "下降不足", "下降超过")
    other = falls if "增加" in SINGLE_WORDS[case] else rises
    assert not any(word in pattern for word in other)


# --- 完成预算的情形 ---


SPENT = {
    "equal": ("持平",),
    "both_nil": ("均为零",),
    "nil_budget": ("大于预算数",),
    "nil_actual": ("小于预算数",),
    "over": ("大于预算数",),
    "under": ("小于预算数",),
    "near_over": ("大于预算数",),
    "near_under": ("小于预算数",),
    "tiny": ("小于预算数",),
    "not_comparable": ("差异",),
    "missing": ("请填写",),
}
"""“差异”一组的每种情形必有的词。"""

RATED = {
    "equal": "完成预算{完成率}",
    "both_nil": "未安排预算",
    "nil_budget": "未安排预算，不计算完成率",
    "nil_actual": "完成预算{完成率}",
    "over": "完成预算{完成率}",
    "under": "完成预算{完成率}",
    "near_over": "不足{超率}",
    "near_under": "超过{最大率}",
    "tiny": "不足{最小率}",
    "not_comparable": "不计算完成率",
    "missing": "{缺口}",
}
"""“比率”和“逐项”两组的每种情形怎样说完成了多少。"""


def completed_case(spent: str | None, planned: str | None, style: Style) -> str:
    """The case of two amounts in 万元; None is missing."""
    amounts = [None if text is None else style.basis_amount(wan(text)) for text in (spent, planned)]
    resolved = find("sichuan", 2024, {"计算依据": "元"})
    figures = Figures(account_with_budget(resolved, amounts[0], amounts[1]), resolved)

    def ask(measure: str) -> Figure:
        return figures.figure(resolve(resolved, ["一般公共预算支出表", "合计", measure]))

    return completion_case(ask("决算数"), ask("预算数"), ask("完成率"), style)


def account_with_budget(
    resolved: Format, spent: Amount | None, planned: Amount | None, reason: str = ""
) -> FinalAccount:
    """An account of which only one total and its budget are known."""
    return build(
        resolved,
        {} if spent is None else {(GENERAL, "total", "total"): spent},
        budgets={} if planned is None else {(GENERAL, "total", ADJUSTED): planned},
        budget_reasons={(GENERAL, "total"): reason} if reason else {},
    )


@pytest.mark.parametrize(
    ("spent", "planned", "style", "case"),
    [
        ("5.00", "5.00", PUBLISHED, "equal"),
        ("1000.0049", "1000.0000", PUBLISHED, "equal"),  # 公开的数相同
        ("0.00", "0.00", PUBLISHED, "both_nil"),
        ("5.00", "0.00", PUBLISHED, "nil_budget"),
        ("0.01", "0.00", PUBLISHED, "nil_budget"),
        ("0.00", "5.00", PUBLISHED, "nil_actual"),
        ("6.00", "5.00", PUBLISHED, "over"),
        ("4.00", "5.00", PUBLISHED, "under"),
        # 99.996% 印成 100.00%，可是没有完成；99.995% 也进位，99.994% 不进
        ("999.96", "1000.00", PUBLISHED, "near_under"),
        ("999.95", "1000.00", PUBLISHED, "near_under"),
        ("999.94", "1000.00", PUBLISHED, "under"),
        ("1000.04", "1000.00", PUBLISHED, "near_over"),
        ("1000.05", "1000.00", PUBLISHED, "over"),
        ("999.50", "1000.00", ONE, "near_under"),
        ("999.49", "1000.00", ONE, "under"),
        ("1000.49", "1000.00", ONE, "near_over"),
        ("1000.50", "1000.00", ONE, "over"),
        ("995.00", "1000.00", NONE, "near_under"),
        ("994.99", "1000.00", NONE, "under"),
        ("1004.99", "1000.00", NONE, "near_over"),
        ("1005.00", "1000.00", NONE, "over"),
        ("1000.0049", "1000.0000", YUAN, "near_over"),
        # 小到印成零
        ("0.04", "1000.00", PUBLISHED, "tiny"),
        ("0.05", "1000.00", PUBLISHED, "under"),
        ("0.49", "1000.00", ONE, "tiny"),
        ("4.99", "1000.00", NONE, "tiny"),
        ("5.00", "1000.00", NONE, "under"),
        # 负数
        ("-5.00", "5.00", PUBLISHED, "not_comparable"),
        ("5.00", "-5.00", PUBLISHED, "not_comparable"),
        ("-5.00", "-5.00", PUBLISHED, "not_comparable"),
        ("0.00", "-5.00", PUBLISHED, "not_comparable"),
        ("-5.00", "0.00", PUBLISHED, "not_comparable"),
        # 缺数
        (None, "5.00", PUBLISHED, "missing"),
        ("5.00", None, PUBLISHED, "missing"),
        (None, None, PUBLISHED, "missing"),
        (None, "0.00", PUBLISHED, "missing"),
    ],
)
def test_decision_table_of_completion(
    spent: str | None, planned: str | None, style: Style, case: str
) -> None:
    assert completed_case(spent, planned, style) == case


def test_every_case_of_completion_is_in_the_decision_table() -> None:
    assert set(SPENT) == set(RATED) == set(CASES["完成"])


@pytest.mark.parametrize("case", SPENT)
def test_pattern_of_completion_speaks_as_its_case(case: str) -> None:
    both = NATIONAL.wording["完成", "逐项"][case]
    rated, differs = (NATIONAL.wording["完成", each][case] for each in ("比率", "差异"))
    assert RATED[case] in rated
    assert RATED[case] in both
    assert all(word in differs.replace("{缺口}", "〔请填写：预算数〕") for word in SPENT[case])
    opposite = {"大于预算数": "小于", "小于预算数": "大于"}.get(SPENT[case][0])
    for pattern in (both, differs):
        assert opposite is None or opposite not in pattern
    unequal = case not in ("equal", "both_nil", "missing")
    assert ("原因是{原因}" in differs) == ("原因是{原因}" in both) == unequal


@pytest.mark.parametrize(
    ("spent", "planned", "text"),
    [
        ("5", "5", "完成预算100%"),
        ("0", "0", "未安排预算"),
        ("5", "0", "未安排预算，不计算完成率，决算数大于预算数的主要原因是追加项目"),
        ("0", "5", "完成预算0%，决算数小于预算数的主要原因是追加项目"),
        ("1.5", "1", "完成预算150%，决算数大于预算数的主要原因是追加项目"),
        ("2.5", "3", "完成预算83.33%，决算数小于预算数的主要原因是追加项目"),
        ("999.96", "1000", "完成预算的比例超过99.99%，决算数小于预算数的主要原因是追加项目"),
        ("1000.04", "1000", "完成预算的比例不足100.01%，决算数大于预算数的主要原因是追加项目"),
        ("0.04", "1000", "完成预算的比例不足0.01%，决算数小于预算数的主要原因是追加项目"),
        ("-1", "1", "预算或决算为负数，不计算完成率，差异的主要原因是追加项目"),
        ("5", None, "完成预算〔请填写：一般公共预算财政拨款支出决算表的合计的全年预算数〕"),
        (None, "5", "完成预算〔请填写：2024年度一般公共预算财政拨款支出决算表的合计〕"),
    ],
)
def test_sentence_of_each_case_of_completion(
    spent: str | None, planned: str | None, text: str
) -> None:
    resolved = format_of(PLANNED % '"逐项"')
    known = [None if each is None else wan(each) for each in (spent, planned)]
    account = account_with_budget(resolved, known[0], known[1], reason="追加项目。")
    assert texts_of(account, resolved) == [text]


def test_difference_from_the_budget_without_a_reason_is_a_gap() -> None:
    resolved = format_of(PLANNED % '"差异"')
    account = account_with_budget(resolved, wan("4"), wan("5"))
    (paragraph,) = narrative_of(account, resolved).paragraphs
    assert paragraph.text == (
        "决算数小于预算数的主要原因是〔请填写：一般公共预算财政拨款支出决算表的合计决算数与预算数差异的原因〕"
    )
    assert [gap.where for gap in paragraph.gaps] == ["预算数"]


# --- 措辞表本身 ---


def test_no_pattern_of_any_format_writes_a_number_itself() -> None:
    for place, year in (("national", 2024), ("sichuan", 2024), ("sichuan", 2020)):
        for patterns in find(place, year).wording.values():
            for pattern in patterns.values():
                assert not FORBIDDEN.search(re.sub(r"\{[^{}]*\}", "", pattern))


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
    assert ("持平" in text) == (not shown)
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


@given(pairs_of_amounts(negative=True), settings)
def test_completion_says_what_the_amounts_say(
    pair: tuple[Amount, Amount], chosen: dict[str, str]
) -> None:
    resolved = format_of(PLANNED % '"逐项"', chosen)
    spent, planned = (resolved.style.basis_amount(amount) for amount in pair)
    account = account_with_budget(resolved, *pair, reason="追加项目")
    paragraphs = narrative_of(account, resolved).paragraphs
    text = text_of(paragraphs)
    both = spent.fen >= 0 and planned.fen >= 0
    assert ("大于预算数" in text) == (both and spent.fen > planned.fen)
    assert ("小于预算数" in text) == (both and spent.fen < planned.fen)
    assert ("追加项目" in text) == (spent.fen != planned.fen or not both)
    assert "-" not in text
    rates = [span.text for span in printed(paragraphs)]
    assert len(rates) == (planned.fen > 0 and spent.fen >= 0)
    for rate in rates:
        number = Fraction(rate.rstrip("%").replace(",", ""))
        exact = Fraction(spent.fen, planned.fen) * 100
        if "不足" in text:
            assert exact < number
        elif "超过" in text:
            assert number < exact < 100
        else:
            assert abs(number - exact) <= Fraction(1, 2 * 10**resolved.style.rate_places)
            assert (number == 100) == (spent.fen == planned.fen)
            assert (number == 0) == (spent.fen == 0)
