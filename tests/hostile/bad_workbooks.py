"""坏的工作簿：整个文件不是它该是的样子，或者大得、怪得不像话。"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from tests.batch.damages import (
    BOOK,
    DAMAGES,
    ENTITY,
    FIRST,
    added,
    changed,
    inserted,
    packed,
    parts,
)
from tests.hostile.bad_input import BadInput, Ends, Made
from tests.hostile.old_books import (
    LAST,
    book,
    compound,
    far_out,
    far_out_in_halves,
    filepass,
    formula,
    in_a_circle,
    number,
    numbers,
    old_book,
    size,
    word_in_old,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
RELATIONS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
_MILLION = range(1000, 1_001_000)

CORE = ("check", "new --from", "batch")
"""另几处打开文件的是同一个读法；每处都试过的是没有写 `only` 的几种。"""

_DAMAGED = {each.name: each for each in DAMAGES}


def _known(name: str, only: tuple[str, ...] = CORE) -> BadInput:
    """批量也认得的一种坏法，交给别的入口。"""
    each = _DAMAGED[name]
    return BadInput(name, each.suffix, each.damaged, each.says, only=only)


def _here(name: str, ending: str, made: Made, says: str) -> BadInput:
    return BadInput(name, ending, made, says, only=CORE)


def _old(name: str, says: str, *cells: bytes, sheets: int = 1) -> BadInput:
    """一个 .xls，工作表里是这些记录。"""
    made = compound("Workbook", book(*cells, sheets=sheets))
    return BadInput(name, ".xls", lambda _: made, says, only=("check",))


def rows(one: bytes) -> Callable[[bytes], bytes]:
    """表的后面再有一百万行。"""
    return inserted(
        FIRST, b"</sheetData>", b"".join(one.replace(b"#", b"%d" % n) for n in _MILLION)
    )


def with_entity(part: str) -> Callable[[bytes], bytes]:
    return changed(part, lambda xml: re.sub(rb"(<\?xml[^>]*\?>)?", rb"\1" + ENTITY, xml, count=1))


def long_texts(prefix: str = "") -> Callable[[bytes], bytes]:
    """一百万字的一句话，五万格都是它。"""

    def made(good: bytes) -> bytes:
        found = parts(good)
        texts = found[SHARED].decode()
        at = texts.count("<si>")
        long = "长" * 1_000_000
        found[SHARED] = texts.replace("</sst>", f"<si><t>{long}</t></si></sst>").encode()
        p = f"{prefix}:" if prefix else ""
        cells = "".join(
            f'<{p}row r="{row}">'
            + "".join(
                f'<{p}c r="{column}{row}" t="s"><{p}v>{at}</{p}v></{p}c>' for column in "ABCDEFGHIJ"
            )
            + f"</{p}row>"
            for row in range(1000, 6000)
        )
        sheet = found[FIRST].decode()
        if prefix:
            sheet = sheet.replace("<worksheet ", f'<worksheet xmlns:{prefix}="{MAIN}" ', 1)
        found[FIRST] = sheet.replace("</sheetData>", cells + "</sheetData>").encode()
        return packed(found)

    return made


def merged_over(good: bytes) -> bytes:
    """三万个合并区域，个个盖住整张表。"""
    wide = b"".join(
        b'<row r="%d"><c r="CV%d"><v>1</v></c></row>' % (n, n) for n in range(900, 1900)
    )
    found = parts(inserted(FIRST, b"</sheetData>", wide)(good))
    over = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % (900 + n % 500) for n in range(30_000))
    found[FIRST] = found[FIRST].replace(b"</mergeCells>", over + b"</mergeCells>")
    return packed(found)


def many_cells(good: bytes) -> bytes:
    """一百一十万个填了的格，紧靠左上角。"""
    row = (
        b'<row r="%d">' + b"".join(b'<c r="%s%%d"><v>1.5</v></c>' % c for c in _LETTERS) + b"</row>"
    )
    data = b"".join(row % ((n,) * 27) for n in range(1000, 43_400))
    return inserted(FIRST, b"</sheetData>", data)(good)


_LETTERS = [bytes([letter]) for letter in range(65, 91)]


def overlapping(good: bytes) -> bytes:
    """目录里第二个部件与第一个占同一段字节。"""
    data = bytearray(good)
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    third = data.index(b"PK\x01\x02", second + 4)
    offset = struct.unpack_from("<L", data, third + 42)[0]
    begin = struct.unpack_from("<L", data, second + 42)[0]
    struct.pack_into("<L", data, second + 20, offset - begin + 200)
    return bytes(data)


def opendocument(text: str, rows: int, columns: int) -> Callable[[bytes], bytes]:
    """一张 OpenDocument 的表，一格重复许多次。"""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document-content xmlns:o="{office}:office:1.0" xmlns:t="{office}:table:1.0" '
        f'xmlns:x="{office}:text:1.0"><o:body><o:spreadsheet><t:table t:name="甲">'
        f'<t:table-row t:number-rows-repeated="{rows}">'
        f'<t:table-cell t:number-columns-repeated="{columns}"><x:p>{text}</x:p></t:table-cell>'
        "</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return lambda _: packed({"mimetype": kind, "content.xml": content.encode()})


def hidden(good: bytes) -> bytes:
    """公开表都藏起来，第一张的行也藏起来。"""
    found = parts(good)
    sheet = re.compile(rb'(<sheet name="(?!\xe9\xa6\x96\xe9\xa1\xb5)[^"]+" )')  # 首页以外
    found[BOOK] = sheet.sub(rb'\1state="hidden" ', found[BOOK])
    found[FIRST] = found[FIRST].replace(b'<row r="', b'<row hidden="1" r="')
    return packed(found)


BAD_WORKBOOKS = (
    *(_known(name, ()) for name in ("空文件", "有密码", "截断", "标记断了", "格子在天边")),
    *map(
        _known,
        ("文本", "旧格式残缺", "网页", "工作表同名", "解开太大", "名字往外走", "没有工作簿部件"),
    ),
    _here("错一个字节", ".xlsx", _DAMAGED["错一个字节"].damaged, "文件已损坏"),
    _here("只剩开头", ".xlsx", lambda good: good[:100], "不完整"),
    _here("前后都多出字节", ".xlsx", lambda good: b"\0" * 100 + good, "不是 Office 文件"),
    _here("XML 表格 2003 存成 .xls", ".xls", lambda _: XML_2003.encode(), "XML 电子表格 2003"),
    _here("CSV 改名 .xls", ".xls", lambda _: "项目,金额\n收入,1".encode("gbk"), "不是 Office 文件"),
    _here("PDF 改名 .xlsx", ".xlsx", lambda _: b"%PDF-1.7\n%%EOF", "不是 Office 文件"),
    _here("Word 文档改名 .xlsx", ".xlsx", word_in_old, "旧格式"),
    _here("旧格式改名 .xlsx", ".xlsx", lambda _: old_book(), "旧格式"),
    BadInput("旧格式有密码", ".xls", lambda _: filepass(), "密码"),
    BadInput("旧格式的格子在天边", ".xls", lambda _: far_out(), "65536", only=("check",)),
    BadInput(
        "旧格式的格子在天边，扇区倒着放",
        ".xls",
        lambda _: far_out_in_halves(),
        "65536",
        only=("check",),
    ),
    *(
        _old(f"旧格式的{name}在天边", "65536", cell(0, 1), cell(*LAST))
        for name, cell in (("公式", formula), ("一行数", numbers))
    ),
    _old("旧格式的一千张表都是同一段", "已损坏", number(0, 0), sheets=1000),
    _old("旧格式自称有二亿行", "已损坏", size(1 << 28, 256), number(0, 0)),
    BadInput("旧格式的扇区绕成圈", ".xls", lambda _: in_a_circle(), "已损坏", only=("check",)),
    _here("WPS 的 .et 残缺", ".et", lambda _: old_book()[:1500], "损坏"),
    _here(
        "压缩包里的压缩包", ".xlsx", lambda good: packed({"决算.xlsx": good}), "不是 Office 文件"
    ),
    _here("部件占用同一段字节", ".xlsx", overlapping, "同一段字节"),
    _here(
        "一万零一个部件",
        ".xlsx",
        lambda good: packed({**parts(good), **{f"a/{n}": b"" for n in range(10_001)}}),
        "10000 个",
    ),
    BadInput("共用文字炸弹", ".xlsx", long_texts(), "32 MB", only=("check", "batch")),
    BadInput("共用文字炸弹，带前缀", ".xlsx", long_texts("x"), "32 MB", only=("check",)),
    BadInput("合并单元格重叠三万次", ".xlsx", merged_over, "互相重叠", only=("check",)),
    BadInput("一百一十万个填了的格", ".xlsx", many_cells, "填了的格", only=("check",)),
    *(
        _here(f"实体写在 {part}", ".xlsx", with_entity(part), "DTD")
        for part in (SHARED, STYLES, BOOK, RELATIONS, "_rels/.rels")
    ),
    _here(
        "UTF-16 的工作表",
        ".xlsx",
        changed(FIRST, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "UTF-16",
    ),
    _here("部件叫两遍", ".xlsx", added("XL/Workbook.xml", b"<a/>"), "有两个"),
    _here(".ods 的一格重复五百万次", ".ods", opendocument("甲", 5000, 1000), "填了的格"),
    _here(".ods 的一句长话重复一千格", ".ods", opendocument("长" * 99_999, 10, 100), "32 MB"),
    BadInput(".ods 的一格重复到最后", ".ods", opendocument("甲", 1048576, 16384), "1048576"),
    BadInput(".xlsx 改名 .xls", ".xls", lambda good: good, "", Ends.READ),
    BadInput(".xlsx 改名 .et", ".et", lambda good: good, "", Ends.READ),
    BadInput("一百万个空行", ".xlsx", rows(b'<row r="#"/>'), "", Ends.READ),
    BadInput(
        "一百万个有格式的空行",
        ".xlsx",
        rows(b'<row r="#" s="1" customFormat="1" ht="13.5"><c r="A#" s="1"/></row>'),
        "",
        Ends.READ,
    ),
    BadInput(
        "声称用到最后一格",
        ".xlsx",
        changed(
            FIRST, lambda xml: re.sub(rb'(<dimension ref=)"[^"]+"', rb'\1"A1:XFD1048576"', xml)
        ),
        "",
        Ends.READ,
    ),
    BadInput("隐藏的工作表和行", ".xlsx", hidden, "", Ends.READ),
)
