"""别人写的文档里换几个字：格式不变，只动要动的地方，别的部件一个字节也不变。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import TextBlock
from xlbudget.publish.editing import Editor
from xlbudget.reading.documents.word import open_word


def written(tmp_path: Path, *runs: str) -> Path:
    """一段话，分成几段格式不同的字。"""
    form = docx.Document()
    paragraph = form.add_paragraph()
    for number, words in enumerate(runs):
        paragraph.add_run(words).bold = number % 2 == 1
    path = tmp_path / "甲.docx"
    form.save(str(path))
    return path


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def runs_of(data: bytes) -> list[tuple[str, bool]]:
    return [(run.text, bool(run.bold)) for run in opened(data).paragraphs[0].runs if run.text]


def test_words_over_several_runs_are_replaced_in_the_format_of_the_first(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "收入1", "48", "2万元")))
    assert editor.replace(Mark(0, 2, 6), "9.5")
    assert runs_of(editor.saved()) == [("收入", False), ("9.5", False), ("万元", False)]


def test_edits_may_come_in_any_order(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲1乙", "2丙3")))
    assert editor.replace(Mark(0, 5, 6), "三三")
    assert editor.replace(Mark(0, 1, 2), "一一")
    assert editor.replace(Mark(0, 3, 4), "")
    assert opened(editor.saved()).paragraphs[0].text == "甲一一乙丙三三"


def test_the_words_around_a_stretch_keep_their_formats(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲乙", "丙丁", "戊己")))
    assert editor.put(Mark(0, 1, 5), "<w:r><w:t>中</w:t></w:r>")
    assert runs_of(editor.saved()) == [("甲", False), ("中", False), ("己", False)]


def test_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    path = written(tmp_path, "甲乙")
    editor = Editor(open_word(path))
    assert editor.saved() == path.read_bytes()
    assert not editor.changed
    editor.replace(Mark(0, 0, 1), "丙")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(editor.saved())) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]


def test_tabs_and_breaks_around_a_stretch_stay(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲\t乙\n丙")))
    assert editor.text(Mark(0, 2, 3)) == "乙"
    assert editor.replace(Mark(0, 2, 3), "丁")
    assert opened(editor.saved()).paragraphs[0].text == "甲\t丁\n丙"


@pytest.mark.parametrize("xml", ["", "<w:r><w:t>丙</w:t></w:r>"])
def test_the_sign_of_a_note_in_a_replaced_run_stays(xml: str, tmp_path: Path) -> None:
    """脚注号与字在同一个 w:r 里：换字，号不丢。"""
    form = docx.Document()
    run = form.add_paragraph().add_run("甲乙")
    note = OxmlElement("w:footnoteReference")
    note.set(qn("w:id"), "2")
    run._r.append(note)
    path = tmp_path / "甲.docx"
    form.save(str(path))
    editor = Editor(open_word(path))
    mark = Mark(0, 0, 2)
    assert editor.put(mark, xml) if xml else editor.replace(mark, "丙")
    paragraph = opened(editor.saved()).paragraphs[0]
    assert paragraph.text == "丙"
    assert [each.get(qn("w:id")) for each in paragraph._p.iter(qn("w:footnoteReference"))] == ["2"]


def test_a_line_break_is_one_of_word(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲乙")))
    assert editor.replace(Mark(0, 0, 1), "丙\n丁\x0b")
    paragraph = opened(editor.saved()).paragraphs[0]
    assert paragraph.text == "丙\n丁乙"
    assert [each.text for each in paragraph._p.iter(qn("w:t"))] == ["丙", "丁", "乙"]


def test_a_paragraph_is_known_after_its_first_words_went(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲", "乙")))
    before = editor.paragraph(0)
    assert editor.replace(Mark(0, 0, 1), "")
    assert editor.paragraph(0) is before is not None


def test_nothing_is_done_to_an_empty_stretch(tmp_path: Path) -> None:
    editor = Editor(open_word(written(tmp_path, "甲乙")))
    assert not editor.replace(Mark(0, 1, 1), "丙")
    assert not editor.replace(Mark(7, 0, 1), "丙")
    assert not editor.changed


def test_a_paragraph_is_taken_away(tmp_path: Path) -> None:
    form = docx.Document()
    form.add_paragraph("甲")
    form.add_paragraph("乙")
    path = tmp_path / "甲.docx"
    form.save(str(path))
    editor = Editor(open_word(path))
    assert editor.remove_paragraph(0)
    assert [each.text for each in opened(editor.saved()).paragraphs] == ["乙"]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("split"), "本年", "收入", "1482.22", "万元，", "增加")


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_stretches_are_replaced_and_all_else_stays(split: Path, data: st.DataObject) -> None:
    word = open_word(split)
    (block,) = (each for each in word.document.blocks if isinstance(each, TextBlock))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(block.text)), min_size=2, max_size=6)))
    pairs = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    order = data.draw(st.permutations(pairs))
    editor = Editor(word)
    for start, end in order:
        assert editor.replace(Mark(0, start, end), f"〔{start}〕")
    expected, at = "", 0
    for start, end in pairs:
        expected += f"{block.text[at:start]}〔{start}〕"
        at = end
    expected += block.text[at:]
    assert opened(editor.saved()).paragraphs[0].text == expected
