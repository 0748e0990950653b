"""版式由 LibreOffice 排出来看：每页 22 行、每行 28 字，目录的页码，字体的代替，没有缺字。"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2

from tests.publish.word.documents import named, results_of, with_paragraph
from xlbudget.domain.text import Kind, State
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.publish.word.fonts import Substitution, asked_fonts, configuration, to_pdf
from xlbudget.publish.word.pages import headings, pages_in

UNIT = "示例市喆䶮〇街道办事处"
PROBE = "国"


def lines(page: pypdfium2.PdfPage) -> Counter[float]:
    """一页上每行有几个 PROBE，由字的位置数出来。"""
    text = page.get_textpage()
    found: Counter[float] = Counter()
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1) == PROBE:
            found[round(text.get_charbox(index)[1])] += 1
    return found


def test_the_page_and_the_contents_as_laid_out(soffice: Path, tmp_path: Path) -> None:
    assert soffice
    results = with_paragraph(
        named(results_of("sichuan", "sample_complete"), UNIT), "二.1", PROBE * 2000, State.REWRITTEN
    )
    source, target = tmp_path / "说明.docx", tmp_path / "说明.pdf"
    written = word_document(results, Wanted(final=True))
    source.write_bytes(written.data)
    told = to_pdf(source, target)
    document = pypdfium2.PdfDocument(target)
    texts = [page.get_textpage().get_text_range() for page in document]
    full = [lines(page) for page in document]
    assert any(list(each.values()) == [28] * 22 for each in full)

    pages = pages_in(target.read_bytes(), written.data)
    first = next(at for at, text in enumerate(texts) if "— 1 —" in text)
    listed = {mark: words for marks, words in headings(written.data) for mark in marks}
    assert len(pages) == len(listed)
    for mark, words in listed.items():
        page = texts[first + pages[mark] - 1].replace(" ", "").replace("\r\n", "")
        assert words.replace(" ", "") in page
        assert f"— {pages[mark]} —" in texts[first + pages[mark] - 1]
    assert "— " not in "".join(texts[:first])

    assert UNIT in "".join(texts).replace("\r\n", "")
    assert "\ufffd" not in "".join(texts)
    assert {each.asked for each in told} <= set(asked_fonts(source))
    document.close()


def test_headings_that_read_alike_keep_their_order() -> None:
    results = results_of("sichuan", "sample")
    again = next(each for each in results.paragraphs if each.kind is Kind.HEADING)
    doubled = replace(results, paragraphs=(*results.paragraphs, replace(again)))
    found = [words for _, words in headings(word_document(doubled).data)]
    assert found.count("第一部分　部门概况") == 2


def test_the_likest_font_that_is_there_stands_in() -> None:
    said = configuration(frozenset({"Noto Serif CJK SC", "AR PL UKai CN", "黑体"}))
    rules = {
        rule.split("<string>")[1].split("<")[0]: rule.split("<string>")[2].split("<")[0]
        for rule in said.split("<match")[1:]
    }
    assert rules["楷体_GB2312"] == "AR PL UKai CN"
    assert rules["仿宋_GB2312"] == "Noto Serif CJK SC"
    assert "黑体" not in rules


def test_a_substitution_is_told() -> None:
    told = str(Substitution("仿宋_GB2312", "Noto Serif CJK SC"))
    assert told == "没有安装字体“仿宋_GB2312”，PDF 里用“Noto Serif CJK SC”代替。"


def test_the_fonts_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(word_document(results_of("sichuan", "sample")).data)
    assert set(asked_fonts(path)) == {
        "仿宋_GB2312",
        "楷体_GB2312",
        "黑体",
        "宋体",
        "方正小标宋简体",
    }
