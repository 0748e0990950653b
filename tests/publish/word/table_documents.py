"""本组测试共用：只有表的 Word 文件，每种纸一节；样式只有表用到的三种。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from itertools import groupby

from xlbudget.files.office_theme import theme
from xlbudget.publish.word.tables import NOTE, TEXT, TITLE, Paper, paper_of, table_xml
from xlbudget.results.printed_tables import PrintedTable

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _style(name: str, shown: str, size: int, properties: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{shown}"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
        f'w:lineRule="auto"/>{properties}</w:pPr><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" '
        f'w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )


STYLES = "".join(
    (
        _style(TITLE, "表格标题", 32, '<w:jc w:val="center"/>'),
        _style(TEXT, "表格文字", 18),
        _style(NOTE, "表格附注", 21),
    )
)

PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
            for name in ("styles", "settings", "fontTable")
        )
        + '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{target}"/>'
            for name, target in (
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("fontTable", "fontTable.xml"),
                ("theme", "theme/theme1.xml"),
            )
        )
        + "</Relationships>"
    ),
    "word/styles.xml": f"<w:styles {_NAMES}>{STYLES}</w:styles>",
    "word/settings.xml": f"<w:settings {_NAMES}/>",
    "word/fontTable.xml": f"<w:fonts {_NAMES}/>",
    "word/theme/theme1.xml": theme("宋体"),
}


def section(paper: Paper) -> str:
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{paper.width}" w:h="{paper.height}" '
        f'w:orient="landscape"/><w:pgMar w:top="{paper.top}" w:right="{paper.right}" '
        f'w:bottom="{paper.bottom}" w:left="{paper.left}" w:header="851" w:footer="851" '
        'w:gutter="0"/></w:sectPr>'
    )


def document(body: str) -> bytes:
    parts = PARTS | {
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            head = "" if text.startswith("<?xml") else _HEAD
            archive.writestr(name, head + text)
    return stream.getvalue()


def document_of(tables: Iterable[PrintedTable]) -> bytes:
    """All tables, each on a page of its own, a section for each run of the same paper."""
    sections = []
    for paper, same in groupby(tables, key=paper_of):
        made = [
            table_xml(table, width_twips=paper.table_width, new_page=at > 0)
            for at, table in enumerate(same)
        ]
        sections.append(("".join(made), section(paper)))
    *before, (body, last) = sections
    ended = (f"{made}<w:p><w:pPr>{ended}</w:pPr></w:p>" for made, ended in before)
    return document("".join([*ended, body, last]))
