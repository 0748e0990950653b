"""report 写出 Word 文档、附表、PDF：送审稿和定稿，改过的不覆盖；pdf 命令；节由自己的文件代替。"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.test_commands import xlbudget
from tests.own_documents import paragraphs_of, traces_in
from tests.workbook.workbooks import results_of, workbook_of
from xlbudget.domain.documents import TextBlock
from xlbudget.reading.documents import read_document


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of("sample_complete", tmp_path / "决算.xlsx")


def everything(path: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return "".join(
            archive.read(name).decode(errors="replace")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        )


def test_a_draft_and_its_tables(workbook: Path) -> None:
    done = xlbudget("report", workbook, "--only", "docx,annex", cwd=workbook.parent)
    assert (done.returncode, done.stderr) == (0, "")
    folder = workbook.parent / "决算-说明"
    names = {"决算.docx", "决算.trace.json", "决算-附表.xlsx"}
    assert {path.name for path in folder.iterdir()} == names
    results = results_of("sample_complete")
    shown = paragraphs_of((folder / "决算.docx").read_bytes())
    assert all(line in shown for line in results.narrative().splitlines())
    assert "更新域" in done.stdout
    book = openpyxl.load_workbook(folder / "决算-附表.xlsx")
    assert len(book.sheetnames) == len(results.format.tables)
    assert json.loads((folder / "决算.trace.json").read_bytes())["year"] == 2024


def test_what_is_final_leaves_no_mark(workbook: Path, soffice: Path) -> None:
    """定稿的目录有页码；PDF 和附表的 PDF 一起写出，代用的字体说出来。"""
    del soffice
    done = xlbudget(
        *("report", workbook, "-o", "定稿", "--final", "--only", "docx,pdf"), cwd=workbook.parent
    )
    assert (done.returncode, done.stderr) == (0, "")
    folder = workbook.parent / "定稿"
    said = everything(folder / "决算.docx")
    assert traces_in(said) == []
    assert "送审稿" not in said
    pages = [
        block.text
        for block in read_document(folder / "决算.pdf").blocks
        if isinstance(block, TextBlock)
    ]
    assert any("第三部分" in line for line in pages)
    contents = [
        paragraph.text
        for paragraph in docx.Document(str(folder / "决算.docx")).paragraphs
        if paragraph.style is not None and paragraph.style.style_id.startswith("TOC")
    ]
    assert contents
    assert (folder / "决算-附表.pdf").read_bytes().startswith(b"%PDF")
    assert "仿宋_GB2312" in done.stdout


def test_what_a_person_wrote_is_not_replaced(workbook: Path) -> None:
    command = ("report", workbook, "--only", "docx", "--force")
    assert xlbudget(*command, cwd=workbook.parent).returncode == 0
    assert xlbudget(*command, cwd=workbook.parent).returncode == 0
    path = workbook.parent / "决算-说明" / "决算.docx"
    document = docx.Document(str(path))
    document.add_paragraph("我加的一段。")
    document.save(str(path))
    edited = path.read_bytes()
    done = xlbudget(*command, cwd=workbook.parent)
    assert done.returncode == 2
    assert "xlbudget refresh" in done.stderr
    assert path.read_bytes() == edited
    path.with_suffix(".trace.json").unlink()
    done = xlbudget(*command, cwd=workbook.parent)
    assert done.returncode == 2
    assert "不知道这个文档是谁写的" in done.stderr
    assert path.read_bytes() == edited


def test_a_renewed_document_is_not_replaced_by_a_new_one(workbook: Path) -> None:
    """更新过的稿子连同对照放回原处：里面有人写的话，report --force 不覆盖。"""
    folder = workbook.parent / "决算-说明"
    report = ("report", workbook, "--only", "docx", "--force")
    assert xlbudget(*report, cwd=workbook.parent).returncode == 0
    document = docx.Document(str(folder / "决算.docx"))
    document.paragraphs[-1].add_run("（我加的话。）")
    document.save(str(folder / "决算.docx"))
    renew = ("refresh", folder / "决算.docx", "--workbook", workbook, "-o", "新稿.docx", "--force")
    assert xlbudget(*renew, cwd=workbook.parent).returncode == 0
    assert xlbudget(*renew, cwd=workbook.parent).returncode == 0
    for name in ("新稿.docx", "新稿.trace.json"):
        (workbook.parent / name).replace(folder / name.replace("新稿", "决算"))
    done = xlbudget(*report, cwd=workbook.parent)
    assert done.returncode == 2
    assert "由人改过的稿子更新来的" in done.stderr
    assert "（我加的话。）" in everything(folder / "决算.docx")


def test_edited_in_word_and_then_published(workbook: Path) -> None:
    assert xlbudget("report", workbook, "--only", "docx", cwd=workbook.parent).returncode == 0
    path = workbook.parent / "决算-说明" / "决算.docx"
    document = docx.Document(str(path))
    document.paragraphs[-1].add_run("（我加的话。）")
    document.core_properties.author = "张三"
    document.save(str(path))
    done = xlbudget(
        *("refresh", path, "--workbook", workbook, "-o", "公开.docx", "--final"),
        cwd=workbook.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = everything(workbook.parent / "公开.docx")
    assert traces_in(said) == []
    assert "送审稿" not in said
    assert "张三" not in said
    assert "（我加的话。）" in said
    assert "定稿里去掉了：" in done.stdout


def test_pdf_of_any_document(tmp_path: Path, soffice: Path) -> None:
    del soffice
    document = docx.Document()
    document.add_paragraph("示例喆䶮〇的一段。")
    document.save(str(tmp_path / "甲.docx"))
    done = xlbudget("pdf", "甲.docx", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["pdf"] == "甲.pdf"
    assert (tmp_path / "甲.pdf").read_bytes().startswith(b"%PDF")
    assert xlbudget("pdf", "甲.docx", cwd=tmp_path).returncode == 2
    assert xlbudget("pdf", "没有.docx", cwd=tmp_path).returncode == 2


def test_only_documents_become_pdf(tmp_path: Path) -> None:
    (tmp_path / "甲.trace.json").write_text("{}", encoding="utf-8")
    done = xlbudget("pdf", "甲.trace.json", cwd=tmp_path)
    assert done.returncode == 2
    assert ".docx" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["甲.trace.json"]


def test_a_section_that_a_person_wrote(workbook: Path) -> None:
    own = docx.Document()
    own.add_heading("自评报告", 1)
    own.add_paragraph("这是我们自己写的报告。")
    own.save(str(workbook.parent / "报告.docx"))
    done = xlbudget(
        *("report", workbook, "--only", "docx", "--section", "第四部分=报告.docx"),
        cwd=workbook.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
    shown = paragraphs_of((workbook.parent / "决算-说明" / "决算.docx").read_bytes())
    assert "这是我们自己写的报告。" in shown
    fourth = shown.index("第四部分　附件")
    assert fourth < shown.index("这是我们自己写的报告。") < shown.index("第五部分　附表")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("第四部分", "节=文件.docx"),
        ("第九部分=甲.docx", "第九部分"),
        ("第四部分=甲.docx", "甲.docx"),
    ],
)
def test_a_section_that_cannot_be(workbook: Path, value: str, said: str) -> None:
    done = xlbudget(
        *("report", workbook, "--only", "docx", "--section", value), cwd=workbook.parent
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert not (workbook.parent / "决算-说明").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--template", "范本.docx", "--section", "第四部分=报告.docx"), "与 --template 写在一起"),
        (("--template", "范本.docx", "--only", "annex"), "请在 --only 里加上 docx"),
        (("--section", "第四部分=报告.docx", "--only", "xlsx"), "请在 --only 里加上 docx"),
    ],
)
def test_nothing_that_was_asked_for_is_left_out_in_silence(
    options: tuple[str, ...], words: str, workbook: Path
) -> None:
    done = xlbudget("report", workbook, *options, cwd=workbook.parent)
    assert done.returncode == 2
    assert words in done.stderr
    assert not (workbook.parent / "决算-说明").exists()
