from __future__ import annotations

import pytest

from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount
from xlbudget.domain.text import (
    Gap,
    Kind,
    Paragraph,
    Place,
    Printed,
    Span,
    State,
    Words,
    words_and_gaps,
)

TOTAL = Figure("a", "收入总计", Amount(100), "公开01!C15", ())
SHARE = Figure("b", "占比", Amount(200), "甲 ÷ 乙", ())
PARAGRAPH = Paragraph(
    "一.2",
    Kind.BODY,
    (
        Words("收入总计"),
        Printed("12.5万元", TOTAL),
        Words("，占"),
        Printed("1.81%", SHARE),
        Words("。主要原因是"),
        Gap("总体变动原因"),
        Words("和"),
        Gap("其他原因"),
        Printed("12.5万元", TOTAL),
    ),
    State.GAP,
)


def test_text_of_a_paragraph() -> None:
    assert PARAGRAPH.text == (
        "收入总计12.5万元，占1.81%。"
        "主要原因是〔请填写：总体变动原因〕和〔请填写：其他原因〕12.5万元"
    )


def test_figures_and_gaps_in_order() -> None:
    assert PARAGRAPH.figures == (TOTAL, SHARE, TOTAL)
    assert [gap.name for gap in PARAGRAPH.gaps] == ["总体变动原因", "其他原因"]


def test_words_alone_have_no_figures_and_no_gaps() -> None:
    heading = Paragraph("一.1", Kind.HEADING, (Words("一、总体情况"),))
    assert (heading.text, heading.figures, heading.gaps) == ("一、总体情况", (), ())
    assert heading.state is State.READY


def test_paragraph_without_spans_is_empty() -> None:
    assert Paragraph("一.3", Kind.CHART, ()).text == ""


def test_unknown_parts_of_a_place_stay_unknown() -> None:
    place = Place(section="一", paragraph=2)
    assert (place.page, place.sheet, place.quote, place.span) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("人员增加", (Words("人员增加"),)),
        ("〔请填写：原因〕", (Gap("原因"),)),
        ("因〔请填写：原因〕减少", (Words("因"), Gap("原因"), Words("减少"))),
        (
            "〔请填写：甲〕〔请填写：乙〕",
            (Gap("甲"), Gap("乙")),
        ),
        ("〔请填写：原因", (Words("〔请填写：原因"),)),  # 没有写完的括号是文字
        ("〔另见附件〕", (Words("〔另见附件〕"),)),
    ],
)
def test_gaps_that_a_person_left_in_a_text(text: str, spans: tuple[Span, ...]) -> None:
    assert words_and_gaps(text) == spans
    assert "".join(span.text for span in words_and_gaps(text)) == text
