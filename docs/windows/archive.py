"""A zip that comes from elsewhere: refused by its name where it is damaged, too large, encrypted,
or holds a name that Windows cannot create."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1 << 20
LARGEST = 200 * MEGABYTE
"""Of one zip, unpacked: many times what any package here has."""

CLUSTER = 4096
"""What even an empty file takes on a disk."""

LONGEST = 180
"""Of a path inside the folder: with the user's own folder before it, Windows takes 259."""

AGAIN = "请换一个没有改动过的文件：重新下载，或者重新建。"

_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³]) *(?:\..*)?", re.IGNORECASE
)
_ENCRYPTED = 0x41
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PIECE = MEGABYTE

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, ArithmeticError)
"""What zipfile raises for bytes that are no zip; RuntimeError is for what it does not know."""


class Refused(Exception):
    """What is wrong and what to do, in Chinese."""


def shown(text: object) -> str:
    """As it can be printed: on one line, without what would steer the terminal."""
    plain = str(text)
    plain = plain if plain.isprintable() else ascii(plain)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def same(name: str) -> str:
    """Equal for names that are one file on Windows or on a Mac."""
    return unicodedata.normalize("NFC", name).casefold()


def check_name(name: str, origin: str) -> None:
    """Whether it stays inside the folder, and Windows can create it as it stands."""
    parts = name.split("/")
    if _UNSAFE.search(name) or any(not part.rstrip(". ") for part in parts):
        reason = "不是正常的路径，会写到文件夹外面，或者不能有这些字符"
    elif any(part != part.rstrip(". ") for part in parts):
        reason = "有一节末尾是点或空格，Windows 会去掉它"
    elif any(_DEVICE.fullmatch(part) for part in parts):
        reason = "有一节是 Windows 的设备名"
    elif len(name.encode("utf-16-le")) > 2 * LONGEST:
        reason = f"比 {LONGEST} 个字长"
    else:
        return
    raise Refused(f"{origin} 里的“{shown(name)}”{reason}。应当是 Windows 能建的文件名。{AGAIN}")


def decoded(data: bytes, origin: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{origin}：第 {error.start + 1} 个字节不是 UTF-8，应当整个是 UTF-8 的文本。{AGAIN}"
        ) from error


@contextmanager
def _told(origin: str, expected: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(
            f"{origin}：文件读不了（{shown(reason)}）。应当是读得到的文件，请核对路径和权限。"
        ) from error
    except (*_DAMAGE, RuntimeError) as error:
        raise Refused(
            f"{origin}：文件读不了（{shown(error)}）。应当是{expected}。{AGAIN}"
        ) from error


class Archive:
    """A zip whose list of members has been looked through."""

    def __init__(self, origin: str, package: zipfile.ZipFile) -> None:
        self.origin = origin
        self._package = package
        self._items = package.infolist()
        for item in self._items:
            self._check(item)
        size = sum(max(item.file_size, CLUSTER) for item in self._items)
        if size > LARGEST:
            raise Refused(
                f"{origin}：解开有 {size / MEGABYTE:.0f} MB，应当不超过 {LARGEST // MEGABYTE} MB。"
                f"{AGAIN}"
            )

    def _check(self, item: zipfile.ZipInfo) -> None:
        # zipfile cuts a name at a NUL, and takes another one that stands beside it.
        for name in (item.orig_filename, item.filename):
            check_name(name.removesuffix("/"), self.origin)
        inside = f"{self.origin} 里的“{shown(item.filename)}”"
        if item.flag_bits & _ENCRYPTED:
            raise Refused(f"{inside}是加密的，应当不加密。{AGAIN}")
        if item.compress_type not in _METHODS:
            raise Refused(
                f"{inside}压缩方法是 {item.compress_type}，"
                f"应当是 0（不压缩）或 8（deflate）。{AGAIN}"
            )

    @property
    def names(self) -> list[str]:
        """Those of folders end in a slash."""
        return [item.filename for item in self._items]

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Every name with its bytes; a folder has none."""
        for item in self._items:
            yield item.filename, b"" if item.filename.endswith("/") else self._bytes(item)

    def read(self, name: str) -> bytes:
        return self._bytes(next(item for item in self._items if item.filename == name))

    def _bytes(self, item: zipfile.ZipInfo) -> bytes:
        """Piece by piece: in one go, zipfile would unpack more than the size that is told."""
        data = bytearray()
        origin = f"{self.origin} 里的“{shown(item.filename)}”"
        with _told(origin, "没有损坏的 zip"), self._package.open(item) as stream:
            while piece := stream.read(_PIECE):
                data += piece
            if len(data) != item.file_size:
                raise ValueError(f"{len(data)} / {item.file_size}")
        return bytes(data)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    with _told(path.name, "完整的 zip"):
        package = zipfile.ZipFile(path)
    with package:
        yield Archive(path.name, package)
