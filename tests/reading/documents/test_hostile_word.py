"""坏的、恶意的 .docx：总是一句中文的话，说明是什么、怎么办。"""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from tests.reading.documents.packing import NAMESPACES, docx, links, p, part, shown
from xlbudget.domain.errors import UnreadableFile, XlbudgetError
from xlbudget.reading.documents import read_document


def document_xml(inner: str, before: str = "") -> dict[str, str | bytes]:
    return {"word/document.xml": f"{before}<w:document {NAMESPACES}>{inner}</w:document>"}


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_document(path)
    told = str(caught.value)
    assert str(path) in told
    assert "这里是" in told
    assert "Excel" not in told
    return told


def test_a_bomb_of_zeros(tmp_path: Path) -> None:
    huge = b"<w:document>" + b"0" * (20 << 20)
    path = docx(tmp_path / "说明.docx", "", {"word/document.xml": huge})
    assert "压缩到了不足 200 分之一" in refusal(path)


def test_entities_that_grow(tmp_path: Path) -> None:
    doctype = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    path = docx(tmp_path / "说明.docx", "", document_xml("<w:body>&b;</w:body>", doctype))
    assert "带有文档类型定义" in refusal(path)


def test_entities_of_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不可见", encoding="utf-8")
    doctype = f"<!DOCTYPE x [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>"
    path = docx(tmp_path / "说明.docx", "", document_xml("<w:body>&a;</w:body>", doctype))
    assert "不可见" not in refusal(path)


@pytest.mark.parametrize("tag", ["w:sdt", "w:tbl", "w:p", "w:txbxContent"])
def test_a_hundred_thousand_levels(tag: str, tmp_path: Path) -> None:
    levels = 100_000
    deep = f"<{tag}>" * levels + "甲" + f"</{tag}>" * levels
    path = docx(tmp_path / "说明.docx", deep)
    assert "层数太深" in refusal(path)


def test_tables_and_boxes_as_deep_as_a_parser_allows(tmp_path: Path) -> None:
    inner = p("底")
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert shown(read_document(docx(tmp_path / "表.docx", inner))) == ["底"]
    inner = p("底")
    for _ in range(45):
        box = f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>"
        inner = f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
    assert shown(read_document(docx(tmp_path / "框.docx", inner))) == ["底"]


def test_many_paragraphs_in_one_control(tmp_path: Path) -> None:
    many = "<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 20_000
    path = docx(tmp_path / "说明.docx", f"<w:sdt><w:sdtContent>{many}</w:sdtContent></w:sdt>")
    assert len(read_document(path).blocks) == 20_000


def test_no_text_part(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "缺少正文部件" in refusal(path)


def test_no_body(tmp_path: Path) -> None:
    assert "没有正文" in refusal(docx(tmp_path / "说明.docx", "", document_xml("")))


def test_the_text_part_is_found_through_its_relationship(tmp_path: Path) -> None:
    other = {
        "_rels/.rels": links(("rId1", "officeDocument", "/word/document2.xml")),
        "word/document2.xml": f"<w:document {NAMESPACES}><w:body>{p('乙')}</w:body></w:document>",
    }
    assert shown(read_document(docx(tmp_path / "说明.docx", p("甲"), other))) == ["乙"]


BROKEN_LINKS = [
    [("rId1", "styles", "没有.xml"), ("rId2", "numbering", "../../外.xml")],
    [("rId1", "styles", ""), ("", "", "")],
    [("rId1", "styles", "document.xml"), ("rId2", "footnotes", "styles.xml")],
]


@pytest.mark.parametrize("related", BROKEN_LINKS)
def test_broken_relationships_leave_the_text(
    related: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    path = docx(tmp_path / "说明.docx", p("甲", "<w:pStyle w:val='1'/>"), {}, related)
    assert shown(read_document(path)) == ["甲"]


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [b"", b"<w:x", b"\xff\xfe<\x00", "不是 XML".encode()])
def test_a_part_that_is_no_xml(name: str, content: bytes, tmp_path: Path) -> None:
    path = docx(
        tmp_path / "说明.docx",
        p("甲"),
        {"word/styles.xml": part("styles", ""), name: content},
        [("rId1", "styles", "styles.xml")],
    )
    assert "请" in refusal(path)


def read_or_refused(path: Path) -> bool:
    """Whether a file is read, or refused with a message that names it."""
    try:
        return read_document(path).file == str(path)
    except XlbudgetError as error:
        return str(path) in str(error)


def test_whatever_is_cut_or_changed_it_is_read_or_refused(tmp_path: Path) -> None:
    body = p("收入100万元。") + f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc></w:tr></w:tbl>"
    whole = docx(tmp_path / "说明.docx", body).read_bytes()
    path = tmp_path / "坏.docx"
    chance = random.Random(11)  # noqa: S311
    for _ in range(300):
        data = bytearray(whole)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.randrange(4)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        assert read_or_refused(path)


def test_every_part_changed_inside_is_read_or_refused(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:pStyle w:val='1'/><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr><w:r>"
        "<w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        "<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    )
    chance = random.Random(5)  # noqa: S311
    for turn in range(200):
        changed = list(body)
        for _ in range(3):
            changed[chance.randrange(len(changed))] = chance.choice("<>/'w:9-甲 ")
        assert read_or_refused(docx(tmp_path / f"{turn}.docx", "".join(changed)))
