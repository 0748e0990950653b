import errno
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from xlbudget.domain.errors import OutputRefused, UnreadableFile, UnsafeFile
from xlbudget.files.package import Limits, Package

SAMPLE = {
    "[Content_Types].xml": b"<Types/>",
    "xl/workbook.xml": b"<workbook/>" * 50,
    "xl/media/图.png": bytes(range(256)),
    "xl/vbaProject.bin": b"\x00\x01" * 40,
}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 7, 8, 10)), content, method)
    return room.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path = tmp_path / "决算.xlsx"
        path.write_bytes(data)
        return path

    return write


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        Package.open(path, limits)
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_are_read_in_order(file: Callable[[bytes], Path], method: int) -> None:
    package = Package.open(file(zipped(SAMPLE, method)))
    assert package.names() == tuple(SAMPLE)
    assert {name: package.read(name) for name in package.names()} == SAMPLE


def test_an_unknown_part_is_a_key_error(file: Callable[[bytes], Path]) -> None:
    with pytest.raises(KeyError):
        Package.open(file(zipped(SAMPLE))).read("xl/none.xml")


def test_untouched_entries_keep_their_compressed_bytes(
    file: Callable[[bytes], Path], tmp_path: Path
) -> None:
    source = file(zipped(SAMPLE))
    package = Package.open(source)
    target = tmp_path / "新.xlsx"
    package.write(target, {"xl/workbook.xml": b"<new/>"}, {"xl/added.xml": b"<added/>"})
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        assert new.namelist() == [*SAMPLE, "xl/added.xml"]
        assert new.read("xl/workbook.xml") == b"<new/>"
        assert new.read("xl/added.xml") == b"<added/>"
        for info in old.infolist():
            copy = new.getinfo(info.filename)
            assert copy.date_time == info.date_time
            if info.filename != "xl/workbook.xml":
                assert raw(target, copy) == raw(source, info)
                assert copy.external_attr == info.external_attr


def raw(path: Path, info: zipfile.ZipInfo) -> bytes:
    data = path.read_bytes()
    name_size, extra_size = struct.unpack_from("<2H", data, info.header_offset + 26)
    start = info.header_offset + 30 + name_size + extra_size
    return data[start : start + info.compress_size]


def test_entries_written_to_a_stream_are_copied(
    file: Callable[[bytes], Path], tmp_path: Path
) -> None:
    class Stream(io.RawIOBase):  # not seekable: zipfile writes sizes behind the data
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in SAMPLE.items():
            archive.writestr(name, content)
    package = Package.open(file(bytes(stream.data)))
    target = tmp_path / "新.xlsx"
    package.write(target, {})
    with zipfile.ZipFile(target) as new:
        assert {name: new.read(name) for name in new.namelist()} == SAMPLE


def test_the_same_input_gives_the_same_bytes(file: Callable[[bytes], Path], tmp_path: Path) -> None:
    package = Package.open(file(zipped(SAMPLE)))
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for target in (one, two):
        package.write(target, {"xl/workbook.xml": b"<new/>"}, {"xl/added.xml": b"<added/>"})
    assert one.read_bytes() == two.read_bytes()


def test_its_own_source_is_replaced_only_with_force(file: Callable[[bytes], Path]) -> None:
    source = file(zipped(SAMPLE))
    package = Package.open(source)
    before = source.read_bytes()
    with pytest.raises(OutputRefused, match="已经存在"):
        package.write(source, {"xl/workbook.xml": b"<new/>"})
    assert source.read_bytes() == before
    package.write(source, {"xl/workbook.xml": b"<new/>"}, force=True)
    assert Package.open(source).read("xl/workbook.xml") == b"<new/>"
    assert [path.name for path in source.parent.iterdir()] == [source.name]


def test_a_part_is_left_out_and_the_others_stay(file: Callable[[bytes], Path]) -> None:
    package = Package.open(file(zipped(SAMPLE)))
    data = package.patched({}, removed={"xl/workbook.xml"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {name: part for name, part in SAMPLE.items() if name != "xl/workbook.xml"}


def test_changed_parts_exist_and_added_ones_do_not(file: Callable[[bytes], Path]) -> None:
    package = Package.open(file(zipped(SAMPLE)))
    with pytest.raises(KeyError):
        package.patched({"xl/none.xml": b""})
    with pytest.raises(KeyError):
        package.patched({}, {"xl/workbook.xml": b""})
    with pytest.raises(KeyError):
        package.patched({}, {"../out.xml": b""})


# What is not a package: each kind has its own sentence.


def test_absent_file(tmp_path: Path) -> None:
    assert "不存在" in refusal(tmp_path / "无.xlsx")


def test_folder(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "0 字节"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "打开密码",
        ),
        (b"\xef\xbb\xbf\r\n<html><table></table></html>", "网页"),
        (b"<!DOCTYPE html><html/>", "网页"),
        (b"MIME-Version: 1.0\r\n", "网页"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "电子表格 2003",
        ),
        (b"<svg/>", "不是 Office 文件"),
        ("项目,金额\n".encode("gbk"), "不是 Office 文件"),
        (zipped(SAMPLE)[:-40], "不完整"),
        (zipped(SAMPLE)[:60], "不完整"),
        (b"<html>" + zipped(SAMPLE), "网页"),
    ],
)
def test_what_is_not_a_package(file: Callable[[bytes], Path], data: bytes, sentence: str) -> None:
    message = refusal(file(data))
    assert sentence in message
    assert "决算.xlsx" in message


@pytest.mark.parametrize("data", [b"", b"\x05admin" + bytes(159)])
def test_a_lock_file_names_the_workbook(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "决算.xlsx").write_bytes(zipped(SAMPLE))
    (tmp_path / "~$决算.xlsx").write_bytes(data)
    message = refusal(tmp_path / "~$决算.xlsx")
    assert "锁定文件" in message
    assert "请改为指定“决算.xlsx”" in message


def test_what_the_system_refuses_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert "文件打不开（没有权限）" in refusal(tmp_path / "决算.xlsx")


# Hostile packages.


@pytest.mark.parametrize(
    "name", ["../out.xml", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "a\x01b"]
)
def test_names_that_leave_the_package(file: Callable[[bytes], Path], name: str) -> None:
    path = file(zipped({**SAMPLE, name: b"x"}))
    with pytest.raises(UnsafeFile, match="指向包外"):
        Package.open(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.xml"])
def test_doubled_names(file: Callable[[bytes], Path], name: str) -> None:
    room = io.BytesIO(zipped(SAMPLE))
    with zipfile.ZipFile(room, "a") as archive:
        archive.writestr(name, b"another")
    path = file(room.getvalue())
    with pytest.raises(UnsafeFile, match="有两个"):
        Package.open(path)


def test_a_bomb_is_refused_by_its_ratio(file: Callable[[bytes], Path]) -> None:
    path = file(zipped({"bomb.xml": bytes(11 << 20)}))
    with pytest.raises(UnsafeFile, match="200"):
        Package.open(path)


def test_a_small_sheet_of_blanks_passes(file: Callable[[bytes], Path]) -> None:
    blanks = b'<c r="A1" s="1"/>' * 100_000
    assert Package.open(file(zipped({"sheet.xml": blanks}))).read("sheet.xml") == blanks


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(file=100), "文件大于"),
        (Limits(entries=3), "3 个部件"),
        (Limits(part=300), "部件“xl/workbook.xml”"),
        (Limits(total=700), "全部部件"),
    ],
)
def test_limits(file: Callable[[bytes], Path], limits: Limits, word: str) -> None:
    path = file(zipped(SAMPLE))
    with pytest.raises(UnsafeFile, match=word):
        Package.open(path, limits)


def lying(content: bytes, claimed: int) -> bytes:
    """A package whose one entry claims another size than it has, in both headers."""
    data = bytearray(zipped({"a.xml": content}))
    struct.pack_into("<L", data, 22, claimed)
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, claimed)
    return bytes(data)


def test_a_part_larger_than_it_claims_is_not_inflated(file: Callable[[bytes], Path]) -> None:
    package = Package.open(file(lying(bytes(50 << 20), 1000)))
    with pytest.raises(UnsafeFile, match="比目录所写的大"):
        package.read("a.xml")


def test_a_part_smaller_than_it_claims(file: Callable[[bytes], Path]) -> None:
    package = Package.open(file(lying(b"abc", 1000)))
    with pytest.raises(UnreadableFile, match="不完整"):
        package.read("a.xml")


def test_a_wrong_checksum(file: Callable[[bytes], Path]) -> None:
    content = bytes(range(256)) * 2
    data = bytearray(zipped({"a.bin": content}, zipfile.ZIP_STORED))
    data[data.index(content) + 7] ^= 1
    with pytest.raises(UnreadableFile, match="校验和"):
        Package.open(file(bytes(data))).read("a.bin")


def test_a_broken_stream(file: Callable[[bytes], Path]) -> None:
    data = bytearray(zipped({"a.xml": b"abc" * 100}))
    data[35] = 0xFF
    with pytest.raises(UnreadableFile, match=r"无法解压|校验和|不完整"):
        Package.open(file(bytes(data))).read("a.xml")


def test_entries_that_share_their_bytes(file: Callable[[bytes], Path]) -> None:
    data = bytearray(zipped({"a.xml": b"x" * 99, "b.xml": b"y" * 99}, zipfile.ZIP_STORED))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<L", data, first + 20, 250)
    struct.pack_into("<L", data, first + 24, 250)
    path = file(bytes(data))
    assert second > first
    with pytest.raises(UnsafeFile, match="同一段字节"):
        Package.open(path)


def test_a_local_header_with_another_name(file: Callable[[bytes], Path]) -> None:
    data = zipped({"a.xml": b"x"}).replace(b"a.xml", b"b.xml", 1)
    path = file(data)
    with pytest.raises(UnsafeFile, match="另有名字"):
        Package.open(path)


def test_an_encrypted_entry(file: Callable[[bytes], Path]) -> None:
    data = bytearray(zipped({"a.xml": b"x"}))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, 1)
    assert "密码" in refusal(file(bytes(data)))


def test_an_unknown_method(file: Callable[[bytes], Path]) -> None:
    assert "压缩方法" in refusal(file(zipped({"a.xml": b"x" * 99}, zipfile.ZIP_BZIP2)))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]><a>&m;</a>', "DTD"),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "UTF-16"),
        ('<?xml version="1.0" encoding="GBK"?><a>中</a>'.encode("gbk"), "GBK"),
        ("<a>中</a>".encode("utf-16-le"), "不是 XML 文本"),
    ],
)
def test_xml_that_is_not_parsed(file: Callable[[bytes], Path], content: bytes, word: str) -> None:
    package = Package.open(file(zipped({"a.xml": content})))
    with pytest.raises(UnreadableFile, match=word):
        package.xml("a.xml")


def test_plain_xml_passes(file: Callable[[bytes], Path]) -> None:
    content = '\ufeff<?xml version="1.0" encoding="utf-8"?><a>中&lt;!DOCTYPE</a>'.encode()
    assert Package.open(file(zipped({"a.xml": content}))).xml("a.xml") == content


def test_a_million_entries_are_refused_before_they_are_listed(
    file: Callable[[bytes], Path],
) -> None:
    path = file(b"PK\x03\x04" + b"PK\x01\x02" * 20_000 + zlib.compress(b""))
    with pytest.raises(UnsafeFile, match="10000 个部件"):
        Package.open(path)
