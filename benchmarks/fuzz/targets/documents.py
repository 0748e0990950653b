"""别人写的文件：Word、网页、文本。读出的每一块都有字的样子；表是方的。"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.fuzz.targets.target import PATH, Target, parts_of, zipped
from tests.reading.documents.packing import _TYPES as TYPES
from tests.reading.documents.packing import NAMESPACES, links, p, tc, tr
from xlbudget.domain.documents import ChartBlock, Document, PictureBlock, TableBlock, TextBlock
from xlbudget.formats.library import find
from xlbudget.reading.document_tables import account_of_document
from xlbudget.reading.documents.html import read_html, read_mime
from xlbudget.reading.documents.plain_text import decoded, read_plain_text
from xlbudget.reading.documents.word import open_word, read_flat_word

FORMAT = find("sichuan", 2024)
WORD_PART = "word/document.xml"


def sound(document: Document) -> None:
    """What everybody after the readers takes for granted, and that its tables can be read."""
    for block in document.blocks:
        match block:
            case TextBlock():
                block.text.encode()
            case TableBlock():
                widths = {len(row) for row in block.rows}
                assert len(widths) <= 1, "一张表的各行不一样长"
            case ChartBlock() | PictureBlock():
                pass
    account_of_document(document, FORMAT)


def run_word(data: bytes) -> None:
    """A .docx of the parts of an input; the part "" is what stands in its body."""
    parts = parts_of(data)
    body = parts.pop("")
    content = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": links(("rId1", "officeDocument", WORD_PART)).encode(),
        WORD_PART: f"<w:document {NAMESPACES}><w:body>".encode() + body + b"</w:body></w:document>",
        "word/_rels/document.xml.rels": links(
            ("rId2", "styles", "styles.xml"), ("rId3", "footnotes", "footnotes.xml")
        ).encode(),
    }
    opened = open_word(PATH, zipped(content | parts))
    for at, leaves in opened.leaves.items():
        block = opened.document.blocks[at]
        assert isinstance(block, TextBlock)
        spans = [(leaf.start, leaf.end) for leaf in leaves]
        assert all(start < len(block.text) and end > 0 for start, end in spans)
        assert spans == sorted(spans)
    sound(opened.document)


def run_flat(data: bytes) -> None:
    """A document that Word saved as one XML file."""
    sound(read_flat_word(PATH, data))


def run_html(data: bytes) -> None:
    """A saved web page, alone or with its pictures."""
    read = read_mime if data[:12].lower() == b"mime-version" else read_html
    sound(read(PATH, data))


def run_text(data: bytes) -> None:
    """A text in any encoding."""
    text = decoded(data)
    if text is not None:
        sound(read_plain_text(PATH, text))


def word_seeds() -> Iterator[bytes]:
    """Bodies with everything that the reader knows."""
    yield p("一、收入决算情况说明", '<w:outlineLvl w:val="0"/>').encode()
    yield (p("2024年度收入合计") + "<w:p><w:r><w:t>12</w:t><w:tab/><w:br/></w:r></w:p>").encode()
    wide, tall, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        tr(tc("项目", wide), tc("决算数")),
        tr(tc("合计", tall), tc("1.00"), tc("2.00")),
        tr(tc("", below), tc(p("甲") + p("乙")), properties='<w:gridBefore w:val="1"/>'),
    )
    yield f"<w:tbl>{''.join(rows)}</w:tbl>".encode()
    yield (
        '<w:p><w:ins w:id="1"><w:r><w:t>添</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>删'
        "</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:footnoteReference w:id="2"/></w:r></w:p>'
    ).encode()
    yield (
        '<w:p><mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:drawing><wp:inline>'
        "<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>"
        f"{p('框里')}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></mc:Choice><mc:Fallback/></mc:AlternateContent></w:p>"
    ).encode()
    yield (
        f'{p("收支总表")}<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "</w:pPr><m:oMathPara><m:oMath><m:r><m:t>1</m:t></m:r></m:oMath></m:oMathPara></w:p>\n"
        f'--- word/styles.xml\n<w:styles {NAMESPACES}><w:style w:type="paragraph" '
        'w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="2"/></w:style></w:styles>'
    ).encode()


def flat_seeds() -> Iterator[bytes]:
    """A document in one file."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    yield (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}"><pkg:part pkg:name="/_rels/.rels">'
        f"<pkg:xmlData>{links(('rId1', 'officeDocument', WORD_PART))}</pkg:xmlData></pkg:part>"
        f'<pkg:part pkg:name="/{WORD_PART}"><pkg:xmlData><w:document {NAMESPACES}><w:body>'
        f"{p('甲')}</w:body></w:document></pkg:xmlData></pkg:part>"
        '<pkg:part pkg:name="/word/a.png"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part>'
        "</pkg:package>"
    ).encode()


def html_seeds() -> Iterator[bytes]:
    """Pages as people save them."""
    yield (
        "<html><head><meta charset=utf-8><style>p{}</style></head><body><h1>一、收入</h1>"
        "<p>收入<b>12.00</b>万元。<br>第二行&nbsp;&#x4e00;</p><ul><li>甲<li>乙</ul>"
        "<table><tr><td rowspan=2>项目<td colspan=3>决算数<tr><td>1<td>2</table>"
        "<img src=a.png alt=图><script>x</script></body></html>"
    ).encode()
    yield "<table><tr><td><table><tr><td>套</table></table><div>散<p>落".encode("gb18030")
    yield (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<p>=BC=D7=D2=D2</p>\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
        b"AAAA\n--b--\n"
    )


def text_seeds() -> Iterator[bytes]:
    """Texts in the encodings of editors, with tables of tabs, bars and blanks."""
    text = (
        "示例街道办事处2024年度部门决算\n\n一、收入决算情况\n2024年度收入合计1,482.22万元，占98.5%。\n"
        "项目\t决算数\n合计\t12.00\n\n| 项目 | 金额 |\n|---|---|\n| 甲 | 1 |\n\n"
        "  项目        金额\n  甲          1.00\n# 标题\n- 甲\n（1）乙\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield text.encode(encoding)
    yield "图：收入构成\n甲 ████ 12%\n乙 ██ 8%\n".encode()


XML_WORDS = (
    *("<w:p>", "</w:p>", "<w:r>", "<w:t>", "</w:t></w:r></w:p>", "<w:tbl>", "<w:tr>", "<w:tc>"),
    *("</w:tc></w:tr></w:tbl>", '<w:gridSpan w:val="9"/>', '<w:vMerge w:val="continue"/>'),
    *('<w:hMerge w:val="continue"/>', "<w:tab/>", "<w:br/>", "<w:sdt><w:sdtContent>", "<w:del>"),
    *("<w:moveFrom>", '<w:gridBefore w:val="3"/>', "<w:txbxContent>", "<w:pict>", "<c:chart/>"),
)
HTML_WORDS = (
    *("<table>", "<tr>", "<td>", "</table>", "rowspan=9", "colspan=9", "<p>", "<br>", "<li>"),
    *("<div>", "<!--", "-->", "&nbsp;", "<img src=data:image/png;base64,", "<svg>", "charset="),
)
TEXT_WORDS = ("万元", "%", "\t", "|", "|---|", "2024年度", "合计", "████", "项目", "一、", "（一）")
WORD = Target("word", "Word 文档", run_word, word_seeds, XML_WORDS)
FLAT = Target("flat", "存成一个 XML 的 Word 文档", run_flat, flat_seeds, XML_WORDS)
HTML = Target("html", "网页", run_html, html_seeds, HTML_WORDS)
TEXT = Target("text", "纯文本", run_text, text_seeds, TEXT_WORDS)
TARGETS = (WORD, FLAT, HTML, TEXT)
