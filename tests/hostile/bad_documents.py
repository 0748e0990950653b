"""坏的文档：交给审核、更新、范本、自己写的一节、上年的说明。"""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path

from tests.batch.damages import added, changed, encrypted, packed, parts
from tests.hostile.bad_input import BadInput, Ends
from tests.hostile.old_books import compound, old_book
from tests.reading.documents.packing import docx

MAIN, STYLES = "word/document.xml", "word/styles.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
WRITTEN_IN = ("refresh", "report --template", "report --section", "check --annotate")
"""往里写的各处：只收 .docx。"""
CORE = ("check", "report --template", "report --section")
"""另几处与这三处是同一个读法；每处都试过的是前四种。"""

_MIME = b"MIME-Version: 1.0\n"


def with_entity(part: str) -> object:
    return changed(part, lambda xml: re.sub(rb"^(<\?xml[^>]*\?>)?", rb"\1" + ENTITY, xml, count=1))


def deep(_: bytes) -> bytes:
    """十万层相套的控件。"""
    with tempfile.TemporaryDirectory() as room:
        inner = "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000
        return docx(Path(room, "a.docx"), inner).read_bytes()


def nested_mail(_: bytes) -> bytes:
    """一千五百层相套的单文件网页。"""
    layers = b"".join(
        b'Content-Type: multipart/related; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(1500)
    )
    return _MIME + layers + b"Content-Type: text/html\n\n<p>x</p>"


def overlapping(good: bytes) -> bytes:
    data = bytearray(good)
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    begin = struct.unpack_from("<L", data, first + 42)[0]
    offset = struct.unpack_from("<L", data, second + 42)[0]
    struct.pack_into("<L", data, first + 20, offset - begin + 200)
    return bytes(data)


def _only_read(name: str, ending: str, made: bytes, says: str) -> BadInput:
    """往里写的各处不收的一种：那里说的是“不是 Word 文档”一类的话。"""
    return BadInput(name, ending, lambda _: made, says, skipped=WRITTEN_IN)


BAD_DOCUMENTS = (
    BadInput("空文档", ".docx", lambda _: b"", "空文件"),
    BadInput("截断的文档", ".docx", lambda good: good[: len(good) // 2], "不完整"),
    BadInput("有密码的文档", ".docx", encrypted, "密码"),
    BadInput("网页改名 .docx", ".docx", lambda _: b"<html></html>", "网页", only=CORE),
    BadInput(
        "图片改名 .docx", ".docx", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(40), "请", only=CORE
    ),
    BadInput(
        "工作簿改名 .docx",
        ".docx",
        lambda _: packed({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
        "请",
        only=CORE,
    ),
    BadInput("旧表格改名 .docx", ".docx", lambda _: old_book(), "请", only=CORE),
    BadInput("认不出的复合文件", ".docx", lambda _: compound("Else", bytes(600)), "请", only=CORE),
    *(
        BadInput(f"实体写在 {part}", ".docx", with_entity(part), "文档类型定义", only=CORE)  # type: ignore[arg-type]
        for part in (MAIN, STYLES, "word/_rels/document.xml.rels")
    ),
    BadInput("文档里的炸弹", ".docx", added("word/media/a.bin", bytes(20_000_000)), "200 分之一"),
    BadInput("文档的部件往外走", ".docx", added("../../a.xml", b"<a/>"), "指向包外", only=CORE),
    BadInput("文档的部件叫两遍", ".docx", added("WORD/Document.xml", b"<a/>"), "有两个", only=CORE),
    BadInput("文档的部件占用同一段字节", ".docx", overlapping, "同一段字节", only=CORE),
    BadInput(
        "一万零一个部件的文档",
        ".docx",
        lambda good: packed({**parts(good), **{f"a/{n}": b"" for n in range(10_001)}}),
        "10000 个",
        only=CORE,
    ),
    BadInput("十万层相套", ".docx", deep, "层数太深", only=CORE),
    BadInput(
        "一千五百层相套的 .mht", ".mht", nested_mail, "层层相套", only=("check", "check --against")
    ),
    _only_read("截断的 PDF", ".pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    _only_read("空的文本", ".txt", b"", "空文件"),
    _only_read("不是文本的 .txt", ".txt", bytes(range(256)) * 4, "请"),
    _only_read("一百一十万字的文本", ".txt", "收入".encode() * 550_000, "万字"),
)
assert all(each.ends is Ends.REFUSED for each in BAD_DOCUMENTS)
