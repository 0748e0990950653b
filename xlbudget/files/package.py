"""Zip packages (.xlsx, .xlsm, .docx): safe to open, and patched without touching other parts.

A part that is not replaced is copied with its compressed bytes, so that nothing of it can change.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path

from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.domain.records import dataclass
from xlbudget.files.archive import DEFLATED, STORED, Entry, deflated, locate, written
from xlbudget.files.deflate import unpacked
from xlbudget.files.foreign import WORKBOOK, Wanted, damaged, not_a_package, read_limited
from xlbudget.files.whole import same_file, write_whole

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENCODING = re.compile(rb"^<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a package may be, in bytes; more than an honest one ever needs."""

    file: int = 200 << 20
    entries: int = 10_000
    total: int = 1 << 30
    part: int = 512 << 20
    ratio: int = 200
    ratio_from: int = 10 << 20
    """A part smaller than this may be compressed as well as it likes (a sheet of blanks)."""


class Package:
    """An open package: its parts by name, as they stood when it was opened."""

    def __init__(
        self, path: Path, data: bytes, entries: tuple[Entry, ...], wanted: Wanted = WORKBOOK
    ) -> None:
        self.path = path
        self.wanted = wanted
        self.data = data
        self._entries = {entry.name: entry for entry in entries}

    @classmethod
    def open(cls, path: Path, limits: Limits | None = None, wanted: Wanted = WORKBOOK) -> Package:
        """Read a package and check everything that its directory claims; inflates nothing yet.

        `wanted` is what errors call it. Raises UnreadableFile (not a package, encrypted, damaged)
        or UnsafeFile (beyond `limits`, doubled or escaping names).
        """
        limits = limits or Limits()
        data = read_limited(path, limits.file, wanted)
        if len(data) > limits.file:
            raise _unsafe(
                path, f"文件大于 {_size(limits.file)}", f"不超过 {_size(limits.file)}", wanted
            )
        return cls.of_bytes(data, path, limits, wanted)

    @classmethod
    def of_bytes(
        cls, data: bytes, path: Path, limits: Limits | None = None, wanted: Wanted = WORKBOOK
    ) -> Package:
        """A package that is a part of another file; `path` is what errors call it."""
        limits = limits or Limits()
        infos = directory(path, data, limits, wanted)
        _check(path, infos, limits, wanted)
        return cls(path, data, locate(path, data, infos, wanted), wanted)

    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the package."""
        return tuple(name for name in self._entries if not name.endswith("/"))

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """How long a part is, as its entry claims; KeyError if there is none."""
        return self._entries[name].size

    def read(self, name: str) -> bytes:
        """The content of a part, never longer than its entry claims; KeyError if there is none."""
        entry = self._entries[name]
        packed = entry.packed(self.data)
        if entry.method == STORED:
            content, whole = packed, True
        else:
            try:
                content, ended = unpacked(packed, entry.size + 1)
            except ValueError as error:
                raise damaged(self.path, f"部件“{name}”无法解压", self.wanted) from error
            whole = ended or len(content) > entry.size
        if len(content) > entry.size:
            raise _unsafe(
                self.path, f"部件“{name}”解压后比目录所写的大", "与目录一致的大小", self.wanted
            )
        if not whole or len(content) < entry.size:
            raise damaged(self.path, f"部件“{name}”不完整", self.wanted)
        if zlib.crc32(content) != entry.crc:
            raise damaged(self.path, f"部件“{name}”的校验和不符", self.wanted)
        return content

    def holds(self, name: str, content: bytes) -> bool:
        """Whether this is the content of a part."""
        entry = self._entries[name]
        alike = len(content) == entry.size and zlib.crc32(content) == entry.crc
        return alike and content == self.read(name)

    def xml(self, name: str) -> bytes:
        """An XML part that is safe to parse: UTF-8, without DTD and entities of its own."""
        content = self.read(name)
        declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        encoding = declared[1].lower() if declared else b"utf-8"
        if encoding not in (b"utf-8", b"us-ascii") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            seen = encoding.decode("ascii").upper() if declared else "UTF-16"
            raise UnreadableFile(
                where=f"{self.path} · {name}",
                seen=f"{seen} 编码的部件",
                expected="UTF-8 编码",
                remedy=self.wanted.save_anew,
            )
        if b"\x00" in content:
            raise damaged(self.path, f"部件“{name}”不是 XML 文本", self.wanted)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _unsafe(
                self.path,
                f"部件“{name}”带有文档类型定义（DTD）",
                "不带 DTD 的部件",
                self.wanted,
            )
        return content

    def write(
        self,
        target: Path,
        changed: Mapping[str, bytes],
        added: Mapping[str, bytes] | None = None,
        *,
        force: bool = False,
    ) -> None:
        """Write the package with some parts replaced and some appended; all others as they are.

        The same input gives the same bytes: replaced parts keep the date of the old entry, added
        ones get 1980-01-01. Raises OutputRefused, also over the package's own file if that changed
        since it was read; the target is written whole or not at all.
        """
        self.write_packed(target, self.patched(changed, added), force=force)

    def write_packed(self, target: Path, data: bytes, *, force: bool = False) -> None:
        """Write what `patched` gave, as `write` does."""
        own = same_file(target, self.path)
        write_whole(target, data, force=force, instead_of=self.data if own else None)

    def patched(
        self,
        changed: Mapping[str, bytes],
        added: Mapping[str, bytes] | None = None,
        *,
        removed: Collection[str] = (),
    ) -> bytes:
        """The bytes that `write` would write; of a package without the parts `removed`."""
        added = added or {}
        for name in changed:
            if name not in self._entries:
                raise KeyError(f"no part {name!r} in {self.path}")
        for name in added:
            if name in self._entries or _unsafe_name(name):
                raise KeyError(f"cannot add a part {name!r} to {self.path}")
        parts = [
            deflated(entry, changed[name]) if name in changed else (entry, entry.packed(self.data))
            for name, entry in self._entries.items()
            if name not in removed
        ]
        parts += [deflated(Entry.new(name), content) for name, content in added.items()]
        return written(parts)


def directory(path: Path, data: bytes, limits: Limits, wanted: Wanted) -> list[zipfile.ZipInfo]:
    """What a package says that it holds; nothing of it is checked but how much that is.

    Raises UnreadableFile (not a package, damaged) or UnsafeFile (more parts than `limits`).
    """
    if data.count(b"PK\x01\x02") > limits.entries:
        raise _too_many(path, limits, wanted)
    if not data.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(io.BytesIO(data)):
        raise not_a_package(path, data, wanted)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise damaged(path, "压缩包的目录读不出来", wanted) from error
    if len(infos) > limits.entries:
        raise _too_many(path, limits, wanted)
    return infos


def _check(path: Path, infos: list[zipfile.ZipInfo], limits: Limits, wanted: Wanted) -> None:
    seen: set[str] = set()
    total = 0
    for info in infos:
        name = info.filename
        if _unsafe_name(info.orig_filename) or _unsafe_name(name):
            raise _unsafe(
                path, f"部件名“{_CONTROL.sub('?', name)}”指向包外", "包内的相对名称", wanted
            )
        # Part names differ by more than case (ECMA-376 Part 2, 6.2.2.3).
        if name.casefold() in seen:
            raise _unsafe(path, f"部件“{name}”有两个", "不重复的部件名", wanted)
        seen.add(name.casefold())
        if info.flag_bits & 0x1:
            raise UnreadableFile(
                where=str(path),
                seen="压缩包设有密码",
                expected="没有密码的文件",
                remedy="请取消密码后再试。",
            )
        if info.compress_type not in (STORED, DEFLATED):
            raise damaged(path, f"部件“{name}”用了 Office 不支持的压缩方法", wanted)
        if info.file_size > limits.part:
            raise _unsafe(
                path,
                f"部件“{name}”解压后有 {_size(info.file_size)}",
                f"不超过 {_size(limits.part)}",
                wanted,
            )
        if (
            info.file_size >= limits.ratio_from
            and info.file_size > info.compress_size * limits.ratio
        ):
            raise _unsafe(
                path,
                f"部件“{name}”压缩到了不足 {limits.ratio} 分之一",
                f"压缩比不超过 {limits.ratio}:1",
                wanted,
            )
        total += info.file_size
    if total > limits.total:
        raise _unsafe(
            path, f"全部部件解压后共 {_size(total)}", f"不超过 {_size(limits.total)}", wanted
        )


def _unsafe_name(name: str) -> bool:
    return (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
        or _CONTROL.search(name) is not None
    )


def _too_many(path: Path, limits: Limits, wanted: Wanted) -> UnsafeFile:
    seen, expected = f"压缩包内有超过 {limits.entries} 个部件", f"不超过 {limits.entries} 个"
    return _unsafe(path, seen, expected, wanted)


def _unsafe(path: Path, seen: str, expected: str, wanted: Wanted) -> UnsafeFile:
    return UnsafeFile(
        where=str(path),
        seen=seen,
        expected=expected,
        remedy=f"这样的文件可能是恶意构造的。{wanted.save_anew}",
    )


def _size(count: int) -> str:
    return f"{count / (1 << 20):.0f} MB" if count >= 1 << 20 else f"{count} 字节"
