"""带表的范本，照财政局的写法自己编的：三公经费表、基本情况表、收支表、页眉页脚、文本框、亿元。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from docx.table import Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RED = RGBColor(0xFF, 0, 0)
BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    "<w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)

THREE_PUBLIC = """\
项目|预算数|决算数|上年决算数|增减额|增减率|完成预算%
“三公”经费合计|XX|XX|XX|XX|XX|XX
1.因公出国（境）费|XX|XX|XX|XX|XX|XX
2.公务用车购置及运行维护费|XX|XX.XX|XX|XX|XX%|XX
其中：公务用车购置费|XX|XX|XX|XX|XX|XX
公务用车运行维护费|XX|XX|XX|XX|XX|XX
3.公务接待费|XX|XX|XX|XX|XX|XX"""

BASIC = """\
单位名称|XXXX|所属年度|20XX年
公务用车保有量（辆）|XX|车辆总数|XX辆
政府采购支出总额（万元）|XX|机关运行经费支出|____万元
国内公务接待批次|XX个|国内公务接待人次|XX
年末职工人数|XX人|其他事项|（注：请据实填写）"""

FUNDS = """\
项目|20XX年决算数（亿元）|20XX年决算数（亿元）
本年收入合计|XX|XX
示范项目收入|XX|XX"""

WHOLE = """\
项目|决算数（亿元）|上年数（千元）|备注
本年收入合计|XX|XX|XX
本年支出合计|X.X|XX|无"""


def put_table(form: Document, text: str) -> Table:
    """一张表，一行一行写着，格与格之间是竖线；XX 是红字黄底。"""
    rows = [line.split("|") for line in text.splitlines()]
    table: Table = form.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(cells.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(words)
            if set(words) <= set("X.%_万元辆个人"):
                run.font.color.rgb, run.bold = RED, True
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if words.startswith("（注"):
                run.font.color.rgb = RED
    return table


def form_of(path: Path, *parts: str, header: str = "", box: str = "") -> Path:
    """一份范本：一段一段，含竖线的是一张表。"""
    form = docx.Document()
    form.part.drop_rel(
        next(key for key, rel in form.part.rels.items() if "stylesWithEffects" in rel.reltype)
    )
    if header:
        form.sections[0].header.paragraphs[0].text = header
        form.sections[0].footer.paragraphs[0].text = "XX单位"
    for part in parts:
        if "|" in part:
            put_table(form, part)
        else:
            form.add_paragraph(part)
    form.save(str(path))
    if box:
        words = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in box.splitlines())
        _insert(path, BOX.format(words))
    return path


def _insert(path: Path, xml: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("<w:sectPr", f"{xml}<w:sectPr", 1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)


def tables_of(data: bytes) -> list[list[list[str]]]:
    """填好的各表，一格一格，控件里的字也在内；不经过我们自己的读法。"""
    return [
        [
            ["".join(t.text or "" for t in cell._tc.iter(f"{W}t")) for cell in row.cells]
            for row in table.rows
        ]
        for table in docx.Document(io.BytesIO(data)).tables
    ]


NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def with_footnote(path: Path, text: str) -> Path:
    """一份范本，最后加一段带脚注的话。"""
    _insert(path, '<w:p><w:r><w:t>见注</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')
    with zipfile.ZipFile(path) as archive:
        parts = {
            each: archive.read(each).decode("utf-8", "surrogateescape")
            for each in archive.namelist()
        }
    parts["word/footnotes.xml"] = NOTES.format(text)
    links, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    link = f'<Relationship Id="rIdNotes" Type="{KIND}" Target="footnotes.xml"/>'
    parts[links] = parts[links].replace("</Relationships>", f"{link}</Relationships>")
    kind = f'<Override PartName="/word/footnotes.xml" ContentType="{TYPE}"/>'
    parts[types] = parts[types].replace("</Types>", f"{kind}</Types>")
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content.encode("utf-8", "surrogateescape"))
    return path
