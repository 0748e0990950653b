"""读不出字的、有密码的、残缺的、恶意的 PDF：说清楚是什么、怎么办，不卡住。"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.reading.documents.paper import Sheet, assembled, pdf, written
from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.reading.documents import pdf_child, pdf_file, read_document

PAGES = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
WORDS = "示例街道办事处"


def file(folder: Path, data: bytes) -> Path:
    path = folder / "说明.pdf"
    path.write_bytes(data)
    return path


def said(path: Path) -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_document(path)
    text = str(raised.value)
    assert text.startswith(str(path))
    return text


def test_a_scan_has_no_text(tmp_path: Path) -> None:
    text = said(written(tmp_path, Sheet(picture=True), Sheet(picture=True)))
    assert "2 页都没有文字，只有图片" in text
    assert "不能识别图片里的字" in text


def test_text_laid_under_a_scan_is_not_trusted(tmp_path: Path) -> None:
    """扫描软件“识别”出来的字藏在图片下面，会认错：不当作原文。"""
    hidden = Sheet(picture=True).text(90, 90, "收入合计1258万元", hidden=True)
    assert "不能识别图片里的字" in said(written(tmp_path, hidden))
    shown = Sheet(picture=True).text(90, 90, "收入合计1258万元")
    assert [block.text for _, block in read_document(written(tmp_path, shown)).texts()] == [
        "收入合计1258万元"
    ]


def test_single_scanned_pages_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, Sheet().text(90, 90, WORDS), Sheet(picture=True))
    document = read_document(path)
    assert [block.text for _, block in document.texts()] == [WORDS]
    (finding,) = document.findings
    assert finding.where.page == 2
    assert finding.message.startswith("第 2 页是图片（扫描件）")


def test_a_font_without_meaning_is_told(tmp_path: Path) -> None:
    private = Sheet().text(90, 90, "\ue001\ue002\ue003\ue004")
    assert "字体没有带上文字编码" in said(written(tmp_path, private))
    path = written(tmp_path, Sheet().text(90, 90, WORDS), private)
    assert "第 2 页的字体" in read_document(path).findings[0].message


def test_a_password_is_told(tmp_path: Path) -> None:
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>"
    data = assembled([*PAGES, lock], "/Encrypt 3 0 R/ID[<00><00>]")
    text = said(file(tmp_path, data))
    assert "设有打开密码" in text
    assert "输入密码打开" in text


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    data = pdf(*[Sheet().text(90, 90, WORDS)] * 20)
    for end in (len(data) // 3, len(data) - 40):
        assert "PDF 不完整" in said(file(tmp_path, data[:end]))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF",
        assembled(PAGES),
        assembled([PAGES[0], b"<</Type/Pages/Kids[2 0 R]/Count 3>>"]),
        b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF",
    ],
    ids=["empty", "no pages", "pages in a ring", "junk"],
)
def test_a_damaged_file_is_told(tmp_path: Path, data: bytes) -> None:
    assert "PDF 已损坏" in said(file(tmp_path, data))


def test_too_many_pages_are_told(tmp_path: Path) -> None:
    text = said(file(tmp_path, pdf(*[Sheet()] * 801)))
    assert "801 页，超过 800 页" in text


def test_a_part_that_grows_beyond_measure_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    bomb = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    path = file(tmp_path, pdf(Sheet().text(90, 90, WORDS), more=[bomb]))
    with pytest.raises(UnsafeFile, match="展开后超过 96 MB"):
        read_document(path)


def test_pages_that_never_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """八层图形，每层画下一层十次：一页要画一亿次。读的进程被结束，不留下来。"""
    monkeypatch.setattr(pdf_file, "PATIENCE", 1.5)
    forms = []
    for number in range(8):
        drawn = b"/N Do " * 10 if number < 7 else b"0 0 m 5 5 l S"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 840]/Resources<</XObject<</N %d 0 R>>>>"
        forms.append(
            (head + b"/Length %d>>stream\n%s\nendstream") % (9 + number, len(drawn), drawn)
        )
    sheet = Sheet().text(90, 90, WORDS)
    sheet.drawn.append("/A Do")
    path = file(tmp_path, pdf(sheet, more=forms, resources="/A 8 0 R"))
    with pytest.raises(UnsafeFile, match=r"第 1 页读了 1\.5 秒还没有读完"):
        read_document(path)


def test_a_reader_that_breaks_down_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_child, "__name__", "xlbudget.no_such_module")
    path = written(tmp_path, Sheet().text(90, 90, WORDS))
    with pytest.raises(UnsafeFile, match="读第 1 页的时候，读 PDF 的程序垮掉了"):
        read_document(path)


def test_hatching_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet().text(90, 90, WORDS)
    for step in range(0, 500, 1):
        sheet.rule(50, 200 + step, 550, 200 + step)
        sheet.rule(50 + step, 200, 50 + step, 700)
    document = read_document(written(tmp_path, sheet))
    assert [block.text for _, block in document.texts()] == [WORDS]
