"""Word 文件由 LibreOffice 导出成 PDF：两边读出来的段落和表一样。"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from xlbudget.domain.documents import Document, TableBlock, TextBlock
from xlbudget.files.office import convert
from xlbudget.formats.library import find
from xlbudget.reading.document_tables import account_of_document
from xlbudget.reading.documents import read_document

TOTALS = (
    "2024年度收入、支出总计均为1289.75万元。与2023年度相比，收入、支出总计各增加184.55万元，"
    "增长16.7%。主要变动原因是城乡环境整治工程本年集中支付。"
)
ITEM = (
    "1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）一般行政管理事务（项）：支出决算数为"
    "156.97万元，完成预算95.13%，决算数小于预算数的主要原因是印刷费据实结算后有结余。"
)
TEXTS = ["一、收入支出决算总体情况说明", TOTALS, "（三）支出决算具体情况", ITEM]
CODES = [
    ("2010301", "行政运行"), ("2010302", "一般行政管理事务"), ("2010350", "事业运行"),
    ("2080505", "机关事业单位基本养老保险缴费支出"),
    ("2080506", "机关事业单位职业年金缴费支出"), ("2101101", "行政单位医疗"),
]  # fmt: skip


def published(path: Path) -> None:
    """几页正文、页眉页码，再是横页上一张跨页的决算表，表头每页重印。"""
    word = docx.Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    section = word.sections[0]
    section.header.paragraphs[0].text = "示例街道办事处2024年度部门决算"
    footer = section.footer.paragraphs[0]
    footer.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    footer.add_run(" —")
    for text in TEXTS * 6:
        word.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.add_paragraph("一般公共预算财政拨款支出决算表")
    word.add_paragraph("部门：示例街道办事处\t2024年度\t金额单位：万元")
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [[code, name, "1,001.10", "1,000.00", "1.10"] for code, name in CODES]
    rows += [["", "合计", "6,006.60", "6,000.00", "6.60"]]
    table = word.add_table(len(rows), 5, style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        row.height = Pt(75)
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(10)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    word.add_paragraph("注：本表反映一般公共预算财政拨款支出情况。")
    word.save(str(path))


def content(document: Document) -> list[object]:
    """段落和格子里的字，不计空白。"""
    found: list[object] = []
    for block in document.blocks:
        if isinstance(block, TextBlock) and block.text.strip():
            found.append("".join(block.text.split()))
        elif isinstance(block, TableBlock):
            found.append([["".join(cell.split()) for cell in row] for row in block.rows])
    return found


@pytest.mark.usefixtures("soffice")
def test_a_pdf_reads_like_the_word_file_it_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    published(path)
    paper = read_document(convert(path, "pdf", tmp_path))
    word = read_document(path)
    assert content(paper) == content(word)
    pages = [block.place.page or 0 for block in paper.blocks]
    assert pages == sorted(pages)
    assert pages[-1] >= 4
    found = account_of_document(paper, find("national", 2024))
    assert found.account is not None
    (statement,) = found.account.statements.values()
    assert statement.sheet.startswith("第")
    assert [line.name for line in statement.lines] == [*(code for code, _ in CODES), "total"]
