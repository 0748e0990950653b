"""工作簿坏掉的各种样子：每一种把一个好的工作簿改坏，并说出错误里要有的话。"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Changed = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Damage:
    """怎样坏的，错误里要有的话。"""

    name: str
    suffix: str
    damaged: Changed
    says: str

    def put(self, good: bytes, folder: Path) -> Path:
        path = folder / f"坏-{self.name}{self.suffix}"
        path.write_bytes(self.damaged(good))
        return path


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return whole.getvalue()


def changed(part: str, change: Changed) -> Changed:
    """一个部件改了内容的工作簿。"""

    def damaged(good: bytes) -> bytes:
        found = parts(good)
        before = found[part]
        found[part] = change(before)
        assert found[part] != before, part
        return packed(found)

    return damaged


def words(old: str, new: str) -> Changed:
    """换掉一个词，不管它写在哪个部件里。"""

    def damaged(good: bytes) -> bytes:
        found = parts(good)
        sheets = [name for name in found if re.match(r"xl/(sharedStrings|worksheets/)", name)]
        before = dict(found)
        for name in sheets:
            found[name] = found[name].replace(f">{old}<".encode(), f">{new}<".encode())
        assert found != before, old
        return packed(found)

    return damaged


def amount(content: str) -> Changed:
    """第一个带小数的金额换成别的。"""

    def change(xml: bytes) -> bytes:
        plain = re.compile(rb'<c r="([A-Z]+\d+)"( s="\d+")?><v>\d+\.\d+</v></c>')
        return plain.sub(
            lambda found: b'<c r="%s"%s%s' % (found[1], found[2] or b"", content.encode()), xml, 1
        )

    return changed(FIRST, change)


def second_sheet_named(name: str) -> Changed:
    sheet = re.compile(rb'<sheet name="[^"]+" sheetId="3"')
    return changed(BOOK, lambda xml: sheet.sub(f'<sheet name="{name}" sheetId="3"'.encode(), xml))


def inserted(part: str, before: bytes, more: bytes) -> Changed:
    return changed(part, lambda xml: xml.replace(before, more + before, 1))


def added(name: str, content: bytes) -> Changed:
    return lambda good: packed({**parts(good), name: content})


def without(name: str) -> Changed:
    return lambda good: packed({k: v for k, v in parts(good).items() if k != name})


def flipped(good: bytes) -> bytes:
    """压缩的字节里错了一个。"""
    at = good.index(b"xl/worksheets/sheet2.xml") + 400
    return good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]


def encrypted(_: bytes) -> bytes:
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


FIRST, BOOK = "xl/worksheets/sheet2.xml", "xl/workbook.xml"
PAGE = "<html><body><table><tr><td>决算</td></tr></table></body></html>"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

DAMAGES = (
    Damage("截断", ".xlsx", lambda good: good[: len(good) // 3], "没有下载或复制完"),
    Damage("空文件", ".xlsx", lambda _: b"", "空文件"),
    Damage("文本", ".xlsx", lambda _: "决算".encode(), "不是 Office 文件"),
    Damage("网页", ".xls", lambda _: PAGE.encode(), "网页"),
    Damage("有密码", ".xlsx", encrypted, "密码"),
    Damage("旧格式残缺", ".xls", lambda _: OLE + bytes(3000), "已损坏"),
    Damage("标记断了", ".xlsx", changed(FIRST, lambda xml: xml[: len(xml) // 2]), "XML 不合规范"),
    Damage("错一个字节", ".xlsx", flipped, "文件已损坏"),
    Damage("没有首页", ".xlsx", words("部门决算公开工作簿", "备忘"), "没有首页"),
    Damage("表头改了", ".xlsx", words("内容", "随便写"), "没有找到表头"),
    Damage("格式没听说过", ".xlsx", words("sichuan", "atlantis"), "atlantis"),
    Damage("别的年度", ".xlsx", words("2024", "2023"), "2024年度的表"),
    Damage("金额是文字", ".xlsx", amount(' t="str"><v>见附表</v></c>'), "见附表"),
    Damage("公式没有结果", ".xlsx", amount("><f>1+1</f></c>"), "1+1"),
    Damage("公式出错", ".xlsx", amount(' t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "#DIV/0!"),
    Damage("工作表同名", ".xlsx", second_sheet_named("首页"), "同名的工作表"),
    Damage("格子在天边", ".xlsx", inserted(FIRST, b"</sheetData>", FAR), "1048576"),
    Damage("解开太大", ".xlsx", added("xl/media/a.bin", bytes(20_000_000)), "压缩"),
    Damage("名字往外走", ".xlsx", added("../../a.xml", b"<a/>"), "指向包外"),
    Damage("没有工作簿部件", ".xlsx", without(BOOK), "另一种 Office 文件"),
    Damage("外部实体", ".xlsx", inserted(FIRST, b"<worksheet", ENTITY), "DTD"),
)
"""坏法；好的工作簿是四川 2024 年度的，第一张公开表里有带小数的金额。"""
