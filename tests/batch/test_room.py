"""单位的旧文件夹移开了、新的还没有放好的时候出了事：放回原处，不随着房间删掉。"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from xlbudget.batch.room import OLD, leave, room_in
from xlbudget.batch.terms import ROOM
from xlbudget.domain.errors import OutputRefused


def moved_aside(out: Path) -> Path:
    room = out / ROOM / "甲-单位-0badcafe"
    (room / OLD).mkdir(parents=True)
    (room / OLD / "说明.txt").write_bytes(b"old")
    return room


def test_the_next_run_puts_it_back(tmp_path: Path) -> None:
    moved_aside(tmp_path)
    with room_in(tmp_path) as room:
        assert (tmp_path / "甲-单位" / "说明.txt").read_bytes() == b"old"
        assert [path.name for path in room.iterdir()] == ["lock"]
    assert [path.name for path in tmp_path.iterdir()] == ["甲-单位"]


def test_it_goes_where_the_new_one_is_in_place(tmp_path: Path) -> None:
    room = moved_aside(tmp_path)
    (tmp_path / "甲-单位").mkdir()
    leave(room, tmp_path / "甲-单位")
    assert not room.exists()
    assert list((tmp_path / "甲-单位").iterdir()) == []


def test_it_stays_where_it_cannot_be_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = moved_aside(tmp_path)

    def refused(*_: object) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refused)
    leave(room, tmp_path / "甲-单位")
    assert (room / OLD / "说明.txt").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.EWOULDBLOCK, "另一个 xlbudget batch"),
        (errno.ENOLCK, "不能给文件上锁"),
        (errno.ENOSYS, "不能给文件上锁"),
        (errno.ENOTSUP, "不能给文件上锁"),
    ],
)
def test_a_lock_that_is_taken_and_a_disk_that_has_none(
    code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    room = moved_aside(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(OutputRefused, match=says), room_in(tmp_path):
        pass
    assert (room / OLD / "说明.txt").read_bytes() == b"old"
