"""读回：一节的文字照模板倒着读，每个数认出它印的是哪个量；读不准的一个也不认。"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.binding.read_text import assert_reads_back, composed, read, told
from tests.narrative.accounts import (
    APPROPRIATION,
    REASON,
    SETTINGS,
    SUMMARY,
    account_of,
    account_with_totals,
    build,
    format_of,
    keyed,
    only,
    pairs_of_amounts,
    text_of,
    wan,
)
from xlbudget.binding.inversion import Bindings
from xlbudget.domain.money import Amount
from xlbudget.domain.text import State, Words
from xlbudget.formats.library import find
from xlbudget.formats.names import FigureName

SICHUAN = only(find("sichuan", 2024), "一")
TOTAL = FigureName(SUMMARY, "grand_total", "actual")
HEADING = "一、收入支出决算总体情况说明"
CAPTION = "（图1：收入、支出决算总计变动情况图）"

RISE = (
    "2024年度收入、支出总计均为1482.22万元。与2023年度相比，收入、支出总计各增加845.79万元，"
    "增长132.90%。主要变动原因是老旧小区改造。"
)


# --- 一个写好的例子 ---


def test_numbers_with_their_figures_places_and_cases() -> None:
    text = f"{HEADING}\n{RISE}\n{CAPTION}"
    bindings = read(SICHUAN, text)
    assert bindings is not None
    assert [(each.figure, each.text, each.cases) for each in bindings.numbers] == [
        (TOTAL, "1482.22万元", ()),
        (TOTAL.of("change"), "845.79万元", ("increase",)),
        (TOTAL.of("change_rate"), "132.90%", ("increase",)),
    ]
    assert [text.index(each.text) for each in bindings.numbers] == [
        each.start for each in bindings.numbers
    ]
    assert bindings.cases == ((TOTAL, ("increase",)),)
    assert bindings.reasons == ((REASON, "老旧小区改造"),)


@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
def test_blank_lines_around_the_text_shift_its_places(blank: str) -> None:
    text = f"{blank}{HEADING}\n{RISE}{blank}"
    bindings = read(SICHUAN, text)
    assert bindings is not None
    assert bindings.numbers[0].start == text.index("1482.22")


def test_text_without_the_chart_binds() -> None:
    without = read(SICHUAN, f"{HEADING}\n{RISE}")
    assert without is not None
    assert without == read(SICHUAN, f"{HEADING}\n{RISE}\n{CAPTION}")


@pytest.mark.parametrize(
    ("now", "then", "case"),
    [
        ("6.00", "5.00", "increase"),
        ("10.00", "5.00", "increase"),
        ("4.00", "5.00", "decrease"),
        ("5.00", "5.00", "equal"),
        ("0.00", "0.00", "both_nil"),
        ("5.00", "0.00", "nil_last_year"),
        ("0.00", "5.00", "nil_this_year"),
        ("1000.01", "1000.00", "tiny_increase"),
        ("999.99", "1000.00", "tiny_decrease"),
        ("0.01", "1000.00", "near_nil"),
        ("1000.0049", "1000.0001", "about_equal"),
        ("5.00", "-5.00", "not_comparable_increase"),
        ("-6.00", "-5.00", "not_comparable_decrease"),
        ("5.00", None, "missing"),
        (None, "5.00", "missing"),
    ],
)
@pytest.mark.parametrize("zeros", ["整数去掉", "保留", "去掉"])
@pytest.mark.parametrize("places", ["0", "1", "2"])
def test_case_of_every_wording(
    now: str | None, then: str | None, case: str, zeros: str, places: str
) -> None:
    """“减少…，下降…”本年为零和本年还有是同一句话，凭百分之百分得开。"""
    chosen = {"计算依据": "元", "比率末尾的零": zeros, "比率小数位": places}
    resolved = only(find("sichuan", 2024, chosen), "一")
    amounts = [None if text is None else wan(text) for text in (now, then)]
    account = account_with_totals(resolved, amounts[0], amounts[1])
    assert assert_reads_back(account, resolved).cases == ((TOTAL, (case,)),)


# --- 任意账户：写出来的都读得回来 ---


_REASONS = st.text(
    "项目增减少了一二，、；。（）〔2024〕号3.5万元%", min_size=1, max_size=20
).filter(lambda reason: not {reason[0], reason[-1]} & set("。；，、"))


@given(pairs_of_amounts(negative=True), st.sampled_from(SETTINGS), _REASONS)
def test_what_is_written_reads_back(
    pair: tuple[Amount, Amount], chosen: dict[str, str], reason: str
) -> None:
    resolved = only(find("sichuan", 2024, chosen), "一")
    account = account_with_totals(resolved, *pair, reason)
    bindings = assert_reads_back(account, resolved)
    asked = "主要变动原因" in text_of(composed(account, resolved))
    assert bindings.reasons == (((REASON, reason),) if asked else ())


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=4, max_size=4),
    st.sampled_from(SETTINGS),
)
def test_gaps_and_withheld_paragraphs_read_back_as_no_number(
    hundredths: list[int | None], chosen: dict[str, str]
) -> None:
    """四个总计各自有、无、不等。"""
    resolved = only(find("sichuan", 2024, chosen), "一")
    lines = ("revenue_grand_total", "expenditure_grand_total")
    known = [None if each is None else Amount(each * 10_000) for each in hundredths]
    now, then = (
        {line: amount for line, amount in zip(lines, pair, strict=True) if amount is not None}
        for pair in (known[:2], known[2:])
    )
    account = build(resolved, keyed(resolved, now), keyed(resolved, then))
    bindings = assert_reads_back(account, resolved)
    assert bindings.reasons == ()


def test_withheld_paragraph_has_no_number() -> None:
    amounts = {"revenue_grand_total": "2.00", "expenditure_grand_total": "1.00"}
    account = account_of(SICHUAN, amounts, {})
    assert State.WITHHELD in {each.state for each in composed(account, SICHUAN)}
    assert assert_reads_back(account, SICHUAN) == Bindings((), (), ())


# --- 别人的话、改过的话 ---


@given(pairs_of_amounts(), st.data())
def test_text_with_a_word_changed_does_not_bind(
    pair: tuple[Amount, Amount], data: st.DataObject
) -> None:
    paragraphs = composed(account_with_totals(SICHUAN, *pair), SICHUAN)
    text = text_of(paragraphs)
    places, at = [], 0
    for each in paragraphs:
        for span in each.spans:
            if isinstance(span, Words):
                places += [at + i for i, mark in enumerate(span.text) if not mark.isdecimal()]
            at += len(span.text)
        at += 1
    assert len(text) == at - 1
    place = data.draw(st.sampled_from(places))
    instead = data.draw(st.sampled_from(["", "某", text[place] * 2, "减", "\n"]))
    assume(instead != text[place])
    beside = set(text[max(place - 1, 0) : place + 2]) & set("〔〕")
    assume(not beside)  # 紧挨着缺口的字，算人写的原因
    assert read(SICHUAN, text) is not None
    assert read(SICHUAN, text[:place] + instead + text[place + 1 :]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADING,
        RISE,
        f"{HEADING}{RISE}",
        f"{HEADING}\n\n{RISE}",
        f"{HEADING}\n{RISE}\n另外还要说明。",
        f"{HEADING}\n{RISE}{CAPTION}",
        f"{HEADING}\n{RISE.replace('1482.22万元', '1482.22')}",
        f"{HEADING}\n{RISE.replace('1482.22万元', '万元')}",
        f"{HEADING}\n{RISE.replace('增长132.90%', '下降132.90%')}",
        f"{HEADING}\n{RISE.replace('增长132.90%', '增长132.90万元')}",
        f"{HEADING}\n{RISE.replace('收入、支出总计各', '财政拨款收、支总计各')}",
        f"{HEADING}\n{RISE.replace('主要变动原因是老旧小区改造。', '主要变动原因是。')}",
        f"{HEADING}\n本年收支情况良好，共支出1482.22万元。",
    ],
)
def test_text_that_is_not_ours_does_not_bind(text: str) -> None:
    assert read(SICHUAN, text) is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("1482.22万元", "1482.2万元"),
        ("1482.22万元", "1,482.22万元"),
        ("1482.22万元", "14822200元"),
        ("845.79万元", "845.78万元"),
        ("132.90%", "132.91%"),
        ("132.90%", "132.9％"),
    ],
)
def test_other_number_in_our_sentence_binds_as_it_stands(ours: str, theirs: str) -> None:
    bindings = read(SICHUAN, f"{HEADING}\n{RISE.replace(ours, theirs)}")
    assert bindings is not None
    assert theirs in [each.text for each in bindings.numbers]
    assert len(bindings.numbers) == 3


# --- 判断与循环 ---


CODES = ["201", "205", "208", "210", "212", "221", "229"]
FOR, END = "{% for 行 in 收支总表.按功能 %}", "{% endfor %}"
LOOPS = [
    f"用于：{FOR}{{{{行.名称}}}}{{{{行.决算数}}}}；{END}共{{{{收支总表.收入总计}}}}。",
    f"{FOR}{{{{行.名称}}}}{{{{行}}}}{END}",
    f"{FOR}{{{{行.名称}}}}{{{{行}}}}，变动{{{{行.增减额}}}}、{{{{行.增减率}}}}；{END}",
    f"甲\n{FOR}\n{{{{行.名称}}}}{{{{行}}}}。\n{END}\n末尾{{{{收支总表.收入总计}}}}",
    f"甲{FOR}\n{{{{行}}}}用于{{{{行.名称}}}}{END}",
    f"{FOR}{{{{行.名称}}}}占{{{{收支总表.收入总计}}}}中的{{{{行}}}}；{END}",
    f"{FOR}{{{{行.名称}}}}{{% if 收支总表.收入总计 is 有数 %}}{{{{行}}}}{{% endif %}}；{END}",
]


@pytest.mark.parametrize("template", LOOPS)
@given(amounts=st.dictionaries(st.sampled_from(CODES), st.integers(0, 10**9)))
def test_loops_read_back(template: str, amounts: dict[str, int]) -> None:
    resolved = format_of(template)
    known = {line: Amount(each * 10_000) for line, each in amounts.items()}
    known["revenue_grand_total"] = Amount(1_482_220_000)
    account = build(resolved, keyed(resolved, known))
    bindings = assert_reads_back(account, resolved)
    lines = [each.figure.line for each in bindings.numbers if each.figure.line in CODES]
    assert lines == sorted(amounts)


def test_loop_over_other_columns() -> None:
    template = (
        "{% for 行 in 财政拨款总表.按功能 %}{{行.名称}}{{行}}，"
        "其中基金{{行.政府性基金预算财政拨款}}；{% endfor %}"
    )
    resolved = format_of(template)
    bindings = read(resolved, "城乡社区支出61.07万元，其中基金25.92万元；")
    assert bindings is not None
    assert [(each.figure, each.text) for each in bindings.numbers] == [
        (FigureName(APPROPRIATION, "212", "total"), "61.07万元"),
        (FigureName(APPROPRIATION, "212", "government_fund"), "25.92万元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "用于：科教文卫支出5万元；共7万元。",
        "用于：上级补助收入5万元；共7万元。",
        "用于：卫生健康支出；共7万元。",
        "用于：卫生健康支出5%；共7万元。",
        "用于：卫生健康支出5万元，共7万元。",
    ],
)
def test_loop_with_a_line_that_is_not_its_own_does_not_bind(text: str) -> None:
    assert read(format_of(LOOPS[0]), text) is None


@pytest.mark.parametrize("now", ["2.00", "1.00", "0.50"])
def test_branches_read_back(now: str) -> None:
    template = (
        "甲\n{% if 收支总表.收入总计 is 增加 %}\n升到{{收支总表.收入总计}}\n"
        "{% elif 收支总表.收入总计 is 减少 %}\n上年是{{收支总表.收入总计.上年决算数}}\n"
        "{% else %}\n仍是{{收支总表.收入总计}}\n{% endif %}\n乙"
    )
    resolved = format_of(template)
    account = account_of(resolved, {"revenue_grand_total": now}, {"revenue_grand_total": "1.00"})
    (bound,) = assert_reads_back(account, resolved).numbers
    measure = "prior_actual" if now == "0.50" else "actual"
    assert bound.figure == FigureName(SUMMARY, "revenue_grand_total", "actual", measure)


def test_unit_name_is_free() -> None:
    resolved = format_of("{{单位}}共{{收支总表.收入总计}}。")
    bindings = read(resolved, "别的街道办事处共5万元。")
    assert bindings is not None
    assert told(bindings, resolved) == [(f"{SUMMARY}.revenue_grand_total.actual", "5万元")]
