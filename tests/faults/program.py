"""跑程序的那个进程：一行一个要求，一行一个结果。由 running.Program 启动。"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import pkgutil
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from tests.faults.standing import state
from tests.faults.writing_calls import interpose

_SIGNAL = 128


def main() -> None:
    """Serve until nobody asks any more."""
    _import_all()
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryDirectory() as name:
            room = Path(name)
            room.chmod(0o777)
            said = _run(asked, room)
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _import_all() -> None:
    import xlbudget
    import xlbudget.cli.commands

    for module in pkgutil.walk_packages(xlbudget.__path__, "xlbudget."):
        if not any(word in module.name for word in ("cluster", "progress")):
            importlib.import_module(module.name)
    importlib.import_module("tests.faults.clicking")  # 换了钟再导入 pandas，进程会崩
    from click.testing import CliRunner

    from xlbudget.cli.commands import cli

    with tempfile.TemporaryDirectory() as folder:
        CliRunner().invoke(cli, ["demo", "-o", f"{folder}/示例"], standalone_mode=False)


def _run(asked: dict[str, Any], room: Path) -> dict[str, Any]:
    """One run in a process of its own; what it wrote is in the files of `room`."""
    for each in ("out", "err", "calls"):
        (room / each).touch()
        (room / each).chmod(0o666)
    child = os.fork()
    if child == 0:
        _end(_child, asked, room)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    calls = [json.loads(line) for line in (room / "calls").read_text().splitlines()]
    return {
        "code": code,
        "out": (room / "out").read_text("utf-8", "replace"),
        "err": (room / "err").read_text("utf-8", "replace"),
        "calls": [(name, path) for name, path, _ in calls],
        "states": [found for _, _, found in calls if found is not None],
    }


def _end(run: Callable[..., None], *args: Any) -> NoReturn:
    """As Python ends: the streams are flushed last, and what fails there is 120."""
    import traceback

    code = 1
    try:
        run(*args)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001
        with suppress(OSError):
            os.write(2, traceback.format_exc().encode())
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            code = 120
    os._exit(code)


def _child(asked: dict[str, Any], room: Path) -> None:
    folder = Path(asked["folder"])
    (folder / "tmp").mkdir(exist_ok=True)
    record = os.open(room / "calls", os.O_WRONLY | os.O_APPEND)
    errors = os.open(room / "err", os.O_WRONLY | os.O_APPEND)
    _connect(asked["stdout"], room)
    os.dup2(errors, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.umask(asked["umask"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if asked["largest"]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"],) * 2)
    if asked["uid"]:
        os.setgroups([])
        os.setgid(asked["uid"])
        os.setuid(asked["uid"])
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
    os.environ["XLBUDGET_CACHE"] = str(folder / "cache") if asked["cold"] else ""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    os.environ["XDG_DATA_HOME"] = str(folder / "share")
    if asked["cold"]:
        from xlbudget.formats import library

        library._found.cache_clear()
    if asked["clock"]:
        _set_clock(asked["clock"])
    from tests.faults.clicking import attached, click
    from xlbudget.__main__ import main as program

    def begin() -> None:
        interpose(folder, _Faulty(asked, folder, record))

    first, *rest = asked["args"]
    kind, _, name = first.partition(":")
    sys.argv = ["xlbudget", *(rest if name else asked["args"])]
    if kind == "button":
        click(name, rest, begin)
    elif kind == "excel":
        attached(name, program, begin)
    else:
        begin()
        program()


def _connect(kind: str, room: Path) -> None:
    if kind == "full":
        there = os.open("/dev/full", os.O_WRONLY)
    elif kind == "gone":
        reading, there = os.pipe()
        os.close(reading)
    else:
        there = os.open(room / "out", os.O_WRONLY | os.O_APPEND)
    os.dup2(there, 1)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if kind == "closed":
        os.close(1)
        sys.stdout = None


def _set_clock(seconds: float) -> None:
    """The time that the program is told."""

    class At(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> At:
            return cls.fromtimestamp(seconds, tz)

    class Day(dt.date):
        @classmethod
        def today(cls) -> Day:
            return cls.fromtimestamp(seconds)

    time.time = lambda: seconds
    real_date, real_time = dt.date, dt.datetime
    dt.date, dt.datetime = Day, At  # type: ignore[misc]
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if module else []:
            if module.__name__.startswith("xlbudget") and value in (real_date, real_time):
                setattr(module, name, Day if value is real_date else At)


class _Faulty:
    """What happens at a call that writes."""

    def __init__(self, asked: dict[str, Any], folder: Path, record: int) -> None:
        self._fault, self._folder, self._record = asked["fault"], folder, record
        self._watch = asked["watch"]
        self._inputs = [each for each in asked["args"][1:] if os.path.isfile(folder / each)]
        self._count = 0
        self._asking = False

    def __call__(self, name: str, path: str) -> int | None:
        if self._asking:
            return None
        if name == "written":
            os.kill(os.getpid(), signal.SIGKILL)
        fault = self._fault
        counts = not fault["on"] or name in fault["on"]
        self._count += counts
        self._asking = True
        try:
            known = state(self._folder) if self._watch else None
            said = (name, path.removeprefix(f"{self._folder}/"), known)
            os.write(self._record, json.dumps(said).encode("ascii") + b"\n")
            return self._happen(fault, path) if counts and fault["at"] else None
        finally:
            self._asking = False

    def _happen(self, fault: dict[str, Any], path: str) -> int | None:
        kind, now = fault["kind"], self._count == fault["at"]
        if kind == "errno" and self._count >= fault["at"]:
            raise OSError(fault["errno"], os.strerror(fault["errno"]), path)
        if not now:
            return None
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if kind == "half":
            return 2
        if kind == "once":
            raise OSError(fault["errno"], os.strerror(fault["errno"]), path)
        if kind == "change":
            for name in self._inputs:
                (self._folder / name).write_bytes(b"changed")
        if kind == "vanish":
            shutil.rmtree(os.path.dirname(path))
        if kind == "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0)
        return None


if __name__ == "__main__":
    main()
