"""Word 正文：读者在页面上看到的字，一个不多、一个不少。"""

from __future__ import annotations

from pathlib import Path

import docx as python_docx
import pytest

from tests.reading.documents.packing import docx, p, part, shown
from xlbudget.domain.findings import Level
from xlbudget.reading.documents import read_document

PARAGRAPHS = {
    "内容控件里的数": (
        (
            "<w:p><w:r><w:t>总计为</w:t></w:r><w:sdt><w:sdtPr><w:tag w:val='x'/></w:sdtPr>"
            "<w:sdtContent><w:r><w:t>1482.2</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>2万元</w:t></w:r></w:p>"
        ),
        "总计为1482.22万元",
    ),
    "整段在控件里": (f"<w:sdt><w:sdtContent>{p('全段')}</w:sdtContent></w:sdt>", "全段"),
    "超链接": (
        "<w:p><w:hyperlink r:id='rId9'><w:r><w:t>附件</w:t></w:r></w:hyperlink></w:p>",
        "附件",
    ),
    "插入的算": (
        "<w:p><w:r><w:t>占</w:t></w:r><w:ins w:id='1'><w:r><w:t>1.81%</w:t></w:r></w:ins></w:p>",
        "占1.81%",
    ),
    "删去的不算": (
        (
            "<w:p><w:del w:id='1'><w:r><w:delText>1.8%</w:delText></w:r></w:del>"
            "<w:r><w:t>占1.81%</w:t></w:r></w:p>"
        ),
        "占1.81%",
    ),
    "移来的算，移走的不算": (
        (
            "<w:p><w:moveFrom w:id='1'><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
            "<w:moveTo w:id='2'><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
        ),
        "新",
    ),
    "域只读结果": (
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            "<w:r><w:instrText>= 1+1</w:instrText>"
            "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>2</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:fldSimple w:instr='PAGE'><w:r><w:t>页</w:t></w:r></w:fldSimple></w:p>"
        ),
        "2页",
    ),
    "制表符、换行、不间断连字符": (
        (
            "<w:p><w:r><w:t>合计</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>2</w:t>"
            "<w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r></w:p>"
        ),
        "合计\t1\n2-3",
    ),
    "隐藏的字看不见": (
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>见</w:t></w:r></w:p>"
        ),
        "见",
    ),
    "注音只读字": (
        (
            "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>jue</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>决</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        ),
        "决",
    ),
    "符号": ("<w:p><w:r><w:t>甲</w:t><w:sym w:font='宋体' w:char='2460'/></w:r></w:p>", "甲①"),
    "图片字体的符号没有字": (
        "<w:p><w:r><w:t>甲</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>",
        "甲",
    ),
    "公式": ("<w:p><m:oMath><m:r><m:t>25.92÷1433.63</m:t></m:r></m:oMath></w:p>", "25.92÷1433.63"),
    "两种写法取第一种": (
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>新</w:t></mc:Choice>"
            "<mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
        "新",
    ),
    "前后的空白不算": (p("　　一、收入 支出　"), "一、收入 支出"),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_paragraph_reads_as_on_the_page(name: str, tmp_path: Path) -> None:
    body, text = PARAGRAPHS[name]
    assert shown(read_document(docx(tmp_path / "说明.docx", body))) == [text]


def test_blocks_are_numbered_and_empty_paragraphs_are_none(tmp_path: Path) -> None:
    body = p("甲") + "<w:p/>" + p("　") + p("乙")
    document = read_document(docx(tmp_path / "说明.docx", body))
    assert shown(document) == ["甲", "乙"]
    assert [block.place.paragraph for block in document.blocks] == [1, 2]
    assert document.file == str(tmp_path / "说明.docx")


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    first = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = p("收入合计", first) + p("100万元。") + p("末", first)
    assert shown(read_document(docx(tmp_path / "说明.docx", body))) == ["收入合计100万元。", "末"]


STYLES = part(
    "styles",
    "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>"
    "<w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='章'><w:name w:val='章标题'/>"
    "<w:basedOn w:val='1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='3'><w:name w:val='heading 3'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='文'><w:name w:val='正文样'/><w:basedOn w:val='1'/>"
    "<w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='圈甲'><w:name w:val='甲'/>"
    "<w:basedOn w:val='圈乙'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='圈乙'><w:name w:val='乙'/>"
    "<w:basedOn w:val='圈甲'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='项'><w:name w:val='项'/>"
    "<w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='子项'><w:name w:val='子项'/>"
    "<w:basedOn w:val='项'/></w:style>",
)
NUMBERING = part(
    "numbering",
    "<w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:numFmt w:val='none'/><w:lvlText w:val=''/></w:lvl></w:abstractNum>"
    "<w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'>"
    "<w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl></w:lvlOverride></w:num>",
)
USED = [("rId1", "styles", "styles.xml"), ("rId2", "numbering", "/word/numbering.xml")]
PARTS = {"word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}
LEVELS = {
    "<w:pStyle w:val='1'/>": 1,
    "<w:pStyle w:val='章'/>": 1,
    "<w:pStyle w:val='3'/>": 3,
    "<w:outlineLvl w:val='1'/>": 2,
    "<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>": None,
    "<w:pStyle w:val='文'/>": None,
    "<w:pStyle w:val='圈甲'/>": None,
    "<w:pStyle w:val='没有的'/>": None,
    "<w:outlineLvl w:val='错'/>": None,
    "": None,
}
NUMBERS = {
    "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr>": True,
    "<w:numPr><w:numId w:val='2'/></w:numPr>": True,
    "<w:numPr><w:ilvl w:val='2'/><w:numId w:val='2'/></w:numPr>": False,
    "<w:numPr><w:ilvl w:val='3'/><w:numId w:val='2'/></w:numPr>": False,
    "<w:numPr><w:numId w:val='3'/></w:numPr>": False,
    "<w:numPr><w:numId w:val='0'/></w:numPr>": False,
    "<w:numPr><w:numId w:val='77'/></w:numPr>": False,
    "<w:pStyle w:val='项'/>": True,
    "<w:pStyle w:val='子项'/>": True,
    "<w:pStyle w:val='项'/><w:numPr><w:numId w:val='0'/></w:numPr>": False,
    "<w:pStyle w:val='项'/><w:numPr><w:ilvl w:val='2'/></w:numPr>": False,
    "": False,
}


def test_levels_come_from_the_paragraph_or_its_styles(tmp_path: Path) -> None:
    body = "".join(p("标题", properties) for properties in LEVELS)
    document = read_document(docx(tmp_path / "说明.docx", body, PARTS, USED))
    assert [block.level for _, block in document.texts()] == list(LEVELS.values())


def test_automatic_numbers_are_told_but_bullets_are_none(tmp_path: Path) -> None:
    body = "".join(p("段", properties) for properties in NUMBERS)
    document = read_document(docx(tmp_path / "说明.docx", body, PARTS, USED))
    assert [block.numbered for _, block in document.texts()] == list(NUMBERS.values())


def test_notes_stand_behind_the_text_and_headers_nowhere(tmp_path: Path) -> None:
    notes = part("footnotes", "".join(
        f"<w:footnote w:id='{key}'>{p(text)}</w:footnote>"
        for key, text in (("-1", "分隔"), ("2", "注：含上级拨款。"), ("3", "没有引用的"))
    ))  # fmt: skip
    body = "<w:p><w:r><w:t>收入</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + p("末")
    path = docx(
        tmp_path / "说明.docx",
        body,
        {"word/footnotes.xml": notes, "word/header1.xml": part("hdr", p("页眉"))},
        [("rId1", "footnotes", "footnotes.xml"), ("rId2", "header", "header1.xml")],
    )
    assert shown(read_document(path)) == ["收入", "末", "注：含上级拨款。"]


def test_open_changes_and_comments_are_told(tmp_path: Path) -> None:
    body = (
        "<w:p><w:commentRangeStart w:id='0'/><w:ins w:id='1'><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>减</w:delText></w:r></w:del>"
        "<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>"
    )
    comments = part("comments", f"<w:comment w:id='0'>{p('请核对')}</w:comment>")
    path = docx(
        tmp_path / "送审稿.docx",
        body,
        {"word/comments.xml": comments},
        [("rId1", "comments", "comments.xml")],
    )
    document = read_document(path)
    assert shown(document) == ["增"]
    assert [(each.check, each.level) for each in document.findings] == [
        ("tracked-changes", Level.INFO),
        ("comments-left", Level.INFO),
    ]
    assert "还有 2 处修订" in document.findings[0].message
    assert "还有 1 条批注" in document.findings[1].message


def test_a_clean_document_has_no_findings(tmp_path: Path) -> None:
    assert read_document(docx(tmp_path / "说明.docx", p("甲"))).findings == ()


def test_strict_documents_read_the_same(tmp_path: Path) -> None:
    heading = p("甲", "<w:outlineLvl w:val='0'/>")
    space = "xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'"
    strict = f"<w:document {space}><w:body>{heading}</w:body></w:document>"
    path = docx(tmp_path / "说明.docx", "", {"word/document.xml": strict})
    assert shown(read_document(path)) == ["1 甲"]


def test_plain_paragraphs_and_tables_agree_with_python_docx(tmp_path: Path) -> None:
    made = python_docx.Document()
    made.add_heading("第一部分  单位概况", 1)
    paragraph = made.add_paragraph("收入、支出总计均为")
    paragraph.add_run("1,433.63").bold = True
    paragraph.add_run("万元。")
    paragraph.add_run().add_tab()
    paragraph.add_run("末")
    table = made.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}行{column}列\n第二段"
    path = tmp_path / "说明.docx"
    made.save(str(path))
    document = read_document(path)
    texts = [block.text for _, block in document.texts()]
    assert texts == [each.text for each in python_docx.Document(str(path)).paragraphs]
    read = python_docx.Document(str(path)).tables[0]
    assert shown(document)[-1] == " / ".join(
        "|".join(cell.text for cell in row.cells) for row in read.rows
    )
