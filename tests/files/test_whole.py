import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.whole import locked_file, open_elsewhere, write_whole


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "新.txt", b"abc")
    assert (tmp_path / "新.txt").read_bytes() == b"abc"
    assert names(tmp_path) == {"新.txt"}


def test_a_function_writes(tmp_path: Path) -> None:
    def content(file: BinaryIO) -> None:
        file.write(b"one ")
        file.write(b"two")

    write_whole(tmp_path / "新.txt", content)
    assert (tmp_path / "新.txt").read_bytes() == b"one two"


def test_an_existing_file_needs_force_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "旧.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with pytest.raises(OutputRefused, match="已经存在"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    write_whole(target, b"new", force=True)
    assert target.read_bytes() == b"new"
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "旧.txt"
    target.write_bytes(b"old")

    def half(file: BinaryIO) -> None:
        file.write(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(target, half, force=True)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"旧.txt"}


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EACCES, "权限"),
        (errno.EROFS, "只读"),
        (errno.EIO, "写入失败（磁盘或网络读写出错）"),
    ],
)
def test_what_the_system_refuses(tmp_path: Path, code: int, word: str) -> None:
    def refused(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(code, os.strerror(code))

    with pytest.raises(OutputRefused, match=word):
        write_whole(tmp_path / "新.txt", refused)
    assert names(tmp_path) == set()


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="太长"):
        write_whole(tmp_path / ("长" * 300), b"")


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="不存在"):
        write_whole(tmp_path / "无" / "新.txt", b"")


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    with pytest.raises(OutputRefused, match="文件夹"):
        write_whole(tmp_path / "夹", b"", force=True)


@pytest.mark.skipif(os.name != "posix", reason="符号链接")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "真.txt").write_bytes(b"old")
    (tmp_path / "链.txt").symlink_to(tmp_path / "真.txt")
    write_whole(tmp_path / "链.txt", b"new", force=True)
    assert (tmp_path / "链.txt").is_symlink()
    assert (tmp_path / "真.txt").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("决算.xlsx", "~$决算.xlsx"),
        ("2024年度部门决算公开表.xlsx", "~$2024年度部门决算公开表.xlsx"),
        ("2024年度部门决算公开表.docx", "~$24年度部门决算公开表.docx"),
        ("budgets.docx", "~$udgets.docx"),
        ("决算.xlsx", ".~决算.xlsx"),
        ("决算.xlsx", ".~lock.决算.xlsx#"),
    ],
)
def test_a_file_that_somebody_has_open(tmp_path: Path, name: str, lock: str) -> None:
    target = tmp_path / name
    target.write_bytes(b"old")
    (tmp_path / lock).touch()
    with pytest.raises(OutputRefused) as caught:
        write_whole(target, b"new", force=True)
    assert lock in str(caught.value)
    assert target.read_bytes() == b"old"


def test_the_lock_of_another_file_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "24年度部门决算.xlsx").touch()
    (tmp_path / "~$24年度部门决算.xlsx").touch()
    assert open_elsewhere(tmp_path / "2024年度部门决算.xlsx") is None
    assert open_elsewhere(tmp_path / "短名.xlsx") is None


@pytest.mark.parametrize(
    ("lock", "name"),
    [
        ("~$决算.xlsx", "决算.xlsx"),
        ("~$24年度部门决算公开表.docx", "2024年度部门决算公开表.docx"),
        (".~决算.xlsx", "决算.xlsx"),
        (".~lock.决算.xlsx#", "决算.xlsx"),
    ],
)
def test_a_lock_file_names_its_file(tmp_path: Path, lock: str, name: str) -> None:
    (tmp_path / lock).touch()
    (tmp_path / "别的.xlsx").touch()
    (tmp_path / name).touch()
    assert locked_file(tmp_path / lock) == name
    (tmp_path / name).unlink()
    assert locked_file(tmp_path / "~$决算.xlsx") == "决算.xlsx"
    assert locked_file(tmp_path / "别的.xlsx") is None


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "链.txt").symlink_to(tmp_path / "别处" / "文件.txt")
    with pytest.raises(OutputRefused, match="链接"):
        write_whole(tmp_path / "链.txt", b"new")


def test_what_another_program_wrote_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "旧.txt"
    target.write_bytes(b"theirs")
    with pytest.raises(OutputRefused, match="被别的程序改过"):
        write_whole(target, b"ours", force=True, instead_of=b"old")
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == {"旧.txt"}
    write_whole(target, b"ours", force=True, instead_of=b"theirs")
    assert target.read_bytes() == b"ours"
