"""按内容认文件，不按扩展名；读不成的，写明它是什么、怎么办。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import openpyxl
import pytest

from tests.reading.documents.packing import NAMESPACES, docx, links, p, shown
from xlbudget.domain.errors import ProgramMissing, UnreadableFile
from xlbudget.files import office
from xlbudget.files.office import convert
from xlbudget.reading.documents import read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str, fib: bytes = b"") -> bytes:
    """As much of a compound file as tells what it is: a header, a sector, a directory."""
    directory = b"".join(
        (name + "\x00").encode("utf-16-le").ljust(128, b"\x00") for name in streams
    )
    return OLE.ljust(512, b"\x00") + fib.ljust(512, b"\x00") + directory


def zipped(*names: str, mimetype: str = "") -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return room.getvalue()


REFUSED = {
    "空文件": (b"", "空文件（0 字节）", "重新取得"),
    "旧电子表格": (compound("Root Entry", "Workbook"), "电子表格，不是说明文档", "请指定说明文档"),
    "电子表格": (zipped("xl/workbook.xml"), "电子表格，不是说明文档", "请指定说明文档"),
    "开放格式的电子表格": (
        zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "电子表格，不是说明文档",
        "请指定说明文档",
    ),
    "演示文稿": (zipped("ppt/presentation.xml"), "演示文稿", "另存为 .docx"),
    "旧演示文稿": (compound("Root Entry", "PowerPoint Document"), "演示文稿", "另存为 .docx"),
    "设有密码": (compound("Root Entry", "EncryptedPackage"), "设有打开密码的文件", "取消密码"),
    "设有密码的旧格式": (
        compound("WordDocument", fib=b"\xec\xa5" + bytes(9) + b"\x01"),
        "设有打开密码的文件",
        "取消密码",
    ),
    "认不出的复合文件": (compound("Root Entry"), "认不出的复合文件", "选错了文件"),
    "版式文件": (zipped("OFD.xml"), "OFD 版式文件", "导出为 PDF"),
    "别的压缩包": (zipped("甲.txt"), "缺少正文部件", "重新取得"),
    "截断的压缩包": (zipped("word/document.xml")[:-30], "压缩包不完整", "重新取得"),
    "图片": (b"\x89PNG\r\n\x1a\n" + bytes(40), "一张图片", "有文字的 PDF"),
    "程序": (b"\x7fELF" + bytes(100), "不是 Office 文件", "选错了文件"),
    "别的 XML": (b"<?xml version='1.0'?><a>1</a>", "XML", "另存为 .docx"),
}


@pytest.mark.parametrize("ending", [".docx", ".doc", ".txt", ".pdf"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_says_what_it_is(name: str, ending: str, tmp_path: Path) -> None:
    content, seen, remedy = REFUSED[name]
    path = tmp_path / f"说明{ending}"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read_document(path)
    assert seen in caught.value.seen
    assert remedy in caught.value.remedy
    assert caught.value.where == str(path)
    assert "Excel" not in str(caught.value)


def test_a_real_workbook_under_the_name_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    openpyxl.Workbook().save(path)
    with pytest.raises(UnreadableFile, match=r"电子表格，不是说明文档（内容是 \.xlsx）"):
        read_document(path)


@pytest.mark.parametrize("ending", [".doc", ".txt", ".html", ""])
def test_a_document_is_read_under_any_name(ending: str, tmp_path: Path) -> None:
    assert shown(read_document(docx(tmp_path / f"说明{ending}", p("甲")))) == ["甲"]


RELATED = links(("rId1", "officeDocument", "word/document.xml"))


def flat(inner: str, doctype: str = "") -> str:
    """A document as Word saves it into one XML file."""
    return f"""<?xml version="1.0"?>{doctype}
<?mso-application progid="Word.Document"?>
<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">
<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>{RELATED}</pkg:xmlData></pkg:part>
<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>
<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document></pkg:xmlData></pkg:part>
<pkg:part pkg:name="/word/media/image1.png"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part>
</pkg:package>"""


def test_a_document_saved_as_one_xml_file(tmp_path: Path) -> None:
    path = tmp_path / "说明.xml"
    path.write_text(flat(p("甲", "<w:outlineLvl w:val='0'/>") + p("乙")), encoding="utf-8")
    assert shown(read_document(path)) == ["1 甲", "乙"]


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (flat("<w:p>" * 100_000 + "</w:p>" * 100_000), "层数太深"),
        (flat(p("甲"))[:-40], "不是完整的 XML"),
        (flat(p("&a;"), "<!DOCTYPE x [<!ENTITY a 'b'>]>"), "文档类型定义"),
        (flat(p("甲")).replace("/word/document.xml", "/word/别的.xml"), "缺少正文部件"),
    ],
    ids=["太深", "截断", "实体", "缺部件"],
)
def test_a_bad_xml_file_is_refused(content: str, seen: str, tmp_path: Path) -> None:
    path = tmp_path / "说明.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=seen):
        read_document(path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="文件不存在"):
        read_document(tmp_path / "没有.docx")
    with pytest.raises(UnreadableFile, match="说明文档"):
        read_document(tmp_path)


def test_a_lock_file_of_word(tmp_path: Path) -> None:
    path = tmp_path / "~$说明.docx"
    path.write_bytes(b"\x05user" + bytes(157))
    docx(tmp_path / "说明.docx", p("甲"))
    with pytest.raises(UnreadableFile, match="锁定文件，是 Word、WPS 等程序打开"):
        read_document(path)


OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OLDER = [
    compound("Root Entry", "WordDocument"),
    b"{\\rtf1 x}",
    zipped("content.xml", mimetype=OPEN_TEXT),
]


@pytest.mark.parametrize("content", OLDER)
def test_older_formats_without_libreoffice_say_the_remedy(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.files.office.shutil.which", lambda _: None)
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    path = tmp_path / "说明.doc"
    path.write_bytes(content)
    with pytest.raises(ProgramMissing) as caught:
        read_document(path)
    assert caught.value.where == str(path)
    assert "另存为 .docx" in caught.value.remedy
    assert "LibreOffice" in caught.value.remedy


@pytest.mark.parametrize("ending", ["doc", "rtf"])
@pytest.mark.usefixtures("soffice")
def test_older_formats_read_like_the_document_they_were_made_of(
    ending: str, tmp_path: Path
) -> None:
    made = python_docx.Document()
    made.add_heading("一、收入决算情况说明", 2)
    made.add_paragraph("2024年度本年收入合计1,433.63万元。")
    made.add_paragraph("自动编号的一段", style="List Number")
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "项目"
    for column in range(3):
        table.cell(1, column).text = f"{column}.50"
    made.add_paragraph("表后")
    path = tmp_path / "说明.docx"
    made.save(str(path))
    old = convert(path, ending, tmp_path)
    expected = [
        "2 一、收入决算情况说明",
        "2024年度本年收入合计1,433.63万元。",
        "# 自动编号的一段",
        "项目|| / 0.50|1.50|2.50",
        "表后",
    ]
    assert shown(read_document(path)) == expected
    document = read_document(old)
    assert shown(document) == expected
    assert document.file == str(old)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted({path.name, old.name})


@pytest.mark.usefixtures("soffice")
def test_an_older_document_that_libreoffice_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "说明.doc"
    path.write_bytes(OLDER[0])
    with pytest.raises(ProgramMissing) as caught:
        read_document(path)
    assert caught.value.where == str(path)
    assert "另存为 .docx" in caught.value.remedy
