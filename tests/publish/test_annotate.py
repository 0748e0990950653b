"""批注：每条问题标在它的字上，人写的批注不动，别的部件一个字节不变。"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from openxml_audit import OpenXmlValidator

from tests.publish.anchored import W, anchored, part, parts, said
from tests.ruler.ruler import NAMES, clean, flaws
from tests.workbook.workbooks import results_of
from xlbudget.domain.documents import ChartBlock, TextBlock
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.files.office import convert
from xlbudget.pipeline.documents import review_file
from xlbudget.pipeline.workbooks import Request
from xlbudget.publish.annotate import annotate
from xlbudget.publish.word.document import word_document
from xlbudget.reading.documents import read_document

DAY = dt.date(2025, 8, 1)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "项目支出645.77万元，占51.32%。"


def finding(where: Place, message: str = "占比不符。", **more: Any) -> Finding:
    known = Finding("share-recomputed", Verdict.FAIL, Level.ERROR, "说明.docx", message, where)
    return replace(known, **more)


def at(paragraph: int, text: str, words: str) -> Place:
    start = text.index(words)
    return Place(paragraph=paragraph, quote=text, quote_at=0, span=(start, start + len(words)))


def saved(path: Path, document: Document) -> Path:
    document.save(str(path))
    return path


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str], Path]:
    """一份文档，第二段由给出的 XML 写成。"""

    def with_content(xml: str) -> Path:
        document = docx.Document()
        document.add_paragraph("标题")
        for paragraph in parse_xml(f"<w:body {NS}><w:p>{xml}</w:p></w:body>"):
            document.element.body[-1].addprevious(paragraph)
        return saved(tmp_path / "说明.docx", document)

    return with_content


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def only(path: Path, where: Place) -> tuple[bytes, str]:
    data = annotate(path, [finding(where)], date=DAY)
    ((_, words),) = anchored(data).items()
    assert text_of(data) == text_of(path.read_bytes())
    return data, words


def text_of(data: bytes) -> list[str]:
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in part(data, "word/document.xml").iter(f"{W}p")
    ]


def in_pieces(name: str, path: Path) -> Path:
    """尺子里的一份说明和它全部的差错；每段拆成几个字一个 run。"""
    text = clean(name)
    for flaw in flaws(name):
        text = flaw.into(text)
    document = docx.Document()
    for number, line in enumerate(text.splitlines()):
        paragraph = document.add_paragraph()
        size = 3 + number % 5
        for start in range(0, len(line), size):
            paragraph.add_run(line[start : start + size]).bold = bool(start % 2)
    return saved(path, document)


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_of_the_ruler_stands_at_its_words(name: str, tmp_path: Path) -> None:
    path = in_pieces(name, tmp_path / f"{name}.docx")
    findings = review_file(path, Request()).findings
    data = annotate(path, findings, date=DAY)
    words, told = anchored(data), said(data)
    by_number = {
        lines[0].split("［")[0]: words[key] for key, lines in told.items() if "［" in lines[0]
    }
    assert len(by_number) == len(findings)
    located = 0
    for number, each in enumerate(findings, 1):
        where = each.where
        if where.span is None or where.quote is None or where.quote_at is None:
            continue
        start, end = (side - where.quote_at for side in where.span)
        assert by_number[f"批注{number}"] == where.quote[start:end]
        located += 1
    assert located >= len(findings) - 2
    others = [key for key, lines in told.items() if lines[0].startswith("同一问题：见批注")]
    implied = [
        follower
        for each in findings
        for follower in each.follows
        if follower.verdict is Verdict.FAIL and follower.where.paragraph is not None
    ]
    marked = [
        follower.where.quote[follower.where.span[0] - follower.where.quote_at :][
            : follower.where.span[1] - follower.where.span[0]
        ]
        for follower in implied
        if follower.where.quote and follower.where.span and follower.where.quote_at is not None
    ]
    assert [words[key] for key in others] == marked
    assert text_of(data) == text_of(path.read_bytes())


def test_a_comment_says_level_message_right_value_sum_and_rule(put: Callable[[str], Path]) -> None:
    path = put(run(TEXT))
    known = finding(
        at(2, TEXT, "51.32%"), printed="51.32%", expected="51.33%", formula="645.77 ÷ 1258.15"
    )
    data = annotate(path, [known], date=DAY, rules={"share-recomputed": "R83 占比复算一致"})
    assert list(said(data).values()) == [
        [
            "批注1［错误］占比不符。",
            "应为：51.33%",
            "算式：645.77 ÷ 1258.15",
            "规则：R83 占比复算一致（share-recomputed）",
        ]
    ]
    (comment,) = docx.Document(io.BytesIO(data)).comments
    assert (comment.author, comment.initials) == ("xlbudget 审核", "xb")
    assert comment.timestamp is not None
    assert comment.timestamp.date() == DAY


def test_only_the_text_and_the_naming_of_comments_change(put: Callable[[str], Path]) -> None:
    path = put(run(TEXT))
    before, data = path.read_bytes(), only(path, at(2, TEXT, "51.32%"))[0]
    assert path.read_bytes() == before
    was, now = parts(before), parts(data)
    assert {name for name in now if was.get(name) != now[name]} == {
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }
    assert was.keys() <= now.keys()


def test_no_finding_no_change(put: Callable[[str], Path]) -> None:
    path = put(run(TEXT))
    assert annotate(path, [], date=DAY) == path.read_bytes()


def test_comments_of_people_stay_as_they_are(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    first, second = paragraph.add_run(TEXT[:10]), paragraph.add_run(TEXT[10:])
    document.add_comment([first, second], "请核对", author="张三", initials="张")
    path = saved(tmp_path / "说明.docx", document)
    data = annotate(path, [finding(at(1, TEXT, "645.77万元"))], date=DAY)
    comments = list(docx.Document(io.BytesIO(data)).comments)
    assert [(each.comment_id, each.author) for each in comments] == [
        (0, "张三"),
        (1, "xlbudget 审核"),
    ]
    assert comments[0].text == "请核对"
    assert anchored(data) == {"0": TEXT, "1": "645.77万元"}


CONTROL = (
    '<w:sdt><w:sdtPr><w:tag w:val="甲"/><w:id w:val="7"/>{kind}</w:sdtPr>'
    "<w:sdtContent>{content}</w:sdtContent></w:sdt>"
)


HOLDERS = [
    (run(TEXT[:6]) + run(TEXT[6:]), "645.77万元", "645.77万元"),
    (
        run(TEXT[:4])
        + CONTROL.format(kind="<w:text/>", content=run("645.77万元"))
        + run(TEXT[12:]),
        "645.77",
        "645.77万元",
    ),
    (
        CONTROL.format(kind="", content=run(TEXT[:8]) + run(TEXT[8:])),
        "645.77万元",
        "645.77万元",
    ),
    (
        f'{run(TEXT[:6])}<w:ins w:id="9" w:author="李四">{run(TEXT[6:])}</w:ins>',
        "645.77万元",
        "645.77万元",
    ),
    (f'<w:hyperlink w:anchor="甲">{run(TEXT)}</w:hyperlink>', "51.32%", "51.32%"),
    (
        run(TEXT[:6])
        + '<w:del w:id="9" w:author="李四"><w:r><w:delText>1</w:delText></w:r></w:del>'
        + run(TEXT[6:]),
        "645.77万元",
        "645.77万元",
    ),
    (
        f'<w:fldSimple w:instr="QUOTE">{run(TEXT)}</w:fldSimple>',
        "645.77万元",
        "645.77万元",
    ),
]
"""什么里面的字，哪几个字，批注套着的字。"""


@pytest.mark.parametrize(
    ("xml", "words", "marked"),
    HOLDERS,
    ids=["runs", "value", "free text", "insertion", "link", "deletion", "field"],
)
def test_around_the_words_whatever_holds_them(
    put: Callable[[str], Path], xml: str, words: str, marked: str
) -> None:
    path = put(xml)
    data, got = only(path, at(2, TEXT, words))
    assert got == marked
    root = part(data, "word/document.xml")
    for control in root.iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}text") is not None:
            assert control.find(f".//{W}commentRangeStart") is None
    for kind in ("ins", "hyperlink", "fldSimple", "sdt"):
        for holder in root.iter(f"{W}{kind}"):
            assert holder.find(f".//{W}commentReference") is None


def test_the_audit_finds_no_fault_in_any_of_them(put: Callable[[str], Path]) -> None:
    path = put("</w:p><w:p>".join(xml for xml, _, _ in HOLDERS))
    places = [at(number, TEXT, words) for number, (_, words, _) in enumerate(HOLDERS, 2)]
    data = annotate(path, [*map(finding, places), finding(places[0])], date=DAY)
    assert len(anchored(data)) == len(HOLDERS) + 1
    assert not errors(data) - errors(path.read_bytes())


def errors(data: bytes) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "说明.docx"
        path.write_bytes(data)
        return {each.description for each in OpenXmlValidator().validate(str(path)).errors}


def test_findings_at_the_same_and_at_overlapping_words(put: Callable[[str], Path]) -> None:
    path = put(run(TEXT))
    places = ["645.77万元", "645.77", "645.77万元，占51.32%", "645.77万元"]
    data = annotate(path, [finding(at(2, TEXT, words)) for words in places], date=DAY)
    assert [anchored(data)[str(key)] for key in range(4)] == places
    assert text_of(data) == text_of(path.read_bytes())


def box(content: str) -> str:
    drawing = (
        '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="框"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>'
        f"<w:txbxContent><w:p>{content}</w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return f"<w:r>{drawing}</w:r>"


def test_words_in_a_text_box_are_commented_at_the_box(put: Callable[[str], Path]) -> None:
    path = put(run("正文。") + box(run(TEXT)))
    data, got = only(path, at(3, TEXT, "51.32%"))
    assert got == TEXT
    inside = part(data, "word/document.xml").find(f".//{W}txbxContent")
    assert inside is not None
    assert inside.find(f".//{W}commentRangeStart") is None
    (lines,) = said(data).values()
    assert lines[-2:] == ["位置：第3段", "原文：项目支出645.77万元，占【51.32%】。"]


def table_of_revenue(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("收入决算表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "项目"
    table.cell(0, 2).text = "金额"
    for row, cells in enumerate((("合计", "甲", "12.00"), ("其中", "乙", "11.00")), 1):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph(TEXT)
    return saved(path, document)


@pytest.mark.parametrize(
    ("where", "marked"),
    [
        (Place(sheet="表1 收入决算表", cell="C4"), "12.00"),
        (Place(sheet="表1 收入决算表", cell="A3"), "项目"),
        (Place(sheet="表1 收入决算表"), "项目"),
        (Place(sheet="表1 收入决算表", cell="Z99"), "项目"),
        (Place(sheet="表1 收入决算表", cell="C4", paragraph=3), "12.00"),
        (Place(paragraph=3), "项目"),
        (Place(paragraph=4), TEXT),
        (Place(sheet="公开03 收入决算表", cell="C4"), "收入决算表"),
        (Place(paragraph=99), "收入决算表"),
        (Place(), "收入决算表"),
    ],
)
def test_cells_tables_paragraphs_and_what_has_no_place(
    tmp_path: Path, where: Place, marked: str
) -> None:
    data, got = only(table_of_revenue(tmp_path / "说明.docx"), where)
    assert got == marked
    (lines,) = said(data).values()
    assert ("位置：公开03 收入决算表!C4" in lines) == (where.sheet == "公开03 收入决算表")


def test_a_quote_that_does_not_stand_there_marks_the_paragraph(put: Callable[[str], Path]) -> None:
    other = Place(paragraph=2, quote="别的话45万元", quote_at=0, span=(3, 5))
    assert only(put(run(TEXT)), other)[1] == TEXT


def test_what_was_not_checked_is_listed_and_not_marked_everywhere(
    put: Callable[[str], Path],
) -> None:
    unchecked = [
        finding(at(2, TEXT, "645.77万元"), f"第{n}个", verdict=Verdict.UNCHECKED) for n in range(25)
    ]
    data = annotate(put(run(TEXT)), [finding(Place(), follows=tuple(unchecked))], date=DAY)
    ((_, lines),) = said(data).items()
    listed = [line for line in lines if line.startswith("· 第2段：")]
    assert len(listed) == 20
    assert lines[-1] == "· 等共 25 处，全部见审核意见表或 --json。"


def test_what_is_hostile_in_a_message_stays_text(put: Callable[[str], Path]) -> None:
    data = annotate(put(run(TEXT)), [finding(Place(), "<w:p>\x00\x0b&甲\ufffe")], date=DAY)
    assert next(iter(said(data).values()))[0] == "批注1［错误］<w:p>&甲"


def test_strict_documents_are_refused(put: Callable[[str], Path], tmp_path: Path) -> None:
    strict = tmp_path / "严格.docx"
    with zipfile.ZipFile(strict, "w") as package:
        for name, content in parts(put(run(TEXT)).read_bytes()).items():
            package.writestr(
                name,
                content.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    with pytest.raises(UnreadableFile, match="严格的 Open XML"):
        annotate(strict, [finding(Place())], date=DAY)


@pytest.fixture(scope="module")
def sichuan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("批注")
    path = in_pieces("sichuan", folder / "说明.docx")
    target = folder / "说明-批注.docx"
    target.write_bytes(annotate(path, review_file(path, Request()).findings, date=DAY))
    return target


def test_the_sdk_finds_no_fault(sichuan: Path, sdk_validator: str) -> None:
    done = subprocess.run(
        [sdk_validator, str(sichuan)], capture_output=True, text=True, check=False
    )
    assert '"ok": true' in done.stdout


@pytest.mark.usefixtures("soffice")
def test_libreoffice_reads_the_same_comments_at_the_same_words(
    sichuan: Path, tmp_path: Path
) -> None:
    again = convert(sichuan, "docx", tmp_path).read_bytes()
    was = sichuan.read_bytes()
    told, told_again = said(was), said(again)
    pairs = sorted((lines[0], anchored(was)[key]) for key, lines in told.items())
    pairs_again = sorted((lines[0], anchored(again)[key]) for key, lines in told_again.items())
    assert pairs_again == pairs


@pytest.fixture(scope="module")
def of_ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """我们写的一份文档：数在控件里，图是 Word 的图。"""
    path = tmp_path_factory.mktemp("我们的") / "说明.docx"
    path.write_bytes(word_document(results_of("sample_complete")).data)
    return path


def test_numbers_in_our_controls_and_charts_of_a_document_of_ours(of_ours: Path) -> None:
    blocks = read_document(of_ours).blocks
    number, text = next(
        (at_ + 1, block.text)
        for at_, block in enumerate(blocks)
        if isinstance(block, TextBlock) and "占31.56%" in block.text
    )
    chart = next(at_ + 1 for at_, block in enumerate(blocks) if isinstance(block, ChartBlock))
    places = [at(number, text, "31.56%"), at(number, text, "占31.56%"), Place(paragraph=chart)]
    data = annotate(of_ours, [finding(where) for where in places], date=DAY)
    assert [anchored(data)[str(key)] for key in range(3)] == ["31.56%", "占31.56%", ""]
    assert errors(data) == set()
    assert text_of(data) == text_of(of_ours.read_bytes())
    root = part(data, "word/document.xml")
    for control in root.iter(f"{W}sdt"):
        assert control.find(f".//{W}commentRangeStart") is None
        assert control.find(f".//{W}commentReference") is None
    inside = False
    drawn = 0
    for element in root.iter():
        if element.get(f"{W}id") == "2" and element.tag.startswith(f"{W}commentRange"):
            inside = element.tag == f"{W}commentRangeStart"
        drawn += inside and element.tag == f"{W}drawing"
    assert drawn == 1
    before, after = parts(of_ours.read_bytes()), parts(data)
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }


def test_words_of_a_footnote_are_commented_at_its_sign(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(parse_xml(f'<w:r {NS}><w:footnoteReference w:id="5"/></w:r>'))
    note = f'<w:footnote w:id="5"><w:p>{run(TEXT)}</w:p></w:footnote>'
    notes = f"<w:footnotes {NS}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    made = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(made, RT.FOOTNOTES)
    path = saved(tmp_path / "说明.docx", document)
    data = annotate(path, [finding(at(2, TEXT, "51.32%"))], date=DAY)
    assert parts(data)["word/footnotes.xml"] == parts(path.read_bytes())["word/footnotes.xml"]
    inside = False
    found = []
    for element in part(data, "word/document.xml").iter():
        if element.tag.startswith(f"{W}commentRange"):
            inside = element.tag == f"{W}commentRangeStart"
        elif inside:
            found.append(element.tag)
    assert f"{W}footnoteReference" in found
    (lines,) = said(data).values()
    assert lines[-1] == "原文：项目支出645.77万元，占【51.32%】。"
