"""一份文档里有什么的对照：每个数、增减的词、缺口各有自己的标记；写出去再读回来不变。"""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.workbooks import results_of
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.text import Gap, Kind, Printed, Span, Words
from xlbudget.results.trace import (
    Marks,
    SpanKind,
    Trace,
    TracedParagraph,
    TracedSpan,
    TracedTable,
    trace_of,
    traced_spans,
)
from xlbudget.results.trace_json import trace_json, trace_of_json


def printed(text: str, name: str) -> Printed:
    amount = Amount.of("1", Unit.TEN_THOUSAND_YUAN)
    return Printed(text, Figure(name, name, amount, "", ()))


def test_the_map_is_the_text() -> None:
    results = results_of("sample")
    trace = trace_of(results)
    assert "".join(f"{each.text}\n" for each in trace.paragraphs) == results.narrative()
    assert [each.id for each in trace.paragraphs] == [each.id for each in results.paragraphs]
    assert (trace.place, trace.year) == ("sichuan", 2024)


def test_every_number_and_gap_has_a_mark_of_its_own() -> None:
    results = results_of("sample")
    trace = trace_of(results)
    kinds = [span.kind for span in trace.spans()]
    assert kinds.count(SpanKind.FIGURE) == sum(len(each.figures) for each in results.paragraphs)
    assert kinds.count(SpanKind.GAP) == sum(len(each.gaps) for each in results.paragraphs)
    marks = [span.mark for span in trace.spans()] + [each.mark for each in trace.paragraphs]
    assert len(marks) == len(set(marks))
    assert all(re.fullmatch(r"_xbp?_\d{1,30}", mark) for mark in marks)


def test_the_word_that_tells_the_sign_stands_apart() -> None:
    spans: list[Span] = [
        Words("比上年因增加人员"),
        Words("减少"),
        printed("2万元", "a.total.change"),
        Words("，下降"),
        printed("3%", "a.total.change_rate"),
        Words("，增加的是"),
        printed("4万元", "a.total.actual"),
    ]
    found = [(span.kind.value, span.text, span.name) for span in traced_spans(spans)]
    assert found == [
        ("words", "比上年因增加人员", ""),
        ("direction", "减少", "a.total.change"),
        ("figure", "2万元", "a.total.change"),
        ("words", "，", ""),
        ("direction", "下降", "a.total.change_rate"),
        ("figure", "3%", "a.total.change_rate"),
        ("words", "，增加的是", ""),
        ("figure", "4万元", "a.total.actual"),
    ]


def test_words_of_a_person_hold_no_number_of_ours() -> None:
    spans = traced_spans([Words("共1万元，"), Gap("原因")])
    assert [span.kind for span in spans] == [SpanKind.WORDS, SpanKind.GAP]


def test_names_that_are_taken_are_not_given_again() -> None:
    marks = Marks(["_xb_1", "_xbp_2"])
    assert [marks.new("p"), marks.new(), marks.new()] == ["_xbp_1", "_xb_2", "_xb_3"]


SPANS = st.builds(
    TracedSpan,
    st.sampled_from(SpanKind),
    st.text(),
    st.text(min_size=1),
    st.text(alphabet="_xb0123456789", max_size=9),
) | st.builds(TracedSpan, st.just(SpanKind.WORDS), st.text())


@settings(max_examples=25, deadline=None)
@given(st.lists(SPANS, max_size=4), st.text(), st.integers(2019, 2100), st.booleans())
def test_it_is_read_back_as_written(
    spans: list[TracedSpan], text: str, year: int, rewritten: bool
) -> None:
    paragraph = TracedParagraph(text, Kind.BODY, tuple(spans), "_xbp_1", rewritten)
    table = TracedTable(text, "_xbt_1", ((text, ""), ("1.00", text)))
    trace = Trace("xlbudget", "甲", year, text, text, (paragraph,), (), (table,), tuple(spans))
    assert trace_of_json(trace_json(trace), "甲.json") == trace


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"version": 1}',
        trace_json(trace_of(results_of("sample"))).replace('"正文"', '"曲文"', 1),
    ],
)
def test_what_is_no_map_is_told(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"甲\.trace\.json"):
        trace_of_json(text, "甲.trace.json")


def test_a_map_of_another_version_is_told() -> None:
    found = json.loads(trace_json(trace_of(results_of("sample"))))
    with pytest.raises(UnreadableFile, match="第 9 版"):
        trace_of_json(json.dumps({**found, "version": 9}), "甲.trace.json")


@pytest.mark.parametrize(
    ("old", "new"), [('"year":2024', '"year":1e999'), ('"file":"', '"file":"\\ud800')]
)
def test_a_map_that_cannot_be_written_again_is_none(old: str, new: str) -> None:
    """太大的年度、半个字符：说清楚，不崩溃。"""
    text = trace_json(trace_of(results_of("sample_complete")))
    assert text.count(old) == 1
    with pytest.raises(UnreadableFile, match="读不懂"):
        trace_of_json(text.replace(old, new), "甲.trace.json")
