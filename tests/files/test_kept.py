"""What is kept between two starts: found again as it was, or not at all."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xlbudget.files import kept
from xlbudget.files.kept import VARIABLE, keep, kept_folder, load_kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "留存"))
    yield tmp_path / "留存"
    if (tmp_path / "留存").exists():
        (tmp_path / "留存").chmod(0o700)


def the_file(folder: Path) -> Path:
    (found,) = folder.glob("*.kept")
    return found


def test_what_was_kept_is_found_under_its_name_and_head(folder: Path) -> None:
    keep("四川", (1, b"a"), {"表": ("公开01", 1, None)})
    assert load_kept("四川", lambda head: head == (1, b"a")) == {"表": ("公开01", 1, None)}
    assert load_kept("四川", lambda head: head == (2, b"a")) is None
    assert load_kept("云南", lambda _: True) is None
    assert [path.suffix for path in folder.iterdir()] == [".kept"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[:10],
        lambda _: b"",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    ],
    ids=["truncated", "only a beginning", "empty", "one bit"],
)
def test_a_damaged_file_is_not_there(folder: Path, spoil: object) -> None:
    keep("四川", 1, ("公开01",) * 20)
    assert callable(spoil)
    the_file(folder).write_bytes(spoil(the_file(folder).read_bytes()))
    assert load_kept("四川", lambda _: True) is None
    keep("四川", 1, "新的")
    assert load_kept("四川", lambda _: True) == "新的"


@pytest.mark.skipif(sys.platform == "win32", reason="权限位是 POSIX 的")
def test_a_file_that_others_can_write_is_not_trusted(folder: Path) -> None:
    keep("四川", 1, "一")
    assert load_kept("四川", lambda _: True) == "一"
    the_file(folder).chmod(0o666)
    assert load_kept("四川", lambda _: True) is None


@pytest.mark.skipif(sys.platform == "win32", reason="权限位是 POSIX 的")
def test_a_umask_that_lets_a_group_write_changes_nothing(folder: Path) -> None:
    before = os.umask(0o002)
    try:
        keep("四川", 1, "一")
    finally:
        os.umask(before)
    assert load_kept("四川", lambda _: True) == "一"
    assert the_file(folder).stat().st_mode & 0o777 == 0o600


def test_a_file_under_the_name_of_another_is_not_there(folder: Path) -> None:
    keep("四川", 1, "一")
    first = the_file(folder)
    kept_first = first.read_bytes()
    keep("云南", 1, "二")
    for path in folder.glob("*.kept"):
        path.write_bytes(kept_first)
    assert load_kept("四川", lambda _: True) == "一"
    assert load_kept("云南", lambda _: True) is None


def test_another_version_of_the_program_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    keep("四川", 1, "一")
    monkeypatch.setattr(kept, "__version__", "0.0.0")
    assert load_kept("四川", lambda _: True) is None


def test_where_nothing_can_be_written_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("一个文件占了这个名字", encoding="utf-8")
    keep("四川", 1, "一")
    assert load_kept("四川", lambda _: True) is None
    monkeypatch.setenv(VARIABLE, "")
    assert kept_folder() is None
    keep("四川", 1, "一")
    assert load_kept("四川", lambda _: True) is None


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="管理员写得进只读的文件夹")
def test_a_folder_that_is_read_only_is_still_read(folder: Path) -> None:
    keep("四川", 1, "一")
    folder.chmod(0o500)
    keep("云南", 1, "二")
    assert load_kept("四川", lambda _: True) == "一"
    assert load_kept("云南", lambda _: True) is None


def test_writers_at_the_same_time_leave_one_whole_file(folder: Path) -> None:
    bodies = [str(number) * 50_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda body: keep("四川", 1, body), bodies))
    assert load_kept("四川", lambda _: True) in bodies
    assert len(list(folder.iterdir())) == 1


def test_the_oldest_files_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    for number in range(5):
        keep(str(number), 1, number)
        for path in folder.glob("*.kept"):
            status = path.stat()
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 10**9))
    assert [load_kept(str(number), lambda _: True) for number in range(5)] == [None, None, 2, 3, 4]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 用 LOCALAPPDATA")
def test_it_stands_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_folder() == tmp_path / "xlbudget"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "家"))
    assert kept_folder() == tmp_path / "家" / ".cache" / "xlbudget"
