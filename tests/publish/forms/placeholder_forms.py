"""一份财政局样子的范本，写着占位符：有拆成几段的、标红的、在表格里的、在页眉页脚里的。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor

from tests.own_text import results_of_case
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME
from xlbudget.publish.forms.form import Filled, fill_form
from xlbudget.results import Results

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RED = RGBColor(0xFF, 0, 0)
EFFECTS = "/relationships/stylesWithEffects"


@cache
def national() -> Results:
    """有缺口的一个单位：各节都有。"""
    return results_of_case(load_case(HOME / "national/cases/every_section.toml", "national"))


def bureau(form: Document) -> None:
    """一份范本。"""
    form.sections[0].header.paragraphs[0].text = "【单位】【年度】年度决算"
    form.add_paragraph("第二部分　【年度】年度决算情况说明")
    form.add_paragraph("一、收入支出决算总体情况说明").runs[0].bold = True
    said = form.add_paragraph("收、支总计")
    for words in ("【收支总", "表.总", "计】"):
        run = said.add_run(words)
        run.font.color.rgb, run.font.size = RED, Pt(16)
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    said.runs[1].bold = True
    said.add_run("，与【上年度】年度相比，")
    said.add_run("增加（减少）【收支总表.总计.增减额】，")
    said.add_run("增长（下降）【收支总表.总计.增减率】，主要原因是")
    said.add_run("【总体变动原因】。")
    form.add_paragraph("二、收入决算情况说明")
    form.add_paragraph("【段：二】").runs[0].font.size = Pt(16)
    table = form.add_table(rows=2, cols=2)
    table.style = "Table Grid"
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "金额"
    table.cell(1, 0).text, table.cell(1, 1).text = "本年支出合计", "【支出决算表.合计】"
    form.add_paragraph("【图3】")
    form.add_paragraph("【附表2】")
    form.add_paragraph("以上各表请看。")


def saved(make: Callable[[Document], None], path: Path) -> Path:
    """一份范本的文件；python-docx 缺省模板里过时的部件不要。"""
    form = docx.Document()
    for key, relation in [*form.part.rels.items()]:
        if relation.reltype.endswith(EFFECTS):
            del form.part.rels[key]
    make(form)
    form.save(str(path))
    return path


def lines_of(*texts: str) -> Callable[[Document], None]:
    """一段一行的范本。"""

    def make(form: Document) -> None:
        for text in texts:
            form.add_paragraph(text)

    return make


def filled(path: Path, *texts: str, results: Results | None = None) -> Filled:
    """一段一行的范本，填好。"""
    return fill_form(saved(lines_of(*texts), path / "范本.docx"), results or national())


def words_of(data: bytes, part: str = "word/document.xml") -> list[str]:
    """一个部件里各段的字，不经过我们自己的读法。"""
    return ["".join(each.itertext()) for each in _paragraphs(data, part)]


def _paragraphs(data: bytes, part: str) -> Iterator[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read(part))
    for each in root.iter(f"{W}p"):
        for tag in ("instrText",):
            for gone in [*each.iter(f"{W}{tag}")]:
                gone.text = ""
        yield each
