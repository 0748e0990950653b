"""在 Word 里改过的稿子变成可以公开的：标记、批注、水印、作者、对照都去掉，字一个不少。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from tests.own_documents import traces_in
from tests.workbook.workbooks import results_of
from xlbudget.domain.errors import OutputRefused, UnreadableFile
from xlbudget.publish.clean import cleaned
from xlbudget.publish.word.document import word_document
from xlbudget.reading.documents import read_document


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "说明.docx"
    path.write_bytes(word_document(results_of("sample_complete")).data)
    return path


def everything(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return "".join([*names, *(archive.read(name).decode() for name in names)])


def cleaned_file(path: Path) -> Path:
    target = path.with_name("公开.docx")
    target.write_bytes(cleaned(path).data)
    return target


def test_a_draft_becomes_publishable(draft: Path) -> None:
    before = read_document(draft)
    target = cleaned_file(draft)
    said = everything(target.read_bytes())
    assert traces_in(said) == []
    assert "送审稿" not in said
    after = read_document(target)
    assert [block.text for _, block in after.texts()] == [
        block.text for _, block in before.texts() if block.text != "（送审稿）"
    ]
    assert [*OpenXmlValidator().validate(str(target)).errors] == []
    shown = "".join(each.text for each in docx.Document(str(target)).paragraphs)
    assert results_of("sample_complete").paragraphs[-1].text in shown


def test_comments_and_people_go_and_pictures_stay(draft: Path) -> None:
    document = docx.Document(str(draft))
    paragraph = next(each for each in document.paragraphs if "办理群众" in each.text)
    document.add_comment(paragraph.runs[0], text="这里再核一下", author="张三", initials="张")
    document.core_properties.author = "李四"
    document.core_properties.last_modified_by = "王五"
    document.save(str(draft))
    target = cleaned_file(draft)
    said = everything(target.read_bytes())
    for word in ("这里再核一下", "张三", "李四", "王五", "comment", "_xb"):
        assert word not in said, word
    with zipfile.ZipFile(target) as new, zipfile.ZipFile(draft) as old:
        charts = [name for name in old.namelist() if name.startswith("word/charts/")]
        assert charts
        assert all(new.read(name) == old.read(name) for name in charts)
    assert [*OpenXmlValidator().validate(str(target)).errors] == []


def test_what_was_taken_out_is_told(draft: Path) -> None:
    told = cleaned(draft).told
    assert any(line.startswith("数的标记 ") for line in told)
    assert any(line.startswith("送审稿水印") for line in told)


def test_twice_is_once(draft: Path) -> None:
    target = cleaned_file(draft)
    assert cleaned(target).data == target.read_bytes()
    assert cleaned(target).told == ()


def test_a_gap_that_is_left_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(word_document(results_of("sample")).data)
    with pytest.raises(OutputRefused, match="请填写：总体变动原因"):
        cleaned(path)


def test_tracked_changes_are_refused(draft: Path) -> None:
    document = docx.Document(str(draft))
    paragraph = next(each for each in document.paragraphs if "办理群众" in each.text)
    run = paragraph.runs[0]._r
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:id"), "990001")
    inserted.set(qn("w:author"), "张三")
    run.addprevious(inserted)
    inserted.append(run)
    document.save(str(draft))
    with pytest.raises(OutputRefused, match="修订"):
        cleaned(draft)


def test_a_tracked_change_of_a_format_is_refused_too(draft: Path) -> None:
    document = docx.Document(str(draft))
    paragraph = next(each for each in document.paragraphs if "办理群众" in each.text)
    change = OxmlElement("w:rPrChange")
    change.set(qn("w:id"), "990001")
    change.set(qn("w:author"), "张三")
    change.append(OxmlElement("w:rPr"))
    paragraph.runs[0]._r.get_or_add_rPr().append(change)
    document.save(str(draft))
    with pytest.raises(OutputRefused, match="1 处修订"):
        cleaned(draft)


def test_controls_go_where_another_program_dropped_their_tags(draft: Path) -> None:
    """LibreOffice 只留下控件的标题。"""
    document = docx.Document(str(draft))
    for tag in [*document.element.iter(qn("w:tag"))]:
        tag.getparent().remove(tag)
    document.save(str(draft))
    assert "w:sdt>" not in everything(cleaned(draft).data)


def test_a_gap_without_its_last_bracket_is_refused(draft: Path) -> None:
    document = docx.Document(str(draft))
    document.paragraphs[-1].add_run("主要是〔请填写：变动原因")
    document.save(str(draft))
    with pytest.raises(OutputRefused, match="1 处没有填"):
        cleaned(draft)


@pytest.mark.parametrize("name", ["[Content_Types].xml", "docProps/core.xml", "_rels/.rels"])
def test_a_broken_part_is_told(name: str, draft: Path) -> None:
    with zipfile.ZipFile(draft) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(draft, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content[:60] if each == name else content)
    with pytest.raises(UnreadableFile, match="不是完整的 XML"):
        cleaned(draft)


def test_the_template_that_word_was_started_with_is_not_named(draft: Path) -> None:
    """附加模板的路径里有用户的名字。"""
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="file:///C:/Users/张三/公文.dotx" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        "</Relationships>"
    )
    room = io.BytesIO()
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(room, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/settings.xml":
                space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                named = f'<w:attachedTemplate xmlns:r="{space}" r:id="rId1"/>'
                at = content.decode().index("<w:", content.decode().index("<w:settings") + 1)
                content = (content.decode()[:at] + named + content.decode()[at:]).encode()
            new.writestr(name, content)
        new.writestr("word/_rels/settings.xml.rels", link)
    draft.write_bytes(room.getvalue())
    assert "张三" in everything(draft.read_bytes())
    target = cleaned_file(draft)
    said = everything(target.read_bytes())
    assert "张三" not in said
    assert "attachedTemplate" not in said
