"""Documents of older and other programs (.doc, .wps, .rtf, .odt): LibreOffice makes a .docx."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.documents import Document
from xlbudget.domain.errors import ProgramMissing, UnreadableFile
from xlbudget.domain.records import replace
from xlbudget.files.foreign import DOCUMENT
from xlbudget.files.office import convert, find_office
from xlbudget.files.temporary import temporary_folder

# [MS-DOC] 2.5.2: the FIB stands at the start of the WordDocument stream, which begins a sector.
_FIB = b"\xec\xa5"
_FLAGS_AT, _ENCRYPTED = 11, 0x01
_SECTOR = 512


def read_through_office(path: Path) -> Document:
    """The blocks of a document that only LibreOffice can read.

    Raises ProgramMissing with the remedy where it is absent or cannot read the file.
    """
    try:
        find_office()
    except ProgramMissing as error:
        raise ProgramMissing(
            where=str(path),
            seen="旧格式或其他程序的文档（.doc、.wps、.rtf、.odt），本机没有读它要用的 LibreOffice",
            expected=".docx 文件，或已安装的 LibreOffice 7 或更高版本",
            remedy=f"{DOCUMENT.save_as}或从 https://zh-cn.libreoffice.org 安装 LibreOffice。",
        ) from error
    from xlbudget.reading.documents.word import read_word

    with temporary_folder("document") as room:
        try:
            made = convert(path, "docx", room)
            return replace(read_word(made), file=str(path))
        except ProgramMissing as error:
            raise ProgramMissing(
                where=str(path), seen=error.seen, expected=error.expected, remedy=DOCUMENT.save_as
            ) from error
        except UnreadableFile as error:
            raise UnreadableFile(
                where=str(path),
                seen=f"LibreOffice 转换得到的文件读不出来（{error.seen}）",
                expected=DOCUMENT.words,
                remedy=DOCUMENT.save_as,
            ) from error


def refuse_locked(path: Path, data: bytes) -> None:
    """Raise UnreadableFile if a .doc has an opening password."""
    for start in range(_SECTOR, min(len(data), 1 << 22), _SECTOR):
        if data[start : start + 2] == _FIB and data[start + _FLAGS_AT] & _ENCRYPTED:
            raise UnreadableFile(
                where=str(path),
                seen="设有打开密码的文件",
                expected=DOCUMENT.words,
                remedy="请用 Word 或 WPS 打开，在“文件—信息—保护”中取消密码，保存后再试。",
            )
