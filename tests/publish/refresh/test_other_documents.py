"""范本里填的数；对照丢了的、别的单位的、不是我们的文档；说给人看的话。"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.publish.refresh.hand_made import (
    ROOT,
    XML,
    W,
    case,
    document,
    edited,
    lines,
    packed,
    paragraph_of,
    results,
    sample,
    say_instead,
    with_parts,
)
from xlbudget.domain.errors import UnknownLayout, UnreadableFile
from xlbudget.publish.refresh import LeftKind, Refreshed, refresh
from xlbudget.publish.refresh import lines as told_lines
from xlbudget.publish.word import marks
from xlbudget.results import Results
from xlbudget.results.trace import SpanKind, Trace, TracedSpan, trace_of
from xlbudget.results.trace_json import trace_json

FUND = "government_fund_accounts.total"


@cache
def now() -> Results:
    return results(
        case("sample_complete"),
        {("government_fund_accounts", "total", "expenditure"): "300000"},
    )


def form(less: str = "下降") -> tuple[bytes, Trace]:
    """一份填好的范本：句子是财政部门的，数是我们的；单位由范本自己写。"""
    spans = [
        TracedSpan(SpanKind.FIGURE, "25.92", f"{FUND}.actual", "_xb_1"),
        TracedSpan(SpanKind.DIRECTION, "减少", f"{FUND}.change", "_xb_2"),
        TracedSpan(SpanKind.FIGURE, "2.03", f"{FUND}.change", "_xb_3"),
        TracedSpan(SpanKind.DIRECTION, less, f"{FUND}.change_rate", "_xb_4"),
        TracedSpan(SpanKind.FIGURE, "7.26", f"{FUND}.change_rate", "_xb_5"),
    ]
    words = ["政府性基金支出为", "万元，比上年", "", "万元，", "", "%。"]
    text = marks.run(words[0])
    for number, (span, after) in enumerate(zip(spans, words[1:], strict=True), 1):
        text += marks.control(span, number) + (marks.run(after) if after else "")
    trace = replace(trace_of(sample()), paragraphs=(), charts=(), loose=tuple(spans))
    body = f"{XML}{ROOT}<w:body><w:p>{text}</w:p><w:sectPr/></w:body></w:document>"
    return packed(body, trace), trace


def run(data: bytes, room: Path, made: Results | None = None) -> Refreshed:
    path = room / "说明.docx"
    path.write_bytes(data)
    done = refresh(path, made or now())
    path.write_bytes(done.data)
    assert refresh(path, made or now()).data == done.data
    return done


def test_numbers_in_a_form_are_new_in_its_units_and_a_direction_flips(tmp_path: Path) -> None:
    done = run(form()[0], tmp_path)
    assert lines(done.data, tmp_path / "读.docx") == [
        "政府性基金支出为30万元，比上年增加2.05万元，增长7.33%。"
    ]
    assert done.left == ()


@pytest.mark.parametrize(("less", "more"), [("下滑", "上升"), ("小于", "大于"), ("不足", "超出")])
def test_every_direction_word_of_a_form_stays_or_turns(
    less: str, more: str, tmp_path: Path
) -> None:
    data = form(less)[0]
    assert run(data, tmp_path, sample()).left == ()
    done = run(data, tmp_path)
    assert lines(done.data, tmp_path / "读.docx") == [
        f"政府性基金支出为30万元，比上年增加2.05万元，{more}7.33%。"
    ]


def test_an_overwritten_number_in_a_form_holds_its_direction(tmp_path: Path) -> None:
    def edit(root: etree._Element) -> None:
        say_instead(root, "2.03", "2")

    done = run(edited(form()[0], edit), tmp_path)
    assert lines(done.data, tmp_path / "读.docx") == [
        "政府性基金支出为30万元，比上年减少2万元，下降7.26%。"
    ]
    assert (LeftKind.CONFLICT, "2", "2.05") in {
        (each.kind, each.now, each.new) for each in done.left
    }


def test_a_number_whose_unit_a_person_deleted_is_not_guessed(tmp_path: Path) -> None:
    """范本里写的也许是元：没有单位，就不知道该写 30 还是 300000。"""

    def edit(root: etree._Element) -> None:
        say_instead(root, "万元，比上年", "，比上年")

    done = run(edited(form()[0], edit), tmp_path)
    assert lines(done.data, tmp_path / "读.docx") == [
        "政府性基金支出为25.92，比上年增加2.05万元，增长7.33%。"
    ]
    assert [each.kind for each in done.left if each.was == "25.92"] == [LeftKind.PROPOSAL]


def without_map(data: bytes) -> bytes:
    return with_parts(data, {"customXml/item1.xml": b"<other/>"})


def test_without_any_map_it_is_only_compared(tmp_path: Path) -> None:
    done = run(without_map(document(sample())[0]), tmp_path)
    assert not done.changed
    assert done.trace is None
    assert {each.kind for each in done.left} == {LeftKind.COMPARED}
    assert ("25.92万元", "30万元") in {(each.now, each.new) for each in done.left}
    assert "只比对，没有替换" in told_lines(done)[0]


def test_the_map_beside_the_document_does_as_well(tmp_path: Path) -> None:
    data, trace = document(sample())
    beside = tmp_path / "别处.json"
    beside.write_text(trace_json(trace), encoding="utf-8")
    path = tmp_path / "说明.docx"
    path.write_bytes(without_map(data))
    done = refresh(path, now(), beside)
    assert "增加2.05万元，增长7.33%" in "".join(lines(done.data, tmp_path / "读.docx"))
    assert done.found_by == "指定的 别处.json"


def test_the_map_that_a_person_names_holds_before_a_broken_one_inside(tmp_path: Path) -> None:
    data, trace = document(sample())
    beside = tmp_path / "别处.json"
    beside.write_text(trace_json(trace), encoding="utf-8")
    path = tmp_path / "说明.docx"
    broken = b'<t:trace xmlns:t="urn:xlbudget:trace">{</t:trace>'
    path.write_bytes(with_parts(data, {"customXml/item1.xml": broken}))
    with pytest.raises(UnreadableFile, match=r"customXml/item1\.xml"):
        refresh(path, now())
    done = refresh(path, now(), beside)
    assert "增加2.05万元，增长7.33%" in "".join(lines(done.data, tmp_path / "读.docx"))
    with pytest.raises(UnreadableFile, match=r"没有\.json"):
        refresh(path, now(), tmp_path / "没有.json")
    path.write_bytes(done.data)
    assert refresh(path, now()).left == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "示例镇人民政府"}, "示例镇人民政府"),
        ({"year": 2023}, "2023年度"),
        ({"place": "yunnan"}, "格式 yunnan"),
    ],
)
def test_tables_of_another_unit_or_year_are_refused(
    change: dict[str, object], words: str, tmp_path: Path
) -> None:
    data, trace = document(sample())
    other = replace(trace, **change)  # type: ignore[arg-type]
    part = f'<trace xmlns="urn:xlbudget:trace">{trace_json(other)}</trace>'.encode()
    path = tmp_path / "说明.docx"
    path.write_bytes(with_parts(data, {"customXml/item1.xml": part}))
    with pytest.raises(UnknownLayout) as refused:
        refresh(path, now())
    assert words in str(refused.value)
    assert "请换成生成这个文档的工作簿" in str(refused.value)


def test_a_document_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    trace = trace_of(sample())
    body = f"{XML}{ROOT}<w:body><w:p>{marks.run('会议通知。')}</w:p></w:body></w:document>"
    path = tmp_path / "通知.docx"
    path.write_bytes(without_map(packed(body, trace)))
    with pytest.raises(UnknownLayout, match="认不出生成的数"):
        refresh(path, now())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("说明.pdf", b"%PDF-1.7\n" + b"0" * 600),
        ("坏.docx", b"PK\x03\x04" + b"0" * 600),
    ],
)
def test_other_files_are_refused(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        refresh(path, now())


@pytest.mark.parametrize("text", ["{}", "[]", '{"version":9}', "<", '{"version":1,"paragraphs":3}'])
def test_a_map_that_nobody_can_read_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(without_map(document(sample())[0]))
    path.with_suffix(".trace.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="对照"):
        refresh(path, now())


def test_a_part_with_entities_is_refused(tmp_path: Path) -> None:
    evil = b'<!DOCTYPE a [<!ENTITY b "c">]><trace xmlns="urn:xlbudget:trace">&b;</trace>'
    path = tmp_path / "说明.docx"
    path.write_bytes(with_parts(document(sample())[0], {"customXml/item1.xml": evil}))
    with pytest.raises(UnreadableFile, match="DTD"):
        refresh(path, now())


def test_the_source_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(document(sample())[0])
    before = path.read_bytes()
    refresh(path, now())
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["说明.docx"]


def test_a_footnote_and_a_break_inside_a_sentence_stay(tmp_path: Path) -> None:
    """数的前面插了脚注引用：数换了，引用还在。"""
    data, trace = document(sample())

    def edit(root: etree._Element) -> None:
        for text in paragraph_of(root, trace, "八.1").iter(f"{W}t"):
            if text.text == "25.92万元":
                text.addnext(etree.Element(f"{W}lastRenderedPageBreak"))

    done = run(edited(data, edit), tmp_path)
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        assert b"lastRenderedPageBreak" in archive.read("word/document.xml")
    assert "支出30万元" in "".join(lines(done.data, tmp_path / "读.docx"))


def test_what_is_told_names_place_words_and_what_to_do(tmp_path: Path) -> None:
    data, trace = document(sample())

    def edit(root: etree._Element) -> None:
        say_instead(paragraph_of(root, trace, "八.1"), "25.92万元", "25.9万元")

    told = told_lines(run(edited(data, edit), tmp_path))
    text = "\n".join(told)
    assert told[0].startswith("依据文档内的对照：替换 2 处")
    assert "冲突 1 处：" in told
    assert "（第八节）  政府性基金表.合计.决算数" in text
    assert "文中：2024年度政府性基金预算财政拨款支出【25.9万元】，占本年支出合计的1.75%" in text
    assert "上次生成：25.92万元" in text
    assert "这次应为：30万元" in text
    assert "请核对后自行改定" in text
