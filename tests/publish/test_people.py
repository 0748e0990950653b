"""别人写好的 Word 并进我们的文档：内容都在，字体、列表、图照旧，纸张、页眉页脚是我们的。"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Pt
from openxml_audit import OpenXmlValidator

from tests.publish.anchored import W, part, parts
from tests.publish.people_documents import NS, png, put, report, saved
from tests.workbook.workbooks import results_of
from xlbudget.checks.own_text import GAP
from xlbudget.domain.errors import OutputRefused, UnknownName, UnreadableFile, UnsafeFile
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Gap, Paragraph, Place
from xlbudget.files.office import convert
from xlbudget.publish.people import compose, without_sections
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.reading.documents import read_document
from xlbudget.results import Results

CASE = "sample_complete"
PART = "第四部分"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@cache
def results() -> Results:
    return results_of(CASE)


@cache
def ours(*sections: str) -> bytes:
    wanted = Wanted(sections=frozenset(sections or (PART,)))
    return word_document(without_sections(results(), wanted.sections), wanted).data


def with_part(document: Document, folder: Path, told: list[str] | None = None) -> bytes:
    path = saved(document, folder / "报告.docx")
    return compose(ours(), {PART: path}, results().format, told)


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return with_part(report(), tmp_path_factory.mktemp("报告"))


def faults(data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "说明.docx"
        path.write_bytes(data)
        return [each.description for each in OpenXmlValidator().validate(str(path)).errors]


def body(data: bytes) -> ET.Element:
    found = part(data, "word/document.xml").find(f"{W}body")
    assert found is not None
    return found


def lines(data: bytes) -> list[str]:
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in body(data).iter(f"{W}p")
    ]


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def test_all_of_it_stands_below_our_heading(composed: bytes) -> None:
    found = [line for line in lines(composed) if line]
    start = max(at for at, line in enumerate(found) if line.startswith("第四部分"))
    end = max(at for at, line in enumerate(found) if line.startswith("第五部分"))
    written = [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in body(_bytes(report())).iter(f"{W}p")
    ]
    assert found[start + 1 : end] == [line for line in written if line]
    assert [line for line in found if line not in written] == [
        line for line in lines(ours()) if line
    ]


def _bytes(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_what_we_wrote_stays_byte_for_byte(composed: bytes) -> None:
    before, after = parts(ours()), parts(composed)
    assert before.keys() <= after.keys()
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/styles.xml",
    }
    assert any(name.startswith("word/charts/") for name in before)
    assert any(name.startswith("customXml/") for name in before)
    theirs = {
        f"{each.get(f'{W}type')}:{each.get(f'{W}styleId')}"
        for each in part(composed, "word/styles.xml")
    }
    assert theirs >= {
        f"{each.get(f'{W}type')}:{each.get(f'{W}styleId')}"
        for each in part(ours(), "word/styles.xml")
    }


def marks(data: bytes) -> dict[str, str]:
    """The words inside each of our bookmarks."""
    found: dict[str, str] = {}
    within: dict[str, str] = {}
    for element in body(data).iter():
        if element.tag == f"{W}bookmarkStart" and element.get(f"{W}name", "").startswith("_xb"):
            within[element.get(f"{W}id", "")] = element.get(f"{W}name", "")
            found[element.get(f"{W}name", "")] = ""
        elif element.tag == f"{W}bookmarkEnd":
            within.pop(element.get(f"{W}id", ""), None)
        elif element.tag == f"{W}t":
            for name in within.values():
                found[name] += element.text or ""
    assert not within
    return found


def test_our_numbers_keep_their_marks(composed: bytes) -> None:
    was = {name: text for name, text in marks(ours()).items() if "insert" not in name}
    assert len(was) > 100
    assert marks(composed) == was


def test_the_validators_find_no_fault(composed: bytes, tmp_path: Path, sdk_validator: str) -> None:
    assert faults(composed) == []
    path = tmp_path / "说明.docx"
    path.write_bytes(composed)
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_the_same_files_give_the_same_bytes(composed: bytes, tmp_path: Path) -> None:
    assert with_part(report(), tmp_path) == composed


def test_ids_are_unique_and_every_relation_leads_somewhere(composed: bytes) -> None:
    root = body(composed)
    for values in (
        [each.get(f"{W}id") for each in root.iter(f"{W}bookmarkStart")],
        [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")],
        [each.get("id") for each in root.iter(f"{WP}docPr")],
        [each.get(f"{W}val") for sdt in root.iter(f"{W}sdtPr") for each in sdt.findall(f"{W}id")],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    known = {each.get("Id") for each in part(composed, "word/_rels/document.xml.rels")}
    used = {
        value for each in root.iter() for name, value in each.attrib.items() if name.startswith(R)
    }
    assert used <= known


def test_fonts_lists_and_pictures_are_theirs(composed: bytes) -> None:
    document = opened(composed)
    by_text = {each.text: each for each in document.paragraphs if each.text}
    plain = by_text["本项目由示例街道办事处实施，预算120万元。"]
    assert plain.style is not None
    assert plain.style.name == "第四部分 Normal"
    assert plain.style.font.name == "楷体"
    assert plain.style.font.size == Pt(11)  # python-docx 的模板在文档缺省里写 11 磅
    assert [run.bold for run in plain.runs] == [None, True]
    styles = {each.style_id: each for each in document.styles}
    listed = by_text["第一条"].style
    assert listed is not None
    (number,) = listed.element.iter(f"{W}numId")
    numbering = part(composed, "word/numbering.xml")
    (used,) = (
        each for each in numbering.iter(f"{W}num") if each.get(f"{W}numId") == number.get(f"{W}val")
    )
    pattern = used.find(f"{W}abstractNumId")
    assert pattern is not None
    assert pattern.get(f"{W}val") in {
        each.get(f"{W}abstractNumId") for each in numbering.iter(f"{W}abstractNum")
    }
    for style in styles.values():
        for link in style.element.iter(f"{W}basedOn"):
            assert link.get(f"{W}val") in styles
    assert png() in parts(composed).values()


def test_their_headings_stay_out_of_our_contents(composed: bytes) -> None:
    def level(style: object) -> int | None:
        found = [*style.element.iter(f"{W}outlineLvl")]  # type: ignore[attr-defined]
        return int(found[0].get(f"{W}val")) if found else None

    by_text = {each.text: each for each in opened(composed).paragraphs}
    styles = [by_text[text].style for text in ("附件1 绩效自评报告", "一、项目概况")]
    assert [level(style) for style in styles] == [2, 3]
    assert all(style is not None and not style.name.startswith("heading") for style in styles)
    fields = [each.text or "" for each in body(composed).iter(f"{W}instrText")]
    assert any('TOC \\o "1-2"' in text for text in fields)


def test_paper_is_ours_turned_where_theirs_was(composed: bytes) -> None:
    sections = opened(composed).sections
    plain = opened(ours()).sections
    turned_one = next(
        at for at, each in enumerate(sections) if each.orientation == WD_ORIENT.LANDSCAPE
    )
    before, across, after = sections[turned_one - 1 : turned_one + 2]
    assert before.page_width == after.page_width == plain[-1].page_width
    assert before.left_margin == after.left_margin == plain[-1].left_margin
    assert (across.page_width, across.page_height) == (before.page_height, before.page_width)
    assert all(
        "别人的页眉" not in paragraph.text
        for section in sections
        for paragraph in section.header.paragraphs
    )
    starts = [each.get(f"{W}start") for each in body(composed).iter(f"{W}pgNumType")]
    assert [each for each in starts if each] == ["1"]
    last = body(composed)[-2:]
    assert last[1].tag == f"{W}sectPr"
    assert last[0].find(f"{W}pPr/{W}sectPr") is None


def test_comments_are_left_out_and_told(composed: bytes, tmp_path: Path) -> None:
    told: list[str] = []
    with_part(report(), tmp_path, told)
    assert told == ["报告.docx：1 条批注没有带进来。"]
    assert not [*body(composed).iter(f"{W}commentReference")]
    assert not [name for name in parts(composed) if "comments" in name]


CHANGES = {
    "insertion": '<w:ins w:id="7" w:author="甲"><w:r><w:t>新</w:t></w:r></w:ins>',
    "deletion": '<w:del w:id="7" w:author="甲"><w:r><w:delText>旧</w:delText></w:r></w:del>',
    "format": '<w:r><w:rPr><w:rPrChange w:id="7" w:author="甲"><w:rPr/></w:rPrChange></w:rPr>'
    "<w:t>字</w:t></w:r>",
}


@pytest.mark.parametrize("xml", CHANGES.values(), ids=CHANGES)
def test_tracked_changes_are_refused(xml: str, tmp_path: Path) -> None:
    document = docx.Document()
    put(document, xml)
    with pytest.raises(OutputRefused, match="1 处修订") as error:
        with_part(document, tmp_path)
    assert "接受" in str(error.value)


def drawn_on_exact_lines() -> Document:
    document = docx.Document()
    document.styles["Normal"].paragraph_format.line_spacing = Pt(28)
    document.add_picture(io.BytesIO(png(90)))
    document.add_paragraph("正文")
    return document


def test_a_picture_is_not_cut_to_an_exact_line(tmp_path: Path) -> None:
    data = with_part(drawn_on_exact_lines(), tmp_path)
    pictures = [
        each
        for each in body(data).iter(f"{W}p")
        if any("pic" in str(inner.tag) for inner in each.iter())
    ]
    (spacing,) = pictures[-1].findall(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("240", "auto")


def test_a_document_of_ours_goes_into_another(tmp_path: Path) -> None:
    """图和里面的工作簿、控件、我们的书签、目录的书签都在里面：并进去的是别人的字。"""
    path = tmp_path / "上一份.docx"
    path.write_bytes(ours())
    data = compose(ours(), {PART: path}, results().format)
    assert faults(data) == []
    before, after = parts(ours()), parts(data)
    charts = [name for name in before if name.startswith("word/charts/chart")]
    assert charts
    assert len([name for name in after if name.startswith("word/charts/chart")]) == 2 * len(charts)
    for name in after.keys() - before.keys():
        if name.startswith("word/charts/_rels/"):
            (link,) = ET.fromstring(after[name])
            assert f"word/{link.get('Target', '').removeprefix('../')}" in after
    was = {name: text for name, text in marks(ours()).items() if "insert" not in name}
    assert marks(data) == was
    tags = Counter(each.get(f"{W}val") for each in body(data).iter(f"{W}tag"))
    assert tags == Counter(each.get(f"{W}val") for each in body(ours()).iter(f"{W}tag"))
    names = [each.get(f"{W}name") for each in body(data).iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    links = {each.get(f"{W}anchor") for each in body(data).iter(f"{W}hyperlink")} - {None}
    assert links <= set(names)
    kinds = [type(block).__name__ for block in read_document(_written(data, tmp_path)).blocks]
    assert kinds.count("ChartBlock") == 2 * len(charts)


def _written(data: bytes, folder: Path) -> Path:
    path = folder / "并好.docx"
    path.write_bytes(data)
    return path


def test_two_sections_from_the_same_file(tmp_path: Path) -> None:
    path = saved(report(), tmp_path / "报告.docx")
    data = compose(ours("第一部分", PART), {"第一部分": path, PART: path}, results().format)
    assert faults(data) == []
    assert lines(data).count("附件1 绩效自评报告") == 2
    names = [each.get(f"{W}name") for each in body(data).iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    (first, second) = (
        each.get(f"{W}anchor")
        for each in body(data).iter(f"{W}hyperlink")
        if "见书签" in "".join(text.text or "" for text in each.iter(f"{W}t"))
    )
    assert first != second
    assert {first, second} <= set(names)
    identifiers = [each.get(f"{W}nsid") for each in part(data, "word/numbering.xml")]
    assert len(identifiers) > 2
    numbers = [each.get(f"{W}numId") for each in part(data, "word/numbering.xml").iter(f"{W}num")]
    assert len(numbers) == len(set(numbers))


NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>脚注的话</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def test_footnotes_come_along(tmp_path: Path) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = docx.Document()
    put(document, '<w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    package = document.part.package
    notes = Part(PackURI("/word/footnotes.xml"), kind, NOTES.encode(), package)
    document.part.relate_to(
        notes, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    )
    data = with_part(document, tmp_path)
    assert faults(data) == []
    (reference,) = body(data).iter(f"{W}footnoteReference")
    (name,) = (each for each in parts(data) if each.startswith("word/footnotes"))
    (note,) = (each for each in part(data, name) if each.get(f"{W}id") == reference.get(f"{W}id"))
    assert "".join(text.text or "" for text in note.iter(f"{W}t")) == "脚注的话"


def test_spacing_of_a_table_does_not_give_way_to_that_of_the_text(tmp_path: Path) -> None:
    """python-docx 的模板：正文段后 10 磅，表格样式段后 0。"""
    document = docx.Document()
    document.add_table(1, 1, style="Table Grid").cell(0, 0).text = "格"
    data = with_part(document, tmp_path)
    (cell,) = (
        each
        for each in body(data).iter(f"{W}p")
        if [text.text for text in each.iter(f"{W}t")] == ["格"]
    )
    (spacing,) = cell.findall(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}after"), spacing.get(f"{W}line")) == ("0", "240")


def test_a_page_across_first_and_last(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_table(1, 2).cell(0, 0).text = "宽表"
    data = with_part(document, tmp_path)
    sections = opened(data).sections
    at = next(n for n, each in enumerate(sections) if each.orientation == WD_ORIENT.LANDSCAPE)
    assert [each.start_type.name for each in sections[at : at + 2]] == ["NEW_PAGE", "NEW_PAGE"]


def test_styles_that_nobody_defined_are_the_default(tmp_path: Path) -> None:
    document = docx.Document()
    put(
        document,
        '<w:pPr><w:pStyle w:val="没有"/></w:pPr><w:r><w:rPr><w:rStyle w:val="也没有"/>'
        "</w:rPr><w:t>字</w:t></w:r>",
    )
    data = with_part(document, tmp_path)
    assert faults(data) == []


def broken(tmp_path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    found = parts(_bytes(report()))
    change(found)
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in found.items():
            package.writestr(name, content)
    return path


def _strict(found: dict[str, bytes]) -> None:
    found["word/document.xml"] = found["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )


def _without_picture(found: dict[str, bytes]) -> None:
    del found["word/media/image1.png"]


def _with_dtd(found: dict[str, bytes]) -> None:
    found["word/styles.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + found["word/styles.xml"]


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (_strict, UnreadableFile, "严格的 Open XML"),
        (_without_picture, UnreadableFile, "不在文件里"),
        (_with_dtd, UnsafeFile, "DTD"),
    ],
)
def test_what_cannot_come_in_is_refused(
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], None],
    error: type[UnreadableFile],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        compose(ours(), {PART: broken(tmp_path, change)}, results().format)


def test_an_empty_document_another_kind_and_an_unknown_section(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有内容"):
        with_part(docx.Document(), tmp_path)
    text = tmp_path / "报告.txt"
    text.write_text("附件1", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        compose(ours(), {PART: text}, results().format)
    path = saved(report(), tmp_path / "报告.docx")
    with pytest.raises(UnknownName, match="第四部份") as error:
        compose(ours(), {"第四部份": path}, results().format)
    assert "第四部分" in str(error.value)
    with pytest.raises(UnknownName, match="这份文档里没有“第一部分”"):
        compose(ours(), {"第一部分": path}, results().format)


def gap(section: str, name: str) -> Finding:
    where = Place(section=section, quote=Gap(name).text)
    return Finding(
        GAP, Verdict.UNCHECKED, Level.WARNING, "决算.xlsx", "待填写", where, Gap(name).text
    )


def lacking() -> Iterator[tuple[str, str]]:
    yield from ((PART, "评价结论"), (PART, "共用"), ("三", "共用"), ("三", "原因"))


def of_section(known: Results, section: str) -> list[Paragraph]:
    return [each for each in known.paragraphs if each.id.partition(".")[0] == section]


def test_what_a_replaced_section_lacked_is_not_asked_for() -> None:
    known = results()
    extra = tuple(
        replace(of_section(known, section)[-1], id=f"{section}.99{at}", spans=(Gap(name),))
        for at, (section, name) in enumerate(lacking())
    )
    told = (gap(PART, "评价结论"), gap(PART, "共用"), gap("三", "原因"))
    full = replace(known, paragraphs=(*known.paragraphs, *extra), findings=(*known.findings, *told))
    left = without_sections(full, [PART])
    assert [each.printed for each in left.findings if each.check == GAP] == [
        Gap("共用").text,
        Gap("原因").text,
    ]
    assert of_section(left, PART) == of_section(known, PART)[:1]
    assert of_section(left, PART)[0].text.startswith("第四部分")
    assert without_sections(full, []) == full


def test_in_the_middle_of_a_section_ours_goes_on_behind(tmp_path: Path) -> None:
    target = docx.Document()
    target.sections[0].footer.paragraphs[0].text = "我们的页脚"
    target.sections[0]._sectPr.append(parse_xml(f'<w:pgNumType {NS} w:start="1"/>'))
    target.add_paragraph("前")
    put(target, '<w:bookmarkStart w:id="1" w:name="_xb_insert_14"/><w:bookmarkEnd w:id="1"/>')
    target.add_paragraph("后")
    path = saved(report(), tmp_path / "报告.docx")
    data = compose(_bytes(target), {PART: path}, results().format)
    found = lines(data)
    assert (found[0], found[-1]) == ("前", "后")
    assert "_xb_insert_14" not in marks(data)
    sections = opened(data).sections
    assert [each.orientation == WD_ORIENT.LANDSCAPE for each in sections] == [
        *(False, False, True, False, False),
    ]
    assert [each.start_type.name for each in sections] == [
        *("NEW_PAGE", "CONTINUOUS", "NEW_PAGE", "NEW_PAGE", "CONTINUOUS"),
    ]
    assert [each.footer.is_linked_to_previous for each in sections] == [
        *(False, True, True, True, True),
    ]
    assert [each.get(f"{W}start") for each in body(data).iter(f"{W}pgNumType")] == ["1"]


@pytest.mark.usefixtures("soffice")
def test_libreoffice_opens_it(composed: bytes, tmp_path: Path) -> None:
    import pypdfium2

    pdf = convert(_written(composed, tmp_path), "pdf", tmp_path)
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    sizes = [page.get_size() for page in document]
    document.close()
    (across,) = (at for at, text in enumerate(pages) if "横着的一页" in text)
    assert sizes[across][0] > sizes[across][1]
    heading = next(at for at in range(across) if "一、项目概况" in pages[at])
    assert "第四部分" in pages[heading]
    numbers = ["".join(text.split("—")[-2:-1]).strip() for text in pages[heading : across + 2]]
    first = int(numbers[0])
    assert numbers == [str(first + n) for n in range(len(numbers))]
