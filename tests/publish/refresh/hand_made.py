"""本组测试共用：手工拼出的文档（不经过写文档的程序），和像人一样的改动。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from xlbudget.domain.money import Amount
from xlbudget.domain.text import Kind
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.publish.word import marks
from xlbudget.publish.word.charts import CHART_TYPE, RELATION, WordChart, chart_parts
from xlbudget.reading.documents import read_document
from xlbudget.results import Results
from xlbudget.results.trace import SpanKind, Trace, TracedParagraph, trace_of
from xlbudget.results.trace_json import trace_json
from xlbudget.workbook.blank import account_of_case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763"
    "f8cfc000000301010018dd8db00000000049454e44ae426082"
)
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ROOT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15">'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_KINDS = "application/vnd.openxmlformats-officedocument"
TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Default Extension="xlsx" ContentType="{_KINDS}.spreadsheetml.sheet"/>'
    '<Override PartName="/word/document.xml" '
    f'ContentType="{_KINDS}.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KINDS}.wordprocessingml.styles+xml"/>'
    '<Override PartName="/customXml/itemProps1.xml" '
    f'ContentType="{_KINDS}.customXmlProperties+xml"/>'
)

Key = tuple[str, str, str]


def case(name: str, place: str = "sichuan") -> Case:
    return load_case(HOME / place / "cases" / f"{name}.toml", place)


def results(known: Case, changes: dict[Key, str] | None = None, **more: object) -> Results:
    """一个案例的结果；`changes` 改几格（案例的单位）。"""
    amounts = dict(known.amounts)
    for key, text in (changes or {}).items():
        amounts[key] = Amount.of(text, known.unit)
    known = replace(known, amounts=amounts, **more)  # type: ignore[arg-type]
    resolved = find(known.place, known.year, known.settings)
    return run(account_of_case(known, resolved), resolved)


@cache
def sample() -> Results:
    return results(case("sample_complete"))


def document(made: Results) -> tuple[bytes, Trace]:
    """一份文档：目录（标题和页码）、正文，数都有控件和书签，图在图注前面，对照在 customXml 里。"""
    trace = trace_of(made)
    body, number = "", 1
    drawn = {
        f"（{spec.caption}）": chart_parts(
            spec, made.format.style, relation=f"rIdChart{spec.number}", number=spec.number
        )
        for spec in made.charts
    }
    for paragraph in trace.paragraphs:
        if paragraph.kind is Kind.HEADING:
            body += (
                f'<w:p><w:hyperlink w:anchor="_Toc{number}"><w:r><w:t>{escape(paragraph.text)}'
                "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>3</w:t></w:r></w:hyperlink></w:p>"
            )
    for paragraph in trace.paragraphs:
        content, after = "", number + 1
        for span in paragraph.spans:
            if span.kind is SpanKind.WORDS:
                content += marks.run(span.text)
            else:
                content += marks.control(span, after)
                after += 1
        level = 0 if paragraph.kind is Kind.HEADING else 9
        if paragraph.text in drawn:
            body += f"<w:p><w:r>{drawn[paragraph.text].drawing_xml}</w:r></w:p>"
        body += (
            f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
            f'<w:bookmarkStart w:id="{number}" w:name="{paragraph.mark}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )
        number = after
    text = f"{XML}{ROOT}<w:body>{body}<w:sectPr/></w:body></w:document>"
    return packed(text, trace, list(drawn.values())), trace


def packed(text: str, trace: Trace, charts: Sequence[WordChart] = ()) -> bytes:
    chart_types = "".join(
        f'<Override PartName="/word/{each.target}" ContentType="{CHART_TYPE}"/>' for each in charts
    )
    chart_links = "".join(
        f'<Relationship Id="{each.relation}" Type="{RELATION}" Target="{each.target}"/>'
        for each in charts
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f"{TYPES}{chart_types}</Types>",
        "_rels/.rels": f'{XML}{LINKS}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": text,
        "word/_rels/document.xml.rels": f'{XML}{LINKS}<Relationship Id="rId1" '
        f'Type="{OFFICE}/customXml" Target="../customXml/item1.xml"/>'
        f'<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f"{chart_links}</Relationships>",
        "customXml/item1.xml": f'{XML}<trace xmlns="urn:xlbudget:trace">'
        f"{escape(trace_json(trace))}</trace>",
    }
    props = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    parts["customXml/_rels/item1.xml.rels"] = (
        f'{XML}{LINKS}<Relationship Id="rId1" Type="{OFFICE}/customXmlProps" '
        'Target="itemProps1.xml"/></Relationships>'
    )
    parts["customXml/itemProps1.xml"] = (
        f'{XML}<ds:datastoreItem ds:itemID="{{0B3E5C5B-6A50-4C0E-9A57-1F0E6A4D2C11}}" '
        f'xmlns:ds="{props}"><ds:schemaRefs/></ds:datastoreItem>'
    )
    parts["word/styles.xml"] = f"{XML}<w:styles {NAMES}/>"
    for each in charts:
        parts |= each.parts
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def edited(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """像 Word 那样改正文，别的部件不动。"""
    root = etree.fromstring(part(data, "word/document.xml"))
    edit(root)
    return with_parts(
        data, {"word/document.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8")}
    )


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_parts(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """换掉几个部件，None 是去掉。"""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in archive.infolist():
            content = changed.get(info.filename, archive.read(info.filename))
            if content is not None:
                target.writestr(info.filename, content)
    return packed.getvalue()


def lines(data: bytes, path: Path) -> list[str]:
    """读者看到的各段。"""
    path.write_bytes(data)
    return [block.text for _, block in read_document(path).texts()]


def paragraph_of(root: etree._Element, trace: Trace, id_: str) -> etree._Element:
    mark = traced(trace, id_).mark
    start = root.find(f".//{W}bookmarkStart[@{W}name='{mark}']")
    assert start is not None
    found = start.getparent()
    assert found is not None
    return found


def traced(trace: Trace, id_: str) -> TracedParagraph:
    return next(each for each in trace.paragraphs if each.id == id_)


def add_picture(data: bytes, after: str, trace: Trace) -> bytes:
    """在一段后面加一段，里面是一张图片和几个字。"""
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    drawing = (
        f'<w:p {NAMES}><w:r><w:drawing><wp:inline xmlns:wp="{space}/wordprocessingDrawing">'
        '<wp:extent cx="360000" cy="360000"/><wp:docPr id="900" name="照片"/>'
        f'<a:graphic xmlns:a="{space}/main"><a:graphicData uri="{space}/picture">'
        f'<pic:pic xmlns:pic="{space}/picture"><pic:nvPicPr><pic:cNvPr id="900" name="照片"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r><w:r><w:t>街道办事处全景，占地3.5亩。"
        "</w:t></w:r></w:p>"
    )

    def edit(root: etree._Element) -> None:
        paragraph_of(root, trace, after).addnext(etree.fromstring(drawing))

    links = part(data, "word/_rels/document.xml.rels").decode()
    types = part(data, "[Content_Types].xml").decode()
    if 'Extension="png"' not in types:
        kind = '<Default Extension="png" ContentType="image/png"/>'
        types = types.replace("<Default", f"{kind}<Default", 1)
    link = f'<Relationship Id="rIdPicture" Type="{OFFICE}/image" Target="media/photo.png"/>'
    data = with_parts(
        edited(data, edit),
        {
            "word/_rels/document.xml.rels": links.replace(
                "</Relationships>", f"{link}</Relationships>"
            ).encode(),
            "[Content_Types].xml": types.encode(),
        },
    )
    return with_added(data, "word/media/photo.png", PIXEL)


def with_added(data: bytes, name: str, content: bytes) -> bytes:
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def say_instead(paragraph: etree._Element, was: str, now: str) -> None:
    """在一段里改几个字（在一个 w:t 里）。"""
    for text in paragraph.iter(f"{W}t"):
        if was in (text.text or ""):
            text.text = (text.text or "").replace(was, now, 1)
            return
    raise AssertionError(was)
