"""Documents that people write: made with python-docx, with all that may stand in them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def png(red: int = 200) -> bytes:
    """A small picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    rows = b"".join(b"\0" + bytes([red, 40, 40] * 60) for _ in range(30))
    head = struct.pack(">IIBBBBB", 60, 30, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def turned(document: Document) -> None:
    """A new section, its paper turned."""
    section = document.add_section()
    across = section.orientation == WD_ORIENT.LANDSCAPE
    section.orientation = WD_ORIENT.PORTRAIT if across else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def put(document: Document, xml: str) -> None:
    """A paragraph whose content is XML."""
    paragraph = document.add_paragraph()._p
    for each in parse_xml(f"<w:p {NS}>{xml}</w:p>"):
        paragraph.append(each)


def report() -> Document:
    """绩效自评报告, with pictures, tables, lists, a page across, a link, a comment, a header."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = "楷体"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "楷体")
    document.sections[0].header.paragraphs[0].text = "别人的页眉"
    document.sections[0]._sectPr.append(parse_xml(f'<w:pgNumType {NS} w:start="9"/>'))
    document.add_heading("附件1 绩效自评报告", 1)
    document.add_heading("一、项目概况", 2)
    document.add_paragraph("本项目由示例街道办事处实施，").add_run("预算120万元。").bold = True
    for text in ("第一条", "第二条"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("甲点", style="List Bullet")
    document.add_picture(io.BytesIO(png()))
    table = document.add_table(2, 3, style="Table Grid")
    for number, cell in enumerate(table._cells):
        cell.text = f"格{number}"
    run = document.add_paragraph("这里有批注").runs[0]
    document.add_comment(run, "看看", "张三", "张")
    put(
        document,
        '<w:bookmarkStart w:id="1" w:name="_Toc_甲"/><w:r><w:t>书签</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/>'
        '<w:hyperlink w:anchor="_Toc_甲"><w:r><w:t>见书签</w:t></w:r></w:hyperlink>',
    )
    link = document.part.relate_to(
        "https://example.org/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    put(document, f'<w:hyperlink r:id="{link}"><w:r><w:t>网址</w:t></w:r></w:hyperlink>')
    turned(document)
    document.add_paragraph("横着的一页")
    wide = document.add_table(3, 8, style="Light Grid Accent 1")
    for number, cell in enumerate(wide._cells):
        cell.text = f"宽{number}"
    turned(document)
    document.add_paragraph("又竖了。")
    return document


def saved(document: Document, path: Path) -> Path:
    document.save(str(path))
    return path
