"""Word 文档：文字就是说明，每个数有标记，定稿里没有标记，目录、节、封面照规矩。"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator

from tests.publish.word.documents import (
    W,
    body,
    bookmarks,
    document,
    named,
    parts,
    results_of,
    sections,
    style_of,
    text_of,
    with_paragraph,
    words_of,
)
from xlbudget.domain.text import State
from xlbudget.formats.versions import made_by
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.publish.word.sections import insertion_mark
from xlbudget.results.trace import SpanKind
from xlbudget.results.trace_json import trace_json, trace_of_json

SAMPLE = ("sichuan", "sample")
COMPLETE = ("sichuan", "sample_complete")
EMBEDDED = ("shanghai", "complete")


@pytest.mark.parametrize("final", [False, True])
@pytest.mark.parametrize("case", [SAMPLE, COMPLETE, ("chongqing", "complete")])
def test_the_text_is_the_narrative_line_by_line(case: tuple[str, str], final: bool) -> None:
    results = results_of(*case)
    data = word_document(results, Wanted(final=final)).data
    assert [text for _, text in words_of(data)] == results.narrative().splitlines()


def test_the_headings_have_levels_and_parts_begin_pages() -> None:
    data = word_document(results_of(*SAMPLE)).data
    levels = {text: style for style, text in words_of(data)}
    assert levels["第一部分　部门概况"] == "Heading1"
    assert levels["一、部门职责"] == "Heading2"
    assert levels["（一）一般公共预算财政拨款支出决算总体情况"] == "Heading3"
    styles = ET.fromstring(parts(data)["word/styles.xml"])
    heading = next(each for each in styles if each.get(f"{W}styleId") == "Heading1")
    assert heading.find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_every_number_stands_in_a_control_within_its_bookmark() -> None:
    written = word_document(results_of(*SAMPLE))
    marked = bookmarks(written.data)
    spans = [span for span in written.trace.spans() if span.mark]
    kinds = Counter(span.kind for span in spans)
    assert kinds[SpanKind.FIGURE] > 100
    assert kinds[SpanKind.GAP] == 3
    assert {span.mark: span.text for span in spans}.items() <= marked.items()
    controls = document(written.data).findall(f".//{W}sdt")
    assert [text_of(each) for each in controls] == [span.text for span in spans]


def test_every_paragraph_stands_in_its_bookmark() -> None:
    """句末一字在书签之外：LibreOffice 在满行末尾的书签后面另起一个空行。"""
    written = word_document(results_of(*SAMPLE))
    marked = bookmarks(written.data)
    for paragraph in written.trace.paragraphs:
        assert marked[paragraph.mark] in (paragraph.text, paragraph.text[:-1])


def test_ids_are_unique_and_names_short() -> None:
    root = document(word_document(results_of(*EMBEDDED)).data)
    for tag, attribute in (("bookmarkStart", "id"), ("bookmarkStart", "name")):
        values = [each.get(f"{W}{attribute}") for each in root.iter(f"{W}{tag}")]
        assert len(values) == len(set(values)) > 50
        assert max(len(value or "") for value in values) <= 40
    controls = [each.get(f"{W}val") for each in root.iterfind(f".//{W}sdtPr/{W}id")]
    assert len(controls) == len(set(controls)) > 50
    drawings = [each.get("id") for each in root.iter() if each.tag.endswith("}docPr")]
    assert len(drawings) == len(set(drawings))


def test_the_same_results_give_the_same_bytes() -> None:
    results = results_of(*EMBEDDED)
    assert word_document(results).data == word_document(results).data


def test_nothing_asks_word_for_questions() -> None:
    for content in parts(word_document(results_of(*SAMPLE)).data).values():
        for word in (b"updateFields", b"w:dirty", b"dataBinding", b"altChunk"):
            assert word not in content


def test_the_map_goes_into_the_document() -> None:
    written = word_document(results_of(*SAMPLE))
    root = ET.fromstring(parts(written.data)["customXml/item1.xml"])
    assert root.tag == "{urn:xlbudget:trace}trace"
    assert root.text == trace_json(written.trace)
    assert trace_of_json(root.text, "说明.docx") == written.trace


def test_a_final_document_has_nothing_of_ours() -> None:
    results = results_of(*COMPLETE)
    assert results.publishable
    data = word_document(results, Wanted(final=True)).data
    held = parts(data)
    assert not [name for name in held if name.startswith("customXml") or "header" in name]
    told = made_by(results.format)  # 由哪一版做成，写在“主题”里
    held["docProps/core.xml"] = held["docProps/core.xml"].replace(told.encode(), b"")
    for content in held.values():
        for word in (b"w:sdt>", b"_xb", b"xlbudget", b"w:highlight", "送审稿".encode()):
            assert word not in content
    assert set(bookmarks(data)) == {f"_Toc{number:08d}" for number in range(1, 34)}


def test_while_a_gap_stands_there_is_no_final_document() -> None:
    results = results_of(*SAMPLE)
    assert word_document(results, Wanted(final=True)) == word_document(results)


def test_a_draft_is_marked_on_every_page() -> None:
    held = parts(word_document(results_of(*COMPLETE)).data)
    assert {"word/header1.xml", "word/header2.xml"} <= set(held)
    assert "送审稿" in held["word/header1.xml"].decode()
    assert "（送审稿）" in held["word/document.xml"].decode()
    first = sections(word_document(results_of(*COMPLETE)).data)[0]
    kinds = {each.get(f"{W}type") for each in first.findall(f"{W}headerReference")}
    assert kinds == {"default", "even"}


def highlighted(data: bytes) -> str:
    runs = document(data).iter(f"{W}r")
    return "".join(text_of(run) for run in runs if run.find(f"{W}rPr/{W}highlight") is not None)


def test_gaps_stand_out() -> None:
    gaps = "".join(gap.text for each in results_of(*SAMPLE).paragraphs for gap in each.gaps)
    assert highlighted(word_document(results_of(*SAMPLE)).data) == gaps != ""


def test_a_withheld_paragraph_stands_out_as_a_whole() -> None:
    results = results_of("national", "item_withheld_alone")
    held = with_paragraph(results, "一.1", "〔暂不生成：两数不符。〕", State.WITHHELD)
    assert "〔暂不生成：两数不符。〕" in highlighted(word_document(held).data)


def test_what_a_person_wrote_has_no_controls() -> None:
    words = "本年收入、支出总计 1 万元，持平<&>。"
    results = with_paragraph(results_of(*SAMPLE), "二.1", words, State.REWRITTEN)
    written = word_document(results)
    paragraph = next(each for each in body(written.data) if text_of(each) == words)
    assert paragraph.find(f".//{W}sdt") is None
    traced = next(each for each in written.trace.paragraphs if each.id == "二.1")
    assert (traced.rewritten, [span.mark for span in traced.spans]) == (True, [""])


def test_characters_that_xml_forbids_are_left_out() -> None:
    results = with_paragraph(results_of(*SAMPLE), "二.1", "甲\x00\x0b乙\ufffe。", State.REWRITTEN)
    assert "甲乙。" in [text for _, text in words_of(word_document(results).data)]


def entries(data: bytes) -> list[tuple[str, str, str]]:
    """目录各条：级、文字、页码；域的五个部分齐全。"""
    found = []
    marked = bookmarks(data)
    for each in body(data).findall(f"{W}p"):
        link = each.find(f"{W}hyperlink")
        if link is None:
            continue
        kinds = [char.get(f"{W}fldCharType") for char in link.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"]
        anchor = link.get(f"{W}anchor", "")
        assert f" PAGEREF {anchor} " in "".join(
            code.text or "" for code in link.iter(f"{W}instrText")
        )
        texts = [run.text or "" for run in link.iter(f"{W}t")]
        assert marked[anchor] == texts[0]
        found.append((style_of(each), texts[0], "".join(texts[1:])))
    return found


def test_the_contents_list_parts_and_sections_with_the_pages_that_are_known() -> None:
    results = results_of(*SAMPLE)
    unknown = entries(word_document(results).data)
    assert unknown[0] == ("TOC1", "第一部分　部门概况", "")
    headings = [
        (style.replace("Heading", "TOC"), text)
        for style, text in words_of(word_document(results).data)
        if style in ("Heading1", "Heading2")
    ]
    assert [entry[:2] for entry in unknown] == headings
    known = entries(word_document(results, Wanted(pages={"_Toc00000002": 17})).data)
    assert known[1] == ("TOC2", "一、部门职责", "17")
    assert known[2][2] == ""
    codes = "".join(
        each.text or "" for each in document(word_document(results).data).iter(f"{W}instrText")
    )
    assert codes.count('TOC \\o "1-2" \\h \\z') == 1
    kinds = Counter(
        each.get(f"{W}fldCharType")
        for each in document(word_document(results).data).iter(f"{W}fldChar")
    )
    assert kinds["begin"] == kinds["separate"] == kinds["end"]


def orientations(data: bytes) -> list[str]:
    sizes = [section.find(f"{W}pgSz") for section in sections(data)]
    return [size.get(f"{W}orient", "portrait") for size in sizes if size is not None]


def test_tables_stand_behind_their_titles_on_landscape_pages() -> None:
    results = results_of(*EMBEDDED)
    written = word_document(results)
    kinds = [kind for kind, _ in itertools.groupby(orientations(written.data))]
    assert kinds == ["portrait", "landscape", "portrait"]
    children = list(body(written.data))
    titles = [text_of(each) for each in children if style_of(each) == "Heading2"][2:11]
    found: list[str] = []
    title = ""
    for each in children:
        title = text_of(each) if style_of(each) == "Heading2" else title
        if each.tag == f"{W}tbl" and (not found or found[-1] != title):
            found.append(title)
    assert found == titles
    assert [each.name for each in written.trace.tables] == list(results.format.tables)
    assert {each.mark for each in written.trace.tables} <= set(bookmarks(written.data))


def test_why_a_table_is_empty_is_told_once() -> None:
    data = word_document(results_of("shanghai", "nothing")).data
    text = "".join(text_of(each) for each in body(data))
    assert text.count("本年度没有财政拨款“三公”经费支出，故本表无数据。") == 1


def test_page_numbers_begin_with_the_text() -> None:
    starts = [
        None if (each := section.find(f"{W}pgNumType")) is None else each.get(f"{W}start")
        for section in sections(word_document(results_of(*EMBEDDED)).data)
    ]
    assert starts[:2] == [None, "1"]
    assert set(starts[2:]) == {None}
    first = sections(word_document(results_of(*EMBEDDED)).data)[0]
    assert first.find(f"{W}footerReference") is None


@pytest.mark.parametrize("centred", [False, True])
def test_page_numbers_stand_outside_or_centred(centred: bool) -> None:
    results = results_of(*COMPLETE)
    form = replace(results.format.document, centred_numbers=centred)
    changed = replace(results, format=replace(results.format, document=form))
    held = parts(word_document(changed).data)
    footers = [held[name].decode() for name in sorted(held) if name.startswith("word/footer")]
    sides = [text.split('w:jc w:val="')[1].split('"')[0] for text in footers]
    assert sides == (["center"] if centred else ["right", "left"])
    assert ("evenAndOddHeaders" in held["word/settings.xml"].decode()) is not centred
    assert "— " in footers[0]


def test_a_section_of_a_persons_own_gets_room() -> None:
    results = results_of(*SAMPLE)
    written = word_document(results, Wanted(sections=frozenset({"第四部分"})))
    mark = insertion_mark("第四部分", results.format)
    assert bookmarks(written.data)[mark] == ""
    texts = [text for _, text in words_of(written.data)]
    assert texts[texts.index("第四部分　附件") + 1] == "第五部分　附表"
    assert len(sections(written.data)) == len(sections(word_document(results).data)) + 2
    children = list(body(written.data))
    wanted = f"{W}bookmarkStart[@{W}name='{mark}']"
    at = next(n for n, each in enumerate(children) if each.find(wanted) is not None)
    assert children[at].find(f"{W}pPr/{W}sectPr") is not None
    after = children[at + 1]
    assert text_of(after) == "第五部分　附表"
    assert after.find(f"{W}pPr/{W}pageBreakBefore") is None
    types = [section.find(f"{W}type") for section in sections(written.data)]
    assert ["" if each is None else each.get(f"{W}val") for each in types] == [
        *("", "", "continuous", "continuous")
    ]
    ids = [each.id for each in written.trace.paragraphs if each.id.startswith("第四部分")]
    assert ids == ["第四部分"]


def test_a_chart_stands_above_its_caption_also_a_reworded_one() -> None:
    results = with_paragraph(results_of(*SAMPLE), "一.2", "图一　收支总计", State.REWRITTEN)
    kind = next(each.kind for each in results_of(*SAMPLE).paragraphs if each.id == "一.2")
    paragraphs = tuple(
        replace(each, kind=kind) if each.id == "一.2" else each for each in results.paragraphs
    )
    written = word_document(replace(results, paragraphs=paragraphs))
    children = list(body(written.data))
    at = next(n for n, each in enumerate(children) if text_of(each) == "图一　收支总计")
    assert style_of(children[at - 1]) == "Chart"
    assert len(written.trace.charts) == 7
    missing = replace(results, charts=results.charts[1:], generated={})
    assert len(word_document(missing).trace.charts) == 6


def _is_heading(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and "Heading" in str(paragraph.style.name)


@pytest.mark.parametrize(("case", "final"), [(SAMPLE, False), (EMBEDDED, True)])
def test_python_docx_and_the_validator_open_it(
    case: tuple[str, str], final: bool, tmp_path: Path
) -> None:
    results = named(results_of(*case), "示例市喆䶮〇街道办事处")
    data = word_document(results, Wanted(final=final)).data
    opened = docx.Document(io.BytesIO(data))
    assert opened.core_properties.title == "2024年度示例市喆䶮〇街道办事处部门决算"
    assert opened.core_properties.author == ""
    headings = [each.text for each in opened.paragraphs if _is_heading(each)]
    assert headings == [each.text for each in results.paragraphs if each.kind.value == "标题"]
    path = tmp_path / "说明.docx"
    path.write_bytes(data)
    assert not OpenXmlValidator().validate(str(path)).errors
