"""The log of runs inside Excel: in a file that exists, and never in the way."""

from __future__ import annotations

import errno
import io
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from xlbudget.files import log


@pytest.fixture(autouse=True)
def no_handlers() -> Iterator[None]:
    logger = logging.getLogger(log.NAME)
    before, logger.handlers = logger.handlers, []
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers = before


def test_it_stands_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = log.open_log()
    logging.getLogger("xlbudget.addin").warning("公开01!C8：约三百")
    assert path == tmp_path / "xlbudget" / "log" / "xlbudget.log"
    assert "WARNING xlbudget.addin 公开01!C8：约三百" in path.read_text(encoding="utf-8")


def test_it_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert log.open_log() == log.open_log()
    logging.getLogger("xlbudget.addin").warning("一次")
    assert log.open_log().read_text(encoding="utf-8").count("一次") == 1


def test_on_windows_it_stands_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.files.log.sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert log.log_folder() == tmp_path / "xlbudget" / "log"


def test_where_that_cannot_be_it_stands_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setattr("xlbudget.files.log.tempfile.gettempdir", lambda: str(tmp_path))
    assert log.open_log() == tmp_path / "xlbudget.log"
    logging.getLogger("xlbudget").warning("写得进")
    assert "写得进" in (tmp_path / "xlbudget.log").read_text(encoding="utf-8")


def test_a_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(log, "_LARGEST", 200)
    path = log.open_log()
    for _ in range(9):
        logging.getLogger("xlbudget").warning("很长的一行" * 10)
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "xlbudget.log",
        "xlbudget.log.1",
        "xlbudget.log.2",
    ]


class Full(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "full")


def test_nowhere_to_write_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "文件").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "文件"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "没有"))
    log.open_log()
    logging.getLogger("xlbudget.addin").info("没有地方写")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    log.open_log()
    handlers = logging.getLogger(log.NAME).handlers
    (handler,) = (each for each in handlers if isinstance(each, RotatingFileHandler))
    monkeypatch.setattr(handler, "stream", Full())
    logging.getLogger("xlbudget.addin").warning("磁盘满了")
    assert "Traceback" not in capsys.readouterr().err
